/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-task.h"
#include "server/http/pm-request.h"

G_BEGIN_DECLS

JsonArray *pm_task_view_list (PmDb *db, PmRequest *request, gint64 group_id, GError **error);
JsonObject *pm_task_view_show (PmDb *db, PmRequest *request, PmTask *task, GError **error);
JsonArray *
pm_task_view_list_assignees (PmDb *db, PmRequest *request, gint64 task_id, GError **error);

G_END_DECLS
