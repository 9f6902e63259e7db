/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace-private.h"

/* What a person should know of a workspace, until it has been read. */

static void
on_dismissed (PmNotice *notice, gpointer data)
{
  PmWorkspace *self = PM_WORKSPACE (data);
  guint position;

  if (g_list_store_find (self->notices, notice, &position))
    g_list_store_remove (self->notices, position);
}

static PmNotice *
find_notice (PmWorkspace *self, PmNoticeKind kind, guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->notices)); i++) {
    g_autoptr (PmNotice) notice = g_list_model_get_item (G_LIST_MODEL (self->notices), i);

    *position = i;
    if (pm_notice_get_kind (notice) == kind)
      return g_steal_pointer (&notice);
  }
  return NULL;
}

/**
 * pm_workspace_notice:
 * @self: a workspace
 * @notice: (transfer full): what the user should know
 *
 * Tells it; one of the same kind that has not been read yet gives way.
 */
void
pm_workspace_notice (PmWorkspace *self, PmNotice *notice)
{
  g_autoptr (PmNotice) added = notice;
  guint position = 0;
  g_autoptr (PmNotice) before = find_notice (self, pm_notice_get_kind (notice), &position);

  g_signal_connect_object (added, "dismissed", G_CALLBACK (on_dismissed), self, 0);
  if (before != NULL)
    g_list_store_splice (self->notices, position, 1, (gpointer *) &added, 1);
  else
    g_list_store_append (self->notices, added);
}

static void
tell_of_files (PmWorkspace *self)
{
  PmCacheNotices news = pm_cache_get_notices (self->cache) & ~self->told;
  const PmRescue *rescue = pm_cache_get_rescue (self->cache);

  self->told |= news;
  if (news & PM_CACHE_NOTICE_DRAFTS_DAMAGED)
    pm_workspace_notice (self,
                         pm_notice_new (PM_NOTICE_DRAFTS_DAMAGED, rescue->path, rescue->n_drafts,
                                        pm_cache_get_n_unsent (self->cache)));
  if (news & PM_CACHE_NOTICE_MIRROR_LOST)
    pm_workspace_notice (self, pm_notice_new (PM_NOTICE_COPY_LOST, NULL, 0, 0));
}

static void
on_list_broken (PmWorkspace *self, gint64 poc_id)
{
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (self->cache, poc_id);
  guint position, count = 1;
  g_autoptr (PmNotice) before = find_notice (self, PM_NOTICE_TASKS_MISSING, &position);
  const char *title = pm_poc_get_title (poc);

  if (before != NULL) {
    title = pm_notice_get_text (before);
    count += pm_notice_get_count (before);
  }
  pm_workspace_notice (self, pm_notice_new (PM_NOTICE_TASKS_MISSING, title, count, 0));
}

/**
 * pm_workspace_watch_notices:
 * @self: a workspace whose parts are there
 *
 * Begins to tell what those find.
 */
void
pm_workspace_watch_notices (PmWorkspace *self)
{
  g_signal_connect_object (self->cache, "notify::notices", G_CALLBACK (tell_of_files), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->syncer, "list-broken", G_CALLBACK (on_list_broken), self,
                           G_CONNECT_SWAPPED);
  tell_of_files (self);
}
