/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-item-row.h"

G_BEGIN_DECLS

/**
 * PmFailureRow:
 *
 * A workspace that could not be opened (#PmFailure), and why. Its button activates
 * `win.retry-workspace` with the workspace's folder.
 */
#define PM_TYPE_FAILURE_ROW (pm_failure_row_get_type ())
G_DECLARE_FINAL_TYPE (PmFailureRow, pm_failure_row, PM, FAILURE_ROW, PmItemRow)

G_END_DECLS
