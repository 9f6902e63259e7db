/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-store.h"
#include "server/invitations/pm-invite-input.h"
#include "server/invitations/pm-invite-mail.h"
#include "server/invitations/pm-invite-rules.h"
#include "server/pm-server.h"

static gboolean
refuse_too_many (gint64 possible_at, gint64 now, GError **error)
{
  GError *refusal = g_error_new (PM_ERROR, PM_ERROR_TOO_MANY,
                                 "Too many invitations were sent. Please try again later.");

  pm_error_set_tag (refusal, "too_many_invitations");
  pm_error_set_retry_after (refusal, possible_at - now);
  g_propagate_error (error, refusal);
  return FALSE;
}

/* The oldest of the newest @max says when the next one is possible. */
static gboolean
check_limit (PmDb *db,
             const char *sql,
             gint64 whose,
             guint max,
             gint64 window,
             gint64 now,
             GError **error)
{
  gint64 oldest = 0;

  if (max == 0)
    return TRUE;
  if (!pm_db_query_int64 (db, &oldest, error, sql, "iii", whose, now - window, (gint64) max - 1))
    return FALSE;
  return oldest == 0 || refuse_too_many (oldest + window, now, error);
}

static gboolean
check_limits (PmDb *db, PmRequest *request, GError **error)
{
  PmServerConfig *config = pm_server_get_config (pm_request_get_server (request));
  gint64 now = pm_request_get_now (request);

  return check_limit (db,
                      "SELECT created_at FROM invitation WHERE invited_by = ?1"
                      " AND created_at > ?2 ORDER BY created_at DESC LIMIT 1 OFFSET ?3",
                      pm_request_get_user_id (request), config->invitations_per_hour,
                      G_TIME_SPAN_HOUR, now, error) &&
         check_limit (db,
                      "SELECT created_at FROM invitation WHERE tenant_id = ?1"
                      " AND created_at > ?2 ORDER BY created_at DESC LIMIT 1 OFFSET ?3",
                      pm_request_get_tenant_id (request), config->invitations_per_day,
                      G_TIME_SPAN_DAY, now, error);
}

static gboolean
check_invitee (PmDb *db, PmInvitation *invitation, GError **error)
{
  gboolean takes_part;

  if (!pm_invitation_store_takes_part (db, pm_invitation_get_poc_id (invitation),
                                       pm_invitation_get_email (invitation), &takes_part, error))
    return FALSE;
  if (takes_part)
    g_set_error (error, PM_ERROR, PM_ERROR_REFUSED, "User is already a participant in this POC");
  return !takes_part;
}

static PmInvitation *
make_invitation (PmDb *db, PmRequest *request, GError **error)
{
  g_autoptr (PmInvitation) invitation = pm_invitation_new ();
  gint64 now = pm_request_get_now (request);
  gint64 expires_at = pm_invite_mail_expiry (db, pm_request_get_tenant_id (request), now, error);

  if (expires_at == 0 || !pm_invite_input_read (invitation, pm_request_get_body (request),
                                                pm_request_get_role (request), error))
    return NULL;
  pm_invitation_set_poc_id (invitation, pm_request_get_id (request, "poc"));
  pm_invitation_set_invited_by (invitation, pm_request_get_user_id (request));
  pm_invitation_set_created_at (invitation, now);
  pm_invitation_set_expires_at (invitation, expires_at);
  return g_steal_pointer (&invitation);
}

static PmReply *
reply_invitation (PmDb *db, PmInvitation *made, gint64 now, GError **error)
{
  g_autoptr (PmInvitation) invitation = pm_invitation_store_get (
      db, pm_invitation_get_poc_id (made), pm_invitation_get_id (made), error);

  if (invitation == NULL)
    return NULL;
  return pm_reply_new_object (201, pm_invitation_store_encode (invitation, now));
}

/**
 * pm_invite_rule_create:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Invites an address to a POC: invitation, link, mail and history, or nothing of it.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_invite_rule_create (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 now = pm_request_get_now (request);
  g_autoptr (PmInvitation) invitation = make_invitation (db, request, error);

  if (invitation == NULL || !check_limits (db, request, error) ||
      !check_invitee (db, invitation, error) ||
      !pm_invitation_store_expire_for (db, pm_invitation_get_poc_id (invitation),
                                       pm_invitation_get_email (invitation), now, error) ||
      !pm_invitation_store_add (db, invitation, pm_request_get_tenant_id (request), error) ||
      !pm_invitation_events_add (db, pm_invitation_get_id (invitation), PM_EVENT_KIND_INVITED, now,
                                 pm_request_get_user_id (request), error) ||
      !pm_invite_mail_add (db, request, invitation, "first", error))
    return NULL;
  return reply_invitation (db, invitation, now, error);
}
