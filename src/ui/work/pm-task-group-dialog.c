/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-task-group-dialog.h"

#include "domain/pm-text.h"
#include "ui/common/pm-text-area.h"

#include <glib/gi18n.h>

struct _PmTaskGroupDialog {
  PmEditDialog parent_instance;

  AdwEntryRow *title;
  PmHint *problem;
  PmTextArea *description;
};

G_DEFINE_FINAL_TYPE (PmTaskGroupDialog, pm_task_group_dialog, PM_TYPE_EDIT_DIALOG)

static void
pm_task_group_dialog_load (PmEditDialog *dialog, PmRecord *item)
{
  PmTaskGroupDialog *self = PM_TASK_GROUP_DIALOG (dialog);

  pm_edit_set_line (self->title, pm_task_group_get_title (PM_TASK_GROUP (item)));
  g_object_set (self->description, "text", pm_task_group_get_description (PM_TASK_GROUP (item)),
                NULL);
}

static void
pm_task_group_dialog_store (PmEditDialog *dialog, PmRecord *item)
{
  PmTaskGroupDialog *self = PM_TASK_GROUP_DIALOG (dialog);
  g_autofree char *title = pm_edit_dup_line (self->title);
  g_autofree char *description = pm_edit_dup_text (self->description);

  pm_task_group_set_title (PM_TASK_GROUP (item), title);
  pm_task_group_set_description (PM_TASK_GROUP (item), description);
}

static gboolean
pm_task_group_dialog_check (PmEditDialog *dialog)
{
  PmTaskGroupDialog *self = PM_TASK_GROUP_DIALOG (dialog);

  return pm_edit_check_line (self->title, self->problem, TRUE, PM_TEXT_TITLE_MAX) &&
         pm_text_area_check (self->description, FALSE, PM_TEXT_DESCRIPTION_MAX);
}

static void
pm_task_group_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_TASK_GROUP_DIALOG);

  G_OBJECT_CLASS (pm_task_group_dialog_parent_class)->dispose (object);
}

static void
pm_task_group_dialog_class_init (PmTaskGroupDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PmEditDialogClass *edit_class = PM_EDIT_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pm_task_group_dialog_dispose;
  edit_class->load = pm_task_group_dialog_load;
  edit_class->store = pm_task_group_dialog_store;
  edit_class->check = pm_task_group_dialog_check;

  g_type_ensure (PM_TYPE_HINT);
  g_type_ensure (PM_TYPE_TEXT_AREA);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-task-group-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmTaskGroupDialog, title);
  gtk_widget_class_bind_template_child (widget_class, PmTaskGroupDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PmTaskGroupDialog, description);
}

static void
pm_task_group_dialog_init (PmTaskGroupDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_task_group_dialog_present:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @group: what is to be changed
 */
void
pm_task_group_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmTaskGroup *group)
{
  PmEditDialog *self = g_object_new (PM_TYPE_TASK_GROUP_DIALOG, "title", _ ("Edit Task Group"),
                                     "save-label", _ ("Save"), NULL);

  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (group), FALSE);
}

/**
 * pm_task_group_dialog_present_new:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @poc_id: the POC that is to have a new group
 */
void
pm_task_group_dialog_present_new (GtkWidget *widget, PmWorkspace *workspace, gint64 poc_id)
{
  g_autoptr (PmTaskGroup) group = pm_task_group_new ();
  PmEditDialog *self = g_object_new (PM_TYPE_TASK_GROUP_DIALOG, "title", _ ("New Task Group"),
                                     "save-label", _ ("Add"), NULL);

  pm_task_group_set_poc_id (group, poc_id);
  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (group), TRUE);
}
