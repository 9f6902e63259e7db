/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server.h"

G_BEGIN_DECLS

gboolean pm_invite_remind_due (PmDb *db, PmServer *server, gboolean *has_more, GError **error);

G_END_DECLS
