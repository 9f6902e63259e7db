/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-event.h"

PM_DEFINE_RECORD (PmEvent, pm_event, PM_EVENT, PM_EVENT_FIELDS)
