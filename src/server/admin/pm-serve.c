/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "server/admin/pm-serve.h"

#include "server/admin/pm-admin-socket.h"
#include "server/demo/pm-demo.h"
#include "server/pm-server.h"

#include <signal.h>
#include <stdio.h>

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
  signal (SIGPIPE, SIG_IGN);
  printf ("listening on http://127.0.0.1:%u\n", pm_server_get_port (server));
  fflush (stdout);
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
      announce (server);
      dex_await (g_steal_pointer (&asked_to_end), NULL);
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

  dex_future_disown (dex_scheduler_spawn (NULL, 0, serve_fiber, &serve, NULL));
  g_main_loop_run (loop);
  if (serve.error == NULL)
    return TRUE;
  g_propagate_error (error, serve.error);
  return FALSE;
}
