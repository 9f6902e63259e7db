/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include <errno.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define EMAIL     "sam.rivera@northwind.example"
#define PASSWORD  "try-the-demo"
#define TENANT_ID 1

/**
 * desk_check:
 * @error: (nullable): what must not be
 */
void
desk_check (GError *error)
{
  if (error == NULL)
    return;
  g_printerr ("%s: %s\n", program_invocation_short_name, error->message);
  exit (1);
}

/**
 * desk_run:
 * @func: a fiber
 * @data: for @func
 *
 * Runs a fiber to its end.
 *
 * Returns: the program's status
 */
int
desk_run (DexFiberFunc func, gpointer data)
{
  g_autoptr (DexFuture) future = NULL;

  dex_init ();
  future = dex_scheduler_spawn (NULL, 0, func, data, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  return 0;
}

/**
 * desk_pause:
 * @milliseconds: for how long
 */
void
desk_pause (guint milliseconds)
{
  dex_await (dex_timeout_new_msec ((int) milliseconds), NULL);
}

/**
 * desk_open:
 * @folder: the workspace's folder, made if it is not there
 * @url: the server's address
 *
 * Returns: (transfer full): a desk that does not sync yet
 */
Desk *
desk_open (const char *folder, const char *url)
{
  Desk *self = g_new0 (Desk, 1);
  g_autoptr (PmIdentity) identity = NULL;
  GError *error = NULL;

  g_mkdir_with_parents (folder, 0700);
  self->cache = dex_await_object (pm_cache_open (folder), &error);
  desk_check (error);
  self->remote = pm_remote_new (url, &error);
  desk_check (error);
  identity =
      dex_await_boxed (pm_remote_select_tenant (self->remote, TENANT_ID, EMAIL, PASSWORD), &error);
  desk_check (error);
  pm_cache_set_user_id (self->cache, identity->user_id);
  self->syncer = pm_syncer_new (self->cache, self->remote, g_network_monitor_get_default ());
  return self;
}

/**
 * desk_close:
 * @self: (transfer full): a desk
 */
void
desk_close (Desk *self)
{
  GError *error = NULL;

  dex_await (pm_syncer_stop (self->syncer), &error);
  desk_check (error);
  dex_await (pm_cache_close (self->cache), &error);
  desk_check (error);
  g_object_unref (self->syncer);
  g_object_unref (self->remote);
  g_object_unref (self->cache);
  g_free (self);
}

/**
 * desk_wait_until_synced:
 * @self: a desk whose syncer has started
 *
 * Returns when everything is there and the syncer waits for changes.
 */
void
desk_wait_until_synced (Desk *self)
{
  PmSyncState state;

  do {
    desk_pause (1);
    g_object_get (self->syncer, "state", &state, NULL);
    if (state != PM_SYNC_STATE_SYNCING && state != PM_SYNC_STATE_UP_TO_DATE)
      g_error ("Syncing has failed");
  } while (state != PM_SYNC_STATE_UP_TO_DATE);
}

/**
 * desk_list_all:
 * @self: a desk
 *
 * Returns: (transfer full): what the browser shows under All POCs
 */
PmPocList *
desk_list_all (Desk *self)
{
  PmPocList *list = pm_poc_list_new (self->cache);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  return list;
}

/**
 * desk_say:
 * @word: a line
 */
void
desk_say (const char *word)
{
  puts (word);
  fflush (stdout);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  g_autofree char *line =
      g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  dex_promise_resolve_boolean (promise, line != NULL);
}

/**
 * desk_hear:
 *
 * Waits for a line, and goes on doing what else there is to do meanwhile.
 *
 * Returns: %FALSE at the end of them
 */
gboolean
desk_hear (void)
{
  static GDataInputStream *lines;
  DexPromise *promise = dex_promise_new ();

  if (lines == NULL) {
    g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

    lines = g_data_input_stream_new (input);
  }
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line,
                                       dex_ref (DEX_FUTURE (promise)));
  return dex_await_boolean (DEX_FUTURE (promise), NULL);
}
