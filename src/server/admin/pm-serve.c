/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-serve.h"

#include "server/admin/pm-admin-socket.h"
#include "server/demo/pm-demo.h"
#include "server/pm-server.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* What the server needs besides connections. */
#define DESCRIPTORS_KEPT 128

typedef struct {
  PmServerConfig *config;
  GMainLoop *loop;
  GError *error;
} Serve;

static gboolean
fill_work (PmDb *db, gpointer data, GError **error)
{
  PmServerConfig *config = data;

  return pm_demo_fill (db, config->demo_pocs, g_get_real_time (), error);
}

static gboolean
start (PmServer *server, PmServerConfig *config, GError **error)
{
  if (!dex_await (pm_server_start (server), error))
    return FALSE;
  return config->demo_pocs == 0 ||
         dex_await (pm_server_write (server, fill_work, config, NULL), error);
}

/* Said when all doors are open. Whoever started it may read this line and stop listening. */
static void
announce (PmServer *server)
{
  g_autofree char *url = pm_server_get_own_url (server);

  signal (SIGPIPE, SIG_IGN);
  printf ("listening on %s\n", url);
  fflush (stdout);
}

/* Every connection, and every file of the database, is one. */
static void
take_all_descriptors (PmServerConfig *config)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < config->connections + DESCRIPTORS_KEPT) {
    config->connections = (guint) MAX (limit.rlim_cur, 2 * DESCRIPTORS_KEPT) - DESCRIPTORS_KEPT;
    pm_log (PM_LOG_INFO, "connections", "text", "fewer than wanted: too few file descriptors",
            NULL);
  }
}

static void
warn_of_the_open (PmServerConfig *config)
{
  if (!g_str_has_prefix (config->listen, "127.") &&
      !g_str_has_prefix (config->listen, "localhost") &&
      !g_str_has_prefix (config->listen, "[::1]") && config->public_url == NULL)
    pm_log (PM_LOG_WARNING, "config", "text",
            "others can reach this server, but links lead to this machine: set public-url", NULL);
  else if (config->public_url != NULL && g_str_has_prefix (config->public_url, "http:") &&
           strstr (config->public_url, "//127.0.0.1") == NULL &&
           strstr (config->public_url, "//localhost") == NULL)
    pm_log (PM_LOG_WARNING, "config", "text",
            "public-url is http: passwords and links travel in the clear", NULL);
}

static gboolean
on_hangup (gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!pm_server_reload (data, &error))
    pm_log (PM_LOG_ERROR, "reload", "text", error->message, NULL);
  else
    pm_log (PM_LOG_INFO, "reload", NULL);
  return G_SOURCE_CONTINUE;
}

static DexFuture *
serve_fiber (gpointer data)
{
  Serve *serve = data;
  g_autoptr (PmServer) server = pm_server_new (serve->config);
  g_autoptr (PmAdminSocket) admin = NULL;
  g_autoptr (DexFuture) asked_to_end =
      dex_future_first (dex_unix_signal_new (SIGTERM), dex_unix_signal_new (SIGINT), NULL);

  if (start (server, serve->config, &serve->error)) {
    admin = pm_admin_socket_new (server, &serve->error);
    if (admin != NULL) {
      guint hangup = g_unix_signal_add (SIGHUP, on_hangup, server);

      announce (server);
      dex_await (g_steal_pointer (&asked_to_end), NULL);
      g_source_remove (hangup);
    }
  }
  g_clear_pointer (&admin, pm_admin_socket_free);
  dex_await (pm_server_stop (server), NULL);
  g_clear_object (&server);
  g_main_loop_quit (serve->loop);
  return NULL;
}

/**
 * pm_serve:
 * @config: how the server runs
 * @error: return location
 *
 * Runs the server until it is asked to end, by SIGTERM or SIGINT. On the main thread, outside of
 * any fiber.
 *
 * Returns: %FALSE if it could not start
 */
gboolean
pm_serve (PmServerConfig *config, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Serve serve = { config, loop, NULL };

  pm_log_start (config->log_level);
  take_all_descriptors (config);
  warn_of_the_open (config);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, serve_fiber, &serve, NULL));
  g_main_loop_run (loop);
  if (serve.error == NULL)
    return TRUE;
  g_propagate_error (error, serve.error);
  return FALSE;
}
