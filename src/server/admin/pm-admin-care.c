/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-admin-task.h"

#include "domain/pm-error.h"
#include "server/admin/pm-check.h"
#include "server/changes/pm-sync-state.h"

#include <errno.h>
#include <glib/gstdio.h>

#define DAYS_DEFAULT 30

static gboolean
list_audit (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  gint64 days = DAYS_DEFAULT;
  gint64 tenant_id;

  if (!pm_admin_call_find_tenant (call, "tenant", db, &tenant_id, error) ||
      !pm_admin_call_get_number (call, "days", &days, error))
    return FALSE;
  return pm_admin_print_rows (
      pm_db_query (db, error,
                   "SELECT x.at, o.slug, a.email, x.client, x.action, x.target FROM audit x "
                   "LEFT JOIN organization o ON o.id = x.tenant_id "
                   "LEFT JOIN account a ON a.id = x.user_id "
                   "WHERE x.at >= ?1 AND (?2 = 0 OR x.tenant_id = ?2) ORDER BY x.id",
                   "ii", call->now - days * G_TIME_SPAN_DAY, tenant_id),
      "tsssss", output, error);
}

static gboolean
check (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  if (!pm_check_database (db, error))
    return FALSE;
  g_string_append (output, "The database is sound.\n");
  return TRUE;
}

/* Who goes on with it must not take it for the one that others have copies of. */
static gboolean
renew_copy (const char *path, GError **error)
{
  g_autoptr (PmDb) copy = pm_db_open (path, PM_DB_DURABLE, error);

  return copy != NULL && pm_state_key_renew_epoch (copy, error);
}

/* It gets its name when it is whole. */
static gboolean
write_copy (PmDb *db, const char *path, GError **error)
{
  g_autofree char *unfinished = g_strconcat (path, ".unfinished", NULL);

  g_unlink (unfinished);
  if (!pm_db_backup (db, unfinished, error) || !renew_copy (unfinished, error)) {
    g_unlink (unfinished);
    return FALSE;
  }
  if (g_chmod (unfinished, 0600) == 0 && g_rename (unfinished, path) == 0)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_FAILED, "“%s” cannot be written: %s.", path,
               g_strerror (errno));
  g_unlink (unfinished);
  return FALSE;
}

static gboolean
back_up (PmDb *db, const PmAdminCall *call, GString *output, GError **error)
{
  const char *path = pm_admin_call_get (call, "file");

  if (path == NULL || !g_path_is_absolute (path))
    return pm_admin_refuse (error, "The file to write is missing.");
  if (g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” exists already.", path);
    return FALSE;
  }
  if (!write_copy (db, path, error))
    return FALSE;
  g_string_append_printf (
      output,
      "The copy is “%s”. Keep a copy of “%s/mail.key” apart from it: links that "
      "wait to be mailed are sealed with it.\n",
      path, call->config->data_dir);
  return TRUE;
}

static const PmAdminTask tasks[] = {
  { "audit", PM_ADMIN_READS, list_audit },
  { "check", PM_ADMIN_READS, check },
  { "backup", PM_ADMIN_COPIES, back_up },
};

/**
 * pm_admin_care_tasks:
 * @n_tasks: (out): how many
 *
 * Returns: (transfer none): what is done for the database's good
 */
const PmAdminTask *
pm_admin_care_tasks (guint *n_tasks)
{
  *n_tasks = G_N_ELEMENTS (tasks);
  return tasks;
}
