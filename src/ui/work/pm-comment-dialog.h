/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-comment.h"
#include "ui/common/pm-edit-dialog.h"

G_BEGIN_DECLS

/**
 * PmCommentDialog:
 *
 * Changes what one has said oneself. Who can read it stays as it is.
 */
#define PM_TYPE_COMMENT_DIALOG (pm_comment_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PmCommentDialog, pm_comment_dialog, PM, COMMENT_DIALOG, PmEditDialog)

void pm_comment_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmComment *comment);

G_END_DECLS
