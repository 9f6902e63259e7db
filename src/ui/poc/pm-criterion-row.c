/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-criterion-row.h"

#include "domain/pm-criterion.h"
#include "domain/pm-role.h"
#include "domain/pm-text.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-long-text.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-pending-mark.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-toast.h"
#include "ui/poc/pm-criterion-dialog.h"
#include "ui/work/pm-item-actions.h"

#include <glib/gi18n.h>

struct _PmCriterionRow {
  PmItemRow parent_instance;

  GtkWidget *check;
  GtkMenuButton *menu;
};

G_DEFINE_FINAL_TYPE (PmCriterionRow, pm_criterion_row, PM_TYPE_ITEM_ROW)

enum {
  PROP_MET = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static PmCriterion *
get_criterion (PmCriterionRow *self)
{
  return pm_item_row_get_item (PM_ITEM_ROW (self));
}

static PmWorkspace *
get_workspace (PmCriterionRow *self)
{
  return pm_item_row_get_context (PM_ITEM_ROW (self));
}

/* --- What is said --- */

static char *
value_words (gpointer scope, const char *target, const char *achieved)
{
  gboolean has_target = !pm_text_is_blank (target), has_achieved = !pm_text_is_blank (achieved);

  if (has_target && has_achieved)
    return g_strdup_printf (_ ("Target %s, achieved %s"), target, achieved);
  if (has_target)
    return g_strdup_printf (_ ("Target %s"), target);
  if (has_achieved)
    return g_strdup_printf (_ ("Achieved %s"), achieved);
  return g_strdup ("");
}

static char *
row_words (gpointer scope,
           const char *title,
           const char *target,
           const char *achieved,
           gboolean is_met,
           gint64 operation_id,
           PmOperationState operation_state)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *values = value_words (scope, target, achieved);
  g_autofree char *pending = pm_pending_mark_words (operation_id, operation_state);
  g_auto (GStrv) all = NULL;

  g_strv_builder_add (words, title != NULL ? title : "");
  if (*values != '\0')
    g_strv_builder_add (words, values);
  g_strv_builder_add (words, _ (pm_look_of_criterion (is_met)->words));
  if (*pending != '\0')
    g_strv_builder_add (words, pending);
  all = g_strv_builder_end (words);
  return g_strjoinv (", ", all);
}

static void
name_check (PmCriterionRow *self)
{
  /* Translators: %s is a success criterion */
  g_autofree char *name =
      g_strdup_printf (_ ("“%s” Is Met"), pm_criterion_get_title (get_criterion (self)));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/* --- What can be done --- */

static void
set_met (PmCriterionRow *self, gboolean is_met)
{
  PmCriterion *criterion = get_criterion (self);
  g_autoptr (PmCriterion) after = PM_CRITERION (pm_record_copy (PM_RECORD (criterion)));

  pm_criterion_set_is_met (after, is_met);
  pm_toast_watch (
      GTK_WIDGET (self),
      pm_workspace_change_item (get_workspace (self), PM_RECORD (criterion), PM_RECORD (after)));
}

static void
edit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmCriterionRow *self = PM_CRITERION_ROW (widget);

  pm_criterion_dialog_present (widget, get_workspace (self), get_criterion (self));
}

static void
delete_criterion (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmCriterionRow *self = PM_CRITERION_ROW (widget);

  pm_item_row_focus_neighbour (PM_ITEM_ROW (self));
  pm_item_delete (widget, get_workspace (self), PM_RECORD (get_criterion (self)));
}

static void
show_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (PM_CRITERION_ROW (widget)->menu);
}

static void
on_secondary_click (PmCriterionRow *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->menu)))
    gtk_menu_button_popup (self->menu);
}

/* --- The object --- */

static void
notify_met (PmCriterionRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MET]);
}

static void
pm_criterion_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmCriterion *criterion = get_criterion (PM_CRITERION_ROW (object));

  switch (prop_id) {
  case PROP_MET:
    g_value_set_boolean (value, criterion != NULL && pm_criterion_get_is_met (criterion));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_criterion_row_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_MET:
    set_met (PM_CRITERION_ROW (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_criterion_row_constructed (GObject *object)
{
  PmCriterionRow *self = PM_CRITERION_ROW (object);
  GtkWidget *widget = GTK_WIDGET (object);
  PmRole role;

  G_OBJECT_CLASS (pm_criterion_row_parent_class)->constructed (object);

  g_signal_connect_object (get_criterion (self), "notify::is-met", G_CALLBACK (notify_met), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_criterion (self), "notify::title", G_CALLBACK (name_check), self,
                           G_CONNECT_SWAPPED);
  name_check (self);
  notify_met (self);
  g_object_get (get_workspace (self), "role", &role, NULL);
  gtk_widget_action_set_enabled (widget, "criterion.edit", pm_role_can_edit_pocs (role));
  gtk_widget_action_set_enabled (widget, "criterion.delete", pm_role_can_edit_pocs (role));
  gtk_widget_action_set_enabled (widget, "criterion.menu", pm_role_can_edit_pocs (role));
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_property_action (widget_class, "criterion.met", "met");
  gtk_widget_class_install_action (widget_class, "criterion.edit", NULL, edit);
  gtk_widget_class_install_action (widget_class, "criterion.delete", NULL, delete_criterion);
  gtk_widget_class_install_action (widget_class, "criterion.menu", NULL, show_menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_NO_MODIFIER_MASK,
                                       "criterion.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, GDK_NO_MODIFIER_MASK,
                                       "criterion.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "criterion.menu",
                                       NULL);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_CRITERION);
  g_type_ensure (PM_TYPE_LONG_TEXT);
  g_type_ensure (PM_TYPE_PENDING_MARK);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-criterion-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PmCriterionRow, check);
  gtk_widget_class_bind_template_child (widget_class, PmCriterionRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_bind_template_callback (widget_class, row_words);
  gtk_widget_class_bind_template_callback (widget_class, value_words);
  pm_closures_bind (widget_class);
}

static void
pm_criterion_row_class_init (PmCriterionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pm_criterion_row_get_property;
  object_class->set_property = pm_criterion_row_set_property;
  object_class->constructed = pm_criterion_row_constructed;

  properties[PROP_MET] =
      g_param_spec_boolean ("met", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  install_actions (GTK_WIDGET_CLASS (klass));
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
pm_criterion_row_init (PmCriterionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
