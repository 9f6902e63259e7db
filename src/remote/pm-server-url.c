/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-server-url.h"

#include "domain/pm-error.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_LENGTH 2000

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID, words);
  return FALSE;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
has_controls (const char *text)
{
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)) || g_unichar_isspace (g_utf8_get_char (c)))
      return TRUE;
  return FALSE;
}

static gboolean
check (GUri *uri, GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0')
    return refuse (error, "The address of the server has no host name in it.");
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, "Leave the name and the password out of the server's address.");
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return refuse (error, "The address of the server must end before any “?” or “#”.");
  if (strcmp (scheme, "https") == 0)
    return TRUE;
  if (strcmp (scheme, "http") != 0)
    return refuse (error, "The address of the server must begin with https://.");
  if (!is_loopback (host))
    return refuse (error, "Without https your password could be read on its way. Use an address "
                          "that begins with https://.");
  return TRUE;
}

/**
 * pm_server_url_normalize:
 * @text: what a person typed: an address, with or without a scheme, a path and slashes at its end
 * @error: return location
 *
 * Everything but https is refused, except plain http to this very machine.
 *
 * Returns: (transfer full) (nullable): the address to which paths are appended: with its scheme,
 *   without a slash at its end. %PM_ERROR_INVALID with the reason when it cannot be used
 */
char *
pm_server_url_normalize (const char *text, GError **error)
{
  g_autofree char *typed = g_strstrip (g_strdup (text));
  g_autofree char *full = NULL;
  g_autofree char *address = NULL;
  g_autoptr (GUri) uri = NULL;
  gsize length;

  if (*typed == '\0' || strlen (typed) > MAX_LENGTH || !g_utf8_validate (typed, -1, NULL)) {
    refuse (error, "Enter the address of your server.");
    return NULL;
  }
  full = strstr (typed, "://") != NULL ? g_strdup (typed) : g_strconcat ("https://", typed, NULL);
  if (strpbrk (full, "\"<>\\^`{|}") == NULL && !has_controls (full))
    uri = g_uri_parse (full, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL) {
    refuse (error, "This is no valid address of a server.");
    return NULL;
  }
  if (!check (uri, error))
    return NULL;

  address = g_uri_to_string (uri);
  length = strlen (address);
  while (length > 0 && address[length - 1] == '/')
    address[--length] = '\0';
  return g_steal_pointer (&address);
}
