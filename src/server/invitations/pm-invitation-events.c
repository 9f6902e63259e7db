/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invitation-events.h"

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
