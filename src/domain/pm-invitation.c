/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-invitation.h"

PM_DEFINE_RECORD (PmInvitation, pm_invitation, PM_INVITATION, PM_INVITATION_FIELDS)
