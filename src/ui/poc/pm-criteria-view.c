/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-criteria-view.h"

#include "ui/common/pm-closures.h"
#include "ui/poc/pm-criterion-dialog.h"
#include "ui/poc/pm-criterion-row.h"

struct _PmCriteriaView {
  PmItemsView parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (PmCriteriaView, pm_criteria_view, PM_TYPE_ITEMS_VIEW)

static void
pm_criteria_view_show (PmItemsView *view)
{
  pm_item_row_show_all (PM_CRITERIA_VIEW (view)->list,
                        pm_items_view_open_list (view, PM_TYPE_CRITERION), PM_TYPE_CRITERION_ROW,
                        pm_items_view_get_workspace (view));
}

static void
on_row_activated (GtkListBox *list, GtkWidget *row)
{
  gtk_widget_activate_action (row, "criterion.edit", NULL);
}

static void
add (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmItemsView *view = PM_ITEMS_VIEW (widget);

  pm_criterion_dialog_present_new (widget, pm_items_view_get_workspace (view),
                                   pm_items_view_get_poc_id (view));
}

static void
pm_criteria_view_class_init (PmCriteriaViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  PM_ITEMS_VIEW_CLASS (klass)->show = pm_criteria_view_show;

  gtk_widget_class_install_action (widget_class, "criteria.add", NULL, add);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-criteria-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PmCriteriaView, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  pm_closures_bind (widget_class);
}

static void
pm_criteria_view_init (PmCriteriaView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
