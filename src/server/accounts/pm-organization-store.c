/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-organization-store.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-text.h"
#include "server/audit/pm-audit.h"
#include "server/changes/pm-changes.h"
#include "server/pm-rows.h"

#define SLUG_MAX 40
#define DAYS_MIN 1
#define DAYS_MAX 30

/* All on the writing thread, in the caller's transaction, unless a function says otherwise. */

static gboolean
check_name (const char *name, GError **error)
{
  GError *refusal = NULL;

  if (name == NULL || pm_text_is_blank (name)) {
    pm_error_refuse_field (error, "name", NULL, "The name is missing.");
    return FALSE;
  }
  if (pm_text_check ("The name", name, -1, PM_TEXT_LINE, PM_TEXT_NAME_MAX, &refusal))
    return TRUE;
  pm_error_refuse_field (error, "name", NULL, "%s", refusal->message);
  g_error_free (refusal);
  return FALSE;
}

static gboolean
check_contact (const char *address, GError **error)
{
  GError *refusal = NULL;

  if (address == NULL || pm_address_check (address, &refusal))
    return TRUE;
  pm_error_refuse_field (error, "contact_email", NULL, "%s", refusal->message);
  g_error_free (refusal);
  return FALSE;
}

static gboolean
check (PmOrganization *organization, GError **error)
{
  gint64 days = pm_organization_get_invitation_days (organization);

  if (!check_name (pm_organization_get_name (organization), error) ||
      !check_contact (pm_organization_get_contact_email (organization), error))
    return FALSE;
  if (days >= DAYS_MIN && days <= DAYS_MAX)
    return TRUE;
  pm_error_refuse_field (error, "invitation_days", NULL, "Invitations live from %d to %d days.",
                         DAYS_MIN, DAYS_MAX);
  return FALSE;
}

/**
 * pm_organization_create:
 * @db: the connection
 * @organization: name, slug, days that invitations live, time of making
 * @error: return location
 *
 * Returns: the new organization's id, or -1; %PM_ERROR_REFUSED if the slug is taken,
 *   %PM_ERROR_UNPROCESSABLE if a value cannot be
 */
gint64
pm_organization_create (PmDb *db, PmOrganization *organization, GError **error)
{
  gint64 id = 0;

  if (!check (organization, error) ||
      !pm_db_query_int64 (db, &id, error,
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
  /* It and its invitation mail are objects of the feed from the first day on. */
  if (!pm_changes_note (db, id, "organization", id, error) ||
      !pm_changes_note (db, id, "template", id, error))
    return -1;
  return id;
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

/**
 * pm_organization_get:
 * @db: the connection, on any database thread
 * @tenant_id: an organization
 * @error: return location
 *
 * Returns: (transfer full) (nullable): it, %PM_ERROR_NOT_FOUND if there is none
 */
PmOrganization *
pm_organization_get (PmDb *db, gint64 tenant_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmOrganization *organization = pm_rows_take_record (
      pm_db_query (db, &local,
                   "SELECT id, name, slug, contact_email, is_active, created_at, "
                   "invitation_days, reminders FROM organization WHERE id = ?1",
                   "i", tenant_id),
      PM_TYPE_ORGANIZATION, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (organization == NULL)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_FOUND, "Tenant not found");
  return organization;
}

static void
add_difference (GString *words, const char *name, const char *before, const char *after)
{
  if (g_strcmp0 (before, after) != 0)
    g_string_append_printf (words, "%s%s: %s → %s", words->len > 0 ? "; " : "", name,
                            before != NULL ? before : "none", after != NULL ? after : "none");
}

static char *
name_differences (PmOrganization *before, PmOrganization *after)
{
  g_autofree char *old_days =
      g_strdup_printf ("%" G_GINT64_FORMAT, pm_organization_get_invitation_days (before));
  g_autofree char *new_days =
      g_strdup_printf ("%" G_GINT64_FORMAT, pm_organization_get_invitation_days (after));
  GString *words = g_string_new (NULL);

  add_difference (words, "name", pm_organization_get_name (before),
                  pm_organization_get_name (after));
  add_difference (words, "contact", pm_organization_get_contact_email (before),
                  pm_organization_get_contact_email (after));
  add_difference (words, "invitation days", old_days, new_days);
  add_difference (words, "reminders", pm_organization_get_reminders (before) ? "on" : "off",
                  pm_organization_get_reminders (after) ? "on" : "off");
  return g_string_free_and_steal (words);
}

/**
 * pm_organization_put:
 * @db: the connection
 * @organization: name, contact, days that invitations live and reminders as they are to be
 * @error: return location
 *
 * Changes an organization.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if a value cannot be
 */
gboolean
pm_organization_put (PmDb *db, PmOrganization *organization, GError **error)
{
  gint64 id = pm_organization_get_id (organization);
  g_autoptr (PmOrganization) before = pm_organization_get (db, id, error);
  g_autofree char *differences = NULL;

  if (before == NULL || !check (organization, error))
    return FALSE;
  differences = name_differences (before, organization);
  if (differences[0] == '\0')
    return TRUE;
  return pm_db_run (db, error,
                    "UPDATE organization SET name = ?2, contact_email = ?3, invitation_days = ?4, "
                    "reminders = ?5 WHERE id = ?1",
                    "issii", id, pm_organization_get_name (organization),
                    pm_organization_get_contact_email (organization),
                    pm_organization_get_invitation_days (organization),
                    (gint64) pm_organization_get_reminders (organization)) &&
         pm_changes_note (db, id, "organization", id, error) &&
         pm_audit_note (db, id, PM_AUDIT_TENANT_CHANGED, differences, error);
}
