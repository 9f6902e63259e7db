/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-resource-row.h"

#include "domain/pm-link.h"
#include "domain/pm-resource.h"
#include "domain/pm-role.h"
#include "domain/pm-text.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-long-text.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-pending-mark.h"
#include "ui/common/pm-toast.h"
#include "ui/work/pm-item-actions.h"
#include "ui/work/pm-resource-dialog.h"
#include "workspace/pm-workspace.h"

#include <glib/gi18n.h>

struct _PmResourceRow {
  PmItemRow parent_instance;

  GtkMenuButton *menu;
};

G_DEFINE_FINAL_TYPE (PmResourceRow, pm_resource_row, PM_TYPE_ITEM_ROW)

static PmResource *
get_resource (PmResourceRow *self)
{
  return pm_item_row_get_item (PM_ITEM_ROW (self));
}

static PmWorkspace *
get_workspace (PmResourceRow *self)
{
  return pm_item_row_get_context (PM_ITEM_ROW (self));
}

/* --- What is said --- */

static char *
row_words (gpointer scope,
           const char *title,
           PmResourceType type,
           gint64 operation_id,
           PmOperationState operation_state)
{
  g_autofree char *pending = pm_pending_mark_words (operation_id, operation_state);

  return g_strjoin (", ", title != NULL ? title : "", _ (pm_look_of_resource_type (type)->words),
                    *pending != '\0' ? pending : NULL, NULL);
}

static char *
icon (gpointer scope, PmResourceType type)
{
  return g_strdup (pm_look_of_resource_type (type)->icon_name);
}

static char *
kind (gpointer scope, PmResourceType type)
{
  return g_strdup (_ (pm_look_of_resource_type (type)->words));
}

static gboolean
is_address (gpointer scope, PmResourceType type)
{
  return type == PM_RESOURCE_TYPE_LINK || type == PM_RESOURCE_TYPE_FILE;
}

static gboolean
is_text (gpointer scope, PmResourceType type)
{
  return type == PM_RESOURCE_TYPE_TEXT;
}

static gboolean
is_code (gpointer scope, PmResourceType type)
{
  return type == PM_RESOURCE_TYPE_CODE;
}

/* --- What can be done --- */

/* It was written by somebody else: only what leads to a page or a mail is followed. */
static gboolean
can_open (gpointer scope, PmResourceType type, const char *content)
{
  g_autofree char *link = pm_text_single_line (content);

  return is_address (scope, type) && pm_link_can_be_followed (link);
}

static void
on_opened (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    pm_toast_show_error (widget, error);
}

static void
open_link (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmResource *resource = get_resource (PM_RESOURCE_ROW (widget));
  g_autofree char *link = pm_text_single_line (pm_resource_get_content (resource));
  g_autoptr (GtkUriLauncher) launcher = NULL;
  GtkRoot *root = gtk_widget_get_root (widget);

  if (!can_open (NULL, pm_resource_get_resource_type (resource), link))
    return;
  launcher = gtk_uri_launcher_new (link);
  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL,
                           on_opened, g_object_ref (widget));
}

static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pm_item_copy_text (widget, pm_resource_get_content (get_resource (PM_RESOURCE_ROW (widget))));
}

static void
edit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmResourceRow *self = PM_RESOURCE_ROW (widget);

  pm_resource_dialog_present (widget, get_workspace (self), get_resource (self));
}

static void
delete_resource (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmResourceRow *self = PM_RESOURCE_ROW (widget);

  pm_item_row_focus_neighbour (PM_ITEM_ROW (self));
  pm_item_delete (widget, get_workspace (self), PM_RECORD (get_resource (self)));
}

/* What a person most likely wants of it: to follow it, or else to look at it. */
static void
use (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmResourceRow *self = PM_RESOURCE_ROW (widget);
  PmResource *resource = get_resource (self);
  gboolean leads =
      can_open (NULL, pm_resource_get_resource_type (resource), pm_resource_get_content (resource));

  gtk_widget_activate_action (widget, leads ? "resource.open" : "resource.edit", NULL);
}

static void
show_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (PM_RESOURCE_ROW (widget)->menu);
}

static void
on_secondary_click (PmResourceRow *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->menu)))
    gtk_menu_button_popup (self->menu);
}

/* --- The object --- */

static void
pm_resource_row_constructed (GObject *object)
{
  GtkWidget *widget = GTK_WIDGET (object);
  PmRole role;

  G_OBJECT_CLASS (pm_resource_row_parent_class)->constructed (object);

  g_object_get (get_workspace (PM_RESOURCE_ROW (object)), "role", &role, NULL);
  gtk_widget_action_set_enabled (widget, "resource.edit", pm_role_can_edit_pocs (role));
  gtk_widget_action_set_enabled (widget, "resource.delete", pm_role_can_edit_pocs (role));
  gtk_widget_action_set_enabled (widget, "resource.menu", pm_role_can_edit_pocs (role));
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "resource.open", NULL, open_link);
  gtk_widget_class_install_action (widget_class, "resource.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "resource.edit", NULL, edit);
  gtk_widget_class_install_action (widget_class, "resource.delete", NULL, delete_resource);
  gtk_widget_class_install_action (widget_class, "resource.use", NULL, use);
  gtk_widget_class_install_action (widget_class, "resource.menu", NULL, show_menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "resource.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_NO_MODIFIER_MASK,
                                       "resource.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, GDK_NO_MODIFIER_MASK,
                                       "resource.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "resource.menu",
                                       NULL);
}

static void
pm_resource_row_class_init (PmResourceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = pm_resource_row_constructed;
  install_actions (widget_class);

  g_type_ensure (PM_TYPE_LONG_TEXT);
  g_type_ensure (PM_TYPE_PENDING_MARK);
  g_type_ensure (PM_TYPE_RESOURCE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-resource-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PmResourceRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, can_open);
  gtk_widget_class_bind_template_callback (widget_class, icon);
  gtk_widget_class_bind_template_callback (widget_class, is_address);
  gtk_widget_class_bind_template_callback (widget_class, is_code);
  gtk_widget_class_bind_template_callback (widget_class, is_text);
  gtk_widget_class_bind_template_callback (widget_class, kind);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_bind_template_callback (widget_class, row_words);
  pm_closures_bind (widget_class);
}

static void
pm_resource_row_init (PmResourceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
