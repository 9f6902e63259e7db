/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-criterion.h"

PM_DEFINE_RECORD (PmCriterion, pm_criterion, PM_CRITERION, PM_CRITERION_FIELDS)
