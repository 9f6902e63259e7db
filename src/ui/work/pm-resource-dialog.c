/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-resource-dialog.h"

#include "domain/pm-link.h"
#include "domain/pm-text.h"
#include "ui/common/pm-text-area.h"

#include <glib/gi18n.h>

struct _PmResourceDialog {
  PmEditDialog parent_instance;

  AdwComboRow *kind;
  AdwEntryRow *title;
  AdwEntryRow *address;
  PmHint *problem;
  PmTextArea *content;
  PmTextArea *description;
};

G_DEFINE_FINAL_TYPE (PmResourceDialog, pm_resource_dialog, PM_TYPE_EDIT_DIALOG)

static PmResourceType
get_kind (PmResourceDialog *self)
{
  return (PmResourceType) adw_combo_row_get_selected (self->kind);
}

static gboolean
is_address (PmResourceDialog *self)
{
  return get_kind (self) == PM_RESOURCE_TYPE_LINK || get_kind (self) == PM_RESOURCE_TYPE_FILE;
}

static void
on_kind_selected (PmResourceDialog *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->address), is_address (self));
  gtk_widget_set_visible (GTK_WIDGET (self->content), !is_address (self));
  g_object_set (self->content, "monospace", get_kind (self) == PM_RESOURCE_TYPE_CODE, NULL);
}

static void
pm_resource_dialog_load (PmEditDialog *dialog, PmRecord *item)
{
  PmResourceDialog *self = PM_RESOURCE_DIALOG (dialog);
  PmResource *resource = PM_RESOURCE (item);
  const char *content = pm_resource_get_content (resource);

  adw_combo_row_set_selected (self->kind, (guint) pm_resource_get_resource_type (resource));
  on_kind_selected (self);
  pm_edit_set_line (self->title, pm_resource_get_title (resource));
  if (is_address (self))
    pm_edit_set_line (self->address, content);
  else
    g_object_set (self->content, "text", content, NULL);
  g_object_set (self->description, "text", pm_resource_get_description (resource), NULL);
}

static void
pm_resource_dialog_store (PmEditDialog *dialog, PmRecord *item)
{
  PmResourceDialog *self = PM_RESOURCE_DIALOG (dialog);
  PmResource *resource = PM_RESOURCE (item);
  g_autofree char *title = pm_edit_dup_line (self->title);
  g_autofree char *description = pm_edit_dup_text (self->description);
  g_autofree char *content =
      is_address (self) ? pm_edit_dup_line (self->address) : pm_edit_dup_text (self->content);

  pm_resource_set_resource_type (resource, (int) get_kind (self));
  pm_resource_set_title (resource, title);
  pm_resource_set_content (resource, content);
  pm_resource_set_description (resource, description);
}

static gboolean
check_content (PmResourceDialog *self)
{
  g_autofree char *address = pm_edit_dup_line (self->address);

  if (!is_address (self))
    return pm_text_area_check (self->content, TRUE, PM_TEXT_DESCRIPTION_MAX);
  if (!pm_edit_check_line (self->address, self->problem, TRUE, PM_TEXT_DESCRIPTION_MAX))
    return FALSE;
  if (get_kind (self) != PM_RESOURCE_TYPE_LINK || pm_link_can_be_followed (address))
    return TRUE;
  pm_hint_show (self->problem, _ ("A link starts with https://, http:// or mailto:."), TRUE, NULL);
  pm_hint_mark (self->problem, GTK_EDITABLE (self->address), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
  return FALSE;
}

static gboolean
pm_resource_dialog_check (PmEditDialog *dialog)
{
  PmResourceDialog *self = PM_RESOURCE_DIALOG (dialog);

  return pm_edit_check_line (self->title, self->problem, TRUE, PM_TEXT_TITLE_MAX) &&
         check_content (self) &&
         pm_text_area_check (self->description, FALSE, PM_TEXT_DESCRIPTION_MAX);
}

static void
pm_resource_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_RESOURCE_DIALOG);

  G_OBJECT_CLASS (pm_resource_dialog_parent_class)->dispose (object);
}

static void
pm_resource_dialog_class_init (PmResourceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PmEditDialogClass *edit_class = PM_EDIT_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pm_resource_dialog_dispose;
  edit_class->load = pm_resource_dialog_load;
  edit_class->store = pm_resource_dialog_store;
  edit_class->check = pm_resource_dialog_check;

  g_type_ensure (PM_TYPE_HINT);
  g_type_ensure (PM_TYPE_TEXT_AREA);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-resource-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmResourceDialog, kind);
  gtk_widget_class_bind_template_child (widget_class, PmResourceDialog, title);
  gtk_widget_class_bind_template_child (widget_class, PmResourceDialog, address);
  gtk_widget_class_bind_template_child (widget_class, PmResourceDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PmResourceDialog, content);
  gtk_widget_class_bind_template_child (widget_class, PmResourceDialog, description);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_selected);
}

static void
pm_resource_dialog_init (PmResourceDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_resource_dialog_present:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @resource: what is to be changed
 */
void
pm_resource_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmResource *resource)
{
  PmEditDialog *self = g_object_new (PM_TYPE_RESOURCE_DIALOG, "title", _ ("Edit Resource"),
                                     "save-label", _ ("Save"), NULL);

  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (resource), FALSE);
}

/**
 * pm_resource_dialog_present_new:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @poc_id: the POC that is to have a new resource
 */
void
pm_resource_dialog_present_new (GtkWidget *widget, PmWorkspace *workspace, gint64 poc_id)
{
  g_autoptr (PmResource) resource = pm_resource_new ();
  PmEditDialog *self = g_object_new (PM_TYPE_RESOURCE_DIALOG, "title", _ ("New Resource"),
                                     "save-label", _ ("Add"), NULL);

  pm_resource_set_poc_id (resource, poc_id);
  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (resource), TRUE);
}
