/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-router.h"

#include "domain/pm-error.h"
#include "pm-config.h"
#include "server/http/pm-health.h"
#include "server/pm-server.h"

#include <string.h>

/* Only what truly works is announced. */
static const char *const capabilities[] = {
  "changes",      "idempotency", "invitee-profile", "delivery", "template",   "refresh",
  "poc-comments", "engagement",  "reminders",       "schedule", "user-email", "if-match",
  NULL,
};

static gboolean
wants_page (PmRequest *request)
{
  const char *accept = pm_request_get_header (request, "Accept");

  return accept != NULL && strstr (accept, "text/html") != NULL;
}

/* Beside this address, whatever path a proxy has put before it. */
static PmReply *
redirect_to_pages (void)
{
  PmReply *reply = pm_reply_new_bytes (302, NULL, g_bytes_new_static ("", 0));

  pm_reply_set_header (reply, "Location", "app/");
  return reply;
}

static PmReply *
get_root (PmRequest *request, GError **error)
{
  JsonObject *body;
  JsonArray *names;

  if (wants_page (request))
    return redirect_to_pages ();

  body = json_object_new ();
  names = json_array_new ();
  for (guint i = 0; capabilities[i] != NULL; i++)
    json_array_add_string_element (names, capabilities[i]);
  json_object_set_string_member (body, "message", "POC Manager API");
  json_object_set_string_member (body, "version", "1.0.0");
  json_object_set_array_member (body, "capabilities", names);
  json_object_set_string_member (body, "server", "poc-manager-server " PM_VERSION);
  json_object_set_int_member (body, "invitation_days", 7);
  return pm_reply_new_object (200, body);
}

static PmReply *
get_health (PmRequest *request, GError **error)
{
  gboolean works;
  JsonObject *found =
      pm_health_describe (pm_server_get_health (pm_request_get_server (request)), &works);

  return pm_reply_new_object (works ? 200 : 503, found);
}

static const PmRoute routes[] = {
  { "GET", "/", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, get_root },
  { "GET", "/health", PM_ACCESS_PUBLIC, PM_SCOPE_NONE, get_health },
};

/**
 * pm_root_routes:
 * @n_routes: (out): how many
 *
 * Returns: (transfer none): what the server says of itself
 */
const PmRoute *
pm_root_routes (guint *n_routes)
{
  *n_routes = G_N_ELEMENTS (routes);
  return routes;
}
