/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"
#include "domain/pm-person.h"
#include "workspace/pm-workspace.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * What is known here of an invitation, as lists of #PmDetailLine: what happened, and what to try
 * when the customer does not get in.
 */

GListModel *
pm_invitation_story_new (PmPerson *person, PmInvitation *invitation, PmCapabilities capabilities);
GListModel *pm_invitation_checks_new (PmPerson *person, PmCapabilities capabilities);

G_END_DECLS
