/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-poc-rules.h"

#include "server/changes/pm-precondition.h"
#include "server/pocs/pm-poc-input.h"
#include "server/pocs/pm-poc-store.h"
#include "server/pocs/pm-progress.h"
#include "wire/pm-wire.h"

static gboolean
add_participants (PmDb *db, gint64 poc_id, JsonObject *detail, GError **error)
{
  PmStatement *rows = pm_db_query (db, error,
                                   "SELECT user_id, is_sales_engineer, is_customer"
                                   " FROM participant WHERE poc_id = ?1 ORDER BY id",
                                   "i", poc_id);
  g_autoptr (JsonArray) people = json_array_new ();
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return FALSE;
  while (pm_statement_step (rows, &local)) {
    JsonObject *person = json_object_new ();

    json_object_set_int_member (person, "user_id", pm_statement_get_int64 (rows, 0));
    json_object_set_boolean_member (person, "is_sales_engineer",
                                    pm_statement_get_int64 (rows, 1) != 0);
    json_object_set_boolean_member (person, "is_customer", pm_statement_get_int64 (rows, 2) != 0);
    json_array_add_object_element (people, person);
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  json_object_set_array_member (detail, "participants", g_steal_pointer (&people));
  return TRUE;
}

static gboolean
add_counts (PmDb *db, gint64 poc_id, JsonObject *detail, GError **error)
{
  PmProgress progress;
  gint64 criteria = 0, groups = 0;

  if (!pm_progress_read (&progress, db, poc_id, error) ||
      !pm_db_query_int64 (db, &criteria, error, "SELECT count (*) FROM criterion WHERE poc_id = ?1",
                          "i", poc_id) ||
      !pm_db_query_int64 (db, &groups, error, "SELECT count (*) FROM task_group WHERE poc_id = ?1",
                          "i", poc_id))
    return FALSE;
  json_object_set_int_member (detail, "success_criteria_count", criteria);
  json_object_set_int_member (detail, "tasks_count", progress.total);
  json_object_set_int_member (detail, "tasks_done_count", progress.done);
  json_object_set_int_member (detail, "progress", progress.percent);
  json_object_set_int_member (detail, "task_groups_count", groups);
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
  *refusal = pm_precondition_refuse (pm_wire_encode (PM_RECORD (poc)), db, request, "poc",
                                     pm_poc_get_id (poc), error);
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

/**
 * pm_poc_rule_count:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * How many POCs and people the organization has.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_rule_count (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  static const struct {
    const char *name;
    const char *sql;
  } counts[] = {
    { "active_pocs", "SELECT count (*) FROM poc WHERE tenant_id = ?1 AND status = 'active'" },
    { "completed_pocs", "SELECT count (*) FROM poc WHERE tenant_id = ?1 AND status = 'completed'" },
    { "in_progress_pocs",
      "SELECT count (*) FROM poc WHERE tenant_id = ?1 AND status IN ('draft', 'active')" },
    { "team_members", "SELECT count (*) FROM membership WHERE tenant_id = ?1 AND is_active = 1"
                      " AND role <> 'customer'" },
    { "customers", "SELECT count (*) FROM membership WHERE tenant_id = ?1 AND is_active = 1"
                   " AND role = 'customer'" },
  };
  g_autoptr (JsonObject) body = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++) {
    gint64 count = 0;

    if (!pm_db_query_int64 (db, &count, error, counts[i].sql, "i",
                            pm_request_get_tenant_id (request)))
      return NULL;
    json_object_set_int_member (body, counts[i].name, count);
  }
  return pm_reply_new_object (200, g_steal_pointer (&body));
}
