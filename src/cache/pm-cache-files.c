/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-cache-private.h"
#include "cache/pm-rescue.h"
#include "domain/pm-error.h"

/* How a cache's files are opened, closed, and replaced when something is wrong with them. */

static gboolean
close_store (PmDb *drafts, gpointer data, GError **error)
{
  pm_store_close (data);
  return TRUE;
}

static void
free_store (gpointer data)
{
  pm_store_free (data);
}

/**
 * pm_cache_close_writer:
 * @self: a cache with its writing thread
 *
 * Lets the thread close what it has opened. For closing, and for a cache that nobody closed.
 *
 * Returns: (transfer full): resolves to %TRUE when it has
 */
DexFuture *
pm_cache_close_writer (PmCache *self)
{
  g_autoptr (PmDbThread) writer = g_steal_pointer (&self->writer);

  dex_future_disown (
      pm_db_thread_run (writer, close_store, g_steal_pointer (&self->store), free_store));
  return pm_db_thread_close (writer);
}

/* Work for the writing thread while a cache is opened or mended. */
typedef struct {
  PmStore *store;
  gboolean (*work) (PmStore *store, PmDb *drafts, GError **error);
  PmStoreInfo info;
} Step;

/* A mirror that cannot even say where it stands is replaced before anybody hears of it. */
static gboolean
do_step (PmDb *drafts, gpointer data, GError **error)
{
  Step *step = data;

  if (!step->work (step->store, drafts, error))
    return FALSE;
  return pm_store_read_info (step->store, drafts, &step->info, NULL) ||
         (pm_store_mend (step->store, drafts, error) &&
          pm_store_read_info (step->store, drafts, &step->info, error));
}

static gboolean
await_step (PmCache *self,
            gboolean (*work) (PmStore *store, PmDb *drafts, GError **error),
            GError **error)
{
  Step step = { self->store, work, { 0 } };
  gboolean done = dex_await (pm_cache_write (self, do_step, &step), error);

  if (done)
    pm_cache_take (self, &step.info, NULL);
  pm_store_info_clear (&step.info);
  return done;
}

static void
open_writer (PmCache *self)
{
  g_autofree char *path = g_build_filename (self->folder, "drafts.db", NULL);

  self->store = pm_store_new (self->folder);
  self->writer = pm_db_thread_new ("cache-writer", path, PM_DB_DURABLE);
}

static void
open_reader (PmCache *self)
{
  g_autofree char *path = pm_store_get_mirror_path (self->store, self->info.mirror);

  self->reader = pm_db_thread_new ("cache-reader", path, PM_DB_READ_ONLY);
}

static gboolean
make_rescued (PmCache *self, GError **error)
{
  g_autofree char *path = pm_rescue_begin (self->folder);
  g_autofree char *damaged = g_build_filename (self->folder, "drafts.db", NULL);
  g_autoptr (PmDbThread) thread = pm_db_thread_new ("cache-rescue", path, PM_DB_DURABLE);
  gboolean done = dex_await (pm_db_thread_run (thread, pm_rescue_copy, damaged, NULL), error);

  dex_await (pm_db_thread_close (thread), NULL);
  return done && pm_rescue_keep (self->folder, error);
}

static gboolean
count_drafts (PmDb *drafts, gpointer rescue, GError **error)
{
  gint64 n = 0;

  if (!pm_db_query_int64 (
          drafts, &n, error,
          "SELECT (SELECT count(*) FROM draft) + (SELECT count(*) FROM comment_draft)", ""))
    return FALSE;
  ((PmRescue *) rescue)->n_drafts = (guint) n;
  return TRUE;
}

/* What is damaged is kept for who can read more of it than we can. Where what was rescued turns out
 * to be damaged, too, the first one has most in it. */
static gboolean
open_rescued (PmCache *self, GError **error)
{
  g_autofree char *damaged = NULL;

  if (!pm_rescue_finish (self->folder, &damaged, error))
    return FALSE;
  if (self->rescue.path == NULL)
    self->rescue.path = g_steal_pointer (&damaged);
  open_writer (self);
  if (!await_step (self, pm_store_open, error))
    return FALSE;
  if (self->rescue.path == NULL)
    return TRUE;
  pm_cache_add_notices (self, PM_CACHE_NOTICE_DRAFTS_DAMAGED);
  return dex_await (pm_cache_write (self, count_drafts, &self->rescue), error);
}

static gboolean
open_store (PmCache *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (open_rescued (self, &local))
    return TRUE;
  if (!g_error_matches (local, PM_ERROR, PM_ERROR_DAMAGED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (self->writer != NULL)
    dex_await (pm_cache_close_writer (self), NULL);
  return make_rescued (self, error) && open_rescued (self, error);
}

static gboolean
drop_old (PmStore *store, PmDb *drafts, GError **error)
{
  pm_store_drop_old (store);
  return TRUE;
}

static gboolean
open_files (PmCache *self, GError **error)
{
  if (!open_store (self, error))
    return FALSE;
  if (self->info.lost)
    pm_cache_add_notices (self, PM_CACHE_NOTICE_MIRROR_LOST);
  if (!await_step (self, drop_old, error))
    return FALSE;
  open_reader (self);
  return TRUE;
}

/* What could not be opened is closed before anybody hears of it: another try finds the folder as
 * if nothing had been tried. */
static DexFuture *
open_fiber (gpointer data)
{
  PmCache *self = data;
  GError *error = NULL;

  self->lock = pm_folder_lock_take (self->folder, &error);
  if (self->lock != NULL && open_files (self, &error))
    return dex_future_new_for_object (self);
  if (self->writer != NULL)
    dex_await (pm_cache_close_writer (self), NULL);
  g_clear_pointer (&self->lock, pm_folder_lock_free);
  return dex_future_new_for_error (error);
}

/**
 * pm_cache_open:
 * @folder: the workspace's folder; made if it does not exist
 *
 * Opens the offline copy, brings its files into step and takes the folder for this process. A
 * copy that cannot be used is begun anew, a damaged drafts.db is put aside; `notices` tells.
 *
 * Returns: (transfer full): resolves to a #PmCache. Rejects with %PM_ERROR_BUSY if another process
 *   holds the folder, with %PM_ERROR_NEWER if its drafts are from a newer version
 */
DexFuture *
pm_cache_open (const char *folder)
{
  PmCache *self = g_object_new (PM_TYPE_CACHE, NULL);

  self->folder = g_strdup (folder);
  return dex_scheduler_spawn (NULL, 0, open_fiber, self, g_object_unref);
}

static DexFuture *
close_fiber (gpointer data)
{
  PmCache *self = data;
  g_autoptr (PmDbThread) reader = g_steal_pointer (&self->reader);

  if (reader != NULL)
    dex_await (pm_db_thread_close (reader), NULL);
  if (self->writer != NULL)
    dex_await (pm_cache_close_writer (self), NULL);
  g_clear_pointer (&self->lock, pm_folder_lock_free);
  return dex_future_new_true ();
}

/**
 * pm_cache_close:
 * @self: a cache
 *
 * Finishes what was asked so far, closes the files and gives the folder back. Later calls are
 * rejected; lists stay as they are.
 *
 * Returns: (transfer full): resolves to %TRUE when all is closed
 */
DexFuture *
pm_cache_close (PmCache *self)
{
  g_return_val_if_fail (PM_IS_CACHE (self), NULL);

  return dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref);
}

/* Readers close first: the new one is there before the old one goes. */
static gboolean
switch_mirror (PmCache *self, GError **error)
{
  g_autoptr (PmDbThread) old = NULL;
  g_autoptr (PmChanges) everything = pm_changes_new_everything ();
  gint64 before = self->info.mirror;
  gboolean was_behind = self->info.behind;

  if (!await_step (self, pm_store_mend, error))
    return FALSE;
  if (self->info.mirror == before || self->reader == NULL) {
    if (was_behind)
      pm_cache_tell (self, everything);
    return TRUE;
  }
  if (self->info.lost)
    pm_cache_add_notices (self, PM_CACHE_NOTICE_MIRROR_LOST);
  old = g_steal_pointer (&self->reader);
  open_reader (self);
  dex_await (pm_db_thread_close (old), NULL);
  if (!await_step (self, drop_old, error))
    return FALSE;
  pm_cache_tell (self, everything);
  return TRUE;
}

static DexFuture *
mend_fiber (gpointer data)
{
  PmCache *self = data;
  GError *error = NULL;

  if (self->mending)
    return dex_future_new_true ();
  self->mending = TRUE;
  switch_mirror (self, &error);
  self->mending = FALSE;
  return error == NULL ? dex_future_new_true () : dex_future_new_for_error (error);
}

/**
 * pm_cache_mend:
 * @self: a cache whose info says that it needs mending
 *
 * Switches to the mirror that is ready, or to an empty one if the present one is lost; begins a
 * rebuild again that is spoilt; tells a mirror of the outbox that is behind.
 *
 * Returns: (transfer full): resolves when lists have been told
 */
DexFuture *
pm_cache_mend (PmCache *self)
{
  return dex_scheduler_spawn (NULL, 0, mend_fiber, g_object_ref (self), g_object_unref);
}

typedef struct {
  PmCache *cache;
  PmStore *store;
  gint64 mirror;
} Damage;

static void
damage_free (gpointer data)
{
  Damage *damage = data;

  g_object_unref (damage->cache);
  g_free (damage);
}

static gboolean
give_up (PmDb *drafts, gpointer data, GError **error)
{
  Damage *damage = data;

  pm_store_give_up (damage->store, damage->mirror);
  return TRUE;
}

static DexFuture *
damage_fiber (gpointer data)
{
  Damage *damage = data;

  if (dex_await (pm_cache_write (damage->cache, give_up, damage), NULL))
    dex_await (pm_cache_mend (damage->cache), NULL);
  return dex_future_new_true ();
}

/**
 * pm_cache_report_damage:
 * @self: a cache
 * @mirror: the mirror, as pm_cache_get_mirror() named it before reading
 *
 * To be called when reading has found a mirror damaged: it is given up.
 */
void
pm_cache_report_damage (PmCache *self, gint64 mirror)
{
  Damage *damage = g_new0 (Damage, 1);

  damage->cache = g_object_ref (self);
  damage->store = self->store;
  damage->mirror = mirror;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, damage_fiber, damage, damage_free));
}
