/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmAddressDialog:
 *
 * Sends an invitation that went to a wrong address to the right one.
 */
#define PM_TYPE_ADDRESS_DIALOG (pm_address_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmAddressDialog, pm_address_dialog, PM, ADDRESS_DIALOG, AdwDialog)

void pm_address_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);

G_END_DECLS
