/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-membership.h"

PM_DEFINE_RECORD (PmMembership, pm_membership, PM_MEMBERSHIP, PM_MEMBERSHIP_FIELDS)
