/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-store.h"
#include "server/invitations/pm-invite-rules.h"

static gboolean
read_filter (PmRequest *request, const char **status, GError **error)
{
  int ignored;

  *status = pm_request_get_query (request, "status_filter");
  if (*status == NULL || pm_enum_from_nick (PM_TYPE_INVITATION_STATUS, *status, &ignored))
    return TRUE;
  pm_error_refuse_field (error, "query.status_filter", "enum",
                         "Input should be 'pending', 'accepted', 'expired', 'failed' or "
                         "'revoked'");
  return FALSE;
}

/**
 * pm_invite_rule_list:
 * @db: a connection
 * @request: the request: `status_filter`
 * @data: unused
 * @error: return location
 *
 * All invitations to a POC, newest first.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_invite_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (JsonArray) list = json_array_new ();
  g_autoptr (GError) local = NULL;
  gint64 now = pm_request_get_now (request);
  PmStatement *rows;
  const char *status;
  JsonNode *node;

  if (!read_filter (request, &status, error))
    return NULL;
  rows = pm_db_query (db, error,
                      "SELECT * FROM invitation WHERE poc_id = ?1 AND (?2 IS NULL OR ?2 ="
                      " CASE WHEN status = 'pending' AND expires_at <= ?3 THEN 'expired'"
                      " ELSE status END) ORDER BY id DESC",
                      "isi", pm_request_get_id (request, "poc"), status, now);
  if (rows == NULL)
    return NULL;
  while (pm_statement_step (rows, &local)) {
    g_autoptr (PmRecord) row = pm_statement_new_record (rows, PM_TYPE_INVITATION);

    json_array_add_object_element (list, pm_invitation_store_encode (PM_INVITATION (row), now));
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, g_steal_pointer (&list));
  return pm_reply_new_json (200, node);
}

/**
 * pm_invite_rule_show:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * One invitation with its history.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_invite_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 id = pm_request_get_id (request, "invitation");
  g_autoptr (PmInvitation) invitation =
      pm_invitation_store_get (db, pm_request_get_id (request, "poc"), id, error);
  JsonArray *events;
  JsonObject *object;

  if (invitation == NULL)
    return NULL;
  events = pm_invitation_events_list (db, id, error);
  if (events == NULL)
    return NULL;
  object = pm_invitation_store_encode (invitation, pm_request_get_now (request));
  json_object_set_array_member (object, "events", events);
  return pm_reply_new_object (200, object);
}
