/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A desktop without a window that does what it reads from its standard input, line by line:
 *
 *   plain-child FOLDER URL EMAIL PASSWORD [keep]
 *
 *   queue OPERATION as JSON        retry, discard, mine, theirs OPERATION by its number
 *   watch POC                      sync          rest          free          quit
 *
 * What it says: `ready`, `queued OPERATION ITEM` when an operation is safe, `done` or `refused WORDS`
 * to what is done with one, `resting` to `rest` once it is in step with the server, `session-lost`,
 * `list-broken POC`, `role ROLE` when the account has become another one, `state STATE` whenever
 * syncing is in another one. With `keep` it may use the password to renew the session. With PM_METERED in
 * its environment the network costs money until it is told `free`.
 */

#include "domain/pm-error.h"
#include "pm-test-monitor.h"
#include "sync/pm-syncer.h"
#include "wire/pm-wire.h"

#include <glib/gstdio.h>
#include <stdio.h>

#define TENANT 1

typedef struct {
  char **arguments;
  PmCache *cache;
  PmRemote *remote;
  PmRole role;
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
on_role_changed (PmSyncer *syncer, PmRole role, gpointer data)
{
  g_autofree char *word = g_strdup_printf ("role %s", pm_enum_to_nick (PM_TYPE_ROLE, (int) role));

  say (word);
}

static void
on_state_changed (PmSyncer *syncer, GParamSpec *pspec, gpointer data)
{
  g_autofree char *word = NULL;
  PmSyncState state;

  g_object_get (syncer, "state", &state, NULL);
  word = g_strdup_printf ("state %s", pm_enum_to_nick (PM_TYPE_SYNC_STATE, (int) state));
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

/* Awaits. */
static void
queue (Command *self)
{
  g_autoptr (JsonObject) object = pm_wire_parse_object (self->words[1], -1, NULL);
  g_autoptr (PmOperation) operation = pm_operation_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  if (!pm_wire_decode (object, PM_RECORD (operation), &error) ||
      dex_await_int64 (pm_outbox_enqueue (pm_syncer_get_outbox (self->child->syncer), operation, 0),
                       &error) <= 0)
    g_error ("%s", error->message);
  said = g_strdup_printf ("queued %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                          pm_operation_get_id (operation), pm_operation_get_item_id (operation));
  say (said);
}

static const struct {
  const char *word;
  DexFuture *(*wish) (PmOutbox *outbox, gint64 operation_id);
} wishes[] = {
  { "retry", pm_outbox_retry },
  { "discard", pm_outbox_discard },
  { "mine", pm_outbox_keep_mine },
  { "theirs", pm_outbox_keep_theirs },
};

/* Awaits. */
static void
wish (Command *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    if (g_str_equal (wishes[i].word, self->words[0]))
      dex_await (wishes[i].wish (pm_syncer_get_outbox (self->child->syncer), number (self, 1)),
                 &error);
  said = error != NULL ? g_strdup_printf ("refused %s", error->message) : g_strdup ("done");
  say (said);
}

/* Awaits. */
static void
rest (Child *self)
{
  PmSyncState state;

  for (;;) {
    g_object_get (self->syncer, "state", &state, NULL);
    if (state == PM_SYNC_STATE_UP_TO_DATE)
      break;
    dex_await (dex_timeout_new_msec (2), NULL);
  }
  say ("resting");
}

static DexFuture *
command_fiber (gpointer data)
{
  Command *self = data;
  Child *child = self->child;
  const char *word = self->words[0];

  if (g_str_equal (word, "watch")) {
    pm_syncer_watch_poc (child->syncer, number (self, 1));
  } else if (g_str_equal (word, "sync")) {
    pm_syncer_poke (child->syncer);
  } else if (g_str_equal (word, "free")) {
    pm_test_monitor_set_metered (child->monitor, FALSE);
  } else if (g_str_equal (word, "rest")) {
    rest (child);
  } else if (g_str_equal (word, "quit")) {
    dex_await (pm_syncer_stop (child->syncer), NULL);
    dex_await (pm_cache_close (child->cache), NULL);
    g_main_loop_quit (child->loop);
  } else if (g_str_equal (word, "queue")) {
    queue (self);
  } else {
    wish (self);
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
  command->words = g_strsplit (g_strchomp (line), " ", 2);
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
  self->role = identity->role;
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
  pm_syncer_set_role (self->syncer, self->role);
  g_signal_connect (self->syncer, "session-lost", G_CALLBACK (on_session_lost), self);
  g_signal_connect (self->syncer, "list-broken", G_CALLBACK (on_list_broken), self);
  g_signal_connect (self->syncer, "role-changed", G_CALLBACK (on_role_changed), self);
  g_signal_connect (self->syncer, "notify::state", G_CALLBACK (on_state_changed), self);
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
