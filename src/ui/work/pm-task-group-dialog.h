/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-task-group.h"
#include "ui/common/pm-edit-dialog.h"

G_BEGIN_DECLS

/**
 * PmTaskGroupDialog:
 *
 * A group of tasks.
 */
#define PM_TYPE_TASK_GROUP_DIALOG (pm_task_group_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmTaskGroupDialog, pm_task_group_dialog, PM, TASK_GROUP_DIALOG, PmEditDialog)

void pm_task_group_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmTaskGroup *group);
void pm_task_group_dialog_present_new (GtkWidget *widget, PmWorkspace *workspace, gint64 poc_id);

G_END_DECLS
