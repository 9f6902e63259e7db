/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-address-change.h"

#include "domain/pm-address.h"
#include "server/accounts/pm-account.h"
#include "server/audit/pm-audit.h"
#include "server/http/pm-access.h"
#include "server/mail/pm-mail-queue.h"

/* Long enough that a link from last week's mail still says why it is dead. */
#define KEPT_SPAN (30 * G_TIME_SPAN_DAY)

/*
 * An address changes in two steps: it is asked for, and it takes effect when somebody at the new
 * address follows the link that was mailed there. From then on somebody at the old one can take
 * it back. Whoever steals an account may change its address more than once: an undo link stays
 * good over later changes, and its use ends the undo links of those.
 *
 * On a database's thread, all of it; what writes, in the caller's transaction.
 */

/**
 * pm_address_link_free:
 * @link: (transfer full): a link
 */
void
pm_address_link_free (PmAddressLink *link)
{
  g_free (link->old_email);
  g_free (link->new_email);
  g_free (link->full_name);
  g_free (link);
}

static gboolean
audit (PmDb *db,
       gint64 user_id,
       const char *action,
       const char *before,
       const char *after,
       GError **error)
{
  g_autofree char *target = g_strdup_printf ("%s → %s", before, after);

  return pm_account_audit (db, user_id, action, target, error);
}

/**
 * pm_address_change_request:
 * @db: the connection
 * @user_id: whose address is to change
 * @new_email: what it is to be, normalized
 * @requested_by: who wants that
 * @now: the time
 * @error: return location
 *
 * Makes the token of the link that goes to the new address. Requests before it are void.
 *
 * Returns: (transfer full) (nullable): the token
 */
char *
pm_address_change_request (PmDb *db,
                           gint64 user_id,
                           const char *new_email,
                           gint64 requested_by,
                           gint64 now,
                           GError **error)
{
  g_autofree char *token = pm_access_make_token ();
  g_autofree char *hash = pm_access_hash_token (token);
  g_autofree char *folded = pm_address_fold (new_email);
  g_autofree char *old_email = pm_account_get_email (db, user_id, error);

  if (old_email == NULL || !pm_address_change_kill (db, user_id, now, error) ||
      !pm_db_run (db, error,
                  "INSERT INTO address_change (user_id, old_email, new_email, new_email_folded, "
                  "requested_by, created_at, confirm_hash, confirm_until) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                  "isssiisi", user_id, old_email, new_email, folded, requested_by, now, hash,
                  now + PM_ADDRESS_CONFIRM_SPAN) ||
      !audit (db, user_id, PM_AUDIT_ADDRESS_REQUESTED, old_email, new_email, error))
    return NULL;
  return g_steal_pointer (&token);
}

static PmAddressLink *
read_link (PmStatement *row, gint64 now)
{
  PmAddressLink *link = g_new0 (PmAddressLink, 1);
  gboolean is_used;

  link->id = pm_statement_get_int64 (row, 0);
  link->user_id = pm_statement_get_int64 (row, 1);
  link->requested_by = pm_statement_get_int64 (row, 10);
  link->is_undo = pm_statement_get_int64 (row, 2) != 0;
  link->old_email = g_strdup (pm_statement_get_text (row, 3));
  link->new_email = g_strdup (pm_statement_get_text (row, 4));
  link->full_name = g_strdup (pm_statement_get_text (row, 5));
  link->expires_at = pm_statement_get_int64 (row, link->is_undo ? 8 : 6);
  is_used = !pm_statement_is_null (row, link->is_undo ? 9 : 7);
  if (is_used)
    link->state = PM_ADDRESS_LINK_USED;
  else
    link->state = link->expires_at > now ? PM_ADDRESS_LINK_OPEN : PM_ADDRESS_LINK_EXPIRED;
  return link;
}

/**
 * pm_address_change_find:
 * @db: a connection
 * @token: what came, from outside
 * @now: the time
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the link; %NULL without an error if there is none
 */
PmAddressLink *
pm_address_change_find (PmDb *db, const char *token, gint64 now, GError **error)
{
  g_autofree char *hash = pm_access_hash_token (token);
  PmStatement *row =
      pm_db_query (db, error,
                   "SELECT c.id, c.user_id, CASE WHEN c.undo_hash = ?1 THEN 1 ELSE 0 END, "
                   "c.old_email, c.new_email, a.full_name, c.confirm_until, c.confirmed_at, "
                   "c.undo_until, c.undone_at, c.requested_by "
                   "FROM address_change c JOIN account a ON a.id = c.user_id "
                   "WHERE c.confirm_hash = ?1 OR c.undo_hash = ?1",
                   "s", hash);
  PmAddressLink *link;

  if (row == NULL || !pm_statement_step (row, error))
    return NULL;
  link = read_link (row, now);
  pm_statement_reset (row);
  return link;
}

/**
 * pm_address_change_confirm:
 * @db: the connection
 * @link: an open link to a new address
 * @now: the time
 * @error: return location
 *
 * The change takes effect.
 *
 * Returns: (transfer full) (nullable): the token of the link that takes it back;
 *   %PM_ERROR_REFUSED if the address is somebody else's
 */
char *
pm_address_change_confirm (PmDb *db, const PmAddressLink *link, gint64 now, GError **error)
{
  g_autofree char *token = pm_access_make_token ();
  g_autofree char *hash = pm_access_hash_token (token);

  g_assert (!link->is_undo && link->state == PM_ADDRESS_LINK_OPEN);

  if (!pm_db_run (db, error,
                  "UPDATE address_change SET confirmed_at = ?2, undo_hash = ?3, undo_until = ?4 "
                  "WHERE id = ?1",
                  "iisi", link->id, now, hash, now + PM_ADDRESS_UNDO_SPAN) ||
      !pm_account_set_email (db, link->user_id, link->new_email, now, error) ||
      !audit (db, link->user_id, PM_AUDIT_ADDRESS_CHANGED, link->old_email, link->new_email, error))
    return NULL;
  return g_steal_pointer (&token);
}

static gboolean
kill_undo (PmDb *db, gint64 user_id, gint64 after, gint64 now, GError **error)
{
  return pm_db_run (db, error,
                    "UPDATE address_change SET undo_until = ?3 "
                    "WHERE user_id = ?1 AND id > ?2 AND undone_at IS NULL AND undo_until > ?3",
                    "iii", user_id, after, now) &&
         pm_mail_queue_drop_for_user (db, user_id, PM_MAIL_KIND_ADDRESS_UNDO, error);
}

/**
 * pm_address_change_undo:
 * @db: the connection
 * @link: an open link that takes a change back
 * @now: the time
 * @error: return location
 *
 * The old address is the account's again.
 *
 * Returns: %FALSE with %PM_ERROR_REFUSED if the address has become somebody else's meanwhile
 */
gboolean
pm_address_change_undo (PmDb *db, const PmAddressLink *link, gint64 now, GError **error)
{
  g_autofree char *present = pm_account_get_email (db, link->user_id, error);

  g_assert (link->is_undo && link->state == PM_ADDRESS_LINK_OPEN);

  return present != NULL &&
         pm_db_run (db, error, "UPDATE address_change SET undone_at = ?2 WHERE id = ?1", "ii",
                    link->id, now) &&
         kill_undo (db, link->user_id, link->id, now, error) &&
         pm_account_set_email (db, link->user_id, link->old_email, now, error) &&
         audit (db, link->user_id, PM_AUDIT_ADDRESS_UNDONE, present, link->old_email, error);
}

/**
 * pm_address_change_force:
 * @db: the connection
 * @user_id: whose address changes
 * @new_email: what it is from now on, normalized
 * @now: the time
 * @error: return location
 *
 * Changes an address without asking anybody, as the one who runs the server may. Nothing mailed
 * before takes it back.
 *
 * Returns: %FALSE with %PM_ERROR_REFUSED if the address is somebody else's
 */
gboolean
pm_address_change_force (PmDb *db,
                         gint64 user_id,
                         const char *new_email,
                         gint64 now,
                         GError **error)
{
  g_autofree char *old_email = pm_account_get_email (db, user_id, error);

  return old_email != NULL && kill_undo (db, user_id, 0, now, error) &&
         pm_account_set_email (db, user_id, new_email, now, error) &&
         audit (db, user_id, PM_AUDIT_ADDRESS_CHANGED, old_email, new_email, error);
}

/**
 * pm_address_change_kill:
 * @db: the connection
 * @user_id: an account
 * @now: the time
 * @error: return location
 *
 * Voids what was asked for and has not taken effect.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_address_change_kill (PmDb *db, gint64 user_id, gint64 now, GError **error)
{
  return pm_db_run (db, error,
                    "UPDATE address_change SET confirm_until = ?2 "
                    "WHERE user_id = ?1 AND confirmed_at IS NULL AND confirm_until > ?2",
                    "ii", user_id, now) &&
         pm_mail_queue_drop_for_user (db, user_id, PM_MAIL_KIND_ADDRESS, error);
}

/**
 * pm_address_change_prune:
 * @db: the connection
 * @now: the time
 * @error: return location
 *
 * Forgets changes whose links are long dead.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_address_change_prune (PmDb *db, gint64 now, GError **error)
{
  return pm_db_run (db, error,
                    "DELETE FROM address_change "
                    "WHERE confirm_until <= ?1 AND COALESCE (undo_until, 0) <= ?1",
                    "i", now - KEPT_SPAN);
}
