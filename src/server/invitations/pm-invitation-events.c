/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invitation-events.h"

#include "server/audit/pm-audit.h"
#include "server/pm-rows.h"

/**
 * pm_invitation_events_add:
 * @db: the connection, in a transaction
 * @invitation_id: an invitation
 * @kind: what happened
 * @at: when
 * @user_id: who did it; 0: nobody
 * @error: return location
 *
 * Adds a line to an invitation's history.
 */
gboolean
pm_invitation_events_add (PmDb *db,
                          gint64 invitation_id,
                          const char *kind,
                          gint64 at,
                          gint64 user_id,
                          GError **error)
{
  return pm_db_run (db, error,
                    "INSERT INTO invitation_event (invitation_id, at, kind, user_id)"
                    " VALUES (?1, ?2, ?3, nullif (?4, 0))",
                    "iisi", invitation_id, at, kind, user_id);
}

/* What is written down beside the history, for the whole organization. */
static const struct {
  const char *kind;
  const char *action;
} audited[] = {
  { PM_EVENT_KIND_INVITED, PM_AUDIT_INVITED },   { PM_EVENT_KIND_RESENT, PM_AUDIT_RESENT },
  { PM_EVENT_KIND_REMINDED, PM_AUDIT_REMINDED }, { PM_EVENT_KIND_CANCELLED, PM_AUDIT_CANCELLED },
  { PM_EVENT_KIND_ACCEPTED, PM_AUDIT_ACCEPTED },
};

static const char *
find_action (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (audited); i++)
    if (g_str_equal (audited[i].kind, kind))
      return audited[i].action;
  g_assert_not_reached ();
}

/**
 * pm_invitation_events_tell:
 * @db: the connection, in a transaction
 * @tenant_id: the organization that invites
 * @invitation: an invitation
 * @kind: what somebody did with it
 * @at: when
 * @user_id: who did it; 0: the server by itself
 * @error: return location
 *
 * Adds a line to an invitation's history, and one to the organization's audit log.
 */
gboolean
pm_invitation_events_tell (PmDb *db,
                           gint64 tenant_id,
                           PmInvitation *invitation,
                           const char *kind,
                           gint64 at,
                           gint64 user_id,
                           GError **error)
{
  g_autofree char *target =
      g_strdup_printf ("%s to POC %" G_GINT64_FORMAT, pm_invitation_get_email (invitation),
                       pm_invitation_get_poc_id (invitation));

  return pm_invitation_events_add (db, pm_invitation_get_id (invitation), kind, at, user_id,
                                   error) &&
         pm_audit_note (db, tenant_id, find_action (kind), target, error);
}

/**
 * pm_invitation_events_list:
 * @db: a connection
 * @invitation_id: an invitation
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its history, oldest first
 */
JsonArray *
pm_invitation_events_list (PmDb *db, gint64 invitation_id, GError **error)
{
  return pm_rows_take_json (
      pm_db_query (db, error,
                   "SELECT at, kind, full_name AS \"by\" FROM invitation_event"
                   " LEFT JOIN account ON account.id = user_id"
                   " WHERE invitation_id = ?1 ORDER BY invitation_event.id",
                   "i", invitation_id),
      PM_TYPE_EVENT, error);
}
