/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A desktop without a window: the real cache, remote and syncer, to be killed by a test.
 *
 *   pump-child FOLDER URL EMAIL PASSWORD [OPERATION]
 *
 * Enqueues OPERATION, a JSON object, and says `queued` once that is safe. It says `drained` when the
 * outbox is empty, and then ends. The session is kept in the folder.
 */

#include "sync/pm-syncer.h"
#include "wire/pm-wire.h"

#include <glib/gstdio.h>
#include <stdio.h>

typedef struct {
  char **arguments;
  char *token_path;
  PmCache *cache;
  PmRemote *remote;
  PmSyncer *syncer;
} Child;

static void
say (const char *word)
{
  puts (word);
  fflush (stdout);
}

static void
on_refresh_token (PmRemote *remote, const char *token, gpointer data)
{
  Child *self = data;

  if (token != NULL)
    g_file_set_contents (self->token_path, token, -1, NULL);
}

static gboolean
sign_in (Child *self, GError **error)
{
  g_autofree char *token = NULL;
  g_autoptr (PmIdentity) identity = NULL;

  g_signal_connect (self->remote, "refresh-token", G_CALLBACK (on_refresh_token), self);
  if (g_file_get_contents (self->token_path, &token, NULL, NULL)) {
    pm_remote_set_refresh_token (self->remote, token);
    return TRUE;
  }
  identity = dex_await_boxed (
      pm_remote_select_tenant (self->remote, 1, self->arguments[3], self->arguments[4]), error);
  return identity != NULL;
}

static gboolean
enqueue (Child *self, const char *text, GError **error)
{
  g_autoptr (JsonObject) object = pm_wire_parse_object (text, -1, error);
  g_autoptr (PmOperation) operation = pm_operation_new ();

  if (object == NULL || !pm_wire_decode_some (object, PM_RECORD (operation), error))
    return FALSE;
  if (dex_await_int64 (pm_outbox_enqueue (pm_syncer_get_outbox (self->syncer), operation, 0),
                       error) == 0)
    return FALSE;
  say ("queued");
  return TRUE;
}

static gboolean
run (Child *self, GError **error)
{
  self->cache = dex_await_object (pm_cache_open (self->arguments[1]), error);
  self->remote = self->cache != NULL ? pm_remote_new (self->arguments[2], error) : NULL;
  if (self->remote == NULL || !sign_in (self, error))
    return FALSE;
  self->syncer = pm_syncer_new (self->cache, self->remote, g_network_monitor_get_default ());
  if (self->arguments[5] != NULL && !enqueue (self, self->arguments[5], error))
    return FALSE;
  pm_syncer_start (self->syncer);
  while (pm_cache_get_n_unsent (self->cache) > 0)
    dex_await (dex_timeout_new_msec (5), NULL);
  say ("drained");
  dex_await (pm_syncer_stop (self->syncer), NULL);
  return dex_await (pm_cache_close (self->cache), error);
}

static DexFuture *
run_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!run (data, &error)) {
    fprintf (stderr, "pump-child: %s\n", error->message);
    exit (1);
  }
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  Child self = { .arguments = argv };
  g_autoptr (DexFuture) future = NULL;

  if (argc != 5 && argc != 6)
    return 2;
  dex_init ();
  g_mkdir_with_parents (argv[1], 0700);
  self.token_path = g_build_filename (argv[1], "token", NULL);
  future = dex_scheduler_spawn (NULL, 0, run_fiber, &self, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self.syncer);
  g_clear_object (&self.remote);
  g_clear_object (&self.cache);
  g_free (self.token_path);
  return 0;
}
