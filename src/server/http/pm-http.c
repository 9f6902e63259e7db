/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "server/http/pm-http.h"

#include "domain/pm-error.h"
#include "server/http/pm-exchanges.h"
#include "server/http/pm-reply-private.h"
#include "server/http/pm-request-private.h"
#include "server/pm-server.h"

#define BACKLOG       1024
#define DRAIN_SECONDS 4

struct _PmHttp {
  PmServer *server; /* not owned: it owns us */
  SoupServer *soup;
  PmExchanges *exchanges;
  PmWaitingRoom *waiting_room;
  DexPromise *drained; /* NULL: not closing */
};

typedef struct {
  PmHttp *http;
  PmRequest *request;
} Visit;

static void
log_answer (PmRequest *request, guint status)
{
  const PmRoute *route = request->match.route;

  /* The route's pattern, not the path: a path may hold a token. */
  g_info ("%s %s %u %.1f ms", request->method, route != NULL ? route->path : "-", status,
          (double) (g_get_monotonic_time () - request->started_at) / 1000.0);
}

static void
set_headers (PmHttp *self, SoupMessageHeaders *headers, PmReply *reply)
{
  const char *content_type = pm_reply_get_content_type (reply);

  if (content_type != NULL)
    soup_message_headers_set_content_type (headers, content_type, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (self->drained != NULL)
    soup_message_headers_replace (headers, "Connection", "close");
  pm_reply_copy_headers (reply, headers);
}

static void
write_reply (PmHttp *self, PmRequest *request, PmReply *reply)
{
  SoupServerMessage *message = request->message;
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  log_answer (request, pm_reply_get_status (reply));
  if (request->gone)
    return;
  soup_server_message_set_status (message, pm_reply_get_status (reply), NULL);
  set_headers (self, soup_server_message_get_response_headers (message), reply);
  /* Ranges would be cut out of an accumulated body; nothing here is meant to be cut. */
  soup_message_body_set_accumulate (body, FALSE);
  if (g_bytes_get_size (pm_reply_get_body (reply)) > 0)
    soup_message_body_append_bytes (body, pm_reply_get_body (reply));
  soup_message_body_complete (body);
  soup_server_message_unpause (message);
}

static PmReply *
refuse_path (const PmMatch *match)
{
  JsonObject *body = json_object_new ();
  PmReply *reply;

  json_object_set_string_member (body, "detail",
                                 match->allowed != NULL ? "Method Not Allowed" : "Not Found");
  reply = pm_reply_new_object (match->allowed != NULL ? 405 : 404, body);
  pm_reply_set_header (reply, "Allow", match->allowed);
  return reply;
}

/* Text that is none must not pass for text that is missing. */
static gboolean
check_query (PmRequest *request, GError **error)
{
  const char *raw = g_uri_get_query (soup_server_message_get_uri (request->message));
  g_autofree char *text = raw == NULL ? NULL : g_uri_unescape_string (raw, NULL);

  if (raw == NULL || (text != NULL && g_utf8_validate (text, -1, NULL)))
    return TRUE;
  pm_error_refuse_field (error, "query.", "string_unicode", "The query is not valid text.");
  return FALSE;
}

static PmReply *
answer (PmRequest *request, GError **error)
{
  if (request->match.route == NULL)
    return refuse_path (&request->match);
  if (!pm_match_check_integers (&request->match, error) || !check_query (request, error) ||
      !pm_request_authorize (request, error))
    return NULL;
  if (request->body == NULL && !pm_request_parse_body (request, error))
    return NULL;
  return request->match.route->handler (request, error);
}

static PmReply *
explain (PmRequest *request, const GError *error)
{
  PmReply *reply = pm_reply_new_error (error);

  if (pm_reply_get_status (reply) >= 500)
    g_warning ("%s %s: %s", request->method, request->match.route->path, error->message);
  return reply;
}

static DexFuture *
visit_fiber (gpointer data)
{
  Visit *visit = data;
  PmHttp *self = visit->http;
  PmRequest *request = visit->request;
  g_autoptr (GError) error = NULL;
  g_autoptr (PmReply) reply = answer (request, &error);

  if (reply == NULL && error == NULL && request->park_until != 0 && !request->gone) {
    request->parked_at = g_get_monotonic_time ();
    pm_waiting_room_enter (self->waiting_room, request);
    return NULL;
  }
  if (reply == NULL && error != NULL)
    reply = explain (request, error);
  if (reply != NULL)
    write_reply (self, request, reply);
  pm_exchanges_set_request (self->exchanges, request->message, NULL);
  pm_request_free (request);
  return NULL;
}

static void
start_visit (PmRequest *request, gpointer data)
{
  PmHttp *self = data;
  Visit *visit = g_new0 (Visit, 1);

  visit->http = self;
  visit->request = request;
  request->park_until = 0;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, visit_fiber, visit, g_free));
}

/* Whoever still comes while the server ends is asked to come back. */
static void
turn_away (PmHttp *self, PmRequest *request)
{
  g_autoptr (GError) error =
      g_error_new_literal (PM_ERROR, PM_ERROR_CANCELLED, "The server is ending.");
  g_autoptr (PmReply) reply = pm_reply_new_error (error);

  write_reply (self, request, reply);
  pm_request_free (request);
}

static void
on_request (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  PmHttp *self = data;
  PmRequest *request = pm_request_new (self->server, message, query);

  soup_server_message_pause (message);
  if (self->drained != NULL) {
    turn_away (self, request);
    return;
  }
  pm_exchanges_set_request (self->exchanges, message, request);
  start_visit (request, self);
}

static void
check_drained (PmHttp *self)
{
  if (self->drained != NULL && pm_exchanges_is_empty (self->exchanges) &&
      dex_future_is_pending (DEX_FUTURE (self->drained)))
    dex_promise_resolve_boolean (self->drained, TRUE);
}

static void
on_gone (SoupServerMessage *message, gpointer data)
{
  PmHttp *self = data;

  PmRequest *request = pm_waiting_room_leave (self->waiting_room, message);

  g_clear_pointer (&request, pm_request_free);
  check_drained (self);
}

/**
 * pm_http_new:
 * @server: the server, which outlives it
 *
 * Returns: (transfer full): a closed door
 */
PmHttp *
pm_http_new (PmServer *server)
{
  PmHttp *self = g_new0 (PmHttp, 1);

  self->server = server;
  self->soup = soup_server_new ("server-header", "poc-manager-server", NULL);
  self->exchanges = pm_exchanges_new (self->soup, on_gone, self);
  self->waiting_room = pm_waiting_room_new (start_visit, self);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  return self;
}

static GSocketAddress *
parse_address (const char *text, GError **error)
{
  g_autoptr (GSocketConnectable) parsed = g_network_address_parse (text, 8420, NULL);
  const char *host = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (parsed != NULL)
    host = g_network_address_get_hostname (G_NETWORK_ADDRESS (parsed));
  if (g_strcmp0 (host, "localhost") == 0)
    host = "127.0.0.1";
  if (host != NULL)
    address = g_inet_address_new_from_string (host);
  if (address == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "“%s” is no address to listen on. Give it as 127.0.0.1:8420.", text);
    return NULL;
  }
  return g_inet_socket_address_new (address,
                                    g_network_address_get_port (G_NETWORK_ADDRESS (parsed)));
}

static GSocket *
open_socket (GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

/**
 * pm_http_listen:
 * @self: a closed door
 * @address: address and port, as `127.0.0.1:8420`
 * @port: (out): the port, when a free one was asked for with 0
 * @error: return location
 *
 * Lets requests in.
 *
 * Returns: %FALSE if the address cannot be listened on
 */
gboolean
pm_http_listen (PmHttp *self, const char *address, guint *port, GError **error)
{
  g_autoptr (GSocketAddress) wanted = parse_address (address, error);
  g_autoptr (GSocketAddress) got = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (wanted == NULL)
    return FALSE;
  socket = open_socket (wanted, error);
  if (socket == NULL || !soup_server_listen_socket (self->soup, socket, 0, error)) {
    g_prefix_error (error, "“%s” cannot be listened on: ", address);
    return FALSE;
  }
  got = g_socket_get_local_address (socket, error);
  if (got == NULL)
    return FALSE;
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));
  return TRUE;
}

/**
 * pm_http_get_waiting_room:
 * @self: the door
 *
 * Returns: (transfer none): where requests wait for changes
 */
PmWaitingRoom *
pm_http_get_waiting_room (PmHttp *self)
{
  return self->waiting_room;
}

/**
 * pm_http_close:
 * @self: the door
 *
 * Answers those who wait, finishes what runs, and turns away who still comes.
 *
 * Returns: (transfer full): resolves when all are answered, or after 4 seconds
 */
DexFuture *
pm_http_close (PmHttp *self)
{
  self->drained = dex_promise_new ();
  pm_waiting_room_close (self->waiting_room);
  check_drained (self);
  return dex_future_first (dex_ref (DEX_FUTURE (self->drained)),
                           dex_timeout_new_seconds (DRAIN_SECONDS), NULL);
}

void
pm_http_free (PmHttp *self)
{
  g_clear_pointer (&self->exchanges, pm_exchanges_free);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->waiting_room, pm_waiting_room_free);
  dex_clear (&self->drained);
  g_free (self);
}
