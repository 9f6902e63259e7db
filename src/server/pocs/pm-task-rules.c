/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/changes/pm-changes.h"
#include "server/changes/pm-precondition.h"
#include "server/http/pm-body.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-poc-item.h"
#include "server/pocs/pm-poc-references.h"
#include "server/pocs/pm-task-view.h"
#include "server/pocs/pm-work-rules.h"

/**
 * pm_task_rule_list:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * A POC's tasks in their order, those in groups too.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_task_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  return pm_reply_new_array (200, pm_task_view_list (db, request, 0, error));
}

static PmReply *
reply_assignees (PmDb *db, PmRequest *request, gint64 task_id, GError **error)
{
  PmReply *reply =
      pm_reply_new_array (200, pm_task_view_list_assignees (db, request, task_id, error));

  return pm_precondition_tag (reply, db, request, "task", task_id, error);
}

/**
 * pm_task_rule_list_assignees:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Who is to do a task.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_task_rule_list_assignees (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmRecord) task = pm_poc_item_find (&pm_task_item, db, request, error);

  return task == NULL ? NULL
                      : reply_assignees (db, request, pm_task_get_id (PM_TASK (task)), error);
}

static gboolean
holds (GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* Who stays keeps the moment they were assigned. */
static gboolean
replace_assignees (PmDb *db, gint64 task_id, GArray *people, gint64 now, GError **error)
{
  g_autoptr (GArray) present = pm_rows_take_integers (
      pm_db_query (db, error, "SELECT participant_id FROM task_assignee WHERE task_id = ?1", "i",
                   task_id),
      error);

  for (guint i = 0; present != NULL && i < present->len; i++) {
    gint64 id = g_array_index (present, gint64, i);

    if (!holds (people, id) &&
        !pm_db_run (db, error,
                    "DELETE FROM task_assignee WHERE task_id = ?1 AND participant_id = ?2", "ii",
                    task_id, id))
      return FALSE;
  }
  for (guint i = 0; present != NULL && i < people->len; i++)
    if (!pm_db_run (db, error,
                    "INSERT INTO task_assignee (task_id, participant_id, assigned_at)"
                    " VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    "iii", task_id, g_array_index (people, gint64, i), now))
      return FALSE;
  return present != NULL;
}

static gboolean
note_task (PmDb *db, PmRequest *request, gint64 task_id, GError **error)
{
  return pm_db_run (db, error, "UPDATE task SET updated_at = ?2 WHERE id = ?1", "ii", task_id,
                    pm_request_get_now (request)) &&
         pm_changes_note (db, pm_request_get_tenant_id (request), "task", task_id, error);
}

/**
 * pm_task_rule_assign:
 * @db: the connection, in a transaction
 * @request: the request: `participant_ids`, which are no accounts
 * @data: unused
 * @error: return location
 *
 * Says who is to do a task, instead of who was to.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_task_rule_assign (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 task_id = pm_request_get_id (request, "task");
  g_autoptr (PmRecord) task = pm_poc_item_find (&pm_task_item, db, request, error);
  g_autoptr (GArray) people = NULL;

  if (task == NULL ||
      !pm_body_get_ids (pm_request_get_body (request), "participant_ids", PM_BODY_REQUIRED, &people,
                        error) ||
      !pm_poc_references_check_participants (db, pm_request_get_id (request, "poc"), people,
                                             error) ||
      !replace_assignees (db, task_id, people, pm_request_get_now (request), error) ||
      !note_task (db, request, task_id, error))
    return NULL;
  return reply_assignees (db, request, task_id, error);
}

/**
 * pm_task_rule_unassign:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Says that nobody in particular is to do a task.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_task_rule_unassign (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 task_id = pm_request_get_id (request, "task");
  g_autoptr (PmRecord) task = pm_poc_item_find (&pm_task_item, db, request, error);
  g_autoptr (GArray) removed = NULL;
  g_autofree char *words = NULL;

  if (task == NULL)
    return NULL;
  removed = pm_rows_take_integers (
      pm_db_query (db, error, "DELETE FROM task_assignee WHERE task_id = ?1 RETURNING id", "i",
                   task_id),
      error);
  if (removed == NULL || !note_task (db, request, task_id, error))
    return NULL;
  words = g_strdup_printf ("Removed %u assignee(s) from task", removed->len);
  return pm_precondition_tag (pm_reply_new_message (200, words), db, request, "task", task_id,
                              error);
}
