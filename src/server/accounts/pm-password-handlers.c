/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "server/accounts/pm-account-handlers.h"
#include "server/accounts/pm-account-mail.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-credentials.h"
#include "server/accounts/pm-limits.h"
#include "server/accounts/pm-password-reset.h"
#include "server/accounts/pm-password.h"
#include "server/audit/pm-audit.h"
#include "server/changes/pm-change-log.h"
#include "server/http/pm-body.h"
#include "server/http/pm-request-private.h"
#include "server/mail/pm-mail-queue.h"

/* Changing a password, and getting in again without it. */

/* Longer than any token: what is longer is none. */
#define TOKEN_MAX 128

#define ANSWER_TO_ALL \
  "If the email address is associated with an account, you will receive a password reset link " \
  "shortly."

/* Somebody asks for a link. It outlives the request. */
typedef struct {
  PmServer *server;
  char *address;
  char *client;
} Wish;

typedef struct {
  const char *token;
  const char *hash;
  char *address; /* whose password it was */
} Reset;

static gboolean
read_new_password (PmRequest *request, const char **password, GError **error)
{
  return pm_body_get_password (pm_request_get_body (request), "new_password", password, error) &&
         pm_password_check_rule ("new_password", *password, error);
}

static char *
hash_password (PmRequest *request, const char *password, GError **error)
{
  PmPasswordPool *pool = pm_server_get_password_pool (pm_request_get_server (request));

  return dex_await_string (pm_password_pool_hash (pool, password), error);
}

static PmReply *
change_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  const char *hash = data;

  if (!pm_account_set_password (db, pm_request_get_user_id (request), hash,
                                pm_request_get_session_id (request), pm_request_get_now (request),
                                error))
    return NULL;
  return pm_reply_new_message (200, "Password changed successfully");
}

/**
 * pm_password_post_change:
 * @request: `{old_password, new_password}`
 * @error: return location
 *
 * Changes the caller's password, and signs them out everywhere else.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_password_post_change (PmRequest *request, GError **error)
{
  g_autofree char *hash = NULL;
  const char *password;

  if (!read_new_password (request, &password, error) ||
      !pm_credentials_confirm (request, "old_password", "Incorrect old password", error))
    return NULL;
  hash = hash_password (request, password, error);
  return hash != NULL ? pm_request_apply (request, change_rule, hash, error) : NULL;
}

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_object (&wish->server);
  g_free (wish->address);
  g_free (wish->client);
  g_free (wish);
}

/* The address to write to; NULL without an error: there is nobody to write to. */
static char *
find_recipient (PmDb *db, const char *address, gint64 *user_id, GError **error)
{
  g_autofree char *folded = pm_address_fold (address);
  PmStatement *row = pm_db_query (
      db, error, "SELECT id, email FROM account WHERE email_folded = ?1 AND is_active = 1", "s",
      folded);
  char *email;

  if (row == NULL || !pm_statement_step (row, error))
    return NULL;
  *user_id = pm_statement_get_int64 (row, 0);
  email = g_strdup (pm_statement_get_text (row, 1));
  pm_statement_reset (row);
  return email;
}

static gboolean
mail_link (PmDb *db, Wish *wish, gint64 user_id, const char *email, gint64 now, GError **error)
{
  g_autofree char *token = pm_password_reset_make (db, user_id, now, error);
  PmAccountLetter letter = {
    .kind = PM_MAIL_KIND_RESET,
    .user_id = user_id,
    .recipient = email,
    .token = token,
    .now = now,
    .expires_at = now + PM_PASSWORD_RESET_SPAN,
  };

  return token != NULL && pm_account_mail_add (db, wish->server, &letter, error) &&
         pm_account_audit (db, user_id, PM_AUDIT_RESET_REQUESTED, wish->address, error);
}

static gboolean
wish_work (PmDb *db, gpointer data, GError **error)
{
  Wish *wish = data;
  PmChangeLog *log = pm_db_get_user_data (db);
  g_autoptr (GError) local = NULL;
  g_autofree char *email = NULL;
  gint64 user_id;

  log->client = wish->client;
  email = find_recipient (db, wish->address, &user_id, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return email != NULL ? mail_link (db, wish, user_id, email, log->now, error)
                       : pm_audit_note (db, 0, PM_AUDIT_RESET_REQUESTED, wish->address, error);
}

static DexFuture *
complain (DexFuture *failed, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (failed, &error) == NULL)
    g_warning ("A link for a forgotten password could not be made: %s", error->message);
  return dex_future_new_for_boolean (FALSE);
}

/* The answer does not wait: how long it takes must not tell whether there is an account. */
static void
grant (PmRequest *request, const char *address)
{
  PmServer *server = pm_request_get_server (request);
  Wish *wish = g_new0 (Wish, 1);
  DexFuture *done;

  wish->server = g_object_ref (server);
  wish->address = g_strdup (address);
  wish->client = g_strdup (pm_request_get_client (request));
  done = pm_server_write (server, wish_work, wish, wish_free);
  dex_future_disown (dex_future_catch (done, complain, NULL, NULL));
}

/**
 * pm_password_post_forgot:
 * @request: `{email}`
 * @error: return location
 *
 * Mails a link to who has an account with this address. Nobody else learns whether there is one.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_password_post_forgot (PmRequest *request, GError **error)
{
  g_autofree char *address = NULL;
  g_autofree char *folded = NULL;

  if (!pm_body_get_address (pm_request_get_body (request), "email", &address, error))
    return NULL;
  folded = pm_address_fold (address);
  if (!pm_limits_check (request, PM_LIMIT_RESET, folded, error) ||
      !pm_limits_check (request, PM_LIMIT_RESET_CLIENT, NULL, error))
    return NULL;
  pm_limits_count (request, PM_LIMIT_RESET, folded);
  pm_limits_count (request, PM_LIMIT_RESET_CLIENT, NULL);
  grant (request, address);
  return pm_reply_new_message (200, ANSWER_TO_ALL);
}

/* Words of API 1.0.0; the tag says the same to programs. */
static const struct {
  const char *words;
  const char *tag;
} dead[] = {
  [PM_PASSWORD_RESET_EXPIRED] = { "Reset token has expired", "expired" },
  [PM_PASSWORD_RESET_USED] = { "Reset token has already been used", "used" },
};

static gboolean
check_token (PmDb *db,
             PmRequest *request,
             const char *token,
             const char *unknown,
             gint64 *user_id,
             GError **error)
{
  PmPasswordResetState state;
  GError *refusal;

  if (!pm_password_reset_find (db, token, pm_request_get_now (request), &state, user_id, error))
    return FALSE;
  if (state == PM_PASSWORD_RESET_OPEN)
    return TRUE;
  refusal = g_error_new_literal (PM_ERROR, PM_ERROR_REFUSED,
                                 state == PM_PASSWORD_RESET_UNKNOWN ? unknown : dead[state].words);
  pm_error_set_tag (refusal, state == PM_PASSWORD_RESET_UNKNOWN ? "unknown" : dead[state].tag);
  g_propagate_error (error, refusal);
  return FALSE;
}

static PmReply *
look_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  JsonObject *body;
  gint64 user_id;

  if (!check_token (db, request, pm_request_get_segment (request, "token"), "Invalid reset token",
                    &user_id, error))
    return NULL;
  body = json_object_new ();
  json_object_set_boolean_member (body, "valid", TRUE);
  json_object_set_string_member (body, "message", "Token is valid");
  return pm_reply_new_object (200, body);
}

static PmReply *
look (PmRequest *request, GError **error)
{
  return pm_request_read (request, look_rule, NULL, error);
}

/**
 * pm_password_get_reset:
 * @request: a request
 * @error: return location
 *
 * Says whether a mailed link can be followed. Changes nothing.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_password_get_reset (PmRequest *request, GError **error)
{
  return pm_limits_guard_link (request, look, error);
}

/* Before the trouble of hashing. */
static PmReply *
check_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  Reset *reset = data;
  gint64 user_id;

  if (!check_token (db, request, reset->token, "Invalid or expired reset token", &user_id, error))
    return NULL;
  reset->address = pm_account_get_email (db, user_id, error);
  return reset->address != NULL ? pm_reply_new_message (200, "Possible") : NULL;
}

static PmReply *
reset_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  Reset *reset = data;
  gint64 now = pm_request_get_now (request);
  gint64 user_id;

  if (!check_token (db, request, reset->token, "Invalid or expired reset token", &user_id, error))
    return NULL;
  pm_audit_set_user (db, user_id);
  if (!pm_password_reset_use (db, reset->token, now, error) ||
      !pm_account_set_password (db, user_id, reset->hash, 0, now, error))
    return NULL;
  return pm_reply_new_message (200, "Password has been reset successfully");
}

/* Whoever guessed too often before they asked for the link may sign in at once. */
static void
forgive (PmRequest *request, const char *address)
{
  g_autofree char *folded = pm_address_fold (address);

  pm_limits_forget (request, PM_LIMIT_SIGN_IN, folded);
}

static PmReply *
reset_password (PmRequest *request, GError **error)
{
  Reset reset = { 0 };
  g_autoptr (PmReply) possible = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *address = NULL;
  const char *password;
  PmReply *reply;

  if (!pm_body_get_text (pm_request_get_body (request), "token", PM_BODY_REQUIRED, PM_TEXT_LINE,
                         TOKEN_MAX, &reset.token, error) ||
      !read_new_password (request, &password, error))
    return NULL;
  possible = pm_request_read (request, check_rule, &reset, error);
  address = reset.address;
  if (possible == NULL)
    return NULL;
  reset.hash = hash = hash_password (request, password, error);
  reply = hash != NULL ? pm_request_apply (request, reset_rule, &reset, error) : NULL;
  if (reply != NULL)
    forgive (request, address);
  return reply;
}

/**
 * pm_password_post_reset:
 * @request: `{token, new_password}`
 * @error: return location
 *
 * Sets a new password for who follows a mailed link, and signs them out everywhere.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_password_post_reset (PmRequest *request, GError **error)
{
  return pm_limits_guard_link (request, reset_password, error);
}
