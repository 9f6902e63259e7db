/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invite-mail.h"

#include "server/invitations/pm-invitation-link.h"
#include "server/mail/pm-mail-queue.h"
#include "server/mail/pm-mailer.h"

/**
 * pm_invite_mail_add:
 * @db: the connection, in a transaction
 * @server: the server
 * @tenant_id: the organization that invites
 * @invitation: the invitation
 * @kind: `first`, `resend` or `reminder`
 * @now: the moment
 * @error: return location
 *
 * Makes a link for the invitation and puts the mail that carries it into the queue. It waits
 * there until the invitation is to be sent.
 */
gboolean
pm_invite_mail_add (PmDb *db,
                    PmServer *server,
                    gint64 tenant_id,
                    PmInvitation *invitation,
                    const char *kind,
                    gint64 now,
                    GError **error)
{
  PmMailer *mailer = pm_server_get_mailer (server);
  gint64 id = pm_invitation_get_id (invitation);
  g_autofree char *token = pm_link_make (db, id, kind, now, error);
  g_autofree char *link = NULL;

  if (token == NULL)
    return FALSE;
  link = g_strconcat (pm_server_get_public_url (server), "/i/", token, NULL);
  return pm_mail_queue_add (db, pm_mailer_get_key (mailer),
                            &(PmMailOrder) {
                                .tenant_id = tenant_id,
                                .invitation_id = id,
                                .kind = kind,
                                .recipient = pm_invitation_get_email (invitation),
                                .link = link,
                                .host = pm_mailer_get_host (mailer),
                                .now = now,
                                .not_before = pm_invitation_get_send_at (invitation),
                                .give_up_at = pm_invitation_get_expires_at (invitation),
                            },
                            error);
}

/**
 * pm_invite_mail_expiry:
 * @db: a connection
 * @tenant_id: an organization
 * @now: when a link is made
 * @error: return location
 *
 * Returns: when it expires; 0 on failure
 */
gint64
pm_invite_mail_expiry (PmDb *db, gint64 tenant_id, gint64 now, GError **error)
{
  gint64 days = 0;

  if (!pm_db_query_int64 (db, &days, error,
                          "SELECT invitation_days FROM organization WHERE id = ?1", "i", tenant_id))
    return 0;
  return now + days * G_TIME_SPAN_DAY;
}
