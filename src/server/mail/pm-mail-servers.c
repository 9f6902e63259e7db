/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-servers.h"

#include "domain/pm-error.h"
#include "domain/pm-text.h"
#include "server/audit/pm-audit.h"
#include "server/changes/pm-change-log.h"
#include "server/mail/pm-mail-message.h"
#include "server/mail/pm-mail-url.h"

#include <sodium.h>
#include <string.h>

#define FOLDER         "mail"
#define DEFAULT_SENDER "POC Manager <no-reply@poc-manager.example>"

/**
 * pm_mail_server_new_default:
 * @config: how the server runs
 *
 * Without a mail server, mails are laid down in a folder beside the database. Any thread.
 *
 * Returns: (transfer full): the server's own way out
 */
PmMailServer *
pm_mail_server_new_default (PmServerConfig *config)
{
  PmMailServer *self = g_new0 (PmMailServer, 1);

  self->url = config->mail != NULL ? g_strdup (config->mail)
                                   : g_strconcat ("file:", config->data_dir, "/" FOLDER, NULL);
  self->password = g_strdup (config->mail_password);
  self->sender = g_strdup (config->mail_from);
  return self;
}

/**
 * pm_mail_server_get_sender:
 * @self: a way out
 * @config: how the server runs
 *
 * Returns: (transfer none): whom its mails come from. Any thread
 */
const char *
pm_mail_server_get_sender (const PmMailServer *self, PmServerConfig *config)
{
  if (self->sender != NULL)
    return self->sender;
  return config->mail_from != NULL ? config->mail_from : DEFAULT_SENDER;
}

/**
 * pm_mail_server_open:
 * @self: a way out
 * @config: how the server runs
 * @is_foreign: whether an organization named it; then it must not lead to this machine
 * @seconds: the longest that one mail may take
 * @error: return location
 *
 * Nothing is sent yet. Any thread.
 *
 * Returns: (transfer full) (nullable): it opened; %PM_ERROR_INVALID if it is none,
 *   %PM_ERROR_FAILED if its password was lost
 */
PmMailTransport *
pm_mail_server_open (const PmMailServer *self,
                     PmServerConfig *config,
                     gboolean is_foreign,
                     double seconds,
                     GError **error)
{
  PmMailWay way = {
    .url = self->url,
    .password = self->password,
    .authorities = config->mail_ca_file,
    .is_guarded = is_foreign && !config->allow_local_mail_servers,
    .seconds = seconds,
  };

  if (!self->password_lost)
    return pm_mail_transport_new (&way, error);
  g_set_error_literal (error, PM_ERROR, PM_ERROR_FAILED,
                       "The server's mail key was replaced: the mail server's password has to be "
                       "given again.");
  return NULL;
}

/**
 * pm_mail_server_free:
 * @self: (transfer full): a way out
 *
 * Forgets it.
 */
void
pm_mail_server_free (PmMailServer *self)
{
  if (self->password != NULL)
    sodium_memzero (self->password, strlen (self->password));
  g_free (self->url);
  g_free (self->password);
  g_free (self->sender);
  g_free (self);
}

/**
 * pm_mail_servers_find:
 * @db: a connection
 * @key: opens the password
 * @tenant_id: an organization
 * @server: (out) (transfer full) (nullable): its own mail server, if it has one
 * @error: return location
 *
 * Returns: %FALSE on failure; no mail server is no failure
 */
gboolean
pm_mail_servers_find (PmDb *db,
                      PmMailKey *key,
                      gint64 tenant_id,
                      PmMailServer **server,
                      GError **error)
{
  PmStatement *row =
      pm_db_query (db, error, "SELECT url, password, sender FROM mail_server WHERE tenant_id = ?1",
                   "i", tenant_id);
  g_autoptr (GError) local = NULL;

  *server = NULL;
  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    PmMailServer *found = *server = g_new0 (PmMailServer, 1);
    gsize length;
    gconstpointer sealed = pm_statement_get_blob (row, 1, &length);

    found->url = g_strdup (pm_statement_get_text (row, 0));
    found->sender = g_strdup (pm_statement_get_text (row, 2));
    if (sealed != NULL)
      found->password = pm_mail_key_open (key, sealed, length, NULL);
    found->password_lost = sealed != NULL && found->password == NULL;
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
wake_mailer (PmDb *db)
{
  PmChangeLog *log = pm_db_get_user_data (db);

  if (log != NULL)
    log->has_mail = TRUE;
}

static gboolean
check (const PmMailServer *server, PmMailUrl **url, GError **error)
{
  g_autofree char *address = NULL;

  *url = pm_mail_url_parse (server->url, error);
  if (*url == NULL)
    return FALSE;
  if (server->password != NULL && !pm_text_check ("The mail server's password", server->password,
                                                  -1, PM_TEXT_LINE, PM_TEXT_TITLE_MAX, error))
    return FALSE;
  if (server->sender == NULL)
    return TRUE;
  address = pm_mail_sender_address (server->sender, error);
  return address != NULL;
}

/**
 * pm_mail_servers_put:
 * @db: the connection, in a transaction
 * @key: seals the password
 * @tenant_id: an organization
 * @server: its mail server from now on
 * @now: the moment
 * @error: return location
 *
 * The mails of the organization that wait go that way too, at once.
 *
 * Returns: %FALSE with %PM_ERROR_INVALID if it cannot be one
 */
gboolean
pm_mail_servers_put (PmDb *db,
                     PmMailKey *key,
                     gint64 tenant_id,
                     const PmMailServer *server,
                     gint64 now,
                     GError **error)
{
  g_autoptr (PmMailUrl) url = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (!check (server, &url, error))
    return FALSE;
  text = pm_mail_url_format (url);
  wake_mailer (db);
  if (server->password != NULL)
    sealed = pm_mail_key_seal (key, server->password);
  return pm_db_run (db, error,
                    "INSERT INTO mail_server (tenant_id, url, password, sender, updated_at)"
                    " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (tenant_id) DO UPDATE"
                    " SET url = excluded.url, password = excluded.password,"
                    " sender = excluded.sender, updated_at = excluded.updated_at",
                    "isbsi", tenant_id, text, sealed, server->sender, now) &&
         pm_audit_note (db, tenant_id, PM_AUDIT_MAIL_SERVER_SET, text, error);
}

/**
 * pm_mail_servers_remove:
 * @db: the connection, in a transaction
 * @tenant_id: an organization
 * @error: return location
 *
 * Its mails go the server's own way again.
 */
gboolean
pm_mail_servers_remove (PmDb *db, gint64 tenant_id, GError **error)
{
  wake_mailer (db);
  return pm_db_run (db, error, "DELETE FROM mail_server WHERE tenant_id = ?1", "i", tenant_id) &&
         (pm_db_changes (db) == 0 ||
          pm_audit_note (db, tenant_id, PM_AUDIT_MAIL_SERVER_SET, "none", error));
}

/* Without a mail server, or for who is not to know it, the members are null. */
static void
write_members (JsonObject *body, const PmMailServer *server)
{
  g_autoptr (PmMailUrl) url = server == NULL ? NULL : pm_mail_url_parse (server->url, NULL);

  json_object_set_null_member (body, "custom_mail_server");
  json_object_set_null_member (body, "custom_mail_port");
  json_object_set_null_member (body, "custom_mail_from");
  json_object_set_null_member (body, "custom_mail_tls");
  if (url == NULL)
    return;
  json_object_set_string_member (body, "custom_mail_server", url->host);
  json_object_set_int_member (body, "custom_mail_port", pm_mail_url_get_port (url));
  json_object_set_boolean_member (body, "custom_mail_tls", !url->implicit_tls);
  if (server->sender != NULL)
    json_object_set_string_member (body, "custom_mail_from", server->sender);
}

/**
 * pm_mail_servers_describe:
 * @db: a connection
 * @tenant_id: an organization
 * @for_admin: whether it is for one of its admins
 * @body: the organization as the API writes it
 * @error: return location
 *
 * Adds what API 1.0.0 says of an organization's mail server. User and password are never told,
 * and who is no admin learns only whether there is one.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_mail_servers_describe (PmDb *db,
                          gint64 tenant_id,
                          gboolean for_admin,
                          JsonObject *body,
                          GError **error)
{
  PmStatement *row = pm_db_query (
      db, error, "SELECT url, sender FROM mail_server WHERE tenant_id = ?1", "i", tenant_id);
  g_autoptr (GError) local = NULL;
  g_autoptr (PmMailServer) server = NULL;

  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    server = g_new0 (PmMailServer, 1);
    server->url = g_strdup (pm_statement_get_text (row, 0));
    server->sender = g_strdup (pm_statement_get_text (row, 1));
    pm_statement_reset (row);
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  json_object_set_boolean_member (body, "has_custom_mail_config", server != NULL);
  write_members (body, for_admin ? server : NULL);
  return TRUE;
}
