/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmHealth:
 *
 * Whether the server can do what it is there for. Main thread.
 */
PmHealth *pm_health_new (PmServer *server);
void pm_health_free (PmHealth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmHealth, pm_health_free)

JsonObject *pm_health_describe (PmHealth *self, gboolean *works);

G_END_DECLS
