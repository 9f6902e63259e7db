/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-item-row.h"

G_BEGIN_DECLS

/**
 * PmTaskSectionRow:
 *
 * A group with its tasks (#PmTaskSection); its context is the #PmWorkspace.
 */
#define PM_TYPE_TASK_SECTION_ROW (pm_task_section_row_get_type ())
G_DECLARE_FINAL_TYPE (PmTaskSectionRow, pm_task_section_row, PM, TASK_SECTION_ROW, PmItemRow)

G_END_DECLS
