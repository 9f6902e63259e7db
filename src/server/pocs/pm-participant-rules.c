/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-invitation-rules.h"
#include "domain/pm-time.h"
#include "server/pocs/pm-activity.h"
#include "server/pocs/pm-poc-rules.h"
#include "server/pocs/pm-poc-store.h"
#include "server/pocs/pm-viewer.h"
#include "wire/pm-wire.h"

#include <string.h>

enum {
  COLUMN_ID,
  COLUMN_USER_ID,
  COLUMN_EMAIL,
  COLUMN_FULL_NAME,
  COLUMN_TITLE,
  COLUMN_IS_SALES_ENGINEER,
  COLUMN_IS_CUSTOMER,
  COLUMN_JOINED_AT,
  COLUMN_INVITED_AT,
  COLUMN_ACCEPTED_AT,
  COLUMN_LAST_SEEN_AT,
  COLUMN_COMMENTS_COUNT,
  COLUMN_TASKS_COMPLETED,
};

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text == NULL)
    json_object_set_null_member (object, name);
  else
    json_object_set_string_member (object, name, text);
}

/* Nobody counts what the vendor's own people do. The days of activity follow. */
static void
set_figures (JsonObject *person, PmStatement *row, gboolean is_customer)
{
  pm_participant_set_time (person, "last_seen_at",
                           pm_statement_get_int64 (row, COLUMN_LAST_SEEN_AT));
  json_object_set_null_member (person, "comments_count");
  json_object_set_null_member (person, "tasks_completed");
  if (!is_customer)
    return;
  json_object_set_int_member (person, "comments_count",
                              pm_statement_get_int64 (row, COLUMN_COMMENTS_COUNT));
  json_object_set_int_member (person, "tasks_completed",
                              pm_statement_get_int64 (row, COLUMN_TASKS_COMPLETED));
}

static JsonObject *
encode_participant (PmStatement *row, const PmViewer *viewer)
{
  gint64 user_id = pm_statement_get_int64 (row, COLUMN_USER_ID);
  gboolean is_customer = pm_statement_get_int64 (row, COLUMN_IS_CUSTOMER) != 0;
  const char *email = pm_statement_get_text (row, COLUMN_EMAIL);
  g_autofree char *name = pm_viewer_get_name_of (
      viewer, user_id, pm_statement_get_text (row, COLUMN_FULL_NAME), email, is_customer);
  JsonObject *person = json_object_new ();

  json_object_set_int_member (person, "id", pm_statement_get_int64 (row, COLUMN_ID));
  json_object_set_int_member (person, "user_id", user_id);
  set_text (person, "email", pm_viewer_may_see_address (viewer, user_id) ? email : NULL);
  json_object_set_string_member (person, "full_name", name);
  set_text (person, "title", pm_statement_get_text (row, COLUMN_TITLE));
  json_object_set_boolean_member (person, "is_sales_engineer",
                                  pm_statement_get_int64 (row, COLUMN_IS_SALES_ENGINEER) != 0);
  json_object_set_boolean_member (person, "is_customer", is_customer);
  pm_participant_set_time (person, "joined_at", pm_statement_get_int64 (row, COLUMN_JOINED_AT));
  json_object_set_string_member (person, "status", "accepted");
  json_object_set_null_member (person, "invitation_id");
  if (viewer->is_internal) {
    pm_participant_set_time (person, "invited_at", pm_statement_get_int64 (row, COLUMN_INVITED_AT));
    pm_participant_set_time (person, "accepted_at",
                             pm_statement_get_int64 (row, COLUMN_ACCEPTED_AT));
    set_figures (person, row, is_customer);
  }
  return person;
}

static gboolean
add_participants (PmDb *db,
                  gint64 poc_id,
                  const PmViewer *viewer,
                  JsonArray *people,
                  GError **error)
{
  PmStatement *rows =
      pm_db_query (db, error,
                   "SELECT participant.id, user_id, email, full_name, title, is_sales_engineer,"
                   " is_customer, joined_at, invited_at, accepted_at, " PM_ACTIVITY_FIGURES
                   " FROM participant JOIN account ON account.id = user_id"
                   " WHERE poc_id = ?1 ORDER BY participant.id",
                   "i", poc_id);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return FALSE;
  while (pm_statement_step (rows, &local))
    json_array_add_object_element (people, encode_participant (rows, viewer));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
add_days (PmDb *db, gint64 poc_id, gint64 now, JsonArray *people, GError **error)
{
  for (guint i = 0; i < json_array_get_length (people); i++) {
    JsonObject *person = json_array_get_object_element (people, i);
    JsonArray *days = pm_activity_get_days (
        db, poc_id, json_object_get_int_member (person, "user_id"), now, error);

    if (days == NULL)
      return FALSE;
    json_object_set_array_member (person, "activity", days);
  }
  return TRUE;
}

static JsonObject *
encode_invitation (PmInvitation *invitation, gint64 now)
{
  JsonObject *person = json_object_new ();
  PmInvitationStatus status = pm_invitation_status_at (invitation, now);

  json_object_set_null_member (person, "id");
  json_object_set_null_member (person, "user_id");
  set_text (person, "email", pm_invitation_get_email (invitation));
  set_text (person, "full_name", pm_invitation_get_full_name (invitation));
  set_text (person, "title", pm_invitation_get_title (invitation));
  json_object_set_boolean_member (person, "is_sales_engineer",
                                  !pm_invitation_get_is_customer (invitation));
  json_object_set_boolean_member (person, "is_customer",
                                  pm_invitation_get_is_customer (invitation));
  json_object_set_null_member (person, "joined_at");
  json_object_set_string_member (person, "status",
                                 pm_enum_to_nick (PM_TYPE_INVITATION_STATUS, status));
  json_object_set_int_member (person, "invitation_id", pm_invitation_get_id (invitation));
  pm_participant_set_time (person, "invited_at", pm_invitation_get_created_at (invitation));
  pm_participant_set_time (person, "expires_at", pm_invitation_get_expires_at (invitation));
  json_object_set_int_member (person, "resend_count", pm_invitation_get_resend_count (invitation));
  return person;
}

static gboolean
add_invitations (PmDb *db, gint64 poc_id, gint64 now, JsonArray *people, GError **error)
{
  PmStatement *rows = pm_db_query (db, error,
                                   "SELECT * FROM invitation WHERE poc_id = ?1"
                                   " AND status IN ('pending', 'expired', 'failed') ORDER BY id",
                                   "i", poc_id);
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return FALSE;
  while (pm_statement_step (rows, &local)) {
    g_autoptr (PmRecord) invitation = pm_statement_new_record (rows, PM_TYPE_INVITATION);

    json_array_add_object_element (people, encode_invitation (PM_INVITATION (invitation), now));
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_participant_set_time:
 * @object: a JSON object about a participant
 * @name: a member's name
 * @time: a moment, or 0
 *
 * Participants' moments are written with "+00:00", unlike all others of the API.
 */
void
pm_participant_set_time (JsonObject *object, const char *name, gint64 time)
{
  g_autofree char *text = time == 0 ? NULL : pm_time_format (time);
  g_autofree char *spelled = NULL;

  if (text == NULL) {
    json_object_set_null_member (object, name);
    return;
  }
  text[strlen (text) - 1] = '\0';
  spelled = g_strconcat (text, "+00:00", NULL);
  json_object_set_string_member (object, name, spelled);
}

/**
 * pm_participant_rule_list:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Who takes part in a POC, and who is invited. A customer sees those who take part, by name and
 * title, without addresses but their own and their inviter's; how much customers take part is for
 * the vendor's own people.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_participant_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 poc_id = pm_request_get_id (request, "poc");
  gint64 now = pm_request_get_now (request);
  g_autoptr (JsonArray) people = json_array_new ();
  g_auto (PmViewer) viewer = { 0 };
  JsonNode *node;

  if (!pm_viewer_init (&viewer, db, request, error) ||
      !add_participants (db, poc_id, &viewer, people, error) ||
      (viewer.is_internal && (!add_days (db, poc_id, now, people, error) ||
                              !add_invitations (db, poc_id, now, people, error))))
    return NULL;

  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, g_steal_pointer (&people));
  return pm_reply_new_json (200, node);
}
