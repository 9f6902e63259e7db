/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmMailUrl:
 * @implicit_tls: encrypted from the first byte (`smtps`); otherwise by STARTTLS
 * @requires_tls: nothing is sent in the clear, even where encryption is not offered
 * @user: (nullable): who signs in there
 * @host: a name, or an IP address without brackets
 * @port: 0: the protocol's own
 *
 * Where a mail server is: `smtp://[user@]host[:port][?tls=required]` or `smtps://…`. Where
 * somebody signs in, encryption is always required.
 */
typedef struct {
  gboolean implicit_tls;
  gboolean requires_tls;
  char *user;
  char *host;
  guint port;
} PmMailUrl;

PmMailUrl *pm_mail_url_parse (const char *text, GError **error);
gboolean pm_mail_url_check (const PmMailUrl *self, GError **error);
char *pm_mail_url_format (const PmMailUrl *self);
guint pm_mail_url_get_port (const PmMailUrl *self);
void pm_mail_url_free (PmMailUrl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmMailUrl, pm_mail_url_free)

G_END_DECLS
