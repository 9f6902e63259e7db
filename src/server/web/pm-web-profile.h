/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

JsonNode *pm_web_profile_read (PmDb *db, gint64 user_id, GError **error);
PmReply *pm_web_put_profile (PmRequest *request, GError **error);

G_END_DECLS
