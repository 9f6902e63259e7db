/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-farewell.h"

#include "server/http/pm-reply-private.h"

/* The last answer over a connection that libsoup has given away. */

/* One that is still on its way. */
typedef struct {
  GIOStream *stream;
  GSocket *socket;
  GBytes *rest;
} Farewell;

static void
append_header (const char *name, const char *value, gpointer data)
{
  g_string_append_printf (data, "%s: %s\r\n", name, value);
}

static GString *
write_head (PmReply *reply)
{
  guint status = pm_reply_get_status (reply);
  GString *head = g_string_sized_new (512);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);

  soup_message_headers_replace (headers, "Server", PM_REPLY_SERVER);
  soup_message_headers_replace (headers, "Date", date);
  soup_message_headers_replace (headers, "Connection", "close");
  pm_reply_fill_headers (reply, headers);
  soup_message_headers_set_content_length (headers,
                                           (goffset) g_bytes_get_size (pm_reply_get_body (reply)));
  g_string_append_printf (head, "HTTP/1.1 %u %s\r\n", status, soup_status_get_phrase (status));
  soup_message_headers_foreach (headers, append_header, head);
  soup_message_headers_unref (headers);
  return g_string_append (head, "\r\n");
}

/* To close what still holds something unread would take the answer back. */
static void
hang_up (GIOStream *stream, GSocket *socket)
{
  char scrap[512];

  g_socket_receive_with_blocking (socket, scrap, sizeof scrap, FALSE, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

static void
farewell_free (Farewell *self)
{
  hang_up (self->stream, self->socket);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  g_bytes_unref (self->rest);
  g_free (self);
}

static void
on_written (GObject *output, GAsyncResult *result, gpointer data)
{
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (output), result, NULL, NULL);
  farewell_free (data);
}

/* The socket's own timeout bounds it. */
static void
send_rest (GIOStream *stream, GSocket *socket, GBytes *rest)
{
  Farewell *self = g_new0 (Farewell, 1);
  gsize length;
  gconstpointer data = g_bytes_get_data (rest, &length);

  self->stream = g_object_ref (stream);
  self->socket = g_object_ref (socket);
  self->rest = g_bytes_ref (rest);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (stream), data, length,
                                   G_PRIORITY_DEFAULT, NULL, on_written, self);
}

static GBytes *
write_whole (PmReply *reply)
{
  GString *text = write_head (reply);
  gsize length;
  gconstpointer body = g_bytes_get_data (pm_reply_get_body (reply), &length);

  return g_string_free_to_bytes (g_string_append_len (text, body, (gssize) length));
}

/**
 * pm_farewell_send:
 * @stream: a connection taken over from libsoup
 * @socket: its socket
 * @reply: the answer
 *
 * Sends the answer and closes the connection. What the socket does not take at once is sent as it
 * can be; the caller need not keep anything.
 */
void
pm_farewell_send (GIOStream *stream, GSocket *socket, PmReply *reply)
{
  g_autoptr (GBytes) whole = write_whole (reply);
  g_autoptr (GBytes) rest = NULL;
  gsize length;
  gconstpointer data = g_bytes_get_data (whole, &length);
  gssize sent = g_socket_send_with_blocking (socket, data, length, FALSE, NULL, NULL);

  if (sent == (gssize) length) {
    hang_up (stream, socket);
    return;
  }
  rest = g_bytes_new_from_bytes (whole, (gsize) MAX (sent, 0), length - (gsize) MAX (sent, 0));
  send_rest (stream, socket, rest);
}
