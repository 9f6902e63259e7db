/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server.h"

G_BEGIN_DECLS

/**
 * PmAdminSocket:
 *
 * Where the running server takes an administrator's tasks: one line of JSON, answered by one.
 * Only the folder's owner can reach it. Main thread.
 */
typedef struct _PmAdminSocket PmAdminSocket;

char *pm_admin_socket_get_path (PmServerConfig *config);
PmAdminSocket *pm_admin_socket_new (PmServer *server, GError **error);
void pm_admin_socket_free (PmAdminSocket *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmAdminSocket, pm_admin_socket_free)

G_END_DECLS
