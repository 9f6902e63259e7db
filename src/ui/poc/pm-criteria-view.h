/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/common/pm-items-view.h"

G_BEGIN_DECLS

/**
 * PmCriteriaView:
 *
 * The success criteria of a POC: to be read, and by those who may, to be added to. Action:
 * `criteria.add`.
 */
#define PM_TYPE_CRITERIA_VIEW (pm_criteria_view_get_type ())
G_DECLARE_FINAL_TYPE (PmCriteriaView, pm_criteria_view, PM, CRITERIA_VIEW, PmItemsView)

G_END_DECLS
