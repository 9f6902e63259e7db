/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-time.h"
#include "server/accounts/pm-account-handlers.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-sign-in.h"
#include "server/audit/pm-audit.h"
#include "server/http/pm-request-private.h"

/* Where somebody is signed in. */

/* A session is alive as long as one of its tokens opens anything. */
#define SESSIONS \
  "SELECT s.id, s.device, s.kind, s.created_at, s.last_used_at FROM session s " \
  "WHERE s.user_id = ?1 AND s.revoked_at IS NULL AND (" \
  "  EXISTS (SELECT 1 FROM access_token t WHERE t.session_id = s.id AND t.expires_at > ?2) " \
  "  OR EXISTS (SELECT 1 FROM refresh_token r WHERE r.session_id = s.id AND r.expires_at > ?2)) "

#define UNNAMED_DEVICE "Unknown device"

static PmReply *
logout_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  if (!pm_sign_in_end (db, pm_request_get_session_id (request), pm_request_get_now (request),
                       error))
    return NULL;
  return pm_reply_new_message (200, "Signed out successfully");
}

/**
 * pm_session_post_logout:
 * @request: a request
 * @error: return location
 *
 * Signs the caller out, on this device.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_session_post_logout (PmRequest *request, GError **error)
{
  return pm_request_apply (request, logout_rule, NULL, error);
}

static const char *
read_device (PmStatement *row)
{
  const char *device = pm_statement_get_text (row, 1);

  return device != NULL ? device : UNNAMED_DEVICE;
}

static JsonObject *
encode (PmStatement *row, gint64 current)
{
  JsonObject *session = json_object_new ();
  gint64 id = pm_statement_get_int64 (row, 0);
  g_autofree char *created_at = pm_time_format (pm_statement_get_int64 (row, 3));
  g_autofree char *last_used_at = pm_time_format (pm_statement_get_int64 (row, 4));

  json_object_set_int_member (session, "id", id);
  json_object_set_string_member (session, "device", read_device (row));
  json_object_set_string_member (session, "kind", pm_statement_get_text (row, 2));
  json_object_set_string_member (session, "created_at", created_at);
  json_object_set_string_member (session, "last_used_at", last_used_at);
  json_object_set_boolean_member (session, "is_current", id == current);
  return session;
}

static PmReply *
list_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (JsonArray) sessions = json_array_new ();
  g_autoptr (GError) local = NULL;
  PmStatement *row =
      pm_db_query (db, &local, SESSIONS "ORDER BY s.last_used_at DESC, s.id DESC", "ii",
                   pm_request_get_user_id (request), pm_request_get_now (request));

  while (row != NULL && pm_statement_step (row, &local))
    json_array_add_object_element (sessions, encode (row, pm_request_get_session_id (request)));
  if (local == NULL)
    return pm_reply_new_array (200, g_steal_pointer (&sessions));
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * pm_session_list:
 * @request: a request
 * @error: return location
 *
 * Lists where the caller is signed in, the last used first.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_session_list (PmRequest *request, GError **error)
{
  return pm_request_read (request, list_rule, NULL, error);
}

/* NULL without an error: there is none */
static char *
find_device (PmDb *db, PmRequest *request, GError **error)
{
  PmStatement *row =
      pm_db_query (db, error, SESSIONS "AND s.id = ?3", "iii", pm_request_get_user_id (request),
                   pm_request_get_now (request), pm_request_get_id (request, "session"));
  char *device;

  if (row == NULL || !pm_statement_step (row, error))
    return NULL;
  device = g_strdup (read_device (row));
  pm_statement_reset (row);
  return device;
}

static PmReply *
delete_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *device = find_device (db, request, &local);

  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  if (device == NULL) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_FOUND, "Session not found");
    return NULL;
  }
  if (!pm_sign_in_end (db, pm_request_get_id (request, "session"), pm_request_get_now (request),
                       error) ||
      !pm_account_audit (db, pm_request_get_user_id (request), PM_AUDIT_SESSION_REVOKED, device,
                         error))
    return NULL;
  return pm_reply_new_message (200, "Signed out successfully");
}

/**
 * pm_session_delete:
 * @request: a request
 * @error: return location
 *
 * Signs the caller out on one of their devices.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_session_delete (PmRequest *request, GError **error)
{
  return pm_request_apply (request, delete_rule, NULL, error);
}
