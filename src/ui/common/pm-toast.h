/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>
#include <libdex.h>

G_BEGIN_DECLS

/*
 * Short words to the user, at the foot of the window or of the dialog that @widget stands in.
 * Texts are shown as they are, never parsed as markup.
 */

void pm_toast_show (GtkWidget *widget, const char *text);
void pm_toast_show_error (GtkWidget *widget, const GError *error);
void pm_toast_watch (GtkWidget *widget, DexFuture *future);

/**
 * PmToastUndo:
 * @data: what was given with it
 *
 * Undoes what has been done.
 */
typedef void (*PmToastUndo) (gpointer data);

void pm_toast_offer_undo (GtkWidget *widget,
                          const char *text,
                          guint seconds,
                          PmToastUndo undo,
                          gpointer data,
                          GDestroyNotify free_data);

GtkWidget *pm_toast_get_place (GtkWidget *widget);
void pm_toast_set_overlay (GtkWidget *place, AdwToastOverlay *overlay);

G_END_DECLS
