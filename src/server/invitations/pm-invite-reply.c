/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invite-reply.h"

#include "domain/pm-error.h"
#include "server/invitations/pm-invitation-store.h"

/**
 * pm_invite_reply:
 * @db: the connection
 * @request: a request that reaches a POC
 * @invitation_id: an invitation to it
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the invitation, as it is stored now
 */
PmReply *
pm_invite_reply (PmDb *db, PmRequest *request, gint64 invitation_id, GError **error)
{
  g_autoptr (PmInvitation) invitation =
      pm_invitation_store_get (db, pm_request_get_id (request, "poc"), invitation_id, error);

  if (invitation == NULL)
    return NULL;
  return pm_reply_new_object (
      200, pm_invitation_store_encode (invitation, pm_request_get_now (request)));
}

/**
 * pm_invite_refuse_status:
 * @what: what cannot be done, as `resend`
 * @status: the invitation's, which stands against it
 * @error: return location
 *
 * Returns: %FALSE
 */
gboolean
pm_invite_refuse_status (const char *what, PmInvitationStatus status, GError **error)
{
  g_set_error (error, PM_ERROR, PM_ERROR_REFUSED, "Cannot %s invitation with status: %s", what,
               pm_enum_to_nick (PM_TYPE_INVITATION_STATUS, status));
  return FALSE;
}
