/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-changes.h"
#include "db/pm-db.h"
#include "domain/pm-draft.h"
#include "domain/pm-operation.h"
#include "domain/pm-page.h"

G_BEGIN_DECLS

/**
 * PmStoreInfo:
 * @state: the sync state of the rows that the next page goes to
 * @saved_at: when the server gave the last page, by its own clock
 * @next_expiry: when the next pending invitation ends, or 0
 * @total: how many objects the present bootstrap brings, or 0
 * @done: how many of them those rows have
 * @n_unsent: how many operations the server has yet to hear
 * @n_returned: how many have come to need attention so far although the server had confirmed them
 * @mirror: the n of the present `cache-<n>.db`
 * @complete: whether those rows have once been all of the server's
 * @ready: whether the next mirror waits for the switch to it
 * @lost: whether the mirror could not be read or written and must be started afresh
 * @spoilt: whether the same is true of the rebuild
 * @behind: whether the mirror could not be told what the outbox has, as when the disk is full
 *
 * What the main thread knows of the files.
 */
typedef struct {
  char *state;
  gint64 saved_at;
  gint64 next_expiry;
  gint64 total;
  gint64 done;
  gint64 n_unsent;
  guint n_returned;
  gint64 mirror;
  gboolean complete;
  gboolean ready;
  gboolean lost;
  gboolean spoilt;
  gboolean behind;
} PmStoreInfo;

void pm_store_info_clear (PmStoreInfo *info);
gboolean pm_store_info_needs_mending (const PmStoreInfo *info);

/**
 * PmStore:
 *
 * The two files, as the writing thread knows them: drafts.db is the thread's own connection and
 * is handed to every function; the mirror is opened beside it. The two are never written in one
 * transaction. All functions but new and get_mirror_path: on the writing thread.
 */
typedef struct _PmStore PmStore;

PmStore *pm_store_new (const char *folder);
void pm_store_free (PmStore *self);
char *pm_store_get_mirror_path (PmStore *self, gint64 n);

gboolean pm_store_migrate_drafts (PmDb *drafts, GError **error);
gboolean pm_store_open (PmStore *self, PmDb *drafts, GError **error);
void pm_store_close (PmStore *self);
gboolean pm_store_read_info (PmStore *self, PmDb *drafts, PmStoreInfo *info, GError **error);

/* The pull side */
gboolean
pm_store_apply (PmStore *self, PmDb *drafts, PmPage *page, PmChanges *changes, GError **error);
PmDb *pm_store_get_mirror (PmStore *self);
gboolean pm_store_tick (PmStore *self, gint64 now, PmChanges *changes, GError **error);
gboolean pm_store_set_user (PmStore *self, gint64 user_id, PmChanges *changes, GError **error);
gboolean pm_store_begin_rebuild (PmStore *self, PmDb *drafts, GError **error);
gboolean pm_store_forget (PmStore *self, PmDb *drafts, GError **error);
gboolean pm_store_mend (PmStore *self, PmDb *drafts, GError **error);
void pm_store_give_up (PmStore *self, gint64 n);
void pm_store_drop_old (PmStore *self);
gboolean
pm_store_find_record (PmDb *mirror, GType type, gint64 id, PmRecord **record, GError **error);

/* The push side */
gboolean pm_store_save_draft (PmDb *drafts, PmDraft *draft, GError **error);
gboolean pm_store_delete_draft (PmDb *drafts, gint64 id, GError **error);
gboolean pm_store_find_draft (PmDb *drafts, gint64 poc_id, PmRecord **draft, GError **error);
gboolean pm_store_add_operation (PmStore *self,
                                 PmDb *drafts,
                                 PmOperation *operation,
                                 gint64 draft_id,
                                 PmChanges *changes,
                                 GError **error);
gboolean
pm_store_update_operation (PmDb *drafts, PmOperation *operation, gboolean *present, GError **error);
gboolean pm_store_show_operation (PmStore *self,
                                  PmDb *drafts,
                                  PmOperation *operation,
                                  PmChanges *changes,
                                  GError **error);
gboolean
pm_store_discard (PmStore *self, PmDb *drafts, GArray *ids, PmChanges *changes, GError **error);
gboolean pm_store_list_operations (PmDb *drafts, GPtrArray *operations, GError **error);

G_END_DECLS
