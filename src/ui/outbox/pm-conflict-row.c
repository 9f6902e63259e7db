/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/outbox/pm-conflict-row.h"

#include "domain/pm-conflict.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-long-text.h"
#include "ui/outbox/pm-operation-words.h"

#include <glib/gi18n.h>

struct _PmConflictRow {
  PmItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (PmConflictRow, pm_conflict_row, PM_TYPE_ITEM_ROW)

static char *
value_words (PmConflict *conflict, const char *value)
{
  char *words = pm_operation_words_value (pm_conflict_get_item_type (conflict),
                                          pm_conflict_get_field (conflict), value);

  if (*words != '\0')
    return words;
  g_free (words);
  /* Translators: what stands in a field that has been emptied */
  return g_strdup (_ ("Nothing"));
}

static char *
field_words (gpointer scope, PmConflict *conflict, const char *field)
{
  return pm_operation_words_field (pm_conflict_get_item_type (conflict), field);
}

static char *
my_words (gpointer scope, PmConflict *conflict, const char *mine)
{
  if (pm_conflict_get_is_removal (conflict))
    return g_strdup (_ ("Deleted"));
  return value_words (conflict, mine);
}

static char *
their_words (gpointer scope, PmConflict *conflict, const char *theirs)
{
  return value_words (conflict, theirs);
}

static char *
row_words (gpointer scope, PmConflict *conflict, const char *mine, const char *theirs)
{
  g_autofree char *field = field_words (scope, conflict, pm_conflict_get_field (conflict));
  g_autofree char *my_version = my_words (scope, conflict, mine);
  g_autofree char *their_version = their_words (scope, conflict, theirs);

  /* Translators: a field's name, what this person wrote in it, and what somebody else did */
  return g_strdup_printf (_ ("%s. Yours: %s. Theirs: %s."), field, my_version, their_version);
}

static void
pm_conflict_row_class_init (PmConflictRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PM_TYPE_CONFLICT);
  g_type_ensure (PM_TYPE_LONG_TEXT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/outbox/pm-conflict-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, field_words);
  gtk_widget_class_bind_template_callback (widget_class, my_words);
  gtk_widget_class_bind_template_callback (widget_class, their_words);
  gtk_widget_class_bind_template_callback (widget_class, row_words);
  pm_closures_bind (widget_class);
}

static void
pm_conflict_row_init (PmConflictRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
