/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-task-row.h"

#include "domain/pm-role.h"
#include "domain/pm-task.h"
#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-long-text.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-pending-mark.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-toast.h"
#include "ui/common/pm-words.h"
#include "ui/work/pm-item-actions.h"
#include "ui/work/pm-task-dialog.h"
#include "workspace/pm-workspace.h"

#include <glib/gi18n.h>

struct _PmTaskRow {
  PmItemRow parent_instance;

  GtkWidget *check;
  GtkMenuButton *menu;
};

G_DEFINE_FINAL_TYPE (PmTaskRow, pm_task_row, PM_TYPE_ITEM_ROW)

enum {
  PROP_DONE = 1,
  PROP_STATUS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static PmTask *
get_task (PmTaskRow *self)
{
  return pm_item_row_get_item (PM_ITEM_ROW (self));
}

static PmWorkspace *
get_workspace (PmTaskRow *self)
{
  return pm_item_row_get_context (PM_ITEM_ROW (self));
}

static PmRole
get_role (PmTaskRow *self)
{
  PmRole role;

  g_object_get (get_workspace (self), "role", &role, NULL);
  return role;
}

/* --- What is said --- */

static char *
row_words (gpointer scope,
           const char *title,
           PmTaskStatus status,
           gint64 operation_id,
           PmOperationState operation_state)
{
  g_autofree char *pending = pm_pending_mark_words (operation_id, operation_state);

  return g_strjoin (", ", title != NULL ? title : "", _ (pm_look_of_task_status (status)->words),
                    *pending != '\0' ? pending : NULL, NULL);
}

static char *
due_words (gpointer scope, const char *due_date, PmTaskStatus status, const char *today)
{
  g_autofree char *date = pm_words_date (due_date);

  if (*date == '\0')
    return g_strdup ("");
  if (!pm_task_status_is_done (status) && strcmp (due_date, today) < 0)
    /* Translators: %s is a date */
    return g_strdup_printf (_ ("Overdue since %s"), date);
  /* Translators: %s is a date */
  return g_strdup_printf (_ ("Due %s"), date);
}

static void
name_check (PmTaskRow *self)
{
  /* Translators: %s is a task */
  g_autofree char *name =
      g_strdup_printf (_ ("Complete “%s”"), pm_task_get_title (get_task (self)));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/* --- What can be done --- */

static gboolean
can_turn (gpointer scope, PmRole role, PmTaskStatus status)
{
  return pm_role_can_edit_pocs (role) || pm_task_status_is_open_to_customers (status);
}

static void
change_status (PmTaskRow *self, PmTaskStatus status)
{
  PmTask *task = get_task (self);
  g_autoptr (PmTask) after = PM_TASK (pm_record_copy (PM_RECORD (task)));

  pm_task_set_status (after, (int) status);
  pm_toast_watch (
      GTK_WIDGET (self),
      pm_workspace_change_item (get_workspace (self), PM_RECORD (task), PM_RECORD (after)));
}

static void
edit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmTaskRow *self = PM_TASK_ROW (widget);

  pm_task_dialog_present (widget, get_workspace (self), get_task (self));
}

static void
comment (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "poc.comment", "x",
                              pm_task_get_id (get_task (PM_TASK_ROW (widget))));
}

static void
delete_task (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmTaskRow *self = PM_TASK_ROW (widget);

  pm_item_row_focus_neighbour (PM_ITEM_ROW (self));
  pm_item_delete (widget, get_workspace (self), PM_RECORD (get_task (self)));
}

static void
show_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (PM_TASK_ROW (widget)->menu);
}

static void
on_secondary_click (PmTaskRow *self)
{
  gtk_menu_button_popup (self->menu);
}

/* --- The object --- */

static void
notify_status (PmTaskRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
}

static void
pm_task_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmTask *task = get_task (PM_TASK_ROW (object));
  PmTaskStatus status = task != NULL ? pm_task_get_status (task) : PM_TASK_STATUS_NOT_STARTED;

  switch (prop_id) {
  case PROP_DONE:
    g_value_set_boolean (value, pm_task_status_is_done (status));
    break;
  case PROP_STATUS:
    g_value_set_string (value, pm_enum_to_nick (PM_TYPE_TASK_STATUS, (int) status));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_task_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmTaskRow *self = PM_TASK_ROW (object);
  int status;

  switch (prop_id) {
  case PROP_DONE:
    change_status (self, g_value_get_boolean (value) ? PM_TASK_STATUS_COMPLETED
                                                     : PM_TASK_STATUS_IN_PROGRESS);
    break;
  case PROP_STATUS:
    if (pm_enum_from_nick (PM_TYPE_TASK_STATUS, g_value_get_string (value), &status))
      change_status (self, status);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_task_row_constructed (GObject *object)
{
  PmTaskRow *self = PM_TASK_ROW (object);
  gboolean may_edit = pm_role_can_edit_pocs (get_role (self));

  G_OBJECT_CLASS (pm_task_row_parent_class)->constructed (object);

  g_signal_connect_object (get_task (self), "notify::status", G_CALLBACK (notify_status), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_task (self), "notify::title", G_CALLBACK (name_check), self,
                           G_CONNECT_SWAPPED);
  name_check (self);
  notify_status (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "task.edit", may_edit);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "task.delete", may_edit);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "task.done", "done");
  gtk_widget_class_install_property_action (widget_class, "task.status", "status");
  gtk_widget_class_install_action (widget_class, "task.edit", NULL, edit);
  gtk_widget_class_install_action (widget_class, "task.comment", NULL, comment);
  gtk_widget_class_install_action (widget_class, "task.delete", NULL, delete_task);
  gtk_widget_class_install_action (widget_class, "task.menu", NULL, show_menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_NO_MODIFIER_MASK,
                                       "task.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, GDK_NO_MODIFIER_MASK,
                                       "task.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "task.menu",
                                       NULL);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_LONG_TEXT);
  g_type_ensure (PM_TYPE_PENDING_MARK);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  g_type_ensure (PM_TYPE_TASK);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PmTaskRow, check);
  gtk_widget_class_bind_template_child (widget_class, PmTaskRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, can_turn);
  gtk_widget_class_bind_template_callback (widget_class, due_words);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_bind_template_callback (widget_class, row_words);
  pm_clock_bind (widget_class);
  pm_closures_bind (widget_class);
}

static void
pm_task_row_class_init (PmTaskRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_task_row_get_property;
  object_class->set_property = pm_task_row_set_property;
  object_class->constructed = pm_task_row_constructed;

  properties[PROP_DONE] = g_param_spec_boolean ("done", NULL, NULL, FALSE, flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  install_actions (GTK_WIDGET_CLASS (klass));
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
pm_task_row_init (PmTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
