/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-task-group.h"

PM_DEFINE_RECORD (PmTaskGroup, pm_task_group, PM_TASK_GROUP, PM_TASK_GROUP_FIELDS)
