/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-farewell.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Far more than any socket takes at once. */
#define LENGTH (8 * 1024 * 1024)

static gboolean
give_up (gpointer data)
{
  g_assert_not_reached ();
}

static void
send_farewell (int fd, PmReply *reply)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, NULL);
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (socket);

  pm_farewell_send (G_IO_STREAM (stream), socket, reply);
}

/* Reads a little at a time until the other end closes. */
static GByteArray *
read_slowly (int fd)
{
  GByteArray *text = g_byte_array_new ();
  guint8 part[60000];
  gssize length;

  do {
    g_main_context_iteration (NULL, FALSE);
    length = recv (fd, part, sizeof part, MSG_DONTWAIT);
    if (length > 0)
      g_byte_array_append (text, part, (guint) length);
  } while (length != 0);
  return text;
}

static void
a_slow_reader_gets_all_of_a_long_answer (void)
{
  g_autofree char *body = g_strnfill (LENGTH, 'x');
  g_autoptr (PmReply) reply = pm_reply_new_bytes (200, "text/plain", g_bytes_new (body, LENGTH));
  guint alarm = g_timeout_add_seconds (30, give_up, NULL);
  g_autoptr (GByteArray) text = NULL;
  const char *start;
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  send_farewell (fds[0], reply);
  text = read_slowly (fds[1]);
  g_source_remove (alarm);

  start = g_strstr_len ((const char *) text->data, text->len, "\r\n\r\n");
  g_assert_nonnull (start);
  start += 4;
  g_assert_cmpmem (start, text->len - (gsize) (start - (const char *) text->data), body, LENGTH);
  close (fds[1]);
}

static void
a_reader_that_has_left_harms_nobody (void)
{
  g_autoptr (PmReply) reply = pm_reply_new_message (200, "Too late");
  int fds[2];

  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), ==, 0);
  close (fds[1]);
  send_farewell (fds[0], reply);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/farewell/slow", a_slow_reader_gets_all_of_a_long_answer);
  g_test_add_func ("/farewell/gone", a_reader_that_has_left_harms_nobody);
  return g_test_run ();
}
