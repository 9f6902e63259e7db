/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-mail-template.h"
#include "workspace/pm-workspace.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmInviteReview:
 *
 * The second step of an invitation: reading what the customer will get before it is sent.
 */
#define PM_TYPE_INVITE_REVIEW (pm_invite_review_get_type ())
G_DECLARE_FINAL_TYPE (PmInviteReview, pm_invite_review, PM, INVITE_REVIEW, AdwNavigationPage)

void pm_invite_review_show (PmInviteReview *self,
                            PmDraft *draft,
                            PmRenderedMail *mail,
                            const char *lack,
                            GListModel *advice);

G_END_DECLS
