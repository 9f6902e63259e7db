/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-cache"

#include "cache/pm-rescue.h"

#include "cache/pm-store.h"
#include "domain/pm-error.h"

#include <errno.h>
#include <glib/gstdio.h>

static gboolean
move (const char *from, const char *to, const char *ending, GError **error)
{
  g_autofree char *source = g_strconcat (from, ending, NULL);
  g_autofree char *target = g_strconcat (to, ending, NULL);

  if (g_rename (source, target) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED,
               "The file “%s” is damaged and cannot be put aside: %s.", source, g_strerror (errno));
  return FALSE;
}

/**
 * pm_rescue_put_aside:
 * @folder: the workspace's folder
 * @error: return location
 *
 * Renames drafts.db, which nobody may have open, with its log.
 *
 * Returns: (transfer full) (nullable): where it is now
 */
char *
pm_rescue_put_aside (const char *folder, GError **error)
{
  g_autofree char *drafts = g_build_filename (folder, "drafts.db", NULL);
  g_autofree char *name =
      g_strdup_printf ("drafts-damaged-%" G_GINT64_FORMAT ".db", g_get_real_time ());
  g_autofree char *aside = g_build_filename (folder, name, NULL);

  if (!move (drafts, aside, "-wal", error) || !move (drafts, aside, "-shm", error) ||
      !move (drafts, aside, "", error))
    return NULL;
  return g_steal_pointer (&aside);
}

/* As far as the damage lets us; how many rows. */
static guint
copy_rows (PmDb *drafts, PmDb *aside, const char *select, const char *table, GType type)
{
  PmStatement *statement = pm_db_query (aside, NULL, select, "");
  guint n_copied = 0;

  while (statement != NULL && pm_statement_step (statement, NULL)) {
    g_autoptr (PmRecord) record = pm_statement_new_record (statement, type);
    g_autoptr (GError) error = NULL;

    if (pm_db_upsert_record (drafts, table, record, &error))
      n_copied++;
    else
      g_debug ("A row of %s is lost: %s", table, error->message);
  }
  return n_copied;
}

static void
copy_local_ids (PmDb *drafts, PmDb *aside)
{
  PmStatement *statement =
      pm_db_query (aside, NULL, "SELECT id, item_type, server_id FROM local_id", "");

  while (statement != NULL && pm_statement_step (statement, NULL))
    pm_db_run (drafts, NULL,
               "INSERT INTO local_id (id, item_type, server_id) VALUES (?1, ?2, nullif(?3, 0))",
               "isi", pm_statement_get_int64 (statement, 0), pm_statement_get_text (statement, 1),
               pm_statement_get_int64 (statement, 2));
}

/* The damaged file, and what is said of it. */
typedef struct {
  PmDb *aside;
  PmRescue *rescue;
} Copying;

static gboolean
copy_all (PmDb *drafts, gpointer data, GError **error)
{
  Copying *self = data;
  gint64 mirror = 1;

  pm_db_query_int64 (self->aside, &mirror, NULL, "SELECT mirror FROM meta", "");
  self->rescue->n_drafts =
      copy_rows (drafts, self->aside, "SELECT * FROM draft", "draft", PM_TYPE_DRAFT);
  copy_rows (drafts, self->aside, "SELECT * FROM operation", "operation", PM_TYPE_OPERATION);
  copy_local_ids (drafts, self->aside);
  return pm_db_run (drafts, error, "UPDATE meta SET mirror = ?1", "i", mirror);
}

/**
 * pm_rescue_copy:
 * @drafts: a new drafts.db
 * @data: a #PmRescue that knows where the damaged one is; it is told how many drafts could be read
 * @error: return location
 *
 * Copies every row that can be read. A #PmDbFunc.
 */
gboolean
pm_rescue_copy (PmDb *drafts, gpointer data, GError **error)
{
  PmRescue *rescue = data;
  g_autoptr (PmDb) aside = pm_db_open (rescue->path, PM_DB_READ_ONLY, NULL);
  Copying copying = { aside, rescue };

  if (!pm_store_migrate_drafts (drafts, error))
    return FALSE;
  return aside == NULL || pm_db_transact (drafts, copy_all, &copying, error);
}
