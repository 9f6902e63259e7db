/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation-rules.h"
#include "server/changes/pm-changes.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-link.h"
#include "server/invitations/pm-invitation-store.h"
#include "server/invitations/pm-invite-mail.h"
#include "server/invitations/pm-invite-rules.h"
#include "server/mail/pm-mail-queue.h"

/* What mail servers took for an invitee of a POC, whatever the invitation. */
#define TAKEN_MAILS \
  " FROM mail JOIN invitation ON invitation.id = invitation_id" \
  " WHERE poc_id = ?1 AND email_folded = ?2 AND mail.state = 'sent'"

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED, words);
  return FALSE;
}

static gboolean
refuse_status (GError **error, const char *what, PmInvitationStatus status)
{
  g_set_error (error, PM_ERROR, PM_ERROR_REFUSED, "Cannot %s invitation with status: %s", what,
               pm_enum_to_nick (PM_TYPE_INVITATION_STATUS, status));
  return FALSE;
}

static gboolean
check_resend (PmDb *db, PmInvitation *invitation, gint64 now, GError **error)
{
  PmInvitationStatus status = pm_invitation_status_at (invitation, now);
  gboolean is_newest, takes_part;

  if (status == PM_INVITATION_STATUS_ACCEPTED || status == PM_INVITATION_STATUS_REVOKED)
    return refuse_status (error, "resend", status);
  if (!pm_invitation_store_is_newest (db, invitation, &is_newest, error) ||
      !pm_invitation_store_takes_part (db, pm_invitation_get_poc_id (invitation),
                                       pm_invitation_get_email (invitation), &takes_part, error))
    return FALSE;
  if (!is_newest)
    return refuse (error, "A newer invitation exists");
  if (takes_part)
    return refuse (error, "User is already a participant in this POC");
  return TRUE;
}

static GArray *
find_resends (PmDb *db, PmInvitation *invitation, const char *folded, GError **error)
{
  PmStatement *rows = pm_db_query (db, error,
                                   "SELECT sent_at" TAKEN_MAILS " AND kind = 'resend'"
                                   " ORDER BY sent_at DESC LIMIT ?3",
                                   "isi", pm_invitation_get_poc_id (invitation), folded,
                                   (gint64) PM_RESEND_PER_DAY);
  g_autoptr (GArray) resends = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  while (pm_statement_step (rows, &local)) {
    gint64 sent_at = pm_statement_get_int64 (rows, 0);

    g_array_append_val (resends, sent_at);
  }
  if (local == NULL)
    return g_steal_pointer (&resends);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
refuse_throttled (gint64 last_taken, gint64 possible_at, gint64 now, GError **error)
{
  g_autoptr (GDateTime) last = g_date_time_new_from_unix_utc_usec (last_taken);
  g_autoptr (GDateTime) next = g_date_time_new_from_unix_utc_usec (possible_at);
  g_autofree char *last_text = g_date_time_format (last, "%H:%M");
  gboolean is_near = possible_at - now < G_TIME_SPAN_DAY / 2;
  g_autofree char *next_text = g_date_time_format (next, is_near ? "%H:%M" : "%Y-%m-%d %H:%M");
  GError *refusal =
      g_error_new (PM_ERROR, PM_ERROR_TOO_MANY, "Already sent at %s UTC. Next possible at %s UTC.",
                   last_text, next_text);

  pm_error_set_tag (refusal, "resend_throttled");
  pm_error_set_retry_after (refusal, possible_at - now);
  g_propagate_error (error, refusal);
  return FALSE;
}

static gboolean
check_throttle (PmDb *db, PmInvitation *invitation, gint64 now, GError **error)
{
  g_autofree char *folded = pm_address_fold (pm_invitation_get_email (invitation));
  g_autoptr (GArray) resends = find_resends (db, invitation, folded, error);
  gint64 last_taken = 0, possible_at;

  if (resends == NULL ||
      !pm_db_query_int64 (db, &last_taken, error, "SELECT max (sent_at)" TAKEN_MAILS, "is",
                          pm_invitation_get_poc_id (invitation), folded))
    return FALSE;
  possible_at = pm_resend_possible_at (last_taken, (const gint64 *) (gpointer) resends->data,
                                       resends->len, now);
  return possible_at <= now || refuse_throttled (last_taken, possible_at, now, error);
}

static gboolean
renew (PmDb *db, PmRequest *request, PmInvitation *invitation, GError **error)
{
  gint64 now = pm_request_get_now (request);
  gint64 id = pm_invitation_get_id (invitation);
  gint64 expires_at = pm_invite_mail_expiry (db, pm_request_get_tenant_id (request), now, error);

  pm_invitation_set_expires_at (invitation, expires_at);
  return expires_at != 0 && pm_link_kill_all (db, id, now, error) &&
         pm_mail_queue_drop (db, id, error) &&
         pm_db_run (db, error,
                    "UPDATE invitation SET status = 'pending', expires_at = ?2, email_sent = 0,"
                    " email_error = NULL, resend_count = resend_count + 1, last_resent_at = ?3,"
                    " delivery_state = 'queued', delivery_attempts = 0,"
                    " delivery_last_error = NULL, delivery_sent_at = NULL,"
                    " delivery_link_opened_at = NULL WHERE id = ?1",
                    "iii", id, expires_at, now) &&
         pm_invite_mail_add (db, request, invitation, "resend", error);
}

static gboolean
note (PmDb *db, PmRequest *request, gint64 id, const char *event, GError **error)
{
  return pm_invitation_events_add (db, id, event, pm_request_get_now (request),
                                   pm_request_get_user_id (request), error) &&
         pm_changes_note (db, pm_request_get_tenant_id (request), "invitation", id, error);
}

/**
 * pm_invite_rule_resend:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Mails an invitation again, with a fresh link and a fresh life; older links are dead.
 *
 * Returns: (transfer full) (nullable): the answer; %PM_ERROR_TOO_MANY, tagged `resend_throttled`,
 *   if it is too soon
 */
PmReply *
pm_invite_rule_resend (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 now = pm_request_get_now (request);
  gint64 poc_id = pm_request_get_id (request, "poc");
  gint64 id = pm_request_get_id (request, "invitation");
  g_autoptr (PmInvitation) invitation = pm_invitation_store_get (db, poc_id, id, error);
  g_autoptr (PmInvitation) renewed = NULL;

  if (invitation == NULL || !check_resend (db, invitation, now, error) ||
      !check_throttle (db, invitation, now, error) || !renew (db, request, invitation, error) ||
      !note (db, request, id, PM_EVENT_KIND_RESENT, error))
    return NULL;
  renewed = pm_invitation_store_get (db, poc_id, id, error);
  if (renewed == NULL)
    return NULL;
  return pm_reply_new_object (200, pm_invitation_store_encode (renewed, now));
}

/**
 * pm_invite_rule_cancel:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Cancels an invitation: its links are dead, a mail that waits is not sent.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_invite_rule_cancel (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 now = pm_request_get_now (request);
  gint64 id = pm_request_get_id (request, "invitation");
  g_autoptr (PmInvitation) invitation =
      pm_invitation_store_get (db, pm_request_get_id (request, "poc"), id, error);
  PmInvitationStatus status;

  if (invitation == NULL)
    return NULL;
  status = pm_invitation_status_at (invitation, now);
  if (status != PM_INVITATION_STATUS_PENDING && status != PM_INVITATION_STATUS_FAILED) {
    refuse_status (error, "revoke", status);
    return NULL;
  }
  if (!pm_link_kill_all (db, id, now, error) || !pm_mail_queue_drop (db, id, error) ||
      !pm_db_run (db, error,
                  "UPDATE invitation SET status = 'revoked', delivery_state = CASE"
                  " WHEN delivery_state IN ('queued', 'deferred') THEN 'none'"
                  " ELSE delivery_state END WHERE id = ?1",
                  "i", id) ||
      !note (db, request, id, PM_EVENT_KIND_CANCELLED, error))
    return NULL;
  return pm_reply_new_message (200, "Invitation revoked successfully");
}
