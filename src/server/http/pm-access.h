/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

char *pm_access_make_token (void);
char *pm_access_hash_token (const char *token);
char *pm_access_find_credentials (PmRequest *request, gboolean *by_cookie);
const char *pm_access_get_cookie_name (PmServer *server);
gboolean pm_access_check_connection (PmRequest *request, GError **error);
gboolean pm_access_check (PmDb *db, PmRequest *request, GError **error);

G_END_DECLS
