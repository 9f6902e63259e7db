/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-detail-line.h"

enum {
  PROP_ICON_NAME = 1,
  PROP_WORDS,
  PROP_DETAIL,
  PROP_ACTION_NAME,
  PROP_ACTION_LABEL,
  PROP_MOMENT,
  N_PROPS,
};

struct _PmDetailLine {
  GObject parent_instance;

  char *texts[PROP_MOMENT]; /* by property */
  gint64 moment;
};

G_DEFINE_FINAL_TYPE (PmDetailLine, pm_detail_line, G_TYPE_OBJECT)

static GParamSpec *properties[N_PROPS];

static void
pm_detail_line_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmDetailLine *self = PM_DETAIL_LINE (object);

  if (prop_id == PROP_MOMENT)
    g_value_set_int64 (value, self->moment);
  else if (prop_id < PROP_MOMENT)
    g_value_set_string (value, self->texts[prop_id]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
pm_detail_line_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmDetailLine *self = PM_DETAIL_LINE (object);

  if (prop_id == PROP_MOMENT)
    self->moment = g_value_get_int64 (value);
  else if (prop_id < PROP_MOMENT)
    self->texts[prop_id] = g_value_dup_string (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
pm_detail_line_finalize (GObject *object)
{
  PmDetailLine *self = PM_DETAIL_LINE (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (pm_detail_line_parent_class)->finalize (object);
}

static void
pm_detail_line_class_init (PmDetailLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  static const char *texts[] = {
    [PROP_ICON_NAME] = "icon-name",
    [PROP_WORDS] = "words",
    [PROP_DETAIL] = "detail",
    [PROP_ACTION_NAME] = "action-name",
    [PROP_ACTION_LABEL] = "action-label",
  };

  object_class->get_property = pm_detail_line_get_property;
  object_class->set_property = pm_detail_line_set_property;
  object_class->finalize = pm_detail_line_finalize;

  for (guint i = PROP_ICON_NAME; i < PROP_MOMENT; i++)
    properties[i] = g_param_spec_string (texts[i], NULL, NULL, NULL, flags);
  properties[PROP_MOMENT] =
      g_param_spec_int64 ("moment", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_detail_line_init (PmDetailLine *self)
{
}
