/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-poc-dialog.h"

#include "domain/pm-text.h"
#include "ui/common/pm-date-row.h"
#include "ui/common/pm-text-area.h"

#include <glib/gi18n.h>

struct _PmPocDialog {
  PmEditDialog parent_instance;

  AdwEntryRow *title;
  AdwEntryRow *company;
  AdwComboRow *status;
  PmHint *title_problem;
  PmHint *company_problem;
  PmDateRow *start_date;
  PmDateRow *end_date;
  PmHint *date_problem;
  PmTextArea *description;
  PmTextArea *objectives;
};

G_DEFINE_FINAL_TYPE (PmPocDialog, pm_poc_dialog, PM_TYPE_EDIT_DIALOG)

static void
pm_poc_dialog_load (PmEditDialog *dialog, PmRecord *item)
{
  PmPocDialog *self = PM_POC_DIALOG (dialog);
  PmPoc *poc = PM_POC (item);

  pm_edit_set_line (self->title, pm_poc_get_title (poc));
  pm_edit_set_line (self->company, pm_poc_get_customer_company_name (poc));
  adw_combo_row_set_selected (self->status, (guint) pm_poc_get_status (poc));
  g_object_set (self->start_date, "date", pm_poc_get_start_date (poc), NULL);
  g_object_set (self->end_date, "date", pm_poc_get_end_date (poc), NULL);
  g_object_set (self->description, "text", pm_poc_get_description (poc), NULL);
  g_object_set (self->objectives, "text", pm_poc_get_objectives (poc), NULL);
}

static void
pm_poc_dialog_store (PmEditDialog *dialog, PmRecord *item)
{
  PmPocDialog *self = PM_POC_DIALOG (dialog);
  PmPoc *poc = PM_POC (item);
  g_autofree char *title = pm_edit_dup_line (self->title);
  g_autofree char *company = pm_edit_dup_line (self->company);
  g_autofree char *description = pm_edit_dup_text (self->description);
  g_autofree char *objectives = pm_edit_dup_text (self->objectives);
  g_autofree char *start_date = NULL;
  g_autofree char *end_date = NULL;

  g_object_get (self->start_date, "date", &start_date, NULL);
  g_object_get (self->end_date, "date", &end_date, NULL);
  pm_poc_set_title (poc, title);
  pm_poc_set_customer_company_name (poc, company);
  pm_poc_set_status (poc, (int) adw_combo_row_get_selected (self->status));
  pm_poc_set_start_date (poc, start_date);
  pm_poc_set_end_date (poc, end_date);
  pm_poc_set_description (poc, description);
  pm_poc_set_objectives (poc, objectives);
}

static gboolean
pm_poc_dialog_check (PmEditDialog *dialog)
{
  PmPocDialog *self = PM_POC_DIALOG (dialog);

  return pm_edit_check_line (self->title, self->title_problem, TRUE, PM_TEXT_TITLE_MAX) &&
         pm_edit_check_line (self->company, self->company_problem, TRUE, PM_TEXT_TITLE_MAX) &&
         pm_edit_check_days (self->start_date, self->end_date, self->date_problem) &&
         pm_text_area_check (self->description, FALSE, PM_TEXT_DESCRIPTION_MAX) &&
         pm_text_area_check (self->objectives, FALSE, PM_TEXT_DESCRIPTION_MAX);
}

static void
pm_poc_dialog_saved (PmEditDialog *dialog, PmRecord *item)
{
  gboolean creating;

  g_object_get (dialog, "creating", &creating, NULL);
  if (creating)
    gtk_widget_activate_action (pm_edit_dialog_get_opener (dialog), "win.open-poc", "x",
                                pm_poc_get_id (PM_POC (item)));
}

static void
pm_poc_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_POC_DIALOG);

  G_OBJECT_CLASS (pm_poc_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_DATE_ROW);
  g_type_ensure (PM_TYPE_HINT);
  g_type_ensure (PM_TYPE_TEXT_AREA);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-poc-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, title);
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, company);
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, status);
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, title_problem);
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, company_problem);
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, start_date);
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, end_date);
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, date_problem);
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, description);
  gtk_widget_class_bind_template_child (widget_class, PmPocDialog, objectives);
}

static void
pm_poc_dialog_class_init (PmPocDialogClass *klass)
{
  PmEditDialogClass *edit_class = PM_EDIT_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pm_poc_dialog_dispose;
  edit_class->load = pm_poc_dialog_load;
  edit_class->store = pm_poc_dialog_store;
  edit_class->check = pm_poc_dialog_check;
  edit_class->saved = pm_poc_dialog_saved;
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
pm_poc_dialog_init (PmPocDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_poc_dialog_present:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @poc: what is to be changed
 */
void
pm_poc_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmPoc *poc)
{
  PmEditDialog *self =
      g_object_new (PM_TYPE_POC_DIALOG, "title", _ ("Edit POC"), "save-label", _ ("Save"), NULL);

  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (poc), FALSE);
}

/**
 * pm_poc_dialog_present_new:
 * @widget: the widget that asks
 * @workspace: the workspace that is to have a new POC
 */
void
pm_poc_dialog_present_new (GtkWidget *widget, PmWorkspace *workspace)
{
  g_autoptr (PmPoc) poc = pm_poc_new ();
  PmEditDialog *self =
      g_object_new (PM_TYPE_POC_DIALOG, "title", _ ("New POC"), "save-label", _ ("Create"), NULL);

  pm_poc_set_status (poc, PM_POC_STATUS_DRAFT);
  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (poc), TRUE);
}
