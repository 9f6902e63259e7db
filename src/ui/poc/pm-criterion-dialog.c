/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-criterion-dialog.h"

#include "domain/pm-text.h"
#include "ui/common/pm-text-area.h"

#include <glib/gi18n.h>

struct _PmCriterionDialog {
  PmEditDialog parent_instance;

  AdwEntryRow *title;
  AdwEntryRow *target;
  PmHint *problem;
  AdwSwitchRow *met;
  AdwEntryRow *achieved;
  PmHint *achieved_problem;
  PmTextArea *description;
};

G_DEFINE_FINAL_TYPE (PmCriterionDialog, pm_criterion_dialog, PM_TYPE_EDIT_DIALOG)

static void
pm_criterion_dialog_load (PmEditDialog *dialog, PmRecord *item)
{
  PmCriterionDialog *self = PM_CRITERION_DIALOG (dialog);
  PmCriterion *criterion = PM_CRITERION (item);

  pm_edit_set_line (self->title, pm_criterion_get_title (criterion));
  pm_edit_set_line (self->target, pm_criterion_get_target_value (criterion));
  adw_switch_row_set_active (self->met, pm_criterion_get_is_met (criterion));
  pm_edit_set_line (self->achieved, pm_criterion_get_achieved_value (criterion));
  g_object_set (self->description, "text", pm_criterion_get_description (criterion), NULL);
}

static void
pm_criterion_dialog_store (PmEditDialog *dialog, PmRecord *item)
{
  PmCriterionDialog *self = PM_CRITERION_DIALOG (dialog);
  PmCriterion *criterion = PM_CRITERION (item);
  g_autofree char *title = pm_edit_dup_line (self->title);
  g_autofree char *target = pm_edit_dup_line (self->target);
  g_autofree char *achieved = pm_edit_dup_line (self->achieved);
  g_autofree char *description = pm_edit_dup_text (self->description);

  pm_criterion_set_title (criterion, title);
  pm_criterion_set_target_value (criterion, target);
  pm_criterion_set_is_met (criterion, adw_switch_row_get_active (self->met));
  pm_criterion_set_achieved_value (criterion, achieved);
  pm_criterion_set_description (criterion, description);
}

static gboolean
pm_criterion_dialog_check (PmEditDialog *dialog)
{
  PmCriterionDialog *self = PM_CRITERION_DIALOG (dialog);

  return pm_edit_check_line (self->title, self->problem, TRUE, PM_TEXT_TITLE_MAX) &&
         pm_edit_check_line (self->target, self->problem, FALSE, PM_TEXT_TITLE_MAX) &&
         pm_edit_check_line (self->achieved, self->achieved_problem, FALSE, PM_TEXT_TITLE_MAX) &&
         pm_text_area_check (self->description, FALSE, PM_TEXT_DESCRIPTION_MAX);
}

static void
pm_criterion_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_CRITERION_DIALOG);

  G_OBJECT_CLASS (pm_criterion_dialog_parent_class)->dispose (object);
}

static void
pm_criterion_dialog_class_init (PmCriterionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PmEditDialogClass *edit_class = PM_EDIT_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pm_criterion_dialog_dispose;
  edit_class->load = pm_criterion_dialog_load;
  edit_class->store = pm_criterion_dialog_store;
  edit_class->check = pm_criterion_dialog_check;

  g_type_ensure (PM_TYPE_HINT);
  g_type_ensure (PM_TYPE_TEXT_AREA);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-criterion-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmCriterionDialog, title);
  gtk_widget_class_bind_template_child (widget_class, PmCriterionDialog, target);
  gtk_widget_class_bind_template_child (widget_class, PmCriterionDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, PmCriterionDialog, met);
  gtk_widget_class_bind_template_child (widget_class, PmCriterionDialog, achieved);
  gtk_widget_class_bind_template_child (widget_class, PmCriterionDialog, achieved_problem);
  gtk_widget_class_bind_template_child (widget_class, PmCriterionDialog, description);
}

static void
pm_criterion_dialog_init (PmCriterionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_criterion_dialog_present:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @criterion: what is to be changed
 */
void
pm_criterion_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmCriterion *criterion)
{
  PmEditDialog *self = g_object_new (PM_TYPE_CRITERION_DIALOG, "title",
                                     _ ("Edit Success Criterion"), "save-label", _ ("Save"), NULL);

  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (criterion), FALSE);
}

/**
 * pm_criterion_dialog_present_new:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @poc_id: the POC that is to have a new criterion
 */
void
pm_criterion_dialog_present_new (GtkWidget *widget, PmWorkspace *workspace, gint64 poc_id)
{
  g_autoptr (PmCriterion) criterion = pm_criterion_new ();
  PmEditDialog *self = g_object_new (PM_TYPE_CRITERION_DIALOG, "title", _ ("New Success Criterion"),
                                     "save-label", _ ("Add"), NULL);

  pm_criterion_set_poc_id (criterion, poc_id);
  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (criterion), TRUE);
}
