/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-account.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-text.h"
#include "server/accounts/pm-sign-in.h"
#include "server/changes/pm-changes.h"

#define SLUG_MAX 40

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
 * @now: the time
 * @error: return location
 *
 * Changes a password and signs the person out everywhere.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_account_set_password (PmDb *db,
                         gint64 user_id,
                         const char *password_hash,
                         gint64 now,
                         GError **error)
{
  return pm_db_run (db, error, "UPDATE account SET password_hash = ?2 WHERE id = ?1", "is", user_id,
                    password_hash) &&
         pm_sign_in_end_all (db, user_id, now, error);
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
         pm_account_note (db, pm_user_get_id (user), error);
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
  g_autoptr (GArray) tenants = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (
      db, &local, "SELECT tenant_id FROM membership WHERE user_id = ?1 ORDER BY tenant_id", "i",
      user_id);

  while (row != NULL && pm_statement_step (row, &local)) {
    gint64 tenant_id = pm_statement_get_int64 (row, 0);

    g_array_append_val (tenants, tenant_id);
  }
  if (local == NULL)
    return g_steal_pointer (&tenants);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
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

/**
 * pm_organization_create:
 * @db: the connection
 * @organization: name, slug, days that invitations live, time of making
 * @error: return location
 *
 * Returns: the new organization's id, or -1; %PM_ERROR_REFUSED if the slug is taken
 */
gint64
pm_organization_create (PmDb *db, PmOrganization *organization, GError **error)
{
  gint64 id = 0;

  if (!pm_db_query_int64 (db, &id, error,
                          "INSERT INTO organization (name, slug, created_at, invitation_days) "
                          "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (slug) DO NOTHING RETURNING id",
                          "ssii", pm_organization_get_name (organization),
                          pm_organization_get_slug (organization),
                          pm_organization_get_created_at (organization),
                          pm_organization_get_invitation_days (organization)))
    return -1;
  if (id <= 0) {
    g_set_error (error, PM_ERROR, PM_ERROR_REFUSED,
                 "An organization with the slug “%s” already exists.",
                 pm_organization_get_slug (organization));
    return -1;
  }
  /* Its invitation mail is an object of the feed from the first day on. */
  return pm_changes_note (db, id, "template", id, error) ? id : -1;
}

/**
 * pm_organization_make_slug:
 * @name: an organization's name
 *
 * Returns: (transfer full): it in lower-case ASCII letters, digits and dashes; perhaps empty
 */
char *
pm_organization_make_slug (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  GString *slug = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0' && slug->len < SLUG_MAX; p++) {
    if (g_ascii_isalnum (*p))
      g_string_append_c (slug, g_ascii_tolower (*p));
    else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
      g_string_append_c (slug, '-');
  }
  while (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  return g_string_free_and_steal (slug);
}

/**
 * pm_organization_find:
 * @db: the connection, on any database thread
 * @slug: its slug
 * @tenant_id: (out): the organization
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_NOT_FOUND if there is none
 */
gboolean
pm_organization_find (PmDb *db, const char *slug, gint64 *tenant_id, GError **error)
{
  *tenant_id = 0;
  if (!pm_db_query_int64 (db, tenant_id, error, "SELECT id FROM organization WHERE slug = ?1", "s",
                          slug))
    return FALSE;
  if (*tenant_id > 0)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_NOT_FOUND, "There is no organization “%s”.", slug);
  return FALSE;
}
