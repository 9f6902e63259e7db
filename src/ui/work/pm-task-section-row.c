/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-task-section-row.h"

#include "domain/pm-role.h"
#include "domain/pm-task.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-long-text.h"
#include "ui/common/pm-pending-mark.h"
#include "ui/work/pm-item-actions.h"
#include "ui/work/pm-task-dialog.h"
#include "ui/work/pm-task-group-dialog.h"
#include "ui/work/pm-task-row.h"
#include "ui/work/pm-task-section.h"
#include "workspace/pm-workspace.h"

#include <glib/gi18n.h>

struct _PmTaskSectionRow {
  PmItemRow parent_instance;

  GtkListBox *list;

  PmTaskGroup *group;
};

G_DEFINE_FINAL_TYPE (PmTaskSectionRow, pm_task_section_row, PM_TYPE_ITEM_ROW)

/* --- What is shown --- */

static gboolean
is_group (gpointer scope, PmTaskGroup *group)
{
  return group != NULL;
}

static gboolean
is_rest (gpointer scope, PmTaskGroup *group, gboolean is_only)
{
  return group == NULL && !is_only;
}

static gboolean
has_heading (gpointer scope, PmTaskGroup *group, gboolean is_only)
{
  return is_group (scope, group) || is_rest (scope, group, is_only);
}

static gboolean
is_shown (gpointer scope, PmTaskGroup *group, guint n_tasks)
{
  return group != NULL || n_tasks > 0;
}

static gboolean
can_change (gpointer scope, PmTaskGroup *group, PmRole role)
{
  return group != NULL && pm_role_can_edit_pocs (role);
}

static void
on_row_activated (GtkListBox *list, GtkWidget *row)
{
  gtk_widget_activate_action (row, "task.edit", NULL);
}

static void
name_list (PmTaskSectionRow *self)
{
  const char *title = self->group != NULL ? pm_task_group_get_title (self->group) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : _ ("Tasks"), -1);
}

/* --- What can be done --- */

static PmWorkspace *
get_workspace (PmTaskSectionRow *self)
{
  return pm_item_row_get_context (PM_ITEM_ROW (self));
}

static void
add_task (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmTaskSectionRow *self = PM_TASK_SECTION_ROW (widget);
  g_autoptr (PmTask) task = pm_task_new ();

  pm_task_set_poc_id (task, pm_task_group_get_poc_id (self->group));
  pm_task_set_poc_task_group_id (task, pm_task_group_get_id (self->group));
  pm_task_dialog_present_new (widget, get_workspace (self), task, NULL);
}

static void
edit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmTaskSectionRow *self = PM_TASK_SECTION_ROW (widget);

  pm_task_group_dialog_present (widget, get_workspace (self), self->group);
}

static void
delete_group (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmTaskSectionRow *self = PM_TASK_SECTION_ROW (widget);

  pm_item_delete (widget, get_workspace (self), PM_RECORD (self->group));
}

/* --- The object --- */

static void
pm_task_section_row_constructed (GObject *object)
{
  PmTaskSectionRow *self = PM_TASK_SECTION_ROW (object);
  PmTaskSection *section = pm_item_row_get_item (PM_ITEM_ROW (self));
  g_autoptr (GListModel) tasks = NULL;

  G_OBJECT_CLASS (pm_task_section_row_parent_class)->constructed (object);

  g_object_get (section, "group", &self->group, "tasks", &tasks, NULL);
  pm_item_row_show_all (self->list, tasks, PM_TYPE_TASK_ROW, get_workspace (self));
  if (self->group != NULL)
    g_signal_connect_object (self->group, "notify::title", G_CALLBACK (name_list), self,
                             G_CONNECT_SWAPPED);
  name_list (self);
}

static void
pm_task_section_row_dispose (GObject *object)
{
  g_clear_object (&PM_TASK_SECTION_ROW (object)->group);

  G_OBJECT_CLASS (pm_task_section_row_parent_class)->dispose (object);
}

static void
pm_task_section_row_class_init (PmTaskSectionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = pm_task_section_row_constructed;
  object_class->dispose = pm_task_section_row_dispose;

  gtk_widget_class_install_action (widget_class, "group.add-task", NULL, add_task);
  gtk_widget_class_install_action (widget_class, "group.edit", NULL, edit);
  gtk_widget_class_install_action (widget_class, "group.delete", NULL, delete_group);

  g_type_ensure (PM_TYPE_LONG_TEXT);
  g_type_ensure (PM_TYPE_PENDING_MARK);
  g_type_ensure (PM_TYPE_TASK_GROUP);
  g_type_ensure (PM_TYPE_TASK_SECTION);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-task-section-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PmTaskSectionRow, list);
  gtk_widget_class_bind_template_callback (widget_class, can_change);
  gtk_widget_class_bind_template_callback (widget_class, has_heading);
  gtk_widget_class_bind_template_callback (widget_class, is_group);
  gtk_widget_class_bind_template_callback (widget_class, is_rest);
  gtk_widget_class_bind_template_callback (widget_class, is_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  pm_closures_bind (widget_class);
}

static void
pm_task_section_row_init (PmTaskSectionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
