/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-attachments.h"

#include "server/changes/pm-changes.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-activity.h"

const PmAttachments pm_task_attachments = {
  "SELECT DISTINCT user_id FROM comment WHERE poc_task_id = ?1",
  "DELETE FROM comment WHERE poc_task_id = ?1 RETURNING id",
  "DELETE FROM resource WHERE poc_task_id = ?1 RETURNING id",
};

const PmAttachments pm_task_group_attachments = {
  "SELECT DISTINCT user_id FROM comment WHERE poc_task_group_id = ?1",
  "DELETE FROM comment WHERE poc_task_group_id = ?1 RETURNING id",
  "DELETE FROM resource WHERE poc_task_group_id = ?1 RETURNING id",
};

static gboolean
note_authors (PmDb *db, PmRequest *request, GArray *authors, GError **error)
{
  for (guint i = 0; i < authors->len; i++)
    if (!pm_activity_note_figures (db, pm_request_get_id (request, "poc"),
                                   g_array_index (authors, gint64, i), error))
      return FALSE;
  return TRUE;
}

/**
 * pm_attachments_remove:
 * @self: of tasks or of groups
 * @db: the connection, in a transaction
 * @request: a request for something in the POC
 * @id: a task, or a group
 * @error: return location
 *
 * Deletes what hangs on it, and tells every copy.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_attachments_remove (const PmAttachments *self,
                       PmDb *db,
                       PmRequest *request,
                       gint64 id,
                       GError **error)
{
  gint64 tenant_id = pm_request_get_tenant_id (request);
  g_autoptr (GArray) authors =
      pm_rows_take_integers (pm_db_query (db, error, self->authors_sql, "i", id), error);

  return authors != NULL &&
         pm_changes_note_each (db, tenant_id, "comment", TRUE,
                               pm_db_query (db, error, self->comments_sql, "i", id), error) &&
         pm_changes_note_each (db, tenant_id, "resource", TRUE,
                               pm_db_query (db, error, self->resources_sql, "i", id), error) &&
         note_authors (db, request, authors, error);
}
