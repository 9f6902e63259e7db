/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmSendLaterDialog:
 *
 * Chooses when an invitation is to be sent, and says what that means. Signal
 * `chosen (gint64 moment)`, by the server's time.
 */
#define PM_TYPE_SEND_LATER_DIALOG (pm_send_later_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmSendLaterDialog, pm_send_later_dialog, PM, SEND_LATER_DIALOG, AdwDialog)

PmSendLaterDialog *pm_send_later_dialog_new (PmWorkspace *workspace);

G_END_DECLS
