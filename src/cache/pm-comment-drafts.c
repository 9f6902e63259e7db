/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-comment-drafts.h"

#include "cache/pm-store-private.h"
#include "domain/pm-text.h"

/**
 * pm_comment_drafts_save:
 * @drafts: drafts.db
 * @comment: what has been written about its POC, in place of what was kept before; a blank one
 *   leaves nothing
 * @error: return location
 */
gboolean
pm_comment_drafts_save (PmDb *drafts, PmComment *comment, GError **error)
{
  if (pm_text_is_blank (pm_comment_get_content (comment)))
    return pm_comment_drafts_delete (drafts, pm_comment_get_poc_id (comment), error);
  return pm_db_run (drafts, error,
                    "INSERT OR REPLACE INTO comment_draft"
                    " (id, poc_task_id, content, is_internal) VALUES (?1, ?2, ?3, ?4)",
                    "iisi", pm_comment_get_poc_id (comment), pm_comment_get_poc_task_id (comment),
                    pm_comment_get_content (comment),
                    (gint64) pm_comment_get_is_internal (comment));
}

/**
 * pm_comment_drafts_find:
 * @drafts: drafts.db
 * @poc_id: a POC
 * @comment: (out) (nullable): what is kept of it
 * @error: return location
 */
gboolean
pm_comment_drafts_find (PmDb *drafts, gint64 poc_id, PmRecord **comment, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  if (!pm_store_read_records (pm_db_query (drafts, error,
                                           "SELECT id AS poc_id, poc_task_id, content, is_internal"
                                           " FROM comment_draft WHERE id = ?1",
                                           "i", poc_id),
                              PM_TYPE_COMMENT, found, error))
    return FALSE;
  *comment = found->len == 0 ? NULL : g_object_ref (g_ptr_array_index (found, 0));
  return TRUE;
}

/**
 * pm_comment_drafts_delete:
 * @drafts: drafts.db
 * @poc_id: a POC, of which nothing is to be kept any more
 * @error: return location
 */
gboolean
pm_comment_drafts_delete (PmDb *drafts, gint64 poc_id, GError **error)
{
  return pm_db_run (drafts, error, "DELETE FROM comment_draft WHERE id = ?1", "i", poc_id);
}
