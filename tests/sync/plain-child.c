/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A desktop without a window that does what it reads from its standard input, line by line:
 *
 *   plain-child FOLDER URL EMAIL PASSWORD [keep]
 *
 *   invite POC ADDRESS PAYLOAD     resend POC INVITATION     cancel POC INVITATION
 *   watch POC                      sync                      free
 *   quit
 *
 * What it says: `ready`, `queued` when an operation is safe, `session-lost`, `list-broken POC`.
 * With `keep` it may use the password to renew the session. With PM_METERED in its environment the
 * network costs money until it is told `free`.
 */

#include "domain/pm-error.h"
#include "pm-test-monitor.h"
#include "sync/pm-syncer.h"

#include <glib/gstdio.h>
#include <stdio.h>

#define TENANT 1

typedef struct {
  char **arguments;
  PmCache *cache;
  PmRemote *remote;
  GNetworkMonitor *monitor;
  PmSyncer *syncer;
  GMainLoop *loop;
} Child;

typedef struct {
  Child *child;
  char **words;
} Command;

static void
say (const char *word)
{
  puts (word);
  fflush (stdout);
}

static void
on_session_lost (PmSyncer *syncer, gpointer data)
{
  say ("session-lost");
}

static void
on_list_broken (PmSyncer *syncer, gint64 poc_id, gpointer data)
{
  g_autofree char *word = g_strdup_printf ("list-broken %" G_GINT64_FORMAT, poc_id);

  say (word);
}

static void
command_free (gpointer data)
{
  Command *self = data;

  g_strfreev (self->words);
  g_free (self);
}

static gint64
number (Command *self, guint word)
{
  return g_ascii_strtoll (self->words[word], NULL, 10);
}

static PmOperation *
operation_for (Command *self)
{
  PmOperation *operation = pm_operation_new ();

  pm_operation_set_poc_id (operation, number (self, 1));
  if (g_str_equal (self->words[0], "invite")) {
    pm_operation_set_kind (operation, PM_OPERATION_KIND_INVITE);
    pm_operation_set_email (operation, self->words[2]);
    pm_operation_set_payload (operation, self->words[3]);
    return operation;
  }
  pm_operation_set_kind (operation, g_str_equal (self->words[0], "resend")
                                        ? PM_OPERATION_KIND_RESEND
                                        : PM_OPERATION_KIND_CANCEL);
  pm_operation_set_invitation_id (operation, number (self, 2));
  return operation;
}

static DexFuture *
command_fiber (gpointer data)
{
  Command *self = data;
  Child *child = self->child;
  g_autoptr (PmOperation) operation = NULL;

  if (g_str_equal (self->words[0], "watch")) {
    pm_syncer_watch_poc (child->syncer, number (self, 1));
  } else if (g_str_equal (self->words[0], "sync")) {
    pm_syncer_poke (child->syncer);
  } else if (g_str_equal (self->words[0], "free")) {
    pm_test_monitor_set_metered (child->monitor, FALSE);
  } else if (g_str_equal (self->words[0], "quit")) {
    dex_await (pm_syncer_stop (child->syncer), NULL);
    dex_await (pm_cache_close (child->cache), NULL);
    g_main_loop_quit (child->loop);
  } else {
    operation = operation_for (self);
    if (dex_await_int64 (pm_syncer_enqueue (child->syncer, operation, 0), NULL) > 0)
      say ("queued");
  }
  return dex_future_new_true ();
}

static gboolean
on_line (GIOChannel *channel, GIOCondition condition, gpointer data)
{
  Command *command;
  char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    exit (1);
  command = g_new0 (Command, 1);
  command->child = data;
  command->words = g_strsplit (g_strchomp (line), " ", 4);
  g_free (line);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, command_fiber, command, command_free));
  return G_SOURCE_CONTINUE;
}

static gboolean
sign_in (Child *self, GError **error)
{
  const char *email = self->arguments[3], *password = self->arguments[4];
  g_autoptr (PmIdentity) identity =
      dex_await_boxed (pm_remote_select_tenant (self->remote, TENANT, email, password), error);

  if (identity == NULL)
    return FALSE;
  if (self->arguments[5] != NULL)
    pm_remote_set_password (self->remote, TENANT, email, password);
  pm_cache_set_user_id (self->cache, identity->user_id);
  return TRUE;
}

static gboolean
start (Child *self, GError **error)
{
  self->cache = dex_await_object (pm_cache_open (self->arguments[1]), error);
  self->remote = self->cache != NULL ? pm_remote_new (self->arguments[2], error) : NULL;
  if (self->remote == NULL || !sign_in (self, error))
    return FALSE;
  self->monitor = pm_test_monitor_new ();
  pm_test_monitor_set_metered (self->monitor, g_getenv ("PM_METERED") != NULL);
  self->syncer = pm_syncer_new (self->cache, self->remote, self->monitor);
  g_signal_connect (self->syncer, "session-lost", G_CALLBACK (on_session_lost), self);
  g_signal_connect (self->syncer, "list-broken", G_CALLBACK (on_list_broken), self);
  pm_syncer_start (self->syncer);
  say ("ready");
  return TRUE;
}

static DexFuture *
start_fiber (gpointer data)
{
  Child *self = data;
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (0);
  g_autoptr (GError) error = NULL;

  if (!start (self, &error)) {
    fprintf (stderr, "plain-child: %s\n", error->message);
    exit (1);
  }
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, on_line, self);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  Child self = { .arguments = argv };

  if (argc < 5)
    return 2;
  dex_init ();
  self.loop = g_main_loop_new (NULL, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, start_fiber, &self, NULL));
  g_main_loop_run (self.loop);
  g_clear_object (&self.syncer);
  g_clear_object (&self.remote);
  g_clear_object (&self.monitor);
  g_clear_object (&self.cache);
  g_main_loop_unref (self.loop);
  return 0;
}
