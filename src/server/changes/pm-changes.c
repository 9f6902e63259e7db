/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/changes/pm-changes.h"

#include "server/changes/pm-change-log.h"
#include "server/pm-rows.h"

#define COUNT \
  "INSERT INTO change_counter (tenant_id, sequence) VALUES (?1, 1) " \
  "ON CONFLICT (tenant_id) DO UPDATE SET sequence = change_counter.sequence + 1 " \
  "RETURNING sequence"

/* The operation that made an object stays with it: only another operation takes its place. */
#define NOTE \
  "INSERT INTO change (tenant_id, type, object_id, revision, destroyed, changed_at, " \
  "  client_key, client_user_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) " \
  "ON CONFLICT (tenant_id, type, object_id) DO UPDATE SET revision = excluded.revision, " \
  "  destroyed = excluded.destroyed, changed_at = excluded.changed_at, " \
  "  client_key = COALESCE (excluded.client_key, change.client_key), " \
  "  client_user_id = CASE WHEN excluded.client_key IS NULL THEN change.client_user_id " \
  "    ELSE excluded.client_user_id END"

/**
 * pm_change_log_new:
 * @now: the time of the write
 *
 * Returns: (transfer full): what a write belongs to
 */
PmChangeLog *
pm_change_log_new (gint64 now)
{
  PmChangeLog *self = g_new0 (PmChangeLog, 1);

  self->now = now;
  self->moved = g_array_new (FALSE, FALSE, sizeof (PmMove));
  return self;
}

void
pm_change_log_free (PmChangeLog *self)
{
  g_array_unref (self->moved);
  g_free (self);
}

static void
log_move (PmChangeLog *log, gint64 tenant_id, gint64 sequence)
{
  PmMove move = { tenant_id, sequence };

  for (guint i = 0; i < log->moved->len; i++) {
    PmMove *known = &g_array_index (log->moved, PmMove, i);

    if (known->tenant_id != tenant_id)
      continue;
    known->sequence = sequence;
    return;
  }
  g_array_append_val (log->moved, move);
}

/* Nobody is woken for it: it travels with the next news, or when a poll's time is over. */
static gboolean
is_quiet (const char *type)
{
  return g_str_equal (type, "engagement");
}

static gboolean
note (PmDb *db, gint64 tenant_id, const char *type, gint64 id, gboolean destroyed, GError **error)
{
  PmChangeLog *log = pm_db_get_user_data (db);
  gint64 sequence = 0;

  g_assert (tenant_id > 0 && id > 0);

  if (!pm_db_query_int64 (db, &sequence, error, COUNT, "i", tenant_id))
    return FALSE;
  if (log != NULL && !is_quiet (type))
    log_move (log, tenant_id, sequence);
  return pm_db_run (db, error, NOTE, "isiiiisi", tenant_id, type, id, sequence, (gint64) destroyed,
                    log != NULL ? log->now : g_get_real_time (),
                    log != NULL ? log->client_key : NULL, log != NULL ? log->user_id : (gint64) 0);
}

/**
 * pm_changes_note:
 * @db: the connection, in the transaction of the change
 * @tenant_id: the organization
 * @type: what changed, as `poc`
 * @id: which one
 * @error: return location
 *
 * Gives an object the organization's next revision, so that every copy learns of it. On the
 * writing thread.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_changes_note (PmDb *db, gint64 tenant_id, const char *type, gint64 id, GError **error)
{
  return note (db, tenant_id, type, id, FALSE, error);
}

/**
 * pm_changes_note_destroyed:
 * @db: the connection, in the transaction of the change
 * @tenant_id: the organization
 * @type: what is gone, as `participant`
 * @id: which one
 * @error: return location
 *
 * Leaves a tombstone, so that every copy lets go of the object. On the writing thread.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_changes_note_destroyed (PmDb *db, gint64 tenant_id, const char *type, gint64 id, GError **error)
{
  return note (db, tenant_id, type, id, TRUE, error);
}

/**
 * pm_changes_note_each:
 * @db: the connection, in the transaction of the change
 * @tenant_id: the organization
 * @type: what changed, as `task`
 * @are_destroyed: whether the objects are gone
 * @ids: (nullable): a walk over their ids; %NULL if it failed
 * @error: return location, set already when @ids is %NULL
 *
 * Notes each of several objects. On the writing thread.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_changes_note_each (PmDb *db,
                      gint64 tenant_id,
                      const char *type,
                      gboolean are_destroyed,
                      PmStatement *ids,
                      GError **error)
{
  g_autoptr (GArray) list = pm_rows_take_integers (ids, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    if (!note (db, tenant_id, type, g_array_index (list, gint64, i), are_destroyed, error))
      return FALSE;
  return list != NULL;
}

/**
 * pm_changes_read_sequence:
 * @db: a connection
 * @tenant_id: an organization
 * @sequence: (out): where its sequence has come to, 0 if nothing has ever changed
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_changes_read_sequence (PmDb *db, gint64 tenant_id, gint64 *sequence, GError **error)
{
  *sequence = 0;
  return pm_db_query_int64 (db, sequence, error,
                            "SELECT sequence FROM change_counter WHERE tenant_id = ?1", "i",
                            tenant_id);
}
