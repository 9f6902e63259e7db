/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-comment.h"
#include "domain/pm-draft.h"
#include "domain/pm-operation.h"
#include "domain/pm-page.h"
#include "domain/pm-person.h"
#include "domain/pm-poc.h"

#include <libdex.h>

G_BEGIN_DECLS

/**
 * PmCacheNotices:
 * @PM_CACHE_NOTICE_MIRROR_LOST: the offline copy was damaged or from a newer version; it is
 *   fetched again
 * @PM_CACHE_NOTICE_DRAFTS_DAMAGED: drafts.db was damaged; it was put aside and what could be read
 *   of it was saved
 *
 * What a person should be told of the files.
 */
typedef enum {
  PM_CACHE_NOTICE_NONE = 0,
  PM_CACHE_NOTICE_MIRROR_LOST = 1 << 0,
  PM_CACHE_NOTICE_DRAFTS_DAMAGED = 1 << 1,
} PmCacheNotices;

/**
 * PmRescue:
 * @path: where the damaged drafts.db is now; %NULL when there was none
 * @n_drafts: how many drafts could be read of it
 *
 * What became of damaged drafts. All that could be read is in the new file.
 */
typedef struct {
  char *path;
  guint n_drafts;
} PmRescue;

#define PM_TYPE_CACHE_NOTICES (pm_cache_notices_get_type ())
GType pm_cache_notices_get_type (void);

/**
 * PmCache:
 *
 * The offline copy of one workspace: what the server said (`cache-<n>.db`, can be fetched again)
 * and what this desktop has yet to say (`drafts.db`, cannot). What lists show is the first
 * overlaid by the second.
 *
 * Main thread only; the work is done on the cache's own two threads. It is closed by
 * pm_cache_close() before it is let go. Signals: `changed` after anything that lists may show has
 * changed; `operations-changed` after the outbox has; `operations-returned` after some that the
 * server had confirmed have come to need attention. Properties (read-only, notify): `n-unsent`,
 * `saved-at`, `notices` (#PmCacheNotices).
 */
#define PM_TYPE_CACHE (pm_cache_get_type ())
G_DECLARE_FINAL_TYPE (PmCache, pm_cache, PM, CACHE, GObject)

DexFuture *pm_cache_open (const char *folder);
DexFuture *pm_cache_close (PmCache *self);
PmCacheNotices pm_cache_get_notices (PmCache *self);
const PmRescue *pm_cache_get_rescue (PmCache *self);

/* The pull side */
const char *pm_cache_get_state (PmCache *self);
gint64 pm_cache_get_saved_at (PmCache *self);
double pm_cache_get_progress (PmCache *self);
void pm_cache_set_user_id (PmCache *self, gint64 user_id);
DexFuture *pm_cache_apply_page (PmCache *self, PmPage *page);
DexFuture *pm_cache_begin_rebuild (PmCache *self);
DexFuture *pm_cache_forget (PmCache *self);
DexFuture *pm_cache_tick (PmCache *self, gint64 server_now);
gint64 pm_cache_get_next_expiry (PmCache *self);

/* The push side */
DexFuture *pm_cache_save_draft (PmCache *self, PmDraft *draft);
DexFuture *pm_cache_find_draft (PmCache *self, gint64 poc_id);
DexFuture *pm_cache_delete_draft (PmCache *self, gint64 draft_id);
DexFuture *pm_cache_save_comment_draft (PmCache *self, PmComment *comment);
DexFuture *pm_cache_find_comment_draft (PmCache *self, gint64 poc_id);
DexFuture *pm_cache_save_seen (PmCache *self, gint64 poc_id, gint64 seen_at);
DexFuture *pm_cache_find_seen (PmCache *self, gint64 poc_id);
DexFuture *pm_cache_add_operation (PmCache *self, PmOperation *operation, gint64 draft_id);
DexFuture *pm_cache_update_operation (PmCache *self, PmOperation *operation);
DexFuture *pm_cache_discard (PmCache *self, GArray *operation_ids);
DexFuture *pm_cache_list_operations (PmCache *self);
guint pm_cache_get_n_unsent (PmCache *self);

/* Questions */
DexFuture *pm_cache_find_server_id (PmCache *self, gint64 item_id);
DexFuture *pm_cache_find_item_id (PmCache *self, PmItemType type, gint64 server_id);
DexFuture *pm_cache_find_person (PmCache *self, gint64 poc_id, const char *email);
DexFuture *pm_cache_find_people (PmCache *self, const char *company, const char *prefix);
DexFuture *pm_cache_find_record (PmCache *self, GType type, gint64 id);
PmPoc *pm_cache_ref_poc (PmCache *self, gint64 poc_id);

G_END_DECLS
