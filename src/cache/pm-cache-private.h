/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-cache.h"
#include "cache/pm-item-pool.h"
#include "cache/pm-store.h"
#include "db/pm-db-thread.h"
#include "db/pm-folder-lock.h"

G_BEGIN_DECLS

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
  PmRescue rescue;
  gboolean mending;
  guint tidying;        /* the source that waits for it */
  guint n_reading_rows; /* how many wait for rows of the reading thread */
};

/* For the room itself. Main thread. Signal `touched` (#PmChanges) tells lists what changed. */

PmItemPool *pm_cache_get_pool (PmCache *self, PmSource source);

DexFuture *pm_cache_read (PmCache *self, PmDbFunc func, gpointer data);
DexFuture *pm_cache_write (PmCache *self, PmDbFunc func, gpointer data);
DexFuture *pm_cache_commit (PmCache *self, PmDbFunc func, PmDbFunc then, gpointer data);
gboolean pm_cache_read_rows (PmCache *self, PmDbFunc func, gpointer data, GError **error);
gboolean pm_cache_is_reading_rows (PmCache *self);
void pm_cache_interrupt (PmCache *self);
void pm_cache_tidy_soon (PmCache *self);
gboolean pm_cache_was_interrupted (PmCache *self, GError *error);
gint64 pm_cache_get_mirror (PmCache *self);
void pm_cache_report_damage (PmCache *self, gint64 mirror);

PmStore *pm_cache_get_store (PmCache *self);
DexFuture *pm_cache_close_writer (PmCache *self);
void pm_cache_add_notices (PmCache *self, PmCacheNotices notices);
void pm_cache_tell (PmCache *self, PmChanges *changes);
void pm_cache_take (PmCache *self, PmStoreInfo *info, PmChanges *changes);
DexFuture *pm_cache_mend (PmCache *self);

G_END_DECLS
