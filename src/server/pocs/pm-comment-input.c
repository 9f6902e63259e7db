/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-comment-input.h"

#include "domain/pm-error.h"
#include "domain/pm-role.h"
#include "domain/pm-text.h"
#include "server/http/pm-body.h"
#include "server/http/pm-page.h"

static gboolean
refuse (GError **error, PmError code, const char *words)
{
  g_set_error_literal (error, PM_ERROR, code, words);
  return FALSE;
}

static gboolean
has_both (const PmCommentTarget *target)
{
  return target->task_id != 0 && target->group_id != 0;
}

static gboolean
has_none (const PmCommentTarget *target)
{
  return target->task_id == 0 && target->group_id == 0;
}

static gboolean
read_query (PmRequest *request, PmCommentTarget *target, GError **error)
{
  *target = (PmCommentTarget) { 0 };
  if (!pm_query_get_integer (request, "task_id", 1, G_MAXINT64, &target->task_id, error) ||
      !pm_query_get_integer (request, "task_group_id", 1, G_MAXINT64, &target->group_id, error))
    return FALSE;
  return !has_both (target) ||
         refuse (error, PM_ERROR_REFUSED, "Filter by either a task or task group, not both");
}

/* What cannot be an id must not be taken for none. */
static gboolean
read_id (JsonObject *body, const char *name, gint64 *id, GError **error)
{
  gint64 given = 0;

  if (!pm_body_get_integer (body, name, PM_BODY_OPTIONAL, &given, error))
    return FALSE;
  if (given <= 0 && body != NULL && json_object_has_member (body, name) &&
      !json_object_get_null_member (body, name))
    given = -1;
  *id = given;
  return TRUE;
}

static gboolean
read_body (JsonObject *body, PmCommentTarget *target, GError **error)
{
  *target = (PmCommentTarget) { 0 };
  if (!read_id (body, "poc_task_id", &target->task_id, error) ||
      !read_id (body, "poc_task_group_id", &target->group_id, error))
    return FALSE;
  if (!has_both (target))
    return TRUE;
  pm_error_refuse_field (error, NULL, "value_error",
                         "A comment is on a task or on a task group, not on both.");
  return FALSE;
}

static gboolean
check_exists (PmDb *db, gint64 poc_id, const PmCommentTarget *target, GError **error)
{
  gint64 found = 0;

  if (target->task_id != 0) {
    if (!pm_db_query_int64 (db, &found, error, "SELECT 1 FROM task WHERE id = ?1 AND poc_id = ?2",
                            "ii", target->task_id, poc_id))
      return FALSE;
    return found != 0 || refuse (error, PM_ERROR_NOT_FOUND, "Task not found in this POC");
  }
  if (target->group_id != 0) {
    if (!pm_db_query_int64 (db, &found, error,
                            "SELECT 1 FROM task_group WHERE id = ?1 AND poc_id = ?2", "ii",
                            target->group_id, poc_id))
      return FALSE;
    return found != 0 || refuse (error, PM_ERROR_NOT_FOUND, "Task group not found in this POC");
  }
  return TRUE;
}

/**
 * pm_comment_target_read:
 * @db: a connection
 * @request: a request that names a task or a task group, or none, in its query, its body or both
 * @target: (out caller-allocates): what it names
 * @error: return location
 *
 * Returns: %FALSE if the names contradict each other (%PM_ERROR_REFUSED,
 *   %PM_ERROR_UNPROCESSABLE) or what they name is not in the POC (%PM_ERROR_NOT_FOUND)
 */
gboolean
pm_comment_target_read (PmDb *db, PmRequest *request, PmCommentTarget *target, GError **error)
{
  PmCommentTarget in_query, in_body;

  if (!read_query (request, &in_query, error) ||
      !read_body (pm_request_get_body (request), &in_body, error))
    return FALSE;
  if (!has_none (&in_query) && !has_none (&in_body) &&
      (in_query.task_id != in_body.task_id || in_query.group_id != in_body.group_id))
    return refuse (error, PM_ERROR_REFUSED,
                   "The address and the body name different things to comment on");
  *target = has_none (&in_query) ? in_body : in_query;
  return check_exists (db, pm_request_get_id (request, "poc"), target, error);
}

static gboolean
read_texts (PmComment *comment, JsonObject *body, GError **error)
{
  gboolean is_new = !pm_record_is_set (PM_RECORD (comment), PM_COMMENT_CONTENT);
  gboolean has_subject = body != NULL && json_object_has_member (body, "subject");
  gboolean has_content = is_new || json_object_has_member (body, "content");
  const char *subject, *content;

  if (!pm_body_get_text (body, "subject", has_subject ? PM_BODY_REQUIRED : PM_BODY_OPTIONAL,
                         PM_TEXT_LINE, PM_TEXT_TITLE_MAX, &subject, error) ||
      !pm_body_get_text (body, "content", has_content ? PM_BODY_REQUIRED : PM_BODY_OPTIONAL,
                         PM_TEXT_LINES, PM_TEXT_COMMENT_MAX, &content, error))
    return FALSE;
  if (has_subject || is_new)
    pm_comment_set_subject (comment, subject != NULL ? subject : "");
  if (has_content)
    pm_comment_set_content (comment, content);
  if (!pm_text_is_blank (pm_comment_get_subject (comment)) ||
      !pm_text_is_blank (pm_comment_get_content (comment)))
    return TRUE;
  pm_error_refuse_field (error, "content", "string_too_short", "This must not be empty.");
  return FALSE;
}

static gboolean
read_is_internal (PmComment *comment, PmRequest *request, GError **error)
{
  gboolean is_internal = pm_comment_get_is_internal (comment);

  if (!pm_body_get_boolean (pm_request_get_body (request), "is_internal", PM_BODY_OPTIONAL,
                            &is_internal, error))
    return FALSE;
  if (is_internal && !pm_role_can_see_internal (pm_request_get_role (request)))
    return refuse (error, PM_ERROR_FORBIDDEN, "Customers cannot create internal comments");
  pm_comment_set_is_internal (comment, is_internal);
  return TRUE;
}

/**
 * pm_comment_input_read:
 * @comment: a comment; what the body does not mention keeps its value
 * @request: the request
 * @error: return location
 *
 * Reads what may be said of a comment from outside. A subject may be left out or empty, as long as
 * something is said. The content may have %PM_TEXT_COMMENT_MAX characters, more than the 1,000 of
 * API 1.0.0: its clients count for themselves what they write, and read texts of any length. The
 * role that counts is the one in this organization: customers write no internal comments.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE, naming the member, or %PM_ERROR_FORBIDDEN;
 *   @comment may be half changed then
 */
gboolean
pm_comment_input_read (PmComment *comment, PmRequest *request, GError **error)
{
  JsonObject *body = pm_request_get_body (request);

  if (body != NULL)
    return read_texts (comment, body, error) && read_is_internal (comment, request, error);
  pm_error_refuse_field (error, NULL, "missing", "Field required");
  return FALSE;
}
