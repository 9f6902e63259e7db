/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-task-view.h"

#include "domain/pm-time.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-viewer.h"
#include "wire/pm-wire.h"

/* A POC's tasks, with what they show besides their rows: each list by the id of its task. */
typedef struct {
  PmViewer viewer;
  GHashTable *assignees;
  GHashTable *criteria;
} View;

enum {
  ASSIGNEE_TASK_ID,
  ASSIGNEE_ID,
  ASSIGNEE_PARTICIPANT_ID,
  ASSIGNEE_ASSIGNED_AT,
  ASSIGNEE_USER_ID,
  ASSIGNEE_FULL_NAME,
  ASSIGNEE_EMAIL,
  ASSIGNEE_IS_CUSTOMER,
};

static void
view_clear (View *self)
{
  pm_viewer_clear (&self->viewer);
  g_clear_pointer (&self->assignees, g_hash_table_unref);
  g_clear_pointer (&self->criteria, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, view_clear)

static JsonArray *
find_list (GHashTable *lists, gint64 task_id)
{
  JsonArray *list = g_hash_table_lookup (lists, &task_id);

  if (list == NULL) {
    list = json_array_new ();
    g_hash_table_insert (lists, g_memdup2 (&task_id, sizeof task_id), list);
  }
  return list;
}

static JsonObject *
encode_assignee (PmStatement *row, const PmViewer *viewer)
{
  gint64 user_id = pm_statement_get_int64 (row, ASSIGNEE_USER_ID);
  const char *email = pm_statement_get_text (row, ASSIGNEE_EMAIL);
  g_autofree char *name =
      pm_viewer_get_name_of (viewer, user_id, pm_statement_get_text (row, ASSIGNEE_FULL_NAME),
                             email, pm_statement_get_int64 (row, ASSIGNEE_IS_CUSTOMER) != 0);
  g_autofree char *time = pm_time_format (pm_statement_get_int64 (row, ASSIGNEE_ASSIGNED_AT));
  JsonObject *assignee = json_object_new ();

  json_object_set_int_member (assignee, "id", pm_statement_get_int64 (row, ASSIGNEE_ID));
  json_object_set_int_member (assignee, "participant_id",
                              pm_statement_get_int64 (row, ASSIGNEE_PARTICIPANT_ID));
  json_object_set_string_member (assignee, "participant_name", name);
  json_object_set_string_member (assignee, "participant_email",
                                 pm_viewer_may_see_address (viewer, user_id) ? email : NULL);
  json_object_set_string_member (assignee, "assigned_at", time);
  return assignee;
}

static gboolean
read_assignees (View *self, PmDb *db, gint64 poc_id, gint64 task_id, GError **error)
{
  PmStatement *rows =
      pm_db_query (db, error,
                   "SELECT task_id, task_assignee.id, participant_id, assigned_at, user_id,"
                   " full_name, email, is_customer FROM task_assignee"
                   " JOIN participant ON participant.id = participant_id"
                   " JOIN account ON account.id = user_id"
                   " WHERE poc_id = ?1 AND (?2 = 0 OR task_id = ?2) ORDER BY task_assignee.id",
                   "ii", poc_id, task_id);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return FALSE;
  while (pm_statement_step (rows, &local))
    json_array_add_object_element (
        find_list (self->assignees, pm_statement_get_int64 (rows, ASSIGNEE_TASK_ID)),
        encode_assignee (rows, &self->viewer));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_criteria (View *self, PmDb *db, gint64 poc_id, gint64 task_id, GError **error)
{
  PmStatement *rows = pm_db_query (db, error,
                                   "SELECT task_id, criterion_id FROM task_criterion"
                                   " JOIN task ON task.id = task_id WHERE poc_id = ?1"
                                   " AND (?2 = 0 OR task_id = ?2) ORDER BY criterion_id",
                                   "ii", poc_id, task_id);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return FALSE;
  while (pm_statement_step (rows, &local))
    json_array_add_int_element (find_list (self->criteria, pm_statement_get_int64 (rows, 0)),
                                pm_statement_get_int64 (rows, 1));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Of one task, or, with 0, of all of the POC. */
static gboolean
view_init (View *self, PmDb *db, PmRequest *request, gint64 task_id, GError **error)
{
  gint64 poc_id = pm_request_get_id (request, "poc");

  self->assignees = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                           (GDestroyNotify) json_array_unref);
  self->criteria = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                          (GDestroyNotify) json_array_unref);
  return pm_viewer_init (&self->viewer, db, request, error) &&
         read_assignees (self, db, poc_id, task_id, error) &&
         read_criteria (self, db, poc_id, task_id, error);
}

static JsonObject *
view_encode (View *self, PmTask *task)
{
  gint64 id = pm_task_get_id (task);
  JsonObject *object = pm_wire_encode (PM_RECORD (task));

  /* The base dialect's templates are none of ours. */
  json_object_set_null_member (object, "task_id");
  json_object_set_array_member (object, "assignees",
                                json_array_ref (find_list (self->assignees, id)));
  json_object_set_array_member (object, "success_criteria_ids",
                                json_array_ref (find_list (self->criteria, id)));
  return object;
}

/**
 * pm_task_view_list:
 * @db: a connection
 * @request: a request for a POC's tasks
 * @group_id: a group; 0: all tasks, in groups or not
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the tasks in their order, as the caller sees them
 */
JsonArray *
pm_task_view_list (PmDb *db, PmRequest *request, gint64 group_id, GError **error)
{
  g_autoptr (JsonArray) tasks = json_array_new ();
  g_autoptr (GError) local = NULL;
  g_auto (View) view = { 0 };
  PmStatement *rows;

  if (!view_init (&view, db, request, 0, error))
    return NULL;
  rows = pm_db_query (db, error,
                      "SELECT * FROM task WHERE poc_id = ?1"
                      " AND (?2 = 0 OR poc_task_group_id = ?2) ORDER BY sort_order, id",
                      "ii", pm_request_get_id (request, "poc"), group_id);
  if (rows == NULL)
    return NULL;
  while (pm_statement_step (rows, &local)) {
    g_autoptr (PmRecord) task = pm_statement_new_record (rows, PM_TYPE_TASK);

    json_array_add_object_element (tasks, view_encode (&view, PM_TASK (task)));
  }
  if (local == NULL)
    return g_steal_pointer (&tasks);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * pm_task_view_show:
 * @db: a connection
 * @request: a request for a task, or for what belongs to its POC
 * @task: the task
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the task, as the caller sees it
 */
JsonObject *
pm_task_view_show (PmDb *db, PmRequest *request, PmTask *task, GError **error)
{
  g_auto (View) view = { 0 };

  if (!view_init (&view, db, request, pm_task_get_id (task), error))
    return NULL;
  return view_encode (&view, task);
}

/**
 * pm_task_view_list_assignees:
 * @db: a connection
 * @request: a request for a task
 * @task_id: the task
 * @error: return location
 *
 * Returns: (transfer full) (nullable): who is to do it, as the caller sees them
 */
JsonArray *
pm_task_view_list_assignees (PmDb *db, PmRequest *request, gint64 task_id, GError **error)
{
  g_auto (View) view = { 0 };

  if (!view_init (&view, db, request, task_id, error))
    return NULL;
  return json_array_ref (find_list (view.assignees, task_id));
}
