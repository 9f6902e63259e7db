/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-admin-task.h"

#include "domain/pm-address.h"
#include "domain/pm-enums.h"
#include "domain/pm-error.h"
#include "domain/pm-text.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-organization-store.h"
#include "server/admin/pm-check.h"
#include "server/changes/pm-sync-state.h"
#include "wire/pm-wire.h"

#include <glib/gstdio.h>

#define DAYS_DEFAULT 7
#define DAYS_MAX     90

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID, words);
  return FALSE;
}

static gboolean
check_name (const char *name, GError **error)
{
  if (name == NULL || pm_text_is_blank (name))
    return refuse (error, "The name is missing.");
  return pm_text_check ("The name", name, -1, PM_TEXT_LINE, PM_TEXT_NAME_MAX, error);
}

static gboolean
add_tenant (PmDb *db, JsonObject *arguments, GString *output, GError **error)
{
  g_autoptr (PmOrganization) organization = pm_organization_new ();
  const char *name = pm_wire_get_string (arguments, "name");
  const char *given = pm_wire_get_string (arguments, "slug");
  gint64 days = pm_wire_get_integer (arguments, "invitation_days", DAYS_DEFAULT);
  g_autofree char *slug = NULL;

  if (!check_name (name, error))
    return FALSE;
  slug = pm_organization_make_slug (given != NULL ? given : name);
  if (slug[0] == '\0' || (given != NULL && !g_str_equal (slug, given)))
    return refuse (error, "A slug has lower-case letters, digits and dashes. Give one by --slug.");
  if (days < 1 || days > DAYS_MAX)
    return refuse (error, "Invitations live from 1 to 90 days.");

  pm_organization_set_name (organization, name);
  pm_organization_set_slug (organization, slug);
  pm_organization_set_invitation_days (organization, days);
  pm_organization_set_created_at (organization, g_get_real_time ());
  if (pm_organization_create (db, organization, error) < 0)
    return FALSE;
  g_string_append_printf (output, "The organization “%s” has the slug “%s”.\n", name, slug);
  return TRUE;
}

static gboolean
print_rows (PmStatement *row, int n_columns, GString *output, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (row == NULL)
    return FALSE;
  while (pm_statement_step (row, &local))
    for (int i = 0; i < n_columns; i++)
      g_string_append_printf (output, "%s%c", pm_statement_get_text (row, i),
                              i + 1 < n_columns ? '\t' : '\n');
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
list_tenants (PmDb *db, JsonObject *arguments, GString *output, GError **error)
{
  return print_rows (pm_db_query (db, error,
                                  "SELECT id, slug, name, invitation_days, "
                                  "CASE is_active WHEN 1 THEN 'active' ELSE 'inactive' END "
                                  "FROM organization ORDER BY id",
                                  ""),
                     5, output, error);
}

static gboolean
list_users (PmDb *db, JsonObject *arguments, GString *output, GError **error)
{
  const char *slug = pm_wire_get_string (arguments, "tenant");

  return print_rows (
      pm_db_query (db, error,
                   "SELECT a.id, a.email, a.full_name, o.slug, m.role, "
                   "CASE a.is_active * m.is_active WHEN 1 THEN 'active' ELSE 'inactive' END "
                   "FROM account a JOIN membership m ON m.user_id = a.id "
                   "JOIN organization o ON o.id = m.tenant_id "
                   "WHERE ?1 = '' OR o.slug = ?1 ORDER BY a.id, o.id",
                   "s", slug != NULL ? slug : ""),
      6, output, error);
}

static gboolean
read_role (JsonObject *arguments, PmRole *role, GError **error)
{
  const char *nick = pm_wire_get_string (arguments, "role");
  int value;

  if (nick == NULL || !pm_enum_from_nick (PM_TYPE_ROLE, nick, &value) ||
      value == PM_ROLE_PLATFORM_ADMIN)
    return refuse (error, "The role is tenant_admin, administrator, sales_engineer, "
                          "account_executive or customer.");
  *role = (PmRole) value;
  return TRUE;
}

static gint64
create_account (PmDb *db, JsonObject *arguments, const char *address, GError **error)
{
  g_autoptr (PmUser) user = pm_user_new ();
  const char *name = pm_wire_get_string (arguments, "name");
  const char *hash = pm_wire_get_string (arguments, "password_hash");
  g_autofree char *first = NULL, *last = NULL;

  if (!check_name (name, error))
    return -1;
  if (hash == NULL) {
    refuse (error, "A new account needs a password.");
    return -1;
  }
  pm_text_split_name (name, &first, &last);
  pm_user_set_email (user, address);
  pm_user_set_full_name (user, name);
  pm_user_set_first_name (user, first);
  pm_user_set_last_name (user, last);
  pm_user_set_created_at (user, g_get_real_time ());
  return pm_account_create (db, user, hash, error);
}

static gboolean
add_user (PmDb *db, JsonObject *arguments, GString *output, GError **error)
{
  const char *given = pm_wire_get_string (arguments, "email");
  const char *slug = pm_wire_get_string (arguments, "tenant");
  g_autofree char *address = NULL;
  gint64 tenant_id, user_id;
  PmRole role;

  if (given == NULL || slug == NULL)
    return refuse (error, "A user needs an address and an organization, by --tenant SLUG.");
  address = pm_address_normalize (given, error);
  if (address == NULL || !read_role (arguments, &role, error) ||
      !pm_organization_find (db, slug, &tenant_id, error) ||
      !pm_account_find (db, address, &user_id, error))
    return FALSE;
  if (user_id == 0)
    user_id = create_account (db, arguments, address, error);
  if (user_id < 0 || !pm_account_join (db, user_id, tenant_id, role, g_get_real_time (), error))
    return FALSE;
  g_string_append_printf (output, "%s belongs to “%s”.\n", address, slug);
  return TRUE;
}

static gboolean
find_user (PmDb *db, JsonObject *arguments, GString *output, GError **error)
{
  const char *address = pm_wire_get_string (arguments, "email");
  gint64 user_id;

  if (address == NULL)
    return refuse (error, "The address is missing.");
  if (!pm_account_find (db, address, &user_id, error))
    return FALSE;
  g_string_append (output, user_id > 0 ? "known" : "unknown");
  return TRUE;
}

static gboolean
renew_copy (const char *path, GError **error)
{
  g_autoptr (PmDb) copy = pm_db_open (path, PM_DB_DURABLE, error);

  return copy != NULL && pm_state_key_renew_epoch (copy, error);
}

static gboolean
back_up (PmDb *db, JsonObject *arguments, GString *output, GError **error)
{
  const char *path = pm_wire_get_string (arguments, "file");

  if (path == NULL || !g_path_is_absolute (path))
    return refuse (error, "The file to write is missing.");
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” exists already.", path);
    return FALSE;
  }
  if (!pm_db_backup (db, path, error) || !renew_copy (path, error)) {
    g_unlink (path);
    return FALSE;
  }
  g_chmod (path, 0600);
  g_string_append_printf (output, "The copy is “%s”.\n", path);
  return TRUE;
}

static const PmAdminTask tasks[] = {
  { "tenant add", TRUE, add_tenant }, { "tenant list", TRUE, list_tenants },
  { "user add", TRUE, add_user },     { "user list", TRUE, list_users },
  { "user find", TRUE, find_user },   { "check", TRUE, pm_check_database },
  { "backup", FALSE, back_up },
};

/**
 * pm_admin_task_find:
 * @name: a task's name
 *
 * Returns: (transfer none) (nullable): the task
 */
const PmAdminTask *
pm_admin_task_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (g_str_equal (tasks[i].name, name))
      return &tasks[i];
  return NULL;
}
