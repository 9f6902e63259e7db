/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-conflict.h"

PM_DEFINE_RECORD (PmConflict, pm_conflict, PM_CONFLICT, PM_CONFLICT_FIELDS)
