/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmInviteDialog:
 *
 * Inviting a customer: writing, reviewing, sending. What is written is kept as a draft at any
 * moment and comes back the next time.
 */
#define PM_TYPE_INVITE_DIALOG (pm_invite_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmInviteDialog, pm_invite_dialog, PM, INVITE_DIALOG, AdwDialog)

void
pm_invite_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmPoc *poc, PmDraft *draft);

G_END_DECLS
