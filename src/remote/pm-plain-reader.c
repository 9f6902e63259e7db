/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-plain-reader.h"

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation.h"
#include "domain/pm-participant.h"
#include "domain/pm-poc.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "domain/pm-user.h"
#include "wire/pm-wire.h"

/* The server says of a failed mail only that it failed. */
#define MAIL_FAILED_WORDS \
  "The server could not send the mail and does not say why. Ask your administrator to test the " \
  "organization's mail settings."

static gboolean
append_row (GPtrArray *rows, GType type, JsonNode *node, GError **error)
{
  PmRecord *record = pm_wire_decode_new (type, node, error);

  if (record == NULL)
    return FALSE;
  g_ptr_array_add (rows, record);
  return TRUE;
}

static gpointer
last_row (GPtrArray *rows)
{
  return g_ptr_array_index (rows, rows->len - 1);
}

/* Such a server knows less of a mail than ours: sent, not yet, or failed. */
static void
tell_delivery (PmInvitation *invitation)
{
  if (pm_invitation_get_status (invitation) == PM_INVITATION_STATUS_FAILED) {
    pm_invitation_set_delivery_state (invitation, PM_DELIVERY_STATE_FAILED);
    pm_invitation_set_delivery_last_error (invitation, MAIL_FAILED_WORDS);
  } else if (pm_record_is_set (PM_RECORD (invitation), PM_INVITATION_EMAIL_SENT)) {
    pm_invitation_set_delivery_state (invitation, pm_invitation_get_email_sent (invitation)
                                                      ? PM_DELIVERY_STATE_SENT
                                                      : PM_DELIVERY_STATE_QUEUED);
  }
}

static gboolean
append_invitation (GPtrArray *rows, gint64 poc_id, JsonNode *node, GError **error)
{
  if (!append_row (rows, PM_TYPE_INVITATION, node, error))
    return FALSE;
  pm_invitation_set_poc_id (last_row (rows), poc_id);
  tell_delivery (last_row (rows));
  return TRUE;
}

/* An open invitation among the participants has its own number elsewhere, and no more than this. */
static gboolean
append_open (GPtrArray *rows, gint64 poc_id, JsonNode *node, GError **error)
{
  JsonObject *object = json_node_get_object (node);
  g_autoptr (PmParticipant) person = pm_participant_new ();
  PmInvitation *invitation;

  if (!pm_wire_decode (object, PM_RECORD (person), error) ||
      !append_row (rows, PM_TYPE_INVITATION, node, error))
    return FALSE;
  invitation = last_row (rows);
  pm_invitation_set_id (invitation, pm_wire_get_integer (object, "invitation_id", 0));
  pm_invitation_set_poc_id (invitation, poc_id);
  pm_invitation_set_created_at (invitation, pm_participant_get_invited_at (person));
  tell_delivery (invitation);
  return TRUE;
}

static gboolean
append_person (GPtrArray *rows, gint64 poc_id, JsonNode *node, GError **error)
{
  JsonObject *object = json_node_get_object (node);

  if (pm_wire_get_integer (object, "invitation_id", 0) > 0)
    return append_open (rows, poc_id, node, error);
  if (!append_row (rows, PM_TYPE_PARTICIPANT, node, error))
    return FALSE;
  pm_participant_set_poc_id (last_row (rows), poc_id);
  return TRUE;
}

/* When a task was completed is never cleared there; it means nothing once it is open again. */
static gboolean
append_task (GPtrArray *rows, gint64 poc_id, JsonNode *node, GError **error)
{
  PmTask *task;

  if (!append_row (rows, PM_TYPE_TASK, node, error))
    return FALSE;
  task = last_row (rows);
  pm_task_set_poc_id (task, poc_id);
  if (pm_task_get_status (task) != PM_TASK_STATUS_COMPLETED)
    pm_record_unset (PM_RECORD (task), PM_TASK_COMPLETED_AT);
  return TRUE;
}

static gboolean
append_group (GPtrArray *rows, gint64 poc_id, JsonNode *node, GError **error)
{
  JsonArray *tasks = pm_wire_get_array (json_node_get_object (node), "tasks");
  guint length = tasks != NULL ? json_array_get_length (tasks) : 0;
  gint64 group_id;

  if (!append_row (rows, PM_TYPE_TASK_GROUP, node, error))
    return FALSE;
  pm_task_group_set_poc_id (last_row (rows), poc_id);
  group_id = pm_task_group_get_id (last_row (rows));
  for (guint i = 0; i < length; i++) {
    JsonNode *task = json_array_get_element (tasks, i);

    if (!JSON_NODE_HOLDS_OBJECT (task) || !append_task (rows, poc_id, task, error))
      return FALSE;
    pm_task_set_poc_task_group_id (last_row (rows), group_id);
  }
  return TRUE;
}

static gboolean
append_resource (GPtrArray *rows, gint64 poc_id, JsonNode *node, GError **error)
{
  if (!append_row (rows, PM_TYPE_RESOURCE, node, error))
    return FALSE;
  pm_resource_set_poc_id (last_row (rows), poc_id);
  return TRUE;
}

static gboolean
append_comment (GPtrArray *rows, gint64 poc_id, JsonNode *node, GError **error)
{
  if (!append_row (rows, PM_TYPE_COMMENT, node, error))
    return FALSE;
  pm_comment_set_poc_id (last_row (rows), poc_id);
  return TRUE;
}

static gboolean
append_element (GPtrArray *rows, PmPlainList list, gint64 poc_id, JsonNode *node, GError **error)
{
  switch (list) {
  case PM_PLAIN_POCS:
    return append_row (rows, PM_TYPE_POC, node, error);
  case PM_PLAIN_USERS:
    return append_row (rows, PM_TYPE_USER, node, error);
  case PM_PLAIN_PEOPLE:
    return append_person (rows, poc_id, node, error);
  case PM_PLAIN_INVITATIONS:
    return append_invitation (rows, poc_id, node, error);
  case PM_PLAIN_TASKS:
    return append_task (rows, poc_id, node, error);
  case PM_PLAIN_GROUPS:
    return append_group (rows, poc_id, node, error);
  case PM_PLAIN_CRITERIA:
    return append_row (rows, PM_TYPE_CRITERION, node, error);
  case PM_PLAIN_RESOURCES:
  case PM_PLAIN_TASK_RESOURCES:
  case PM_PLAIN_GROUP_RESOURCES:
    return append_resource (rows, poc_id, node, error);
  case PM_PLAIN_TASK_COMMENTS:
  case PM_PLAIN_GROUP_COMMENTS:
  case PM_PLAIN_COMMENTS:
    return append_comment (rows, poc_id, node, error);
  default:
    g_assert_not_reached ();
  }
}

/**
 * pm_plain_read_rows:
 * @body: (nullable): an answer's body
 * @list: which list it is
 * @poc_id: whose list, or 0
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its rows, #PmRecord. %PM_ERROR_NOT_JSON or
 *   %PM_ERROR_UNPROCESSABLE when it is no such list. Any thread.
 */
GPtrArray *
pm_plain_read_rows (JsonNode *body, PmPlainList list, gint64 poc_id, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *array =
      body != NULL && JSON_NODE_HOLDS_ARRAY (body) ? json_node_get_array (body) : NULL;

  if (array == NULL) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_JSON,
                         "The server's answer is not the list that was expected.");
    return NULL;
  }
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_OBJECT (node)) {
      g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_JSON,
                           "The server's list holds something that is no object.");
      return NULL;
    }
    if (!append_element (rows, list, poc_id, node, error))
      return NULL;
  }
  return g_steal_pointer (&rows);
}
