/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-tasks-view.h"

#include "domain/pm-role.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "domain/pm-text.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-edit-dialog.h"
#include "ui/common/pm-toast.h"
#include "ui/work/pm-task-dialog.h"
#include "ui/work/pm-task-group-dialog.h"
#include "ui/work/pm-task-section-row.h"
#include "ui/work/pm-task-sections.h"

#include <glib/gi18n.h>

struct _PmTasksView {
  AdwBin parent_instance;

  AdwEntryRow *quick;
  GtkListBox *section_list;

  PmWorkspace *workspace;
  PmPoc *poc;
  PmChildList *tasks;
  PmChildList *groups;
  GSignalGroup *tasks_signals;
  GSignalGroup *groups_signals;
  gboolean is_stale; /* what is shown is of another POC, or nothing yet */
  gint64 shown_poc;
  GHashTable *begun; /* titles that stand in the quick field of other POCs */
};

G_DEFINE_FINAL_TYPE (PmTasksView, pm_tasks_view, ADW_TYPE_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_N_TASKS,
  PROP_N_GROUPS,
  PROP_LOADING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* --- What is shown --- */

static char *
page_name (PmTasksView *self, guint n_tasks, guint n_groups, gboolean loading)
{
  if (n_tasks > 0 || n_groups > 0)
    return g_strdup ("tasks");
  return g_strdup (loading ? "loading" : "empty");
}

static char *
empty_words (gpointer scope, PmRole role)
{
  return g_strdup (pm_role_can_edit_pocs (role) ? _ ("Write above what is to be done first.")
                                                : _ ("What there is to do appears here."));
}

static guint
count (PmChildList *list)
{
  return list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;
}

static void
notify_lists (PmTasksView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TASKS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_GROUPS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* What was begun on one POC is not added to another. */
static void
change_title (PmTasksView *self, gint64 poc_id)
{
  GtkEditable *field = GTK_EDITABLE (self->quick);
  const char *begun;

  if (self->shown_poc == poc_id)
    return;
  g_hash_table_replace (self->begun, g_memdup2 (&self->shown_poc, sizeof (gint64)),
                        g_strdup (gtk_editable_get_text (field)));
  self->shown_poc = poc_id;
  begun = g_hash_table_lookup (self->begun, &poc_id);
  gtk_editable_set_text (field, begun != NULL ? begun : "");
}

static void
show_lists (PmTasksView *self)
{
  gint64 poc_id = self->poc != NULL ? pm_poc_get_id (self->poc) : 0;
  g_autoptr (PmTaskSections) sections = NULL;

  self->is_stale = FALSE;
  g_clear_object (&self->tasks);
  g_clear_object (&self->groups);
  if (self->workspace != NULL && self->poc != NULL) {
    self->tasks = pm_workspace_create_child_list (self->workspace, PM_TYPE_TASK, poc_id);
    self->groups = pm_workspace_create_child_list (self->workspace, PM_TYPE_TASK_GROUP, poc_id);
    sections = pm_task_sections_new (G_LIST_MODEL (self->tasks), G_LIST_MODEL (self->groups));
  }
  g_signal_group_set_target (self->tasks_signals, self->tasks);
  g_signal_group_set_target (self->groups_signals, self->groups);
  pm_item_row_show_all (self->section_list, sections != NULL ? G_LIST_MODEL (sections) : NULL,
                        PM_TYPE_TASK_SECTION_ROW, self->workspace);
  change_title (self, poc_id);
  notify_lists (self);
}

/* Nobody waits for what nobody sees. */
static void
show_when_seen (PmTasksView *self)
{
  self->is_stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_lists (self);
}

static void
pm_tasks_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pm_tasks_view_parent_class)->map (widget);

  if (PM_TASKS_VIEW (widget)->is_stale)
    show_lists (PM_TASKS_VIEW (widget));
}

/* --- What can be added --- */

static void
on_quick_add (PmTasksView *self)
{
  g_autofree char *title = pm_edit_dup_line (self->quick);
  g_autoptr (PmTask) task = NULL;
  g_autoptr (GError) error = NULL;

  if (title == NULL || self->poc == NULL)
    return;
  if (!pm_text_check (_ ("Title"), title, -1, PM_TEXT_LINE, PM_TEXT_TITLE_MAX, &error)) {
    pm_toast_show_error (GTK_WIDGET (self), error);
    return;
  }
  task = pm_task_new ();
  pm_task_set_poc_id (task, pm_poc_get_id (self->poc));
  pm_task_set_title (task, title);
  pm_task_set_status (task, PM_TASK_STATUS_NOT_STARTED);
  pm_toast_watch (GTK_WIDGET (self), pm_workspace_create_item (self->workspace, PM_RECORD (task)));
  gtk_editable_set_text (GTK_EDITABLE (self->quick), "");
}

static void
add (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmTasksView *self = PM_TASKS_VIEW (widget);
  g_autoptr (PmTask) task = pm_task_new ();
  g_autofree char *title = pm_edit_dup_line (self->quick);

  pm_task_set_poc_id (task, pm_poc_get_id (self->poc));
  pm_task_dialog_present_new (widget, self->workspace, task, title);
  gtk_editable_set_text (GTK_EDITABLE (self->quick), "");
}

static void
add_group (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmTasksView *self = PM_TASKS_VIEW (widget);

  pm_task_group_dialog_present_new (widget, self->workspace, pm_poc_get_id (self->poc));
}

/* --- The object --- */

static void
pm_tasks_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmTasksView *self = PM_TASKS_VIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_POC:
    g_value_set_object (value, self->poc);
    break;
  case PROP_N_TASKS:
    g_value_set_uint (value, count (self->tasks));
    break;
  case PROP_N_GROUPS:
    g_value_set_uint (value, count (self->groups));
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->tasks != NULL &&
                                    pm_key_list_get_loading (PM_KEY_LIST (self->tasks)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_tasks_view_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmTasksView *self = PM_TASKS_VIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    if (!g_set_object (&self->workspace, g_value_get_object (value)))
      return;
    change_title (self, 0);
    g_hash_table_remove_all (self->begun);
    break;
  case PROP_POC:
    if (!g_set_object (&self->poc, g_value_get_object (value)))
      return;
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  show_when_seen (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
pm_tasks_view_dispose (GObject *object)
{
  PmTasksView *self = PM_TASKS_VIEW (object);

  g_clear_object (&self->tasks_signals);
  g_clear_object (&self->groups_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_TASKS_VIEW);
  g_clear_object (&self->tasks);
  g_clear_object (&self->groups);
  g_clear_object (&self->poc);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->begun, g_hash_table_unref);

  G_OBJECT_CLASS (pm_tasks_view_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_N_TASKS] = g_param_spec_uint ("n-tasks", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_N_GROUPS] = g_param_spec_uint ("n-groups", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_tasks_view_class_init (PmTasksViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_tasks_view_get_property;
  object_class->set_property = pm_tasks_view_set_property;
  object_class->dispose = pm_tasks_view_dispose;
  widget_class->map = pm_tasks_view_map;
  install_properties (object_class);

  gtk_widget_class_install_action (widget_class, "tasks.add", NULL, add);
  gtk_widget_class_install_action (widget_class, "tasks.add-group", NULL, add_group);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-tasks-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PmTasksView, quick);
  gtk_widget_class_bind_template_child (widget_class, PmTasksView, section_list);
  gtk_widget_class_bind_template_callback (widget_class, empty_words);
  gtk_widget_class_bind_template_callback (widget_class, on_quick_add);
  gtk_widget_class_bind_template_callback (widget_class, page_name);
  pm_closures_bind (widget_class);
}

static GSignalGroup *
watch_list (PmTasksView *self)
{
  GSignalGroup *signals = g_signal_group_new (PM_TYPE_CHILD_LIST);

  g_signal_group_connect_swapped (signals, "items-changed", G_CALLBACK (notify_lists), self);
  g_signal_group_connect_swapped (signals, "notify::loading", G_CALLBACK (notify_lists), self);
  return signals;
}

static void
pm_tasks_view_init (PmTasksView *self)
{
  self->begun = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->tasks_signals = watch_list (self);
  self->groups_signals = watch_list (self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
