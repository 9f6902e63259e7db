/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-config.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "server/http/pm-body.h"
#include "server/mail/pm-mail-message.h"
#include "server/mail/pm-mail-servers.h"
#include "server/mail/pm-mail-url.h"
#include "server/mail/pm-mailer.h"
#include "server/pm-server.h"

#define SUBMISSION_PORT 587
#define SMTPS_PORT      465

/* A mail server as API 1.0.0 speaks of it. Here, too, nothing is ever sent in the clear. */
typedef struct {
  PmMailUrl *url;
  PmMailServer *server;
} Config;

static void
config_clear (Config *config)
{
  g_clear_pointer (&config->url, pm_mail_url_free);
  g_clear_pointer (&config->server, pm_mail_server_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Config, config_clear)

static gboolean
load (PmDb *db, PmMailKey *key, gint64 tenant_id, Config *config, GError **error)
{
  if (!pm_mail_servers_find (db, key, tenant_id, &config->server, error))
    return FALSE;
  if (config->server == NULL) {
    config->server = g_new0 (PmMailServer, 1);
    config->url = g_new0 (PmMailUrl, 1);
    config->url->requires_tls = TRUE;
    return TRUE;
  }
  config->url = pm_mail_url_parse (config->server->url, error);
  return config->url != NULL;
}

/* Blank is as good as nothing. Returns: whether the member is there. */
static gboolean
read_text (JsonObject *body, const char *name, gboolean *there, const char **text, GError **error)
{
  *there = body != NULL && json_object_has_member (body, name);
  if (!pm_body_get_text (body, name, PM_BODY_OPTIONAL, PM_TEXT_LINE, PM_TEXT_TITLE_MAX, text,
                         error))
    return FALSE;
  if (*text != NULL && pm_text_is_blank (*text))
    *text = NULL;
  return TRUE;
}

/* Where the mail server is. */
static gboolean
read_place (JsonObject *body, PmMailUrl *url, gboolean *remove, gboolean *moved, GError **error)
{
  gboolean there;
  const char *host;

  if (!read_text (body, "custom_mail_server", &there, &host, error))
    return FALSE;
  *remove = there && host == NULL;
  if (!*remove && host == NULL && url->host == NULL) {
    pm_error_refuse_field (error, "custom_mail_server", "missing", "Field required");
    return FALSE;
  }
  *moved = host != NULL && g_strcmp0 (host, url->host) != 0;
  if (*moved)
    g_set_str (&url->host, host);
  return TRUE;
}

static gboolean
read_port (JsonObject *body, PmMailUrl *url, GError **error)
{
  gboolean starttls = !url->implicit_tls;
  gint64 port = 0;

  if (!pm_body_get_boolean (body, "custom_mail_tls", PM_BODY_OPTIONAL, &starttls, error) ||
      !pm_body_get_integer (body, "custom_mail_port", PM_BODY_OPTIONAL, &port, error))
    return FALSE;
  if (port < 0 || port > G_MAXUINT16) {
    pm_error_refuse_field (error, "custom_mail_port", NULL, "The port must be from 1 to 65535.");
    return FALSE;
  }
  if (port != 0)
    url->port = (guint) port;
  else if (url->port == 0 || starttls == url->implicit_tls)
    url->port = starttls ? SUBMISSION_PORT : SMTPS_PORT;
  url->implicit_tls = !starttls;
  url->requires_tls |= body != NULL && json_object_has_member (body, "custom_mail_tls");
  return TRUE;
}

/* A password that is kept goes to the place and the user that it was given for, nowhere else. */
static gboolean
read_credentials (JsonObject *body, Config *config, gboolean moved, GError **error)
{
  gboolean there, password_there;
  const char *user, *password;

  if (!read_text (body, "custom_mail_username", &there, &user, error) ||
      !read_text (body, "custom_mail_password", &password_there, &password, error))
    return FALSE;
  if (there && g_set_str (&config->url->user, user))
    moved = TRUE;
  if (password != NULL || moved)
    g_set_str (&config->server->password, password);
  return TRUE;
}

/* Who signs in by an address can be taken to send from it. */
static gboolean
read_sender (JsonObject *body, Config *config, GError **error)
{
  PmMailServer *server = config->server;
  g_autofree char *address = NULL;
  gboolean there;
  const char *sender;

  if (!read_text (body, "custom_mail_from", &there, &sender, error))
    return FALSE;
  if (there)
    g_set_str (&server->sender, sender);
  if (server->sender == NULL && config->url->user != NULL &&
      pm_address_check (config->url->user, NULL))
    g_set_str (&server->sender, config->url->user);
  if (server->sender != NULL)
    address = pm_mail_sender_address (server->sender, NULL);
  if (address == NULL)
    pm_error_refuse_field (error, "custom_mail_from", NULL,
                           "The address that mails come from is needed, as “Name <address>”.");
  return address != NULL;
}

static gboolean
read_config (JsonObject *body, Config *config, gboolean *remove, GError **error)
{
  gboolean moved;
  GError *refusal = NULL;

  if (!read_place (body, config->url, remove, &moved, error))
    return FALSE;
  if (*remove)
    return TRUE;
  if (!read_port (body, config->url, error) || !read_credentials (body, config, moved, error) ||
      !read_sender (body, config, error))
    return FALSE;
  if (pm_mail_url_check (config->url, &refusal))
    return TRUE;
  pm_error_set_field (refusal, "custom_mail_server");
  g_propagate_error (error, refusal);
  return FALSE;
}

/**
 * pm_mail_config_rule_change:
 * @db: the connection, in a transaction
 * @request: the request: `custom_mail_server`, `_port`, `_username`, `_password`, `_from` and
 *   `_tls`, which is STARTTLS; without it the connection is encrypted from the start
 * @data: unused
 * @error: return location
 *
 * Changes what is given of an organization's mail server; without a server its mails go the
 * server's own way. The organization's admin may name any host that is not this machine or on its
 * own link, and sees in the test's words how it answers.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_mail_config_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  PmMailKey *key = pm_mailer_get_key (pm_server_get_mailer (pm_request_get_server (request)));
  gint64 tenant_id = pm_request_get_tenant_id (request);
  JsonObject *body = pm_request_get_body (request);
  g_auto (Config) config = { 0 };
  gboolean remove, done;

  if (!load (db, key, tenant_id, &config, error) || !read_config (body, &config, &remove, error))
    return NULL;
  if (remove) {
    done = pm_mail_servers_remove (db, tenant_id, error);
  } else {
    g_free (config.server->url);
    config.server->url = pm_mail_url_format (config.url);
    done = pm_mail_servers_put (db, key, tenant_id, config.server, pm_request_get_now (request),
                                error);
  }
  return done ? pm_reply_new_message (200, "Email configuration updated successfully") : NULL;
}
