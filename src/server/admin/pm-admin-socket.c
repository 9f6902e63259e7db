/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-admin-socket.h"

#include "db/pm-db-thread.h"
#include "domain/pm-error.h"
#include "server/admin/pm-admin-task.h"
#include "server/mail/pm-mailer.h"
#include "wire/pm-wire.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/un.h>

/* A template with its HTML is the most that is said. */
#define CALL_MAX (4 * 1024 * 1024)

struct _PmAdminSocket {
  PmServer *server;
  GSocketService *service;
  char *path;
};

typedef struct {
  PmServer *server;
  GSocketConnection *connection;
} Call;

typedef struct {
  const PmAdminTask *task;
  PmAdminCall call;
  GString *output;
  gint64 tenant_id;
} Work;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->server);
  g_object_unref (call->connection);
  g_free (call);
}

/**
 * pm_admin_socket_get_path:
 * @config: how the server runs
 *
 * Returns: (transfer full): where its socket is
 */
char *
pm_admin_socket_get_path (PmServerConfig *config)
{
  return g_build_filename (config->data_dir, "admin.sock", NULL);
}

static char *
read_line (GInputStream *stream, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);

  while (line->len < CALL_MAX && strchr (line->str, '\n') == NULL) {
    g_autoptr (GBytes) bytes =
        dex_await_boxed (dex_input_stream_read_bytes (stream, 4096, G_PRIORITY_DEFAULT), error);
    gsize length;
    const char *data;

    if (bytes == NULL)
      return NULL;
    data = g_bytes_get_data (bytes, &length);
    if (length == 0)
      break;
    g_string_append_len (line, data, (gssize) length);
  }
  return g_string_free_and_steal (g_steal_pointer (&line));
}

static gboolean
task_work (PmDb *db, gpointer data, GError **error)
{
  Work *work = data;

  return pm_admin_task_run (work->task, db, &work->call, work->output, error);
}

/* What takes long must not keep those waiting who read and write. */
static gboolean
run_aside (PmServer *server, Work *work, GError **error)
{
  g_autofree char *path = pm_server_config_get_database (pm_server_get_config (server));
  gboolean reads = work->task->kind == PM_ADMIN_READS;
  g_autoptr (PmDbThread) aside =
      pm_db_thread_new ("pm-admin", path, reads ? PM_DB_READ_ONLY : PM_DB_PLAIN);
  gboolean done = dex_await (reads ? pm_db_thread_transact (aside, task_work, work, NULL)
                                   : pm_db_thread_run (aside, task_work, work, NULL),
                             error);

  dex_await (pm_db_thread_close (aside), NULL);
  return done;
}

/* A mail to see whether mails go is sent at once, and by nobody but the server's mailer. */
static gboolean
find_tenant (PmDb *db, gpointer data, GError **error)
{
  Work *work = data;

  return pm_admin_call_find_tenant (&work->call, "slug", db, &work->tenant_id, error);
}

static gboolean
test_mail (PmServer *server, Work *work, GError **error)
{
  const char *address = pm_admin_call_get (&work->call, "address");
  g_autofree char *words = NULL;

  if (!dex_await (pm_server_read (server, find_tenant, work, NULL), error))
    return FALSE;
  words = dex_await_string (pm_mailer_try (pm_server_get_mailer (server), work->tenant_id, address),
                            error);
  if (words != NULL)
    g_string_append_printf (work->output, "The mail was taken: %s\n", words);
  return words != NULL;
}

static gboolean
do_task (PmServer *server, JsonObject *object, GString *output, GError **error)
{
  const char *name = pm_wire_get_string (object, "task");
  Work work = {
    .task = name != NULL ? pm_admin_task_find (name) : NULL,
    .call = {
      .arguments = pm_wire_get_object (object, "arguments"),
      .config = pm_server_get_config (server),
      .key = pm_mailer_get_key (pm_server_get_mailer (server)),
      .now = g_get_real_time (),
    },
    .output = output,
  };

  if (g_strcmp0 (name, "mail test") == 0 && work.call.arguments != NULL)
    return test_mail (server, &work, error);
  if (work.task == NULL || work.call.arguments == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "The running server does not know this task.");
    return FALSE;
  }
  if (work.task->kind == PM_ADMIN_WRITES)
    return dex_await (pm_server_write (server, task_work, &work, NULL), error);
  return run_aside (server, &work, error);
}

static GBytes *
make_answer (const char *output, const GError *error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;
  char *line;

  json_object_set_string_member (object, "output", output);
  if (error != NULL)
    json_object_set_string_member (object, "error", error->message);
  if (error != NULL && error->domain == PM_ERROR)
    json_object_set_int_member (object, "code", error->code);
  json_node_take_object (node, object);
  text = pm_wire_to_text (node);
  line = g_strconcat (text, "\n", NULL);
  return g_bytes_new_take (line, strlen (line));
}

static void
write_all (GOutputStream *stream, GBytes *bytes)
{
  gsize length = g_bytes_get_size (bytes);

  for (gsize done = 0; done < length;) {
    g_autoptr (GBytes) rest = g_bytes_new_from_bytes (bytes, done, length - done);
    gint64 written =
        dex_await_int64 (dex_output_stream_write_bytes (stream, rest, G_PRIORITY_DEFAULT), NULL);

    if (written <= 0)
      return;
    done += (gsize) written;
  }
}

static DexFuture *
call_fiber (gpointer data)
{
  Call *call = data;
  GIOStream *stream = G_IO_STREAM (call->connection);
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = read_line (g_io_stream_get_input_stream (stream), &error);
  g_autoptr (JsonObject) object = line != NULL ? pm_wire_parse_object (line, -1, &error) : NULL;
  g_autoptr (GBytes) answer = NULL;

  if (object != NULL)
    do_task (call->server, object, output, &error);
  answer = make_answer (output->str, error);
  write_all (g_io_stream_get_output_stream (stream), answer);
  return dex_future_new_for_boolean (TRUE);
}

static gboolean
on_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  PmAdminSocket *self = data;
  Call *call = g_new0 (Call, 1);

  call->server = g_object_ref (self->server);
  call->connection = g_object_ref (connection);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, call_fiber, call, call_free));
  return TRUE;
}

/**
 * pm_admin_socket_new:
 * @server: the server, running
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its open socket
 */
PmAdminSocket *
pm_admin_socket_new (PmServer *server, GError **error)
{
  g_autofree char *path = pm_admin_socket_get_path (pm_server_get_config (server));
  g_autoptr (PmAdminSocket) self = NULL;
  g_autoptr (GSocketAddress) address = NULL;

  if (strlen (path) >= sizeof (((struct sockaddr_un *) NULL)->sun_path)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "“%s” is too long a name for a socket. Choose a shorter --data-dir.", path);
    return NULL;
  }
  self = g_new0 (PmAdminSocket, 1);
  self->server = g_object_ref (server);
  self->service = g_socket_service_new ();
  self->path = g_steal_pointer (&path);
  /* What lies there was left by a server that was killed: the folder is ours. */
  g_unlink (self->path);
  address = g_unix_socket_address_new (self->path);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                      error))
    return NULL;
  g_chmod (self->path, 0600);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming), self);
  return g_steal_pointer (&self);
}

void
pm_admin_socket_free (PmAdminSocket *self)
{
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_object_unref (self->server);
  g_unlink (self->path);
  g_free (self->path);
  g_free (self);
}
