/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-password-reset.h"

#include "server/http/pm-access.h"
#include "server/mail/pm-mail-queue.h"

/* Long enough that a link from last week's mail still says why it is dead. */
#define KEPT_SPAN (30 * G_TIME_SPAN_DAY)

/* On a database's thread, all of it; what writes, in the caller's transaction. */

/**
 * pm_password_reset_make:
 * @db: the connection
 * @user_id: who forgot the password
 * @now: the time
 * @error: return location
 *
 * Makes a link's token, and ends the links before it. Only its hash is stored.
 *
 * Returns: (transfer full) (nullable): the token
 */
char *
pm_password_reset_make (PmDb *db, gint64 user_id, gint64 now, GError **error)
{
  g_autofree char *token = pm_access_make_token ();
  g_autofree char *hash = pm_access_hash_token (token);

  if (!pm_password_reset_kill (db, user_id, now, error) ||
      !pm_db_run (db, error,
                  "INSERT INTO password_reset (hash, user_id, created_at, expires_at) "
                  "VALUES (?1, ?2, ?3, ?4)",
                  "siii", hash, user_id, now, now + PM_PASSWORD_RESET_SPAN))
    return NULL;
  return g_steal_pointer (&token);
}

/**
 * pm_password_reset_find:
 * @db: a connection
 * @token: what came, from outside
 * @now: the time
 * @state: (out): what can be done with the link
 * @user_id: (out): whose it is, 0 if it is unknown
 * @error: return location
 *
 * Returns: %FALSE on failure; an unknown link is none
 */
gboolean
pm_password_reset_find (PmDb *db,
                        const char *token,
                        gint64 now,
                        PmPasswordResetState *state,
                        gint64 *user_id,
                        GError **error)
{
  g_autofree char *hash = pm_access_hash_token (token);
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (
      db, &local, "SELECT user_id, used_at, expires_at FROM password_reset WHERE hash = ?1", "s",
      hash);

  *state = PM_PASSWORD_RESET_UNKNOWN;
  *user_id = 0;
  if (row != NULL && pm_statement_step (row, &local)) {
    *user_id = pm_statement_get_int64 (row, 0);
    if (!pm_statement_is_null (row, 1))
      *state = PM_PASSWORD_RESET_USED;
    else
      *state = pm_statement_get_int64 (row, 2) > now ? PM_PASSWORD_RESET_OPEN
                                                     : PM_PASSWORD_RESET_EXPIRED;
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_password_reset_use:
 * @db: the connection
 * @token: an open link's
 * @now: the time
 * @error: return location
 *
 * Uses a link up.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_password_reset_use (PmDb *db, const char *token, gint64 now, GError **error)
{
  g_autofree char *hash = pm_access_hash_token (token);

  return pm_db_run (db, error, "UPDATE password_reset SET used_at = ?2 WHERE hash = ?1", "si", hash,
                    now);
}

/**
 * pm_password_reset_kill:
 * @db: the connection
 * @user_id: an account
 * @now: the time
 * @error: return location
 *
 * Ends all its links, those too that are not mailed yet.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_password_reset_kill (PmDb *db, gint64 user_id, gint64 now, GError **error)
{
  return pm_db_run (db, error,
                    "UPDATE password_reset SET expires_at = ?2 "
                    "WHERE user_id = ?1 AND used_at IS NULL AND expires_at > ?2",
                    "ii", user_id, now) &&
         pm_mail_queue_drop_for_user (db, user_id, PM_MAIL_KIND_RESET, error);
}

/**
 * pm_password_reset_prune:
 * @db: the connection
 * @now: the time
 * @error: return location
 *
 * Forgets links that are long dead.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_password_reset_prune (PmDb *db, gint64 now, GError **error)
{
  return pm_db_run (db, error, "DELETE FROM password_reset WHERE expires_at <= ?1", "i",
                    now - KEPT_SPAN);
}
