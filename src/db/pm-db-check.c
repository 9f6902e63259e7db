/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-statement-private.h"

#include "domain/pm-error.h"

/* Whether a database is sound. */

/**
 * pm_db_fail_damaged:
 * @local: (transfer full) (nullable): why a question of our own was not answered
 * @error: return location
 *
 * Where nothing that we ask is at fault, it is what is asked.
 *
 * Returns: %FALSE
 */
gboolean
pm_db_fail_damaged (GError *local, GError **error)
{
  if (local == NULL)
    g_set_error_literal (&local, PM_ERROR, PM_ERROR_DAMAGED, "The database does not answer.");
  else if (g_error_matches (local, PM_ERROR, PM_ERROR_FAILED))
    local->code = PM_ERROR_DAMAGED;
  g_propagate_error (error, local);
  return FALSE;
}

/* The first row of what the database finds wrong, or one that says "ok". */
static gboolean
check_by (PmDb *self, const char *sql, GError **error)
{
  GError *local = NULL;
  PmStatement *statement = pm_db_query (self, &local, sql, "");

  if (statement == NULL || !pm_statement_step (statement, &local))
    return pm_db_fail_damaged (local, error);
  if (g_str_equal (pm_statement_get_text (statement, 0), "ok")) {
    pm_statement_reset (statement);
    return TRUE;
  }
  g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED, "The database is damaged: %s.",
               pm_statement_get_text (statement, 0));
  pm_statement_reset (statement);
  return FALSE;
}

static gboolean
check_references (PmDb *self, GError **error)
{
  PmStatement *statement = pm_db_query (self, error, "PRAGMA foreign_key_check", "");
  g_autoptr (GError) local = NULL;

  if (statement == NULL)
    return FALSE;
  if (pm_statement_step (statement, &local)) {
    g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED,
                 "The database is damaged: a row of “%s” belongs to a row of “%s” that is not "
                 "there.",
                 pm_statement_get_text (statement, 0), pm_statement_get_text (statement, 2));
    pm_statement_reset (statement);
    return FALSE;
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_db_check:
 * @self: a connection
 * @error: return location
 *
 * Looks through the file without comparing its indexes with their tables.
 *
 * Returns: whether the file is sound; %PM_ERROR_DAMAGED says what is not
 */
gboolean
pm_db_check (PmDb *self, GError **error)
{
  return check_by (self, "PRAGMA quick_check(1)", error);
}

/**
 * pm_db_check_whole:
 * @self: a connection
 * @error: return location
 *
 * Looks at everything, and whether all that rows refer to is there. Takes long.
 *
 * Returns: whether the file is sound; %PM_ERROR_DAMAGED says what is not
 */
gboolean
pm_db_check_whole (PmDb *self, GError **error)
{
  return check_by (self, "PRAGMA integrity_check(1)", error) && check_references (self, error);
}
