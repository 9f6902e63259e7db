/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-task-row.h"

#include "domain/pm-task.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

struct _PmTaskRow {
  PmItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PmTaskRow, pm_task_row, PM_TYPE_ITEM_ROW)

static char *
row_words (gpointer scope, const char *title, PmTaskStatus status)
{
  return g_strjoin (", ", title != NULL ? title : "", _ (pm_look_of_task_status (status)->words),
                    NULL);
}

static char *
due_words (gpointer scope, const char *due_date)
{
  g_autofree char *date = pm_words_date (due_date);

  if (*date == '\0')
    return g_strdup ("");
  /* Translators: %s is a date */
  return g_strdup_printf (_ ("Due %s"), date);
}

static void
pm_task_row_class_init (PmTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PM_TYPE_STATUS_PILL);
  g_type_ensure (PM_TYPE_TASK);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-task-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, row_words);
  gtk_widget_class_bind_template_callback (widget_class, due_words);
  pm_closures_bind (widget_class);
}

static void
pm_task_row_init (PmTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
