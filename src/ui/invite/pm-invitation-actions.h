/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What people do with an invitation that exists, from wherever they see it. Each is said in a
 * toast at the foot of @widget's window, with **Undo** where there is one; so is a failure.
 */

void pm_invitation_resend (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
void pm_invitation_remind (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
void pm_invitation_remove_access (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
void pm_invitation_correct_address (GtkWidget *widget,
                                    PmWorkspace *workspace,
                                    PmPerson *person,
                                    const char *email);
void pm_invitation_cancel (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
void pm_invitation_send_now (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
void pm_invitation_discard (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
void pm_invitation_edit (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
void pm_invitation_invite_again (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
void pm_invitation_say_queued (GtkWidget *widget,
                               PmWorkspace *workspace,
                               PmDraft *draft,
                               gint64 operation_id,
                               gint64 send_at);

G_END_DECLS
