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
  PmItemsView parent_instance;

  AdwEntryRow *quick;
  GtkListBox *section_list;

  gint64 shown_poc;
  GHashTable *begun; /* titles that stand in the quick field of other POCs */
};

G_DEFINE_FINAL_TYPE (PmTasksView, pm_tasks_view, PM_TYPE_ITEMS_VIEW)

/* --- What is shown --- */

static char *
empty_words (gpointer scope, PmRole role)
{
  return g_strdup (pm_role_can_edit_pocs (role) ? _ ("Write above what is to be done first.")
                                                : _ ("What there is to do appears here."));
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
forget_titles (PmTasksView *self)
{
  change_title (self, 0);
  g_hash_table_remove_all (self->begun);
}

static void
pm_tasks_view_show (PmItemsView *view)
{
  PmTasksView *self = PM_TASKS_VIEW (view);
  GListModel *tasks = pm_items_view_open_list (view, PM_TYPE_TASK);
  GListModel *groups = pm_items_view_open_list (view, PM_TYPE_TASK_GROUP);
  g_autoptr (PmTaskSections) sections = NULL;

  if (tasks != NULL)
    sections = pm_task_sections_new (tasks, groups);
  pm_item_row_show_all (self->section_list, sections != NULL ? G_LIST_MODEL (sections) : NULL,
                        PM_TYPE_TASK_SECTION_ROW, pm_items_view_get_workspace (view));
  change_title (self, pm_items_view_get_poc_id (view));
}

/* --- What can be added --- */

static PmTask *
task_new (PmTasksView *self)
{
  PmTask *task = pm_task_new ();

  pm_task_set_poc_id (task, pm_items_view_get_poc_id (PM_ITEMS_VIEW (self)));
  return task;
}

static void
on_quick_add (PmTasksView *self)
{
  PmWorkspace *workspace = pm_items_view_get_workspace (PM_ITEMS_VIEW (self));
  g_autofree char *title = pm_edit_dup_line (self->quick);
  g_autoptr (PmTask) task = task_new (self);
  g_autoptr (GError) error = NULL;

  if (title == NULL || pm_task_get_poc_id (task) == 0)
    return;
  if (!pm_text_check (_ ("Title"), title, -1, PM_TEXT_LINE, PM_TEXT_TITLE_MAX, &error)) {
    pm_toast_show_error (GTK_WIDGET (self), error);
    return;
  }
  pm_task_set_title (task, title);
  pm_task_set_status (task, PM_TASK_STATUS_NOT_STARTED);
  pm_toast_watch (GTK_WIDGET (self), pm_workspace_create_item (workspace, PM_RECORD (task)));
  gtk_editable_set_text (GTK_EDITABLE (self->quick), "");
}

static void
add (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmTasksView *self = PM_TASKS_VIEW (widget);
  g_autoptr (PmTask) task = task_new (self);
  g_autofree char *title = pm_edit_dup_line (self->quick);

  pm_task_dialog_present_new (widget, pm_items_view_get_workspace (PM_ITEMS_VIEW (self)), task,
                              title);
  gtk_editable_set_text (GTK_EDITABLE (self->quick), "");
}

static void
add_group (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmItemsView *view = PM_ITEMS_VIEW (widget);

  pm_task_group_dialog_present_new (widget, pm_items_view_get_workspace (view),
                                    pm_items_view_get_poc_id (view));
}

/* --- The object --- */

static void
pm_tasks_view_finalize (GObject *object)
{
  g_hash_table_unref (PM_TASKS_VIEW (object)->begun);

  G_OBJECT_CLASS (pm_tasks_view_parent_class)->finalize (object);
}

static void
pm_tasks_view_class_init (PmTasksViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pm_tasks_view_finalize;
  PM_ITEMS_VIEW_CLASS (klass)->show = pm_tasks_view_show;

  gtk_widget_class_install_action (widget_class, "tasks.add", NULL, add);
  gtk_widget_class_install_action (widget_class, "tasks.add-group", NULL, add_group);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-tasks-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PmTasksView, quick);
  gtk_widget_class_bind_template_child (widget_class, PmTasksView, section_list);
  gtk_widget_class_bind_template_callback (widget_class, empty_words);
  gtk_widget_class_bind_template_callback (widget_class, on_quick_add);
  pm_closures_bind (widget_class);
}

static void
pm_tasks_view_init (PmTasksView *self)
{
  self->begun = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_signal_connect (self, "notify::workspace", G_CALLBACK (forget_titles), NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}
