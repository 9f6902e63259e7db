/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-admin-task.h"

#include "domain/pm-text.h"
#include "server/accounts/pm-organization-store.h"
#include "server/audit/pm-audit.h"

#define DAYS_DEFAULT 7

static gboolean
check_name (const char *name, GError **error)
{
  if (name == NULL || pm_text_is_blank (name))
    return pm_admin_refuse (error, "The name is missing.");
  return pm_text_check ("The name", name, -1, PM_TEXT_LINE, PM_TEXT_NAME_MAX, error);
}

static gboolean
add_tenant (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  g_autoptr (PmOrganization) organization = pm_organization_new ();
  const char *name = pm_admin_call_get (call, "name");
  const char *given = pm_admin_call_get (call, "slug");
  g_autofree char *slug = NULL;
  gint64 days = DAYS_DEFAULT;
  gint64 id;

  if (!check_name (name, error) ||
      !pm_admin_call_get_number (call, "invitation-days", &days, error))
    return FALSE;
  slug = pm_organization_make_slug (given != NULL ? given : name);
  if (slug[0] == '\0' || (given != NULL && !g_str_equal (slug, given)))
    return pm_admin_refuse (
        error, "A slug has lower-case letters, digits and dashes. Give one by --slug.");

  pm_organization_set_name (organization, name);
  pm_organization_set_slug (organization, slug);
  pm_organization_set_invitation_days (organization, days);
  pm_organization_set_created_at (organization, call->now);
  id = pm_organization_create (db, organization, error);
  if (id < 0 || !pm_audit_note (db, id, PM_AUDIT_TENANT_ADDED, slug, error))
    return FALSE;
  g_string_append_printf (output, "The organization “%s” has the slug “%s”.\n", name, slug);
  return TRUE;
}

static gboolean
read_reminders (const PmAdminCall *call, PmOrganization *organization, GError **error)
{
  const char *text = pm_admin_call_get (call, "reminders");

  if (text != NULL && !g_str_equal (text, "on") && !g_str_equal (text, "off"))
    return pm_admin_refuse (error, "Reminders are on or off.");
  if (text != NULL)
    pm_organization_set_reminders (organization, g_str_equal (text, "on"));
  return TRUE;
}

static gboolean
set_tenant (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  const char *name = pm_admin_call_get (call, "name");
  g_autoptr (PmOrganization) organization = NULL;
  gint64 id, days;

  if (!pm_admin_call_find_tenant (call, "slug", db, &id, error))
    return FALSE;
  if (name == NULL && pm_admin_call_get (call, "invitation-days") == NULL &&
      pm_admin_call_get (call, "reminders") == NULL)
    return pm_admin_refuse (error, "Say what to change: --name, --invitation-days or --reminders.");
  organization = pm_organization_get (db, id, error);
  if (organization == NULL || (name != NULL && !check_name (name, error)))
    return FALSE;
  days = pm_organization_get_invitation_days (organization);
  if (!pm_admin_call_get_number (call, "invitation-days", &days, error) ||
      !read_reminders (call, organization, error))
    return FALSE;
  pm_organization_set_invitation_days (organization, days);
  if (name != NULL)
    pm_organization_set_name (organization, name);
  if (!pm_organization_put (db, organization, error))
    return FALSE;
  g_string_append_printf (output,
                          "“%s”: invitations live %" G_GINT64_FORMAT " days, reminders are %s.\n",
                          pm_organization_get_name (organization), days,
                          pm_organization_get_reminders (organization) ? "on" : "off");
  return TRUE;
}

static gboolean
list_tenants (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  return pm_admin_print_rows (
      pm_db_query (db, error,
                   "SELECT id, slug, name, invitation_days, "
                   "CASE is_active WHEN 1 THEN 'active' ELSE 'inactive' END, "
                   "CASE reminders WHEN 1 THEN 'on' ELSE 'off' END FROM organization ORDER BY id",
                   ""),
      "ssssss", output, error);
}

static const PmAdminTask tasks[] = {
  { "tenant add", PM_ADMIN_WRITES, add_tenant },
  { "tenant set", PM_ADMIN_WRITES, set_tenant },
  { "tenant list", PM_ADMIN_READS, list_tenants },
};

/**
 * pm_admin_tenant_tasks:
 * @n_tasks: (out): how many
 *
 * Returns: (transfer none): what is done to organizations
 */
const PmAdminTask *
pm_admin_tenant_tasks (guint *n_tasks)
{
  *n_tasks = G_N_ELEMENTS (tasks);
  return tasks;
}
