/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server.h"

G_BEGIN_DECLS

/* How often the server puts its house in order. */
#define PM_UPKEEP_SECONDS 3600

void pm_upkeep_run (PmServer *server);

G_END_DECLS
