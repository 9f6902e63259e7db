/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/**
 * PmAttachments:
 * @authors_sql: who has commented on `?1`
 * @comments_sql: deletes its comments and gives their ids
 * @resources_sql: deletes its resources and gives their ids
 *
 * What hangs on a task, or on a group of tasks, and goes with it.
 */
typedef struct {
  const char *authors_sql;
  const char *comments_sql;
  const char *resources_sql;
} PmAttachments;

extern const PmAttachments pm_task_attachments;
extern const PmAttachments pm_task_group_attachments;

gboolean pm_attachments_remove (const PmAttachments *self,
                                PmDb *db,
                                PmRequest *request,
                                gint64 id,
                                GError **error);

G_END_DECLS
