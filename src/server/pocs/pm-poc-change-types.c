/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-engagement.h"
#include "domain/pm-participant.h"
#include "domain/pm-poc.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "server/changes/pm-change-type.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-activity.h"

static gboolean
add_days (PmDb *db, gint64 tenant_id, PmRecord *record, JsonObject *object, GError **error)
{
  PmEngagement *engagement = PM_ENGAGEMENT (record);
  JsonArray *days =
      pm_activity_get_days (db, pm_engagement_get_poc_id (engagement),
                            pm_engagement_get_user_id (engagement), g_get_real_time (), error);

  if (days == NULL)
    return FALSE;
  json_object_set_array_member (object, "activity", days);
  return TRUE;
}

static gboolean
add_ids (JsonObject *object, const char *name, PmStatement *rows, GError **error)
{
  g_autoptr (GArray) ids = pm_rows_take_integers (rows, error);
  JsonArray *list;

  if (ids == NULL)
    return FALSE;
  list = json_array_sized_new (ids->len);
  for (guint i = 0; i < ids->len; i++)
    json_array_add_int_element (list, g_array_index (ids, gint64, i));
  json_object_set_array_member (object, name, list);
  return TRUE;
}

static gboolean
add_links_of_task (PmDb *db, gint64 tenant_id, PmRecord *record, JsonObject *object, GError **error)
{
  gint64 id = pm_task_get_id (PM_TASK (record));

  return add_ids (object, "success_criteria_ids",
                  pm_db_query (db, error,
                               "SELECT criterion_id FROM task_criterion WHERE task_id = ?1"
                               " ORDER BY criterion_id",
                               "i", id),
                  error) &&
         add_ids (object, "assignee_ids",
                  pm_db_query (db, error,
                               "SELECT participant_id FROM task_assignee WHERE task_id = ?1"
                               " ORDER BY participant_id",
                               "i", id),
                  error);
}

static gboolean
add_links_of_group (PmDb *db,
                    gint64 tenant_id,
                    PmRecord *record,
                    JsonObject *object,
                    GError **error)
{
  return add_ids (object, "success_criteria_ids",
                  pm_db_query (db, error,
                               "SELECT criterion_id FROM task_group_criterion"
                               " WHERE task_group_id = ?1 ORDER BY criterion_id",
                               "i", pm_task_group_get_id (PM_TASK_GROUP (record))),
                  error);
}

static const PmChangeType types[] = {
  { "poc", pm_poc_get_type, "SELECT * FROM poc WHERE tenant_id = ?1 AND id = ?2", NULL },
  { "participant", pm_participant_get_type,
    "SELECT participant.*, email, full_name, account.title FROM participant"
    " JOIN poc ON poc.id = poc_id JOIN account ON account.id = user_id"
    " WHERE tenant_id = ?1 AND participant.id = ?2",
    NULL },
  { "task", pm_task_get_type,
    "SELECT task.* FROM task JOIN poc ON poc.id = poc_id WHERE tenant_id = ?1 AND task.id = ?2",
    add_links_of_task },
  { "task_group", pm_task_group_get_type,
    "SELECT task_group.* FROM task_group JOIN poc ON poc.id = poc_id"
    " WHERE tenant_id = ?1 AND task_group.id = ?2",
    add_links_of_group },
  { "resource", pm_resource_get_type,
    "SELECT resource.* FROM resource JOIN poc ON poc.id = poc_id"
    " WHERE tenant_id = ?1 AND resource.id = ?2",
    NULL },
  { "criterion", pm_criterion_get_type,
    "SELECT criterion.* FROM criterion JOIN poc ON poc.id = poc_id"
    " WHERE tenant_id = ?1 AND criterion.id = ?2",
    NULL },
  { "comment", pm_comment_get_type,
    "SELECT comment.* FROM comment JOIN poc ON poc.id = poc_id"
    " WHERE tenant_id = ?1 AND comment.id = ?2",
    NULL },
  { "engagement", pm_engagement_get_type,
    "SELECT participant.id, poc_id, user_id, " PM_ACTIVITY_FIGURES
    " FROM participant JOIN poc ON poc.id = poc_id WHERE tenant_id = ?1 AND participant.id = ?2",
    add_days },
};

/**
 * pm_pocs_change_types:
 * @n_types: (out): how many
 *
 * Returns: (transfer none): how the feed reads POCs and what belongs to them
 */
const PmChangeType *
pm_pocs_change_types (guint *n_types)
{
  *n_types = G_N_ELEMENTS (types);
  return types;
}
