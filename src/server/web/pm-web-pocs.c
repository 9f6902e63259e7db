/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/web/pm-web-pocs.h"

#include "server/pocs/pm-progress.h"

static const char list_sql[] =
    "SELECT p.id, "
    "  (SELECT COUNT (*) FROM task t WHERE t.poc_id = p.id) AS tasks_total, "
    "  (SELECT COUNT (*) FROM task WHERE poc_id = p.id AND " PM_TASK_IS_DONE ") AS tasks_done, "
    "  p.title, p.customer_company_name, p.status, p.start_date, p.end_date, o.name, s.role "
    "FROM participant m JOIN poc p ON p.id = m.poc_id "
    "JOIN membership s ON s.user_id = m.user_id AND s.tenant_id = p.tenant_id "
    "JOIN organization o ON o.id = p.tenant_id "
    "WHERE m.user_id = ?1 AND s.is_active = 1 AND o.is_active = 1 AND p.status <> 'archived' "
    "ORDER BY CASE p.status WHEN 'active' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END, m.id DESC";

static const char *const numbers[] = { "id", "tasks_total", "tasks_done" };
static const char *const texts[] = {
  "title", "customer_company_name", "status", "start_date", "end_date", "organization", "role",
};

static JsonObject *
make_poc (PmStatement *row)
{
  JsonObject *poc = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    json_object_set_int_member (poc, numbers[i], pm_statement_get_int64 (row, (int) i));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *text = pm_statement_get_text (row, (int) (G_N_ELEMENTS (numbers) + i));

    if (text == NULL)
      json_object_set_null_member (poc, texts[i]);
    else
      json_object_set_string_member (poc, texts[i], text);
  }
  return poc;
}

static PmReply *
read_pocs (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (JsonArray) pocs = json_array_new ();
  g_autoptr (GError) problem = NULL;
  PmStatement *row = pm_db_query (db, error, list_sql, "i", pm_request_get_user_id (request));

  if (row == NULL)
    return NULL;
  while (pm_statement_step (row, &problem))
    json_array_add_object_element (pocs, make_poc (row));
  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  return pm_reply_new_json (200, json_node_init_array (json_node_alloc (), pocs));
}

/**
 * pm_web_get_pocs:
 * @request: the request of somebody who is signed in
 * @error: return location
 *
 * The POCs that the caller takes part in, of all organizations, what runs first. Archived ones
 * are left out.
 *
 * Returns: (transfer full) (nullable): the list
 */
PmReply *
pm_web_get_pocs (PmRequest *request, GError **error)
{
  return pm_request_read (request, read_pocs, NULL, error);
}
