/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmOutboxDialog:
 *
 * Everything unsent, by POC, with what can be done about it. Property: `workspace`.
 */
#define PM_TYPE_OUTBOX_DIALOG (pm_outbox_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmOutboxDialog, pm_outbox_dialog, PM, OUTBOX_DIALOG, AdwDialog)

AdwDialog *pm_outbox_dialog_new (PmWorkspace *workspace);

G_END_DECLS
