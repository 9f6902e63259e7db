/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-criteria-links.h"

#include "server/http/pm-body.h"
#include "server/pocs/pm-poc-references.h"

const PmCriteriaLinks pm_task_criteria = {
  "DELETE FROM task_criterion WHERE task_id = ?1",
  "INSERT INTO task_criterion (task_id, criterion_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
};

const PmCriteriaLinks pm_task_group_criteria = {
  "DELETE FROM task_group_criterion WHERE task_group_id = ?1",
  "INSERT INTO task_group_criterion (task_group_id, criterion_id) VALUES (?1, ?2)"
  " ON CONFLICT DO NOTHING",
};

/**
 * pm_criteria_links_write:
 * @self: of tasks or of groups
 * @db: the connection, in a transaction
 * @request: a request whose body may hold `success_criteria_ids`
 * @id: a task, or a group
 * @error: return location
 *
 * Replaces its criteria by those that the body names, if it names any.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE, or %PM_ERROR_REFUSED if they are not the POC's
 */
gboolean
pm_criteria_links_write (const PmCriteriaLinks *self,
                         PmDb *db,
                         PmRequest *request,
                         gint64 id,
                         GError **error)
{
  g_autoptr (GArray) criteria = NULL;

  if (!pm_body_get_ids (pm_request_get_body (request), "success_criteria_ids", PM_BODY_OPTIONAL,
                        &criteria, error))
    return FALSE;
  if (criteria == NULL)
    return TRUE;
  if (!pm_poc_references_check_criteria (db, pm_request_get_id (request, "poc"), criteria, error) ||
      !pm_criteria_links_clear (self, db, id, error))
    return FALSE;
  for (guint i = 0; i < criteria->len; i++)
    if (!pm_db_run (db, error, self->add_sql, "ii", id, g_array_index (criteria, gint64, i)))
      return FALSE;
  return TRUE;
}

/**
 * pm_criteria_links_clear:
 * @self: of tasks or of groups
 * @db: the connection, in a transaction
 * @id: a task, or a group
 * @error: return location
 *
 * Takes all its criteria away.
 */
gboolean
pm_criteria_links_clear (const PmCriteriaLinks *self, PmDb *db, gint64 id, GError **error)
{
  return pm_db_run (db, error, self->clear_sql, "i", id);
}
