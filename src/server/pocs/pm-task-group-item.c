/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-task-group.h"
#include "domain/pm-text.h"
#include "server/changes/pm-changes.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-attachments.h"
#include "server/pocs/pm-criteria-links.h"
#include "server/pocs/pm-poc-item.h"
#include "server/pocs/pm-task-view.h"
#include "server/pocs/pm-work-rules.h"
#include "server/pocs/pm-work.h"
#include "wire/pm-wire.h"

static const PmInput inputs[] = {
  { PM_TASK_GROUP_TITLE, PM_INPUT_NEEDED, PM_TEXT_TITLE_MAX },
  { PM_TASK_GROUP_DESCRIPTION, PM_INPUT_LINES, PM_TEXT_DESCRIPTION_MAX },
  { PM_TASK_GROUP_STATUS, PM_INPUT_NEEDED },
  { PM_TASK_GROUP_SUCCESS_LEVEL, PM_INPUT_PLAIN, PM_WORK_LEVEL_MAX },
  { PM_TASK_GROUP_SORT_ORDER, PM_INPUT_NEEDED, G_MAXINT32, G_MININT32 },
  { PM_TASK_GROUP_START_DATE },
  { PM_TASK_GROUP_DUE_DATE },
};

static const PmWork work = {
  .name = "Task group",
  .noun = "task group",
  .inputs = inputs,
  .n_inputs = G_N_ELEMENTS (inputs),
  .status = PM_TASK_GROUP_STATUS,
  .sort_order = PM_TASK_GROUP_SORT_ORDER,
  .start_date = PM_TASK_GROUP_START_DATE,
  .due_date = PM_TASK_GROUP_DUE_DATE,
  .completed_at = PM_TASK_GROUP_COMPLETED_AT,
  .completed_by = PM_TASK_GROUP_COMPLETED_BY,
};

static PmRecord *
find (PmDb *db, PmRequest *request, gint64 id, GError **error)
{
  return pm_rows_take_record (pm_db_query (db, error,
                                           "SELECT * FROM task_group WHERE poc_id = ?1 AND id = ?2",
                                           "ii", pm_request_get_id (request, "poc"), id),
                              PM_TYPE_TASK_GROUP, error);
}

static gboolean
read_input (PmDb *db, PmRequest *request, PmRecord *item, PmRecord *before, GError **error)
{
  return pm_work_read (&work, db, request, item, before, error);
}

static gboolean
written (PmDb *db, PmRequest *request, PmRecord *item, PmRecord *before, GError **error)
{
  return pm_criteria_links_write (&pm_task_group_criteria, db, request,
                                  pm_task_group_get_id (PM_TASK_GROUP (item)), error);
}

/* Its tasks stay, in no group. */
static gboolean
detach (PmDb *db, PmRequest *request, PmRecord *item, GError **error)
{
  gint64 id = pm_task_group_get_id (PM_TASK_GROUP (item));

  return pm_attachments_remove (&pm_task_group_attachments, db, request, id, error) &&
         pm_criteria_links_clear (&pm_task_group_criteria, db, id, error) &&
         pm_changes_note_each (db, pm_request_get_tenant_id (request), "task", FALSE,
                               pm_db_query (db, error,
                                            "UPDATE task SET poc_task_group_id = NULL"
                                            " WHERE poc_task_group_id = ?1 RETURNING id",
                                            "i", id),
                               error);
}

static JsonArray *
list_criteria (PmDb *db, gint64 id, GError **error)
{
  g_autoptr (GArray) ids =
      pm_rows_take_integers (pm_db_query (db, error,
                                          "SELECT criterion_id FROM task_group_criterion"
                                          " WHERE task_group_id = ?1 ORDER BY criterion_id",
                                          "i", id),
                             error);
  JsonArray *criteria = ids == NULL ? NULL : json_array_new ();

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    json_array_add_int_element (criteria, g_array_index (ids, gint64, i));
  return criteria;
}

static JsonObject *
encode_with_tasks (PmDb *db, PmTaskGroup *group, JsonArray *tasks, GError **error)
{
  JsonArray *criteria = list_criteria (db, pm_task_group_get_id (group), error);
  JsonObject *object;

  if (criteria == NULL)
    return NULL;
  object = pm_wire_encode (PM_RECORD (group));
  /* The base dialect's templates are none of ours. */
  json_object_set_null_member (object, "task_group_id");
  json_object_set_array_member (object, "success_criteria_ids", criteria);
  json_object_set_array_member (object, "tasks", json_array_ref (tasks));
  return object;
}

static JsonObject *
encode (PmDb *db, PmRequest *request, PmRecord *item, GError **error)
{
  PmTaskGroup *group = PM_TASK_GROUP (item);
  g_autoptr (JsonArray) tasks =
      pm_task_view_list (db, request, pm_task_group_get_id (group), error);

  return tasks == NULL ? NULL : encode_with_tasks (db, group, tasks, error);
}

const PmPocItem pm_task_group_item = {
  .type = "task_group",
  .segment = "group",
  .missing = "Task group not found",
  .removed = "Task group removed successfully",
  .delete_sql = "DELETE FROM task_group WHERE id = ?1",
  .get_type = pm_task_group_get_type,
  .find = find,
  .read = read_input,
  .written = written,
  .detach = detach,
  .encode = encode,
};

/* Group → JSON array of its tasks, in their order. */
static GHashTable *
sort_into_groups (JsonArray *tasks)
{
  GHashTable *groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                              (GDestroyNotify) json_array_unref);

  for (guint i = 0; i < json_array_get_length (tasks); i++) {
    JsonObject *task = json_array_get_object_element (tasks, i);
    gint64 id = pm_wire_get_integer (task, "poc_task_group_id", 0);
    JsonArray *group = g_hash_table_lookup (groups, &id);

    if (group == NULL) {
      group = json_array_new ();
      g_hash_table_insert (groups, g_memdup2 (&id, sizeof id), group);
    }
    json_array_add_object_element (group, json_object_ref (task));
  }
  return groups;
}

static JsonArray *
list_groups (PmDb *db, gint64 poc_id, JsonArray *all_tasks, GError **error)
{
  g_autoptr (GHashTable) tasks = sort_into_groups (all_tasks);
  g_autoptr (JsonArray) nothing = json_array_new ();
  g_autoptr (JsonArray) groups = json_array_new ();
  g_autoptr (GError) local = NULL;
  PmStatement *rows = pm_db_query (
      db, error, "SELECT * FROM task_group WHERE poc_id = ?1 ORDER BY sort_order, id", "i", poc_id);

  if (rows == NULL)
    return NULL;
  while (local == NULL && pm_statement_step (rows, &local)) {
    g_autoptr (PmRecord) group = pm_statement_new_record (rows, PM_TYPE_TASK_GROUP);
    gint64 id = pm_task_group_get_id (PM_TASK_GROUP (group));
    JsonArray *own = g_hash_table_lookup (tasks, &id);
    JsonObject *object =
        encode_with_tasks (db, PM_TASK_GROUP (group), own != NULL ? own : nothing, &local);

    if (object != NULL)
      json_array_add_object_element (groups, object);
  }
  pm_statement_reset (rows);
  if (local == NULL)
    return g_steal_pointer (&groups);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * pm_task_group_rule_list:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * A POC's groups in their order, each with its tasks.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_task_group_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (JsonArray) tasks = pm_task_view_list (db, request, 0, error);

  if (tasks == NULL)
    return NULL;
  return pm_reply_new_array (200,
                             list_groups (db, pm_request_get_id (request, "poc"), tasks, error));
}

/**
 * pm_task_group_rule_list_tasks:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * A group's tasks in their order.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_task_group_rule_list_tasks (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmRecord) group = pm_poc_item_find (&pm_task_group_item, db, request, error);

  if (group == NULL)
    return NULL;
  return pm_reply_new_array (
      200, pm_task_view_list (db, request, pm_task_group_get_id (PM_TASK_GROUP (group)), error));
}
