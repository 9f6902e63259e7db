/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-exchanges.h"

#include "server/http/pm-listener.h"
#include "server/http/pm-request-private.h"

#include <sys/socket.h>

#define BODY_MAX (1024 * 1024)
#define BODY_END (64 * BODY_MAX)

#define TOO_LARGE      "The request is too large."
#define NOT_UNDERSTOOD "The request could not be understood."

struct _PmExchanges {
  SoupServer *soup;
  guint seconds;
  gulong started_id;
  PmExchangesFunc over;
  gpointer data;
  GHashTable *exchanges; /* SoupServerMessage → Exchange */
  GQueue by_deadline;    /* the oldest first: all have the same time */
  guint tick;
};

typedef struct {
  PmExchanges *all;
  SoupServerMessage *message;
  PmRequest *request; /* not owned; NULL: not read yet, or answered */
  gboolean begun;     /* it has been read whole */
  gint64 deadline;
  gsize body_size;
  GList link;
} Exchange;

static gboolean
on_tick (gpointer data)
{
  PmExchanges *self = data;
  gint64 now = g_get_monotonic_time ();
  GList *next;

  for (GList *link = self->by_deadline.head; link != NULL; link = next) {
    Exchange *exchange = link->data;
    GSocket *socket = pm_listener_get_socket (exchange->message);

    next = link->next;
    if (exchange->deadline > now)
      break;
    /* libsoup sees the end of the connection and lets go of the message. */
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
  }
  return G_SOURCE_CONTINUE;
}

/* The connection ends with the answer: what follows the request may be anything. */
static void
refuse (SoupServerMessage *message, guint status, const char *words)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GString) text = g_string_new (NULL);

  /* What still comes is counted and kept nowhere. */
  soup_message_body_set_accumulate (body, FALSE);
  soup_message_body_truncate (body);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                "close");
  soup_server_message_set_status (message, status, NULL);
  g_string_printf (text, "{\"detail\":\"%s\"}", words);
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text->str,
                                    text->len);
}

/* What libsoup refuses by itself, when no handler is called, it answers with what stands here. */
static void
prepare_refusal (SoupServerMessage *message)
{
  static const char words[] = "{\"detail\":\"" NOT_UNDERSTOOD "\"}";

  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, words,
                                    sizeof words - 1);
}

static void
count_length (const char *name, const char *value, gpointer data)
{
  guint *count = data;

  *count += g_ascii_strcasecmp (name, "Content-Length") == 0 ||
            g_ascii_strcasecmp (name, "Transfer-Encoding") == 0;
}

/* Where a request ends must not be a matter of taste: a proxy before us might have another. */
static gboolean
has_one_length (SoupMessageHeaders *headers)
{
  guint count = 0;

  soup_message_headers_foreach (headers, count_length, &count);
  return count <= 1;
}

static gboolean
is_safe (const char *method)
{
  return method == SOUP_METHOD_GET || method == SOUP_METHOD_HEAD || method == SOUP_METHOD_OPTIONS;
}

static gboolean
has_body (SoupMessageHeaders *headers)
{
  return soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED ||
         soup_message_headers_get_content_length (headers) > 0;
}

/* libsoup takes the end of a connection for the end of the head, too. What is missing then may be
 * the key under which something was to be done, or the revision that it was to be done to. */
static gboolean
may_be_cut_short (SoupServerMessage *message)
{
  int socket = g_socket_get_fd (pm_listener_get_socket (message));
  char next;

  return !is_safe (soup_server_message_get_method (message)) &&
         !has_body (soup_server_message_get_request_headers (message)) &&
         recv (socket, &next, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static void
on_got_headers (SoupServerMessage *message, gpointer data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *answer = soup_server_message_get_response_headers (message);

  if (soup_server_message_get_status (message) != 0) {
    soup_message_headers_replace (answer, "Connection", "close");
    return;
  }
  soup_message_body_truncate (soup_server_message_get_response_body (message));
  soup_message_headers_remove (answer, "Content-Type");
  if (!has_one_length (headers) || may_be_cut_short (message))
    refuse (message, 400, NOT_UNDERSTOOD);
  else if (soup_message_headers_get_content_length (headers) > BODY_MAX)
    refuse (message, 413, TOO_LARGE);
}

static void
on_got_chunk (SoupServerMessage *message, GBytes *chunk, gpointer data)
{
  Exchange *exchange = data;

  exchange->body_size += g_bytes_get_size (chunk);
  if (exchange->body_size > BODY_MAX && soup_server_message_get_status (message) == 0)
    refuse (message, 413, TOO_LARGE);
  /* Who does not stop to hear the answer does not get one. */
  if (exchange->body_size > BODY_END)
    g_socket_shutdown (pm_listener_get_socket (message), TRUE, TRUE, NULL);
}

/* The rest has its line from where it is answered. */
static void
log_refusal (Exchange *exchange)
{
  guint status = soup_server_message_get_status (exchange->message);
  char digits[16];

  if (exchange->begun || status < 400 || status == SOUP_STATUS_INTERNAL_SERVER_ERROR)
    return;
  g_snprintf (digits, sizeof digits, "%u", status);
  pm_log (PM_LOG_INFO, "refused", "status", digits, "client",
          soup_server_message_get_remote_host (exchange->message), NULL);
}

/* A message of which not even the first line came is never finished: it is only cut off. */
static void
on_over (SoupServerMessage *message, gpointer data)
{
  Exchange *exchange = data;
  PmExchanges *self = exchange->all;

  if (exchange->request != NULL)
    exchange->request->gone = TRUE;
  log_refusal (exchange);
  g_queue_unlink (&self->by_deadline, &exchange->link);
  g_hash_table_remove (self->exchanges, message);
  self->over (message, self->data);
}

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  g_object_unref (exchange->message);
  g_free (exchange);
}

static void
on_started (SoupServer *soup, SoupServerMessage *message, gpointer data)
{
  PmExchanges *self = data;
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->all = self;
  exchange->message = g_object_ref (message);
  exchange->deadline = g_get_monotonic_time () + (gint64) self->seconds * G_USEC_PER_SEC;
  exchange->link.data = exchange;
  g_queue_push_tail_link (&self->by_deadline, &exchange->link);
  g_hash_table_insert (self->exchanges, message, exchange);
  prepare_refusal (message);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), exchange);
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_got_chunk), exchange);
  g_signal_connect (message, "finished", G_CALLBACK (on_over), exchange);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_over), exchange);
}

/**
 * pm_exchanges_new:
 * @soup: the HTTP server
 * @seconds: how long an exchange may take
 * @over: hears of every message that is over
 * @data: for @over
 *
 * Returns: (transfer full): the watch over all exchanges of @soup
 */
PmExchanges *
pm_exchanges_new (SoupServer *soup, guint seconds, PmExchangesFunc over, gpointer data)
{
  PmExchanges *self = g_new0 (PmExchanges, 1);

  self->soup = g_object_ref (soup);
  self->seconds = seconds;
  self->over = over;
  self->data = data;
  self->exchanges = g_hash_table_new_full (NULL, NULL, NULL, exchange_free);
  self->started_id = g_signal_connect (soup, "request-started", G_CALLBACK (on_started), self);
  self->tick = g_timeout_add_seconds (1, on_tick, self);
  return self;
}

/**
 * pm_exchanges_set_request:
 * @self: the watch
 * @message: a message
 * @request: (nullable): what was made of it, which is told when the peer goes; %NULL when it is
 *   done
 */
void
pm_exchanges_set_request (PmExchanges *self, SoupServerMessage *message, PmRequest *request)
{
  Exchange *exchange = g_hash_table_lookup (self->exchanges, message);

  if (exchange == NULL)
    return;
  exchange->request = request;
  exchange->begun = TRUE;
}

/**
 * pm_exchanges_is_empty:
 * @self: the watch
 *
 * Returns: whether no exchange is under way
 */
gboolean
pm_exchanges_is_empty (PmExchanges *self)
{
  return g_hash_table_size (self->exchanges) == 0;
}

/**
 * pm_exchanges_cut_off:
 * @self: the watch
 *
 * Ends the connections of all exchanges whose request has not come whole yet.
 */
void
pm_exchanges_cut_off (PmExchanges *self)
{
  for (GList *link = self->by_deadline.head; link != NULL; link = link->next) {
    Exchange *exchange = link->data;

    if (!exchange->begun)
      g_socket_shutdown (pm_listener_get_socket (exchange->message), TRUE, TRUE, NULL);
  }
}

void
pm_exchanges_free (PmExchanges *self)
{
  g_clear_signal_handler (&self->started_id, self->soup);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_hash_table_unref (self->exchanges);
  g_clear_object (&self->soup);
  g_free (self);
}
