/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-items-view.h"

G_BEGIN_DECLS

/**
 * PmTasksView:
 *
 * The tasks of a POC by their groups, with what can be done about them.
 */
#define PM_TYPE_TASKS_VIEW (pm_tasks_view_get_type ())
G_DECLARE_FINAL_TYPE (PmTasksView, pm_tasks_view, PM, TASKS_VIEW, PmItemsView)

G_END_DECLS
