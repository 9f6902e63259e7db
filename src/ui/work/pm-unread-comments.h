/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

G_BEGIN_DECLS

/**
 * PmUnreadComments:
 *
 * What others have said about a POC since one looked the last time. Properties: `seeing` (writable,
 * whether one looks now: all that there is gets known, but stays new until one looks away),
 * `n-unread` (read-only, how many there are while one does not look), `since` (read-only, when the
 * newest of what is not new was said).
 */
#define PM_TYPE_UNREAD_COMMENTS (pm_unread_comments_get_type ())
G_DECLARE_FINAL_TYPE (PmUnreadComments, pm_unread_comments, PM, UNREAD_COMMENTS, GObject)

PmUnreadComments *pm_unread_comments_new (void);
void pm_unread_comments_open (PmUnreadComments *self, PmWorkspace *workspace, gint64 poc_id);
void pm_unread_comments_close (PmUnreadComments *self);

G_END_DECLS
