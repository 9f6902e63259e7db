/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-cache"

#include "cache/pm-rescue.h"

#include "cache/pm-store.h"
#include "db/pm-db-salvage.h"
#include "domain/pm-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define RESCUED "This was rescued from a damaged file. It may have reached the server already."

/* So many ids are tried between two places of damage. */
#define MAX_GAP 100000

/* What was made is called by the moment when it was whole, and the damaged one, whatever cuts the
 * change short, by the same. */
#define MADE  "drafts-rescued-"
#define ASIDE "drafts-damaged-"

/* A database is three files at most; the log must never be without what it belongs to. */
static const char *const endings[] = { "-wal", "-shm", "" };

static gboolean
move (const char *from, const char *to, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *source = g_strconcat (from, endings[i], NULL);
    g_autofree char *target = g_strconcat (to, endings[i], NULL);

    if (g_rename (source, target) < 0 && errno != ENOENT) {
      g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED,
                   "The file “%s” is damaged and cannot be put aside: %s.", source,
                   g_strerror (errno));
      return FALSE;
    }
  }
  return TRUE;
}

static void
remove_database (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (path, endings[i], NULL);

    g_unlink (file);
  }
}

/**
 * pm_rescue_begin:
 * @folder: the workspace's folder
 *
 * Returns: (transfer full): where pm_rescue_copy() is to make a new drafts.db. As long as
 *   pm_rescue_keep() has not been called, the damaged one stays where it is
 */
char *
pm_rescue_begin (const char *folder)
{
  return g_build_filename (folder, "drafts-unfinished.db", NULL);
}

/**
 * pm_rescue_keep:
 * @folder: the workspace's folder
 * @error: return location
 *
 * What was made is whole, and nobody has it open: it is for pm_rescue_finish() now.
 */
gboolean
pm_rescue_keep (const char *folder, GError **error)
{
  g_autofree char *unfinished = g_build_filename (folder, "drafts-unfinished.db", NULL);
  g_autofree char *name = g_strdup_printf (MADE "%" G_GINT64_FORMAT ".db", g_get_real_time ());
  g_autofree char *made = g_build_filename (folder, name, NULL);

  return move (unfinished, made, error);
}

/* Its name, if there is one. */
static char *
find_made (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, MADE) && g_str_has_suffix (name, ".db"))
      return g_strdup (name);
  return NULL;
}

/**
 * pm_rescue_finish:
 * @folder: the workspace's folder, in which nobody has drafts.db open
 * @damaged: (out) (transfer full) (nullable): where the damaged drafts.db is now, if a rescued one has
 *   taken its place
 * @error: return location
 *
 * Puts the damaged drafts.db aside and the rescued one in its place, if there is one. To be called
 * at every start, because it may have been cut short.
 */
gboolean
pm_rescue_finish (const char *folder, char **damaged, GError **error)
{
  g_autofree char *unfinished = g_build_filename (folder, "drafts-unfinished.db", NULL);
  g_autofree char *drafts = g_build_filename (folder, "drafts.db", NULL);
  g_autofree char *name = find_made (folder);
  g_autofree char *made = NULL, *aside_name = NULL, *aside = NULL;

  remove_database (unfinished);
  *damaged = NULL;
  if (name == NULL)
    return TRUE;
  made = g_build_filename (folder, name, NULL);
  aside_name = g_strconcat (ASIDE, name + strlen (MADE), NULL);
  aside = g_build_filename (folder, aside_name, NULL);
  if (!move (drafts, aside, error) || !move (made, drafts, error))
    return FALSE;
  *damaged = g_steal_pointer (&aside);
  return TRUE;
}

/* --- Row by row, as the database itself reads them --- */

typedef struct {
  PmDb *drafts;
  PmDb *damaged; /* NULL where it cannot even be opened */
  const char *path;
} Rescue;

typedef struct {
  char *name;
  char *up;   /* ids from the first on */
  char *down; /* and from the last on */
  char *find; /* one row, by its id */
  char *insert;
  gboolean is_whole;
} Table;

static void
table_free (gpointer data)
{
  Table *table = data;

  g_free (table->name);
  g_free (table->up);
  g_free (table->down);
  g_free (table->find);
  g_free (table->insert);
  g_free (table);
}

/* The names are those of our own schema, never what stands in the damaged file. */
static Table *
table_new (const char *name, GPtrArray *columns)
{
  Table *table = g_new0 (Table, 1);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++) {
    g_string_append_printf (names, "%s\"%s\"", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (columns, i));
    g_string_append (marks, i > 0 ? ", ?" : "?");
  }
  table->name = g_strdup (name);
  table->up = g_strdup_printf (
      "SELECT rowid FROM \"%s\" NOT INDEXED WHERE rowid > ?1 ORDER BY rowid", name);
  table->down = g_strdup_printf (
      "SELECT rowid FROM \"%s\" NOT INDEXED WHERE rowid > ?1 ORDER BY rowid DESC", name);
  table->find =
      g_strdup_printf ("SELECT %s FROM \"%s\" NOT INDEXED WHERE rowid = ?1", names->str, name);
  table->insert = g_strdup_printf ("INSERT OR IGNORE INTO \"%s\" (%s) VALUES (%s)", name,
                                   names->str, marks->str);
  return table;
}

static GPtrArray *
read_texts (PmDb *db, const char *sql, const char *parameter)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  PmStatement *row = pm_db_query (db, NULL, sql, "s", parameter);

  while (row != NULL && pm_statement_step (row, NULL))
    g_ptr_array_add (texts, g_strdup (pm_statement_get_text (row, 0)));
  return texts;
}

static gboolean
is_text (gconstpointer text, gconstpointer other)
{
  return g_str_equal (text, other);
}

/* Those that both have, if it can be told what the damaged one has. */
static GPtrArray *
list_columns (Rescue *self, const char *table)
{
  static const char sql[] = "SELECT name FROM pragma_table_info (?1)";
  GPtrArray *columns = read_texts (self->drafts, sql, table);
  g_autoptr (GPtrArray) there = NULL;

  if (self->damaged != NULL)
    there = read_texts (self->damaged, sql, table);
  for (guint i = columns->len; there != NULL && there->len > 0 && i > 0; i--)
    if (!g_ptr_array_find_with_equal_func (there, g_ptr_array_index (columns, i - 1), is_text,
                                           NULL))
      g_ptr_array_remove_index (columns, i - 1);
  return columns;
}

/* All but the one that says what the file is. */
static GPtrArray *
list_tables (Rescue *self)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr (GPtrArray) names =
      read_texts (self->drafts,
                  "SELECT name FROM sqlite_schema WHERE type = ?1 AND name NOT LIKE 'sqlite%'"
                  " AND name <> 'meta'",
                  "table");

  for (guint i = 0; i < names->len; i++) {
    g_autoptr (GPtrArray) columns = list_columns (self, g_ptr_array_index (names, i));

    g_ptr_array_add (tables, table_new (g_ptr_array_index (names, i), columns));
  }
  return tables;
}

/* Up to the end or to the first damage. */
static void
read_ids (Rescue *self, const char *sql, gint64 above, GArray *ids, gboolean *whole)
{
  g_autoptr (GError) error = NULL;
  PmStatement *row = NULL;

  if (self->damaged != NULL)
    row = pm_db_query (self->damaged, &error, sql, "i", above);
  while (row != NULL && pm_statement_step (row, &error)) {
    gint64 id = pm_statement_get_int64 (row, 0);

    g_array_append_val (ids, id);
  }
  *whole = row != NULL && error == NULL;
}

static gint64
get_last (GArray *ids, gint64 otherwise)
{
  return ids->len > 0 ? g_array_index (ids, gint64, ids->len - 1) : otherwise;
}

static void
copy_row (Rescue *self, Table *table, gint64 id)
{
  g_autoptr (GError) error = NULL;
  PmStatement *row = pm_db_query (self->damaged, &error, table->find, "i", id);

  if (row != NULL && pm_statement_step (row, &error)) {
    pm_db_copy_row (self->drafts, table->insert, row, &error);
    pm_statement_reset (row);
  }
  if (error == NULL)
    return;
  g_debug ("A row of %s is lost: %s", table->name, error->message);
  table->is_whole = FALSE;
}

static void
copy_rows (Rescue *self, Table *table, GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    copy_row (self, table, g_array_index (ids, gint64, i));
}

/* From both ends up to the damage, and then whatever can be found between. */
static void
copy_table (Rescue *self, Table *table)
{
  g_autoptr (GArray) up = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) down = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean is_whole;
  gint64 first, last;

  read_ids (self, table->up, G_MININT64, up, &table->is_whole);
  if (!table->is_whole)
    read_ids (self, table->down, get_last (up, G_MININT64), down, &is_whole);
  copy_rows (self, table, up);
  copy_rows (self, table, down);
  first = get_last (up, 0) + 1;
  last = MIN (get_last (down, first), first + MAX_GAP);
  for (gint64 id = first; id < last; id++)
    copy_row (self, table, id);
}

/* --- Page by page --- */

/* Whether the server has heard of it is not known: it is not sent by itself. */
static gboolean
hold_back (PmDb *drafts, const char *table, gint64 row, gpointer data, GError **error)
{
  return !g_str_equal (table, "operation") ||
         pm_db_run (drafts, error,
                    "UPDATE operation SET state = 'needs_attention', last_problem = ?2"
                    " WHERE id = ?1 AND state NOT IN ('cancelled', 'confirmed')",
                    "is", row, RESCUED);
}

static gboolean
salvage (Rescue *self, GPtrArray *tables, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < tables->len; i++) {
    Table *table = g_ptr_array_index (tables, i);

    if (!table->is_whole)
      g_ptr_array_add (names, table->name);
  }
  g_ptr_array_add (names, NULL);
  return names->len == 1 ||
         pm_db_salvage (self->drafts, self->path, (const char *const *) names->pdata, hold_back,
                        NULL, error);
}

/* The mirror is not to be fetched again because of it. While it is rebuilt, the older one is shown. */
static gint64
find_mirror (Rescue *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 said = 0, lowest = G_MAXINT64;
  const char *name;

  if (self->damaged != NULL)
    pm_db_query_int64 (self->damaged, &said, NULL, "SELECT mirror FROM meta", "");
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    gint64 n = g_str_has_prefix (name, "cache-") ? g_ascii_strtoll (name + 6, NULL, 10) : 0;

    if (n > 0 && n == said)
      return said;
    if (n > 0)
      lowest = MIN (lowest, n);
  }
  return lowest < G_MAXINT64 ? lowest : 1;
}

static gboolean
copy_all (PmDb *drafts, gpointer data, GError **error)
{
  Rescue *self = data;
  g_autoptr (GPtrArray) tables = list_tables (self);

  for (guint i = 0; i < tables->len; i++)
    copy_table (self, g_ptr_array_index (tables, i));
  return salvage (self, tables, error) &&
         pm_db_run (drafts, error, "UPDATE meta SET mirror = ?1", "i", find_mirror (self));
}

/* The damaged one stays as it is: reading a database may change it. */
static char *
make_copy (const char *damaged, GError **error)
{
  g_autofree char *copy = g_strconcat (damaged, "-copy", NULL);

  remove_database (copy);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *source = g_strconcat (damaged, endings[i], NULL);
    g_autofree char *target = g_strconcat (copy, endings[i], NULL);
    g_autofree char *text = NULL;
    gsize length;

    if (!g_str_equal (endings[i], "-shm") && g_file_get_contents (source, &text, &length, NULL) &&
        !g_file_set_contents_full (target, text, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600,
                                   error))
      return NULL;
  }
  return g_steal_pointer (&copy);
}

/**
 * pm_rescue_copy:
 * @drafts: a new drafts.db
 * @path: (type filename): the damaged one, which is not changed
 * @error: return location
 *
 * Copies every row that can be read: what the database itself can reach, and of tables that it
 * cannot read to their end also what stands in pages that are whole. A #PmDbFunc.
 */
gboolean
pm_rescue_copy (PmDb *drafts, gpointer path, GError **error)
{
  g_autofree char *copy = NULL;
  Rescue rescue = { drafts, NULL, NULL };
  gboolean done;

  if (!pm_store_migrate_drafts (drafts, error))
    return FALSE;
  copy = make_copy (path, error);
  if (copy == NULL)
    return FALSE;
  rescue.path = copy;
  rescue.damaged = pm_db_open (copy, PM_DB_PLAIN, NULL);
  done = pm_db_transact (drafts, copy_all, &rescue, error);
  g_clear_pointer (&rescue.damaged, pm_db_close);
  remove_database (copy);
  return done;
}
