/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* What a POC is worked on with, and who is to do it: each is a #PmRule. What is made, changed and
 * removed one by one is a #PmPocItem. */

PmReply *pm_task_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_task_rule_list_assignees (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_task_rule_assign (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_task_rule_unassign (PmDb *db, PmRequest *request, gpointer data, GError **error);

PmReply *pm_task_group_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *
pm_task_group_rule_list_tasks (PmDb *db, PmRequest *request, gpointer data, GError **error);

PmReply *pm_criterion_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error);
PmReply *pm_resource_rule_list (PmDb *db, PmRequest *request, gpointer data, GError **error);

G_END_DECLS
