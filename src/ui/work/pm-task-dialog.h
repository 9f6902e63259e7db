/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-task.h"
#include "ui/common/pm-edit-dialog.h"

G_BEGIN_DECLS

/**
 * PmTaskDialog:
 *
 * A task in all its details.
 */
#define PM_TYPE_TASK_DIALOG (pm_task_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmTaskDialog, pm_task_dialog, PM, TASK_DIALOG, PmEditDialog)

void pm_task_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmTask *task);
void pm_task_dialog_present_new (GtkWidget *widget,
                                 PmWorkspace *workspace,
                                 PmTask *task,
                                 const char *title);

G_END_DECLS
