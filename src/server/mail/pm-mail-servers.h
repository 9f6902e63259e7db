/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "server/mail/pm-mail-key.h"
#include "server/mail/pm-mail-transport.h"
#include "server/pm-server-config.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmMailServer:
 * @url: as #PmMailUrl writes it; the server's may also be `file:DIR`
 * @password: (nullable): of the user in @url
 * @sender: (nullable): `Name <address>` or an address; %NULL: as the server's
 * @password_lost: it was sealed with another key, and has to be given again
 *
 * A way out for mails: the server's, or an organization's own.
 */
typedef struct {
  char *url;
  char *password;
  char *sender;
  gboolean password_lost;
} PmMailServer;

PmMailServer *pm_mail_server_new_default (PmServerConfig *config);
const char *pm_mail_server_get_sender (const PmMailServer *self, PmServerConfig *config);
PmMailTransport *pm_mail_server_open (const PmMailServer *self,
                                      PmServerConfig *config,
                                      gboolean is_foreign,
                                      double seconds,
                                      GError **error);
void pm_mail_server_free (PmMailServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailServer, pm_mail_server_free)

gboolean pm_mail_servers_find (PmDb *db,
                               PmMailKey *key,
                               gint64 tenant_id,
                               PmMailServer **server,
                               GError **error);
gboolean pm_mail_servers_put (PmDb *db,
                              PmMailKey *key,
                              gint64 tenant_id,
                              const PmMailServer *server,
                              gint64 now,
                              GError **error);
gboolean pm_mail_servers_remove (PmDb *db, gint64 tenant_id, GError **error);
gboolean pm_mail_servers_describe (PmDb *db,
                                   gint64 tenant_id,
                                   gboolean for_admin,
                                   JsonObject *body,
                                   GError **error);

G_END_DECLS
