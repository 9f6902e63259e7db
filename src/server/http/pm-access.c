/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-access.h"

#include "domain/pm-error.h"
#include "domain/pm-role.h"
#include "server/http/pm-request-private.h"
#include "server/pm-server.h"

#include <gio/gio.h>
#include <sodium.h>
#include <string.h>

/* The one place that says who asks, and whether they may. */

#define TOKEN_BYTES 32
#define TOKEN_MAX   256

/* Who a token stands for. Whoever was shut out is told so, and not only that the session is over.
 * A web session has no organization of its own: the POC in the path chooses it, otherwise the
 * person's first one that is open to them. */
#define IDENTIFY \
  "SELECT s.id, s.user_id, m.tenant_id, m.role, a.email, a.is_active, m.is_active, o.is_active, " \
  "t.expires_at " \
  "FROM access_token t JOIN session s ON s.id = t.session_id " \
  "JOIN account a ON a.id = s.user_id " \
  "LEFT JOIN membership m ON m.user_id = s.user_id AND m.tenant_id = COALESCE (s.tenant_id, " \
  "  (SELECT p.tenant_id FROM poc p WHERE p.id = ?4), " \
  "  (SELECT f.tenant_id FROM membership f JOIN organization p ON p.id = f.tenant_id " \
  "   WHERE f.user_id = s.user_id AND f.is_active = 1 AND p.is_active = 1 " \
  "   ORDER BY f.is_default DESC, f.tenant_id LIMIT 1)) " \
  "LEFT JOIN organization o ON o.id = m.tenant_id " \
  "WHERE t.hash = ?1 AND t.expires_at > ?2 AND s.kind = ?3 " \
  "AND (s.revoked_at IS NULL OR a.is_active = 0)"

/**
 * pm_access_make_token:
 *
 * Returns: (transfer full): a secret that nobody can guess, in characters that a link may hold
 */
char *
pm_access_make_token (void)
{
  guint8 bytes[TOKEN_BYTES];
  char text[sodium_base64_ENCODED_LEN (TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  sodium_memzero (bytes, sizeof bytes);
  return g_strdup (text);
}

/**
 * pm_access_hash_token:
 * @token: a token
 *
 * Returns: (transfer full): what is stored of it
 */
char *
pm_access_hash_token (const char *token)
{
  unsigned char hash[crypto_generichash_BYTES];
  char text[2 * sizeof hash + 1];

  crypto_generichash (hash, sizeof hash, (const unsigned char *) token, strlen (token), NULL, 0);
  return g_strdup (sodium_bin2hex (text, sizeof text, hash, sizeof hash));
}

/**
 * pm_access_get_cookie_name:
 * @server: the server
 *
 * Returns: (transfer none): the name of the web session's cookie
 */
const char *
pm_access_get_cookie_name (PmServer *server)
{
  return pm_server_is_secure (server) ? "__Host-pm_session" : "pm_session";
}

static char *
find_bearer (PmRequest *request)
{
  const char *value = pm_request_get_header (request, "Authorization");

  if (value == NULL || g_ascii_strncasecmp (value, "Bearer ", 7) != 0)
    return NULL;
  return g_strstrip (g_strdup (value + 7));
}

static char *
find_cookie (PmRequest *request)
{
  const char *value = pm_request_get_header (request, "Cookie");
  const char *name = pm_access_get_cookie_name (request->server);
  g_auto (GStrv) cookies = value == NULL ? NULL : g_strsplit (value, ";", 64);

  for (guint i = 0; cookies != NULL && cookies[i] != NULL; i++) {
    const char *cookie = g_strstrip (cookies[i]);

    if (g_str_has_prefix (cookie, name) && cookie[strlen (name)] == '=')
      return g_strdup (cookie + strlen (name) + 1);
  }
  return NULL;
}

/* Whether @url, as "https://host:1/path", begins with @origin. */
static gboolean
is_origin_of (const char *origin, const char *url)
{
  gsize length = strlen (origin);

  return g_ascii_strncasecmp (url, origin, length) == 0 && strchr ("/", url[length]) != NULL;
}

/* People may come by another name than the public one, but not from plain http to https. */
static gboolean
is_own_origin (PmRequest *request, const char *origin)
{
  const char *host = pm_request_get_header (request, "Host");
  const char *rest = strstr (origin, "://");

  if (is_origin_of (origin, pm_server_get_public_url (request->server)))
    return TRUE;
  if (pm_server_is_secure (request->server) && !g_str_has_prefix (origin, "https://"))
    return FALSE;
  return rest != NULL && host != NULL && g_ascii_strcasecmp (rest + 3, host) == 0;
}

static gboolean
is_loopback (const char *host)
{
  g_autofree char *url = g_strconcat ("http://", host, NULL);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *name = uri == NULL ? NULL : g_uri_get_host (uri);
  g_autoptr (GInetAddress) address = NULL;

  if (name == NULL || strpbrk (host, "@/?#") != NULL)
    return FALSE;
  if (g_str_equal (name, "localhost") || g_str_has_suffix (name, ".localhost"))
    return TRUE;
  address = g_inet_address_new_from_string (name);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
is_public_host (PmRequest *request, const char *host)
{
  g_autofree char *origin = g_strconcat ("http://", host, NULL);

  return is_origin_of (origin, pm_server_get_public_url (request->server));
}

/* Browsers say where a page comes from on https and on this machine, but when it only reads over
 * plain http from elsewhere they say nothing. Other sites still cannot send the header. */
static gboolean
may_be_silent (PmRequest *request)
{
  const char *host = pm_request_get_header (request, "Host");

  return g_str_equal (request->method, "GET") && host != NULL && !is_loopback (host) &&
         is_public_host (request, host);
}

/* A cookie travels by itself; that our own page asks must show in what only a page can send. */
static gboolean
is_from_own_page (PmRequest *request)
{
  const char *origin = pm_request_get_header (request, "Origin");
  const char *site = pm_request_get_header (request, "Sec-Fetch-Site");

  if (pm_request_get_header (request, "X-Requested-With") == NULL)
    return FALSE;
  if (origin == NULL && site == NULL)
    return may_be_silent (request);
  if (origin != NULL && !is_own_origin (request, origin))
    return FALSE;
  return site == NULL || g_str_equal (site, "same-origin");
}

/**
 * pm_access_find_credentials:
 * @request: a request
 * @by_cookie: (out): whether they came by cookie
 *
 * Finds the access token that a request carries: in its Authorization header, or in the web
 * session's cookie if it is sure that our own page asks.
 *
 * Returns: (transfer full) (nullable): the token's hash
 */
char *
pm_access_find_credentials (PmRequest *request, gboolean *by_cookie)
{
  g_autofree char *token = find_bearer (request);

  *by_cookie = FALSE;
  if (token == NULL && pm_request_get_header (request, "Authorization") == NULL &&
      is_from_own_page (request)) {
    token = find_cookie (request);
    *by_cookie = token != NULL;
  }
  if (token == NULL || strlen (token) > TOKEN_MAX)
    return NULL;
  return pm_access_hash_token (token);
}

static gboolean
refuse (GError **error, PmError code, const char *words)
{
  g_set_error_literal (error, PM_ERROR, code, words);
  return FALSE;
}

/**
 * pm_access_check_connection:
 * @request: a request of a page that would sign in
 * @error: return location
 *
 * Passwords and sessions do not travel in the clear by accident: without https, people sign in on
 * this machine alone, or by the address that the server was told to be reached by.
 *
 * Returns: %FALSE with %PM_ERROR_FORBIDDEN if the connection is not good enough
 */
gboolean
pm_access_check_connection (PmRequest *request, GError **error)
{
  const char *host = pm_request_get_header (request, "Host");

  if (pm_server_is_secure (request->server) ||
      (host != NULL && (is_loopback (host) || is_public_host (request, host))))
    return TRUE;
  return refuse (error, PM_ERROR_FORBIDDEN,
                 "This connection is not encrypted, so nobody can sign in here. Ask for the "
                 "address that begins with https.");
}

static gboolean
judge_session (PmStatement *row, PmRequest *request, GError **error)
{
  PmIdentity *identity = &request->identity;
  int role;

  if (!pm_statement_get_int64 (row, 5))
    return refuse (error, PM_ERROR_FORBIDDEN, "Inactive user");
  /* The POC has chosen the organization: one that is closed to the person hides it. */
  if (request->match.route->scope == PM_SCOPE_POC && request->by_cookie &&
      (!pm_statement_get_int64 (row, 6) || !pm_statement_get_int64 (row, 7)))
    return refuse (error, PM_ERROR_NOT_FOUND, "POC not found");
  if (!pm_enum_from_nick (PM_TYPE_ROLE, pm_statement_get_text (row, 3), &role) ||
      !pm_statement_get_int64 (row, 6))
    return refuse (error, PM_ERROR_FORBIDDEN, "Your access to this tenant has been deactivated");
  if (!pm_statement_get_int64 (row, 7))
    return refuse (error, PM_ERROR_FORBIDDEN, "This tenant is inactive");

  identity->session_id = pm_statement_get_int64 (row, 0);
  identity->user_id = pm_statement_get_int64 (row, 1);
  identity->tenant_id = pm_statement_get_int64 (row, 2);
  identity->role = (PmRole) role;
  g_set_str (&identity->email, pm_statement_get_text (row, 4));
  identity->valid_until = pm_statement_get_int64 (row, 8);
  return TRUE;
}

static gboolean
identify (PmDb *db, PmRequest *request, GError **error)
{
  gint64 poc =
      request->match.route->scope == PM_SCOPE_POC ? pm_request_get_id (request, "poc") : -1;
  PmStatement *row;
  gboolean good;

  request->identity.session_id = request->identity.user_id = request->identity.tenant_id = 0;
  request->identity.role = PM_ROLE_CUSTOMER;
  if (request->token_hash == NULL)
    return refuse (error, PM_ERROR_UNAUTHORIZED, "Not authenticated");
  row = pm_db_query (db, error, IDENTIFY, "sisi", request->token_hash, request->now,
                     request->by_cookie ? "web" : "api", poc);
  if (row == NULL)
    return FALSE;
  if (!pm_statement_step (row, error)) {
    if (error == NULL || *error == NULL)
      refuse (error, PM_ERROR_UNAUTHORIZED, "Could not validate credentials");
    return FALSE;
  }
  good = judge_session (row, request, error);
  pm_statement_reset (row);
  return good;
}

static gboolean
check_role (PmRequest *request, GError **error)
{
  PmRole role = request->identity.role;

  switch (request->match.route->access) {
  case PM_ACCESS_INTERNAL:
    return pm_role_is_internal (role) ||
           refuse (error, PM_ERROR_FORBIDDEN, "Sales engineer access required");
  case PM_ACCESS_TENANT_ADMIN:
    return pm_role_can_administer (role) ||
           refuse (error, PM_ERROR_FORBIDDEN, "Tenant admin access required");
  case PM_ACCESS_PUBLIC:
  case PM_ACCESS_ANY:
  default:
    return TRUE;
  }
}

static gboolean
check_poc (PmDb *db, PmRequest *request, GError **error)
{
  PmIdentity *identity = &request->identity;
  gint64 id = pm_request_get_id (request, "poc");
  gint64 found = 0;
  gboolean asked;

  if (pm_role_is_internal (identity->role))
    asked =
        pm_db_query_int64 (db, &found, error, "SELECT 1 FROM poc WHERE id = ?1 AND tenant_id = ?2",
                           "ii", id, identity->tenant_id);
  else
    asked = pm_db_query_int64 (db, &found, error,
                               "SELECT 1 FROM poc p JOIN participant m ON m.poc_id = p.id "
                               "WHERE p.id = ?1 AND p.tenant_id = ?2 AND m.user_id = ?3",
                               "iii", id, identity->tenant_id, identity->user_id);
  if (asked && !found)
    refuse (error, PM_ERROR_NOT_FOUND, "POC not found");
  return found != 0;
}

static gboolean
check_scope (PmDb *db, PmRequest *request, GError **error)
{
  switch (request->match.route->scope) {
  case PM_SCOPE_TENANT:
    return pm_request_get_id (request, "tenant") == request->identity.tenant_id ||
           refuse (error, PM_ERROR_NOT_FOUND, "Tenant not found");
  case PM_SCOPE_POC:
    return check_poc (db, request, error);
  case PM_SCOPE_NONE:
  default:
    return TRUE;
  }
}

/**
 * pm_access_check:
 * @db: the connection, in the transaction of what is asked
 * @request: a request
 * @error: return location
 *
 * Says who asks, and whether their role and the objects in the path allow it. What belongs to
 * others is not found. On a public route nobody is refused; whoever asks is known all the same.
 * On a database thread.
 *
 * Returns: %FALSE with the reason if it is not allowed
 */
gboolean
pm_access_check (PmDb *db, PmRequest *request, GError **error)
{
  if (request->match.route->access == PM_ACCESS_PUBLIC) {
    if (request->token_hash != NULL)
      identify (db, request, NULL);
    return TRUE;
  }
  return identify (db, request, error) && check_role (request, error) &&
         check_scope (db, request, error);
}
