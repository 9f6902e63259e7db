/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-criteria-view.h"

#include "ui/common/pm-closures.h"
#include "ui/poc/pm-criterion-dialog.h"
#include "ui/poc/pm-criterion-row.h"

struct _PmCriteriaView {
  AdwBin parent_instance;

  GtkListBox *list;

  PmWorkspace *workspace;
  PmPoc *poc;
  PmChildList *items;
  GSignalGroup *items_signals;
};

G_DEFINE_FINAL_TYPE (PmCriteriaView, pm_criteria_view, ADW_TYPE_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_N_ITEMS,
  PROP_LOADING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* --- What is shown --- */

static char *
page_name (gpointer scope, guint n_items, gboolean loading)
{
  if (n_items > 0)
    return g_strdup ("items");
  return g_strdup (loading ? "loading" : "empty");
}

static void
notify_items (PmCriteriaView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
show_list (PmCriteriaView *self)
{
  g_clear_object (&self->items);
  if (self->workspace != NULL && self->poc != NULL)
    self->items = pm_workspace_create_child_list (self->workspace, PM_TYPE_CRITERION,
                                                  pm_poc_get_id (self->poc));
  g_signal_group_set_target (self->items_signals, self->items);
  pm_item_row_show_all (self->list, self->items != NULL ? G_LIST_MODEL (self->items) : NULL,
                        PM_TYPE_CRITERION_ROW, self->workspace);
  notify_items (self);
}

/* --- What can be done --- */

static void
on_row_activated (GtkListBox *list, GtkWidget *row)
{
  gtk_widget_activate_action (row, "criterion.edit", NULL);
}

static void
add (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmCriteriaView *self = PM_CRITERIA_VIEW (widget);

  pm_criterion_dialog_present_new (widget, self->workspace, pm_poc_get_id (self->poc));
}

/* --- The object --- */

static void
pm_criteria_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmCriteriaView *self = PM_CRITERIA_VIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_POC:
    g_value_set_object (value, self->poc);
    break;
  case PROP_N_ITEMS:
    g_value_set_uint (
        value, self->items != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->items)) : 0);
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->items != NULL &&
                                    pm_key_list_get_loading (PM_KEY_LIST (self->items)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_criteria_view_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  PmCriteriaView *self = PM_CRITERIA_VIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    if (!g_set_object (&self->workspace, g_value_get_object (value)))
      return;
    break;
  case PROP_POC:
    if (!g_set_object (&self->poc, g_value_get_object (value)))
      return;
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  show_list (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
pm_criteria_view_dispose (GObject *object)
{
  PmCriteriaView *self = PM_CRITERIA_VIEW (object);

  g_clear_object (&self->items_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_CRITERIA_VIEW);
  g_clear_object (&self->items);
  g_clear_object (&self->poc);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_criteria_view_parent_class)->dispose (object);
}

static void
pm_criteria_view_class_init (PmCriteriaViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_criteria_view_get_property;
  object_class->set_property = pm_criteria_view_set_property;
  object_class->dispose = pm_criteria_view_dispose;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "criteria.add", NULL, add);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-criteria-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PmCriteriaView, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, page_name);
  pm_closures_bind (widget_class);
}

static void
pm_criteria_view_init (PmCriteriaView *self)
{
  self->items_signals = g_signal_group_new (PM_TYPE_CHILD_LIST);
  g_signal_group_connect_swapped (self->items_signals, "items-changed", G_CALLBACK (notify_items),
                                  self);
  g_signal_group_connect_swapped (self->items_signals, "notify::loading", G_CALLBACK (notify_items),
                                  self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
