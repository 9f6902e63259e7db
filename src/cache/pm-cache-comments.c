/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-call.h"
#include "cache/pm-comment-drafts.h"
#include "cache/pm-reading.h"

/* What only this desktop knows of what is said about POCs. */

static DexFuture *
answer_found (PmCall *call)
{
  return dex_future_new_take_object (g_steal_pointer (&call->found));
}

static DexFuture *
answer_seen (PmCall *call)
{
  return dex_future_new_for_int64 (call->number);
}

static gboolean
work_save_comment_draft (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_comment_drafts_save (drafts, PM_COMMENT (call->record), error);
}

/**
 * pm_cache_save_comment_draft:
 * @self: a cache
 * @comment: what has been written about its POC and is not posted yet, in place of what was kept
 *   before; nothing is kept of a blank one
 *
 * Returns: (transfer full): resolves to %TRUE when it is safe on disk
 */
DexFuture *
pm_cache_save_comment_draft (PmCache *self, PmComment *comment)
{
  PmCall *call = pm_call_new (self, work_save_comment_draft, NULL);

  pm_call_set_record (call, comment);
  return pm_call_send (call);
}

static gboolean
work_find_comment_draft (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_comment_drafts_find (drafts, call->id, &call->found, error);
}

/**
 * pm_cache_find_comment_draft:
 * @self: a cache
 * @poc_id: a POC
 *
 * Returns: (transfer full): resolves to the #PmComment that is being written about it, or to %NULL
 */
DexFuture *
pm_cache_find_comment_draft (PmCache *self, gint64 poc_id)
{
  PmCall *call = pm_call_new (self, work_find_comment_draft, answer_found);

  call->id = poc_id;
  return pm_call_send (call);
}

static gboolean
work_save_seen (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_reading_save (drafts, call->id, call->number, error);
}

/**
 * pm_cache_save_seen:
 * @self: a cache
 * @poc_id: a POC
 * @seen_at: when the newest comment that has been seen was made, in microseconds
 *
 * Returns: (transfer full): resolves to %TRUE when it is safe on disk
 */
DexFuture *
pm_cache_save_seen (PmCache *self, gint64 poc_id, gint64 seen_at)
{
  PmCall *call = pm_call_new (self, work_save_seen, NULL);

  call->id = poc_id;
  call->number = seen_at;
  return pm_call_send (call);
}

static gboolean
work_find_seen (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_reading_find (drafts, call->id, &call->number, error);
}

/**
 * pm_cache_find_seen:
 * @self: a cache
 * @poc_id: a POC
 *
 * Returns: (transfer full): resolves to when the newest comment that has been seen was made, a
 *   #gint64; to 0 when none has been
 */
DexFuture *
pm_cache_find_seen (PmCache *self, gint64 poc_id)
{
  PmCall *call = pm_call_new (self, work_find_seen, answer_seen);

  call->id = poc_id;
  return pm_call_send (call);
}
