/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/web/pm-web-pages.h"

#include "domain/pm-error.h"
#include "server/pm-server.h"

#include <string.h>

#define FOLDER "/io/github/poc_manager/web/"

/* Where links begin, in the pages: the public address may have a path of its own. */
#define BASE_MARK "@base@"

/* Only what stands in our own files runs and shows, and only we are asked. */
#define POLICY \
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " \
  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

static const struct {
  const char *suffix;
  const char *type;
} asset_types[] = {
  { ".css", "text/css; charset=utf-8" },
  { ".js", "text/javascript; charset=utf-8" },
  { ".svg", "image/svg+xml" },
};

static void
set_headers (PmReply *reply, const char *caching)
{
  pm_reply_set_header (reply, "Cache-Control", caching);
  pm_reply_set_header (reply, "Content-Security-Policy", POLICY);
  pm_reply_set_header (reply, "Cross-Origin-Opener-Policy", "same-origin");
  pm_reply_set_header (reply, "Referrer-Policy", "no-referrer");
  pm_reply_set_header (reply, "X-Content-Type-Options", "nosniff");
}

static GBytes *
find_file (const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);

  return g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

/* "https://host/poc" is the base "/poc", "https://host" the empty one. */
static char *
base_of (PmRequest *request)
{
  const char *public_url = pm_server_get_public_url (pm_request_get_server (request));
  g_autoptr (GUri) uri = g_uri_parse (public_url, G_URI_FLAGS_NONE, NULL);
  g_autofree char *base = g_strdup (uri == NULL ? "" : g_uri_get_path (uri));

  while (g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';
  return g_markup_escape_text (base, -1);
}

/* Pages hold no secrets, but their addresses may: they are never stored. */
static PmReply *
get_page (PmRequest *request, const char *name)
{
  g_autoptr (GBytes) file = find_file (name);
  g_autofree char *base = base_of (request);
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  PmReply *reply;

  g_assert (file != NULL);

  text = g_strndup (g_bytes_get_data (file, NULL), g_bytes_get_size (file));
  parts = g_strsplit (text, BASE_MARK, -1);
  g_free (text);
  text = g_strjoinv (base, parts);
  reply = pm_reply_new_bytes (200, "text/html; charset=utf-8", g_bytes_new (text, strlen (text)));
  set_headers (reply, "no-store");
  return reply;
}

/**
 * pm_web_get_accept_page:
 * @request: a request for an invitation's link
 * @error: return location
 *
 * The page that every link leads to, whatever its token is: looking at it changes nothing, and
 * tells nobody whether the token is good.
 *
 * Returns: (transfer full): the page
 */
PmReply *
pm_web_get_accept_page (PmRequest *request, GError **error)
{
  return get_page (request, "accept.html");
}

PmReply *
pm_web_get_sign_in_page (PmRequest *request, GError **error)
{
  return get_page (request, "sign-in.html");
}

PmReply *
pm_web_get_profile_page (PmRequest *request, GError **error)
{
  return get_page (request, "profile.html");
}

PmReply *
pm_web_get_pocs_page (PmRequest *request, GError **error)
{
  return get_page (request, "pocs.html");
}

PmReply *
pm_web_get_poc_page (PmRequest *request, GError **error)
{
  return get_page (request, "poc.html");
}

static const char *
type_of (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (asset_types); i++)
    if (g_str_has_suffix (name, asset_types[i].suffix))
      return asset_types[i].type;
  return NULL;
}

static PmReply *
new_asset (PmRequest *request, const char *type, GBytes *file)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, file);
  g_autofree char *tag = g_strdup_printf ("\"%.32s\"", sum);
  const char *known = pm_request_get_header (request, "If-None-Match");
  PmReply *reply;

  if (known != NULL && strstr (known, tag) != NULL)
    reply = pm_reply_new_bytes (304, NULL, g_bytes_new (NULL, 0));
  else
    reply = pm_reply_new_bytes (200, type, g_bytes_ref (file));
  pm_reply_set_header (reply, "ETag", tag);
  set_headers (reply, "no-cache");
  return reply;
}

/**
 * pm_web_get_asset:
 * @request: a request for a style sheet, a script or a picture
 * @error: return location
 *
 * Browsers keep these and ask whether they have changed, so that a new version of the server is
 * never mixed with the old one's scripts.
 *
 * Returns: (transfer full) (nullable): the file, or %NULL with %PM_ERROR_NOT_FOUND
 */
PmReply *
pm_web_get_asset (PmRequest *request, GError **error)
{
  const char *name = pm_request_get_segment (request, "token");
  const char *type = type_of (name);
  g_autoptr (GBytes) file = NULL;

  if (type != NULL && strspn (name, "abcdefghijklmnopqrstuvwxyz-.") == strlen (name))
    file = find_file (name);
  if (file == NULL) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_FOUND, "Not Found");
    return NULL;
  }
  return new_asset (request, type, file);
}
