/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-change-feed.h"

#define PAGE_SIZE    1000
#define WAIT_SECONDS 25

struct _PmChangeFeed {
  GObject parent_instance;

  PmRemote *remote;
};

static void pm_change_feed_iface_init (PmFeedInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PmChangeFeed,
                               pm_change_feed,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PM_TYPE_FEED, pm_change_feed_iface_init))

static DexFuture *
pm_change_feed_next (PmFeed *feed, const char *state, gboolean wait, GCancellable *cancellable)
{
  PmChangeFeed *self = PM_CHANGE_FEED (feed);

  return pm_remote_get_changes (self->remote, state, PAGE_SIZE, wait ? WAIT_SECONDS : 0,
                                cancellable);
}

static void
pm_change_feed_finalize (GObject *object)
{
  PmChangeFeed *self = PM_CHANGE_FEED (object);

  g_clear_object (&self->remote);
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
 *
 * Returns: (transfer full): its feed
 */
PmFeed *
pm_change_feed_new (PmRemote *remote)
{
  PmChangeFeed *self = g_object_new (PM_TYPE_CHANGE_FEED, NULL);

  self->remote = g_object_ref (remote);
  return PM_FEED (self);
}
