/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-poc-references.h"

#include "domain/pm-error.h"

/* What a body names must belong to the POC in the path. */

static gboolean
exists (PmDb *db, const char *sql, gint64 poc_id, gint64 id, gboolean *found, GError **error)
{
  gint64 one = 0;

  if (!pm_db_query_int64 (db, &one, error, sql, "ii", poc_id, id))
    return FALSE;
  *found = one != 0;
  return TRUE;
}

static gboolean
check_each (PmDb *db,
            const char *sql,
            gint64 poc_id,
            GArray *ids,
            const char *words,
            GError **error)
{
  g_autoptr (GString) unknown = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);
    gboolean found;

    if (!exists (db, sql, poc_id, id, &found, error))
      return FALSE;
    if (!found)
      g_string_append_printf (unknown, "%s%" G_GINT64_FORMAT, unknown->len > 0 ? ", " : "", id);
  }
  if (unknown->len == 0)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_REFUSED, "%s: [%s]", words, unknown->str);
  return FALSE;
}

/**
 * pm_poc_references_check_criteria:
 * @db: a connection
 * @poc_id: a POC
 * @ids: success criteria, of #gint64
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_REFUSED if some of them are not the POC's
 */
gboolean
pm_poc_references_check_criteria (PmDb *db, gint64 poc_id, GArray *ids, GError **error)
{
  return check_each (db, "SELECT 1 FROM criterion WHERE poc_id = ?1 AND id = ?2", poc_id, ids,
                     "Invalid success criteria IDs", error);
}

/**
 * pm_poc_references_check_participants:
 * @db: a connection
 * @poc_id: a POC
 * @ids: participations, of #gint64; not accounts
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_REFUSED if some of them are not the POC's
 */
gboolean
pm_poc_references_check_participants (PmDb *db, gint64 poc_id, GArray *ids, GError **error)
{
  return check_each (db, "SELECT 1 FROM participant WHERE poc_id = ?1 AND id = ?2", poc_id, ids,
                     "Invalid participant IDs", error);
}

/**
 * pm_poc_references_check_group:
 * @db: a connection
 * @poc_id: a POC
 * @id: a task group
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_REFUSED if it is not the POC's
 */
gboolean
pm_poc_references_check_group (PmDb *db, gint64 poc_id, gint64 id, GError **error)
{
  gboolean found;

  if (!exists (db, "SELECT 1 FROM task_group WHERE poc_id = ?1 AND id = ?2", poc_id, id, &found,
               error))
    return FALSE;
  if (!found)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED, "Task group not found in this POC");
  return found;
}
