/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pm-server-config.h"

#include "domain/pm-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define GROUP           "server"
#define MAIL_PASSWORD   "POC_MANAGER_MAIL_PASSWORD"
#define DEFAULT_LISTEN  "127.0.0.1:8420"
#define PER_HOUR        1000
#define PER_DAY         10000
#define MAIL_RETRY      30.0
#define MAIL_TIMEOUT    180.0
#define CONNECTIONS     8192
#define REQUEST_SECONDS 60
#define SOCKET_SECONDS  30
#define SLOW_SECONDS    2.0

typedef enum {
  KIND_TEXT,
  KIND_ADDRESS,
  KIND_URL,
  KIND_MAIL,
  KIND_NUMBER,
  KIND_LIMIT,
  KIND_SECONDS,
  KIND_SWITCH,
  KIND_LEVEL,
} Kind;

typedef struct {
  const char *name;
  Kind kind;
  gboolean secret;
  gsize offset;
} Key;

#define KEY(name, kind, member)    { name, kind, FALSE, G_STRUCT_OFFSET (PmServerConfig, member) }
#define SECRET(name, kind, member) { name, kind, TRUE, G_STRUCT_OFFSET (PmServerConfig, member) }

/* Everything that a file can say. */
static const Key keys[] = {
  KEY ("data-dir", KIND_TEXT, data_dir),
  KEY ("listen", KIND_ADDRESS, listen),
  KEY ("public-url", KIND_URL, public_url),
  KEY ("tls-cert", KIND_TEXT, tls_cert),
  KEY ("tls-key", KIND_TEXT, tls_key),
  KEY ("trust-proxy", KIND_SWITCH, trust_proxy),
  KEY ("mail", KIND_MAIL, mail),
  KEY ("mail-from", KIND_TEXT, mail_from),
  SECRET ("mail-password", KIND_TEXT, mail_password),
  KEY ("mail-retry", KIND_SECONDS, mail_retry),
  KEY ("mail-timeout", KIND_SECONDS, mail_timeout),
  KEY ("mail-ca-file", KIND_TEXT, mail_ca_file),
  KEY ("allow-local-mail-servers", KIND_SWITCH, allow_local_mail_servers),
  KEY ("invitations-per-hour", KIND_LIMIT, invitations_per_hour),
  KEY ("invitations-per-day", KIND_LIMIT, invitations_per_day),
  KEY ("connections", KIND_NUMBER, connections),
  KEY ("connections-per-client", KIND_NUMBER, connections_per_client),
  KEY ("request-seconds", KIND_NUMBER, request_seconds),
  KEY ("socket-seconds", KIND_NUMBER, socket_seconds),
  KEY ("slow-seconds", KIND_SECONDS, slow_seconds),
  KEY ("log-level", KIND_LEVEL, log_level),
};

static gboolean
is_owned (const Key *key)
{
  return key->kind <= KIND_MAIL;
}

/* Under a service manager the folder is given; otherwise it is the user's own. */
static char *
default_data_dir (void)
{
  const char *given = g_getenv ("STATE_DIRECTORY");

  if (given != NULL && given[0] != '\0')
    return g_strdup (given);
  return g_build_filename (g_get_user_data_dir (), "poc-manager-server", NULL);
}

/**
 * pm_server_config_new:
 *
 * Returns: (transfer full): how the server runs when nothing is said
 */
PmServerConfig *
pm_server_config_new (void)
{
  PmServerConfig *self = g_new0 (PmServerConfig, 1);

  self->data_dir = default_data_dir ();
  self->listen = g_strdup (DEFAULT_LISTEN);
  self->mail_password = g_strdup (g_getenv (MAIL_PASSWORD));
  self->mail_retry = MAIL_RETRY;
  self->mail_timeout = MAIL_TIMEOUT;
  self->invitations_per_hour = PER_HOUR;
  self->invitations_per_day = PER_DAY;
  self->connections = CONNECTIONS;
  self->request_seconds = REQUEST_SECONDS;
  self->socket_seconds = SOCKET_SECONDS;
  self->slow_seconds = SLOW_SECONDS;
  self->log_level = PM_LOG_INFO;
  return self;
}

PmServerConfig *
pm_server_config_copy (PmServerConfig *self)
{
  PmServerConfig *copy = g_memdup2 (self, sizeof *self);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (is_owned (&keys[i])) {
      char **text = G_STRUCT_MEMBER_P (copy, keys[i].offset);

      *text = g_strdup (*text);
    }
  return copy;
}

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID, words);
  return FALSE;
}

static gboolean
refuse_value (GError **error, const char *text, const char *words)
{
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” %s", text, words);
  return FALSE;
}

static gboolean
check_address (const char *text, GError **error)
{
  g_autoptr (GSocketConnectable) parsed = g_network_address_parse (text, 1, NULL);

  if (parsed != NULL && (strrchr (text, ':') != NULL || strchr (text, '.') != NULL))
    return TRUE;
  return refuse_value (error, text, "is no address to listen on. Give it as 127.0.0.1:8420.");
}

static gboolean
check_url (const char *text, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host != NULL && *host != '\0' && g_uri_get_userinfo (uri) == NULL &&
      g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL &&
      (g_str_equal (g_uri_get_scheme (uri), "https") ||
       g_str_equal (g_uri_get_scheme (uri), "http")))
    return TRUE;
  return refuse_value (error, text, "is no public address. Give it as https://poc.example.com.");
}

/* Command lines can be read by everybody on the machine, and addresses get into logs. */
static gboolean
check_mail (const char *text, GError **error)
{
  const char *at = strrchr (text, '@');
  const char *scheme_end = strstr (text, "://");
  const char *colon = scheme_end != NULL ? strchr (scheme_end + 3, ':') : NULL;

  if (!g_str_has_prefix (text, "smtp://") && !g_str_has_prefix (text, "smtps://") &&
      !g_str_has_prefix (text, "file:"))
    return refuse (error, "Mails go to smtp://user@host:587, smtps://user@host or file:/folder.");
  if (colon == NULL || at == NULL || colon > at)
    return TRUE;
  return refuse (error, "A password does not belong here. Put it into the file as mail-password, "
                        "or into the environment as " MAIL_PASSWORD ".");
}

static gboolean
check_text (Kind kind, const char *text, GError **error)
{
  if (*text == '\0')
    return refuse (error, "The value is missing.");
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, "The value is not valid text.");
  switch (kind) {
  case KIND_ADDRESS:
    return check_address (text, error);
  case KIND_URL:
    return check_url (text, error);
  case KIND_MAIL:
    return check_mail (text, error);
  case KIND_TEXT:
  case KIND_NUMBER:
  case KIND_LIMIT:
  case KIND_SECONDS:
  case KIND_SWITCH:
  case KIND_LEVEL:
  default:
    return TRUE;
  }
}

static gboolean
set_number (guint *value, const char *text, guint64 least, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, least, G_MAXINT, &number, NULL))
    return refuse_value (error, text,
                         least == 0 ? "is no whole number; 0 means that there is no limit."
                                    : "is no whole number from 1 on.");
  *value = (guint) number;
  return TRUE;
}

static gboolean
set_seconds (double *value, const char *text, GError **error)
{
  char *end;
  double seconds = g_ascii_strtod (text, &end);

  if (*text == '\0' || *end != '\0' || !(seconds > 0.0 && seconds < 1e9))
    return refuse_value (error, text, "is no number of seconds.");
  *value = seconds;
  return TRUE;
}

static gboolean
set_switch (gboolean *value, const char *text, GError **error)
{
  if (!g_str_equal (text, "true") && !g_str_equal (text, "false"))
    return refuse_value (error, text, "is neither true nor false.");
  *value = g_str_equal (text, "true");
  return TRUE;
}

static gboolean
set_value (PmServerConfig *self, const Key *key, const char *text, GError **error)
{
  gpointer member = G_STRUCT_MEMBER_P (self, key->offset);

  switch (key->kind) {
  case KIND_NUMBER:
    return set_number (member, text, 1, error);
  case KIND_LIMIT:
    return set_number (member, text, 0, error);
  case KIND_SECONDS:
    return set_seconds (member, text, error);
  case KIND_SWITCH:
    return set_switch (member, text, error);
  case KIND_LEVEL:
    return pm_log_level_from_name (text, member) ||
           refuse_value (error, text, "is no level. There are error, warning, info and debug.");
  case KIND_TEXT:
  case KIND_ADDRESS:
  case KIND_URL:
  case KIND_MAIL:
  default:
    if (!check_text (key->kind, text, error))
      return FALSE;
    g_set_str ((char **) member, text);
    return TRUE;
  }
}

static const Key *
find_key (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].name, name))
      return &keys[i];
  return NULL;
}

/**
 * pm_server_config_set:
 * @self: the configuration
 * @key: a key, as it stands in the file
 * @text: its value
 * @error: return location
 *
 * Takes over what the command line says.
 *
 * Returns: %FALSE with a sentence if the value is impossible
 */
gboolean
pm_server_config_set (PmServerConfig *self, const char *key, const char *text, GError **error)
{
  if (set_value (self, find_key (key), text, error))
    return TRUE;
  g_prefix_error (error, "--%s: ", key);
  return FALSE;
}

static gboolean
check_mode (const char *path, GError **error)
{
  GStatBuf info;

  if (g_stat (path, &info) == 0 && (info.st_mode & 077) == 0)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
               "“%s” holds a password and can be read by others. Make its mode 0600.", path);
  return FALSE;
}

static gboolean
load_key (PmServerConfig *self, GKeyFile *file, const char *path, const char *name, GError **error)
{
  const Key *key = find_key (name);
  g_autofree char *text = NULL;

  if (key == NULL) {
    pm_log (PM_LOG_WARNING, "config", "file", path, "unknown-key", name, NULL);
    return TRUE;
  }
  text = g_key_file_get_string (file, GROUP, name, NULL);
  if (key->secret && !check_mode (path, error))
    return FALSE;
  /* The environment is nearer than the file. */
  if (key->secret && g_getenv (MAIL_PASSWORD) != NULL)
    return TRUE;
  if (text == NULL)
    refuse (error, "The value is not valid text.");
  if (text != NULL && set_value (self, key, g_strstrip (text), error))
    return TRUE;
  g_prefix_error (error, "In “%s”, %s: ", path, name);
  return FALSE;
}

static void
warn_of_groups (GKeyFile *file, const char *path)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    if (!g_str_equal (groups[i], GROUP))
      pm_log (PM_LOG_WARNING, "config", "file", path, "unknown-group", groups[i], NULL);
}

/**
 * pm_server_config_load:
 * @self: the configuration
 * @path: a key file with the group `[server]`
 * @error: return location
 *
 * Takes over what the file says. What nobody knows is warned about.
 *
 * Returns: %FALSE if it cannot be read, says something impossible, or holds a secret that others
 *   can read
 */
gboolean
pm_server_config_load (PmServerConfig *self, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) names = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” cannot be read: %s.", path,
                 local->message);
    return FALSE;
  }
  warn_of_groups (file, path);
  names = g_key_file_get_keys (file, GROUP, NULL, NULL);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (!load_key (self, file, path, names[i], error))
      return FALSE;
  return TRUE;
}

/**
 * pm_server_config_check:
 * @self: the configuration, complete
 * @error: return location
 *
 * Looks at what belongs together, and drops slashes at the end of the public address.
 *
 * Returns: %FALSE with a sentence if the server cannot run so
 */
gboolean
pm_server_config_check (PmServerConfig *self, GError **error)
{
  while (self->public_url != NULL && g_str_has_suffix (self->public_url, "/"))
    self->public_url[strlen (self->public_url) - 1] = '\0';
  if ((self->tls_cert == NULL) != (self->tls_key == NULL))
    return refuse (error, "TLS needs both, --tls-cert and --tls-key.");
  return TRUE;
}

/**
 * pm_server_config_get_database:
 * @self: the configuration
 *
 * Returns: (transfer full): the database's path
 */
char *
pm_server_config_get_database (PmServerConfig *self)
{
  return g_build_filename (self->data_dir, "server.db", NULL);
}

/**
 * pm_server_config_get_mark:
 * @self: the configuration
 *
 * Returns: (transfer full): the path of the file that tells whether the database is the one that was
 *   here last
 */
char *
pm_server_config_get_mark (PmServerConfig *self)
{
  return g_build_filename (self->data_dir, "server.mark", NULL);
}

/**
 * pm_server_config_get_mail_key:
 * @self: the configuration
 *
 * Returns: (transfer full): the path of the key that seals links and passwords of mail servers
 */
char *
pm_server_config_get_mail_key (PmServerConfig *self)
{
  return g_build_filename (self->data_dir, "mail.key", NULL);
}

void
pm_server_config_free (PmServerConfig *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (is_owned (&keys[i]))
      g_free (G_STRUCT_MEMBER (char *, self, keys[i].offset));
  g_free (self);
}
