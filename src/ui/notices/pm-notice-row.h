/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-item-row.h"

G_BEGIN_DECLS

/**
 * PmNoticeRow:
 *
 * What a person should know of a workspace (#PmNotice), with a button to put it away.
 */
#define PM_TYPE_NOTICE_ROW (pm_notice_row_get_type ())
G_DECLARE_FINAL_TYPE (PmNoticeRow, pm_notice_row, PM, NOTICE_ROW, PmItemRow)

G_END_DECLS
