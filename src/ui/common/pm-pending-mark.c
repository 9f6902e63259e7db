/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-pending-mark.h"

#include "ui/common/pm-closures.h"
#include "ui/common/pm-looks.h"

#include <glib/gi18n.h>

struct _PmPendingMark {
  AdwBin parent_instance;

  gint64 operation_id;
  PmOperationState operation_state;
};

G_DEFINE_FINAL_TYPE (PmPendingMark, pm_pending_mark, ADW_TYPE_BIN)

enum {
  PROP_OPERATION_ID = 1,
  PROP_OPERATION_STATE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* That it can be undone is said where it is offered. */
static const PmLook *
get_look (PmOperationState state)
{
  if (state == PM_OPERATION_STATE_HELD)
    return pm_look_of_operation_state (PM_OPERATION_STATE_QUEUED);
  return pm_look_of_operation_state (state);
}

static char *
pending_words (gpointer scope, gint64 operation_id, PmOperationState state)
{
  return pm_pending_mark_words (operation_id, state);
}

static char *
icon (gpointer scope, PmOperationState state)
{
  return g_strdup (get_look (state)->icon_name);
}

static gboolean
needs_attention (gpointer scope, gint64 operation_id, PmOperationState state)
{
  return operation_id != 0 && state == PM_OPERATION_STATE_NEEDS_ATTENTION;
}

static void
pm_pending_mark_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmPendingMark *self = PM_PENDING_MARK (object);

  switch (prop_id) {
  case PROP_OPERATION_ID:
    g_value_set_int64 (value, self->operation_id);
    break;
  case PROP_OPERATION_STATE:
    g_value_set_enum (value, self->operation_state);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_pending_mark_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  PmPendingMark *self = PM_PENDING_MARK (object);

  switch (prop_id) {
  case PROP_OPERATION_ID:
    self->operation_id = g_value_get_int64 (value);
    break;
  case PROP_OPERATION_STATE:
    self->operation_state = g_value_get_enum (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
pm_pending_mark_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_PENDING_MARK);

  G_OBJECT_CLASS (pm_pending_mark_parent_class)->dispose (object);
}

static void
pm_pending_mark_class_init (PmPendingMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_pending_mark_get_property;
  object_class->set_property = pm_pending_mark_set_property;
  object_class->dispose = pm_pending_mark_dispose;

  properties[PROP_OPERATION_ID] =
      g_param_spec_int64 ("operation-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_OPERATION_STATE] = g_param_spec_enum (
      "operation-state", NULL, NULL, PM_TYPE_OPERATION_STATE, PM_OPERATION_STATE_HELD, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/common/pm-pending-mark.ui");
  gtk_widget_class_bind_template_callback (widget_class, pending_words);
  gtk_widget_class_bind_template_callback (widget_class, icon);
  gtk_widget_class_bind_template_callback (widget_class, needs_attention);
  pm_closures_bind (widget_class);
}

static void
pm_pending_mark_init (PmPendingMark *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_pending_mark_words:
 * @operation_id: the newest operation about something, or 0
 * @state: where it stands
 *
 * Returns: (transfer full): what still waits, in words; "" when nothing does
 */
char *
pm_pending_mark_words (gint64 operation_id, PmOperationState state)
{
  if (operation_id == 0 || state == PM_OPERATION_STATE_CONFIRMED ||
      state == PM_OPERATION_STATE_CANCELLED)
    return g_strdup ("");
  return g_strdup (_ (get_look (state)->words));
}
