/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-resource.h"
#include "ui/common/pm-edit-dialog.h"

G_BEGIN_DECLS

/**
 * PmResourceDialog:
 *
 * A resource: a link, a text, or a piece of code.
 */
#define PM_TYPE_RESOURCE_DIALOG (pm_resource_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmResourceDialog, pm_resource_dialog, PM, RESOURCE_DIALOG, PmEditDialog)

void pm_resource_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmResource *resource);
void pm_resource_dialog_present_new (GtkWidget *widget, PmWorkspace *workspace, gint64 poc_id);

G_END_DECLS
