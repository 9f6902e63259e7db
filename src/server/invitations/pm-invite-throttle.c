/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invite-throttle.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation-rules.h"
#include "server/mail/pm-mail-queue.h"
#include "server/pm-rows.h"

/* What mail servers took for an invitee of a POC, whatever the invitation. */
#define TAKEN_MAILS \
  " FROM mail JOIN invitation ON invitation.id = invitation_id" \
  " WHERE poc_id = ?1 AND email_folded = ?2 AND mail.state = 'sent'"

/**
 * pm_invite_throttle_check_count:
 * @oldest: when the oldest of so many was made as may be made within @window; 0: there are fewer
 * @window: a span
 * @words: what is said when there are too many
 * @now: the moment
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_TOO_MANY, tagged `too_many_invitations`, if one more would be
 *   too many
 */
gboolean
pm_invite_throttle_check_count (gint64 oldest,
                                gint64 window,
                                const char *words,
                                gint64 now,
                                GError **error)
{
  GError *refusal;

  if (oldest == 0)
    return TRUE;
  refusal = g_error_new_literal (PM_ERROR, PM_ERROR_TOO_MANY, words);
  pm_error_set_tag (refusal, "too_many_invitations");
  pm_error_set_retry_after (refusal, oldest + window - now);
  g_propagate_error (error, refusal);
  return FALSE;
}

/* A reminder counts the resends as well: a person gets no more mails by being reminded. */
static GArray *
find_counted (PmDb *db,
              PmInvitation *invitation,
              const char *folded,
              const char *kind,
              GError **error)
{
  return pm_rows_take_integers (pm_db_query (db, error,
                                             "SELECT sent_at" TAKEN_MAILS
                                             " AND (kind = 'resend' OR kind = ?3)"
                                             " ORDER BY sent_at DESC LIMIT ?4",
                                             "issi", pm_invitation_get_poc_id (invitation), folded,
                                             kind, (gint64) PM_RESEND_PER_DAY),
                                error);
}

static gboolean
find_last (PmDb *db,
           PmInvitation *invitation,
           const char *folded,
           gint64 *taken_at,
           const char **what,
           GError **error)
{
  PmStatement *row =
      pm_db_query (db, error, "SELECT sent_at, kind" TAKEN_MAILS " ORDER BY sent_at DESC LIMIT 1",
                   "is", pm_invitation_get_poc_id (invitation), folded);
  g_autoptr (GError) local = NULL;

  *taken_at = 0;
  *what = "sent";
  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    const char *kind = pm_statement_get_text (row, 1);

    *taken_at = pm_statement_get_int64 (row, 0);
    if (g_str_equal (kind, PM_MAIL_KIND_RESEND))
      *what = "resent";
    else if (g_str_equal (kind, PM_MAIL_KIND_REMINDER))
      *what = "reminded";
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
refuse (const char *what, gint64 last_taken, gint64 possible_at, gint64 now, GError **error)
{
  g_autoptr (GDateTime) last = g_date_time_new_from_unix_utc_usec (last_taken);
  g_autoptr (GDateTime) next = g_date_time_new_from_unix_utc_usec (possible_at);
  g_autofree char *last_text = g_date_time_format (last, "%H:%M");
  gboolean is_near = possible_at - now < G_TIME_SPAN_DAY / 2;
  g_autofree char *next_text = g_date_time_format (next, is_near ? "%H:%M" : "%Y-%m-%d %H:%M");
  GError *refusal =
      g_error_new (PM_ERROR, PM_ERROR_TOO_MANY, "Already %s at %s UTC. Next possible %s UTC.", what,
                   last_text, next_text);

  pm_error_set_tag (refusal, "resend_throttled");
  pm_error_set_retry_after (refusal, possible_at - now);
  g_propagate_error (error, refusal);
  return FALSE;
}

/**
 * pm_invite_throttle_check_mail:
 * @db: the connection
 * @invitation: an invitation
 * @kind: of the mail that somebody wants to send once more: `resend` or `reminder`
 * @now: the moment
 * @error: return location
 *
 * Protects invitees from too many mails. Only what a mail server took counts.
 *
 * Returns: %FALSE with %PM_ERROR_TOO_MANY, tagged `resend_throttled`, if it is too soon
 */
gboolean
pm_invite_throttle_check_mail (PmDb *db,
                               PmInvitation *invitation,
                               const char *kind,
                               gint64 now,
                               GError **error)
{
  g_autofree char *folded = pm_address_fold (pm_invitation_get_email (invitation));
  g_autoptr (GArray) counted = find_counted (db, invitation, folded, kind, error);
  gint64 last_taken, possible_at;
  const char *what;

  if (counted == NULL || !find_last (db, invitation, folded, &last_taken, &what, error))
    return FALSE;
  possible_at = pm_resend_possible_at (last_taken, (const gint64 *) (gpointer) counted->data,
                                       counted->len, now);
  return possible_at <= now || refuse (what, last_taken, possible_at, now, error);
}
