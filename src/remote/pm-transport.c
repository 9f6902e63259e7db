/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-transport.h"

#include "domain/pm-error.h"
#include "pm-config.h"
#include "remote/pm-server-clock.h"

#include <libsoup/soup.h>

#define CONNECTIONS_PER_HOST 8
#define SILENCE_SECONDS      30 /* between two bytes */
#define CALL_SECONDS         60 /* for a whole exchange */
#define CHUNK                (64 * 1024)
#define MAX_BODY             (64 * 1024 * 1024)
#define READER_STACK         (1024 * 1024)

/*
 * libsoup 3.6 uses freed memory when a request is cancelled after its answer has come and before
 * that was told. At this priority everything that has come has been told.
 */
#define PRIORITY_CANCEL G_PRIORITY_LOW

struct _PmTransport {
  GObject parent_instance;

  char *url;
  SoupSession *session;
  SoupSession *parking; /* for requests that wait, so that they take no connection from others */
};

G_DEFINE_FINAL_TYPE (PmTransport, pm_transport, G_TYPE_OBJECT)

/* One request on its way. */
typedef struct {
  PmTransport *transport;
  SoupMessage *message;
  GCancellable *cancellable;
  GCancellable *given;
  gulong given_handler;
  gint64 sent_at;
  gint64 came_at;
  guint giving_up;
  guint deadline;
  gboolean in_bulk;
  gboolean parked;
  gboolean started; /* whether a byte may have left */
  gboolean late;
} PmExchange;

/* A body to be read off the main thread. */
typedef struct {
  PmAnswer *answer;
  char *content_type;
  GBytes *bytes;
} PmReading;

/**
 * pm_http_call_new:
 * @method: a static string
 * @path: (transfer full): what is appended to the server's address; begins with a slash
 *
 * Returns: (transfer full): a request without a body
 */
PmHttpCall *
pm_http_call_new (const char *method, char *path)
{
  PmHttpCall *self = g_new0 (PmHttpCall, 1);

  self->method = method;
  self->path = path;
  self->seconds = CALL_SECONDS;
  return self;
}

/**
 * pm_http_call_free:
 * @self: (transfer full): a request
 *
 * Frees the request.
 */
void
pm_http_call_free (PmHttpCall *self)
{
  g_free (self->path);
  g_free (self->body);
  g_free (self->key);
  g_free (self->revision);
  g_free (self->token);
  g_clear_object (&self->cancellable);
  g_free (self);
}

static void
exchange_free (gpointer data)
{
  PmExchange *self = data;

  g_clear_handle_id (&self->giving_up, g_source_remove);
  g_clear_handle_id (&self->deadline, g_source_remove);
  if (self->given != NULL)
    g_cancellable_disconnect (self->given, self->given_handler);
  g_clear_object (&self->given);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->message);
  g_clear_object (&self->transport);
  g_free (self);
}

static void
reading_free (gpointer data)
{
  PmReading *self = data;

  g_clear_pointer (&self->answer, pm_answer_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->content_type);
  g_free (self);
}

static gboolean
on_deadline (gpointer data)
{
  PmExchange *self = data;

  self->deadline = 0;
  self->late = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
on_giving_up (gpointer data)
{
  PmExchange *self = data;

  self->giving_up = 0;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_given_cancelled (GCancellable *given, gpointer data)
{
  PmExchange *self = data;

  if (self->giving_up == 0)
    self->giving_up = g_idle_add_full (PRIORITY_CANCEL, on_giving_up, self, NULL);
}

static void
on_starting (SoupMessage *message, gpointer data)
{
  PmExchange *self = data;

  self->started = TRUE;
}

static SoupMessage *
build_message (PmTransport *self, PmHttpCall *call)
{
  g_autofree char *address = g_strconcat (self->url, call->path, NULL);
  SoupMessage *message = soup_message_new (call->method, address);
  SoupMessageHeaders *headers;

  g_return_val_if_fail (message != NULL, NULL);
  headers = soup_message_get_request_headers (message);
  /* What a kept connection loses is sent again by libsoup 3.6 when it takes it for harmless. Of a
   * write nobody would hear that; and where another kept connection is at hand, it finishes the
   * request twice: it crashes, or never begins another one. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE |
                                       SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_headers_replace (headers, "Accept", "application/json");
  if (call->key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", call->key);
  if (call->revision != NULL)
    soup_message_headers_replace (headers, "If-Match", call->revision);
  if (call->token != NULL) {
    g_autofree char *bearer = g_strconcat ("Bearer ", call->token, NULL);

    soup_message_headers_replace (headers, "Authorization", bearer);
  }
  if (call->body != NULL) {
    g_autoptr (GBytes) bytes = g_bytes_new (call->body, strlen (call->body));

    soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  }
  return message;
}

static PmExchange *
exchange_new (PmTransport *transport, PmHttpCall *call)
{
  PmExchange *self = g_new0 (PmExchange, 1);

  self->transport = g_object_ref (transport);
  self->message = build_message (transport, call);
  self->in_bulk = call->in_bulk;
  self->parked = call->parked;
  self->sent_at = pm_steady_time ();
  self->cancellable = g_cancellable_new ();
  if (call->cancellable != NULL) {
    self->given = g_object_ref (call->cancellable);
    self->given_handler =
        g_cancellable_connect (self->given, G_CALLBACK (on_given_cancelled), self, NULL);
  }
  self->deadline =
      g_timeout_add_seconds_full (PRIORITY_CANCEL, call->seconds, on_deadline, self, NULL);
  g_signal_connect (self->message, "starting", G_CALLBACK (on_starting), self);
  return self;
}

/* Whether the request may have been acted on is what decides how it may be tried again. */
static DexFuture *
reject_unanswered (PmExchange *self, const GError *cause)
{
  const char *host = g_uri_get_host (soup_message_get_uri (self->message));

  if (self->given != NULL && g_cancellable_is_cancelled (self->given))
    return dex_future_new_reject (PM_ERROR, PM_ERROR_CANCELLED, "This was given up.");
  if (g_error_matches (cause, PM_ERROR, PM_ERROR_NOT_JSON))
    return dex_future_new_for_error (g_error_copy (cause));
  if (self->started && (self->late || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)))
    return dex_future_new_reject (PM_ERROR, PM_ERROR_TIMED_OUT,
                                  "The server did not answer in time.");
  if (self->started)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_TIMED_OUT,
                                  "The connection was lost before the server had answered.");
  if (cause->domain == G_RESOLVER_ERROR)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_OFFLINE,
                                  "The server “%s” was not found. Check the address and the "
                                  "network.",
                                  host);
  if (cause->domain == G_TLS_ERROR)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_OFFLINE,
                                  "The server “%s” cannot prove that it is the right one: its "
                                  "certificate is not valid.",
                                  host);
  return dex_future_new_reject (PM_ERROR, PM_ERROR_OFFLINE, "The server “%s” cannot be reached.",
                                host);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  g_autoptr (GError) error = NULL;
  GInputStream *stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    dex_promise_reject (promise, g_steal_pointer (&error));
  else
    dex_promise_resolve_object (promise, stream);
}

static DexFuture *
start (PmExchange *self)
{
  SoupSession *session = self->parked ? self->transport->parking : self->transport->session;
  DexPromise *promise = dex_promise_new ();

  soup_session_send_async (session, self->message, G_PRIORITY_DEFAULT, self->cancellable, on_sent,
                           dex_ref (promise));
  return DEX_FUTURE (promise);
}

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (bytes == NULL)
    dex_promise_reject (promise, g_steal_pointer (&error));
  else
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, bytes);
}

static DexFuture *
read_chunk (GInputStream *stream, GCancellable *cancellable)
{
  DexPromise *promise = dex_promise_new ();

  g_input_stream_read_bytes_async (stream, CHUNK, G_PRIORITY_DEFAULT, cancellable, on_chunk,
                                   dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* Awaits. */
static GBytes *
read_all (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  for (;;) {
    g_autoptr (GBytes) chunk = dex_await_boxed (read_chunk (stream, cancellable), error);
    gsize length;
    gconstpointer data;

    if (chunk == NULL)
      return NULL;
    data = g_bytes_get_data (chunk, &length);
    if (length == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&all));
    if (all->len + length > MAX_BODY) {
      g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_JSON, "The server's answer is too long.");
      return NULL;
    }
    g_byte_array_append (all, data, length);
  }
}

/* The library takes an answer whose connection was cut for a complete one. */
static gboolean
is_whole (SoupMessage *message, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  return soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH ||
         soup_message_headers_get_one (headers, "Content-Encoding") != NULL ||
         soup_message_headers_get_content_length (headers) <= (goffset) g_bytes_get_size (bytes);
}

static gint64
parse_date (const char *text)
{
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) * G_USEC_PER_SEC : 0;
}

/* Seconds, or a date; as microseconds to wait. */
static gint64
parse_retry_after (const char *text, gint64 now)
{
  gint64 date;
  guint64 seconds;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &seconds, NULL))
    return (gint64) seconds * G_USEC_PER_SEC;
  date = parse_date (text);
  return date > now && now > 0 ? date - now : 0;
}

/* What a cache on the way has kept says when it was made, which is not now. */
static gint64
read_date (SoupMessageHeaders *headers)
{
  const char *age = soup_message_headers_get_one (headers, "Age");

  if (age != NULL && !g_str_equal (age, "0"))
    return 0;
  return parse_date (soup_message_headers_get_one (headers, "Date"));
}

static PmAnswer *
answer_from_headers (PmExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  PmAnswer *answer = pm_answer_new (soup_message_get_status (self->message));
  const char *seq = soup_message_headers_get_one (headers, "Sync-Seq");

  if (seq != NULL)
    g_ascii_string_to_signed (seq, 10, 0, G_MAXINT64, &answer->sync_seq, NULL);
  answer->date = read_date (headers);
  answer->sent_at = self->sent_at;
  answer->came_at = self->came_at;
  answer->retry_after =
      parse_retry_after (soup_message_headers_get_one (headers, "Retry-After"), answer->date);
  answer->revision = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  answer->replayed = soup_message_headers_get_one (headers, "Idempotency-Replayed") != NULL;
  return answer;
}

/* On a thread of the pool. */
static DexFuture *
read_fiber (gpointer data)
{
  PmReading *self = data;

  pm_answer_read_body (self->answer, self->content_type, self->bytes);
  return dex_future_new_take_boxed (PM_TYPE_ANSWER, g_steal_pointer (&self->answer));
}

static DexFuture *
read_elsewhere (PmAnswer *answer, const char *content_type, GBytes *bytes)
{
  PmReading *reading = g_new0 (PmReading, 1);

  reading->answer = answer;
  reading->content_type = g_strdup (content_type);
  reading->bytes = g_bytes_ref (bytes);
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), READER_STACK, read_fiber,
                              reading, reading_free);
}

/* What is left to its reader has nothing here to wait for. */
static DexFuture *
take_body (PmExchange *self, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *content_type = soup_message_headers_get_content_type (headers, NULL);
  PmAnswer *answer = answer_from_headers (self);

  if (self->in_bulk && pm_answer_keep_body (answer, content_type, bytes))
    return dex_future_new_take_boxed (PM_TYPE_ANSWER, answer);
  return read_elsewhere (answer, content_type, bytes);
}

static DexFuture *
send_fiber (gpointer data)
{
  PmExchange *self = data;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  stream = dex_await_object (start (self), &error);
  self->came_at = pm_steady_time ();
  if (stream != NULL)
    bytes = read_all (stream, self->cancellable, &error);
  if (bytes != NULL && !is_whole (self->message, bytes)) {
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "cut");
    g_clear_pointer (&bytes, g_bytes_unref);
  }
  if (bytes == NULL)
    return reject_unanswered (self, error);
  return take_body (self, bytes);
}

static void
pm_transport_finalize (GObject *object)
{
  PmTransport *self = PM_TRANSPORT (object);

  g_free (self->url);
  g_clear_object (&self->session);
  g_clear_object (&self->parking);
  G_OBJECT_CLASS (pm_transport_parent_class)->finalize (object);
}

static void
pm_transport_class_init (PmTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_transport_finalize;
}

static void
pm_transport_init (PmTransport *self)
{
}

/*
 * libsoup 3.6 now and then finishes a request twice when its connection ends while the request is
 * being written, and lets go of the session's features twice: they are freed under its feet. We
 * need neither (passwords go by our own header), so it has none. Answers come uncompressed.
 */
static SoupSession *
session_new (guint timeout)
{
  SoupSession *session =
      g_object_new (SOUP_TYPE_SESSION, "max-conns-per-host", CONNECTIONS_PER_HOST, "timeout",
                    timeout, "user-agent", "poc-manager/" PM_VERSION, NULL);

  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  return session;
}

/**
 * pm_transport_new:
 * @url: the server's address, as pm_server_url_normalize() returns it
 *
 * Returns: (transfer full): the way to that server
 */
PmTransport *
pm_transport_new (const char *url)
{
  PmTransport *self = g_object_new (PM_TYPE_TRANSPORT, NULL);

  self->url = g_strdup (url);
  self->session = session_new (SILENCE_SECONDS);
  self->parking = session_new (2 * SILENCE_SECONDS);
  return self;
}

/**
 * pm_transport_get_url:
 * @self: the way to a server
 *
 * Returns: (transfer none): its address, without a slash at its end
 */
const char *
pm_transport_get_url (PmTransport *self)
{
  return self->url;
}

/**
 * pm_transport_send:
 * @self: the way to a server
 * @call: the request; not needed any more afterwards
 *
 * Sends one request and reads the answer; neither is done again, redirects are not followed.
 * Dropping the future does not take the request back.
 *
 * Returns: (transfer full): resolves to a #PmAnswer, whatever its status. Rejected when there is
 *   no answer: with %PM_ERROR_OFFLINE when no byte has left, %PM_ERROR_TIMED_OUT when the server
 *   may have acted, %PM_ERROR_NOT_JSON when the answer was too long to be one,
 *   %PM_ERROR_CANCELLED
 */
DexFuture *
pm_transport_send (PmTransport *self, PmHttpCall *call)
{
  if (call->cancellable != NULL && g_cancellable_is_cancelled (call->cancellable))
    return dex_future_new_reject (PM_ERROR, PM_ERROR_CANCELLED, "This was given up.");
  return dex_scheduler_spawn (NULL, 0, send_fiber, exchange_new (self, call), exchange_free);
}
