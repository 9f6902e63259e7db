/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-statement-private.h"

/* Rows as JSON and back, by SQLite's own functions and the record's field table. */

static char *
object_text (const char *table, GType type)
{
  guint n_fields;
  const PmField *fields = pm_record_type_get_fields (type, &n_fields);
  g_autoptr (GString) text = g_string_new ("SELECT json_object(");

  for (guint i = 0; i < n_fields; i++)
    if (!(fields[i].flags & PM_FIELD_LOCAL))
      g_string_append_printf (text, "%s'%s', \"%s\"", i > 0 ? ", " : "", fields[i].name,
                              fields[i].name);
  g_string_append_printf (text, ") FROM %s WHERE id = ?1", table);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * pm_db_get_json:
 * @self: a connection
 * @table: a table whose columns are the record's fields that are not local
 * @type: the record type
 * @id: a row
 * @json: (out) (nullable) (transfer full): the row as a JSON object, or %NULL if there is none
 * @error: return location
 */
gboolean
pm_db_get_json (PmDb *self, const char *table, GType type, gint64 id, char **json, GError **error)
{
  g_autofree char *text = object_text (table, type);
  g_autoptr (GError) local = NULL;
  PmStatement *statement = pm_db_query (self, &local, text, "i", id);

  *json = NULL;
  if (statement != NULL && pm_statement_step (statement, &local)) {
    *json = g_strdup (pm_statement_get_text (statement, 0));
    pm_statement_step (statement, &local);
  }
  if (local == NULL)
    return TRUE;
  g_clear_pointer (json, g_free);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_db_read_json:
 * @self: a connection
 * @json: a JSON object, of a row or with the fields that are to change
 * @record: a record
 * @error: return location
 *
 * Sets every field of @record that the object has a member of its name for; others are left alone.
 */
gboolean
pm_db_read_json (PmDb *self, const char *json, PmRecord *record, GError **error)
{
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);
  g_autoptr (GError) local = NULL;
  PmStatement *statement =
      pm_db_query (self, &local, "SELECT key, value FROM json_each(?1)", "s", json);

  while (statement != NULL && pm_statement_step (statement, &local)) {
    int field = pm_statement_find_field (fields, n_fields, pm_statement_get_text (statement, 0));

    if (field >= 0)
      pm_statement_read_field (statement, 1, record, (guint) field);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
