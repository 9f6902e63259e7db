/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"
#include "server/http/pm-request.h"

G_BEGIN_DECLS

gboolean pm_invite_mail_add (PmDb *db,
                             PmRequest *request,
                             PmInvitation *invitation,
                             const char *kind,
                             GError **error);
gint64 pm_invite_mail_expiry (PmDb *db, gint64 tenant_id, gint64 now, GError **error);

G_END_DECLS
