/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/notices/pm-notice-row.h"

#include "ui/common/pm-closures.h"
#include "ui/common/pm-toast.h"
#include "ui/notices/pm-notice-words.h"

struct _PmNoticeRow {
  PmItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PmNoticeRow, pm_notice_row, PM_TYPE_ITEM_ROW)

static PmNotice *
get_notice (PmNoticeRow *self)
{
  g_autoptr (PmNotice) notice = NULL;

  g_object_get (self, "item", &notice, NULL);
  return notice; /* the row holds it */
}

static char *
closure_title (gpointer scope, PmNotice *notice)
{
  return notice != NULL ? pm_notice_words_title (notice) : g_strdup ("");
}

static char *
closure_body (gpointer scope, PmNotice *notice)
{
  return notice != NULL ? pm_notice_words_body (notice) : g_strdup ("");
}

static char *
closure_all (gpointer scope, PmNotice *notice)
{
  g_autofree char *title = closure_title (scope, notice);
  g_autofree char *body = closure_body (scope, notice);

  return g_strjoin (". ", title, body, NULL);
}

static gboolean
closure_has_file (gpointer scope, PmNotice *notice)
{
  return notice != NULL && pm_notice_get_kind (notice) == PM_NOTICE_DRAFTS_DAMAGED;
}

static const PmClosure closures[] = {
  PM_CLOSURE (title),
  PM_CLOSURE (body),
  PM_CLOSURE (all),
  PM_CLOSURE (has_file),
};

static void
on_dismiss (PmNoticeRow *self)
{
  g_assert (PM_IS_NOTICE_ROW (self));

  pm_notice_dismiss (get_notice (self));
}

static void
on_launched (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_open_containing_folder_finish (GTK_FILE_LAUNCHER (object), result,
                                                        &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    pm_toast_show_error (widget, error);
}

static void
on_show_file (PmNoticeRow *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (pm_notice_get_text (get_notice (self)));
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  g_assert (PM_IS_NOTICE_ROW (self));

  gtk_file_launcher_open_containing_folder (launcher,
                                            GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                            NULL, on_launched, g_object_ref (self));
}

static void
pm_notice_row_class_init (PmNoticeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/notices/pm-notice-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
  gtk_widget_class_bind_template_callback (widget_class, on_show_file);
  pm_closures_bind (widget_class);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
}

static void
pm_notice_row_init (PmNoticeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
