/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-derive.h"
#include "cache/pm-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

/* The files of mirrors. */

#define SCHEMA_CACHE "/io/github/poc_manager/PocManager/schema/cache"

/*
 * Each mirror numbers its people in a range of its own, so that a list never takes somebody of
 * the new mirror for somebody of the old one. 32 bits have room for all ranges.
 */
#define N_PERSON_RANGES 64
#define PERSON_RANGE    (G_GINT64_CONSTANT (1) << 26)

/**
 * pm_store_get_mirror_path:
 * @self: a store
 * @n: which
 *
 * Returns: (transfer full): the path of `cache-<n>.db`. Any thread.
 */
char *
pm_store_get_mirror_path (PmStore *self, gint64 n)
{
  g_autofree char *name = g_strdup_printf ("cache-%" G_GINT64_FORMAT ".db", n);

  return g_build_filename (self->folder, name, NULL);
}

/* A folder is not ours, whatever it is called: it only has to go out of the way. */
static void
remove_file (PmStore *self, const char *path)
{
  g_autofree char *name = g_strdup_printf ("cache-damaged-%" G_GINT64_FORMAT, g_get_real_time ());
  g_autofree char *aside = g_build_filename (self->folder, name, NULL);

  if (g_unlink (path) != 0 && errno == EISDIR)
    g_rename (path, aside);
}

static void
remove_mirror (PmStore *self, gint64 n)
{
  static const char *const endings[] = { "", "-wal", "-shm" };
  g_autofree char *path = pm_store_get_mirror_path (self, n);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (path, endings[i], NULL);

    remove_file (self, file);
  }
}

/**
 * pm_store_remove_leftovers:
 * @self: a store
 *
 * Removes the mirrors that are neither shown nor being rebuilt.
 */
void
pm_store_remove_leftovers (PmStore *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    gint64 n = 0;

    if (g_str_has_prefix (name, "cache-"))
      n = g_ascii_strtoll (name + strlen ("cache-"), NULL, 10);
    if (n > 0 && n != self->n && (self->next == NULL || n != self->n + 1))
      remove_mirror (self, n);
  }
}

/* Sort keys are the locale's: in another one they are made again. */
static gboolean
refresh_collation (PmDb *mirror, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) pocs = g_ptr_array_new_with_free_func (g_object_unref);
  const char *locale = data;
  gint64 same = 0;

  if (!pm_db_query_int64 (mirror, &same, error, "SELECT collation = ?1 FROM meta", "s", locale))
    return FALSE;
  if (same)
    return TRUE;
  if (!pm_store_read_records (
          pm_db_query (mirror, error,
                       "SELECT id, title, customer_company_name, end_date, created_at FROM poc",
                       ""),
          PM_TYPE_POC, pocs, error))
    return FALSE;
  for (guint i = 0; i < pocs->len; i++)
    if (!pm_derive_sort_keys (mirror, g_ptr_array_index (pocs, i), error))
      return FALSE;
  return pm_db_run (mirror, error, "UPDATE meta SET collation = ?1", "s", locale);
}

/*
 * Steps are edited while they are new; who has gone through an earlier form begins anew. And so does
 * who has another form than when that was looked at: there nothing but damage changes it.
 */
static gboolean
check_form (PmDb *mirror, GError **error)
{
  g_autofree char *steps = pm_db_name_steps (SCHEMA_CACHE);
  g_autofree char *form = pm_db_name_form (mirror, error);
  gint64 same = -1;

  if (form == NULL)
    return FALSE;
  pm_db_query_int64 (mirror, &same, NULL, "SELECT form = ?2 FROM meta WHERE steps = ?1", "ss",
                     steps, form);
  if (same >= 0)
    return same != 0 || pm_store_fail_damaged (error);
  return pm_db_check_shape (mirror, SCHEMA_CACHE, error) &&
         pm_db_run (mirror, error, "UPDATE meta SET steps = ?1, form = ?2", "ss", steps, form);
}

/**
 * pm_store_open_mirror:
 * @self: a store
 * @n: which
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the mirror, for writing, with its schema up to date
 */
PmDb *
pm_store_open_mirror (PmStore *self, gint64 n, GError **error)
{
  g_autofree char *path = pm_store_get_mirror_path (self, n);
  g_autoptr (PmDb) mirror = pm_db_open (path, PM_DB_PLAIN, error);
  char *locale = setlocale (LC_COLLATE, NULL);

  if (mirror == NULL || !pm_db_migrate (mirror, SCHEMA_CACHE, error) ||
      !check_form (mirror, error) || !pm_derive_set_up (mirror, error) ||
      !pm_db_transact (mirror, refresh_collation, locale, error))
    return NULL;
  return g_steal_pointer (&mirror);
}

/**
 * pm_store_open_empty_mirror:
 * @self: a store
 * @drafts: drafts.db
 * @n: which
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a new mirror, with nothing in it but what waits in the outbox
 */
PmDb *
pm_store_open_empty_mirror (PmStore *self, PmDb *drafts, gint64 n, GError **error)
{
  g_autoptr (PmChanges) changes = pm_changes_new ();
  g_autoptr (PmDb) mirror = NULL;

  remove_mirror (self, n);
  mirror = pm_store_open_mirror (self, n, error);
  if (mirror == NULL ||
      !pm_db_run (mirror, error, "UPDATE meta SET user_id = ?1", "i", self->user_id) ||
      !pm_db_run (mirror, error, "INSERT INTO sqlite_sequence VALUES ('person_row', ?1)", "i",
                  n % N_PERSON_RANGES * PERSON_RANGE) ||
      !pm_store_copy_outbox (drafts, mirror, changes, error) ||
      !pm_store_begin_epoch (self, mirror, error))
    return NULL;
  return g_steal_pointer (&mirror);
}
