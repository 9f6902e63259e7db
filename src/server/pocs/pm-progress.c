/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-progress.h"

/**
 * pm_progress_read:
 * @self: (out caller-allocates): how far it is
 * @db: a connection
 * @poc_id: a POC
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_progress_read (PmProgress *self, PmDb *db, gint64 poc_id, GError **error)
{
  *self = (PmProgress) { 0 };
  if (!pm_db_query_int64 (db, &self->total, error, "SELECT count (*) FROM task WHERE poc_id = ?1",
                          "i", poc_id) ||
      !pm_db_query_int64 (db, &self->done, error,
                          "SELECT count (*) FROM task WHERE poc_id = ?1 AND " PM_TASK_IS_DONE, "i",
                          poc_id))
    return FALSE;
  if (self->total > 0)
    self->percent = 100 * self->done / self->total;
  return TRUE;
}
