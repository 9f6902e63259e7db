/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-hint.h"

#include "ui/common/pm-closures.h"

struct _PmHint {
  AdwBin parent_instance;

  char *text;
  char *action_label;
  gboolean is_problem;
};

G_DEFINE_FINAL_TYPE (PmHint, pm_hint, ADW_TYPE_BIN)

enum {
  PROP_TEXT = 1,
  PROP_IS_PROBLEM,
  PROP_ACTION_LABEL,
  N_PROPS,
};

enum {
  CLICKED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
on_clicked (PmHint *self)
{
  g_signal_emit (self, signals[CLICKED], 0);
}

static void
set_is_problem (PmHint *self, gboolean is_problem)
{
  if (self->is_problem == is_problem)
    return;
  self->is_problem = is_problem;
  if (is_problem)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_PROBLEM]);
}

static void
pm_hint_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmHint *self = PM_HINT (object);

  switch (prop_id) {
  case PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  case PROP_IS_PROBLEM:
    g_value_set_boolean (value, self->is_problem);
    break;
  case PROP_ACTION_LABEL:
    g_value_set_string (value, self->action_label);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_hint_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmHint *self = PM_HINT (object);

  switch (prop_id) {
  case PROP_TEXT:
    if (g_set_str (&self->text, g_value_get_string (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_IS_PROBLEM:
    set_is_problem (self, g_value_get_boolean (value));
    break;
  case PROP_ACTION_LABEL:
    if (g_set_str (&self->action_label, g_value_get_string (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_hint_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_HINT);

  G_OBJECT_CLASS (pm_hint_parent_class)->dispose (object);
}

static void
pm_hint_finalize (GObject *object)
{
  PmHint *self = PM_HINT (object);

  g_free (self->text);
  g_free (self->action_label);

  G_OBJECT_CLASS (pm_hint_parent_class)->finalize (object);
}

static void
pm_hint_class_init (PmHintClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_hint_get_property;
  object_class->set_property = pm_hint_set_property;
  object_class->dispose = pm_hint_dispose;
  object_class->finalize = pm_hint_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_IS_PROBLEM] = g_param_spec_boolean ("is-problem", NULL, NULL, FALSE, flags);
  properties[PROP_ACTION_LABEL] = g_param_spec_string ("action-label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CLICKED] = g_signal_new ("clicked", PM_TYPE_HINT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "hint");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/common/pm-hint.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  pm_closures_bind (widget_class);
}

static void
pm_hint_init (PmHint *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_hint_show:
 * @self: a hint
 * @text: (nullable): what to say, %NULL to say nothing
 * @is_problem: whether it stands in the way
 * @action_label: (nullable): the better way, as a button
 */
void
pm_hint_show (PmHint *self, const char *text, gboolean is_problem, const char *action_label)
{
  g_return_if_fail (PM_IS_HINT (self));

  g_object_set (self, "text", text, "is-problem", is_problem, "action-label", action_label, NULL);
}

/**
 * pm_hint_mark:
 * @self: a hint
 * @field: the entry row that it belongs to
 * @is_wrong: whether what stands in @field cannot stay so
 *
 * Shows it at the field, and says why to those who hear it.
 */
void
pm_hint_mark (PmHint *self, GtkEditable *field, gboolean is_wrong)
{
  GtkAccessible *text;

  g_return_if_fail (PM_IS_HINT (self));
  g_return_if_fail (GTK_IS_EDITABLE (field));

  text = GTK_ACCESSIBLE (gtk_editable_get_delegate (field));
  gtk_accessible_update_state (
      text, GTK_ACCESSIBLE_STATE_INVALID,
      is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (is_wrong) {
    gtk_widget_add_css_class (GTK_WIDGET (field), "error");
    gtk_accessible_update_relation (text, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, self, NULL, -1);
  } else {
    gtk_widget_remove_css_class (GTK_WIDGET (field), "error");
    gtk_accessible_reset_relation (text, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
  }
}

/**
 * pm_hint_get_text:
 * @self: a hint
 *
 * Returns: (transfer none) (nullable): what it says
 */
const char *
pm_hint_get_text (PmHint *self)
{
  g_return_val_if_fail (PM_IS_HINT (self), NULL);

  return self->text;
}
