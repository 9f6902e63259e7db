/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-store.h"

#include "cache/pm-store-private.h"
#include "domain/pm-error.h"

#define SCHEMA_DRAFTS "/io/github/poc_manager/PocManager/schema/drafts"

/**
 * pm_store_new:
 * @folder: the workspace's folder
 *
 * Returns: (transfer full): a store that is not open yet. Any thread.
 */
PmStore *
pm_store_new (const char *folder)
{
  PmStore *self = g_new0 (PmStore, 1);

  self->folder = g_strdup (folder);
  self->ids = pm_local_ids_new ();
  self->invitees = pm_invitees_new ();
  return self;
}

/**
 * pm_store_close:
 * @self: a store
 *
 * Closes the mirror; drafts.db is its thread's to close.
 */
void
pm_store_close (PmStore *self)
{
  g_clear_pointer (&self->old, pm_db_close);
  g_clear_pointer (&self->next, pm_db_close);
  g_clear_pointer (&self->mirror, pm_db_close);
}

void
pm_store_free (PmStore *self)
{
  pm_store_close (self);
  pm_local_ids_free (self->ids);
  pm_invitees_free (self->invitees);
  g_free (self->folder);
  g_free (self);
}

static gboolean
set_present (PmStore *self, PmDb *drafts, gint64 n, GError **error)
{
  if (!pm_db_run (drafts, error, "UPDATE meta SET mirror = ?1", "i", n))
    return FALSE;
  self->n = n;
  return TRUE;
}

/* A statement that fails for another reason than the disk does not fit the file. */
static gboolean
can_be_replaced (GError *error)
{
  return g_error_matches (error, PM_ERROR, PM_ERROR_DAMAGED) ||
         g_error_matches (error, PM_ERROR, PM_ERROR_NEWER) ||
         g_error_matches (error, PM_ERROR, PM_ERROR_FAILED);
}

/* Opens the present mirror; one that cannot be used gives way to an empty one. */
static gboolean
open_present (PmStore *self, PmDb *drafts, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->mirror = pm_store_open_mirror (self, self->n, &local);
  if (self->mirror != NULL)
    return TRUE;
  if (!can_be_replaced (local)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  self->mirror = pm_store_open_empty_mirror (self, drafts, self->n + 1, error);
  self->lost = TRUE;
  return self->mirror != NULL && set_present (self, drafts, self->n + 1, error);
}

/* Nobody is sending now: what was on its way goes again with its key, what was held is sent. */
static gboolean
wake_outbox (PmDb *drafts, gpointer data, GError **error)
{
  return pm_db_run (drafts, error, "DELETE FROM operation WHERE state = 'cancelled'", "") &&
         pm_db_run (drafts, error,
                    "UPDATE operation SET state = 'queued' WHERE state IN ('held', 'sending')", "");
}

static gboolean
forget_settled (PmStore *self, PmDb *drafts, GError **error)
{
  g_autoptr (GArray) settled = g_array_new (FALSE, FALSE, sizeof (gint64));

  return pm_store_find_settled (self->mirror, NULL, settled, error) &&
         pm_store_delete_operations (drafts, settled, error);
}

/*
 * A step of the schema may ask for everything anew. What is there goes on being shown, but a copy
 * that was complete once must not take a second bootstrap: what is gone meanwhile would stay.
 */
static gboolean
must_be_rebuilt (PmStore *self, gint64 *must, GError **error)
{
  *must = 0;
  return pm_db_query_int64 (self->mirror, must, error,
                            "SELECT state = '' AND complete = 0 AND saved_at > 0 FROM meta", "");
}

/*
 * A rebuild that was cut short goes on where it stood, if it has come to its first page at all. What
 * cannot be used is no loss, because it begins again.
 */
static void
resume_rebuild (PmStore *self, PmDb *drafts)
{
  g_autofree char *path = pm_store_get_mirror_path (self, self->n + 1);
  g_autoptr (PmChanges) changes = pm_changes_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PmDb) next = NULL;
  gint64 complete = -1;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  next = pm_store_open_mirror (self, self->n + 1, &error);
  if (next == NULL ||
      !pm_db_query_int64 (next, &complete, &error, "SELECT complete FROM meta WHERE state <> ''",
                          "") ||
      complete < 0 || !pm_store_copy_outbox (drafts, next, changes, &error) ||
      !pm_store_judge_epoch (self, drafts, next, changes, &error)) {
    g_debug ("A rebuild is given up: %s", error == NULL ? "it is empty" : error->message);
    return;
  }
  self->next = g_steal_pointer (&next);
  self->ready = complete != 0;
}

static gboolean
open_next (PmStore *self, PmDb *drafts, GError **error)
{
  gint64 must;

  if (!self->lost)
    resume_rebuild (self, drafts);
  return must_be_rebuilt (self, &must, error) &&
         (!must || self->next != NULL || pm_store_begin_rebuild (self, drafts, error));
}

static gboolean
open_outbox (PmStore *self, PmDb *drafts, GError **error)
{
  g_autoptr (PmChanges) changes = pm_changes_new ();

  return pm_store_copy_outbox (drafts, self->mirror, changes, error) &&
         pm_store_judge_epoch (self, drafts, self->mirror, changes, error) &&
         forget_settled (self, drafts, error) &&
         pm_store_copy_outbox (drafts, self->mirror, changes, error);
}

static gboolean
has_mirror (PmStore *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "cache-") && g_ascii_isdigit (name[strlen ("cache-")]))
      return TRUE;
  return FALSE;
}

/* It is there before the first mirror is: one that is empty beside a mirror has lost what it had. */
static gboolean
check_drafts (PmStore *self, PmDb *drafts, GError **error)
{
  gint64 version = 0;

  if (!pm_db_check (drafts, error) ||
      !pm_db_query_int64 (drafts, &version, error, "PRAGMA user_version", ""))
    return FALSE;
  if (version > 0 || !has_mirror (self))
    return TRUE;
  g_set_error_literal (error, PM_ERROR, PM_ERROR_DAMAGED, "The file of drafts is empty.");
  return FALSE;
}

/**
 * pm_store_migrate_drafts:
 * @drafts: drafts.db
 * @error: return location
 *
 * Brings the schema of drafts.db up to date, with all that it holds.
 */
gboolean
pm_store_migrate_drafts (PmDb *drafts, GError **error)
{
  return pm_db_migrate (drafts, SCHEMA_DRAFTS, error);
}

/**
 * pm_store_open:
 * @self: a store
 * @drafts: drafts.db
 * @error: return location
 *
 * Opens the two files and brings them into step. A mirror that is damaged or too new is replaced
 * by an empty one, which the info tells as lost; a rebuild goes on. pm_store_drop_old() is called
 * next.
 *
 * Returns: %FALSE with %PM_ERROR_DAMAGED or %PM_ERROR_NEWER if it is drafts.db that cannot be used
 */
gboolean
pm_store_open (PmStore *self, PmDb *drafts, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->n = 1;
  if (!check_drafts (self, drafts, error) || !pm_store_migrate_drafts (drafts, error) ||
      !pm_db_transact (drafts, wake_outbox, NULL, error) ||
      !pm_db_query_int64 (drafts, &self->n, error, "SELECT mirror FROM meta", "") ||
      !pm_local_ids_load (self->ids, drafts, error) ||
      !pm_invitees_load (self->invitees, drafts, error) || !open_present (self, drafts, error))
    return FALSE;
  if (open_outbox (self, drafts, &local) && open_next (self, drafts, &local)) {
    if (self->ready) /* if it fails, the first order tries again */
      pm_store_mend (self, drafts, NULL);
    return TRUE;
  }
  if (!can_be_replaced (local)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  self->lost = TRUE;
  return pm_store_mend (self, drafts, error);
}

/**
 * pm_store_read_ids:
 * @statement: (nullable): a question whose first column is an id; %NULL: it could not be asked
 * @ids: (element-type gint64): gets them
 * @error: return location, set already where @statement is %NULL
 */
gboolean
pm_store_read_ids (PmStatement *statement, GArray *ids, GError **error)
{
  g_autoptr (GError) local = NULL;

  while (statement != NULL && pm_statement_step (statement, &local)) {
    gint64 id = pm_statement_get_int64 (statement, 0);

    g_array_append_val (ids, id);
  }
  if (local == NULL)
    return statement != NULL;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_store_read_records:
 * @statement: (nullable): a question whose columns are a record's; %NULL: it could not be asked
 * @type: the record type
 * @records: (element-type PmRecord): gets them
 * @error: return location, set already where @statement is %NULL
 */
gboolean
pm_store_read_records (PmStatement *statement, GType type, GPtrArray *records, GError **error)
{
  g_autoptr (GError) local = NULL;

  while (statement != NULL && pm_statement_step (statement, &local))
    g_ptr_array_add (records, pm_statement_new_record (statement, type));
  if (local == NULL)
    return statement != NULL;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_store_begin_rebuild:
 * @self: an open store
 * @drafts: drafts.db
 * @error: return location
 *
 * Begins an empty mirror beside the present one, which goes on being shown. Pages go to the new
 * one from now on.
 */
gboolean
pm_store_begin_rebuild (PmStore *self, PmDb *drafts, GError **error)
{
  g_clear_pointer (&self->next, pm_db_close);
  self->ready = FALSE;
  self->spoilt = FALSE;
  self->next = pm_store_open_empty_mirror (self, drafts, self->n + 1, error);
  return self->next != NULL;
}

/**
 * pm_store_forget:
 * @self: an open store
 * @drafts: drafts.db
 * @error: return location
 *
 * Begins an empty mirror that takes the place of the present one with the next pm_store_mend().
 */
gboolean
pm_store_forget (PmStore *self, PmDb *drafts, GError **error)
{
  self->ready = pm_store_begin_rebuild (self, drafts, error);
  return self->ready;
}

/* The mirror's commits may be lost with the power, but not once drafts.db, whose are not, says that it
 * is the present one and the old one is gone. */
static gboolean
make_durable (PmDb *mirror, GError **error)
{
  return pm_db_exec (mirror, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

static gboolean
switch_to_next (PmStore *self, PmDb *drafts, GError **error)
{
  g_autoptr (PmChanges) changes = pm_changes_new ();

  if (!pm_store_copy_outbox (drafts, self->next, changes, error) ||
      !make_durable (self->next, error) || !set_present (self, drafts, self->n + 1, error))
    return FALSE;
  g_clear_pointer (&self->old, pm_db_close);
  self->old = g_steal_pointer (&self->mirror);
  self->mirror = g_steal_pointer (&self->next);
  self->ready = FALSE;
  self->behind = FALSE;
  return TRUE;
}

static gboolean
catch_up (PmStore *self, PmDb *drafts, GError **error)
{
  g_autoptr (PmChanges) changes = pm_changes_new ();

  if (!pm_store_copy_outbox (drafts, self->mirror, changes, error))
    return FALSE;
  self->behind = FALSE;
  return TRUE;
}

/**
 * pm_store_mend:
 * @self: an open store
 * @drafts: drafts.db
 * @error: return location
 *
 * Makes a rebuilt mirror that is complete the present one; if the present one is lost, an empty
 * one. The old one stays open until pm_store_drop_old(), so that its readers can close first. A
 * rebuild that is damaged begins again; a mirror that is behind is told of the outbox. Does nothing
 * if nothing is wrong.
 */
gboolean
pm_store_mend (PmStore *self, PmDb *drafts, GError **error)
{
  if (self->behind && !self->lost && !catch_up (self, drafts, error))
    return FALSE;
  if (!self->ready && !self->lost && !self->spoilt)
    return TRUE;
  if ((!self->ready || self->spoilt) && !pm_store_begin_rebuild (self, drafts, error))
    return FALSE;
  return (!self->ready && !self->lost) || switch_to_next (self, drafts, error);
}

/**
 * pm_store_get_mirror:
 * @self: an open store
 *
 * Returns: (transfer none): the mirror that is shown
 */
PmDb *
pm_store_get_mirror (PmStore *self)
{
  return self->mirror;
}

/**
 * pm_store_give_up:
 * @self: an open store
 * @n: the mirror that was found damaged
 *
 * Says that the mirror is lost, unless it has been replaced meanwhile.
 */
void
pm_store_give_up (PmStore *self, gint64 n)
{
  self->lost = self->lost || self->n == n;
}

/**
 * pm_store_drop_old:
 * @self: a store
 *
 * Removes the mirror that was replaced, and forgets that it was lost.
 */
void
pm_store_drop_old (PmStore *self)
{
  g_clear_pointer (&self->old, pm_db_close);
  pm_store_remove_leftovers (self);
  self->lost = FALSE;
}
