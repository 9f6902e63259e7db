/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-task-group.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PmTaskSection:
 *
 * The tasks of one group, or those of none. Properties: `group` (#PmTaskGroup, or %NULL), `tasks`
 * (#GListModel of #PmTask), `n-tasks`, `is-only` (whether there are no groups, so that nothing has
 * to be told apart), all but the last read-only.
 */
#define PM_TYPE_TASK_SECTION (pm_task_section_get_type ())
G_DECLARE_FINAL_TYPE (PmTaskSection, pm_task_section, PM, TASK_SECTION, GObject)

PmTaskSection *pm_task_section_new (PmTaskGroup *group, GListModel *tasks, GListModel *groups);
void pm_task_section_sort_anew (PmTaskSection *self);

G_END_DECLS
