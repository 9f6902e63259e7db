/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-db.h"

#include "domain/pm-error.h"

#include <gio/gio.h>
#include <stdlib.h>

typedef struct {
  const char *script;
  gint64 version;
} Step;

static gboolean
run_step (PmDb *db, gpointer data, GError **error)
{
  Step *step = data;
  /* user_version takes no parameter; the number is our own. */
  g_autofree char *mark =
      g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, step->version);

  return pm_db_exec (db, step->script, error) && pm_db_exec (db, mark, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
run_file (PmDb *db, const char *folder, const char *name, gint64 have, GError **error)
{
  g_autofree char *path = g_build_path ("/", folder, name, NULL);
  g_autoptr (GBytes) script = NULL;
  Step step = { NULL, strtol (name, NULL, 10) };

  if (step.version <= have)
    return TRUE;
  script = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (script == NULL)
    return FALSE;
  step.script = g_bytes_get_data (script, NULL);
  return pm_db_transact (db, run_step, &step, error);
}

/**
 * pm_db_migrate:
 * @self: a connection
 * @resource_folder: where the steps lie, as `0001-accounts.sql`, in registered resources
 * @error: return location
 *
 * Brings the schema up to date: every step newer than the file's `user_version`, each in one
 * transaction with its mark.
 *
 * Returns: %FALSE if a step failed (nothing of it remains), or with %PM_ERROR_NEWER if the file
 *   was written by a newer version of this program
 */
gboolean
pm_db_migrate (PmDb *self, const char *resource_folder, GError **error)
{
  g_auto (GStrv) names =
      g_resources_enumerate_children (resource_folder, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  guint n_names = names == NULL ? 0 : g_strv_length (names);
  gint64 have = 0;

  if (n_names == 0 || !pm_db_query_int64 (self, &have, error, "PRAGMA user_version", ""))
    return FALSE;
  qsort (names, n_names, sizeof *names, compare_names);
  if (have > strtol (names[n_names - 1], NULL, 10)) {
    g_set_error (error, PM_ERROR, PM_ERROR_NEWER,
                 "The file was written by a newer version of POC Manager. Please update.");
    return FALSE;
  }
  for (guint i = 0; i < n_names; i++)
    if (!run_file (self, resource_folder, names[i], have, error))
      return FALSE;
  return TRUE;
}
