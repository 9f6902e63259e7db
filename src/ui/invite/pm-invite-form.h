/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/invite/pm-address-field.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmInviteForm:
 *
 * The first step of an invitation: writing it. It edits a draft in place.
 */
#define PM_TYPE_INVITE_FORM (pm_invite_form_get_type ())
G_DECLARE_FINAL_TYPE (PmInviteForm, pm_invite_form, PM, INVITE_FORM, AdwNavigationPage)

void pm_invite_form_open (PmInviteForm *self, PmWorkspace *workspace, PmPoc *poc, PmDraft *draft);
gboolean pm_invite_form_check (PmInviteForm *self);
GtkWidget *pm_invite_form_get_first_field (PmInviteForm *self);
PmAddressChecker *pm_invite_form_get_checker (PmInviteForm *self);

G_END_DECLS
