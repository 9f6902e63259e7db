/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-template.h"

PM_DEFINE_RECORD (PmTemplate, pm_template, PM_TEMPLATE, PM_TEMPLATE_FIELDS)
