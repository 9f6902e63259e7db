/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invite-cancel.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation-rules.h"
#include "server/changes/pm-changes.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-link.h"
#include "server/invitations/pm-invitation-store.h"
#include "server/invitations/pm-invite-reply.h"
#include "server/invitations/pm-invite-rules.h"
#include "server/mail/pm-mail-queue.h"

/* A mail that was still waiting is not sent any more. */
static gboolean
cancel (PmDb *db, PmRequest *request, PmInvitation *invitation, GError **error)
{
  gint64 now = pm_request_get_now (request);
  gint64 tenant_id = pm_request_get_tenant_id (request);
  gint64 id = pm_invitation_get_id (invitation);

  return pm_link_kill_all (db, id, now, error) && pm_mail_queue_drop (db, id, error) &&
         pm_db_run (db, error,
                    "UPDATE invitation SET status = 'revoked', delivery_state = CASE"
                    " WHEN delivery_state IN ('queued', 'deferred') THEN 'none'"
                    " ELSE delivery_state END WHERE id = ?1",
                    "i", id) &&
         pm_invitation_events_tell (db, tenant_id, invitation, PM_EVENT_KIND_CANCELLED, now,
                                    pm_request_get_user_id (request), error) &&
         pm_changes_note (db, tenant_id, "invitation", id, error);
}

/**
 * pm_invite_cancel_open:
 * @db: the connection, in a transaction
 * @request: a request that reaches the POC
 * @address: an e-mail address
 * @error: return location
 *
 * Cancels what still invites the address to the POC, if anything does: whether it may come in has
 * been decided otherwise.
 */
gboolean
pm_invite_cancel_open (PmDb *db, PmRequest *request, const char *address, GError **error)
{
  gint64 poc_id = pm_request_get_id (request, "poc");
  g_autofree char *folded = pm_address_fold (address);
  g_autoptr (PmInvitation) open = NULL;
  gint64 id = 0;

  if (!pm_invitation_store_make_way (db, poc_id, address, pm_request_get_now (request), error) ||
      !pm_db_query_int64 (db, &id, error,
                          "SELECT id FROM invitation WHERE poc_id = ?1 AND email_folded = ?2"
                          " AND status = 'pending'",
                          "is", poc_id, folded))
    return FALSE;
  if (id == 0)
    return TRUE;
  open = pm_invitation_store_get (db, poc_id, id, error);
  return open != NULL && cancel (db, request, open, error);
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
  gint64 id = pm_request_get_id (request, "invitation");
  g_autoptr (PmInvitation) invitation =
      pm_invitation_store_get (db, pm_request_get_id (request, "poc"), id, error);
  PmInvitationStatus status;

  if (invitation == NULL)
    return NULL;
  status = pm_invitation_status_at (invitation, pm_request_get_now (request));
  if (status != PM_INVITATION_STATUS_PENDING && status != PM_INVITATION_STATUS_FAILED) {
    pm_invite_refuse_status ("revoke", status, error);
    return NULL;
  }
  if (!cancel (db, request, invitation, error))
    return NULL;
  return pm_reply_new_message (200, "Invitation revoked successfully");
}
