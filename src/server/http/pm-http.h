/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-waiting-room.h"

#include <libdex.h>

G_BEGIN_DECLS

/**
 * PmHttp:
 *
 * The door to the network: reads requests within their limits, gives each a fiber, and writes
 * the answers. Main thread.
 */
typedef struct _PmHttp PmHttp;

PmHttp *pm_http_new (PmServer *server);
gboolean pm_http_listen (PmHttp *self, const char *address, guint *port, GError **error);
gboolean pm_http_reload (PmHttp *self, GError **error);
PmWaitingRoom *pm_http_get_waiting_room (PmHttp *self);
DexFuture *pm_http_close (PmHttp *self);
void pm_http_free (PmHttp *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmHttp, pm_http_free)

G_END_DECLS
