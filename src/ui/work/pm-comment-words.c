/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-comment-words.h"

#include "ui/common/pm-closures.h"

#include <glib/gi18n.h>

static char *
closure_notice (gpointer scope,
                gboolean may_choose_audience,
                gboolean is_internal,
                const char *missing)
{
  if (missing != NULL)
    return g_strdup (missing);
  if (!may_choose_audience)
    return g_strdup (_ ("Everybody in this POC can read it."));
  return g_strdup (is_internal ? _ ("Only your colleagues can read it.")
                               : _ ("The customer can read it, and everybody in this POC."));
}

static char *
closure_placeholder (gpointer scope, gboolean may_choose_audience, gboolean is_internal)
{
  if (!may_choose_audience)
    return g_strdup (_ ("Write a comment…"));
  return g_strdup (is_internal ? _ ("Write to your colleagues…") : _ ("Write to the customer…"));
}

static char *
closure_post_words (gpointer scope, gboolean may_choose_audience, gboolean is_internal)
{
  if (!may_choose_audience)
    return g_strdup (_ ("Post"));
  return g_strdup (is_internal ? _ ("Post Internally") : _ ("Post to Customer"));
}

static char *
closure_post_tip (gpointer scope, gboolean may_choose_audience, gboolean is_internal)
{
  g_autofree char *words = closure_post_words (scope, may_choose_audience, is_internal);

  /* Translators: %s is what a button does */
  return g_strdup_printf (_ ("%s (Ctrl+Enter)"), words);
}

static const PmClosure closures[] = {
  PM_CLOSURE (notice),
  PM_CLOSURE (placeholder),
  PM_CLOSURE (post_words),
  PM_CLOSURE (post_tip),
};

/**
 * pm_comment_words_bind:
 * @widget_class: a class with a template
 *
 * Lets the template bind to what is said here. Call it from class_init, after the template is set.
 */
void
pm_comment_words_bind (GtkWidgetClass *widget_class)
{
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
}

/**
 * pm_comment_words_posted:
 * @may_choose: whether who posted it had a choice
 * @is_internal: whether it is for colleagues only
 *
 * Returns: (transfer none): that it has been posted, and to whom
 */
const char *
pm_comment_words_posted (gboolean may_choose, gboolean is_internal)
{
  if (!may_choose)
    return _ ("Comment posted");
  return is_internal ? _ ("Comment posted internally") : _ ("Comment posted to the customer");
}
