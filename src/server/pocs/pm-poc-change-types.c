/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-criterion.h"
#include "domain/pm-participant.h"
#include "domain/pm-poc.h"
#include "domain/pm-task.h"
#include "server/changes/pm-change-type.h"

static const PmChangeType types[] = {
  { "poc", pm_poc_get_type, "SELECT * FROM poc WHERE tenant_id = ?1 AND id = ?2", NULL },
  { "participant", pm_participant_get_type,
    "SELECT participant.*, email, full_name, account.title FROM participant"
    " JOIN poc ON poc.id = poc_id JOIN account ON account.id = user_id"
    " WHERE tenant_id = ?1 AND participant.id = ?2",
    NULL },
  { "task", pm_task_get_type,
    "SELECT task.* FROM task JOIN poc ON poc.id = poc_id WHERE tenant_id = ?1 AND task.id = ?2",
    NULL },
  { "criterion", pm_criterion_get_type,
    "SELECT criterion.* FROM criterion JOIN poc ON poc.id = poc_id"
    " WHERE tenant_id = ?1 AND criterion.id = ?2",
    NULL },
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
