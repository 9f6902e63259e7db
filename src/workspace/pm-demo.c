/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-session.h"

#include "domain/pm-error.h"

#include <gio/gio.h>
#include <pm-config.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The demo server's sales engineer; see its data set. */
#define DEMO_EMAIL    "sam.rivera@northwind.example"
#define DEMO_PASSWORD "try-the-demo"

#define READY_PREFIX "listening on "

struct _PmDemo {
  GObject parent_instance;
  char *folder;
  char *mail_folder;
  char *server_url; /* known from the first start on, and kept over later ones */
  guint n_pocs;
  GSubprocess *server;
};

enum {
  PROP_SERVER_URL = 1,
  PROP_EMAIL,
  PROP_PASSWORD,
  PROP_MAIL_FOLDER,
  PROP_RUNNING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PmDemo, pm_demo, G_TYPE_OBJECT)

static void
pm_demo_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmDemo *self = PM_DEMO (object);

  switch (prop_id) {
  case PROP_SERVER_URL:
    g_value_set_string (value, self->server_url);
    break;
  case PROP_EMAIL:
    g_value_set_static_string (value, DEMO_EMAIL);
    break;
  case PROP_PASSWORD:
    g_value_set_static_string (value, DEMO_PASSWORD);
    break;
  case PROP_MAIL_FOLDER:
    g_value_set_string (value, self->mail_folder);
    break;
  case PROP_RUNNING:
    g_value_set_boolean (value, self->server != NULL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_demo_finalize (GObject *object)
{
  PmDemo *self = PM_DEMO (object);

  if (self->server != NULL)
    g_subprocess_send_signal (self->server, SIGTERM);
  g_clear_object (&self->server);
  g_free (self->folder);
  g_free (self->mail_folder);
  g_free (self->server_url);
  G_OBJECT_CLASS (pm_demo_parent_class)->finalize (object);
}

static void
pm_demo_class_init (PmDemoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = pm_demo_finalize;
  object_class->get_property = pm_demo_get_property;

  properties[PROP_SERVER_URL] = g_param_spec_string ("server-url", NULL, NULL, NULL, flags);
  properties[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  properties[PROP_PASSWORD] = g_param_spec_string ("password", NULL, NULL, NULL, flags);
  properties[PROP_MAIL_FOLDER] = g_param_spec_string ("mail-folder", NULL, NULL, NULL, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_demo_init (PmDemo *self)
{
}

/**
 * pm_demo_new:
 * @folder: where the demo's server keeps its data and its mail
 * @n_pocs: how many POCs to make up, or 0 for the usual data set
 *
 * Returns: (transfer full): a demo that has not been started
 */
PmDemo *
pm_demo_new (const char *folder, guint n_pocs)
{
  PmDemo *self = g_object_new (PM_TYPE_DEMO, NULL);

  self->folder = g_strdup (folder);
  self->mail_folder = g_build_filename (folder, "mail", NULL);
  self->n_pocs = n_pocs;
  return self;
}

/* The server lies beside the application, one folder deeper in a build folder. */
static char *
find_server (void)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *bindir = g_path_get_dirname (self_path != NULL ? self_path : PM_BINDIR "/x");
  const char *places[] = { "poc-manager-server", "server/poc-manager-server" };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *path = g_build_filename (bindir, places[i], NULL);

    if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE) && !g_file_test (path, G_FILE_TEST_IS_DIR))
      return g_steal_pointer (&path);
  }
  return g_strdup (PM_BINDIR "/poc-manager-server");
}

/* The server ends with us, however we end. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static void
await_clear (GFile *folder)
{
  g_autoptr (GFileEnumerator) children = NULL;
  g_autolist (GFileInfo) infos = NULL;

  children = dex_await_object (
      dex_file_enumerate_children (
          folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
          G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, G_PRIORITY_DEFAULT),
      NULL);
  if (children == NULL)
    return;
  infos = dex_await_boxed (dex_file_enumerator_next_files (children, G_MAXINT16, 0), NULL);
  for (GList *iter = infos; iter != NULL; iter = iter->next) {
    g_autoptr (GFile) child = g_file_enumerator_get_child (children, iter->data);

    if (g_file_info_get_file_type (iter->data) == G_FILE_TYPE_DIRECTORY)
      await_clear (child);
    dex_await (dex_file_delete (child, G_PRIORITY_DEFAULT), NULL);
  }
}

static DexFuture *
clear_fiber (gpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (PM_DEMO (data)->folder);

  await_clear (folder);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_demo_clear:
 * @self: a demo that has not been started
 *
 * Removes what earlier demos left in the folder: each demo begins anew, at an address of its own.
 *
 * Returns: (transfer full): resolves when what could be removed is gone
 */
DexFuture *
pm_demo_clear (PmDemo *self)
{
  g_return_val_if_fail (PM_IS_DEMO (self), NULL);
  g_return_val_if_fail (self->server == NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, clear_fiber, g_object_ref (self), g_object_unref);
}

static GSubprocess *
spawn_server (PmDemo *self, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE);
  g_autofree char *program = find_server ();
  g_autofree char *data_dir = g_build_filename (self->folder, "server", NULL);
  g_autofree char *mail = g_strdup_printf ("file:%s", self->mail_folder);
  g_autofree char *demo =
      self->n_pocs > 0 ? g_strdup_printf ("--demo=%u", self->n_pocs) : g_strdup ("--demo");
  const char *listen =
      self->server_url == NULL ? "127.0.0.1:0" : self->server_url + strlen ("http://");

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  return g_subprocess_launcher_spawn (launcher, error, program, "serve", "--data-dir", data_dir,
                                      "--listen", listen, "--mail", mail, demo, NULL);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  g_autofree char *line = NULL;
  GError *error = NULL;

  line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL,
                                                    &error);
  if (line != NULL)
    dex_promise_resolve_string (promise, g_steal_pointer (&line));
  else
    dex_promise_reject (promise, error != NULL ? error
                                               : g_error_new (PM_ERROR, PM_ERROR_FAILED,
                                                              "The demo's server did not start."));
}

static DexFuture *
read_line (GInputStream *stream)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (stream);
  DexPromise *promise = dex_promise_new ();

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line, dex_ref (promise));
  return DEX_FUTURE (promise);
}

static DexFuture *
start_fiber (gpointer data)
{
  PmDemo *self = data;
  g_autoptr (GSubprocess) server = NULL;
  g_autofree char *line = NULL;
  GError *error = NULL;

  if (self->server != NULL)
    return dex_future_new_for_boolean (TRUE);
  server = spawn_server (self, &error);
  if (server != NULL)
    line = dex_await_string (read_line (g_subprocess_get_stdout_pipe (server)), &error);
  if (line == NULL)
    return dex_future_new_for_error (error);
  if (!g_str_has_prefix (line, READY_PREFIX)) {
    g_subprocess_force_exit (server);
    return dex_future_new_reject (PM_ERROR, PM_ERROR_FAILED, "The demo's server said: %s", line);
  }
  self->server = g_steal_pointer (&server);
  if (g_set_str (&self->server_url, line + strlen (READY_PREFIX)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER_URL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_demo_start:
 * @self: a demo
 *
 * Starts its server, with the data of an earlier start if there was one, at the same address.
 *
 * Returns: (transfer full): resolves when the server answers
 */
DexFuture *
pm_demo_start (PmDemo *self)
{
  g_return_val_if_fail (PM_IS_DEMO (self), NULL);

  return dex_scheduler_spawn (NULL, 0, start_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
stop_fiber (gpointer data)
{
  PmDemo *self = data;
  g_autoptr (GSubprocess) server = g_steal_pointer (&self->server);

  if (server == NULL)
    return dex_future_new_for_boolean (TRUE);
  g_subprocess_send_signal (server, SIGTERM);
  dex_await (dex_subprocess_wait_check (server), NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_demo_stop:
 * @self: a demo
 *
 * Stops its server; the data stay, so that it can be started again.
 *
 * Returns: (transfer full): resolves when the server has ended
 */
DexFuture *
pm_demo_stop (PmDemo *self)
{
  g_return_val_if_fail (PM_IS_DEMO (self), NULL);

  return dex_scheduler_spawn (NULL, 0, stop_fiber, g_object_ref (self), g_object_unref);
}

/**
 * pm_demo_get_mail_folder:
 * @self: a demo
 *
 * Returns: (transfer none): the folder where the demo's mails arrive, as `.eml` files
 */
const char *
pm_demo_get_mail_folder (PmDemo *self)
{
  return self->mail_folder;
}
