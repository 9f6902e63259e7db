/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server-config.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PmListener:
 *
 * Lets connections in: as many as are good for the server and from one client, by TLS if it has a
 * certificate, each closed when it is silent for too long. Main thread.
 */
typedef struct _PmListener PmListener;

PmListener *pm_listener_new (SoupServer *soup, PmServerConfig *config);
gboolean pm_listener_load_certificate (PmListener *self, GError **error);
gboolean pm_listener_open (PmListener *self, const char *address, guint *port, GError **error);
void pm_listener_close (PmListener *self);
void pm_listener_free (PmListener *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmListener, pm_listener_free)

GSocket *pm_listener_get_socket (SoupServerMessage *message);

G_END_DECLS
