/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db-fixture.h"

#include "domain/pm-error.h"

#include <glib/gstdio.h>

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("pm-db-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

gint64
count_things (PmDb *db)
{
  gint64 n = -1;

  g_assert_true (pm_db_query_int64 (db, &n, NULL, "SELECT count(*) FROM thing", ""));
  return n;
}

gboolean
insert_one (PmDb *db, gpointer data, GError **error)
{
  return pm_db_run (db, error, "INSERT INTO thing (name) VALUES (?1)", "s", (const char *) data);
}

gboolean
insert_and_fail (PmDb *db, gpointer data, GError **error)
{
  g_assert_true (insert_one (db, data, error));
  g_set_error (error, PM_ERROR, PM_ERROR_REFUSED, "No.");
  return FALSE;
}
