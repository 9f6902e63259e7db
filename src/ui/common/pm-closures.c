/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-closures.h"

#include "domain/pm-role.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

static gboolean
closure_not (gpointer scope, gboolean value)
{
  return !value;
}

static gboolean
closure_and (gpointer scope, gboolean a, gboolean b)
{
  return a && b;
}

static gboolean
closure_or (gpointer scope, gboolean a, gboolean b)
{
  return a || b;
}

static gboolean
closure_is_empty (gpointer scope, const char *text)
{
  return text == NULL || *text == '\0';
}

static gboolean
closure_is_not_empty (gpointer scope, const char *text)
{
  return !closure_is_empty (scope, text);
}

static gboolean
closure_is_zero (gpointer scope, gint64 number)
{
  return number == 0;
}

static gboolean
closure_is_not_zero (gpointer scope, gint64 number)
{
  return number != 0;
}

static gboolean
closure_has_items (gpointer scope, guint n_items)
{
  return n_items > 0;
}

static gboolean
closure_has_no_items (gpointer scope, guint n_items)
{
  return n_items == 0;
}

static char *
closure_first_of (gpointer scope, const char *text, const char *otherwise)
{
  return g_strdup (closure_is_empty (scope, text) ? otherwise : text);
}

static char *
closure_choose (gpointer scope, gboolean condition, const char *yes, const char *no)
{
  return g_strdup (condition ? yes : no);
}

static char *
closure_poc_status (gpointer scope, PmPocStatus status)
{
  return g_strdup (_ (pm_look_of_poc_status (status)->words));
}

static char *
closure_person_status (gpointer scope, PmPersonStatus status)
{
  return g_strdup (_ (pm_look_of_person_status (status)->words));
}

static char *
closure_operation_state (gpointer scope, PmOperationState state)
{
  return g_strdup (_ (pm_look_of_operation_state (state)->words));
}

static char *
closure_role (gpointer scope, PmRole role)
{
  return pm_words_role (role);
}

static gboolean
closure_can_edit_pocs (gpointer scope, PmRole role)
{
  return pm_role_can_edit_pocs (role);
}

static char *
closure_date (gpointer scope, const char *date)
{
  return pm_words_date (date);
}

static char *
closure_dates (gpointer scope, const char *start_date, const char *end_date)
{
  return pm_words_dates (start_date, end_date);
}

static char *
closure_moment (gpointer scope, gint64 moment, gint64 now)
{
  return pm_words_moment (moment, now);
}

static char *
closure_relative (gpointer scope, gint64 moment, gint64 now)
{
  return pm_words_relative (moment, now);
}

static char *
closure_people_count (gpointer scope, gint64 count)
{
  return pm_words_people (count);
}

static char *
closure_tasks_done (gpointer scope, gint64 done, gint64 total)
{
  return pm_words_tasks_done (done, total);
}

static float
closure_fraction (gpointer scope, gint64 part, gint64 whole)
{
  return whole > 0 ? CLAMP ((float) part / whole, 0.0f, 1.0f) : 0.0f;
}

static const PmClosure shared[] = {
  PM_CLOSURE (not),
  PM_CLOSURE (and),
  PM_CLOSURE (or),
  PM_CLOSURE (is_empty),
  PM_CLOSURE (is_not_empty),
  PM_CLOSURE (is_zero),
  PM_CLOSURE (is_not_zero),
  PM_CLOSURE (has_items),
  PM_CLOSURE (has_no_items),
  PM_CLOSURE (first_of),
  PM_CLOSURE (choose),
  PM_CLOSURE (poc_status),
  PM_CLOSURE (person_status),
  PM_CLOSURE (operation_state),
  PM_CLOSURE (role),
  PM_CLOSURE (can_edit_pocs),
  PM_CLOSURE (date),
  PM_CLOSURE (dates),
  PM_CLOSURE (moment),
  PM_CLOSURE (relative),
  PM_CLOSURE (people_count),
  PM_CLOSURE (tasks_done),
  PM_CLOSURE (fraction),
};

/**
 * pm_closures_bind:
 * @widget_class: a class with a template
 *
 * Lets the template bind to the shared closures. Call it from class_init, after the template is
 * set.
 */
void
pm_closures_bind (GtkWidgetClass *widget_class)
{
  pm_closures_bind_own (widget_class, shared, G_N_ELEMENTS (shared));
}

/**
 * pm_closures_bind_own:
 * @widget_class: a class with a template
 * @closures: (array length=n_closures): closures that only this template binds to
 * @n_closures: how many
 *
 * As pm_closures_bind(), for a class's own closures.
 */
void
pm_closures_bind_own (GtkWidgetClass *widget_class, const PmClosure *closures, gsize n_closures)
{
  for (gsize i = 0; i < n_closures; i++)
    gtk_widget_class_bind_template_callback_full (widget_class, closures[i].name,
                                                  closures[i].callback);
}
