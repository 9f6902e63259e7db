/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmSyncLine:
 *
 * What desktop and server know of each other, in one line; where the session has ended, also
 * the place to sign in again. Property: `workspace`.
 */
#define PM_TYPE_SYNC_LINE (pm_sync_line_get_type ())
G_DECLARE_FINAL_TYPE (PmSyncLine, pm_sync_line, PM, SYNC_LINE, AdwBin)

G_END_DECLS
