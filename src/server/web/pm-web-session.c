/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/web/pm-web-session.h"

#include "domain/pm-error.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-credentials.h"
#include "server/accounts/pm-device.h"
#include "server/accounts/pm-sign-in.h"
#include "server/http/pm-access.h"
#include "server/http/pm-request-private.h"
#include "server/pm-server.h"
#include "server/web/pm-web-profile.h"

#define NOTED_SPAN (5 * G_TIME_SPAN_MINUTE)

typedef struct {
  gint64 user_id;
  const char *device;
  PmTokens tokens;
} Opening;

/* Scripts cannot see the cookie, other sites cannot make it travel with what changes something. */
static void
set_cookie (PmReply *reply, PmRequest *request, const char *token, gint64 span)
{
  PmServer *server = pm_request_get_server (request);
  g_autofree char *cookie =
      g_strdup_printf ("%s=%s; Path=/; Max-Age=%" G_GINT64_FORMAT "; HttpOnly; SameSite=Lax%s",
                       pm_access_get_cookie_name (server), token, span / G_TIME_SPAN_SECOND,
                       pm_server_is_secure (server) ? "; Secure" : "");

  pm_reply_set_header (reply, "Set-Cookie", cookie);
}

static PmReply *
reply_with_profile (PmDb *db, gint64 user_id, GError **error)
{
  g_autoptr (GError) problem = NULL;
  JsonNode *profile = pm_web_profile_read (db, user_id, &problem);
  JsonObject *body;

  if (problem != NULL) {
    json_node_unref (profile);
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  body = json_object_new ();
  json_object_set_member (body, "profile", profile);
  return pm_reply_new_object (200, body);
}

static PmReply *
read_session (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 *last_used_at = data;

  if (!pm_db_query_int64 (db, last_used_at, error, "SELECT last_used_at FROM session WHERE id = ?1",
                          "i", pm_request_get_session_id (request)))
    return NULL;
  return reply_with_profile (db, pm_request_get_user_id (request), error);
}

static PmReply *
note_used (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  if (!pm_db_run (db, error, "UPDATE session SET last_used_at = ?2 WHERE id = ?1", "ii",
                  pm_request_get_session_id (request), pm_request_get_now (request)))
    return NULL;
  return pm_reply_new_message (200, "Noted");
}

/* For the person's list of devices; to the minute is more than they need. */
static void
note_use (PmRequest *request, gint64 last_used_at)
{
  g_autoptr (PmReply) noted = NULL;

  if (pm_request_get_session_id (request) != 0 &&
      pm_request_get_now (request) - last_used_at > NOTED_SPAN)
    noted = pm_request_apply (request, note_used, NULL, NULL);
}

/**
 * pm_web_get_session:
 * @request: a request of a page
 * @error: return location
 *
 * Says who is signed in, as `{"profile": {…}}` or `{"profile": null}`.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_web_get_session (PmRequest *request, GError **error)
{
  gint64 last_used_at = 0;
  PmReply *reply = pm_request_read (request, read_session, &last_used_at, error);

  if (reply != NULL)
    note_use (request, last_used_at);
  return reply;
}

static gboolean
check_open_somewhere (PmDb *db, gint64 user_id, GError **error)
{
  gint64 n_open = 0;

  if (!pm_db_query_int64 (db, &n_open, error,
                          "SELECT COUNT (*) FROM membership m "
                          "JOIN organization o ON o.id = m.tenant_id "
                          "WHERE m.user_id = ?1 AND m.is_active = 1 AND o.is_active = 1",
                          "i", user_id))
    return FALSE;
  if (n_open > 0)
    return TRUE;
  g_set_error_literal (error, PM_ERROR, PM_ERROR_FORBIDDEN,
                       "Your access has been deactivated. Ask the person who invited you.");
  return FALSE;
}

static PmReply *
open_session (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  Opening *opening = data;
  gint64 now = pm_request_get_now (request);

  if (!check_open_somewhere (db, opening->user_id, error) ||
      !pm_db_run (db, error, "UPDATE account SET last_login = ?2 WHERE id = ?1", "ii",
                  opening->user_id, now) ||
      !pm_account_note (db, opening->user_id, error) ||
      (pm_request_get_session_id (request) != 0 &&
       !pm_sign_in_end (db, pm_request_get_session_id (request), now, error)) ||
      !pm_sign_in_start_web (db, opening->user_id, opening->device, now, &opening->tokens, error))
    return NULL;
  return reply_with_profile (db, opening->user_id, error);
}

/* A form of another site cannot send this header, so that nobody is signed in without knowing. */
static gboolean
check_is_page (PmRequest *request, GError **error)
{
  if (pm_request_get_header (request, "X-Requested-With") != NULL)
    return TRUE;
  g_set_error_literal (error, PM_ERROR, PM_ERROR_FORBIDDEN,
                       "Only the pages of this server sign in here.");
  return FALSE;
}

/**
 * pm_web_open_session:
 * @request: `{email, password}`
 * @error: return location
 *
 * Signs somebody in on the pages, with a new session whatever cookie came along.
 *
 * Returns: (transfer full) (nullable): the profile, with the session's cookie
 */
PmReply *
pm_web_open_session (PmRequest *request, GError **error)
{
  g_autofree char *device = pm_device_name (request);
  Opening opening = { .device = device };
  PmReply *reply;

  if (!check_is_page (request, error) || !pm_access_check_connection (request, error))
    return NULL;
  opening.user_id = pm_credentials_check (request, error);
  if (opening.user_id == 0)
    return NULL;
  reply = pm_request_apply (request, open_session, &opening, error);
  if (reply != NULL && opening.tokens.access != NULL)
    set_cookie (reply, request, opening.tokens.access, PM_WEB_SESSION_SPAN);
  pm_tokens_clear (&opening.tokens);
  return reply;
}

static PmReply *
close_session (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 session_id = pm_request_get_session_id (request);

  if (session_id != 0 && !pm_sign_in_end (db, session_id, pm_request_get_now (request), error))
    return NULL;
  return pm_reply_new_message (200, "Signed out successfully");
}

/**
 * pm_web_close_session:
 * @request: a request of a page
 * @error: return location
 *
 * Signs the caller out and takes the cookie away.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_web_close_session (PmRequest *request, GError **error)
{
  PmReply *reply;

  if (!check_is_page (request, error))
    return NULL;
  reply = pm_request_apply (request, close_session, NULL, error);
  if (reply != NULL)
    set_cookie (reply, request, "", 0);
  return reply;
}
