/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-membership.h"
#include "server/accounts/pm-account-handlers.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-credentials.h"
#include "server/accounts/pm-device.h"
#include "server/accounts/pm-sign-in.h"
#include "server/http/pm-body.h"
#include "server/http/pm-request-private.h"
#include "wire/pm-wire.h"

/* Who signs in, and for which organization. */

#define TOKEN_MAX 200

#define MEMBERSHIPS \
  "SELECT m.tenant_id, o.name AS tenant_name, o.slug AS tenant_slug, m.role, m.is_default, " \
  "o.is_active, m.is_active AS member_is_active " \
  "FROM membership m JOIN organization o ON o.id = m.tenant_id WHERE m.user_id = ?1 " \
  "ORDER BY m.is_default DESC, m.tenant_id"

typedef struct {
  gint64 user_id;
  gint64 tenant_id;
  const char *refresh_token;
  const char *device;
} SignIn;

static gboolean
refuse (GError **error, PmError code, const char *words)
{
  g_set_error_literal (error, PM_ERROR, code, words);
  return FALSE;
}

/* Only what is open to them: the person may belong to more. */
static JsonArray *
list_open_tenants (PmDb *db, gint64 user_id, guint *n_all, GError **error)
{
  g_autoptr (JsonArray) tenants = json_array_new ();
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (db, &local, MEMBERSHIPS, "i", user_id);

  *n_all = 0;
  while (row != NULL && pm_statement_step (row, &local)) {
    g_autoptr (PmRecord) membership = pm_statement_new_record (row, PM_TYPE_MEMBERSHIP);

    (*n_all)++;
    if (pm_statement_get_int64 (row, 5) && pm_statement_get_int64 (row, 6))
      json_array_add_object_element (tenants, pm_wire_encode (membership));
  }
  if (local == NULL)
    return g_steal_pointer (&tenants);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static JsonObject *
describe_account (PmDb *db, gint64 user_id, const char *id_name, GError **error)
{
  PmStatement *row =
      pm_db_query (db, error, "SELECT email, full_name FROM account WHERE id = ?1", "i", user_id);
  JsonObject *body;

  if (row == NULL || !pm_statement_step (row, error))
    return NULL;
  body = json_object_new ();
  json_object_set_int_member (body, id_name, user_id);
  json_object_set_string_member (body, "email", pm_statement_get_text (row, 0));
  json_object_set_string_member (body, "full_name", pm_statement_get_text (row, 1));
  pm_statement_reset (row);
  return body;
}

static gboolean
note_login (PmDb *db, gint64 user_id, gint64 now, GError **error)
{
  return pm_db_run (db, error, "UPDATE account SET last_login = ?2 WHERE id = ?1", "ii", user_id,
                    now) &&
         pm_account_note (db, user_id, error);
}

/* 0: they run nothing */
static gint64
find_platform_tenant (JsonArray *tenants)
{
  const char *nick = pm_enum_to_nick (PM_TYPE_ROLE, PM_ROLE_PLATFORM_ADMIN);

  for (guint i = 0; i < json_array_get_length (tenants); i++) {
    JsonObject *tenant = json_array_get_object_element (tenants, i);

    if (g_strcmp0 (pm_wire_get_string (tenant, "role"), nick) == 0)
      return pm_wire_get_integer (tenant, "tenant_id", 0);
  }
  return 0;
}

static void
set_tokens (JsonObject *body, const PmTokens *tokens)
{
  json_object_set_string_member (body, "access_token", tokens->access);
  json_object_set_string_member (body, "token_type", "bearer");
  if (tokens->refresh != NULL)
    json_object_set_string_member (body, "refresh_token", tokens->refresh);
}

/* Whoever runs the platform needs not choose. */
static gboolean
add_tokens (PmDb *db,
            const SignIn *sign_in,
            JsonArray *tenants,
            gint64 now,
            JsonObject *body,
            GError **error)
{
  gint64 tenant_id = find_platform_tenant (tenants);
  PmTokens tokens = { NULL, NULL };
  gboolean started;

  json_object_set_null_member (body, "access_token");
  json_object_set_null_member (body, "token_type");
  if (tenant_id == 0)
    return TRUE;
  started =
      pm_sign_in_start (db, sign_in->user_id, tenant_id, sign_in->device, now, &tokens, error);
  if (started)
    set_tokens (body, &tokens);
  pm_tokens_clear (&tokens);
  return started;
}

static gboolean
check_open (JsonArray *tenants, guint n_all, GError **error)
{
  if (json_array_get_length (tenants) > 0)
    return TRUE;
  return refuse (error, PM_ERROR_FORBIDDEN,
                 n_all == 0 ? "User is not associated with any tenant"
                            : "No active tenants available for this user");
}

static PmReply *
login_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  SignIn *sign_in = data;
  gint64 now = pm_request_get_now (request);
  guint n_all;
  g_autoptr (JsonArray) tenants = list_open_tenants (db, sign_in->user_id, &n_all, error);
  g_autoptr (JsonObject) body = NULL;

  if (tenants == NULL || !check_open (tenants, n_all, error) ||
      !note_login (db, sign_in->user_id, now, error))
    return NULL;
  body = describe_account (db, sign_in->user_id, "user_id", error);
  if (body == NULL || !add_tokens (db, sign_in, tenants, now, body, error))
    return NULL;
  json_object_set_boolean_member (body, "requires_selection", json_array_get_length (tenants) > 1);
  json_object_set_array_member (body, "tenants", g_steal_pointer (&tenants));
  return pm_reply_new_object (200, g_steal_pointer (&body));
}

/**
 * pm_sign_in_post_login:
 * @request: `{email, password}`
 * @error: return location
 *
 * Checks a password and tells what it opens. Whoever runs the platform is signed in at once, others
 * choose an organization first.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_sign_in_post_login (PmRequest *request, GError **error)
{
  g_autofree char *device = pm_device_name (request);
  SignIn sign_in = { .user_id = pm_credentials_check (request, error), .device = device };

  return sign_in.user_id > 0 ? pm_request_apply (request, login_rule, &sign_in, error) : NULL;
}

static gboolean
judge_membership (PmStatement *row, GError **error)
{
  if (!pm_statement_get_int64 (row, 3))
    return refuse (error, PM_ERROR_FORBIDDEN, "Your access to this tenant has been deactivated");
  if (!pm_statement_get_int64 (row, 4))
    return refuse (error, PM_ERROR_FORBIDDEN, "This tenant is inactive");
  return TRUE;
}

static gboolean
describe_tenant (PmDb *db, gint64 user_id, gint64 tenant_id, JsonObject *body, GError **error)
{
  PmStatement *row = pm_db_query (db, error,
                                  "SELECT o.name, o.slug, m.role, m.is_active, o.is_active "
                                  "FROM membership m JOIN organization o ON o.id = m.tenant_id "
                                  "WHERE m.user_id = ?1 AND m.tenant_id = ?2",
                                  "ii", user_id, tenant_id);
  gboolean open;

  if (row == NULL)
    return FALSE;
  if (!pm_statement_step (row, NULL))
    return refuse (error, PM_ERROR_FORBIDDEN, "You don't have access to this tenant");
  open = judge_membership (row, error);
  json_object_set_int_member (body, "tenant_id", tenant_id);
  json_object_set_string_member (body, "tenant_name", pm_statement_get_text (row, 0));
  json_object_set_string_member (body, "tenant_slug", pm_statement_get_text (row, 1));
  json_object_set_string_member (body, "role", pm_statement_get_text (row, 2));
  pm_statement_reset (row);
  return open;
}

static PmReply *
reply_with_tokens (PmDb *db,
                   gint64 user_id,
                   gint64 tenant_id,
                   const PmTokens *tokens,
                   GError **error)
{
  g_autoptr (JsonObject) body = describe_account (db, user_id, "user_id", error);

  if (body == NULL || !describe_tenant (db, user_id, tenant_id, body, error))
    return NULL;
  set_tokens (body, tokens);
  return pm_reply_new_object (200, g_steal_pointer (&body));
}

static PmReply *
enter_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  SignIn *sign_in = data;
  PmTokens tokens = { NULL, NULL };
  PmReply *reply = NULL;

  if (pm_sign_in_start (db, sign_in->user_id, sign_in->tenant_id, sign_in->device,
                        pm_request_get_now (request), &tokens, error))
    reply = reply_with_tokens (db, sign_in->user_id, sign_in->tenant_id, &tokens, error);
  pm_tokens_clear (&tokens);
  return reply;
}

/* The key must be there, but null leads nowhere. */
static gboolean
read_tenant (PmRequest *request, gint64 *tenant_id, GError **error)
{
  JsonObject *body = pm_request_get_body (request);

  if (body == NULL || !json_object_has_member (body, "tenant_id")) {
    pm_error_refuse_field (error, "tenant_id", "missing", "Field required");
    return FALSE;
  }
  *tenant_id = 0;
  if (!pm_body_get_integer (body, "tenant_id", PM_BODY_OPTIONAL, tenant_id, error))
    return FALSE;
  return *tenant_id > 0 ||
         refuse (error, PM_ERROR_FORBIDDEN, "You don't have access to this tenant");
}

static PmReply *
enter (PmRequest *request, gint64 user_id, gint64 tenant_id, GError **error)
{
  g_autofree char *device = pm_device_name (request);
  SignIn sign_in = { user_id, tenant_id, NULL, device };

  return pm_request_apply (request, enter_rule, &sign_in, error);
}

/**
 * pm_sign_in_post_select_tenant:
 * @request: `{email, password, tenant_id}`
 * @error: return location
 *
 * Signs somebody in for one of their organizations.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_sign_in_post_select_tenant (PmRequest *request, GError **error)
{
  gint64 user_id = pm_credentials_check (request, error);
  gint64 tenant_id;

  if (user_id == 0 || !read_tenant (request, &tenant_id, error))
    return NULL;
  return enter (request, user_id, tenant_id, error);
}

/**
 * pm_sign_in_post_switch_tenant:
 * @request: `{tenant_id}`
 * @error: return location
 *
 * Signs the caller in for another one of their organizations.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_sign_in_post_switch_tenant (PmRequest *request, GError **error)
{
  gint64 tenant_id;

  if (!read_tenant (request, &tenant_id, error))
    return NULL;
  return enter (request, pm_request_get_user_id (request), tenant_id, error);
}

static gboolean
find_session (PmDb *db, gint64 session_id, SignIn *sign_in, GError **error)
{
  PmStatement *row = pm_db_query (db, error,
                                  "SELECT s.user_id, s.tenant_id, a.is_active FROM session s "
                                  "JOIN account a ON a.id = s.user_id WHERE s.id = ?1",
                                  "i", session_id);
  gboolean active;

  if (row == NULL || !pm_statement_step (row, error))
    return FALSE;
  sign_in->user_id = pm_statement_get_int64 (row, 0);
  sign_in->tenant_id = pm_statement_get_int64 (row, 1);
  active = pm_statement_get_int64 (row, 2) != 0;
  pm_statement_reset (row);
  return active || refuse (error, PM_ERROR_FORBIDDEN, "Inactive user");
}

/* A copied token is answered only after the end of its session is stored. */
static PmReply *
reply_to_copy (void)
{
  g_autoptr (GError) error = NULL;

  refuse (&error, PM_ERROR_UNAUTHORIZED, "Could not validate credentials");
  return pm_reply_new_error (error);
}

static PmReply *
rotate_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  SignIn *sign_in = data;
  PmTokens tokens = { NULL, NULL };
  PmReply *reply = NULL;
  gint64 session_id;

  if (!pm_sign_in_rotate (db, sign_in->refresh_token, pm_request_get_now (request), &session_id,
                          &tokens, error))
    return NULL;
  if (session_id == 0)
    return reply_to_copy ();
  if (find_session (db, session_id, sign_in, error))
    reply = reply_with_tokens (db, sign_in->user_id, sign_in->tenant_id, &tokens, error);
  pm_tokens_clear (&tokens);
  return reply;
}

static PmReply *
renew_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  PmTokens tokens = { NULL, NULL };
  PmReply *reply = NULL;

  if (pm_request_get_user_id (request) == 0)
    refuse (error, PM_ERROR_UNAUTHORIZED, "Could not validate credentials");
  else if (pm_sign_in_renew (db, pm_request_get_session_id (request), pm_request_get_now (request),
                             &tokens, error))
    reply = reply_with_tokens (db, pm_request_get_user_id (request),
                               pm_request_get_tenant_id (request), &tokens, error);
  pm_tokens_clear (&tokens);
  return reply;
}

/**
 * pm_sign_in_post_refresh:
 * @request: `{refresh_token}`, or no body
 * @error: return location
 *
 * With a refresh token: the next ones. Without a body: another access token for the bearer.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_sign_in_post_refresh (PmRequest *request, GError **error)
{
  SignIn sign_in = { 0 };

  if (!pm_body_get_text (pm_request_get_body (request), "refresh_token", PM_BODY_OPTIONAL,
                         PM_TEXT_LINE, TOKEN_MAX, &sign_in.refresh_token, error))
    return NULL;
  if (sign_in.refresh_token != NULL)
    return pm_request_apply (request, rotate_rule, &sign_in, error);
  if (pm_request_came_by_cookie (request) || pm_request_get_user_id (request) == 0) {
    refuse (error, PM_ERROR_UNAUTHORIZED,
            pm_request_get_header (request, "Authorization") == NULL
                ? "Not authenticated"
                : "Could not validate credentials");
    return NULL;
  }
  return pm_request_apply (request, renew_rule, NULL, error);
}

static JsonArray *
list_memberships (PmDb *db, gint64 user_id, GError **error)
{
  g_autoptr (JsonArray) tenants = json_array_new ();
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (db, &local, MEMBERSHIPS, "i", user_id);

  while (row != NULL && pm_statement_step (row, &local)) {
    g_autoptr (PmRecord) membership = pm_statement_new_record (row, PM_TYPE_MEMBERSHIP);
    JsonObject *tenant = pm_wire_encode (membership);

    json_object_set_boolean_member (tenant, "is_active", pm_statement_get_int64 (row, 5) != 0);
    json_array_add_object_element (tenants, tenant);
  }
  if (local == NULL)
    return g_steal_pointer (&tenants);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static PmReply *
me_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 user_id = pm_request_get_user_id (request);
  g_autoptr (JsonObject) body = describe_account (db, user_id, "id", error);
  JsonArray *tenants = body != NULL ? list_memberships (db, user_id, error) : NULL;

  if (tenants == NULL)
    return NULL;
  json_object_set_boolean_member (body, "is_active", TRUE);
  json_object_set_int_member (body, "current_tenant_id", pm_request_get_tenant_id (request));
  json_object_set_string_member (
      body, "current_role", pm_enum_to_nick (PM_TYPE_ROLE, (int) pm_request_get_role (request)));
  json_object_set_array_member (body, "tenants", tenants);
  return pm_reply_new_object (200, g_steal_pointer (&body));
}

/**
 * pm_sign_in_get_me:
 * @request: a request
 * @error: return location
 *
 * Tells the caller who they are.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_sign_in_get_me (PmRequest *request, GError **error)
{
  return pm_request_read (request, me_rule, NULL, error);
}
