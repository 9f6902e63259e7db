/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-admin-client.h"

#include "db/pm-folder-lock.h"
#include "domain/pm-error.h"
#include "server/admin/pm-admin-socket.h"
#include "server/admin/pm-admin-task.h"
#include "wire/pm-wire.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* Runs in the administrator's own process, which has nothing else to do: it may wait. */

#define ANSWER_SECONDS 300

typedef struct {
  const PmAdminTask *task;
  JsonObject *arguments;
  GString *output;
} Work;

static gboolean
task_work (PmDb *db, gpointer data, GError **error)
{
  Work *work = data;

  return work->task->func (db, work->arguments, work->output, error);
}

static char *
do_alone (PmServerConfig *config, const char *task, JsonObject *arguments, GError **error)
{
  g_autofree char *path = pm_server_config_get_database (config);
  g_autoptr (PmDb) db = pm_db_open (path, PM_DB_DURABLE, error);
  g_autoptr (GString) output = g_string_new (NULL);
  Work work = { pm_admin_task_find (task), arguments, output };
  gboolean done;

  if (db == NULL || !pm_db_migrate (db, PM_SERVER_SCHEMA, error))
    return NULL;
  done = work.task->transact ? pm_db_transact (db, task_work, &work, error)
                             : task_work (db, &work, error);
  return done ? g_string_free_and_steal (g_steal_pointer (&output)) : NULL;
}

static char *
make_call (const char *task, JsonObject *arguments)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  json_object_set_string_member (object, "task", task);
  json_object_set_object_member (object, "arguments", json_object_ref (arguments));
  json_node_take_object (node, object);
  text = pm_wire_to_text (node);
  return g_strconcat (text, "\n", NULL);
}

static char *
exchange (GSocketConnection *connection, const char *line, GError **error)
{
  GIOStream *stream = G_IO_STREAM (connection);
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_io_stream_get_input_stream (stream));
  g_autoptr (GError) local = NULL;
  char *answer;

  if (!g_output_stream_write_all (g_io_stream_get_output_stream (stream), line, strlen (line), NULL,
                                  NULL, error))
    return NULL;
  answer = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &local);
  if (answer == NULL)
    g_set_error (error, PM_ERROR, PM_ERROR_OFFLINE, "The running server did not answer: %s.",
                 local != NULL ? local->message : "it closed the connection");
  return answer;
}

static char *
ask_server (PmServerConfig *config, const char *task, JsonObject *arguments, GError **error)
{
  g_autofree char *path = pm_admin_socket_get_path (config);
  g_autofree char *line = make_call (task, arguments);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autofree char *text = NULL;

  g_socket_client_set_timeout (client, ANSWER_SECONDS);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, error);
  if (connection == NULL) {
    g_prefix_error (error, "The server runs, but its admin socket cannot be reached: ");
    return NULL;
  }
  text = exchange (connection, line, error);
  answer = text != NULL ? pm_wire_parse_object (text, -1, error) : NULL;
  if (answer == NULL)
    return NULL;
  if (json_object_has_member (answer, "error")) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED, pm_wire_get_string (answer, "error"));
    return NULL;
  }
  return g_strdup (pm_wire_get_string (answer, "output"));
}

/**
 * pm_admin_client_do:
 * @config: which server
 * @task: a task's name
 * @arguments: its arguments
 * @error: return location
 *
 * Has a task done by the running server, or does it itself when none runs. Waits.
 *
 * Returns: (transfer full) (nullable): what there is to say
 */
char *
pm_admin_client_do (PmServerConfig *config, const char *task, JsonObject *arguments, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PmFolderLock) lock = pm_folder_lock_take (config->data_dir, &local);

  if (lock != NULL)
    return do_alone (config, task, arguments, error);
  if (g_error_matches (local, PM_ERROR, PM_ERROR_BUSY))
    return ask_server (config, task, arguments, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
