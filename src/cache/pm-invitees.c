/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-invitees.h"

#include "domain/pm-invitation.h"

struct _PmInvitees {
  GHashTable *known; /* the invitation's id → PmInvitation with nothing else in it */
};

static const guint fields[] = {
  PM_INVITATION_FIRST_NAME,
  PM_INVITATION_LAST_NAME,
  PM_INVITATION_TITLE,
};

/**
 * pm_invitees_new:
 *
 * Returns: (transfer full): nobody yet
 */
PmInvitees *
pm_invitees_new (void)
{
  PmInvitees *self = g_new0 (PmInvitees, 1);

  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  return self;
}

void
pm_invitees_free (PmInvitees *self)
{
  g_hash_table_unref (self->known);
  g_free (self);
}

/**
 * pm_invitees_load:
 * @self: the invitees
 * @drafts: drafts.db
 * @error: return location
 *
 * Reads what is known.
 */
gboolean
pm_invitees_load (PmInvitees *self, PmDb *drafts, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *statement = pm_db_query (drafts, &local, "SELECT * FROM invitee", "");

  while (statement != NULL && pm_statement_step (statement, &local)) {
    PmRecord *invitee = pm_statement_new_record (statement, PM_TYPE_INVITATION);
    gint64 id = pm_invitation_get_id (PM_INVITATION (invitee));

    g_hash_table_insert (self->known, g_memdup2 (&id, sizeof id), invitee);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_invitees_complete:
 * @self: the invitees
 * @record: a record as a plain server has it, which may be shared
 *
 * Returns: (transfer full): the record, with what only this desktop knows of it
 */
PmRecord *
pm_invitees_complete (PmInvitees *self, PmRecord *record)
{
  gint64 id = pm_record_get_integer (record, 0);
  PmRecord *invitee = PM_IS_INVITATION (record) ? g_hash_table_lookup (self->known, &id) : NULL;
  PmRecord *whole;

  if (invitee == NULL)
    return g_object_ref (record);
  whole = pm_record_copy (record);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    pm_record_set_string (whole, fields[i], pm_record_get_string (invitee, fields[i]));
  return whole;
}

/**
 * pm_invitees_keep:
 * @drafts: drafts.db, in the transaction that deletes the operation
 * @operation_id: what has sent the invitation
 * @invitation_id: the invitation
 * @error: return location
 *
 * Keeps what the operation said of the invitee.
 */
gboolean
pm_invitees_keep (PmDb *drafts, gint64 operation_id, gint64 invitation_id, GError **error)
{
  return pm_db_run (drafts, error,
                    "INSERT OR REPLACE INTO invitee "
                    "SELECT ?2, payload ->> '$.first_name', payload ->> '$.last_name',"
                    "  payload ->> '$.title' "
                    "FROM operation WHERE id = ?1 AND json_valid(payload)",
                    "ii", operation_id, invitation_id);
}
