/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-item-row.h"

G_BEGIN_DECLS

/**
 * PmConflictRow:
 *
 * A field that was changed on both sides (#PmConflict), with both versions.
 */
#define PM_TYPE_CONFLICT_ROW (pm_conflict_row_get_type ())
G_DECLARE_FINAL_TYPE (PmConflictRow, pm_conflict_row, PM, CONFLICT_ROW, PmItemRow)

G_END_DECLS
