/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-admin-task.h"

#include "domain/pm-address.h"
#include "domain/pm-enums.h"
#include "domain/pm-error.h"
#include "domain/pm-text.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-address-change.h"
#include "server/audit/pm-audit.h"

static gboolean
read_role (const PmAdminCall *call, PmRole *role, GError **error)
{
  const char *nick = pm_admin_call_get (call, "role");
  int value = 0;

  if (nick == NULL || !pm_enum_from_nick (PM_TYPE_ROLE, nick, &value))
    return pm_admin_refuse (error, "The role is platform_admin, tenant_admin, administrator, "
                                   "sales_engineer, account_executive or customer.");
  *role = (PmRole) value;
  return TRUE;
}

static gboolean
check_name (const char *name, GError **error)
{
  if (name == NULL || pm_text_is_blank (name))
    return pm_admin_refuse (error, "A new account needs a name, by --name.");
  return pm_text_check ("The name", name, -1, PM_TEXT_LINE, PM_TEXT_NAME_MAX, error);
}

static gint64
create_account (PmDb *db, const PmAdminCall *call, const char *address, GError **error)
{
  g_autoptr (PmUser) user = pm_user_new ();
  const char *name = pm_admin_call_get (call, "name");
  const char *hash = pm_admin_call_get (call, "password_hash");
  g_autofree char *first = NULL, *last = NULL;

  if (!check_name (name, error))
    return -1;
  if (hash == NULL) {
    pm_admin_refuse (error, "A new account needs a password.");
    return -1;
  }
  pm_text_split_name (name, &first, &last);
  pm_user_set_email (user, address);
  pm_user_set_full_name (user, name);
  pm_user_set_first_name (user, first);
  pm_user_set_last_name (user, last);
  pm_user_set_created_at (user, call->now);
  return pm_account_create (db, user, hash, error);
}

static gboolean
find_role (PmDb *db, gint64 user_id, gint64 tenant_id, char **role, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *row =
      pm_db_query (db, error, "SELECT role FROM membership WHERE user_id = ?1 AND tenant_id = ?2",
                   "ii", user_id, tenant_id);

  *role = NULL;
  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    *role = g_strdup (pm_statement_get_text (row, 0));
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Who is there already keeps the role, which nobody shall believe to have changed. */
static gboolean
check_role (PmDb *db, gint64 user_id, gint64 tenant_id, PmRole role, GError **error)
{
  const char *wanted = pm_enum_to_nick (PM_TYPE_ROLE, (int) role);
  g_autofree char *present = NULL;

  if (!find_role (db, user_id, tenant_id, &present, error))
    return FALSE;
  if (present == NULL || g_str_equal (present, wanted))
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_REFUSED,
               "They belong to the organization already, with the role %s.", present);
  return FALSE;
}

static gboolean
add_user (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  const char *given = pm_admin_call_get (call, "email");
  const char *slug = pm_admin_call_get (call, "tenant");
  g_autofree char *address = NULL;
  gint64 tenant_id, user_id;
  PmRole role = PM_ROLE_CUSTOMER;

  if (given == NULL || slug == NULL)
    return pm_admin_refuse (error,
                            "A user needs an address and an organization, by --tenant SLUG.");
  address = pm_address_normalize (given, error);
  if (address == NULL || !read_role (call, &role, error) ||
      !pm_admin_call_find_tenant (call, "tenant", db, &tenant_id, error) ||
      !pm_account_find (db, address, &user_id, error))
    return FALSE;
  if (user_id == 0)
    user_id = create_account (db, call, address, error);
  if (user_id < 0 || !check_role (db, user_id, tenant_id, role, error) ||
      !pm_account_join (db, user_id, tenant_id, role, call->now, error) ||
      !pm_audit_note (db, tenant_id, PM_AUDIT_USER_ADDED, address, error))
    return FALSE;
  g_string_append_printf (output, "%s belongs to “%s”.\n", address, slug);
  return TRUE;
}

static gboolean
list_users (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  gint64 tenant_id;

  if (!pm_admin_call_find_tenant (call, "tenant", db, &tenant_id, error))
    return FALSE;
  return pm_admin_print_rows (
      pm_db_query (db, error,
                   "SELECT a.id, a.email, a.full_name, o.slug, m.role, "
                   "CASE a.is_active * m.is_active WHEN 1 THEN 'active' ELSE 'inactive' END "
                   "FROM account a JOIN membership m ON m.user_id = a.id "
                   "JOIN organization o ON o.id = m.tenant_id "
                   "WHERE ?1 = 0 OR o.id = ?1 ORDER BY a.id, o.id",
                   "i", tenant_id),
      "ssssss", output, error);
}

static gboolean
find_user (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  gint64 user_id;

  if (!pm_account_find (db, pm_admin_call_get (call, "email"), &user_id, error))
    return FALSE;
  g_string_append (output, user_id > 0 ? "known" : "unknown");
  return TRUE;
}

static gboolean
set_email (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  g_autofree char *address = NULL;
  gint64 user_id;

  if (!pm_admin_call_find_user (call, "old", db, &user_id, error))
    return FALSE;
  address = pm_address_normalize (pm_admin_call_get (call, "new"), error);
  if (address == NULL || !pm_address_change_force (db, user_id, address, call->now, error))
    return FALSE;
  g_string_append_printf (output, "The address is %s now. They have to sign in again.\n", address);
  return TRUE;
}

static gboolean
set_password (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  const char *hash = pm_admin_call_get (call, "password_hash");
  gint64 user_id;

  if (hash == NULL)
    return pm_admin_refuse (error, "The password is missing.");
  if (!pm_admin_call_find_user (call, "email", db, &user_id, error) ||
      !pm_account_set_password (db, user_id, hash, 0, call->now, error))
    return FALSE;
  g_string_append (output, "The password is changed. They have to sign in again.\n");
  return TRUE;
}

static gboolean
deactivate (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  gint64 user_id;

  if (!pm_admin_call_find_user (call, "email", db, &user_id, error) ||
      !pm_account_deactivate (db, user_id, call->now, error))
    return FALSE;
  g_string_append (output, "They cannot sign in any more.\n");
  return TRUE;
}

static gboolean
reactivate (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  gint64 user_id;

  if (!pm_admin_call_find_user (call, "email", db, &user_id, error) ||
      !pm_account_reactivate (db, user_id, error))
    return FALSE;
  g_string_append (output, "They can sign in again.\n");
  return TRUE;
}

static gboolean
list_devices (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  gint64 user_id;

  if (!pm_admin_call_find_user (call, "email", db, &user_id, error))
    return FALSE;
  return pm_admin_print_rows (
      pm_db_query (db, error,
                   "SELECT id, kind, device, created_at, last_used_at FROM session "
                   "WHERE user_id = ?1 AND revoked_at IS NULL ORDER BY last_used_at, id",
                   "i", user_id),
      "ssstt", output, error);
}

static const PmAdminTask tasks[] = {
  { "user add", PM_ADMIN_WRITES, add_user },
  { "user list", PM_ADMIN_READS, list_users },
  { "user find", PM_ADMIN_READS, find_user },
  { "user set-email", PM_ADMIN_WRITES, set_email },
  { "user set-password", PM_ADMIN_WRITES, set_password },
  { "user deactivate", PM_ADMIN_WRITES, deactivate },
  { "user reactivate", PM_ADMIN_WRITES, reactivate },
  { "devices", PM_ADMIN_READS, list_devices },
};

/**
 * pm_admin_user_tasks:
 * @n_tasks: (out): how many
 *
 * Returns: (transfer none): what is done to accounts
 */
const PmAdminTask *
pm_admin_user_tasks (guint *n_tasks)
{
  *n_tasks = G_N_ELEMENTS (tasks);
  return tasks;
}
