/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/browser/pm-browser-words.h"

#include "cache/pm-poc-list.h"
#include "domain/pm-record.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-looks.h"

#include <glib/gi18n.h>

static gboolean
is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

static const char *
status_words (const char *nick)
{
  int status;

  if (is_blank (nick) || !pm_enum_from_nick (PM_TYPE_POC_STATUS, nick, &status))
    return "";
  return _ (pm_look_of_poc_status (status)->words);
}

static char *
closure_view_name (gpointer scope, gboolean loading, guint n_items, const char *search)
{
  if (n_items > 0)
    return g_strdup ("list");
  if (loading)
    return g_strdup ("loading");
  return g_strdup (is_blank (search) ? "empty" : "no-match");
}

static gboolean
closure_is_filtered (gpointer scope, const char *status, gboolean show_archived)
{
  return !is_blank (status) || show_archived;
}

static char *
closure_filter_words (gpointer scope, const char *status, gboolean show_archived)
{
  if (is_blank (status))
    return g_strdup (show_archived ? _ ("With Archived") : "");
  if (!show_archived)
    return g_strdup (status_words (status));
  /* Translators: %s is a status, as in "Active, With Archived" */
  return g_strdup_printf (_ ("%s, With Archived"), status_words (status));
}

static gboolean
closure_is_narrow (gpointer scope, PmPocScope shown, const char *status)
{
  return shown != PM_POC_SCOPE_ALL || !is_blank (status);
}

static char *
closure_no_match_title (gpointer scope, const char *search)
{
  /* Translators: %s is what was searched for */
  return g_strdup_printf (_ ("No POCs match “%s”"), search != NULL ? search : "");
}

static const char *
scope_words (PmPocScope shown)
{
  switch (shown) {
  case PM_POC_SCOPE_MINE:
    return _ ("your POCs");
  case PM_POC_SCOPE_PENDING_INVITATIONS:
    return _ ("POCs with pending invitations");
  case PM_POC_SCOPE_NEEDS_ATTENTION:
    return _ ("POCs that need attention");
  case PM_POC_SCOPE_ALL:
  default:
    return _ ("all POCs");
  }
}

static char *
closure_no_match_words (gpointer scope, PmPocScope shown, const char *status)
{
  if (is_blank (status))
    /* Translators: %s is "your POCs" or "all POCs" */
    return g_strdup_printf (_ ("Searched titles, companies, people and addresses of %s."),
                            scope_words (shown));
  /* Translators: %1$s is "your POCs" or "all POCs", %2$s a status, as "Active" */
  return g_strdup_printf (
      _ ("Searched titles, companies, people and addresses of %1$s with the status %2$s."),
      scope_words (shown), status_words (status));
}

static char *
closure_empty_title (gpointer scope, PmPocScope shown, const char *status)
{
  if (!is_blank (status))
    return g_strdup (_ ("No POCs With This Status"));
  if (shown == PM_POC_SCOPE_PENDING_INVITATIONS)
    return g_strdup (_ ("No Pending Invitations"));
  if (shown == PM_POC_SCOPE_NEEDS_ATTENTION)
    return g_strdup (_ ("All Is Well"));
  return g_strdup (_ ("No POCs"));
}

static char *
closure_empty_words (gpointer scope, PmPocScope shown, const char *status)
{
  if (!is_blank (status))
    return g_strdup_printf (_ ("None of %s has the status %s."), scope_words (shown),
                            status_words (status));
  switch (shown) {
  case PM_POC_SCOPE_MINE:
    return g_strdup (_ ("POCs that you run or take part in appear here."));
  case PM_POC_SCOPE_PENDING_INVITATIONS:
    return g_strdup (_ ("POCs whose customers have yet to answer appear here."));
  case PM_POC_SCOPE_NEEDS_ATTENTION:
    return g_strdup (_ ("POCs with failed or expired invitations appear here."));
  case PM_POC_SCOPE_ALL:
  default:
    return g_strdup (_ ("The POCs of your organization appear here."));
  }
}

static char *
closure_count (gpointer scope, guint count)
{
  return g_strdup_printf ("%'u", count);
}

static const PmClosure closures[] = {
  PM_CLOSURE (view_name),   PM_CLOSURE (is_filtered),    PM_CLOSURE (filter_words),
  PM_CLOSURE (is_narrow),   PM_CLOSURE (no_match_title), PM_CLOSURE (no_match_words),
  PM_CLOSURE (empty_title), PM_CLOSURE (empty_words),    PM_CLOSURE (count),
};

/**
 * pm_browser_words_bind:
 * @widget_class: the browser page's class
 *
 * Lets the browser's template bind to its own words.
 */
void
pm_browser_words_bind (GtkWidgetClass *widget_class)
{
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
}
