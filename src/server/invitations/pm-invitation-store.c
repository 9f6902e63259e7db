/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invitation-store.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation-rules.h"
#include "domain/pm-reminder-rules.h"
#include "server/changes/pm-changes.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-link.h"
#include "server/mail/pm-mail-queue.h"
#include "server/pm-rows.h"
#include "wire/pm-wire.h"

/* On a database's thread, all of it; what writes must stand in the caller's transaction. */

/* So many expire in one transaction, so that others get their turn. */
#define SWEEP_MAX 500

/**
 * pm_invitation_store_get:
 * @db: a connection
 * @poc_id: a POC
 * @invitation_id: an invitation to it
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the invitation; %PM_ERROR_NOT_FOUND if there is none
 */
PmInvitation *
pm_invitation_store_get (PmDb *db, gint64 poc_id, gint64 invitation_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmInvitation *invitation = pm_rows_take_record (
      pm_db_query (db, &local, "SELECT * FROM invitation WHERE id = ?1 AND poc_id = ?2", "ii",
                   invitation_id, poc_id),
      PM_TYPE_INVITATION, &local);

  if (invitation == NULL && local == NULL)
    g_set_error (error, PM_ERROR, PM_ERROR_NOT_FOUND, "Invitation not found");
  else if (invitation == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return invitation;
}

static PmInvitation *
insert (PmDb *db, PmInvitation *invitation, gint64 tenant_id, GError **error)
{
  g_autofree char *folded = pm_address_fold (pm_invitation_get_email (invitation));
  gint64 created_at = pm_invitation_get_created_at (invitation);

  return pm_rows_take_record (
      pm_db_query (
          db, error,
          "INSERT INTO invitation (tenant_id, poc_id, email, email_folded, full_name, first_name,"
          " last_name, title, status, is_customer, personal_message, invited_by, created_at,"
          " expires_at, email_sent, resend_count, delivery_state, delivery_attempts, send_at,"
          " remind_at)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'pending', ?9, ?10, ?11, ?12, ?13, 0, 0,"
          " 'queued', 0, nullif (?14, 0), nullif (?15, 0))"
          " ON CONFLICT (poc_id, email_folded) WHERE status = 'pending' DO NOTHING RETURNING *",
          "iissssssisiiiii", tenant_id, pm_invitation_get_poc_id (invitation),
          pm_invitation_get_email (invitation), folded, pm_invitation_get_full_name (invitation),
          pm_invitation_get_first_name (invitation), pm_invitation_get_last_name (invitation),
          pm_invitation_get_title (invitation), (gint64) pm_invitation_get_is_customer (invitation),
          pm_invitation_get_personal_message (invitation),
          pm_invitation_get_invited_by (invitation), created_at,
          pm_invitation_get_expires_at (invitation), pm_invitation_get_send_at (invitation),
          pm_reminder_next_at (invitation, created_at)),
      PM_TYPE_INVITATION, error);
}

/**
 * pm_invitation_store_add:
 * @db: the connection
 * @invitation: a new invitation
 * @tenant_id: the organization that invites
 * @error: return location
 *
 * Writes a pending invitation.
 *
 * Returns: (transfer full) (nullable): what is stored; %NULL with %PM_ERROR_REFUSED if the address
 *   has one already
 */
PmInvitation *
pm_invitation_store_add (PmDb *db, PmInvitation *invitation, gint64 tenant_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PmInvitation) stored = insert (db, invitation, tenant_id, &local);

  if (stored == NULL && local == NULL)
    g_set_error (error, PM_ERROR, PM_ERROR_REFUSED,
                 "Pending invitation already exists for this email");
  else if (stored == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (pm_changes_note (db, tenant_id, "invitation", pm_invitation_get_id (stored), error))
    return g_steal_pointer (&stored);
  return NULL;
}

/**
 * pm_invitation_store_is_newest:
 * @db: a connection
 * @invitation: an invitation
 * @is_newest: (out): whether its address was not invited to its POC again since
 * @error: return location
 */
gboolean
pm_invitation_store_is_newest (PmDb *db,
                               PmInvitation *invitation,
                               gboolean *is_newest,
                               GError **error)
{
  g_autofree char *folded = pm_address_fold (pm_invitation_get_email (invitation));
  gint64 newest = 0;
  gboolean asked = pm_db_query_int64 (
      db, &newest, error, "SELECT max (id) FROM invitation WHERE poc_id = ?1 AND email_folded = ?2",
      "is", pm_invitation_get_poc_id (invitation), folded);

  *is_newest = newest == pm_invitation_get_id (invitation);
  return asked;
}

/**
 * pm_invitation_store_takes_part:
 * @db: a connection
 * @poc_id: a POC
 * @address: an e-mail address
 * @takes_part: (out): whether the account of that address takes part in the POC
 * @error: return location
 */
gboolean
pm_invitation_store_takes_part (PmDb *db,
                                gint64 poc_id,
                                const char *address,
                                gboolean *takes_part,
                                GError **error)
{
  g_autofree char *folded = pm_address_fold (address);
  gint64 found = 0;
  gboolean asked = pm_db_query_int64 (db, &found, error,
                                      "SELECT 1 FROM participant"
                                      " JOIN account ON account.id = user_id"
                                      " WHERE poc_id = ?1 AND email_folded = ?2",
                                      "is", poc_id, folded);

  *takes_part = found != 0;
  return asked;
}

/* A mail that was still waiting will not be sent any more. The history says when it expired, not
 * when that was noticed. */
static gboolean
expire (PmDb *db, gint64 id, gint64 now, GError **error)
{
  PmStatement *row =
      pm_db_query (db, error,
                   "UPDATE invitation SET status = 'expired', delivery_state = CASE"
                   " WHEN delivery_state IN ('queued', 'deferred') THEN 'failed'"
                   " ELSE delivery_state END WHERE id = ?1 RETURNING tenant_id, expires_at",
                   "i", id);
  gint64 tenant_id, expired_at;

  if (row == NULL || !pm_statement_step (row, error))
    return FALSE;
  tenant_id = pm_statement_get_int64 (row, 0);
  expired_at = pm_statement_get_int64 (row, 1);
  pm_statement_reset (row);
  return pm_link_kill_all (db, id, now, error) && pm_mail_queue_drop (db, id, error) &&
         pm_invitation_events_add (db, id, PM_EVENT_KIND_EXPIRED, expired_at, 0, error) &&
         pm_changes_note (db, tenant_id, "invitation", id, error);
}

static gboolean
expire_all (PmDb *db, GArray *ids, gint64 now, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    if (!expire (db, g_array_index (ids, gint64, i), now, error))
      return FALSE;
  return TRUE;
}

/**
 * pm_invitation_store_make_way:
 * @db: the connection
 * @poc_id: a POC
 * @address: an e-mail address
 * @now: the moment
 * @error: return location
 *
 * Makes way for a new invitation: one that is still stored as pending, but is past its life, is
 * stored as expired, and the links of one whose mail was refused are dead.
 */
gboolean
pm_invitation_store_make_way (PmDb *db,
                              gint64 poc_id,
                              const char *address,
                              gint64 now,
                              GError **error)
{
  g_autofree char *folded = pm_address_fold (address);
  g_autoptr (GArray) ids = pm_rows_take_integers (
      pm_db_query (db, error,
                   "SELECT id FROM invitation WHERE poc_id = ?1 AND email_folded = ?2"
                   " AND status = 'pending' AND expires_at <= ?3",
                   "isi", poc_id, folded, now),
      error);

  return ids != NULL && expire_all (db, ids, now, error) &&
         pm_db_run (db, error,
                    "UPDATE invitation_token SET dead_since = ?3 WHERE dead_since IS NULL"
                    " AND invitation_id IN (SELECT id FROM invitation"
                    "   WHERE poc_id = ?1 AND email_folded = ?2 AND status = 'failed')",
                    "isi", poc_id, folded, now);
}

/**
 * pm_invitation_store_sweep:
 * @db: the connection
 * @now: the moment
 * @has_more: (out): whether there may be more to do, in another transaction
 * @error: return location
 *
 * Stores as expired what is past its life, so that every copy learns of it.
 */
gboolean
pm_invitation_store_sweep (PmDb *db, gint64 now, gboolean *has_more, GError **error)
{
  g_autoptr (GArray) ids = pm_rows_take_integers (
      pm_db_query (db, error,
                   "SELECT id FROM invitation WHERE status = 'pending' AND expires_at <= ?1"
                   " ORDER BY expires_at LIMIT ?2",
                   "ii", now, (gint64) SWEEP_MAX),
      error);

  *has_more = ids != NULL && ids->len == SWEEP_MAX;
  return ids != NULL && expire_all (db, ids, now, error);
}

/**
 * pm_invitation_store_encode:
 * @invitation: an invitation
 * @now: the moment
 *
 * Returns: (transfer full): the invitation as the API writes it, with the status that holds now
 */
JsonObject *
pm_invitation_store_encode (PmInvitation *invitation, gint64 now)
{
  JsonObject *object = pm_wire_encode (PM_RECORD (invitation));
  PmInvitationStatus status = pm_invitation_status_at (invitation, now);

  json_object_set_string_member (object, "status",
                                 pm_enum_to_nick (PM_TYPE_INVITATION_STATUS, status));
  return object;
}
