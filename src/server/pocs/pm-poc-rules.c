/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-poc-rules.h"

#include "domain/pm-criterion.h"
#include "domain/pm-error.h"
#include "domain/pm-task.h"
#include "server/changes/pm-precondition.h"
#include "server/http/pm-page.h"
#include "server/http/pm-record-input.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-poc-input.h"
#include "server/pocs/pm-poc-store.h"
#include "wire/pm-wire.h"

#include <string.h>

static gboolean
read_status_filter (PmRequest *request, const char **status, GError **error)
{
  int ignored;

  *status = pm_request_get_query (request, "status");
  return *status == NULL ||
         pm_input_parse_choice (PM_TYPE_POC_STATUS, "query.status", *status, &ignored, error);
}

/* A LIKE pattern that finds the text anywhere, taken literally; NULL for NULL. */
static char *
containing (const char *text)
{
  GString *pattern;

  if (text == NULL)
    return NULL;
  pattern = g_string_new ("%");
  for (; *text != '\0'; text++) {
    if (strchr ("%_\\", *text) != NULL)
      g_string_append_c (pattern, '\\');
    g_string_append_c (pattern, *text);
  }
  return g_string_free (g_string_append_c (pattern, '%'), FALSE);
}

/**
 * pm_poc_rule_list:
 * @db: a connection
 * @request: the request: `skip`, `limit`, `status`, `customer_name`, `user_name`
 * @data: unused
 * @error: return location
 *
 * The organization's POCs; for a customer those that they take part in.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 participant =
      pm_role_is_internal (pm_request_get_role (request)) ? 0 : pm_request_get_user_id (request);
  g_autofree char *company = containing (pm_request_get_query (request, "customer_name"));
  g_autofree char *person = containing (pm_request_get_query (request, "user_name"));
  PmPageBounds bounds;
  const char *status;

  if (!pm_page_bounds_read (request, &bounds, error) ||
      !read_status_filter (request, &status, error))
    return NULL;

  return pm_rows_take_reply (
      pm_db_query (db, error,
                   "SELECT * FROM poc WHERE tenant_id = ?1"
                   " AND (?2 = 0 OR EXISTS (SELECT 1 FROM participant"
                   "   WHERE participant.poc_id = poc.id AND user_id = ?2))"
                   " AND (?3 IS NULL OR status = ?3)"
                   " AND (?4 IS NULL OR lower (customer_company_name) LIKE lower (?4) ESCAPE '\\')"
                   " AND (?5 IS NULL OR EXISTS (SELECT 1 FROM participant"
                   "   JOIN account ON account.id = user_id WHERE participant.poc_id = poc.id"
                   "   AND lower (full_name) LIKE lower (?5) ESCAPE '\\'))"
                   " ORDER BY id LIMIT ?6 OFFSET ?7",
                   "iisssii", pm_request_get_tenant_id (request), participant, status, company,
                   person, bounds.limit, bounds.skip),
      PM_TYPE_POC, error);
}

static gboolean
add_participants (PmDb *db, gint64 poc_id, JsonObject *detail, GError **error)
{
  PmStatement *rows = pm_db_query (db, error,
                                   "SELECT user_id, is_sales_engineer, is_customer"
                                   " FROM participant WHERE poc_id = ?1 ORDER BY id",
                                   "i", poc_id);
  g_autoptr (JsonArray) people = json_array_new ();

  if (rows == NULL)
    return FALSE;
  while (pm_statement_step (rows, error)) {
    JsonObject *person = json_object_new ();

    json_object_set_int_member (person, "user_id", pm_statement_get_int64 (rows, 0));
    json_object_set_boolean_member (person, "is_sales_engineer",
                                    pm_statement_get_int64 (rows, 1) != 0);
    json_object_set_boolean_member (person, "is_customer", pm_statement_get_int64 (rows, 2) != 0);
    json_array_add_object_element (people, person);
  }
  json_object_set_array_member (detail, "participants", g_steal_pointer (&people));
  return TRUE;
}

static gboolean
add_counts (PmDb *db, gint64 poc_id, JsonObject *detail, GError **error)
{
  gint64 criteria = 0, tasks = 0;

  if (!pm_db_query_int64 (db, &criteria, error, "SELECT count (*) FROM criterion WHERE poc_id = ?1",
                          "i", poc_id) ||
      !pm_db_query_int64 (db, &tasks, error, "SELECT count (*) FROM task WHERE poc_id = ?1", "i",
                          poc_id))
    return FALSE;
  json_object_set_int_member (detail, "success_criteria_count", criteria);
  json_object_set_int_member (detail, "tasks_count", tasks);
  json_object_set_int_member (detail, "task_groups_count", 0);
  return TRUE;
}

/**
 * pm_poc_rule_show:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * A POC with who takes part in it and how much belongs to it.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 poc_id = pm_request_get_id (request, "poc");
  g_autoptr (PmPoc) poc = pm_poc_store_get (db, poc_id, error);
  g_autoptr (JsonObject) detail = NULL;

  if (poc == NULL)
    return NULL;
  detail = pm_wire_encode (PM_RECORD (poc));
  json_object_set_array_member (detail, "products", json_array_new ());
  if (!add_participants (db, poc_id, detail, error) || !add_counts (db, poc_id, detail, error))
    return NULL;
  return pm_precondition_tag (pm_reply_new_object (200, g_steal_pointer (&detail)), db, request,
                              "poc", poc_id, error);
}

static PmReply *
reply_poc (guint status, PmPoc *poc, PmDb *db, PmRequest *request, GError **error)
{
  return pm_precondition_tag (pm_reply_new_object (status, pm_wire_encode (PM_RECORD (poc))), db,
                              request, "poc", pm_poc_get_id (poc), error);
}

/* The refusal is NULL if the POC may be changed. FALSE: failed. */
static gboolean
check_precondition (PmPoc *poc, PmDb *db, PmRequest *request, PmReply **refusal, GError **error)
{
  gboolean holds;

  *refusal = NULL;
  if (!pm_precondition_check (db, request, "poc", pm_poc_get_id (poc), &holds, error))
    return FALSE;
  if (holds)
    return TRUE;
  *refusal = pm_precondition_tag (pm_precondition_refuse (pm_wire_encode (PM_RECORD (poc))), db,
                                  request, "poc", pm_poc_get_id (poc), error);
  return *refusal != NULL;
}

/**
 * pm_poc_rule_create:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Makes a POC, in which the caller takes part.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_rule_create (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmPoc) poc = pm_poc_new ();

  pm_poc_set_status (poc, PM_POC_STATUS_DRAFT);
  pm_poc_set_tenant_id (poc, pm_request_get_tenant_id (request));
  pm_poc_set_created_by (poc, pm_request_get_user_id (request));
  pm_poc_set_created_at (poc, pm_request_get_now (request));
  if (!pm_poc_input_read (poc, pm_request_get_body (request), error) ||
      !pm_poc_store_add (db, poc, error))
    return NULL;
  return reply_poc (201, poc, db, request, error);
}

/**
 * pm_poc_rule_change:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Changes what the body mentions, and nothing else.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmPoc) poc = pm_poc_store_get (db, pm_request_get_id (request, "poc"), error);
  PmReply *refusal;

  if (poc == NULL || !check_precondition (poc, db, request, &refusal, error))
    return NULL;
  if (refusal != NULL)
    return refusal;
  if (!pm_poc_input_read (poc, pm_request_get_body (request), error))
    return NULL;
  pm_poc_set_updated_at (poc, pm_request_get_now (request));
  if (!pm_poc_store_put (db, poc, error))
    return NULL;
  return reply_poc (200, poc, db, request, error);
}

/**
 * pm_poc_rule_archive:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Puts a POC away; its status brings it back.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_rule_archive (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 poc_id = pm_request_get_id (request, "poc");
  g_autoptr (PmPoc) poc = pm_poc_store_get (db, poc_id, error);
  PmReply *refusal;

  if (poc == NULL || !check_precondition (poc, db, request, &refusal, error))
    return NULL;
  if (refusal != NULL)
    return refusal;
  pm_poc_set_status (poc, PM_POC_STATUS_ARCHIVED);
  pm_poc_set_updated_at (poc, pm_request_get_now (request));
  if (!pm_poc_store_put (db, poc, error))
    return NULL;
  return pm_precondition_tag (pm_reply_new_message (200, "POC archived successfully"), db, request,
                              "poc", poc_id, error);
}

/* What the base dialect has and we do not know yet. */
static void
complete_task (JsonArray *array, guint index, JsonNode *element, gpointer user_data)
{
  JsonObject *task = json_node_get_object (element);

  json_object_set_null_member (task, "task_id");
  json_object_set_array_member (task, "assignees", json_array_new ());
  json_object_set_array_member (task, "success_criteria_ids", json_array_new ());
}

/**
 * pm_poc_rule_list_tasks:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * A POC's tasks in their order.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_rule_list_tasks (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  JsonArray *tasks = pm_rows_take_json (
      pm_db_query (db, error, "SELECT * FROM task WHERE poc_id = ?1 ORDER BY sort_order, id", "i",
                   pm_request_get_id (request, "poc")),
      PM_TYPE_TASK, error);

  if (tasks != NULL)
    json_array_foreach_element (tasks, complete_task, NULL);
  return pm_reply_new_array (200, tasks);
}

/**
 * pm_poc_rule_list_criteria:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * A POC's success criteria in their order.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_rule_list_criteria (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  return pm_reply_new_array (
      200, pm_rows_take_json (
               pm_db_query (db, error,
                            "SELECT * FROM criterion WHERE poc_id = ?1 ORDER BY sort_order, id",
                            "i", pm_request_get_id (request, "poc")),
               PM_TYPE_CRITERION, error));
}
