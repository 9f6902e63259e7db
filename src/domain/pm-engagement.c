/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-engagement.h"

PM_DEFINE_RECORD (PmEngagement, pm_engagement, PM_ENGAGEMENT, PM_ENGAGEMENT_FIELDS)
