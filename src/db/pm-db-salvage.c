/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-db-salvage.h"

#include "db/pm-salvage-file.h"
#include "db/pm-statement-private.h"

#include <string.h>

/* Finds out which table a row may be of whose page nothing leads to any more, and puts it there. */

typedef struct {
  PmSalvagedValue sample; /* its kind is what the column holds */
  gboolean is_key;        /* the rowid; the record has NULL in its place */
  gboolean is_required;
  char *name;
} Column;

typedef struct {
  char *name;
  GArray *columns; /* Column */
  gboolean is_wanted;
} Table;

static void
clear_column (gpointer data)
{
  g_free (((Column *) data)->name);
}

static void
table_free (gpointer data)
{
  Table *table = data;

  g_free (table->name);
  g_array_unref (table->columns);
  g_free (table);
}

static void
add_column (Table *table, PmStatement *row)
{
  const char *type = pm_statement_get_text (row, 2);
  Column column = {
    .name = g_strdup (pm_statement_get_text (row, 1)),
    .is_required = pm_statement_get_int64 (row, 3) != 0,
    .is_key = pm_statement_get_int64 (row, 4) != 0 && g_strcmp0 (type, "INTEGER") == 0,
    .sample.kind = g_strcmp0 (type, "INTEGER") == 0 ? PM_SALVAGED_INTEGER : PM_SALVAGED_TEXT,
  };

  g_array_append_val (table->columns, column);
}

/* Every table, as the columns' rows say that come one after the other. */
static GPtrArray *
list_tables (PmDb *db, const char *const *wanted, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (db, &local,
                                  "SELECT s.name, c.name, c.type, c.\"notnull\", c.pk"
                                  " FROM sqlite_schema s, pragma_table_info (s.name) c"
                                  " WHERE s.type = 'table' ORDER BY s.name, c.cid",
                                  "");

  while (row != NULL && pm_statement_step (row, &local)) {
    const char *name = pm_statement_get_text (row, 0);
    Table *last = tables->len > 0 ? g_ptr_array_index (tables, tables->len - 1) : NULL;

    if (last == NULL || !g_str_equal (last->name, name)) {
      last = g_new0 (Table, 1);
      last->name = g_strdup (name);
      last->is_wanted = g_strv_contains (wanted, name);
      last->columns = g_array_new (FALSE, FALSE, sizeof (Column));
      g_array_set_clear_func (last->columns, clear_column);
      g_ptr_array_add (tables, last);
    }
    add_column (last, row);
  }
  if (local == NULL)
    return g_steal_pointer (&tables);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
value_fits (const Column *column, const PmSalvagedValue *value)
{
  if (column->is_key)
    return value->kind == PM_SALVAGED_NULL;
  if (value->kind == PM_SALVAGED_NULL)
    return !column->is_required;
  if (value->kind == PM_SALVAGED_TEXT &&
      !g_utf8_validate ((const char *) value->bytes, (gssize) value->length, NULL))
    return FALSE;
  return value->kind == column->sample.kind;
}

/* A row may be older than the last columns. */
static gboolean
row_fits (const Table *table, const PmSalvagedRow *row)
{
  if (row->values->len > table->columns->len)
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++) {
    const Column *column = &g_array_index (table->columns, Column, i);

    if (i >= row->values->len
            ? column->is_required
            : !value_fits (column, &g_array_index (row->values, PmSalvagedValue, i)))
      return FALSE;
  }
  return TRUE;
}

/* The one that it fits best; where two are as good, it is not known. */
static Table *
find_table (GPtrArray *tables, const PmSalvagedRow *row)
{
  Table *best = NULL;
  gboolean is_tie = FALSE;

  for (guint i = 0; i < tables->len; i++) {
    Table *table = g_ptr_array_index (tables, i);

    if (!row_fits (table, row) || (best != NULL && table->columns->len > best->columns->len))
      continue;
    is_tie = best != NULL && table->columns->len == best->columns->len;
    best = table;
  }
  return is_tie ? NULL : best;
}

static char *
insert_text (const Table *table, guint n)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new (NULL);

  for (guint i = 0; i < n; i++) {
    g_string_append_printf (names, "%s\"%s\"", i > 0 ? ", " : "",
                            g_array_index (table->columns, Column, i).name);
    g_string_append (marks, i > 0 ? ", ?" : "?");
  }
  return g_strdup_printf ("INSERT OR IGNORE INTO \"%s\" (%s) VALUES (%s)", table->name, names->str,
                          marks->str);
}

static void
bind_value (sqlite3_stmt *handle, int index, const PmSalvagedValue *value)
{
  switch (value->kind) {
  case PM_SALVAGED_INTEGER:
    sqlite3_bind_int64 (handle, index, value->integer);
    break;
  case PM_SALVAGED_REAL:
    sqlite3_bind_double (handle, index, value->real);
    break;
  case PM_SALVAGED_TEXT:
    sqlite3_bind_text (handle, index, (const char *) value->bytes, (int) value->length,
                       SQLITE_TRANSIENT);
    break;
  case PM_SALVAGED_BLOB:
    sqlite3_bind_blob64 (handle, index, value->bytes, value->length, SQLITE_TRANSIENT);
    break;
  case PM_SALVAGED_NULL:
  default:
    sqlite3_bind_null (handle, index);
  }
}

static gboolean
insert_row (PmDb *db, const Table *table, const PmSalvagedRow *row, GError **error)
{
  g_autofree char *text = insert_text (table, row->values->len);
  PmStatement *statement = pm_db_prepare (db, text, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < row->values->len; i++) {
    PmSalvagedValue value = g_array_index (row->values, PmSalvagedValue, i);

    if (g_array_index (table->columns, Column, i).is_key)
      value = (PmSalvagedValue) { .kind = PM_SALVAGED_INTEGER, .integer = row->id };
    bind_value (statement->handle, (int) i + 1, &value);
  }
  return pm_statement_run_to_end (statement, error);
}

/**
 * pm_db_copy_row:
 * @self: a database, in a transaction
 * @insert: a statement with as many parameters as @row has columns
 * @row: a statement of another database, on a row
 * @error: return location
 *
 * Returns: %FALSE if @self could not be written to
 */
gboolean
pm_db_copy_row (PmDb *self, const char *insert, PmStatement *row, GError **error)
{
  PmStatement *statement = pm_db_prepare (self, insert, error);
  int n = sqlite3_column_count (row->handle);

  for (int i = 0; statement != NULL && i < n; i++)
    sqlite3_bind_value (statement->handle, i + 1, sqlite3_column_value (row->handle, i));
  return statement != NULL && pm_statement_run_to_end (statement, error);
}

/**
 * pm_db_salvage:
 * @self: a sound database, in a transaction
 * @path: the file of a damaged one with the same tables
 * @tables: the names of those that are to get rows
 * @func: (nullable): told of each row that was added
 * @data: for @func
 * @error: return location
 *
 * Looks through the pages of the damaged file, and adds each row that can only be of one of @tables
 * and that is not there yet. Rows that had been deleted may come back.
 *
 * Returns: %FALSE if @self could not be written to, or @func has failed
 */
gboolean
pm_db_salvage (PmDb *self,
               const char *path,
               const char *const *tables,
               PmSalvagedFunc func,
               gpointer data,
               GError **error)
{
  g_autoptr (GPtrArray) known = list_tables (self, tables, error);
  g_autoptr (GPtrArray) rows = known == NULL ? NULL : pm_salvage_file (path);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    PmSalvagedRow *row = g_ptr_array_index (rows, i);
    Table *table = find_table (known, row);

    if (table == NULL || !table->is_wanted)
      continue;
    if (!insert_row (self, table, row, error))
      return FALSE;
    if (pm_db_changes (self) > 0 && func != NULL && !func (self, table->name, row->id, data, error))
      return FALSE;
  }
  return rows != NULL;
}
