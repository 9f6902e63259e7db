/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "pm-test-peer.h"

#include <string.h>

struct _PmTestPeer {
  GSocketService *service;
  PmTestScript script;
  gpointer data;
  char *url;
  GMutex lock;
  GCond quiet;
  guint n_connections;
  GPtrArray *requests;
  gboolean is_forgetful;
};

static void
request_free (PmTestRequest *self)
{
  g_free (self->line);
  g_free (self->headers);
  g_free (self->body);
  g_free (self);
}

static char *
find_header (const char *headers, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (headers, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    char *colon = strchr (lines[i], ':');

    if (colon != NULL && (gsize) (colon - lines[i]) == strlen (name) &&
        g_ascii_strncasecmp (lines[i], name, strlen (name)) == 0)
      return g_strstrip (g_strdup (colon + 1));
  }
  return NULL;
}

static PmTestRequest *
read_request (GInputStream *input)
{
  g_autoptr (GDataInputStream) stream = g_data_input_stream_new (input);
  g_autoptr (GString) headers = g_string_new (NULL);
  g_autofree char *first = NULL;
  g_autofree char *length = NULL;
  PmTestRequest *request;
  gsize size;
  char *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  g_data_input_stream_set_newline_type (stream, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  first = g_data_input_stream_read_line (stream, NULL, NULL, NULL);
  if (first == NULL)
    return NULL;
  while ((line = g_data_input_stream_read_line (stream, NULL, NULL, NULL)) != NULL && *line) {
    g_string_append_printf (headers, "%s\r\n", line);
    g_free (line);
  }
  g_free (line);
  request = g_new0 (PmTestRequest, 1);
  request->line = g_strndup (first, strrchr (first, ' ') - first);
  request->headers = g_strdup (headers->str);
  length = find_header (headers->str, "Content-Length");
  size = length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0;
  request->body = g_malloc0 (size + 1);
  g_input_stream_read_all (G_INPUT_STREAM (stream), request->body, size, NULL, NULL, NULL);
  return request;
}

/* Whether another request may come on the same connection. */
static gboolean
serve_one (PmTestPeer *self, GIOStream *connection)
{
  PmTestRequest *request = read_request (g_io_stream_get_input_stream (connection));
  g_autofree char *reply = NULL;
  PmTestRequest *forgotten = NULL;

  if (request == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  request->number = self->requests->len;
  if (self->is_forgetful)
    forgotten = request;
  else
    g_ptr_array_add (self->requests, request);
  g_mutex_unlock (&self->lock);
  reply = self->script (request, self->data);
  g_clear_pointer (&forgotten, request_free);
  if (reply == NULL)
    return FALSE;
  g_output_stream_write_all (g_io_stream_get_output_stream (connection), reply, strlen (reply),
                             NULL, NULL, NULL);
  return strstr (reply, "Connection: keep-alive\r\n") != NULL;
}

static void
serve (PmTestPeer *self, GSocketConnection *connection)
{
  while (serve_one (self, G_IO_STREAM (connection)))
    ;
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  PmTestPeer *self = data;

  g_mutex_lock (&self->lock);
  self->n_connections++;
  g_mutex_unlock (&self->lock);
  return FALSE;
}

/* On a thread. */
static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer data)
{
  PmTestPeer *self = data;

  serve (self, connection);
  g_mutex_lock (&self->lock);
  self->n_connections--;
  g_cond_broadcast (&self->quiet);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

PmTestPeer *
pm_test_peer_new (PmTestScript script, gpointer data)
{
  PmTestPeer *self = g_new0 (PmTestPeer, 1);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->script = script;
  self->data = data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->quiet);
  self->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);
  self->service = g_threaded_socket_service_new (32);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  return self;
}

/* Waits until every script that was begun has come to its end. */
void
pm_test_peer_free (PmTestPeer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_mutex_lock (&self->lock);
  while (self->n_connections > 0)
    g_cond_wait (&self->quiet, &self->lock);
  g_mutex_unlock (&self->lock);
  g_object_unref (self->service);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->quiet);
  g_free (self->url);
  g_free (self);
}

const char *
pm_test_peer_get_url (PmTestPeer *self)
{
  return self->url;
}

/* Requests from now on are neither kept nor counted, because very many will come. */
void
pm_test_peer_forget (PmTestPeer *self)
{
  g_mutex_lock (&self->lock);
  self->is_forgetful = TRUE;
  g_mutex_unlock (&self->lock);
}

/* How many requests have come whose line begins with @line_prefix. */
guint
pm_test_peer_count (PmTestPeer *self, const char *line_prefix)
{
  guint count = 0;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->requests->len; i++) {
    PmTestRequest *request = g_ptr_array_index (self->requests, i);

    count += g_str_has_prefix (request->line, line_prefix);
  }
  g_mutex_unlock (&self->lock);
  return count;
}

char *
pm_test_peer_get_header (PmTestPeer *self, guint number, const char *name)
{
  char *value;

  g_mutex_lock (&self->lock);
  g_assert_cmpuint (number, <, self->requests->len);
  value =
      find_header (((PmTestRequest *) g_ptr_array_index (self->requests, number))->headers, name);
  g_mutex_unlock (&self->lock);
  return value;
}

/* The same, counting only requests whose line begins with @line_prefix; NULL if there are fewer. */
char *
pm_test_peer_find_header (PmTestPeer *self, const char *line_prefix, guint number, const char *name)
{
  char *value = NULL;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->requests->len && value == NULL; i++) {
    PmTestRequest *request = g_ptr_array_index (self->requests, i);

    if (g_str_has_prefix (request->line, line_prefix) && number-- == 0)
      value = find_header (request->headers, name);
  }
  g_mutex_unlock (&self->lock);
  return value;
}

char *
pm_test_peer_get_body (PmTestPeer *self, guint number)
{
  char *body;

  g_mutex_lock (&self->lock);
  g_assert_cmpuint (number, <, self->requests->len);
  body = g_strdup (((PmTestRequest *) g_ptr_array_index (self->requests, number))->body);
  g_mutex_unlock (&self->lock);
  return body;
}

/* A whole reply; @headers are lines that end with CRLF, or NULL. */
char *
pm_test_reply (guint status, const char *headers, const char *body)
{
  return g_strdup_printf (
      "HTTP/1.1 %u Status\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n%s", status,
      strlen (body), headers != NULL ? headers : "", body);
}

char *
pm_test_reply_json (guint status, const char *body)
{
  return pm_test_reply (status, "Content-Type: application/json\r\n", body);
}
