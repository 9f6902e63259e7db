/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmInvitationDetails:
 *
 * What is known of one person's invitation: what happened, and what to try when the customer
 * does not get in. Changes while one looks.
 */
#define PM_TYPE_INVITATION_DETAILS (pm_invitation_details_get_type ())
G_DECLARE_FINAL_TYPE (PmInvitationDetails, pm_invitation_details, PM, INVITATION_DETAILS, AdwDialog)

void pm_invitation_details_present (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);

G_END_DECLS
