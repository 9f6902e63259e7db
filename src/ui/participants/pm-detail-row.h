/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-item-row.h"

G_BEGIN_DECLS

/**
 * PmDetailRow:
 *
 * A line of an invitation's details (#PmDetailLine).
 */
#define PM_TYPE_DETAIL_ROW (pm_detail_row_get_type ())
G_DECLARE_FINAL_TYPE (PmDetailRow, pm_detail_row, PM, DETAIL_ROW, PmItemRow)

G_END_DECLS
