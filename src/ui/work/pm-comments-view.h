/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-items-view.h"

G_BEGIN_DECLS

/**
 * PmCommentsView:
 *
 * What has been said in a POC, the oldest first, and where one says something. Properties: `unread`
 * (#PmUnreadComments, writable, which is told when one looks), `tasks` (#GListModel of #PmTask,
 * read-only; it notifies when their titles change).
 */
#define PM_TYPE_COMMENTS_VIEW (pm_comments_view_get_type ())
G_DECLARE_FINAL_TYPE (PmCommentsView, pm_comments_view, PM, COMMENTS_VIEW, PmItemsView)

void pm_comments_view_write_on (PmCommentsView *self, gint64 task_id);
const char *pm_comments_view_find_title (PmCommentsView *self, gint64 task_id);

G_END_DECLS
