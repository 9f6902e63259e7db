/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-db.h"

#include "domain/pm-error.h"

#include <gio/gio.h>
#include <stdlib.h>

/* What every statement needs to find. Indexes are left out: a statement works without them. */
static const char shape[] =
    "SELECT group_concat (name || char (10), '') FROM ("
    "  SELECT s.name || '.' || c.name AS name FROM sqlite_schema s, pragma_table_xinfo (s.name) c"
    "  WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite%' ORDER BY s.name, c.name)";

static const char definitions[] =
    "SELECT group_concat (sql, char (10)) FROM ("
    "  SELECT sql FROM sqlite_schema WHERE type = 'table' ORDER BY name)";

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

static char **
list_steps (const char *folder, GError **error)
{
  char **names = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (names != NULL)
    qsort (names, g_strv_length (names), sizeof *names, compare_names);
  return names;
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
  g_auto (GStrv) names = list_steps (resource_folder, error);
  guint n_names = names == NULL ? 0 : g_strv_length (names);
  gint64 have = 0;

  if (n_names == 0 || !pm_db_query_int64 (self, &have, error, "PRAGMA user_version", ""))
    return FALSE;
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

/**
 * pm_db_name_steps:
 * @resource_folder: where the steps lie
 *
 * Returns: (transfer full): a text that is another one when any of the steps is. Any thread.
 */
char *
pm_db_name_steps (const char *resource_folder)
{
  g_auto (GStrv) names = list_steps (resource_folder, NULL);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; names != NULL && names[i] != NULL; i++) {
    g_autofree char *path = g_build_path ("/", resource_folder, names[i], NULL);
    g_autoptr (GBytes) script = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

    if (script != NULL)
      g_checksum_update (sum, g_bytes_get_data (script, NULL), (gssize) g_bytes_get_size (script));
  }
  return g_strdup (g_checksum_get_string (sum));
}

static char *
read_text (PmDb *db, const char *sql, GError **error)
{
  PmStatement *statement = pm_db_query (db, error, sql, "");
  char *text;

  if (statement == NULL || !pm_statement_step (statement, error))
    return NULL;
  text = g_strdup (pm_statement_get_text (statement, 0));
  pm_statement_reset (statement);
  return text == NULL ? g_strdup ("") : text;
}

/**
 * pm_db_name_form:
 * @self: a connection
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a text that is another one when any of the file's tables has
 *   another definition
 */
char *
pm_db_name_form (PmDb *self, GError **error)
{
  g_autofree char *all = read_text (self, definitions, error);

  return all == NULL ? NULL : g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
}

static gboolean
has_all (const char *shape_there, const char *shape_wanted)
{
  g_auto (GStrv) there = g_strsplit (shape_there, "\n", -1);
  g_auto (GStrv) wanted = g_strsplit (shape_wanted, "\n", -1);

  for (guint i = 0; wanted[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) there, wanted[i]))
      return FALSE;
  return TRUE;
}

/**
 * pm_db_check_shape:
 * @self: a connection
 * @resource_folder: where the steps lie that it was brought up to date with
 * @error: return location
 *
 * Looks whether it has every table and column that the steps make, as a file may not that went
 * through an earlier form of one of them. Takes some milliseconds.
 *
 * Returns: %FALSE with %PM_ERROR_DAMAGED if it has not
 */
gboolean
pm_db_check_shape (PmDb *self, const char *resource_folder, GError **error)
{
  g_autoptr (PmDb) fresh = pm_db_open (NULL, PM_DB_IN_MEMORY, error);
  g_autofree char *wanted = NULL;
  g_autofree char *there = NULL;

  if (fresh == NULL || !pm_db_migrate (fresh, resource_folder, error))
    return FALSE;
  wanted = read_text (fresh, shape, error);
  there = wanted == NULL ? NULL : read_text (self, shape, error);
  if (there == NULL)
    return FALSE;
  if (has_all (there, wanted))
    return TRUE;
  g_set_error_literal (error, PM_ERROR, PM_ERROR_DAMAGED, "The database has another form.");
  return FALSE;
}
