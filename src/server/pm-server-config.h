/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-log.h"

G_BEGIN_DECLS

/**
 * PmServerConfig:
 * @data_dir: the folder of the database, its keys and the admin socket
 * @listen: address and port, as `127.0.0.1:8420`; port 0 takes a free one
 * @public_url: (nullable): what links in mails begin with; %NULL: the listening address
 * @tls_cert: (nullable): a PEM file; with it only TLS is spoken
 * @tls_key: (nullable): the PEM file of its key
 * @mail: (nullable): where mails go, as `smtp://user@host:587` or `file:DIR`; %NULL: `mail` in @data_dir
 * @mail_password: (nullable): the mail account's password, never from the command line
 * @mail_from: (nullable): the sender's address
 * @mail_retry: seconds until a mail that could not be sent is tried again for the first time
 * @mail_timeout: the longest that sending one mail may take, in seconds
 * @mail_ca_file: (nullable): a PEM file with authorities for mail servers' certificates
 * @allow_local_mail_servers: whether organizations may name mail servers on this machine
 * @demo_pocs: fills an empty database with so many POCs; 0: none
 * @trust_proxy: whether forwarded headers are believed
 * @invitations_per_hour: limit for a user; 0: none
 * @invitations_per_day: limit for an organization; 0: none
 * @connections: how many there may be at a time
 * @connections_per_client: how many from one address; 0: as many as are good for one client, and
 *   any number from this machine, where a proxy may be
 * @request_seconds: how long a request may take, from its first byte to the last of its answer
 * @socket_seconds: how long a connection may be silent
 * @slow_seconds: from when on a request is reported as slow
 * @log_level: what is written to the log
 *
 * How the server runs. Not changed once the server has been made; any thread may read it.
 */
typedef struct {
  char *data_dir;
  char *listen;
  char *public_url;
  char *tls_cert;
  char *tls_key;
  char *mail;
  char *mail_password;
  char *mail_from;
  double mail_retry;
  double mail_timeout;
  char *mail_ca_file;
  gboolean allow_local_mail_servers;
  guint demo_pocs;
  gboolean trust_proxy;
  guint invitations_per_hour;
  guint invitations_per_day;
  guint connections;
  guint connections_per_client;
  guint request_seconds;
  guint socket_seconds;
  double slow_seconds;
  PmLogLevel log_level;
} PmServerConfig;

PmServerConfig *pm_server_config_new (void);
PmServerConfig *pm_server_config_copy (PmServerConfig *self);
gboolean pm_server_config_load (PmServerConfig *self, const char *path, GError **error);
gboolean
pm_server_config_set (PmServerConfig *self, const char *key, const char *text, GError **error);
gboolean pm_server_config_check (PmServerConfig *self, GError **error);
char *pm_server_config_get_database (PmServerConfig *self);
char *pm_server_config_get_mark (PmServerConfig *self);
char *pm_server_config_get_mail_key (PmServerConfig *self);
void pm_server_config_free (PmServerConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmServerConfig, pm_server_config_free)

G_END_DECLS
