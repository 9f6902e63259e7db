/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-membership.h"
#include "domain/pm-organization.h"
#include "domain/pm-text.h"
#include "domain/pm-user.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-credentials.h"
#include "server/accounts/pm-sign-in.h"
#include "server/changes/pm-change-type.h"
#include "server/http/pm-body.h"
#include "server/http/pm-page.h"
#include "server/http/pm-request-private.h"
#include "server/http/pm-route.h"
#include "server/mail/pm-mail-servers.h"
#include "wire/pm-wire.h"

/* Who signs in, for which organization, and who else is there. */

#define DEVICE_MAX 200

#define MEMBERSHIPS \
  "SELECT m.tenant_id, o.name AS tenant_name, o.slug AS tenant_slug, m.role, m.is_default, " \
  "o.is_active, m.is_active AS member_is_active " \
  "FROM membership m JOIN organization o ON o.id = m.tenant_id WHERE m.user_id = ?1 " \
  "ORDER BY m.is_default DESC, m.tenant_id"

#define USERS \
  "SELECT a.id, a.email, a.full_name, a.first_name, a.last_name, a.title, m.role, " \
  "a.is_active * m.is_active AS is_active, m.tenant_id, a.created_at, a.last_login " \
  "FROM membership m JOIN account a ON a.id = m.user_id WHERE m.tenant_id = ?1 "

typedef struct {
  gint64 user_id;
  gint64 tenant_id;
  const char *refresh_token;
  char *device;
} SignIn;

static gboolean
refuse (GError **error, PmError code, const char *words)
{
  g_set_error_literal (error, PM_ERROR, code, words);
  return FALSE;
}

static char *
find_device (PmRequest *request)
{
  const char *agent = pm_request_get_header (request, "User-Agent");
  g_autofree char *line = NULL;

  if (agent == NULL || !g_utf8_validate (agent, -1, NULL))
    return NULL;
  line = pm_text_single_line (agent);
  return g_utf8_substring (line, 0, MIN (DEVICE_MAX, g_utf8_strlen (line, -1)));
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

static PmReply *
login_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  SignIn *sign_in = data;
  guint n_all;
  g_autoptr (JsonArray) tenants = list_open_tenants (db, sign_in->user_id, &n_all, error);
  JsonObject *body;

  if (tenants == NULL)
    return NULL;
  if (json_array_get_length (tenants) == 0) {
    refuse (error, PM_ERROR_FORBIDDEN,
            n_all == 0 ? "User is not associated with any tenant"
                       : "No active tenants available for this user");
    return NULL;
  }
  if (!pm_db_run (db, error, "UPDATE account SET last_login = ?2 WHERE id = ?1", "ii",
                  sign_in->user_id, pm_request_get_now (request)) ||
      !pm_account_note (db, sign_in->user_id, error))
    return NULL;
  body = describe_account (db, sign_in->user_id, "user_id", error);
  if (body == NULL)
    return NULL;
  json_object_set_boolean_member (body, "requires_selection", json_array_get_length (tenants) > 1);
  json_object_set_array_member (body, "tenants", g_steal_pointer (&tenants));
  json_object_set_null_member (body, "access_token");
  json_object_set_null_member (body, "token_type");
  return pm_reply_new_object (200, body);
}

static PmReply *
post_login (PmRequest *request, GError **error)
{
  SignIn sign_in = { .user_id = pm_credentials_check (request, error) };

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
  json_object_set_string_member (body, "access_token", tokens->access);
  json_object_set_string_member (body, "token_type", "bearer");
  if (tokens->refresh != NULL)
    json_object_set_string_member (body, "refresh_token", tokens->refresh);
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
  g_autofree char *device = find_device (request);
  SignIn sign_in = { user_id, tenant_id, NULL, device };

  return pm_request_apply (request, enter_rule, &sign_in, error);
}

static PmReply *
post_select_tenant (PmRequest *request, GError **error)
{
  gint64 user_id = pm_credentials_check (request, error);
  gint64 tenant_id;

  if (user_id == 0 || !read_tenant (request, &tenant_id, error))
    return NULL;
  return enter (request, user_id, tenant_id, error);
}

static PmReply *
post_switch_tenant (PmRequest *request, GError **error)
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

/* With a refresh token: the next ones. Without a body: another access token for the bearer. */
static PmReply *
post_refresh (PmRequest *request, GError **error)
{
  SignIn sign_in = { 0 };

  if (!pm_body_get_text (pm_request_get_body (request), "refresh_token", PM_BODY_OPTIONAL,
                         PM_TEXT_LINE, DEVICE_MAX, &sign_in.refresh_token, error))
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

static PmReply *
logout_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  if (!pm_sign_in_end (db, pm_request_get_session_id (request), pm_request_get_now (request),
                       error))
    return NULL;
  return pm_reply_new_message (200, "Signed out successfully");
}

static PmReply *
post_logout (PmRequest *request, GError **error)
{
  return pm_request_apply (request, logout_rule, NULL, error);
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

static PmReply *
get_me (PmRequest *request, GError **error)
{
  return pm_request_read (request, me_rule, NULL, error);
}

/* What API 1.0.0 also says of an organization, and this server has no use for. */
static void
add_plain_members (JsonObject *body)
{
  static const char *const nothing[] = {
    "primary_color", "secondary_color", "contact_phone", "logo_url", "ollama_model",
  };
  static const char *const no[] = { "is_demo", "ai_assistant_enabled", "has_ollama_api_key" };
  static const char *const limits[] = { "tenant_admin_limit", "administrator_limit",
                                        "sales_engineer_limit", "account_executive_limit",
                                        "customer_limit" };

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    json_object_set_null_member (body, nothing[i]);
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    json_object_set_boolean_member (body, no[i], FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    json_object_set_int_member (body, limits[i], G_MAXINT32);
}

static PmReply *
tenant_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  PmStatement *row = pm_db_query (db, error,
                                  "SELECT id, name, slug, contact_email, is_active, created_at, "
                                  "invitation_days, reminders FROM organization WHERE id = ?1",
                                  "i", pm_request_get_id (request, "tenant"));
  g_autoptr (PmRecord) organization = NULL;
  g_autoptr (JsonObject) body = NULL;

  if (row == NULL || !pm_statement_step (row, error))
    return NULL;
  organization = pm_statement_new_record (row, PM_TYPE_ORGANIZATION);
  pm_statement_reset (row);
  body = pm_wire_encode (organization);
  add_plain_members (body);
  if (!pm_mail_servers_describe (db, pm_request_get_tenant_id (request),
                                 pm_request_get_role (request) == PM_ROLE_TENANT_ADMIN, body,
                                 error))
    return NULL;
  return pm_reply_new_object (200, g_steal_pointer (&body));
}

static PmReply *
get_tenant (PmRequest *request, GError **error)
{
  return pm_request_read (request, tenant_rule, NULL, error);
}

static PmReply *
users_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  PmPageBounds *bounds = data;
  g_autoptr (JsonNode) body = json_node_new (JSON_NODE_ARRAY);
  g_autoptr (JsonArray) users = json_array_new ();
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (db, &local, USERS "ORDER BY m.user_id LIMIT ?2 OFFSET ?3", "iii",
                                  pm_request_get_tenant_id (request), bounds->limit, bounds->skip);

  while (row != NULL && pm_statement_step (row, &local)) {
    g_autoptr (PmRecord) user = pm_statement_new_record (row, PM_TYPE_USER);

    json_array_add_object_element (users, pm_wire_encode (user));
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  json_node_take_array (body, g_steal_pointer (&users));
  return pm_reply_new_json (200, g_steal_pointer (&body));
}

static PmReply *
get_users (PmRequest *request, GError **error)
{
  PmPageBounds bounds;

  if (!pm_page_bounds_read (request, &bounds, error))
    return NULL;
  return pm_request_read (request, users_rule, &bounds, error);
}

static const PmRoute routes[] = {
  { "POST", "/auth/login", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, post_login },
  { "POST", "/auth/select-tenant", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, post_select_tenant },
  { "POST", "/auth/switch-tenant", PM_ACCESS_ANY, PM_SCOPE_NONE, post_switch_tenant },
  { "POST", "/auth/refresh", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, post_refresh },
  { "POST", "/auth/logout", PM_ACCESS_ANY, PM_SCOPE_NONE, post_logout },
  { "GET", "/auth/me", PM_ACCESS_ANY, PM_SCOPE_NONE, get_me },
  { "GET", "/tenants/{tenant}", PM_ACCESS_ANY, PM_SCOPE_TENANT, get_tenant },
  { "GET", "/users/", PM_ACCESS_INTERNAL, PM_SCOPE_NONE, get_users },
};

/**
 * pm_accounts_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): signing in, and who is there
 */
const PmRoute *
pm_accounts_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}

static const PmChangeType change_types[] = {
  { "user", pm_user_get_type, USERS "AND m.user_id = ?2", NULL },
  { "organization", pm_organization_get_type,
    "SELECT * FROM organization WHERE id = ?1 AND id = ?2", NULL },
};

/**
 * pm_accounts_change_types:
 * @n_types: (out): how many
 *
 * Returns: (transfer none): how people and their organization are read for the feed
 */
const PmChangeType *
pm_accounts_change_types (guint *n_types)
{
  *n_types = G_N_ELEMENTS (change_types);
  return change_types;
}
