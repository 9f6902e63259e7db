/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmItemsView:
 *
 * The base of views that show what a POC has of some kind. Nothing is asked for before it is seen. A
 * subclass has a template. Properties: `workspace` (#PmWorkspace) and `poc` (#PmPoc or %NULL), both
 * writable; `n-items`, and `page-name`, what its stack shows: `items`, and while there are none
 * `loading` or `empty` (both read-only).
 */
#define PM_TYPE_ITEMS_VIEW (pm_items_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (PmItemsView, pm_items_view, PM, ITEMS_VIEW, AdwBin)

/**
 * PmItemsViewClass:
 * @show: shows the lists of the POC, or no list any more; it runs when the view is seen and `poc` or
 *   `workspace` has changed
 */
struct _PmItemsViewClass {
  AdwBinClass parent_class;

  void (*show) (PmItemsView *self);
};

PmWorkspace *pm_items_view_get_workspace (PmItemsView *self);
gint64 pm_items_view_get_poc_id (PmItemsView *self);
GListModel *pm_items_view_open_list (PmItemsView *self, GType item_type);

G_END_DECLS
