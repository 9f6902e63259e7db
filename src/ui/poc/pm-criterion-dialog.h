/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-criterion.h"
#include "ui/common/pm-edit-dialog.h"

G_BEGIN_DECLS

/**
 * PmCriterionDialog:
 *
 * Where a success criterion is added, changed, and said to be met.
 */
#define PM_TYPE_CRITERION_DIALOG (pm_criterion_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmCriterionDialog, pm_criterion_dialog, PM, CRITERION_DIALOG, PmEditDialog)

void
pm_criterion_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmCriterion *criterion);
void pm_criterion_dialog_present_new (GtkWidget *widget, PmWorkspace *workspace, gint64 poc_id);

G_END_DECLS
