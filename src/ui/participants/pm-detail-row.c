/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-detail-row.h"

#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"
#include "ui/participants/pm-detail-line.h"

struct _PmDetailRow {
  PmItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PmDetailRow, pm_detail_row, PM_TYPE_ITEM_ROW)

static void
pm_detail_row_class_init (PmDetailRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PM_TYPE_DETAIL_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/participants/pm-detail-row.ui");
  pm_clock_bind (widget_class);
  pm_closures_bind (widget_class);
}

static void
pm_detail_row_init (PmDetailRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
