/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "server/changes/pm-sync-mark.h"

#include "server/changes/pm-sync-state.h"

/*
 * An earlier copy of the database that somebody puts back goes on counting where it was copied, and
 * would give numbers a second time: whoever has seen them would miss what they stand for now. So
 * the database gets a new name with every start, and a file beside it holds, for each epoch, the
 * name that it had last and how far it had counted. A copy has either an older name, or, if it was
 * made since the start, has not counted so far.
 *
 * The file is written at every start and end, and each minute; a copy from the last minute before
 * a power cut is the one that is not noticed.
 */

#define LIFE     "life"
#define KEY_LIFE "Life"
#define KEY_NEXT "NextLife" /* while the database is being given it */
#define KEY_SUM  "Sequences"

typedef struct {
  char *epoch;
  char *life; /* NULL before the first start */
  gint64 sum; /* of all organizations' sequences */
} PmSight;

static void
sight_clear (PmSight *self)
{
  g_free (self->epoch);
  g_free (self->life);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PmSight, sight_clear)

static gboolean
read_life (PmDb *db, char **life, GError **error)
{
  PmStatement *row =
      pm_db_query (db, error, "SELECT value FROM setting WHERE name = '" LIFE "'", "");
  g_autoptr (GError) local = NULL;

  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    *life = g_strdup (pm_statement_get_text (row, 0));
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
look_at (PmDb *db, PmSight *sight, GError **error)
{
  g_autofree char *epoch = pm_state_key_read_epoch (db, error);

  if (epoch == NULL)
    return FALSE;
  g_set_str (&sight->epoch, epoch);
  return read_life (db, &sight->life, error) &&
         pm_db_query_int64 (db, &sight->sum, error,
                            "SELECT COALESCE (SUM (sequence), 0) FROM change_counter", "");
}

/* A file that is not there, or not whole, tells nothing. */
static GKeyFile *
read_mark (const char *path)
{
  GKeyFile *mark = g_key_file_new ();

  g_key_file_load_from_file (mark, path, G_KEY_FILE_NONE, NULL);
  return mark;
}

static gboolean
write_mark (GKeyFile *mark, const char *path, GError **error)
{
  gsize length;
  g_autofree char *text = g_key_file_to_data (mark, &length, NULL);

  return g_file_set_contents_full (path, text, (gssize) length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static gboolean
is_named (GKeyFile *mark, const PmSight *sight, const char *key)
{
  g_autofree char *life = g_key_file_get_string (mark, sight->epoch, key, NULL);

  return g_strcmp0 (life, sight->life) == 0;
}

/* One that was never named cannot be told from others. */
static gboolean
was_here_last (GKeyFile *mark, const PmSight *sight)
{
  if (sight->life == NULL)
    return TRUE;
  return (is_named (mark, sight, KEY_LIFE) || is_named (mark, sight, KEY_NEXT)) &&
         sight->sum >= g_key_file_get_int64 (mark, sight->epoch, KEY_SUM, NULL);
}

static void
note (GKeyFile *mark, const PmSight *sight)
{
  g_key_file_remove_key (mark, sight->epoch, KEY_NEXT, NULL);
  if (sight->life != NULL)
    g_key_file_set_string (mark, sight->epoch, KEY_LIFE, sight->life);
  g_key_file_set_int64 (mark, sight->epoch, KEY_SUM, sight->sum);
}

/* Whatever cuts this short, the database has one of the two names that the file knows. */
static gboolean
rename_database (PmDb *db, GKeyFile *mark, const PmSight *sight, const char *path, GError **error)
{
  g_autofree char *life = g_uuid_string_random ();

  note (mark, sight);
  g_key_file_set_string (mark, sight->epoch, KEY_NEXT, life);
  return write_mark (mark, path, error) &&
         pm_db_run (db, error,
                    "INSERT INTO setting (name, value) VALUES ('" LIFE "', ?1) "
                    "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    "s", life);
}

/**
 * pm_sync_mark_meet:
 * @db: the connection, on the writing thread, before anybody is let in
 * @path: (type filename): the file
 * @error: return location
 *
 * Gives the database another epoch if it is not the one that was here last.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_sync_mark_meet (PmDb *db, const char *path, GError **error)
{
  g_autoptr (GKeyFile) mark = read_mark (path);
  g_auto (PmSight) sight = { NULL, NULL, 0 };

  if (!look_at (db, &sight, error))
    return FALSE;
  if (!was_here_last (mark, &sight)) {
    g_message ("The database is another one than was here last. Whoever has a copy of what was in "
               "it begins anew.");
    sight_clear (&sight);
    sight = (PmSight) { NULL, NULL, 0 };
    if (!pm_state_key_renew_epoch (db, error) || !look_at (db, &sight, error))
      return FALSE;
  }
  return rename_database (db, mark, &sight, path, error);
}

/**
 * pm_sync_mark_leave:
 * @db: a connection
 * @path: (type filename): the file
 * @error: return location
 *
 * Writes down how far the database has counted, if that is further than before.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_sync_mark_leave (PmDb *db, const char *path, GError **error)
{
  g_autoptr (GKeyFile) mark = read_mark (path);
  g_auto (PmSight) sight = { NULL, NULL, 0 };

  if (!look_at (db, &sight, error))
    return FALSE;
  if (is_named (mark, &sight, KEY_LIFE) &&
      sight.sum == g_key_file_get_int64 (mark, sight.epoch, KEY_SUM, NULL))
    return TRUE;
  note (mark, &sight);
  return write_mark (mark, path, error);
}
