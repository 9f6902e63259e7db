/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-user.h"

PM_DEFINE_RECORD (PmUser, pm_user, PM_USER, PM_USER_FIELDS)
