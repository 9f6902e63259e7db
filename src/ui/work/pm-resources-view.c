/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-resources-view.h"

#include "domain/pm-resource.h"
#include "ui/common/pm-closures.h"
#include "ui/work/pm-resource-dialog.h"
#include "ui/work/pm-resource-row.h"

#include <glib/gi18n.h>

struct _PmResourcesView {
  PmItemsView parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (PmResourcesView, pm_resources_view, PM_TYPE_ITEMS_VIEW)

static char *
count_words (gpointer scope, guint n)
{
  if (n == 0)
    return g_strdup (_ ("No resources"));
  return g_strdup_printf (ngettext ("%u resource", "%u resources", n), n);
}

static void
pm_resources_view_show (PmItemsView *view)
{
  pm_item_row_show_all (PM_RESOURCES_VIEW (view)->list,
                        pm_items_view_open_list (view, PM_TYPE_RESOURCE), PM_TYPE_RESOURCE_ROW,
                        pm_items_view_get_workspace (view));
}

static void
on_row_activated (GtkListBox *list, GtkWidget *row)
{
  gtk_widget_activate_action (row, "resource.use", NULL);
}

static void
add (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmItemsView *view = PM_ITEMS_VIEW (widget);

  pm_resource_dialog_present_new (widget, pm_items_view_get_workspace (view),
                                  pm_items_view_get_poc_id (view));
}

static void
pm_resources_view_class_init (PmResourcesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  PM_ITEMS_VIEW_CLASS (klass)->show = pm_resources_view_show;

  gtk_widget_class_install_action (widget_class, "resources.add", NULL, add);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-resources-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PmResourcesView, list);
  gtk_widget_class_bind_template_callback (widget_class, count_words);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  pm_closures_bind (widget_class);
}

static void
pm_resources_view_init (PmResourcesView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
