/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-status-filter.h"

#include "ui/common/pm-looks.h"

#include <glib/gi18n.h>

struct _PmStatusFilter {
  GObject parent_instance;

  int status;
  guint count;
};

G_DEFINE_FINAL_TYPE (PmStatusFilter, pm_status_filter, G_TYPE_OBJECT)

enum {
  PROP_STATUS = 1,
  PROP_COUNT,
  PROP_LABEL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
pm_status_filter_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmStatusFilter *self = PM_STATUS_FILTER (object);

  switch (prop_id) {
  case PROP_STATUS:
    g_value_set_int (value, self->status);
    break;
  case PROP_COUNT:
    g_value_set_uint (value, self->count);
    break;
  case PROP_LABEL:
    g_value_take_string (value, pm_status_filter_dup_label (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_status_filter_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  PmStatusFilter *self = PM_STATUS_FILTER (object);

  switch (prop_id) {
  case PROP_STATUS:
    self->status = g_value_get_int (value);
    break;
  case PROP_COUNT:
    pm_status_filter_set_count (self, g_value_get_uint (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_status_filter_class_init (PmStatusFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pm_status_filter_get_property;
  object_class->set_property = pm_status_filter_set_property;

  properties[PROP_STATUS] = g_param_spec_int (
      "status", NULL, NULL, PM_STATUS_FILTER_ALL, PM_PERSON_STATUS_WAITING, PM_STATUS_FILTER_ALL,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COUNT] =
      g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LABEL] =
      g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_status_filter_init (PmStatusFilter *self)
{
}

/**
 * pm_status_filter_new:
 * @status: a #PmPersonStatus or %PM_STATUS_FILTER_ALL
 *
 * Returns: (transfer full): the choice to see the rows with that status
 */
PmStatusFilter *
pm_status_filter_new (int status)
{
  return g_object_new (PM_TYPE_STATUS_FILTER, "status", status, NULL);
}

/**
 * pm_status_filter_get_status:
 * @self: a choice
 *
 * Returns: a #PmPersonStatus or %PM_STATUS_FILTER_ALL
 */
int
pm_status_filter_get_status (PmStatusFilter *self)
{
  g_return_val_if_fail (PM_IS_STATUS_FILTER (self), PM_STATUS_FILTER_ALL);

  return self->status;
}

/**
 * pm_status_filter_get_count:
 * @self: a choice
 *
 * Returns: how many rows it would show
 */
guint
pm_status_filter_get_count (PmStatusFilter *self)
{
  g_return_val_if_fail (PM_IS_STATUS_FILTER (self), 0);

  return self->count;
}

/**
 * pm_status_filter_set_count:
 * @self: a choice
 * @count: how many rows it would show
 */
void
pm_status_filter_set_count (PmStatusFilter *self, guint count)
{
  g_return_if_fail (PM_IS_STATUS_FILTER (self));

  if (self->count == count)
    return;
  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LABEL]);
}

/**
 * pm_status_filter_dup_label:
 * @self: a choice
 *
 * Returns: (transfer full): "Pending (3)"
 */
char *
pm_status_filter_dup_label (PmStatusFilter *self)
{
  const char *words;

  g_return_val_if_fail (PM_IS_STATUS_FILTER (self), NULL);

  words = self->status == PM_STATUS_FILTER_ALL ? _ ("All")
                                               : _ (pm_look_of_person_status (self->status)->words);
  /* Translators: a status and how many rows have it, "Pending (3)" */
  return g_strdup_printf (_ ("%s (%u)"), words, self->count);
}
