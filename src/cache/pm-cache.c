/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-cache.h"

#include "cache/pm-cache-private.h"
#include "cache/pm-cache-resources.h"
#include "domain/pm-error.h"

#include <malloc.h>

/* So long nobody has searched. */
#define TIDY_AFTER_MS 1000

/* A block of so many bytes or more is given back to the system when it is freed. */
#define LARGE_BLOCK (128 * 1024)

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
  OPERATIONS_RETURNED,
  TOUCHED,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void
pm_cache_finalize (GObject *object)
{
  PmCache *self = PM_CACHE (object);

  g_clear_handle_id (&self->tidying, g_source_remove);
  for (guint i = 0; i < PM_N_SOURCES; i++)
    g_clear_pointer (&self->pools[i], pm_item_pool_free);
  g_clear_object (&self->reader);
  if (self->writer != NULL)
    dex_future_disown (pm_cache_close_writer (self));
  g_clear_pointer (&self->store, pm_store_free);
  g_clear_pointer (&self->lock, pm_folder_lock_free);
  pm_store_info_clear (&self->info);
  g_free (self->rescue.path);
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

/*
 * Keys of a hundred thousand rows, and what is found among them, are large blocks that come and go
 * with every keystroke. Left to itself, the C library learns to keep such blocks for the next time:
 * some megabytes at the end of the reading thread's heap, where malloc_trim() does not reach.
 */
static void
let_go_of_large_blocks (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
#endif
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
  signals[OPERATIONS_RETURNED] = g_signal_new ("operations-returned", type, G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOUCHED] = g_signal_new ("touched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);

  pm_cache_schema_register_resource ();
  let_go_of_large_blocks ();
}

static void
pm_cache_init (PmCache *self)
{
  for (guint i = 0; i < PM_N_SOURCES; i++)
    self->pools[i] = pm_item_pool_new (self, (PmSource) i);
}

/**
 * pm_cache_add_notices:
 * @self: a cache
 * @notices: what a person should be told
 */
void
pm_cache_add_notices (PmCache *self, PmCacheNotices notices)
{
  if ((self->notices | notices) == self->notices)
    return;
  self->notices |= notices;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NOTICES]);
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
 * pm_cache_read_rows:
 * @self: a cache
 * @func: what to do on the reading thread; it brings rows for items
 * @data: for @func
 * @error: return location
 *
 * As pm_cache_read(), and awaits it. What it brings must be taken before anything else is awaited.
 */
gboolean
pm_cache_read_rows (PmCache *self, PmDbFunc func, gpointer data, GError **error)
{
  gboolean done;

  self->n_reading_rows++;
  done = dex_await (pm_cache_read (self, func, data), error);
  self->n_reading_rows--;
  return done;
}

/**
 * pm_cache_is_reading_rows:
 * @self: a cache
 *
 * Returns: whether rows are on their way that may be older than what the writing thread has done
 *   meanwhile
 */
gboolean
pm_cache_is_reading_rows (PmCache *self)
{
  return self->n_reading_rows > 0;
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
 * pm_cache_commit:
 * @self: a cache
 * @func: what to do on the writing thread, in a transaction of drafts.db
 * @then: what to do there once that is durable
 * @data: for both; stays until the future is done
 *
 * As pm_cache_write(), but what waits while the thread writes is made durable together.
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
pm_cache_commit (PmCache *self, PmDbFunc func, PmDbFunc then, gpointer data)
{
  if (self->writer == NULL)
    return send (NULL, func, data);
  return pm_db_thread_commit (self->writer, func, then, data, NULL);
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

/* On the reading thread, so that the main thread does not wait for the system. */
static gboolean
give_memory_back (PmDb *mirror, gpointer data, GError **error)
{
  gboolean done = pm_db_exec (mirror, "PRAGMA shrink_memory", error);

#ifdef __GLIBC__
  malloc_trim (0);
#endif
  return done;
}

static void
on_quiet (gpointer data)
{
  PmCache *self = data;

  self->tidying = 0;
  dex_future_disown (pm_cache_read (self, give_memory_back, NULL));
}

/**
 * pm_cache_tidy_soon:
 * @self: a cache
 *
 * Whoever searches a hundred thousand rows needs many megabytes, for a moment on each keystroke:
 * keys and their places, pages of the index, and what the widgets make of a list that is another one
 * each time. The database keeps such pages, and the C library what is freed between blocks that stay.
 * It is given back once nobody has called this for a second.
 */
void
pm_cache_tidy_soon (PmCache *self)
{
  g_clear_handle_id (&self->tidying, g_source_remove);
  self->tidying = g_timeout_add_once (TIDY_AFTER_MS, on_quiet, self);
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

/**
 * pm_cache_tell:
 * @self: a cache
 * @changes: what has changed
 *
 * Tells items, lists and everybody else.
 */
void
pm_cache_tell (PmCache *self, PmChanges *changes)
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
  gboolean returned = FALSE;

  if (info->state != NULL) {
    self->info = *info;
    info->state = NULL;
    returned = before.n_returned != self->info.n_returned;
    tell_properties (self, &before);
    pm_store_info_clear (&before);
  }
  if (changes != NULL && !pm_changes_is_empty (changes))
    pm_cache_tell (self, changes);
  if (returned)
    g_signal_emit (self, signals[OPERATIONS_RETURNED], 0);
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
 * pm_cache_get_rescue:
 * @self: a cache
 *
 * Returns: (transfer none): what became of drafts that were found damaged when it was opened
 */
const PmRescue *
pm_cache_get_rescue (PmCache *self)
{
  g_return_val_if_fail (PM_IS_CACHE (self), NULL);

  return &self->rescue;
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
 * Returns: when the server gave the last page that was stored, in microseconds by its own clock,
 *   or 0
 */
gint64
pm_cache_get_saved_at (PmCache *self)
{
  g_return_val_if_fail (PM_IS_CACHE (self), 0);

  return self->info.saved_at;
}

/**
 * pm_cache_get_progress:
 * @self: a cache
 *
 * Returns: how much of a bootstrap is there, 0 to 1, or -1 when there is none or it is unknown. It
 *   goes on after a restart where it stood
 */
double
pm_cache_get_progress (PmCache *self)
{
  g_return_val_if_fail (PM_IS_CACHE (self), -1);

  if (self->info.complete || self->info.total <= 0)
    return -1;
  return MIN ((double) self->info.done / (double) self->info.total, 1.0);
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
