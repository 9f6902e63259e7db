/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"
#include "server/pm-server.h"

G_BEGIN_DECLS

gboolean pm_invite_mail_add (PmDb *db,
                             PmServer *server,
                             gint64 tenant_id,
                             PmInvitation *invitation,
                             const char *kind,
                             gint64 now,
                             GError **error);
gint64 pm_invite_mail_expiry (PmDb *db, gint64 tenant_id, gint64 now, GError **error);

G_END_DECLS
