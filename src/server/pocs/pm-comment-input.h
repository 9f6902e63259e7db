/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-comment.h"
#include "server/http/pm-request.h"

G_BEGIN_DECLS

/**
 * PmCommentTarget:
 * @task_id: a task, 0: none
 * @group_id: a task group, 0: none
 *
 * What is talked about: at most one of them; with none it is the POC.
 */
typedef struct {
  gint64 task_id;
  gint64 group_id;
} PmCommentTarget;

gboolean
pm_comment_target_read (PmDb *db, PmRequest *request, PmCommentTarget *target, GError **error);
gboolean pm_comment_input_read (PmComment *comment, PmRequest *request, GError **error);

G_END_DECLS
