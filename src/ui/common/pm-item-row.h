/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PmItemRow:
 *
 * The base of rows in short lists with long texts: a list box gives each row the room that it
 * needs, where a list view guesses from the rows that it has seen. A subclass has a template that
 * binds to `item`. Properties: `item` and `context`, what the row needs to know besides (both set
 * when made), `words` (writable, what is said of the row to those who hear it).
 */
#define PM_TYPE_ITEM_ROW (pm_item_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (PmItemRow, pm_item_row, PM, ITEM_ROW, GtkListBoxRow)

struct _PmItemRowClass {
  GtkListBoxRowClass parent_class;
};

void pm_item_row_show_all (GtkListBox *list, GListModel *items, GType row_type, gpointer context);
gpointer pm_item_row_get_item (PmItemRow *self);
gpointer pm_item_row_get_context (PmItemRow *self);
void pm_item_row_focus_neighbour (PmItemRow *self);

G_END_DECLS
