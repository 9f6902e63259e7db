/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-invitation-rules.h"
#include "domain/pm-reminder-rules.h"
#include "server/changes/pm-changes.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-link.h"
#include "server/invitations/pm-invitation-store.h"
#include "server/invitations/pm-invite-mail.h"
#include "server/invitations/pm-invite-reply.h"
#include "server/invitations/pm-invite-rules.h"
#include "server/invitations/pm-invite-throttle.h"
#include "server/mail/pm-mail-queue.h"

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED, words);
  return FALSE;
}

static gboolean
check (PmDb *db, PmInvitation *invitation, gint64 now, GError **error)
{
  PmInvitationStatus status = pm_invitation_status_at (invitation, now);
  gboolean is_newest, takes_part;

  if (status == PM_INVITATION_STATUS_ACCEPTED || status == PM_INVITATION_STATUS_REVOKED)
    return pm_invite_refuse_status ("resend", status, error);
  if (!pm_invitation_store_is_newest (db, invitation, &is_newest, error) ||
      !pm_invitation_store_takes_part (db, pm_invitation_get_poc_id (invitation),
                                       pm_invitation_get_email (invitation), &takes_part, error))
    return FALSE;
  if (!is_newest)
    return refuse (error, "A newer invitation exists");
  if (takes_part)
    return refuse (error, "User is already a participant in this POC");
  return pm_invite_throttle_check_mail (db, invitation, PM_MAIL_KIND_RESEND, now, error);
}

/* A new life from now on, whatever was planned: with new reminders, and nothing of the old mail. */
static gboolean
renew (PmDb *db, PmInvitation *invitation, gint64 tenant_id, gint64 now, GError **error)
{
  gint64 id = pm_invitation_get_id (invitation);
  gint64 expires_at = pm_invite_mail_expiry (db, tenant_id, now, error);

  if (expires_at == 0)
    return FALSE;
  pm_invitation_set_send_at (invitation, 0);
  pm_invitation_set_last_resent_at (invitation, now);
  pm_invitation_set_expires_at (invitation, expires_at);
  pm_invitation_set_reminder_count (invitation, 0);
  return pm_db_run (db, error,
                    "UPDATE invitation SET status = 'pending', expires_at = ?2, email_sent = 0,"
                    " email_error = NULL, resend_count = resend_count + 1, last_resent_at = ?3,"
                    " send_at = NULL, reminder_count = 0, last_reminded_at = NULL,"
                    " remind_at = nullif (?4, 0), delivery_state = 'queued',"
                    " delivery_attempts = 0, delivery_last_error = NULL, delivery_sent_at = NULL,"
                    " delivery_link_opened_at = NULL WHERE id = ?1",
                    "iiii", id, expires_at, now, pm_reminder_next_at (invitation, now));
}

static gboolean
resend (PmDb *db, PmRequest *request, PmInvitation *invitation, GError **error)
{
  gint64 now = pm_request_get_now (request);
  gint64 tenant_id = pm_request_get_tenant_id (request);
  gint64 id = pm_invitation_get_id (invitation);

  return pm_link_kill_all (db, id, now, error) && pm_mail_queue_drop (db, id, error) &&
         renew (db, invitation, tenant_id, now, error) &&
         pm_invite_mail_add (db, pm_request_get_server (request), tenant_id, invitation,
                             PM_MAIL_KIND_RESEND, now, error) &&
         pm_invitation_events_tell (db, tenant_id, invitation, PM_EVENT_KIND_RESENT, now,
                                    pm_request_get_user_id (request), error) &&
         pm_changes_note (db, tenant_id, "invitation", id, error);
}

/**
 * pm_invite_rule_resend:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Mails an invitation again, at once, with a fresh link and a fresh life; older links are dead,
 * and its reminders begin anew.
 *
 * Returns: (transfer full) (nullable): the answer; %PM_ERROR_TOO_MANY, tagged `resend_throttled`,
 *   if it is too soon
 */
PmReply *
pm_invite_rule_resend (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 poc_id = pm_request_get_id (request, "poc");
  gint64 id = pm_request_get_id (request, "invitation");
  g_autoptr (PmInvitation) invitation = pm_invitation_store_get (db, poc_id, id, error);

  if (invitation == NULL || !check (db, invitation, pm_request_get_now (request), error) ||
      !resend (db, request, invitation, error))
    return NULL;
  return pm_invite_reply (db, request, id, error);
}
