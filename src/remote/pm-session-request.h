/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *pm_session_refresh_request (const char *token);
char *pm_session_login_request (const char *email, const char *password);
char *pm_session_grant_request (gint64 tenant_id, const char *email, const char *password);

G_END_DECLS
