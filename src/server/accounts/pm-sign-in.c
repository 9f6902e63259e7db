/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-sign-in.h"

#include "domain/pm-error.h"
#include "server/accounts/pm-account.h"
#include "server/audit/pm-audit.h"
#include "server/http/pm-access.h"

/*
 * A session is one sign-in on one device. Its refresh tokens form a tree: each use of a token
 * issues a successor. A token stays good until one of its successors has been used, so a lost
 * answer signs nobody out. Whoever comes with an older one, or with a successor whose twin has
 * been used, holds a copy: the whole session ends.
 */

typedef struct {
  gint64 id;
  gint64 session_id;
  gint64 parent_id;
} Refresh;

void
pm_tokens_clear (PmTokens *self)
{
  g_clear_pointer (&self->access, g_free);
  g_clear_pointer (&self->refresh, g_free);
}

static gboolean
issue_access (PmDb *db, gint64 session_id, gint64 expires_at, PmTokens *tokens, GError **error)
{
  g_autofree char *token = pm_access_make_token ();
  g_autofree char *hash = pm_access_hash_token (token);

  if (!pm_db_run (db, error,
                  "INSERT INTO access_token (hash, session_id, expires_at) VALUES (?1, ?2, ?3)",
                  "sii", hash, session_id, expires_at))
    return FALSE;
  tokens->access = g_steal_pointer (&token);
  return TRUE;
}

static gboolean
issue_refresh (PmDb *db,
               gint64 session_id,
               gint64 parent_id,
               gint64 now,
               PmTokens *tokens,
               GError **error)
{
  g_autofree char *token = pm_access_make_token ();
  g_autofree char *hash = pm_access_hash_token (token);

  if (!pm_db_run (db, error,
                  "INSERT INTO refresh_token (hash, session_id, parent_id, expires_at) "
                  "VALUES (?1, ?2, NULLIF (?3, 0), ?4)",
                  "siii", hash, session_id, parent_id, now + PM_REFRESH_TOKEN_SPAN))
    return FALSE;
  tokens->refresh = g_steal_pointer (&token);
  return TRUE;
}

static gboolean
insert_session (PmDb *db,
                gint64 user_id,
                gint64 tenant_id,
                const char *kind,
                const char *device,
                gint64 now,
                gint64 *session_id,
                GError **error)
{
  return pm_db_query_int64 (
      db, session_id, error,
      "INSERT INTO session (user_id, tenant_id, kind, device, created_at, last_used_at) "
      "VALUES (?1, NULLIF (?2, 0), ?3, ?4, ?5, ?5) RETURNING id",
      "iissi", user_id, tenant_id, kind, device, now);
}

/**
 * pm_sign_in_start:
 * @db: the connection, in a transaction on the writing thread
 * @user_id: who
 * @tenant_id: for which organization
 * @device: (nullable): what they sign in with, for their list of devices
 * @now: the time
 * @tokens: (out caller-allocates): the tokens
 * @error: return location
 *
 * Signs somebody in, whose password has been checked.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_sign_in_start (PmDb *db,
                  gint64 user_id,
                  gint64 tenant_id,
                  const char *device,
                  gint64 now,
                  PmTokens *tokens,
                  GError **error)
{
  gint64 session_id = 0;

  pm_audit_set_user (db, user_id);
  return insert_session (db, user_id, tenant_id, "api", device, now, &session_id, error) &&
         issue_access (db, session_id, now + PM_ACCESS_TOKEN_SPAN, tokens, error) &&
         issue_refresh (db, session_id, 0, now, tokens, error) &&
         pm_audit_note (db, tenant_id, PM_AUDIT_SIGNED_IN, device, error);
}

/**
 * pm_sign_in_start_web:
 * @db: the connection, in a transaction on the writing thread
 * @user_id: who
 * @device: (nullable): what they sign in with
 * @now: the time
 * @tokens: (out caller-allocates): the access token, which belongs into the session's cookie
 * @error: return location
 *
 * Signs somebody in on the web pages, for all their organizations.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_sign_in_start_web (PmDb *db,
                      gint64 user_id,
                      const char *device,
                      gint64 now,
                      PmTokens *tokens,
                      GError **error)
{
  gint64 session_id = 0;

  pm_audit_set_user (db, user_id);
  return insert_session (db, user_id, 0, "web", device, now, &session_id, error) &&
         issue_access (db, session_id, now + PM_WEB_SESSION_SPAN, tokens, error) &&
         pm_account_audit (db, user_id, PM_AUDIT_SIGNED_IN, device, error);
}

static gboolean
touch (PmDb *db, gint64 session_id, gint64 now, GError **error)
{
  return pm_db_run (db, error, "UPDATE session SET last_used_at = ?2 WHERE id = ?1", "ii",
                    session_id, now);
}

/**
 * pm_sign_in_renew:
 * @db: the connection, in a transaction on the writing thread
 * @session_id: a session that is alive
 * @now: the time
 * @tokens: (out caller-allocates): a new access token
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_sign_in_renew (PmDb *db, gint64 session_id, gint64 now, PmTokens *tokens, GError **error)
{
  return issue_access (db, session_id, now + PM_ACCESS_TOKEN_SPAN, tokens, error) &&
         touch (db, session_id, now, error);
}

static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_UNAUTHORIZED, "Could not validate credentials");
  return FALSE;
}

static gboolean
find_refresh (PmDb *db, const char *token, gint64 now, Refresh *refresh, GError **error)
{
  g_autofree char *hash = pm_access_hash_token (token);
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (db, error,
                                  "SELECT r.id, r.session_id, r.parent_id FROM refresh_token r "
                                  "JOIN session s ON s.id = r.session_id "
                                  "JOIN account a ON a.id = s.user_id "
                                  "WHERE r.hash = ?1 AND r.expires_at > ?2 "
                                  "AND (s.revoked_at IS NULL OR a.is_active = 0)",
                                  "si", hash, now);

  if (row == NULL)
    return FALSE;
  if (!pm_statement_step (row, &local)) {
    if (local == NULL)
      return refuse (error);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  refresh->id = pm_statement_get_int64 (row, 0);
  refresh->session_id = pm_statement_get_int64 (row, 1);
  refresh->parent_id = pm_statement_get_int64 (row, 2);
  pm_statement_reset (row);
  return TRUE;
}

static gboolean
is_copy (PmDb *db, const Refresh *refresh, gint64 *copy, GError **error)
{
  *copy = 0;
  return pm_db_query_int64 (db, copy, error,
                            "SELECT COUNT (*) FROM refresh_token WHERE used_at IS NOT NULL "
                            "AND (parent_id = ?1 OR (parent_id = ?2 AND id <> ?1))",
                            "ii", refresh->id, refresh->parent_id);
}

static gboolean
end_copied (PmDb *db, gint64 session_id, gint64 now, GError **error)
{
  gint64 user_id = 0;

  return pm_db_query_int64 (db, &user_id, error, "SELECT user_id FROM session WHERE id = ?1", "i",
                            session_id) &&
         pm_account_audit (db, user_id, PM_AUDIT_SESSION_REVOKED,
                           "A token came back that had been used up", error) &&
         pm_sign_in_end (db, session_id, now, error);
}

/**
 * pm_sign_in_rotate:
 * @db: the connection, in a transaction on the writing thread
 * @refresh_token: what came from outside
 * @now: the time
 * @session_id: (out): the session; 0 when a copy was recognized and the session ended, which the
 *   caller must commit and answer as a refusal
 * @tokens: (out caller-allocates): the next tokens
 * @error: return location
 *
 * Takes a refresh token for new ones.
 *
 * Returns: %FALSE with %PM_ERROR_UNAUTHORIZED if the token is unknown or too old
 */
gboolean
pm_sign_in_rotate (PmDb *db,
                   const char *refresh_token,
                   gint64 now,
                   gint64 *session_id,
                   PmTokens *tokens,
                   GError **error)
{
  Refresh refresh;
  gint64 copy;

  *session_id = 0;
  if (!find_refresh (db, refresh_token, now, &refresh, error) ||
      !is_copy (db, &refresh, &copy, error))
    return FALSE;
  if (copy)
    return end_copied (db, refresh.session_id, now, error);
  *session_id = refresh.session_id;
  return pm_db_run (db, error,
                    "UPDATE refresh_token SET used_at = COALESCE (used_at, ?2) WHERE id = ?1", "ii",
                    refresh.id, now) &&
         issue_refresh (db, refresh.session_id, refresh.id, now, tokens, error) &&
         pm_sign_in_renew (db, refresh.session_id, now, tokens, error);
}

/**
 * pm_sign_in_end:
 * @db: the connection, in a transaction on the writing thread
 * @session_id: a session
 * @now: the time
 * @error: return location
 *
 * Signs a device out: none of its tokens is good from now on.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_sign_in_end (PmDb *db, gint64 session_id, gint64 now, GError **error)
{
  return pm_db_run (db, error,
                    "UPDATE session SET revoked_at = COALESCE (revoked_at, ?2) WHERE id = ?1", "ii",
                    session_id, now) &&
         pm_db_run (db, error, "DELETE FROM access_token WHERE session_id = ?1", "i", session_id);
}

static gboolean
revoke_sessions (PmDb *db, gint64 user_id, gint64 kept_session, gint64 now, GError **error)
{
  return pm_db_run (db, error,
                    "UPDATE session SET revoked_at = ?3 "
                    "WHERE user_id = ?1 AND id <> ?2 AND revoked_at IS NULL",
                    "iii", user_id, kept_session, now);
}

/**
 * pm_sign_in_end_others:
 * @db: the connection, in a transaction on the writing thread
 * @user_id: somebody
 * @kept_session: the session that goes on; 0: none
 * @now: the time
 * @error: return location
 *
 * Signs somebody out everywhere else, as after a new password.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_sign_in_end_others (PmDb *db, gint64 user_id, gint64 kept_session, gint64 now, GError **error)
{
  return pm_db_run (db, error,
                    "DELETE FROM access_token WHERE session_id IN "
                    "(SELECT id FROM session WHERE user_id = ?1 AND id <> ?2)",
                    "ii", user_id, kept_session) &&
         revoke_sessions (db, user_id, kept_session, now, error);
}

/**
 * pm_sign_in_shut_out:
 * @db: the connection, in a transaction on the writing thread
 * @user_id: somebody whose account is not active any more
 * @now: the time
 * @error: return location
 *
 * Signs somebody out everywhere. Their tokens open nothing, but are still known, so that they are
 * told why.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_sign_in_shut_out (PmDb *db, gint64 user_id, gint64 now, GError **error)
{
  return revoke_sessions (db, user_id, 0, now, error);
}

/**
 * pm_sign_in_prune:
 * @db: the connection, in a transaction on the writing thread
 * @now: the time
 * @error: return location
 *
 * Forgets tokens that are over, and sessions that have none left.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_sign_in_prune (PmDb *db, gint64 now, GError **error)
{
  return pm_db_run (db, error, "DELETE FROM access_token WHERE expires_at <= ?1", "i", now) &&
         pm_db_run (db, error,
                    "UPDATE refresh_token SET parent_id = NULL WHERE parent_id IN "
                    "(SELECT id FROM refresh_token WHERE expires_at <= ?1)",
                    "i", now) &&
         pm_db_run (db, error, "DELETE FROM refresh_token WHERE expires_at <= ?1", "i", now) &&
         pm_db_run (db, error,
                    "DELETE FROM session WHERE last_used_at <= ?1 "
                    "AND id NOT IN (SELECT session_id FROM access_token) "
                    "AND id NOT IN (SELECT session_id FROM refresh_token)",
                    "i", now - PM_REFRESH_TOKEN_SPAN);
}
