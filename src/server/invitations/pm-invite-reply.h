/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "server/http/pm-request.h"

G_BEGIN_DECLS

PmReply *pm_invite_reply (PmDb *db, PmRequest *request, gint64 invitation_id, GError **error);
gboolean pm_invite_refuse_status (const char *what, PmInvitationStatus status, GError **error);

G_END_DECLS
