/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What people do with what a POC consists of, from wherever they see it. It is said in a toast at
 * the foot of @widget's window where it can be undone; so is a failure.
 */

void pm_item_delete (GtkWidget *widget, PmWorkspace *workspace, PmRecord *item);
void
pm_item_offer_undo (GtkWidget *widget, PmWorkspace *workspace, DexFuture *done, const char *text);
void pm_item_copy_text (GtkWidget *widget, const char *text);

G_END_DECLS
