/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/work/pm-task-section.h"

G_BEGIN_DECLS

/**
 * PmTaskSections:
 *
 * A POC's tasks by their groups, a #GListModel of #PmTaskSection in the order of the groups; what
 * belongs to none comes last.
 */
#define PM_TYPE_TASK_SECTIONS (pm_task_sections_get_type ())
G_DECLARE_FINAL_TYPE (PmTaskSections, pm_task_sections, PM, TASK_SECTIONS, GObject)

PmTaskSections *pm_task_sections_new (GListModel *tasks, GListModel *groups);

G_END_DECLS
