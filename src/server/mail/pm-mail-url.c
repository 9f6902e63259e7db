/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-url.h"

#include "domain/pm-error.h"
#include "domain/pm-text.h"

#include <gio/gio.h>
#include <string.h>

#define HOST_MAX 253
#define PORT_MAX 65535

#define SMTP_PORT  25
#define SMTPS_PORT 465

static gboolean
refuse (GError **error, const char *sentence)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
is_scheme (GUri *uri, const char *scheme)
{
  return g_str_equal (g_uri_get_scheme (uri), scheme);
}

static gboolean
check_parts (const char *text, GUri *uri, GError **error)
{
  const char *path = uri == NULL ? NULL : g_uri_get_path (uri);
  const char *query = uri == NULL ? NULL : g_uri_get_query (uri);

  if (uri == NULL || (!is_scheme (uri, "smtp") && !is_scheme (uri, "smtps")) ||
      g_uri_get_host (uri) == NULL || g_uri_get_fragment (uri) != NULL ||
      (*path != '\0' && !g_str_equal (path, "/"))) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "“%s” is no mail server: smtp://host or smtps://host is.", text);
    return FALSE;
  }
  if (g_uri_get_password (uri) != NULL)
    return refuse (error, "The mail server's password stands in the address, where others can "
                          "read it. Give it in the configuration file or the environment.");
  if (query != NULL && !g_str_equal (query, "tls=required"))
    return refuse (error, "A mail server's address may end in “?tls=required”, in nothing else.");
  return TRUE;
}

static gboolean
is_host (const char *host)
{
  if (g_hostname_is_ip_address (host))
    return TRUE;
  for (const char *c = host; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("-._", *c) == NULL && (*c & 0x80) == 0)
      return FALSE;
  return *host != '\0' && strlen (host) <= HOST_MAX;
}

/**
 * pm_mail_url_parse:
 * @text: a mail server's address
 * @error: return location
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): it in parts, or %NULL with %PM_ERROR_INVALID
 */
PmMailUrl *
pm_mail_url_parse (const char *text, GError **error)
{
  g_autoptr (GUri) uri =
      g_uri_parse (text, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr (PmMailUrl) self = NULL;

  if (!check_parts (text, uri, error))
    return NULL;
  self = g_new0 (PmMailUrl, 1);
  self->implicit_tls = is_scheme (uri, "smtps");
  self->requires_tls = g_uri_get_query (uri) != NULL;
  self->user = g_strdup (g_uri_get_user (uri));
  self->host = g_strdup (g_uri_get_host (uri));
  self->port = (guint) MAX (g_uri_get_port (uri), 0);
  return pm_mail_url_check (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * pm_mail_url_check:
 * @self: a mail server's address, from wherever
 * @error: return location
 *
 * Any thread.
 *
 * Returns: %FALSE with %PM_ERROR_INVALID, naming nothing that is secret, if it cannot be one
 */
gboolean
pm_mail_url_check (const PmMailUrl *self, GError **error)
{
  if (!g_utf8_validate (self->host, -1, NULL) || !is_host (self->host))
    return refuse (error, "The mail server's name is no host name.");
  if (self->port > PORT_MAX)
    return refuse (error, "The mail server's port must be from 1 to 65535.");
  if (self->user == NULL)
    return TRUE;
  if (*self->user == '\0')
    return refuse (error, "The mail server's user name is empty.");
  return pm_text_check ("The mail server's user name", self->user, -1, PM_TEXT_LINE,
                        PM_TEXT_TITLE_MAX, error);
}

/**
 * pm_mail_url_format:
 * @self: a mail server's address
 *
 * Any thread.
 *
 * Returns: (transfer full): it as pm_mail_url_parse() reads it
 */
char *
pm_mail_url_format (const PmMailUrl *self)
{
  return g_uri_join_with_user (G_URI_FLAGS_HAS_PASSWORD, self->implicit_tls ? "smtps" : "smtp",
                               self->user, NULL, NULL, self->host,
                               self->port == 0 ? -1 : (int) self->port, "",
                               self->requires_tls ? "tls=required" : NULL, NULL);
}

/**
 * pm_mail_url_get_port:
 * @self: a mail server's address
 *
 * Returns: the port that is spoken to. Any thread
 */
guint
pm_mail_url_get_port (const PmMailUrl *self)
{
  if (self->port != 0)
    return self->port;
  return self->implicit_tls ? SMTPS_PORT : SMTP_PORT;
}

/**
 * pm_mail_url_free:
 * @self: (transfer full): a mail server's address
 */
void
pm_mail_url_free (PmMailUrl *self)
{
  g_free (self->user);
  g_free (self->host);
  g_free (self);
}
