/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-accept.h"

#include "domain/pm-error.h"
#include "server/accounts/pm-account.h"
#include "server/changes/pm-changes.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/mail/pm-mail-queue.h"
#include "server/pocs/pm-poc-store.h"

/* On the writing thread, in the caller's transaction. */

/**
 * pm_accept_add_account:
 * @db: the connection
 * @invitation: what the person has followed
 * @password_hash: of the password that they chose
 * @now: the moment
 * @error: return location
 *
 * Makes an account for an invited address. It counts as verified: the link was mailed to it.
 *
 * Returns: the account; -1 on failure
 */
gint64
pm_accept_add_account (PmDb *db,
                       PmInvitation *invitation,
                       const char *password_hash,
                       gint64 now,
                       GError **error)
{
  g_autoptr (PmUser) user = pm_user_new ();

  pm_user_set_email (user, pm_invitation_get_email (invitation));
  pm_user_set_full_name (user, pm_invitation_get_full_name (invitation));
  pm_user_set_first_name (user, pm_invitation_get_first_name (invitation));
  pm_user_set_last_name (user, pm_invitation_get_last_name (invitation));
  pm_user_set_title (user, pm_invitation_get_title (invitation));
  pm_user_set_created_at (user, now);
  return pm_account_create (db, user, password_hash, error);
}

/* A link does not bring back whom an admin has sent away. */
static gboolean
check_membership (PmDb *db, const PmLink *link, gint64 user_id, GError **error)
{
  gint64 is_active = 1;

  if (!pm_db_query_int64 (db, &is_active, error,
                          "SELECT is_active FROM membership WHERE user_id = ?1 AND tenant_id = ?2",
                          "ii", user_id, link->tenant_id))
    return FALSE;
  if (!is_active)
    g_set_error (error, PM_ERROR, PM_ERROR_FORBIDDEN,
                 "Your access to this tenant has been deactivated");
  return is_active != 0;
}

static gboolean
join (PmDb *db, const PmLink *link, gint64 user_id, gint64 now, GError **error)
{
  PmRole role =
      pm_invitation_get_is_customer (link->invitation) ? PM_ROLE_CUSTOMER : PM_ROLE_SALES_ENGINEER;

  return check_membership (db, link, user_id, error) &&
         pm_account_join (db, user_id, link->tenant_id, role, now, error);
}

static gboolean
take_part (PmDb *db, const PmLink *link, gint64 user_id, gint64 now, GError **error)
{
  g_autoptr (PmPoc) poc = pm_poc_store_get (db, pm_invitation_get_poc_id (link->invitation), error);

  return poc != NULL && pm_poc_store_add_participant (
                            db, poc, user_id, pm_invitation_get_is_customer (link->invitation),
                            pm_invitation_get_created_at (link->invitation), now, error);
}

static gboolean
use_up (PmDb *db, const PmLink *link, gint64 user_id, gint64 now, GError **error)
{
  gint64 id = pm_invitation_get_id (link->invitation);

  return pm_link_kill_all (db, id, now, error) && pm_mail_queue_drop (db, id, error) &&
         pm_db_run (db, error,
                    "UPDATE invitation SET status = 'accepted', accepted_at = ?2,"
                    " accepted_by = ?3 WHERE id = ?1",
                    "iii", id, now, user_id) &&
         pm_invitation_events_tell (db, link->tenant_id, link->invitation, PM_EVENT_KIND_ACCEPTED,
                                    now, user_id, error) &&
         pm_changes_note (db, link->tenant_id, "invitation", id, error);
}

/**
 * pm_accept_finish:
 * @db: the connection
 * @link: an open link
 * @user_id: who accepts
 * @now: the moment
 * @error: return location
 *
 * Makes the person a member of the organization and a participant of the POC, and uses the
 * invitation up.
 */
gboolean
pm_accept_finish (PmDb *db, const PmLink *link, gint64 user_id, gint64 now, GError **error)
{
  return join (db, link, user_id, now, error) && take_part (db, link, user_id, now, error) &&
         use_up (db, link, user_id, now, error);
}
