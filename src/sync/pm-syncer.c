/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-sync"

#include "sync/pm-syncer.h"

#include "remote/pm-server-clock.h"
#include "sync/pm-pace.h"
#include "sync/pm-puller.h"
#include "sync/pm-sweep.h"

/* The longest that stopping waits for what is being sent; its key is kept for the next start. */
#define STOP_SECONDS 3

struct _PmSyncer {
  GObject parent_instance;

  PmCache *cache;
  PmRemote *remote;
  PmWho *who;
  PmPuller *puller;
  PmOutbox *outbox;
  PmSweep *sweep;
  PmPace *pace;
  GNetworkMonitor *monitor;
  guint ticker;
  gboolean running;
  gboolean session_lost;
  gboolean pull_in_trouble;

  PmSyncState state;
  double progress;
  char *problem;
};

G_DEFINE_FINAL_TYPE (PmSyncer, pm_syncer, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (PmSyncState,
                    pm_sync_state,
                    G_DEFINE_ENUM_VALUE (PM_SYNC_STATE_UP_TO_DATE, "up-to-date"),
                    G_DEFINE_ENUM_VALUE (PM_SYNC_STATE_SYNCING, "syncing"),
                    G_DEFINE_ENUM_VALUE (PM_SYNC_STATE_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (PM_SYNC_STATE_SIGN_IN, "sign-in"),
                    G_DEFINE_ENUM_VALUE (PM_SYNC_STATE_NO_ACCESS, "no-access"),
                    G_DEFINE_ENUM_VALUE (PM_SYNC_STATE_PROBLEM, "problem"))

enum {
  PROP_0,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_PROBLEM,
  N_PROPS,
};

enum {
  SESSION_LOST,
  LIST_BROKEN,
  ROLE_CHANGED,
  AWOKEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* --- What people are told --- */

/* A failure stays visible while it is being tried again. */
static PmSyncState
compute_state (PmSyncer *self)
{
  if (self->session_lost)
    return PM_SYNC_STATE_SIGN_IN;
  if (pm_puller_get_trouble (self->puller) == PM_PULL_OFFLINE)
    return PM_SYNC_STATE_OFFLINE;
  if (pm_puller_get_trouble (self->puller) == PM_PULL_SHUT_OUT)
    return PM_SYNC_STATE_NO_ACCESS;
  if (pm_puller_get_trouble (self->puller) != PM_PULL_STOPPED ||
      pm_outbox_get_problem (self->outbox) != NULL)
    return PM_SYNC_STATE_PROBLEM;
  if (pm_outbox_is_busy (self->outbox) ||
      (self->running && pm_puller_get_state (self->puller) != PM_PULL_PARKED))
    return PM_SYNC_STATE_SYNCING;
  return PM_SYNC_STATE_UP_TO_DATE;
}

static void
update (PmSyncer *self)
{
  const char *problem = pm_puller_get_problem (self->puller);
  PmSyncState state = compute_state (self);
  double progress = pm_cache_get_progress (self->cache);

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_str (&self->problem, problem ? problem : pm_outbox_get_problem (self->outbox)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
  if (ABS (progress - self->progress) > 0.0001) {
    self->progress = progress;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
  }
  if (state != self->state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
  g_object_thaw_notify (G_OBJECT (self));
}

static void
lose_session (PmSyncer *self)
{
  if (self->session_lost)
    return;
  self->session_lost = TRUE;
  update (self);
  g_signal_emit (self, signals[SESSION_LOST], 0);
}

/* Where one of the two gets through, the other need not wait any longer. */
static void
on_puller_changed (PmPuller *puller, gpointer data)
{
  PmSyncer *self = PM_SYNCER (data);
  gboolean was_in_trouble = self->pull_in_trouble;

  self->pull_in_trouble = pm_puller_get_trouble (puller) != PM_PULL_STOPPED;
  pm_outbox_set_server_is_well (self->outbox, !self->pull_in_trouble &&
                                                  pm_puller_get_state (puller) == PM_PULL_PARKED);
  if (was_in_trouble && !self->pull_in_trouble && self->running)
    pm_outbox_wake (self->outbox, FALSE);
  if (pm_puller_get_state (puller) == PM_PULL_SIGNED_OUT)
    lose_session (self);
  update (self);
}

static void
on_outbox_changed (PmOutbox *outbox, gpointer data)
{
  update (PM_SYNCER (data));
}

static void
on_outbox_answered (PmOutbox *outbox, gpointer data)
{
  PmSyncer *self = PM_SYNCER (data);

  if (self->running && pm_puller_get_trouble (self->puller) == PM_PULL_OFFLINE)
    pm_puller_wake (self->puller, FALSE);
  pm_pace_hurry (self->pace);
}

static void
on_outbox_session_lost (PmOutbox *outbox, gpointer data)
{
  lose_session (PM_SYNCER (data));
}

/* The outbox has let them go when they were confirmed. */
static void
on_operations_returned (PmCache *cache, gpointer data)
{
  pm_outbox_take_back (PM_SYNCER (data)->outbox);
}

static void
on_list_broken (PmSweep *sweep, gint64 poc_id, gpointer data)
{
  g_signal_emit (data, signals[LIST_BROKEN], 0, poc_id);
}

static void
on_role_changed (PmWho *who, PmRole role, gpointer data)
{
  g_signal_emit (data, signals[ROLE_CHANGED], 0, role);
}

/* --- The tick: what is due by the clock --- */

static void tick (PmSyncer *self);

static void
wake (PmSyncer *self, gboolean insist)
{
  if (!self->running)
    return;
  tick (self);
  pm_puller_wake (self->puller, insist);
  pm_outbox_wake (self->outbox, insist);
}

/* What was to wait has waited all that time, whatever the timers say. */
static void
look_for_sleep (PmSyncer *self)
{
  if (!pm_pace_has_slept (self->pace, pm_steady_time (), g_get_monotonic_time ()))
    return;
  g_debug ("The machine has slept");
  wake (self, TRUE);
  g_signal_emit (self, signals[AWOKEN], 0);
}

static gboolean
on_ticker (gpointer data)
{
  PmSyncer *self = PM_SYNCER (data);

  self->ticker = 0;
  tick (self);
  look_for_sleep (self);
  return G_SOURCE_REMOVE;
}

static void
tick (PmSyncer *self)
{
  gint64 now = pm_syncer_get_server_now (self);
  gint64 next = pm_cache_get_next_expiry (self->cache);
  gint64 longest = pm_pace_get_tick (self->pace);
  gint64 delay = next > now ? MIN (next - now, longest) : longest;

  dex_future_disown (pm_cache_tick (self->cache, now));
  g_clear_handle_id (&self->ticker, g_source_remove);
  self->ticker = g_timeout_add ((guint) (delay / 1000) + 1, on_ticker, self);
}

static void
on_time_moved (PmSyncer *self)
{
  if (self->running)
    tick (self);
}

/* A hint, no more: it never keeps anything from being tried. */
static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, gpointer data)
{
  PmSyncer *self = PM_SYNCER (data);

  if (!available || !self->running)
    return;
  if (pm_puller_get_trouble (self->puller) != PM_PULL_STOPPED)
    pm_puller_wake (self->puller, FALSE);
  pm_outbox_wake (self->outbox, FALSE);
}

static DexFuture *
stop_fiber (gpointer data)
{
  PmSyncer *self = PM_SYNCER (data);

  dex_await (dex_future_first (pm_outbox_stop (self->outbox),
                               dex_timeout_new_seconds (STOP_SECONDS), NULL),
             NULL);
  dex_await (pm_puller_join (self->puller), NULL);
  return dex_future_new_true ();
}

static void
pm_syncer_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmSyncer *self = PM_SYNCER (object);

  switch (prop_id) {
  case PROP_STATE:
    g_value_set_enum (value, self->state);
    break;
  case PROP_PROGRESS:
    g_value_set_double (value, self->progress);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_syncer_finalize (GObject *object)
{
  PmSyncer *self = PM_SYNCER (object);

  g_clear_handle_id (&self->ticker, g_source_remove);
  g_clear_object (&self->who);
  g_clear_object (&self->puller);
  g_clear_object (&self->outbox);
  g_clear_object (&self->sweep);
  g_clear_object (&self->pace);
  g_clear_object (&self->monitor);
  g_clear_object (&self->cache);
  g_clear_object (&self->remote);
  g_free (self->problem);
  G_OBJECT_CLASS (pm_syncer_parent_class)->finalize (object);
}

static void
pm_syncer_class_init (PmSyncerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = pm_syncer_finalize;
  object_class->get_property = pm_syncer_get_property;
  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, PM_TYPE_SYNC_STATE, PM_SYNC_STATE_UP_TO_DATE, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SESSION_LOST] = g_signal_new ("session-lost", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LIST_BROKEN] = g_signal_new ("list-broken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[ROLE_CHANGED] =
      g_signal_new ("role-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, PM_TYPE_ROLE);
  signals[AWOKEN] = g_signal_new ("awoken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
pm_syncer_init (PmSyncer *self)
{
  self->progress = -1;
}

/**
 * pm_syncer_new:
 * @cache: the offline copy
 * @remote: the server
 * @monitor: what knows of the network: a hint when to try, and whether bytes are paid for
 *
 * Returns: (transfer full): a syncer that has not started. What is enqueued is stored at once
 *   and sent after the start
 */
PmSyncer *
pm_syncer_new (PmCache *cache, PmRemote *remote, GNetworkMonitor *monitor)
{
  PmSyncer *self = g_object_new (PM_TYPE_SYNCER, NULL);

  self->cache = g_object_ref (cache);
  self->remote = g_object_ref (remote);
  self->monitor = g_object_ref (monitor);
  self->pace = pm_pace_new ();
  self->who = pm_who_new (remote);
  self->sweep = pm_sweep_new (remote, self->who, self->pace);
  self->puller = pm_puller_new (cache, remote, self->who, self->sweep, self->pace);
  self->outbox = pm_outbox_new (cache, remote);
  pm_outbox_set_sweep (self->outbox, self->sweep);
  g_object_bind_property (monitor, "network-metered", self->pace, "metered", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->puller, "changed", G_CALLBACK (on_puller_changed), self, 0);
  g_signal_connect_object (self->puller, "settled", G_CALLBACK (pm_outbox_settle), self->outbox,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outbox, "changed", G_CALLBACK (on_outbox_changed), self, 0);
  g_signal_connect_object (self->outbox, "answered", G_CALLBACK (on_outbox_answered), self, 0);
  g_signal_connect_object (self->outbox, "session-lost", G_CALLBACK (on_outbox_session_lost), self,
                           0);
  g_signal_connect_object (self->cache, "operations-returned", G_CALLBACK (on_operations_returned),
                           self, 0);
  g_signal_connect_object (self->who, "role-changed", G_CALLBACK (on_role_changed), self, 0);
  g_signal_connect_object (self->sweep, "list-broken", G_CALLBACK (on_list_broken), self, 0);
  g_signal_connect_object (self->remote, "notify::server-now", G_CALLBACK (on_time_moved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (on_network_changed), self,
                           0);
  return self;
}

/**
 * pm_syncer_set_role:
 * @self: a syncer
 * @role: the account's role, as far as it is known
 *
 * To customers the server does not tell what changes.
 */
void
pm_syncer_set_role (PmSyncer *self, PmRole role)
{
  pm_who_set_role (self->who, role);
}

/**
 * pm_syncer_start:
 * @self: a syncer
 *
 * Begins to pull and to send, and goes on until pm_syncer_stop().
 */
void
pm_syncer_start (PmSyncer *self)
{
  g_return_if_fail (!self->running);

  self->running = TRUE;
  pm_pace_has_slept (self->pace, pm_steady_time (), g_get_monotonic_time ());
  tick (self);
  pm_puller_handle (self->puller, PM_PULL_START);
  dex_future_disown (pm_outbox_start (self->outbox));
}

/**
 * pm_syncer_poke:
 * @self: a syncer
 *
 * Tries everything now that is waiting for a better time, whoever asked to wait. For when a person
 * asks.
 */
void
pm_syncer_poke (PmSyncer *self)
{
  wake (self, TRUE);
}

/**
 * pm_syncer_resume:
 * @self: a syncer
 *
 * The remote has a session again, after `session-lost`.
 */
void
pm_syncer_resume (PmSyncer *self)
{
  self->session_lost = FALSE;
  pm_puller_handle (self->puller, PM_PULL_SESSION);
  pm_outbox_go_on (self->outbox);
  update (self);
}

/**
 * pm_syncer_stop:
 * @self: a syncer
 *
 * Gives up what is being asked and begins nothing more.
 *
 * Returns: (transfer full): resolves to %TRUE when the cache may be closed. What is being sent
 *   is waited for a few seconds; without its outcome it is sent again, with its key, at the next
 *   start
 */
DexFuture *
pm_syncer_stop (PmSyncer *self)
{
  self->running = FALSE;
  g_clear_handle_id (&self->ticker, g_source_remove);
  pm_puller_handle (self->puller, PM_PULL_STOP);
  return dex_scheduler_spawn (NULL, 0, stop_fiber, g_object_ref (self), g_object_unref);
}

/**
 * pm_syncer_watch_poc:
 * @self: a syncer
 * @poc_id: the POC that is on screen, or 0
 *
 * A server that does not tell what changes is asked more often about this one.
 */
void
pm_syncer_watch_poc (PmSyncer *self, gint64 poc_id)
{
  pm_sweep_watch_poc (self->sweep, poc_id);
}

/**
 * pm_syncer_set_hidden:
 * @self: a syncer
 * @hidden: whether no window shows anything, so that the server is asked less often
 *
 * When something is shown again, all is tried that nobody asked to wait for.
 */
void
pm_syncer_set_hidden (PmSyncer *self, gboolean hidden)
{
  g_object_set (self->pace, "hidden", hidden, NULL);
  if (!hidden)
    wake (self, FALSE);
}

/**
 * pm_syncer_get_server_now:
 * @self: a syncer
 *
 * Returns: what time it is on the server, in microseconds
 */
gint64
pm_syncer_get_server_now (PmSyncer *self)
{
  return pm_remote_get_server_now (self->remote);
}

/**
 * pm_syncer_get_outbox:
 * @self: a syncer
 *
 * Returns: (transfer none): what has yet to be said to the server
 */
PmOutbox *
pm_syncer_get_outbox (PmSyncer *self)
{
  return self->outbox;
}
