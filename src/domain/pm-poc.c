/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-poc.h"

PM_DEFINE_RECORD (PmPoc, pm_poc, PM_POC, PM_POC_FIELDS)
