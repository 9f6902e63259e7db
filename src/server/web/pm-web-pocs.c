/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/web/pm-web-pocs.h"

#include "domain/pm-address.h"
#include "server/pocs/pm-progress.h"
#include "server/pocs/pm-viewer.h"

/* What a row's columns are called in the answer: numbers first, then texts, null where none. */
typedef struct {
  const char *const *numbers;
  const char *const *texts;
} Shape;

static const char pocs_sql[] =
    "SELECT p.id, "
    "  (SELECT COUNT (*) FROM task t WHERE t.poc_id = p.id) AS tasks_total, "
    "  (SELECT COUNT (*) FROM task WHERE poc_id = p.id AND " PM_TASK_IS_DONE ") AS tasks_done, "
    "  (SELECT COUNT (*) FROM task t WHERE t.poc_id = p.id "
    "   AND t.status IN ('not_started', 'in_progress')) AS tasks_open, "
    "  (SELECT COUNT (*) FROM task t WHERE t.poc_id = p.id "
    "   AND t.status IN ('not_started', 'in_progress') AND t.due_date < ?2) AS tasks_overdue, "
    "  p.title, p.customer_company_name, p.status, p.start_date, p.end_date, o.name, s.role "
    "FROM participant m JOIN poc p ON p.id = m.poc_id "
    "JOIN membership s ON s.user_id = m.user_id AND s.tenant_id = p.tenant_id "
    "JOIN organization o ON o.id = p.tenant_id "
    "WHERE m.user_id = ?1 AND s.is_active = 1 AND o.is_active = 1 AND p.status <> 'archived' "
    "ORDER BY CASE p.status WHEN 'active' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END, m.id DESC";

static const Shape pocs_shape = {
  (const char *const[]) { "id", "tasks_total", "tasks_done", "tasks_open", "tasks_overdue", NULL },
  (const char *const[]) { "title", "customer_company_name", "status", "start_date", "end_date",
                          "organization", "role", NULL },
};

static const char invitations_sql[] =
    "SELECT p.title, o.name, a.full_name FROM invitation i "
    "JOIN poc p ON p.id = i.poc_id "
    "JOIN organization o ON o.id = i.tenant_id "
    "JOIN account a ON a.id = i.invited_by "
    "WHERE i.email_folded = ?1 AND i.status = 'pending' AND i.expires_at > ?2 "
    "AND i.delivery_state = 'sent' ORDER BY i.id DESC";

static const Shape invitations_shape = {
  (const char *const[]) { NULL },
  (const char *const[]) { "poc_title", "organization", "invited_by_name", NULL },
};

/* Whom to turn to: the inviter, or without one the person who made the POC. */
static const char contact_sql[] =
    "SELECT a.id, a.full_name, a.title, a.email, o.name FROM poc p "
    "JOIN organization o ON o.id = p.tenant_id "
    "JOIN account a ON a.id = COALESCE (nullif (?2, 0), p.created_by) "
    "WHERE p.id = ?1";

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text == NULL)
    json_object_set_null_member (object, name);
  else
    json_object_set_string_member (object, name, text);
}

static JsonObject *
make_object (PmStatement *row, const Shape *shape)
{
  JsonObject *object = json_object_new ();
  int column = 0;

  for (guint i = 0; shape->numbers[i] != NULL; i++)
    json_object_set_int_member (object, shape->numbers[i], pm_statement_get_int64 (row, column++));
  for (guint i = 0; shape->texts[i] != NULL; i++)
    set_text (object, shape->texts[i], pm_statement_get_text (row, column++));
  return object;
}

static PmReply *
reply_with_rows (PmStatement *row, const Shape *shape, GError **error)
{
  g_autoptr (JsonArray) objects = json_array_new ();
  g_autoptr (GError) problem = NULL;

  if (row == NULL)
    return NULL;
  while (pm_statement_step (row, &problem))
    json_array_add_object_element (objects, make_object (row, shape));
  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  return pm_reply_new_json (200, json_node_init_array (json_node_alloc (), objects));
}

static PmReply *
read_pocs (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_utc (pm_request_get_now (request) / G_TIME_SPAN_SECOND);
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  return reply_with_rows (
      pm_db_query (db, error, pocs_sql, "is", pm_request_get_user_id (request), today), &pocs_shape,
      error);
}

/**
 * pm_web_get_pocs:
 * @request: the request of somebody who is signed in
 * @error: return location
 *
 * The POCs that the caller takes part in, of all organizations, what runs first, with what is
 * left to do in each. Archived ones are left out.
 *
 * Returns: (transfer full) (nullable): the list
 */
PmReply *
pm_web_get_pocs (PmRequest *request, GError **error)
{
  return pm_request_read (request, read_pocs, NULL, error);
}

static JsonObject *
make_contact (PmStatement *row, const PmViewer *viewer)
{
  gint64 user_id = pm_statement_get_int64 (row, 0);
  const char *email = pm_statement_get_text (row, 3);
  g_autofree char *name =
      pm_viewer_get_name_of (viewer, user_id, pm_statement_get_text (row, 1), email, FALSE);
  JsonObject *contact = json_object_new ();

  json_object_set_int_member (contact, "user_id", user_id);
  set_text (contact, "full_name", name);
  set_text (contact, "title", pm_statement_get_text (row, 2));
  set_text (contact, "email", pm_viewer_may_see_address (viewer, user_id) ? email : NULL);
  return contact;
}

static PmReply *
read_poc (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_auto (PmViewer) viewer = { 0 };
  JsonObject *body;
  PmStatement *row;

  if (!pm_viewer_init (&viewer, db, request, error))
    return NULL;
  row = pm_db_query (db, error, contact_sql, "ii", pm_request_get_id (request, "poc"),
                     viewer.inviter_id);
  if (row == NULL || !pm_statement_step (row, error))
    return NULL;
  body = json_object_new ();
  set_text (body, "organization", pm_statement_get_text (row, 4));
  json_object_set_object_member (body, "contact", make_contact (row, &viewer));
  pm_statement_reset (row);
  return pm_reply_new_object (200, body);
}

/**
 * pm_web_get_poc:
 * @request: a request for a POC
 * @error: return location
 *
 * What a POC's page shows besides the POC itself: the organization that it belongs to, and whom
 * to turn to.
 *
 * Returns: (transfer full) (nullable): `{organization, contact: {user_id, full_name, title, email}}`
 */
PmReply *
pm_web_get_poc (PmRequest *request, GError **error)
{
  return pm_request_read (request, read_poc, NULL, error);
}

static PmReply *
read_invitations (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autofree char *folded = pm_address_fold (pm_request_get_email (request));

  return reply_with_rows (
      pm_db_query (db, error, invitations_sql, "si", folded, pm_request_get_now (request)),
      &invitations_shape, error);
}

/**
 * pm_web_get_invitations:
 * @request: the request of somebody who is signed in
 * @error: return location
 *
 * The invitations that wait in the caller's mailbox, without their links: those are in the mails
 * alone.
 *
 * Returns: (transfer full) (nullable): the list
 */
PmReply *
pm_web_get_invitations (PmRequest *request, GError **error)
{
  return pm_request_read (request, read_invitations, NULL, error);
}
