/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pm-rows.h"

#include "wire/pm-wire.h"

/**
 * pm_rows_take_record:
 * @rows: (nullable): what pm_db_query() gave; %NULL if it failed
 * @type: a record type
 * @error: return location, set already when @rows is %NULL
 *
 * Reads the first row and ends the walk.
 *
 * Returns: (transfer full) (nullable): its record; %NULL without an error if there is no row
 */
gpointer
pm_rows_take_record (PmStatement *rows, GType type, GError **error)
{
  PmRecord *record;

  if (rows == NULL || !pm_statement_step (rows, error))
    return NULL;
  record = pm_statement_new_record (rows, type);
  pm_statement_reset (rows);
  return record;
}

/**
 * pm_rows_take_json:
 * @rows: (nullable): what pm_db_query() gave; %NULL if it failed
 * @type: a record type
 * @error: return location, set already when @rows is %NULL
 *
 * Walks to the end.
 *
 * Returns: (transfer full) (nullable): the rows as the API writes them; %NULL on failure
 */
JsonArray *
pm_rows_take_json (PmStatement *rows, GType type, GError **error)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  while (pm_statement_step (rows, &local)) {
    g_autoptr (PmRecord) record = pm_statement_new_record (rows, type);

    json_array_add_object_element (array, pm_wire_encode (record));
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return g_steal_pointer (&array);
}

/**
 * pm_rows_take_integers:
 * @rows: (nullable): what pm_db_query() gave; %NULL if it failed
 * @error: return location, set already when @rows is %NULL
 *
 * Walks to the end, so that what was found can be worked on.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the first column; %NULL on failure
 */
GArray *
pm_rows_take_integers (PmStatement *rows, GError **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  while (pm_statement_step (rows, &local)) {
    gint64 value = pm_statement_get_int64 (rows, 0);

    g_array_append_val (values, value);
  }
  if (local == NULL)
    return g_steal_pointer (&values);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * pm_rows_take_reply:
 * @rows: (nullable): what pm_db_query() gave; %NULL if it failed
 * @type: a record type
 * @error: return location, set already when @rows is %NULL
 *
 * Walks to the end. For lists that may be long and that nothing is added to: text is written
 * without a tree in between.
 *
 * Returns: (transfer full) (nullable): the rows as the API's answer; %NULL on failure
 */
PmReply *
pm_rows_take_reply (PmStatement *rows, GType type, GError **error)
{
  GString *json;
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  json = g_string_new ("[");
  while (pm_statement_step (rows, &local)) {
    g_autoptr (PmRecord) record = pm_statement_new_record (rows, type);

    pm_wire_write_record (json, record);
  }
  if (local != NULL) {
    g_string_free (json, TRUE);
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  g_string_append_c (json, ']');
  return pm_reply_new_bytes (200, "application/json", g_string_free_to_bytes (json));
}
