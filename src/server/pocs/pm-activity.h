/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* What is told of a participant's engagement, as columns of a query of `participant`. */
#define PM_ACTIVITY_FIGURES \
  "last_seen_at, (SELECT count (*) FROM comment WHERE comment.poc_id = participant.poc_id " \
  "AND comment.user_id = participant.user_id) AS comments_count, " \
  "(SELECT count (*) FROM task WHERE task.poc_id = participant.poc_id " \
  "AND completed_by = participant.user_id) AS tasks_completed"

/**
 * PmActivity:
 * @PM_ACTIVITY_VISIT: a POC or something in it was looked at
 * @PM_ACTIVITY_COMMENT: a comment was written
 * @PM_ACTIVITY_TASK: a task was completed or reopened
 *
 * What a person did in a POC.
 */
typedef enum {
  PM_ACTIVITY_VISIT,
  PM_ACTIVITY_COMMENT,
  PM_ACTIVITY_TASK,
} PmActivity;

gboolean pm_activity_note (PmDb *db,
                           gint64 poc_id,
                           gint64 user_id,
                           PmActivity what,
                           gint64 now,
                           GError **error);
gboolean pm_activity_note_figures (PmDb *db, gint64 poc_id, gint64 user_id, GError **error);
gboolean pm_activity_note_return (PmDb *db, gint64 poc_id, gint64 user_id, GError **error);
JsonArray *
pm_activity_get_days (PmDb *db, gint64 poc_id, gint64 user_id, gint64 now, GError **error);

gboolean pm_activity_is_visit (PmDb *db, PmRequest *request, gboolean *is_visit, GError **error);
void pm_activity_note_visit (PmRequest *request);

G_END_DECLS
