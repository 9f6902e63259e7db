/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmCommentsView:
 *
 * What has been said in a POC, the oldest first, and where one says something. Properties:
 * `workspace` (#PmWorkspace), `poc` (#PmPoc or %NULL) and `unread` (#PmUnreadComments, which is told
 * when one looks), all writable; `tasks` (#GListModel of #PmTask, read-only; it notifies when their
 * titles change).
 */
#define PM_TYPE_COMMENTS_VIEW (pm_comments_view_get_type ())
G_DECLARE_FINAL_TYPE (PmCommentsView, pm_comments_view, PM, COMMENTS_VIEW, AdwBin)

void pm_comments_view_write_on (PmCommentsView *self, gint64 task_id);
PmWorkspace *pm_comments_view_get_workspace (PmCommentsView *self);
const char *pm_comments_view_find_title (PmCommentsView *self, gint64 task_id);

G_END_DECLS
