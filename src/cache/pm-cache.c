/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-cache"

#include "cache/pm-cache.h"

#include "cache/pm-cache-private.h"
#include "cache/pm-cache-resources.h"
#include "cache/pm-rescue.h"
#include "db/pm-folder-lock.h"
#include "domain/pm-error.h"

struct _PmCache {
  GObject parent_instance;

  char *folder;
  PmFolderLock *lock;
  PmStore *store;     /* the writing thread's */
  PmDbThread *writer; /* NULL when closed */
  PmDbThread *reader;
  PmItemPool *pools[PM_N_SOURCES];

  PmStoreInfo info;
  PmCacheNotices notices;
  gboolean mending;
};

G_DEFINE_FINAL_TYPE (PmCache, pm_cache, G_TYPE_OBJECT)

G_DEFINE_FLAGS_TYPE (PmCacheNotices,
                     pm_cache_notices,
                     G_DEFINE_ENUM_VALUE (PM_CACHE_NOTICE_MIRROR_LOST, "mirror-lost"),
                     G_DEFINE_ENUM_VALUE (PM_CACHE_NOTICE_DRAFTS_DAMAGED, "drafts-damaged"))

enum {
  PROP_N_UNSENT = 1,
  PROP_SAVED_AT,
  PROP_NOTICES,
  N_PROPS
};
enum {
  CHANGED,
  OPERATIONS_CHANGED,
  TOUCHED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

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

/* The mirror is closed by the thread that opened it, also when nobody closed the cache. */
static DexFuture *
close_writer (PmCache *self)
{
  g_autoptr (PmDbThread) writer = g_steal_pointer (&self->writer);

  dex_future_disown (
      pm_db_thread_run (writer, close_store, g_steal_pointer (&self->store), free_store));
  return pm_db_thread_close (writer);
}

static void
pm_cache_finalize (GObject *object)
{
  PmCache *self = PM_CACHE (object);

  for (guint i = 0; i < PM_N_SOURCES; i++)
    g_clear_pointer (&self->pools[i], pm_item_pool_free);
  g_clear_object (&self->reader);
  if (self->writer != NULL)
    dex_future_disown (close_writer (self));
  g_clear_pointer (&self->store, pm_store_free);
  g_clear_pointer (&self->lock, pm_folder_lock_free);
  pm_store_info_clear (&self->info);
  g_free (self->folder);
  G_OBJECT_CLASS (pm_cache_parent_class)->finalize (object);
}

static void
pm_cache_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmCache *self = PM_CACHE (object);

  switch (prop_id) {
  case PROP_N_UNSENT:
    g_value_set_uint (value, pm_cache_get_n_unsent (self));
    break;
  case PROP_SAVED_AT:
    g_value_set_int64 (value, self->info.saved_at);
    break;
  case PROP_NOTICES:
    g_value_set_flags (value, self->notices);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_cache_class_init (PmCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->finalize = pm_cache_finalize;
  object_class->get_property = pm_cache_get_property;

  props[PROP_N_UNSENT] = g_param_spec_uint ("n-unsent", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_SAVED_AT] = g_param_spec_int64 ("saved-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_NOTICES] = g_param_spec_flags ("notices", NULL, NULL, PM_TYPE_CACHE_NOTICES, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[CHANGED] =
      g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPERATIONS_CHANGED] = g_signal_new ("operations-changed", type, G_SIGNAL_RUN_LAST, 0,
                                              NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOUCHED] = g_signal_new ("touched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);

  pm_cache_schema_register_resource ();
}

static void
pm_cache_init (PmCache *self)
{
  for (guint i = 0; i < PM_N_SOURCES; i++)
    self->pools[i] = pm_item_pool_new (self, (PmSource) i);
}

static void
notice (PmCache *self, PmCacheNotices notices)
{
  if ((self->notices | notices) == self->notices)
    return;
  self->notices |= notices;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NOTICES]);
}

/* Work for the writing thread while a cache is opened or mended. */
typedef struct {
  PmStore *store;
  gboolean (*work) (PmStore *store, PmDb *drafts, GError **error);
  PmStoreInfo info;
} Step;

static gboolean
do_step (PmDb *drafts, gpointer data, GError **error)
{
  Step *step = data;

  return step->work (step->store, drafts, error) &&
         pm_store_read_info (step->store, drafts, &step->info, error);
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

/* What is damaged is kept for who can read more of it than we can. */
static gboolean
replace_drafts (PmCache *self, GError **error)
{
  g_autofree char *aside = NULL;

  dex_await (close_writer (self), NULL);
  aside = pm_rescue_put_aside (self->folder, error);
  if (aside == NULL)
    return FALSE;
  open_writer (self);
  if (!dex_await (pm_cache_write (self, pm_rescue_copy, aside), error) ||
      !await_step (self, pm_store_open, error))
    return FALSE;
  notice (self, PM_CACHE_NOTICE_DRAFTS_DAMAGED);
  return TRUE;
}

static gboolean
open_store (PmCache *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  open_writer (self);
  if (await_step (self, pm_store_open, &local))
    return TRUE;
  if (g_error_matches (local, PM_ERROR, PM_ERROR_DAMAGED))
    return replace_drafts (self, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
drop_old (PmStore *store, PmDb *drafts, GError **error)
{
  pm_store_drop_old (store);
  return TRUE;
}

static DexFuture *
open_fiber (gpointer data)
{
  PmCache *self = data;
  GError *error = NULL;

  self->lock = pm_folder_lock_take (self->folder, &error);
  if (self->lock == NULL || !open_store (self, &error))
    return dex_future_new_for_error (error);
  if (self->info.lost) {
    notice (self, PM_CACHE_NOTICE_MIRROR_LOST);
    if (!await_step (self, drop_old, &error))
      return dex_future_new_for_error (error);
  }
  open_reader (self);
  return dex_future_new_for_object (self);
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
    dex_await (close_writer (self), NULL);
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

static DexFuture *
send (PmDbThread *thread, PmDbFunc func, gpointer data)
{
  if (thread == NULL)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_CANCELLED, "The offline copy is closed.");
  return pm_db_thread_run (thread, func, data, NULL);
}

/**
 * pm_cache_read:
 * @self: a cache
 * @func: what to do on the reading thread
 * @data: for @func; stays until the future is done
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
pm_cache_read (PmCache *self, PmDbFunc func, gpointer data)
{
  return send (self->reader, func, data);
}

/**
 * pm_cache_write:
 * @self: a cache
 * @func: what to do on the writing thread, with drafts.db
 * @data: for @func; stays until the future is done
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
pm_cache_write (PmCache *self, PmDbFunc func, gpointer data)
{
  return send (self->writer, func, data);
}

/**
 * pm_cache_interrupt:
 * @self: a cache
 *
 * Stops what the reading thread is doing, because nobody wants to know it any more.
 */
void
pm_cache_interrupt (PmCache *self)
{
  if (self->reader != NULL)
    pm_db_thread_interrupt (self->reader);
}

/**
 * pm_cache_was_interrupted:
 * @self: a cache
 * @error: (nullable): why reading failed
 *
 * Returns: whether it was only interrupted and may be asked again
 */
gboolean
pm_cache_was_interrupted (PmCache *self, GError *error)
{
  return self->reader != NULL && g_error_matches (error, PM_ERROR, PM_ERROR_CANCELLED);
}

PmItemPool *
pm_cache_get_pool (PmCache *self, PmSource source)
{
  return self->pools[source];
}

PmStore *
pm_cache_get_store (PmCache *self)
{
  return self->store;
}

static void
tell_properties (PmCache *self, PmStoreInfo *before)
{
  if (before->n_unsent != self->info.n_unsent)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_UNSENT]);
  if (before->saved_at != self->info.saved_at)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SAVED_AT]);
}

static void
tell_changes (PmCache *self, PmChanges *changes)
{
  for (guint i = 0; i < PM_N_SOURCES; i++)
    pm_item_pool_refresh (self->pools[i], changes);
  g_signal_emit (self, signals[TOUCHED], 0, changes);
  g_signal_emit (self, signals[CHANGED], 0);
  if (pm_changes_touch (changes, PM_SOURCE_OPERATION))
    g_signal_emit (self, signals[OPERATIONS_CHANGED], 0);
}

/**
 * pm_cache_take:
 * @self: a cache
 * @info: what the writing thread knows now; emptied
 * @changes: (nullable): what it changed
 *
 * Takes over what a piece of writing brought, and tells everybody.
 */
void
pm_cache_take (PmCache *self, PmStoreInfo *info, PmChanges *changes)
{
  PmStoreInfo before = self->info;

  if (info->state != NULL) {
    self->info = *info;
    info->state = NULL;
    tell_properties (self, &before);
    pm_store_info_clear (&before);
  }
  if (changes != NULL && !pm_changes_is_empty (changes))
    tell_changes (self, changes);
}

/* Readers close first: the new one is there before the old one goes. */
static gboolean
switch_mirror (PmCache *self, GError **error)
{
  g_autoptr (PmDbThread) old = NULL;
  g_autoptr (PmChanges) everything = pm_changes_new_everything ();
  gint64 before = self->info.mirror;

  if (!await_step (self, pm_store_mend, error))
    return FALSE;
  if (self->info.mirror == before || self->reader == NULL)
    return TRUE;
  if (self->info.lost)
    notice (self, PM_CACHE_NOTICE_MIRROR_LOST);
  old = g_steal_pointer (&self->reader);
  open_reader (self);
  dex_await (pm_db_thread_close (old), NULL);
  if (!await_step (self, drop_old, error))
    return FALSE;
  tell_changes (self, everything);
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
 * @self: a cache whose info says ready or lost
 *
 * Switches to the mirror that is ready, or to an empty one if the present one is lost.
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

/**
 * pm_cache_get_mirror:
 * @self: a cache
 *
 * Returns: the number of the mirror that is read now
 */
gint64
pm_cache_get_mirror (PmCache *self)
{
  return self->info.mirror;
}

PmCacheNotices
pm_cache_get_notices (PmCache *self)
{
  g_return_val_if_fail (PM_IS_CACHE (self), PM_CACHE_NOTICE_NONE);

  return self->notices;
}

/**
 * pm_cache_get_state:
 * @self: a cache
 *
 * Returns: (transfer none): the sync state to ask the server for what is newer; empty when
 *   nothing has been stored yet
 */
const char *
pm_cache_get_state (PmCache *self)
{
  g_return_val_if_fail (PM_IS_CACHE (self), "");

  return self->info.state == NULL ? "" : self->info.state;
}

/**
 * pm_cache_get_saved_at:
 * @self: a cache
 *
 * Returns: when the last page was stored, in microseconds by this machine's clock, or 0
 */
gint64
pm_cache_get_saved_at (PmCache *self)
{
  g_return_val_if_fail (PM_IS_CACHE (self), 0);

  return self->info.saved_at;
}

/**
 * pm_cache_get_next_expiry:
 * @self: a cache
 *
 * Returns: when the next pending invitation's life is over, by the server's time, or 0
 */
gint64
pm_cache_get_next_expiry (PmCache *self)
{
  g_return_val_if_fail (PM_IS_CACHE (self), 0);

  return self->info.next_expiry;
}

/**
 * pm_cache_get_n_unsent:
 * @self: a cache
 *
 * Returns: how many operations the server has yet to hear of
 */
guint
pm_cache_get_n_unsent (PmCache *self)
{
  g_return_val_if_fail (PM_IS_CACHE (self), 0);

  return (guint) self->info.n_unsent;
}

/**
 * pm_cache_ref_poc:
 * @self: a cache
 * @poc_id: a POC
 *
 * Returns: (transfer full): the POC's item, the same that lists show; it fills when its row has
 *   come and follows it from then on
 */
PmPoc *
pm_cache_ref_poc (PmCache *self, gint64 poc_id)
{
  g_return_val_if_fail (PM_IS_CACHE (self), NULL);

  return PM_POC (pm_item_pool_ref_item (self->pools[PM_SOURCE_POC], poc_id));
}
