/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-item-row.h"

G_BEGIN_DECLS

/**
 * PmTaskRow:
 *
 * A task (#PmTask), with what can be done about it; its context is the #PmWorkspace. Properties,
 * writable: `done` and `status` (a nick of #PmTaskStatus); setting them changes the task.
 */
#define PM_TYPE_TASK_ROW (pm_task_row_get_type ())
G_DECLARE_FINAL_TYPE (PmTaskRow, pm_task_row, PM, TASK_ROW, PmItemRow)

G_END_DECLS
