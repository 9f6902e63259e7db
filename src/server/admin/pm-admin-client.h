/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server-config.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char *pm_admin_client_do (PmServerConfig *config,
                          const char *task,
                          JsonObject *arguments,
                          GError **error);

G_END_DECLS
