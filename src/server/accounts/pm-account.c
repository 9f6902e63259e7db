/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-account.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-text.h"
#include "server/accounts/pm-address-change.h"
#include "server/accounts/pm-password-reset.h"
#include "server/accounts/pm-sign-in.h"
#include "server/audit/pm-audit.h"
#include "server/changes/pm-changes.h"
#include "server/pm-rows.h"

/* All on the writing thread, in the caller's transaction, unless a function says otherwise. */

/**
 * pm_account_find:
 * @db: the connection, on any database thread
 * @address: an e-mail address
 * @user_id: (out): whose it is, 0 if nobody's
 * @error: return location
 *
 * Finds an account by its address, however it is written.
 *
 * Returns: %FALSE on failure; not to be found is none
 */
gboolean
pm_account_find (PmDb *db, const char *address, gint64 *user_id, GError **error)
{
  g_autofree char *folded = pm_address_fold (address);

  *user_id = 0;
  return pm_db_query_int64 (db, user_id, error, "SELECT id FROM account WHERE email_folded = ?1",
                            "s", folded);
}

/**
 * pm_account_get_email:
 * @db: the connection, on any database thread
 * @user_id: whose
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the address, %PM_ERROR_NOT_FOUND if there is no account
 */
char *
pm_account_get_email (PmDb *db, gint64 user_id, GError **error)
{
  PmStatement *row =
      pm_db_query (db, error, "SELECT email FROM account WHERE id = ?1", "i", user_id);
  g_autoptr (GError) local = NULL;
  char *address = NULL;

  if (row == NULL)
    return NULL;
  if (pm_statement_step (row, &local)) {
    address = g_strdup (pm_statement_get_text (row, 0));
    pm_statement_reset (row);
  } else if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
  } else {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_FOUND, "User not found");
  }
  return address;
}

/**
 * pm_account_create:
 * @db: the connection
 * @user: address, names, title and time of making; the full name is made of the others if unset
 * @password_hash: (nullable): what is stored of the password; %NULL: cannot sign in yet
 * @error: return location
 *
 * Makes an account that belongs to no organization yet.
 *
 * Returns: its id, or -1; %PM_ERROR_REFUSED if the address has one already
 */
gint64
pm_account_create (PmDb *db, PmUser *user, const char *password_hash, GError **error)
{
  const char *address = pm_user_get_email (user);
  g_autofree char *folded = pm_address_fold (address);
  g_autofree char *made =
      pm_text_full_name (pm_user_get_first_name (user), pm_user_get_last_name (user), address);
  const char *full_name = pm_user_get_full_name (user);
  gint64 id = 0;

  if (!pm_db_query_int64 (
          db, &id, error,
          "INSERT INTO account (email, email_folded, full_name, first_name, last_name, title, "
          "password_hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
          "ON CONFLICT (email_folded) DO NOTHING RETURNING id",
          "sssssssi", address, folded, full_name != NULL ? full_name : made,
          pm_user_get_first_name (user), pm_user_get_last_name (user), pm_user_get_title (user),
          password_hash, pm_user_get_created_at (user)))
    return -1;
  if (id > 0)
    return id;
  g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED,
                       "An account with this address already exists.");
  return -1;
}

/**
 * pm_account_set_password:
 * @db: the connection
 * @user_id: whose
 * @password_hash: what is stored of the new password
 * @kept_session: the session that goes on; 0: none
 * @now: the time
 * @error: return location
 *
 * Changes a password, signs the person out everywhere else, and makes mailed links worthless that
 * would have let somebody in.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_account_set_password (PmDb *db,
                         gint64 user_id,
                         const char *password_hash,
                         gint64 kept_session,
                         gint64 now,
                         GError **error)
{
  return pm_db_run (db, error, "UPDATE account SET password_hash = ?2 WHERE id = ?1", "is", user_id,
                    password_hash) &&
         pm_sign_in_end_others (db, user_id, kept_session, now, error) &&
         pm_password_reset_kill (db, user_id, now, error) &&
         pm_address_change_kill (db, user_id, now, error) &&
         pm_account_audit (db, user_id, PM_AUDIT_PASSWORD_CHANGED, NULL, error);
}

static gboolean
refuse_taken (GError **error)
{
  GError *refusal =
      g_error_new_literal (PM_ERROR, PM_ERROR_REFUSED, "This address belongs to another account.");

  pm_error_set_tag (refusal, "taken");
  g_propagate_error (error, refusal);
  return FALSE;
}

/**
 * pm_account_set_email:
 * @db: the connection
 * @user_id: whose
 * @address: the new address, normalized
 * @now: the time
 * @error: return location
 *
 * Changes an address at once, signs the person out everywhere, and makes mailed links worthless
 * that would have let somebody in. Links that undo an earlier change stay good.
 *
 * Returns: %FALSE with %PM_ERROR_REFUSED if the address is somebody else's
 */
gboolean
pm_account_set_email (PmDb *db, gint64 user_id, const char *address, gint64 now, GError **error)
{
  g_autofree char *folded = pm_address_fold (address);

  if (!pm_db_run (db, error,
                  "UPDATE account SET email = ?2, email_folded = ?3 WHERE id = ?1 AND NOT EXISTS "
                  "(SELECT 1 FROM account a WHERE a.email_folded = ?3 AND a.id <> ?1)",
                  "iss", user_id, address, folded))
    return FALSE;
  if (pm_db_changes (db) == 0)
    return refuse_taken (error);
  return pm_sign_in_end_others (db, user_id, 0, now, error) &&
         pm_password_reset_kill (db, user_id, now, error) &&
         pm_address_change_kill (db, user_id, now, error) &&
         pm_account_note_person (db, user_id, error);
}

static gboolean
check_others_administer (PmDb *db, gint64 user_id, GError **error)
{
  PmStatement *row = pm_db_query (
      db, error,
      "SELECT o.name FROM membership m JOIN organization o ON o.id = m.tenant_id "
      "WHERE m.user_id = ?1 AND m.is_active = 1 AND m.role IN ('tenant_admin', 'platform_admin') "
      "AND NOT EXISTS (SELECT 1 FROM membership n JOIN account a ON a.id = n.user_id "
      "  WHERE n.tenant_id = m.tenant_id AND n.user_id <> ?1 AND n.is_active = 1 "
      "  AND a.is_active = 1 AND n.role IN ('tenant_admin', 'platform_admin')) "
      "ORDER BY o.id LIMIT 1",
      "i", user_id);
  g_autoptr (GError) local = NULL;

  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    g_set_error (error, PM_ERROR, PM_ERROR_REFUSED,
                 "“%s” would have no admin any more. Give it another one first.",
                 pm_statement_get_text (row, 0));
    pm_statement_reset (row);
    return FALSE;
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_account_deactivate:
 * @db: the connection
 * @user_id: whose
 * @now: the time
 * @error: return location
 *
 * Shuts somebody out everywhere, at once, until pm_account_reactivate().
 *
 * Returns: %FALSE with %PM_ERROR_REFUSED if an organization would have no admin left
 */
gboolean
pm_account_deactivate (PmDb *db, gint64 user_id, gint64 now, GError **error)
{
  return check_others_administer (db, user_id, error) &&
         pm_db_run (db, error, "UPDATE account SET is_active = 0 WHERE id = ?1", "i", user_id) &&
         pm_sign_in_shut_out (db, user_id, now, error) &&
         pm_password_reset_kill (db, user_id, now, error) &&
         pm_address_change_kill (db, user_id, now, error) && pm_account_note (db, user_id, error) &&
         pm_account_audit (db, user_id, PM_AUDIT_USER_DEACTIVATED, NULL, error);
}

/**
 * pm_account_reactivate:
 * @db: the connection
 * @user_id: whose
 * @error: return location
 *
 * Lets somebody in again who was shut out. They sign in with the password that they had.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_account_reactivate (PmDb *db, gint64 user_id, GError **error)
{
  return pm_db_run (db, error, "UPDATE account SET is_active = 1 WHERE id = ?1", "i", user_id) &&
         pm_account_note (db, user_id, error) &&
         pm_account_audit (db, user_id, PM_AUDIT_USER_REACTIVATED, NULL, error);
}

/**
 * pm_account_set_profile:
 * @db: the connection
 * @user: the account's id, its names and title
 * @error: return location
 *
 * Changes what a person is called.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_account_set_profile (PmDb *db, PmUser *user, GError **error)
{
  return pm_db_run (db, error,
                    "UPDATE account SET full_name = ?2, first_name = ?3, last_name = ?4, "
                    "title = ?5 WHERE id = ?1",
                    "issss", pm_user_get_id (user), pm_user_get_full_name (user),
                    pm_user_get_first_name (user), pm_user_get_last_name (user),
                    pm_user_get_title (user)) &&
         pm_account_note_person (db, pm_user_get_id (user), error);
}

/**
 * pm_account_join:
 * @db: the connection
 * @user_id: who
 * @tenant_id: an organization
 * @role: the role there, unless there is one already, which stays
 * @now: the time
 * @error: return location
 *
 * Makes somebody a member of an organization. The first one becomes the default.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_account_join (PmDb *db,
                 gint64 user_id,
                 gint64 tenant_id,
                 PmRole role,
                 gint64 now,
                 GError **error)
{
  return pm_db_run (db, error,
                    "INSERT INTO membership (user_id, tenant_id, role, is_default, created_at) "
                    "SELECT ?1, ?2, ?3, CASE WHEN EXISTS (SELECT 1 FROM membership WHERE "
                    "user_id = ?1) THEN 0 ELSE 1 END, ?4 WHERE true "
                    "ON CONFLICT (user_id, tenant_id) DO UPDATE SET is_active = 1",
                    "iisi", user_id, tenant_id, pm_enum_to_nick (PM_TYPE_ROLE, (int) role), now) &&
         pm_account_note (db, user_id, error);
}

static GArray *
list_tenants (PmDb *db, gint64 user_id, GError **error)
{
  return pm_rows_take_integers (
      pm_db_query (db, error,
                   "SELECT tenant_id FROM membership WHERE user_id = ?1 ORDER BY tenant_id", "i",
                   user_id),
      error);
}

/**
 * pm_account_note:
 * @db: the connection
 * @user_id: whose account changed
 * @error: return location
 *
 * Notes the change in every organization that the person belongs to.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_account_note (PmDb *db, gint64 user_id, GError **error)
{
  g_autoptr (GArray) tenants = list_tenants (db, user_id, error);

  if (tenants == NULL)
    return FALSE;
  for (guint i = 0; i < tenants->len; i++)
    if (!pm_changes_note (db, g_array_index (tenants, gint64, i), "user", user_id, error))
      return FALSE;
  return TRUE;
}

static gboolean
note_participations (PmDb *db, gint64 user_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (db, &local,
                                  "SELECT p.tenant_id, m.id FROM participant m "
                                  "JOIN poc p ON p.id = m.poc_id WHERE m.user_id = ?1",
                                  "i", user_id);

  while (row != NULL && pm_statement_step (row, &local))
    if (!pm_changes_note (db, pm_statement_get_int64 (row, 0), "participant",
                          pm_statement_get_int64 (row, 1), &local)) {
      pm_statement_reset (row);
      break;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_account_note_person:
 * @db: the connection
 * @user_id: whose address, names or title changed
 * @error: return location
 *
 * Notes the change wherever the person is shown: in their organizations and in their POCs.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_account_note_person (PmDb *db, gint64 user_id, GError **error)
{
  return pm_account_note (db, user_id, error) && note_participations (db, user_id, error);
}

/**
 * pm_account_audit:
 * @db: the connection
 * @user_id: whom it concerns
 * @action: what is done to them, a `PM_AUDIT_` word
 * @target: (nullable): it in words; %NULL: their address
 * @error: return location
 *
 * Writes down, in every organization that the person belongs to, what is being done.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_account_audit (PmDb *db, gint64 user_id, const char *action, const char *target, GError **error)
{
  g_autoptr (GArray) tenants = list_tenants (db, user_id, error);
  g_autofree char *address = NULL;

  if (tenants == NULL)
    return FALSE;
  if (target == NULL)
    target = address = pm_account_get_email (db, user_id, error);
  if (target == NULL)
    return FALSE;
  if (tenants->len == 0)
    return pm_audit_note (db, 0, action, target, error);
  for (guint i = 0; i < tenants->len; i++)
    if (!pm_audit_note (db, g_array_index (tenants, gint64, i), action, target, error))
      return FALSE;
  return TRUE;
}
