/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-token.h"

#include "wire/pm-wire.h"

#include <string.h>

#define LAST_SECOND (G_MAXINT64 / G_USEC_PER_SEC)

/* Base64 for addresses, without padding. */
static char *
decode (const char *text)
{
  g_autoptr (GString) padded = g_string_new (text);
  gsize length;
  guchar *bytes;
  char *decoded;

  g_string_replace (padded, "-", "+", 0);
  g_string_replace (padded, "_", "/", 0);
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  bytes = g_base64_decode (padded->str, &length);
  decoded = g_strndup ((const char *) bytes, length);
  g_free (bytes);
  return decoded;
}

/**
 * pm_token_get_end:
 * @token: an access token
 *
 * Looks into a token of the kind that says when it ends; nothing else in it is believed.
 *
 * Returns: its end in microseconds, by the server's clock; 0 when it does not say
 */
gint64
pm_token_get_end (const char *token)
{
  g_auto (GStrv) parts = g_strsplit (token, ".", 4);
  g_autofree char *claims = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (g_strv_length (parts) != 3)
    return 0;
  claims = decode (parts[1]);
  object = pm_wire_parse_object (claims, -1, NULL);
  if (object == NULL)
    return 0;
  return CLAMP (pm_wire_get_integer (object, "exp", 0), 0, LAST_SECOND) * G_USEC_PER_SEC;
}
