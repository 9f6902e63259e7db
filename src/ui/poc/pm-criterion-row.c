/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-criterion-row.h"

#include "domain/pm-criterion.h"
#include "domain/pm-text.h"
#include "ui/common/pm-closures.h"

#include <glib/gi18n.h>

struct _PmCriterionRow {
  PmItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PmCriterionRow, pm_criterion_row, PM_TYPE_ITEM_ROW)

static char *
met_words (gpointer scope, gboolean is_met)
{
  return g_strdup (is_met ? _ ("Met") : _ ("Not met yet"));
}

static char *
value_words (gpointer scope, const char *target, const char *achieved)
{
  gboolean has_target = !pm_text_is_blank (target), has_achieved = !pm_text_is_blank (achieved);

  if (has_target && has_achieved)
    return g_strdup_printf (_ ("Target %s, achieved %s"), target, achieved);
  if (has_target)
    return g_strdup_printf (_ ("Target %s"), target);
  if (has_achieved)
    return g_strdup_printf (_ ("Achieved %s"), achieved);
  return g_strdup ("");
}

static char *
row_words (gpointer scope,
           const char *title,
           const char *target,
           const char *achieved,
           gboolean is_met)
{
  g_autofree char *values = value_words (scope, target, achieved);
  g_autofree char *met = met_words (scope, is_met);

  if (*values == '\0')
    return g_strjoin (", ", title != NULL ? title : "", met, NULL);
  return g_strjoin (", ", title != NULL ? title : "", values, met, NULL);
}

static void
pm_criterion_row_class_init (PmCriterionRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PM_TYPE_CRITERION);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-criterion-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, met_words);
  gtk_widget_class_bind_template_callback (widget_class, value_words);
  gtk_widget_class_bind_template_callback (widget_class, row_words);
  pm_closures_bind (widget_class);
}

static void
pm_criterion_row_init (PmCriterionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
