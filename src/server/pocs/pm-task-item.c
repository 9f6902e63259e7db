/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-task.h"
#include "domain/pm-text.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-activity.h"
#include "server/pocs/pm-attachments.h"
#include "server/pocs/pm-criteria-links.h"
#include "server/pocs/pm-poc-item.h"
#include "server/pocs/pm-poc-references.h"
#include "server/pocs/pm-task-view.h"
#include "server/pocs/pm-work.h"

static const PmInput inputs[] = {
  { PM_TASK_TITLE, PM_INPUT_NEEDED, PM_TEXT_TITLE_MAX },
  { PM_TASK_DESCRIPTION, PM_INPUT_LINES, PM_TEXT_DESCRIPTION_MAX },
  { PM_TASK_STATUS, PM_INPUT_NEEDED },
  { PM_TASK_SUCCESS_LEVEL, PM_INPUT_PLAIN, PM_WORK_LEVEL_MAX },
  { PM_TASK_SORT_ORDER, PM_INPUT_NEEDED, G_MAXINT32, G_MININT32 },
  { PM_TASK_START_DATE },
  { PM_TASK_DUE_DATE },
  { PM_TASK_POC_TASK_GROUP_ID, PM_INPUT_PLAIN, G_MAXINT64 },
};

static const PmWork work = {
  .name = "Task",
  .noun = "task",
  .inputs = inputs,
  .n_inputs = G_N_ELEMENTS (inputs),
  .status = PM_TASK_STATUS,
  .sort_order = PM_TASK_SORT_ORDER,
  .start_date = PM_TASK_START_DATE,
  .due_date = PM_TASK_DUE_DATE,
  .completed_at = PM_TASK_COMPLETED_AT,
  .completed_by = PM_TASK_COMPLETED_BY,
};

static PmRecord *
find (PmDb *db, PmRequest *request, gint64 id, GError **error)
{
  return pm_rows_take_record (pm_db_query (db, error,
                                           "SELECT * FROM task WHERE poc_id = ?1 AND id = ?2", "ii",
                                           pm_request_get_id (request, "poc"), id),
                              PM_TYPE_TASK, error);
}

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_FORBIDDEN, words);
  return FALSE;
}

static gboolean
is_open_to_customers (PmTask *task)
{
  return pm_task_status_is_open_to_customers (pm_task_get_status (task));
}

/* Customers say how far they are, and nothing else. */
static gboolean
check_customers_body (JsonObject *body, GError **error)
{
  if (body == NULL || (json_object_get_size (body) == 1 && json_object_has_member (body, "status")))
    return TRUE;
  return refuse (error, "Customers can only change a task's status");
}

/* What has been judged, or is held up, is not theirs any more. */
static gboolean
check_customers_step (PmTask *task, PmTask *before, GError **error)
{
  if (!is_open_to_customers (task))
    return refuse (error, "Customers can only set a task to not started, in progress or completed");
  if (!is_open_to_customers (before))
    return refuse (error, "This task's status can only be changed by the team that runs the POC");
  return TRUE;
}

static gboolean
check_group (PmDb *db, PmTask *task, GError **error)
{
  return !pm_record_is_set (PM_RECORD (task), PM_TASK_POC_TASK_GROUP_ID) ||
         pm_poc_references_check_group (db, pm_task_get_poc_id (task),
                                        pm_task_get_poc_task_group_id (task), error);
}

static gboolean
read_input (PmDb *db, PmRequest *request, PmRecord *item, PmRecord *before, GError **error)
{
  PmTask *task = PM_TASK (item);

  if (pm_role_is_internal (pm_request_get_role (request)))
    return pm_work_read (&work, db, request, item, before, error) && check_group (db, task, error);
  return check_customers_body (pm_request_get_body (request), error) &&
         pm_work_read (&work, db, request, item, before, error) &&
         check_customers_step (task, PM_TASK (before), error);
}

/* Who has completed it before is told that it counts for them no more. */
static gboolean
note_completer (PmDb *db, PmTask *task, GError **error)
{
  gint64 user_id = pm_task_get_completed_by (task);

  return user_id == 0 || pm_activity_note_figures (db, pm_task_get_poc_id (task), user_id, error);
}

static gboolean
note_activity (PmDb *db, PmRequest *request, PmRecord *item, PmRecord *before, GError **error)
{
  gboolean was_done = before != NULL && pm_record_is_set (before, PM_TASK_COMPLETED_AT);
  gboolean is_done = pm_record_is_set (item, PM_TASK_COMPLETED_AT);

  if (was_done == is_done)
    return TRUE;
  return pm_activity_note (db, pm_task_get_poc_id (PM_TASK (item)),
                           pm_request_get_user_id (request), PM_ACTIVITY_TASK,
                           pm_request_get_now (request), error) &&
         (!was_done || note_completer (db, PM_TASK (before), error));
}

static gboolean
written (PmDb *db, PmRequest *request, PmRecord *item, PmRecord *before, GError **error)
{
  return pm_criteria_links_write (&pm_task_criteria, db, request, pm_task_get_id (PM_TASK (item)),
                                  error) &&
         note_activity (db, request, item, before, error);
}

static gboolean
detach (PmDb *db, PmRequest *request, PmRecord *item, GError **error)
{
  gint64 id = pm_task_get_id (PM_TASK (item));

  return pm_attachments_remove (&pm_task_attachments, db, request, id, error) &&
         pm_criteria_links_clear (&pm_task_criteria, db, id, error) &&
         pm_db_run (db, error, "DELETE FROM task_assignee WHERE task_id = ?1", "i", id) &&
         note_completer (db, PM_TASK (item), error);
}

static JsonObject *
encode (PmDb *db, PmRequest *request, PmRecord *item, GError **error)
{
  return pm_task_view_show (db, request, PM_TASK (item), error);
}

const PmPocItem pm_task_item = {
  .type = "task",
  .segment = "task",
  .missing = "Task not found",
  .removed = "Task removed successfully",
  .delete_sql = "DELETE FROM task WHERE id = ?1",
  .get_type = pm_task_get_type,
  .find = find,
  .read = read_input,
  .written = written,
  .detach = detach,
  .encode = encode,
};
