/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-task-dialog.h"

#include "domain/pm-task-group.h"
#include "domain/pm-text.h"
#include "ui/common/pm-date-row.h"
#include "ui/common/pm-text-area.h"
#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

struct _PmTaskDialog {
  PmEditDialog parent_instance;

  AdwEntryRow *title;
  AdwComboRow *status;
  AdwComboRow *group;
  PmHint *problem;
  PmDateRow *start_date;
  PmDateRow *due_date;
  PmHint *date_problem;
  PmTextArea *description;

  GListModel *groups; /* "None" and those of the POC, which may come later */
  gint64 group_id;
  PmPoc *poc;
  PmTask *task; /* as it was */
};

G_DEFINE_FINAL_TYPE (PmTaskDialog, pm_task_dialog, PM_TYPE_EDIT_DIALOG)

/* --- The group --- */

static void
select_group (PmTaskDialog *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->groups); i++) {
    g_autoptr (PmTaskGroup) group = g_list_model_get_item (self->groups, i);

    if (pm_task_group_get_id (group) == self->group_id)
      adw_combo_row_set_selected (self->group, i);
  }
}

static void
on_group_selected (PmTaskDialog *self)
{
  PmTaskGroup *group = adw_combo_row_get_selected_item (self->group);

  /* While the list changes, nobody chooses. */
  if (group != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->group)))
    self->group_id = pm_task_group_get_id (group);
}

static void
list_groups (PmTaskDialog *self, gint64 poc_id)
{
  PmWorkspace *workspace = pm_edit_dialog_get_workspace (PM_EDIT_DIALOG (self));
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GListStore) first = g_list_store_new (PM_TYPE_TASK_GROUP);
  g_autoptr (PmTaskGroup) none = pm_task_group_new ();
  g_autoptr (PmChildList) groups =
      pm_workspace_create_child_list (workspace, PM_TYPE_TASK_GROUP, poc_id);

  pm_task_group_set_title (none, _ ("None"));
  g_list_store_append (first, none);
  g_list_store_append (parts, first);
  g_list_store_append (parts, groups);
  self->groups = G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (parts)));
  adw_combo_row_set_model (self->group, self->groups);
  g_signal_connect_object (self->groups, "items-changed", G_CALLBACK (select_group), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  select_group (self);
}

/* --- The task --- */

static void
pm_task_dialog_load (PmEditDialog *dialog, PmRecord *item)
{
  PmTaskDialog *self = PM_TASK_DIALOG (dialog);
  PmTask *task = PM_TASK (item);

  pm_edit_set_line (self->title, pm_task_get_title (task));
  adw_combo_row_set_selected (self->status, (guint) pm_task_get_status (task));
  g_object_set (self->start_date, "date", pm_task_get_start_date (task), NULL);
  g_object_set (self->due_date, "date", pm_task_get_due_date (task), NULL);
  g_object_set (self->description, "text", pm_task_get_description (task), NULL);
  self->group_id = pm_task_get_poc_task_group_id (task);
  list_groups (self, pm_task_get_poc_id (task));
  self->task = g_object_ref (task);
  self->poc =
      pm_workspace_ref_poc (pm_edit_dialog_get_workspace (dialog), pm_task_get_poc_id (task));
}

static void
store_group (PmTaskDialog *self, PmTask *task)
{
  if (self->group_id != 0)
    pm_task_set_poc_task_group_id (task, self->group_id);
  else
    pm_record_unset (PM_RECORD (task), PM_TASK_POC_TASK_GROUP_ID);
}

static void
pm_task_dialog_store (PmEditDialog *dialog, PmRecord *item)
{
  PmTaskDialog *self = PM_TASK_DIALOG (dialog);
  PmTask *task = PM_TASK (item);
  g_autofree char *title = pm_edit_dup_line (self->title);
  g_autofree char *description = pm_edit_dup_text (self->description);
  g_autofree char *start_date = NULL;
  g_autofree char *due_date = NULL;

  g_object_get (self->start_date, "date", &start_date, NULL);
  g_object_get (self->due_date, "date", &due_date, NULL);
  pm_task_set_title (task, title);
  pm_task_set_status (task, (int) adw_combo_row_get_selected (self->status));
  pm_task_set_start_date (task, start_date);
  pm_task_set_due_date (task, due_date);
  pm_task_set_description (task, description);
  store_group (self, task);
}

/* A task has its days within the POC's; one that has others already may keep them. */
static char *
find_problem (PmTaskDialog *self, const char *date, const char *before)
{
  const char *first = pm_poc_get_start_date (self->poc), *last = pm_poc_get_end_date (self->poc);
  g_autofree char *words = NULL;

  if (date == NULL || g_strcmp0 (date, before) == 0)
    return NULL;
  if (first != NULL && strcmp (date, first) < 0) {
    words = pm_words_date (first);
    /* Translators: %s is a date */
    return g_strdup_printf (_ ("The POC does not start before %s."), words);
  }
  if (last != NULL && strcmp (date, last) > 0) {
    words = pm_words_date (last);
    /* Translators: %s is a date */
    return g_strdup_printf (_ ("The POC ends on %s."), words);
  }
  return NULL;
}

static gboolean
check_day (PmTaskDialog *self, PmDateRow *row, const char *before)
{
  g_autofree char *date = NULL;
  g_autofree char *problem = NULL;

  g_object_get (row, "date", &date, NULL);
  problem = find_problem (self, date, before);
  if (problem == NULL)
    return TRUE;
  pm_hint_show (self->date_problem, problem, TRUE, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return FALSE;
}

static gboolean
pm_task_dialog_check (PmEditDialog *dialog)
{
  PmTaskDialog *self = PM_TASK_DIALOG (dialog);

  return pm_edit_check_line (self->title, self->problem, TRUE, PM_TEXT_TITLE_MAX) &&
         pm_edit_check_days (self->start_date, self->due_date, self->date_problem) &&
         check_day (self, self->start_date, pm_task_get_start_date (self->task)) &&
         check_day (self, self->due_date, pm_task_get_due_date (self->task)) &&
         pm_text_area_check (self->description, FALSE, PM_TEXT_DESCRIPTION_MAX);
}

/* --- The object --- */

static void
pm_task_dialog_dispose (GObject *object)
{
  PmTaskDialog *self = PM_TASK_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_TASK_DIALOG);
  g_clear_object (&self->groups);
  g_clear_object (&self->poc);
  g_clear_object (&self->task);

  G_OBJECT_CLASS (pm_task_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_DATE_ROW);
  g_type_ensure (PM_TYPE_HINT);
  g_type_ensure (PM_TYPE_TASK_GROUP);
  g_type_ensure (PM_TYPE_TEXT_AREA);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-task-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmTaskDialog, title);
  gtk_widget_class_bind_template_child (widget_class, PmTaskDialog, status);
  gtk_widget_class_bind_template_child (widget_class, PmTaskDialog, group);
  gtk_widget_class_bind_template_child (widget_class, PmTaskDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PmTaskDialog, start_date);
  gtk_widget_class_bind_template_child (widget_class, PmTaskDialog, due_date);
  gtk_widget_class_bind_template_child (widget_class, PmTaskDialog, date_problem);
  gtk_widget_class_bind_template_child (widget_class, PmTaskDialog, description);
  gtk_widget_class_bind_template_callback (widget_class, on_group_selected);
}

static void
pm_task_dialog_class_init (PmTaskDialogClass *klass)
{
  PmEditDialogClass *edit_class = PM_EDIT_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pm_task_dialog_dispose;
  edit_class->load = pm_task_dialog_load;
  edit_class->store = pm_task_dialog_store;
  edit_class->check = pm_task_dialog_check;
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
pm_task_dialog_init (PmTaskDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_task_dialog_present:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @task: what is to be changed
 */
void
pm_task_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmTask *task)
{
  PmEditDialog *self =
      g_object_new (PM_TYPE_TASK_DIALOG, "title", _ ("Edit Task"), "save-label", _ ("Save"), NULL);

  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (task), FALSE);
}

/**
 * pm_task_dialog_present_new:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @task: what is known of the task that is to be made: its POC, and perhaps its group
 * @title: (nullable): what has been written of it already
 */
void
pm_task_dialog_present_new (GtkWidget *widget,
                            PmWorkspace *workspace,
                            PmTask *task,
                            const char *title)
{
  PmEditDialog *self =
      g_object_new (PM_TYPE_TASK_DIALOG, "title", _ ("New Task"), "save-label", _ ("Add"), NULL);

  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (task), TRUE);
  pm_edit_set_line (PM_TASK_DIALOG (self)->title, title);
}
