/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Looks at widgets as a reader does: by the words that show. Waiting runs the main loop. */
GtkWidget *reader_find_label (GtkWidget *widget, const char *text);
GtkWidget *reader_find_button (GtkWidget *widget, const char *text);
GtkWidget *reader_find_type (GtkWidget *widget, GType type);
GtkWidget *reader_find_field (GtkWidget *widget, const char *title);
void reader_wait (GtkWidget *widget, const char *text);
void reader_wait_until_gone (GtkWidget *widget, const char *text);
void reader_wait_saying (gboolean (*condition) (gpointer data), gpointer data, const char *what);
void reader_press (GtkWidget *within, const char *text);

#define reader_wait_for(condition, data) reader_wait_saying (condition, data, #condition)
#define reader_assert(widget, text)      g_assert_nonnull (reader_find_label (GTK_WIDGET (widget), text))
#define reader_assert_not(widget, text) \
  g_assert_null (reader_find_label (GTK_WIDGET (widget), text))

G_END_DECLS
