/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/**
 * PmCriteriaLinks:
 * @clear_sql: takes all criteria of `?1` away
 * @add_sql: gives it the criterion `?2`
 *
 * How tasks, or groups of tasks, are bound to the success criteria that they are done for.
 */
typedef struct {
  const char *clear_sql;
  const char *add_sql;
} PmCriteriaLinks;

extern const PmCriteriaLinks pm_task_criteria;
extern const PmCriteriaLinks pm_task_group_criteria;

gboolean pm_criteria_links_write (const PmCriteriaLinks *self,
                                  PmDb *db,
                                  PmRequest *request,
                                  gint64 id,
                                  GError **error);
gboolean pm_criteria_links_clear (const PmCriteriaLinks *self, PmDb *db, gint64 id, GError **error);

G_END_DECLS
