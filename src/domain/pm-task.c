/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-task.h"

PM_DEFINE_RECORD (PmTask, pm_task, PM_TASK, PM_TASK_FIELDS)
