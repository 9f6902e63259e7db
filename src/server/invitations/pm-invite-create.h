/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"
#include "server/http/pm-request.h"

G_BEGIN_DECLS

PmInvitation *
pm_invite_create (PmDb *db, PmRequest *request, PmInvitation *invitation, GError **error);

G_END_DECLS
