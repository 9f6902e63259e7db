/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-http.h"

#include "domain/pm-error.h"
#include "server/http/pm-exchanges.h"
#include "server/http/pm-farewell.h"
#include "server/http/pm-listener.h"
#include "server/http/pm-recall.h"
#include "server/http/pm-reply-private.h"
#include "server/http/pm-request-private.h"
#include "server/pm-server.h"

/* When the server ends: how long those may take who are just sending, and then all others. */
#define CUT_OFF_MS    250
#define DRAIN_SECONDS 3

#define RECALL_SPACE (32 * 1024 * 1024)

struct _PmHttp {
  PmServer *server; /* not owned: it owns us */
  SoupServer *soup;
  PmListener *listener;
  PmExchanges *exchanges;
  PmWaitingRoom *waiting_room;
  PmRecall *recall;
  DexPromise *drained; /* NULL: not closing */
  guint cut_off;
};

typedef struct {
  PmHttp *http;
  PmRequest *request;
} Visit;

/* The route's pattern, not the path: a path may hold a token. Who waits for news is not slow. */
static void
log_answer (PmHttp *self, PmRequest *request, guint status)
{
  const PmRoute *route = request->match.route;
  double seconds = (double) (g_get_monotonic_time () - request->started_at) / G_USEC_PER_SEC;
  gboolean slow =
      request->parked_at == 0 && seconds > pm_server_get_config (self->server)->slow_seconds;
  PmLogLevel level = slow || status >= 500 ? PM_LOG_WARNING : PM_LOG_INFO;
  char digits[3][32];

  if (!pm_log_has (level))
    return;
  g_snprintf (digits[0], sizeof digits[0], "%u", status);
  g_snprintf (digits[1], sizeof digits[1], "%.1f", seconds * 1000.0);
  g_snprintf (digits[2], sizeof digits[2], "%" G_GINT64_FORMAT, request->identity.user_id);
  pm_log (level, "request", "method", request->method, "route", route != NULL ? route->path : "-",
          "status", digits[0], "ms", digits[1], "user",
          request->identity.user_id != 0 ? digits[2] : NULL, "client", request->client, "slow",
          slow ? "yes" : NULL, NULL);
}

static void
set_headers (PmHttp *self, SoupMessageHeaders *headers, PmReply *reply)
{
  if (self->drained != NULL)
    soup_message_headers_replace (headers, "Connection", "close");
  pm_reply_fill_headers (reply, headers);
}

static void
write_reply (PmHttp *self, PmRequest *request, PmReply *reply)
{
  SoupServerMessage *message = request->message;
  SoupMessageBody *body = soup_server_message_get_response_body (message);

  log_answer (self, request, pm_reply_get_status (reply));
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

/* What is known already stands in @request afterwards. */
static gboolean
authorize (PmHttp *self, PmRequest *request, GError **error)
{
  guint stamp = pm_server_get_stamp (self->server);

  if (!request->match.route->is_kept)
    return pm_request_authorize (request, error);
  request->kept = pm_recall_find (self->recall, request, stamp);
  if (request->kept != NULL)
    return TRUE;
  if (!pm_request_authorize (request, error))
    return FALSE;
  if (request->kept != NULL)
    pm_recall_add (self->recall, request, stamp, request->kept);
  return TRUE;
}

static PmReply *
answer (PmHttp *self, PmRequest *request, GError **error)
{
  if (request->match.route == NULL)
    return refuse_path (&request->match);
  if (!pm_match_check_integers (&request->match, error) || !check_query (request, error) ||
      !authorize (self, request, error))
    return NULL;
  if (request->kept != NULL)
    return pm_reply_ref (request->kept);
  if (request->body == NULL && !pm_request_parse_body (request, error))
    return NULL;
  return request->match.route->handler (request, error);
}

static PmReply *
explain (PmRequest *request, const GError *error)
{
  PmReply *reply = pm_reply_new_error (error);

  if (pm_reply_get_status (reply) == 500)
    pm_log (PM_LOG_ERROR, "failure", "method", request->method, "route", request->match.route->path,
            "text", error->message, NULL);
  return reply;
}

static void
finish_visit (PmHttp *self, PmRequest *request)
{
  pm_exchanges_set_request (self->exchanges, request->message, NULL);
  pm_request_free (request);
}

/* Where its connection leaves libsoup, that is no sign that the peer has gone. */
static void
park (PmHttp *self, PmRequest *request)
{
  request->parked_at = g_get_monotonic_time ();
  if (!pm_request_is_secure (request))
    pm_exchanges_set_request (self->exchanges, request->message, NULL);
  pm_waiting_room_enter (self->waiting_room, request);
}

static void
end_waiting (PmRequest *request, PmReply *reply, gpointer data)
{
  PmHttp *self = data;

  if (request->stream == NULL) {
    write_reply (self, request, reply);
    finish_visit (self, request);
    return;
  }
  log_answer (self, request, pm_reply_get_status (reply));
  pm_farewell_send (request->stream, request->socket, reply);
  pm_request_free (request);
}

static DexFuture *
visit_fiber (gpointer data)
{
  Visit *visit = data;
  PmHttp *self = visit->http;
  PmRequest *request = visit->request;
  g_autoptr (GError) error = NULL;
  g_autoptr (PmReply) reply = answer (self, request, &error);

  if (reply == NULL && error == NULL && request->park_until != 0 && !request->gone) {
    park (self, request);
    return NULL;
  }
  if (reply == NULL && error != NULL)
    reply = explain (request, error);
  if (reply != NULL)
    write_reply (self, request, reply);
  finish_visit (self, request);
  return NULL;
}

static void
start_visit (PmHttp *self, PmRequest *request)
{
  Visit *visit = g_new0 (Visit, 1);

  visit->http = self;
  visit->request = request;
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
  start_visit (self, request);
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
  PmServerConfig *config = pm_server_get_config (server);

  self->server = server;
  self->soup = soup_server_new ("server-header", PM_REPLY_SERVER, "raw-paths", TRUE, NULL);
  self->listener = pm_listener_new (self->soup, config);
  self->exchanges = pm_exchanges_new (self->soup, config->request_seconds, on_gone, self);
  self->waiting_room = pm_waiting_room_new (config->connections / 4 * 3, end_waiting, self);
  self->recall = pm_recall_new (RECALL_SPACE);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  return self;
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
  return pm_listener_load_certificate (self->listener, error) &&
         pm_listener_open (self->listener, address, port, error);
}

/**
 * pm_http_reload:
 * @self: the door
 * @error: return location
 *
 * Reads the certificate again.
 *
 * Returns: %FALSE if it is no good; the one before is used further
 */
gboolean
pm_http_reload (PmHttp *self, GError **error)
{
  return pm_listener_load_certificate (self->listener, error);
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

static gboolean
on_cut_off (gpointer data)
{
  PmHttp *self = data;

  self->cut_off = 0;
  pm_exchanges_cut_off (self->exchanges);
  return G_SOURCE_REMOVE;
}

/**
 * pm_http_close:
 * @self: the door
 *
 * Lets nobody in any more, answers those who wait, finishes what runs, and turns away requests that
 * still come.
 *
 * Returns: (transfer full): resolves when all are answered, or after 3 seconds
 */
DexFuture *
pm_http_close (PmHttp *self)
{
  DexFuture *waiting;

  pm_listener_close (self->listener);
  self->drained = dex_promise_new ();
  waiting = pm_waiting_room_close (self->waiting_room);
  check_drained (self);
  self->cut_off = g_timeout_add (CUT_OFF_MS, on_cut_off, self);
  return dex_future_first (dex_future_all (dex_ref (DEX_FUTURE (self->drained)), waiting, NULL),
                           dex_timeout_new_seconds (DRAIN_SECONDS), NULL);
}

void
pm_http_free (PmHttp *self)
{
  g_clear_handle_id (&self->cut_off, g_source_remove);
  g_clear_pointer (&self->listener, pm_listener_free);
  g_clear_pointer (&self->exchanges, pm_exchanges_free);
  soup_server_disconnect (self->soup);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->waiting_room, pm_waiting_room_free);
  g_clear_pointer (&self->recall, pm_recall_free);
  dex_clear (&self->drained);
  g_free (self);
}
