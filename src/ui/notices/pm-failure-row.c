/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/notices/pm-failure-row.h"

#include "ui/common/pm-closures.h"
#include "ui/notices/pm-notice-words.h"

#include <glib/gi18n.h>

struct _PmFailureRow {
  PmItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PmFailureRow, pm_failure_row, PM_TYPE_ITEM_ROW)

static char *
closure_title (gpointer scope, const char *name)
{
  /* Translators: %s is an organization */
  return g_strdup_printf (_ ("“%s” Could Not Be Opened"), name != NULL ? name : "");
}

static char *
closure_reason (gpointer scope, int code, const char *message, const char *folder)
{
  return pm_failure_words_reason ((PmError) code, message, folder);
}

static char *
closure_all (gpointer scope, const char *name, int code, const char *message, const char *folder)
{
  g_autofree char *title = closure_title (scope, name);
  g_autofree char *reason = closure_reason (scope, code, message, folder);

  return g_strjoin (". ", title, reason, NULL);
}

static const PmClosure closures[] = {
  PM_CLOSURE (title),
  PM_CLOSURE (reason),
  PM_CLOSURE (all),
};

static void
on_retry (PmFailureRow *self)
{
  g_autoptr (PmFailure) failure = NULL;

  g_assert (PM_IS_FAILURE_ROW (self));

  g_object_get (self, "item", &failure, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.retry-workspace", "s",
                              pm_failure_get_folder (failure));
}

static void
pm_failure_row_class_init (PmFailureRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PM_TYPE_FAILURE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/notices/pm-failure-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  pm_closures_bind (widget_class);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
}

static void
pm_failure_row_init (PmFailureRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
