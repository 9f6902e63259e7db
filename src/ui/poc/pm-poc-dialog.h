/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-poc.h"
#include "ui/common/pm-edit-dialog.h"

G_BEGIN_DECLS

/**
 * PmPocDialog:
 *
 * The fields of a POC, to make one or to change it. A new one is opened (`win.open-poc`).
 */
#define PM_TYPE_POC_DIALOG (pm_poc_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmPocDialog, pm_poc_dialog, PM, POC_DIALOG, PmEditDialog)

void pm_poc_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmPoc *poc);
void pm_poc_dialog_present_new (GtkWidget *widget, PmWorkspace *workspace);

G_END_DECLS
