/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-statement-private.h"

#include <string.h>

/**
 * pm_statement_step:
 * @self: a statement
 * @error: return location
 *
 * Goes to the next row. After the last one the statement is reset by itself.
 *
 * Returns: whether there is a row; %FALSE without an error is the end
 */
gboolean
pm_statement_step (PmStatement *self, GError **error)
{
  int code = sqlite3_step (self->handle);

  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    pm_db_fail (self->db, error);
  sqlite3_reset (self->handle);
  return FALSE;
}

/* A statement that stands alone is committed by its last step: what came before proves nothing. */
gboolean
pm_statement_run_to_end (PmStatement *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  while (pm_statement_step (self, &local))
    ;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_statement_reset:
 * @self: a statement
 *
 * Ends a walk before its last row, so that the statement no longer holds what it reads.
 */
void
pm_statement_reset (PmStatement *self)
{
  sqlite3_reset (self->handle);
}

gint64
pm_statement_get_int64 (PmStatement *self, int column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * pm_statement_get_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer none) (nullable): the text, until the next step
 */
const char *
pm_statement_get_text (PmStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

/**
 * pm_statement_get_blob:
 * @self: a statement on a row
 * @column: from 0
 * @length: (out): bytes
 *
 * Returns: (transfer none) (nullable): the bytes, until the next step
 */
gconstpointer
pm_statement_get_blob (PmStatement *self, int column, gsize *length)
{
  gconstpointer data = sqlite3_column_blob (self->handle, column);

  *length = sqlite3_column_bytes (self->handle, column);
  return data;
}

gboolean
pm_statement_is_null (PmStatement *self, int column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}
