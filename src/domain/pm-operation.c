/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-operation.h"

PM_DEFINE_RECORD (PmOperation, pm_operation, PM_OPERATION, PM_OPERATION_FIELDS)
