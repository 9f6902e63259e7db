/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-remote.h"

G_BEGIN_DECLS

/**
 * PmPlainList:
 *
 * The lists of API 1.0.0, each of which is read whole. `PEOPLE` holds those who take part and, as
 * #PmInvitation with less in them, the open invitations; `GROUPS` is followed by the tasks in them.
 * All `COMMENTS` of a POC in one list are had with %PM_CAPABILITY_POC_COMMENTS alone.
 */
typedef enum {
  PM_PLAIN_POCS,
  PM_PLAIN_USERS,
  PM_PLAIN_PEOPLE,
  PM_PLAIN_INVITATIONS,
  PM_PLAIN_TASKS,
  PM_PLAIN_GROUPS,
  PM_PLAIN_CRITERIA,
  PM_PLAIN_RESOURCES,
  PM_PLAIN_TASK_RESOURCES,
  PM_PLAIN_GROUP_RESOURCES,
  PM_PLAIN_TASK_COMMENTS,
  PM_PLAIN_GROUP_COMMENTS,
  PM_PLAIN_COMMENTS,
} PmPlainList;

/* The tag of an error that concerns one list and says nothing of the others. */
#define PM_PLAIN_LIST_BROKEN "list-broken"

DexFuture *pm_remote_read_page (PmRemote *self,
                                PmPlainList list,
                                guint skip,
                                guint limit,
                                GCancellable *cancellable);
DexFuture *pm_remote_read_list (PmRemote *self,
                                PmPlainList list,
                                gint64 poc_id,
                                gint64 parent_id,
                                GCancellable *cancellable);
DexFuture *pm_remote_count_assignees (PmRemote *self, gint64 poc_id, gint64 task_id);

G_END_DECLS
