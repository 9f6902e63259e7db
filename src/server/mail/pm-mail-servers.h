/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "server/mail/pm-mail-key.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * PmMailServer:
 * @url: as #PmMailUrl writes it
 * @password: (nullable): of the user in @url
 * @sender: (nullable): `Name <address>` or an address; %NULL: the server's own
 * @password_lost: it was sealed with another key, and has to be given again
 *
 * An organization's own way out for its mails.
 */
typedef struct {
  char *url;
  char *password;
  char *sender;
  gboolean password_lost;
} PmMailServer;

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
