/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "reader.h"

#define PATIENCE (10 * G_TIME_SPAN_SECOND)

typedef gboolean (*Question) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
find (GtkWidget *widget, Question question, gconstpointer data)
{
  if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
    return NULL;
  if (question (widget, data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, question, data);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
says (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static gboolean
is_button_saying (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_BUTTON (widget) && find (widget, says, text) != NULL;
}

static gboolean
is_of_type (GtkWidget *widget, gconstpointer type)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), GPOINTER_TO_SIZE (type));
}

static gboolean
is_field (GtkWidget *widget, gconstpointer title)
{
  return ADW_IS_ENTRY_ROW (widget) &&
         g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title);
}

GtkWidget *
reader_find_label (GtkWidget *widget, const char *text)
{
  return find (widget, says, text);
}

GtkWidget *
reader_find_button (GtkWidget *widget, const char *text)
{
  return find (widget, is_button_saying, text);
}

GtkWidget *
reader_find_type (GtkWidget *widget, GType type)
{
  return find (widget, is_of_type, GSIZE_TO_POINTER (type));
}

GtkWidget *
reader_find_field (GtkWidget *widget, const char *title)
{
  return find (widget, is_field, title);
}

static gboolean
wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* What has not come true in time is said by @what. */
void
reader_wait_saying (gboolean (*condition) (gpointer data), gpointer data, const char *what)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;
  guint alarm = g_timeout_add (20, wake, NULL);

  while (!condition (data)) {
    if (g_get_monotonic_time () >= deadline)
      g_error ("not in time: %s", what);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (alarm);
}

typedef struct {
  GtkWidget *widget;
  const char *text;
} Words;

static gboolean
can_be_read (gpointer data)
{
  Words *words = data;

  return reader_find_label (words->widget, words->text) != NULL;
}

static gboolean
is_gone (gpointer data)
{
  return !can_be_read (data);
}

void
reader_wait (GtkWidget *widget, const char *text)
{
  Words words = { widget, text };
  g_autofree char *what = g_strdup_printf ("“%s” can be read", text);

  reader_wait_saying (can_be_read, &words, what);
}

void
reader_wait_until_gone (GtkWidget *widget, const char *text)
{
  Words words = { widget, text };
  g_autofree char *what = g_strdup_printf ("“%s” is gone", text);

  reader_wait_saying (is_gone, &words, what);
}

void
reader_press (GtkWidget *within, const char *text)
{
  GtkWidget *button = reader_find_button (within, text);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}
