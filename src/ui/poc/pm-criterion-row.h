/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-item-row.h"

G_BEGIN_DECLS

/**
 * PmCriterionRow:
 *
 * A success criterion of a POC (#PmCriterion), with what can be done with it. Its `context` is the
 * #PmWorkspace.
 */
#define PM_TYPE_CRITERION_ROW (pm_criterion_row_get_type ())
G_DECLARE_FINAL_TYPE (PmCriterionRow, pm_criterion_row, PM, CRITERION_ROW, PmItemRow)

G_END_DECLS
