/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-item-row.h"

G_BEGIN_DECLS

/**
 * PmCommentRow:
 *
 * What somebody said (#PmComment), and who can read it; its context is the #PmCommentsView.
 */
#define PM_TYPE_COMMENT_ROW (pm_comment_row_get_type ())
G_DECLARE_FINAL_TYPE (PmCommentRow, pm_comment_row, PM, COMMENT_ROW, PmItemRow)

G_END_DECLS
