/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/web/pm-web-pages.h"

#include "domain/pm-error.h"
#include "server/http/pm-request-private.h"
#include "server/pm-server.h"

#include <string.h>

#define FOLDER "/io/github/poc_manager/web/"

/* Only what stands in our own files runs and shows, and only we are asked. */
#define POLICY \
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " \
  "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; " \
  "require-trusted-types-for 'script'; trusted-types 'none'"

#define NARROW "narrow"
#define WIDE   "wide"

typedef struct {
  const char *path; /* of its routes; what else is in them follows in braces */
  guint status;
  const char *script;
  const char *width;
  const char *title;
  const char *without_script;
} Page;

static const Page pages[] = {
  { "/app/{token}", 404, "not-found", NARROW, "Page Not Found",
    "There is no such page here. The address may be mistyped." },
  { "/app", 200, "pocs", WIDE, "My POCs",
    "Please enable JavaScript to see your POCs, and reload the page." },
  { "/app/pocs", 200, "poc", WIDE, "POC",
    "Please enable JavaScript to see this POC, and reload the page." },
  { "/app/profile", 200, "profile", NARROW, "Your Account",
    "Please enable JavaScript to see your account, and reload the page." },
  { "/app/sign-in", 200, "sign-in", NARROW, "Sign In",
    "Please enable JavaScript to sign in, and reload the page." },
  { "/app/forgot", 200, "forgot", NARROW, "Forgot Your Password?",
    "Please enable JavaScript to ask for a new password, and reload the page." },
  { "/i", 200, "accept", NARROW, "You've Been Invited",
    "Please enable JavaScript to accept this invitation. Then reload the page, or open the link in "
    "the mail again: nothing has been used up." },
  { "/r", 200, "reset", NARROW, "Choose a New Password",
    "Please enable JavaScript to choose a new password. Then reload the page, or open the link in "
    "the mail again: nothing has been used up." },
  { "/a", 200, "address", NARROW, "Your E-Mail Address",
    "Please enable JavaScript to confirm or undo the change of your address. Then reload the page, "
    "or open the link in the mail again: nothing has been used up." },
};

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
  pm_reply_set_header (reply, "Cross-Origin-Resource-Policy", "same-origin");
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

static const Page *
find_page (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    gsize length = strlen (pages[i].path);

    if (strncmp (path, pages[i].path, length) == 0 &&
        (path[length] == '\0' || g_str_has_prefix (path + length, "/{")))
      return &pages[i];
  }
  return NULL;
}

static char *
fill (const Page *page, const char *base)
{
  GBytes *file = find_file ("page.html");
  GString *text =
      g_string_new_len (g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file));

  g_string_replace (text, "@base@", base, 0);
  g_string_replace (text, "@script@", page->script, 0);
  g_string_replace (text, "@width@", page->width, 0);
  g_string_replace (text, "@title@", page->title, 0);
  g_string_replace (text, "@without-script@", page->without_script, 0);
  g_bytes_unref (file);
  return g_string_free_and_steal (text);
}

/**
 * pm_web_get_page:
 * @request: a request for one of the pages
 * @error: return location
 *
 * Pages are the same for everybody, whatever token is in their address: looking at one changes
 * nothing, and tells nobody whether the token is good. They hold no secrets, but their addresses
 * may: they are never stored.
 *
 * Returns: (transfer full): the page
 */
PmReply *
pm_web_get_page (PmRequest *request, GError **error)
{
  const Page *page = find_page (request->match.route->path);
  g_autofree char *base = base_of (request);
  char *text;
  PmReply *reply;

  g_assert (page != NULL);

  text = fill (page, base);
  reply = pm_reply_new_bytes (page->status, "text/html; charset=utf-8",
                              g_bytes_new_take (text, strlen (text)));
  set_headers (reply, "no-store");
  return reply;
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
