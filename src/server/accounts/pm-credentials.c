/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "server/accounts/pm-credentials.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-limits.h"
#include "server/accounts/pm-password.h"
#include "server/audit/pm-audit.h"
#include "server/changes/pm-change-log.h"
#include "server/http/pm-body.h"
#include "server/pm-server.h"

typedef struct {
  const char *folded;
  gint64 user_id;
  gboolean is_active;
  char *hash;
} Lookup;

typedef struct {
  char *address;
  char *client;
  gint64 user_id;
} Refusal;

static gboolean
lookup_work (PmDb *db, gpointer data, GError **error)
{
  Lookup *lookup = data;
  PmStatement *row = pm_db_query (
      db, error, "SELECT id, is_active, password_hash FROM account WHERE email_folded = ?1", "s",
      lookup->folded);
  g_autoptr (GError) local = NULL;

  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    lookup->user_id = pm_statement_get_int64 (row, 0);
    lookup->is_active = pm_statement_get_int64 (row, 1) != 0;
    lookup->hash = g_strdup (pm_statement_get_text (row, 2));
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
refusal_free (gpointer data)
{
  Refusal *refusal = data;

  g_free (refusal->address);
  g_free (refusal->client);
  g_free (refusal);
}

static gboolean
refusal_work (PmDb *db, gpointer data, GError **error)
{
  Refusal *refusal = data;
  PmChangeLog *log = pm_db_get_user_data (db);
  gint64 owner;

  log->client = refusal->client;
  log->user_id = refusal->user_id;
  if (!pm_account_find (db, refusal->address, &owner, error))
    return FALSE;
  return owner != 0
             ? pm_account_audit (db, owner, PM_AUDIT_SIGN_IN_REFUSED, refusal->address, error)
             : pm_audit_note (db, 0, PM_AUDIT_SIGN_IN_REFUSED, refusal->address, error);
}

static DexFuture *
complain (DexFuture *failed, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (failed, &error) == NULL)
    g_warning ("A refused sign-in could not be written down: %s", error->message);
  return dex_future_new_for_boolean (FALSE);
}

/* Nobody waits for it: how long it takes must not tell whether there is an account. */
static void
note_refusal (PmRequest *request, const char *address)
{
  Refusal *refusal = g_new0 (Refusal, 1);
  DexFuture *noted;

  refusal->address = g_strdup (address);
  refusal->client = g_strdup (pm_request_get_client (request));
  refusal->user_id = pm_request_get_user_id (request);
  noted = pm_server_write (pm_request_get_server (request), refusal_work, refusal, refusal_free);
  dex_future_disown (dex_future_catch (noted, complain, NULL, NULL));
}

static gboolean
check_limits (PmRequest *request, const char *folded, GError **error)
{
  return pm_limits_check (request, PM_LIMIT_SIGN_IN, folded, error) &&
         pm_limits_check (request, PM_LIMIT_SIGN_IN_CLIENT, NULL, error);
}

/* An unknown address takes as long as a wrong password. */
static gboolean
try_password (PmRequest *request,
              Lookup *lookup,
              const char *password,
              gboolean *fits,
              GError **error)
{
  PmServer *server = pm_request_get_server (request);
  g_autoptr (GError) local = NULL;

  if (!dex_await (pm_server_read (server, lookup_work, lookup, NULL), error))
    return FALSE;
  *fits = dex_await_boolean (
      pm_password_pool_verify (pm_server_get_password_pool (server), lookup->hash, password),
      &local);
  if (lookup->hash == NULL)
    *fits = FALSE;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Many guesses at once are no way around the limit: each is looked at again before it is told
 * whether it was right. */
static gboolean
verify (PmRequest *request,
        const char *address,
        Lookup *lookup,
        const char *password,
        gboolean *fits,
        GError **error)
{
  if (!check_limits (request, lookup->folded, error) ||
      !try_password (request, lookup, password, fits, error) ||
      !check_limits (request, lookup->folded, error))
    return FALSE;
  if (*fits) {
    pm_limits_forget (request, PM_LIMIT_SIGN_IN, lookup->folded);
  } else {
    pm_limits_count (request, PM_LIMIT_SIGN_IN, lookup->folded);
    pm_limits_count (request, PM_LIMIT_SIGN_IN_CLIENT, NULL);
  }
  if (!*fits || !lookup->is_active)
    note_refusal (request, address);
  return TRUE;
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
  g_autofree char *hash = NULL;
  const char *password;
  Lookup lookup = { 0 };
  gboolean fits, asked;

  if (!pm_body_get_address (body, "email", &address, error) ||
      !pm_body_get_password (body, "password", &password, error))
    return 0;
  lookup.folded = folded = pm_address_fold (address);
  asked = verify (request, address, &lookup, password, &fits, error);
  hash = lookup.hash;
  if (!asked)
    return 0;
  if (!fits)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_UNAUTHORIZED, "Incorrect email or password");
  else if (!lookup.is_active)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_FORBIDDEN, "User account is inactive");
  return fits && lookup.is_active ? lookup.user_id : 0;
}

/**
 * pm_credentials_confirm:
 * @request: a request of somebody who is signed in
 * @name: the member of its body that holds their password
 * @words: what is said when it is wrong
 * @error: return location
 *
 * Checks that it is still the same person who sits there, no more often than is good. Awaits: on
 * the request's fiber only.
 *
 * Returns: %FALSE with %PM_ERROR_REFUSED if the password is wrong
 */
gboolean
pm_credentials_confirm (PmRequest *request, const char *name, const char *words, GError **error)
{
  const char *address = pm_request_get_email (request);
  g_autofree char *folded = pm_address_fold (address);
  g_autofree char *hash = NULL;
  const char *password;
  Lookup lookup = { .folded = folded };
  gboolean fits, asked;

  if (!pm_body_get_password (pm_request_get_body (request), name, &password, error))
    return FALSE;
  asked = verify (request, address, &lookup, password, &fits, error);
  hash = lookup.hash;
  if (asked && !fits)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED, words);
  return asked && fits;
}
