/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-credentials.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "server/accounts/pm-client-limit.h"
#include "server/accounts/pm-password.h"
#include "server/accounts/pm-rate-limit.h"
#include "server/http/pm-body.h"
#include "server/pm-server.h"

#define SIGN_IN        "sign-in"
#define TOO_MANY_TRIES "Too many attempts to sign in. Please wait a few minutes."

typedef struct {
  const char *folded;
  gint64 user_id;
  gboolean is_active;
  char *hash;
} Lookup;

static gboolean
lookup_work (PmDb *db, gpointer data, GError **error)
{
  Lookup *lookup = data;
  PmStatement *row = pm_db_query (
      db, error, "SELECT id, is_active, password_hash FROM account WHERE email_folded = ?1", "s",
      lookup->folded);

  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, NULL)) {
    lookup->user_id = pm_statement_get_int64 (row, 0);
    lookup->is_active = pm_statement_get_int64 (row, 1) != 0;
    lookup->hash = g_strdup (pm_statement_get_text (row, 2));
    pm_statement_reset (row);
  }
  return TRUE;
}

static gboolean
check_limits (PmRequest *request, const char *key, GError **error)
{
  PmRateLimit *limit = pm_server_get_sign_in_limit (pm_request_get_server (request));

  return pm_rate_limit_check (limit, key, TOO_MANY_TRIES, pm_request_get_now (request), error) &&
         pm_client_limit_check (request, SIGN_IN, TOO_MANY_TRIES, error);
}

static void
count_failure (PmRequest *request, const char *key)
{
  PmRateLimit *limit = pm_server_get_sign_in_limit (pm_request_get_server (request));

  pm_rate_limit_count (limit, key, pm_request_get_now (request));
  pm_client_limit_count (request, SIGN_IN);
}

/* An unknown address takes as long as a wrong password, and is answered the same. */
static gint64
verify (PmRequest *request, const char *folded, const char *password, GError **error)
{
  PmServer *server = pm_request_get_server (request);
  Lookup lookup = { .folded = folded };
  g_autofree char *hash = NULL;
  g_autoptr (GError) local = NULL;
  gboolean fits;

  if (!dex_await (pm_server_read (server, lookup_work, &lookup, NULL), error))
    return 0;
  hash = lookup.hash;
  fits = dex_await_boolean (
      pm_password_pool_verify (pm_server_get_password_pool (server), hash, password), &local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (!fits || hash == NULL)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_UNAUTHORIZED, "Incorrect email or password");
  else if (!lookup.is_active)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_FORBIDDEN, "User account is inactive");
  else
    return lookup.user_id;
  return 0;
}

/**
 * pm_credentials_check:
 * @request: a request with `email` and `password` in its body
 * @error: return location
 *
 * Checks who somebody says they are, no more often than is good. Awaits: on the request's fiber
 * only.
 *
 * Returns: the account's id, or 0
 */
gint64
pm_credentials_check (PmRequest *request, GError **error)
{
  JsonObject *body = pm_request_get_body (request);
  g_autofree char *address = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GError) local = NULL;
  const char *password;
  gint64 user_id;

  if (!pm_body_get_address (body, "email", &address, error) ||
      !pm_body_get_password (body, "password", &password, error))
    return 0;
  folded = pm_address_fold (address);
  key = g_strdup_printf ("%s\n%s", folded, pm_request_get_client (request));
  if (!check_limits (request, key, error))
    return 0;

  user_id = verify (request, folded, password, &local);
  if (user_id > 0)
    pm_rate_limit_forget (pm_server_get_sign_in_limit (pm_request_get_server (request)), key);
  else if (g_error_matches (local, PM_ERROR, PM_ERROR_UNAUTHORIZED))
    count_failure (request, key);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return user_id;
}
