/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-person-words.h"

#include "domain/pm-text.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

static char *
closure_person_name (gpointer scope, const char *full_name, const char *email)
{
  return g_strdup (pm_text_is_blank (full_name) ? email : full_name);
}

static char *
closure_person_invited (gpointer scope,
                        PmPersonStatus status,
                        gint64 invited_at,
                        gint64 accepted_at,
                        gint64 now)
{
  return pm_person_words_invited (status, invited_at, accepted_at, now);
}

static char *
closure_person_expires (gpointer scope, PmPersonStatus status, gint64 expires_at, gint64 now)
{
  return pm_person_words_expires (status, expires_at, now);
}

static char *
closure_person_engagement (gpointer scope,
                           gboolean is_customer,
                           PmPersonStatus status,
                           gint64 last_seen_at,
                           gint64 now)
{
  return pm_person_words_engagement (is_customer, status, last_seen_at, now);
}

static char *
closure_person_summary (gpointer scope,
                        gboolean is_customer,
                        PmPersonStatus status,
                        gint64 invited_at,
                        gint64 accepted_at,
                        gint64 expires_at,
                        gint64 last_seen_at,
                        gboolean tells_engagement,
                        gint64 now)
{
  /* Where nobody tells how much they take part, there is only since when they do. */
  if (status == PM_PERSON_STATUS_ACCEPTED && is_customer && !tells_engagement)
    return pm_person_words_invited (status, invited_at, accepted_at, now);
  return pm_person_words_summary (is_customer, status, invited_at, expires_at, last_seen_at, now);
}

static char *
closure_person_activity (gpointer scope, gint64 comments, gint64 tasks)
{
  return pm_person_words_activity (comments, tasks);
}

static char *
closure_person_row (gpointer scope,
                    PmPerson *person,
                    const char *full_name,
                    const char *email,
                    PmPersonStatus status,
                    PmOperationState operation_state)
{
  return person != NULL ? pm_person_words_row (person) : g_strdup ("");
}

static const struct {
  const char *name;
  GCallback callback;
} closures[] = {
  { "person_name", G_CALLBACK (closure_person_name) },
  { "person_row", G_CALLBACK (closure_person_row) },
  { "person_invited", G_CALLBACK (closure_person_invited) },
  { "person_expires", G_CALLBACK (closure_person_expires) },
  { "person_engagement", G_CALLBACK (closure_person_engagement) },
  { "person_summary", G_CALLBACK (closure_person_summary) },
  { "person_activity", G_CALLBACK (closure_person_activity) },
};

/**
 * pm_person_words_bind:
 * @widget_class: a class with a template
 *
 * Lets the template bind to what is said here. Call it from class_init, after the template is set.
 */
void
pm_person_words_bind (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (closures); i++)
    gtk_widget_class_bind_template_callback_full (widget_class, closures[i].name,
                                                  closures[i].callback);
}

/**
 * pm_person_words_name:
 * @person: a row of the participants view
 *
 * Returns: (transfer full): the person's name, or the address for want of one
 */
char *
pm_person_words_name (PmPerson *person)
{
  g_return_val_if_fail (PM_IS_PERSON (person), NULL);

  return closure_person_name (NULL, pm_person_get_full_name (person), pm_person_get_email (person));
}

/**
 * pm_person_words_row:
 * @person: a row of the participants view
 *
 * Returns: (transfer full): name, address and status in one line, for those who hear the row
 */
char *
pm_person_words_row (PmPerson *person)
{
  const char *email, *status;

  g_return_val_if_fail (PM_IS_PERSON (person), NULL);

  email = pm_person_get_email (person);
  status = _ (pm_look_of_person (person)->words);
  if (pm_text_is_blank (pm_person_get_full_name (person)))
    /* Translators: address, status */
    return g_strdup_printf (_ ("%s, %s"), email, status);
  /* Translators: name, address, status */
  return g_strdup_printf (_ ("%s, %s, %s"), pm_person_get_full_name (person), email, status);
}

/**
 * pm_person_words_invited:
 * @status: the row's status
 * @invited_at: when the invitation was made, or 0
 * @accepted_at: when it was accepted, or 0
 * @now: what time it is
 *
 * Returns: (transfer full): how long ago the one happened that the status speaks of, "2 hours ago"
 */
char *
pm_person_words_invited (PmPersonStatus status, gint64 invited_at, gint64 accepted_at, gint64 now)
{
  if (status == PM_PERSON_STATUS_WAITING)
    return g_strdup ("");
  if (status == PM_PERSON_STATUS_ACCEPTED && accepted_at != 0)
    return pm_words_ago (accepted_at, now);
  return pm_words_ago (invited_at, now);
}

/**
 * pm_person_words_expires:
 * @status: the row's status
 * @expires_at: when the link dies, or 0
 * @now: what time it is
 *
 * Returns: (transfer full): how far away that is, "in 3 days" or "2 hours ago"; "" where a link's
 *   end means nothing any more
 */
char *
pm_person_words_expires (PmPersonStatus status, gint64 expires_at, gint64 now)
{
  switch (status) {
  case PM_PERSON_STATUS_PENDING:
  case PM_PERSON_STATUS_EXPIRED:
  case PM_PERSON_STATUS_FAILED:
    return pm_words_relative (expires_at, now);
  case PM_PERSON_STATUS_ACCEPTED:
  case PM_PERSON_STATUS_CANCELLED:
  case PM_PERSON_STATUS_REMOVED:
  case PM_PERSON_STATUS_WAITING:
  default:
    return g_strdup ("");
  }
}

/**
 * pm_person_words_engagement:
 * @is_customer: whether it is one of the customer's people
 * @status: the row's status
 * @last_seen_at: when the person was last seen in the POC, or 0
 * @now: what time it is
 *
 * Returns: (transfer full): when that was; "" for who has no access, and for
 *   the organization's own people
 */
char *
pm_person_words_engagement (gboolean is_customer,
                            PmPersonStatus status,
                            gint64 last_seen_at,
                            gint64 now)
{
  g_autofree char *when = pm_words_ago (last_seen_at, now);

  if (!is_customer || status != PM_PERSON_STATUS_ACCEPTED)
    return g_strdup ("");
  if (*when == '\0')
    return g_strdup (_ ("Not seen yet"));
  /* Translators: %s is "2 hours ago" */
  return g_strdup_printf (_ ("Seen %s"), when);
}

/**
 * pm_person_words_summary:
 * @is_customer: whether it is one of the customer's people
 * @status: the row's status
 * @invited_at: when the invitation was made, or 0
 * @expires_at: when the link dies, or 0
 * @last_seen_at: when the person was last seen in the POC, or 0
 * @now: what time it is
 *
 * Returns: (transfer full): the one moment that matters most for a row with that status
 */
char *
pm_person_words_summary (gboolean is_customer,
                         PmPersonStatus status,
                         gint64 invited_at,
                         gint64 expires_at,
                         gint64 last_seen_at,
                         gint64 now)
{
  g_autofree char *end = pm_person_words_expires (status, expires_at, now);
  g_autofree char *start = pm_person_words_invited (status, invited_at, 0, now);

  if (status == PM_PERSON_STATUS_ACCEPTED)
    return pm_person_words_engagement (is_customer, status, last_seen_at, now);
  if (*end == '\0' && *start == '\0')
    return g_strdup ("");
  if (*end == '\0')
    /* Translators: %s is "2 hours ago" */
    return g_strdup_printf (_ ("Invited %s"), start);
  if (expires_at <= now)
    /* Translators: %s is "2 hours ago" */
    return g_strdup_printf (_ ("Expired %s"), end);
  /* Translators: %s is "in 3 days" */
  return g_strdup_printf (_ ("Expires %s"), end);
}

/**
 * pm_person_words_activity:
 * @comments: how many comments the person has written
 * @tasks: how many tasks the person has completed
 *
 * Returns: (transfer full): both in words; "" when there is nothing to tell
 */
char *
pm_person_words_activity (gint64 comments, gint64 tasks)
{
  g_autofree char *said =
      g_strdup_printf (ngettext ("%d comment", "%d comments", (gulong) comments), (int) comments);
  g_autofree char *done =
      g_strdup_printf (ngettext ("%d task done", "%d tasks done", (gulong) tasks), (int) tasks);

  if (comments <= 0 && tasks <= 0)
    return g_strdup ("");
  if (tasks <= 0)
    return g_steal_pointer (&said);
  if (comments <= 0)
    return g_steal_pointer (&done);
  /* Translators: "2 comments, 3 tasks done" */
  return g_strdup_printf (_ ("%s, %s"), said, done);
}
