/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-organization.h"

PM_DEFINE_RECORD (PmOrganization, pm_organization, PM_ORGANIZATION, PM_ORGANIZATION_FIELDS)
