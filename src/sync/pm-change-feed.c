/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-change-feed.h"

#define PAGE_SIZE    1000
#define WAIT_SECONDS 25

struct _PmChangeFeed {
  GObject parent_instance;

  PmRemote *remote;
  PmPace *pace;
  DexPromise *news; /* resolved when the rest that is taken is another one */
};

static void pm_change_feed_iface_init (PmFeedInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PmChangeFeed,
                               pm_change_feed,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PM_TYPE_FEED, pm_change_feed_iface_init))

typedef struct {
  PmChangeFeed *feed;
  GCancellable *cancellable;
  char *state;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  g_clear_object (&self->feed);
  g_clear_object (&self->cancellable);
  g_free (self->state);
  g_free (self);
}

static void
end_rest (PmChangeFeed *self)
{
  if (self->news != NULL && dex_future_is_pending (DEX_FUTURE (self->news)))
    dex_promise_resolve_boolean (self->news, TRUE);
}

static DexFuture *
wait_fiber (gpointer data)
{
  Waiting *self = data;
  PmChangeFeed *feed = self->feed;
  gint64 rest = pm_pace_get_rest (feed->pace);
  GError *error = NULL;

  if (rest > 0) {
    dex_clear (&feed->news);
    feed->news = dex_promise_new ();
    if (!pm_feed_await (feed->news, rest, self->cancellable, &error))
      return dex_future_new_for_error (error);
  }
  return pm_remote_get_changes (feed->remote, self->state, PAGE_SIZE, WAIT_SECONDS,
                                self->cancellable);
}

static DexFuture *
pm_change_feed_next (PmFeed *feed, const char *state, gboolean wait, GCancellable *cancellable)
{
  PmChangeFeed *self = PM_CHANGE_FEED (feed);
  Waiting *waiting;

  if (!wait)
    return pm_remote_get_changes (self->remote, state, PAGE_SIZE, 0, cancellable);
  waiting = g_new0 (Waiting, 1);
  waiting->feed = g_object_ref (self);
  waiting->state = g_strdup (state);
  g_set_object (&waiting->cancellable, cancellable);
  return dex_scheduler_spawn (NULL, 0, wait_fiber, waiting, waiting_free);
}

static void
pm_change_feed_finalize (GObject *object)
{
  PmChangeFeed *self = PM_CHANGE_FEED (object);

  g_clear_object (&self->remote);
  g_clear_object (&self->pace);
  dex_clear (&self->news);
  G_OBJECT_CLASS (pm_change_feed_parent_class)->finalize (object);
}

static void
pm_change_feed_iface_init (PmFeedInterface *iface)
{
  iface->next = pm_change_feed_next;
}

static void
pm_change_feed_class_init (PmChangeFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_change_feed_finalize;
}

static void
pm_change_feed_init (PmChangeFeed *self)
{
}

/**
 * pm_change_feed_new:
 * @remote: a server with %PM_CAPABILITY_CHANGES
 * @pace: how often it is to be asked
 *
 * Returns: (transfer full): its feed
 */
PmFeed *
pm_change_feed_new (PmRemote *remote, PmPace *pace)
{
  PmChangeFeed *self = g_object_new (PM_TYPE_CHANGE_FEED, NULL);

  self->remote = g_object_ref (remote);
  self->pace = g_object_ref (pace);
  g_signal_connect_object (pace, "changed", G_CALLBACK (end_rest), self, G_CONNECT_SWAPPED);
  return PM_FEED (self);
}
