/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"
#include "server/http/pm-request.h"

G_BEGIN_DECLS

gboolean pm_invite_cancel_open (PmDb *db, PmRequest *request, const char *address, GError **error);

G_END_DECLS
