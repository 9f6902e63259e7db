/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-comment-rules.h"

#include "domain/pm-error.h"
#include "domain/pm-role.h"
#include "server/changes/pm-changes.h"
#include "server/changes/pm-precondition.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-activity.h"
#include "server/pocs/pm-comment-input.h"
#include "server/pocs/pm-viewer.h"
#include "wire/pm-wire.h"

enum {
  COLUMN_EMAIL,
  COLUMN_FULL_NAME,
  COLUMN_IS_CUSTOMER,
};

/* With who wrote them; what is internal, if it may be seen. */
#define COMMENTS \
  "SELECT email, full_name, is_customer, comment.* FROM comment " \
  "JOIN account ON account.id = comment.user_id " \
  "LEFT JOIN participant ON participant.poc_id = comment.poc_id " \
  "  AND participant.user_id = comment.user_id " \
  "WHERE comment.poc_id = ?1 AND (?2 = 1 OR is_internal = 0) "

/* Somebody who takes no part any more is on neither side. */
static JsonObject *
encode_author (PmStatement *row, gint64 user_id, const PmViewer *viewer)
{
  const char *email = pm_statement_get_text (row, COLUMN_EMAIL);
  g_autofree char *name =
      pm_viewer_get_name_of (viewer, user_id, pm_statement_get_text (row, COLUMN_FULL_NAME), email,
                             pm_statement_get_int64 (row, COLUMN_IS_CUSTOMER) != 0);
  JsonObject *author = json_object_new ();

  json_object_set_int_member (author, "id", user_id);
  if (pm_viewer_may_see_address (viewer, user_id))
    json_object_set_string_member (author, "email", email);
  else
    json_object_set_null_member (author, "email");
  json_object_set_string_member (author, "full_name", name);
  return author;
}

static JsonObject *
encode_comment (PmStatement *row, const PmViewer *viewer)
{
  g_autoptr (PmRecord) comment = pm_statement_new_record (row, PM_TYPE_COMMENT);
  gint64 user_id = pm_comment_get_user_id (PM_COMMENT (comment));
  JsonObject *object = pm_wire_encode (comment);

  /* The base dialect's guests come by public links, which we do not have. */
  json_object_set_null_member (object, "guest_name");
  json_object_set_null_member (object, "guest_email");
  json_object_set_object_member (object, "user", encode_author (row, user_id, viewer));
  return object;
}

static JsonArray *
take_comments (PmStatement *rows, const PmViewer *viewer, GError **error)
{
  g_autoptr (JsonArray) comments = json_array_new ();
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  while (pm_statement_step (rows, &local))
    json_array_add_object_element (comments, encode_comment (rows, viewer));
  if (local == NULL)
    return g_steal_pointer (&comments);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * pm_comment_rule_list:
 * @db: a connection
 * @request: the request: `task_id` or `task_group_id`, or neither for all that was said
 * @data: unused
 * @error: return location
 *
 * What was said in a POC, the newest first. A customer reads what is not internal.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_comment_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_auto (PmViewer) viewer = { 0 };
  PmCommentTarget target;

  if (!pm_comment_target_read (db, request, &target, error) ||
      !pm_viewer_init (&viewer, db, request, error))
    return NULL;
  return pm_reply_new_array (
      200,
      take_comments (pm_db_query (db, error,
                                  COMMENTS "AND (?3 = 0 OR poc_task_id = ?3) "
                                           "AND (?4 = 0 OR poc_task_group_id = ?4) "
                                           "ORDER BY comment.created_at DESC, comment.id DESC",
                                  "iiii", pm_request_get_id (request, "poc"),
                                  (gint64) viewer.is_internal, target.task_id, target.group_id),
                     &viewer, error));
}

/* One that the caller sees. */
static JsonObject *
read_comment (PmDb *db, PmRequest *request, gint64 id, GError **error)
{
  g_auto (PmViewer) viewer = { 0 };
  g_autoptr (JsonArray) comments = NULL;

  if (!pm_viewer_init (&viewer, db, request, error))
    return NULL;
  comments = take_comments (pm_db_query (db, error, COMMENTS "AND comment.id = ?3", "iii",
                                         pm_request_get_id (request, "poc"),
                                         (gint64) viewer.is_internal, id),
                            &viewer, error);
  return comments == NULL ? NULL : json_object_ref (json_array_get_object_element (comments, 0));
}

static PmReply *
reply_comment (PmDb *db, PmRequest *request, guint status, gint64 id, GError **error)
{
  JsonObject *comment = read_comment (db, request, id, error);
  PmReply *reply = comment == NULL ? NULL : pm_reply_new_object (status, comment);

  return pm_precondition_tag (reply, db, request, "comment", id, error);
}

/* One that the caller does not see does not exist. */
static PmComment *
find_comment (PmDb *db, PmRequest *request, GError **error)
{
  gint64 sees_internal = pm_role_can_see_internal (pm_request_get_role (request));
  g_autoptr (GError) local = NULL;
  g_autoptr (PmComment) comment = pm_rows_take_record (
      pm_db_query (db, &local,
                   "SELECT * FROM comment"
                   " WHERE id = ?1 AND poc_id = ?2 AND (?3 = 1 OR is_internal = 0)",
                   "iii", pm_request_get_id (request, "comment"),
                   pm_request_get_id (request, "poc"), sees_internal),
      PM_TYPE_COMMENT, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (comment == NULL)
    g_set_error (error, PM_ERROR, PM_ERROR_NOT_FOUND, "Comment not found");
  return g_steal_pointer (&comment);
}

/**
 * pm_comment_rule_show:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * One comment, with its revision.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_comment_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmComment) comment = find_comment (db, request, error);

  return comment == NULL ? NULL
                         : reply_comment (db, request, 200, pm_comment_get_id (comment), error);
}

static gboolean
note (PmDb *db, PmRequest *request, gint64 id, GError **error)
{
  return pm_changes_note (db, pm_request_get_tenant_id (request), "comment", id, error);
}

/**
 * pm_comment_rule_create:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Says something, on a task, a task group or the POC.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_comment_rule_create (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmComment) comment = pm_comment_new ();
  gint64 poc_id = pm_request_get_id (request, "poc");
  gint64 user_id = pm_request_get_user_id (request);
  gint64 now = pm_request_get_now (request);
  PmCommentTarget target;
  gint64 id;

  if (!pm_comment_input_read (comment, request, error) ||
      !pm_comment_target_read (db, request, &target, error))
    return NULL;
  pm_comment_set_poc_id (comment, poc_id);
  if (target.task_id != 0)
    pm_comment_set_poc_task_id (comment, target.task_id);
  if (target.group_id != 0)
    pm_comment_set_poc_task_group_id (comment, target.group_id);
  pm_comment_set_user_id (comment, user_id);
  pm_comment_set_created_at (comment, now);

  id = pm_db_insert_record (db, "comment", PM_RECORD (comment), error);
  if (id < 0 || !note (db, request, id, error) ||
      !pm_activity_note (db, poc_id, user_id, PM_ACTIVITY_COMMENT, now, error))
    return NULL;
  return reply_comment (db, request, 201, id, error);
}

/* The refusal is NULL if the comment has the revision that the caller has seen. FALSE: failed. */
static gboolean
check_precondition (PmDb *db, PmRequest *request, gint64 id, PmReply **refusal, GError **error)
{
  gboolean holds;

  *refusal = NULL;
  if (!pm_precondition_check (db, request, "comment", id, &holds, error))
    return FALSE;
  if (holds)
    return TRUE;
  *refusal = pm_precondition_refuse (read_comment (db, request, id, error), db, request, "comment",
                                     id, error);
  return *refusal != NULL;
}

static gboolean
is_author (PmComment *comment, PmRequest *request)
{
  return pm_comment_get_user_id (comment) == pm_request_get_user_id (request);
}

static gboolean
refuse_access (GError **error)
{
  g_set_error (error, PM_ERROR, PM_ERROR_FORBIDDEN, "Access denied");
  return FALSE;
}

static gboolean
put_comment (PmDb *db, PmRequest *request, PmComment *comment, GError **error)
{
  pm_comment_set_updated_at (comment, pm_request_get_now (request));
  return pm_db_upsert_record (db, "comment", PM_RECORD (comment), error) &&
         note (db, request, pm_comment_get_id (comment), error);
}

/**
 * pm_comment_rule_change:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Says it otherwise: only who said it may, and only what the body mentions changes.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_comment_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmComment) comment = find_comment (db, request, error);
  g_autoptr (PmRecord) before = NULL;
  PmReply *refusal;
  gint64 id;

  if (comment == NULL || (!is_author (comment, request) && !refuse_access (error)))
    return NULL;
  id = pm_comment_get_id (comment);
  if (!check_precondition (db, request, id, &refusal, error))
    return NULL;
  if (refusal != NULL)
    return refusal;
  before = pm_record_copy (PM_RECORD (comment));
  if (!pm_comment_input_read (comment, request, error) ||
      (!pm_record_equal (before, PM_RECORD (comment)) &&
       !put_comment (db, request, comment, error)))
    return NULL;
  return reply_comment (db, request, 200, id, error);
}

/**
 * pm_comment_rule_delete:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Takes back what was said: who said it may, and who keeps the house in order.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_comment_rule_delete (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmComment) comment = find_comment (db, request, error);
  PmReply *refusal;
  gint64 id;

  if (comment == NULL)
    return NULL;
  if (!is_author (comment, request) && !pm_role_can_moderate (pm_request_get_role (request)) &&
      !refuse_access (error))
    return NULL;
  id = pm_comment_get_id (comment);
  if (!check_precondition (db, request, id, &refusal, error))
    return NULL;
  if (refusal != NULL)
    return refusal;
  if (!pm_db_run (db, error, "DELETE FROM comment WHERE id = ?1", "i", id) ||
      !pm_changes_note_destroyed (db, pm_request_get_tenant_id (request), "comment", id, error) ||
      !pm_activity_note_figures (db, pm_comment_get_poc_id (comment),
                                 pm_comment_get_user_id (comment), error))
    return NULL;
  return pm_reply_new_message (200, "Comment deleted successfully");
}
