/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pm-server-config.h"

#include "domain/pm-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define DEFAULT_LISTEN "127.0.0.1:8420"
#define PER_HOUR       1000
#define PER_DAY        10000
#define MAIL_RETRY     30.0

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
  self->mail_password = g_strdup (g_getenv ("POC_MANAGER_MAIL_PASSWORD"));
  self->mail_retry = MAIL_RETRY;
  self->invitations_per_hour = PER_HOUR;
  self->invitations_per_day = PER_DAY;
  return self;
}

PmServerConfig *
pm_server_config_copy (PmServerConfig *self)
{
  PmServerConfig *copy = g_memdup2 (self, sizeof *self);

  copy->data_dir = g_strdup (self->data_dir);
  copy->listen = g_strdup (self->listen);
  copy->public_url = g_strdup (self->public_url);
  copy->mail = g_strdup (self->mail);
  copy->mail_password = g_strdup (self->mail_password);
  copy->mail_from = g_strdup (self->mail_from);
  return copy;
}

static void
load_string (GKeyFile *file, const char *key, char **value)
{
  g_autofree char *text = g_key_file_get_string (file, "server", key, NULL);

  if (text != NULL)
    g_set_str (value, g_strstrip (text));
}

static gboolean
load_number (GKeyFile *file, const char *key, guint *value, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, "server", key, NULL);
  guint64 number;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (g_strstrip (text), 10, 1, G_MAXUINT, &number, NULL)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” must be a whole number from 1 on.", key);
    return FALSE;
  }
  *value = (guint) number;
  return TRUE;
}

static gboolean
load_seconds (GKeyFile *file, const char *key, double *value, GError **error)
{
  g_autoptr (GError) local = NULL;
  double seconds = g_key_file_get_double (file, "server", key, &local);

  if (g_error_matches (local, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND) ||
      g_error_matches (local, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND))
    return TRUE;
  if (local != NULL || !(seconds > 0.0)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” must be a number of seconds.", key);
    return FALSE;
  }
  *value = seconds;
  return TRUE;
}

static gboolean
check_mode (const char *path, GKeyFile *file, GError **error)
{
  GStatBuf info;

  if (!g_key_file_has_key (file, "server", "mail-password", NULL))
    return TRUE;
  if (g_stat (path, &info) == 0 && (info.st_mode & 077) == 0)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
               "“%s” holds a password and can be read by others. Make its mode 0600.", path);
  return FALSE;
}

/**
 * pm_server_config_load:
 * @self: the configuration
 * @path: a key file with the group `[server]`
 * @error: return location
 *
 * Takes over what the file says.
 *
 * Returns: %FALSE if it cannot be read or says something impossible
 */
gboolean
pm_server_config_load (PmServerConfig *self, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "“%s” cannot be read: %s", path,
                 local->message);
    return FALSE;
  }
  load_string (file, "data-dir", &self->data_dir);
  load_string (file, "listen", &self->listen);
  load_string (file, "public-url", &self->public_url);
  load_string (file, "mail", &self->mail);
  load_string (file, "mail-password", &self->mail_password);
  load_string (file, "mail-from", &self->mail_from);
  self->trust_proxy = g_key_file_get_boolean (file, "server", "trust-proxy", NULL);
  return check_mode (path, file, error) &&
         load_seconds (file, "mail-retry", &self->mail_retry, error) &&
         load_number (file, "invitations-per-hour", &self->invitations_per_hour, error) &&
         load_number (file, "invitations-per-day", &self->invitations_per_day, error);
}

/**
 * pm_server_config_check:
 * @self: the configuration, complete
 * @error: return location
 *
 * Drops slashes at the end of the public address.
 *
 * Returns: %FALSE with a sentence if the server cannot run so
 */
gboolean
pm_server_config_check (PmServerConfig *self, GError **error)
{
  g_autoptr (GUri) uri = NULL;

  if (self->public_url == NULL)
    return TRUE;
  while (g_str_has_suffix (self->public_url, "/"))
    self->public_url[strlen (self->public_url) - 1] = '\0';
  uri = g_uri_parse (self->public_url, G_URI_FLAGS_NONE, NULL);
  if (uri != NULL && g_uri_get_host (uri) != NULL && g_uri_get_userinfo (uri) == NULL &&
      g_uri_get_query (uri) == NULL && g_uri_get_fragment (uri) == NULL &&
      (g_str_equal (g_uri_get_scheme (uri), "https") ||
       g_str_equal (g_uri_get_scheme (uri), "http")))
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
               "“%s” is no public address. Give it as https://poc.example.com.", self->public_url);
  return FALSE;
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

void
pm_server_config_free (PmServerConfig *self)
{
  g_free (self->data_dir);
  g_free (self->listen);
  g_free (self->public_url);
  g_free (self->mail);
  g_free (self->mail_password);
  g_free (self->mail_from);
  g_free (self);
}
