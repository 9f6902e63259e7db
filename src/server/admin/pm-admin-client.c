/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-admin-client.h"

#include "db/pm-folder-lock.h"
#include "domain/pm-error.h"
#include "server/admin/pm-admin-socket.h"
#include "server/admin/pm-admin-task.h"
#include "server/changes/pm-change-log.h"
#include "server/pm-server.h"
#include "wire/pm-wire.h"

#include <gio/gunixsocketaddress.h>
#include <gmime/gmime.h>
#include <string.h>

/* Runs in the administrator's own process, which has nothing else to do: it may wait. */

#define ANSWER_SECONDS 300

typedef struct {
  const PmAdminTask *task;
  const PmAdminCall *call;
  GString *output;
} Work;

static gboolean
task_work (PmDb *db, gpointer data, GError **error)
{
  Work *work = data;

  return pm_admin_task_run (work->task, db, work->call, work->output, error);
}

static gboolean
run_alone (PmDb *db, Work *work, GError **error)
{
  g_autoptr (PmChangeLog) log = pm_change_log_new (work->call->now);
  gboolean done;

  if (work->task->kind == PM_ADMIN_COPIES)
    return task_work (db, work, error);
  pm_db_set_user_data (db, log);
  done = pm_db_transact (db, task_work, work, error);
  pm_db_set_user_data (db, NULL);
  return done;
}

static char *
do_alone (PmServerConfig *config, const char *task, JsonObject *arguments, GError **error)
{
  g_autofree char *path = pm_server_config_get_database (config);
  g_autofree char *key_path = pm_server_config_get_mail_key (config);
  g_autoptr (PmDb) db = pm_db_open (path, PM_DB_DURABLE, error);
  g_autoptr (PmMailKey) key = NULL;
  g_autoptr (GString) output = g_string_new (NULL);
  PmAdminCall call = { .arguments = arguments, .config = config, .now = g_get_real_time () };
  Work work = { pm_admin_task_find (task), &call, output };

  /* Senders' addresses are read by it. */
  g_mime_init ();
  if (work.task == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_REFUSED,
                 "Only a running server can do this. Start it first.");
    return NULL;
  }
  if (db == NULL || !pm_db_migrate (db, PM_SERVER_SCHEMA, error)) {
    pm_server_explain_database (config, error);
    return NULL;
  }
  if (work.task->kind == PM_ADMIN_WRITES) {
    call.key = key = pm_mail_key_load (key_path, error);
    if (key == NULL)
      return NULL;
  }
  return run_alone (db, &work, error) ? g_string_free_and_steal (g_steal_pointer (&output)) : NULL;
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
    g_set_error_literal (error, PM_ERROR,
                         (PmError) pm_wire_get_integer (answer, "code", PM_ERROR_REFUSED),
                         pm_wire_get_string (answer, "error"));
    return NULL;
  }
  return g_strdup (pm_wire_get_string (answer, "output"));
}

/* Who only looks must not make a new database where a folder's name was mistyped. */
static gboolean
check_there (PmServerConfig *config, const char *name, GError **error)
{
  const PmAdminTask *task = pm_admin_task_find (name);
  g_autofree char *path = pm_server_config_get_database (config);

  if (task == NULL || task->kind == PM_ADMIN_WRITES || g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_NOT_FOUND,
               "There is no database in “%s”. Name its folder by --data-dir, or begin one with "
               "“tenant add”.",
               config->data_dir);
  return FALSE;
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
  g_autoptr (PmFolderLock) lock = NULL;

  if (!check_there (config, task, error))
    return NULL;
  lock = pm_folder_lock_take (config->data_dir, &local);

  if (lock != NULL)
    return do_alone (config, task, arguments, error);
  if (g_error_matches (local, PM_ERROR, PM_ERROR_BUSY))
    return ask_server (config, task, arguments, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
