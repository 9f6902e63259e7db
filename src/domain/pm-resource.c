/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-resource.h"

PM_DEFINE_RECORD (PmResource, pm_resource, PM_RESOURCE, PM_RESOURCE_FIELDS)
