/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-criterion.h"
#include "domain/pm-text.h"
#include "server/changes/pm-changes.h"
#include "server/http/pm-record-input.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-poc-item.h"
#include "server/pocs/pm-work-rules.h"
#include "wire/pm-wire.h"

#define IMPORTANCE_MAX     5
#define IMPORTANCE_DEFAULT 3

static const PmInput inputs[] = {
  { PM_CRITERION_TITLE, PM_INPUT_NEEDED, PM_TEXT_TITLE_MAX },
  { PM_CRITERION_DESCRIPTION, PM_INPUT_LINES, PM_TEXT_DESCRIPTION_MAX },
  { PM_CRITERION_TARGET_VALUE, PM_INPUT_LINES, PM_TEXT_MESSAGE_MAX },
  { PM_CRITERION_ACHIEVED_VALUE, PM_INPUT_LINES, PM_TEXT_MESSAGE_MAX },
  { PM_CRITERION_IS_MET, PM_INPUT_NEEDED },
  { PM_CRITERION_IMPORTANCE_LEVEL, PM_INPUT_NEEDED, IMPORTANCE_MAX, 1 },
  { PM_CRITERION_SORT_ORDER, PM_INPUT_NEEDED, G_MAXINT32, G_MININT32 },
};

static PmRecord *
find (PmDb *db, PmRequest *request, gint64 id, GError **error)
{
  return pm_rows_take_record (pm_db_query (db, error,
                                           "SELECT * FROM criterion WHERE poc_id = ?1 AND id = ?2",
                                           "ii", pm_request_get_id (request, "poc"), id),
                              PM_TYPE_CRITERION, error);
}

static gboolean
read_input (PmDb *db, PmRequest *request, PmRecord *item, PmRecord *before, GError **error)
{
  if (before == NULL) {
    pm_criterion_set_is_met (PM_CRITERION (item), FALSE);
    pm_criterion_set_importance_level (PM_CRITERION (item), IMPORTANCE_DEFAULT);
    pm_criterion_set_sort_order (PM_CRITERION (item), 0);
  }
  return pm_record_input_read (item, inputs, G_N_ELEMENTS (inputs), pm_request_get_body (request),
                               error);
}

/* Whatever was done for it stays, and was done for nothing in particular. */
static gboolean
detach (PmDb *db, PmRequest *request, PmRecord *item, GError **error)
{
  gint64 tenant_id = pm_request_get_tenant_id (request);
  gint64 id = pm_criterion_get_id (PM_CRITERION (item));

  return pm_changes_note_each (
             db, tenant_id, "task", FALSE,
             pm_db_query (db, error,
                          "DELETE FROM task_criterion WHERE criterion_id = ?1 RETURNING task_id",
                          "i", id),
             error) &&
         pm_changes_note_each (db, tenant_id, "task_group", FALSE,
                               pm_db_query (db, error,
                                            "DELETE FROM task_group_criterion"
                                            " WHERE criterion_id = ?1 RETURNING task_group_id",
                                            "i", id),
                               error) &&
         pm_changes_note_each (db, tenant_id, "resource", FALSE,
                               pm_db_query (db, error,
                                            "UPDATE resource SET success_criteria_id = NULL"
                                            " WHERE success_criteria_id = ?1 RETURNING id",
                                            "i", id),
                               error);
}

static JsonObject *
encode (PmDb *db, PmRequest *request, PmRecord *item, GError **error)
{
  return pm_wire_encode (item);
}

const PmPocItem pm_criterion_item = {
  .type = "criterion",
  .segment = "criterion",
  .missing = "Success criteria not found",
  .removed = "Success criteria deleted successfully",
  .delete_sql = "DELETE FROM criterion WHERE id = ?1",
  .get_type = pm_criterion_get_type,
  .find = find,
  .read = read_input,
  .detach = detach,
  .encode = encode,
};

/**
 * pm_criterion_rule_list:
 * @db: a connection
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * A POC's success criteria in their order.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_criterion_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  return pm_reply_new_array (
      200, pm_rows_take_json (pm_db_query (db, error,
                                           "SELECT * FROM criterion WHERE poc_id = ?1"
                                           " ORDER BY sort_order, id",
                                           "i", pm_request_get_id (request, "poc")),
                              PM_TYPE_CRITERION, error));
}
