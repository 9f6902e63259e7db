/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-participant.h"

PM_DEFINE_RECORD (PmParticipant, pm_participant, PM_PARTICIPANT, PM_PARTICIPANT_FIELDS)
