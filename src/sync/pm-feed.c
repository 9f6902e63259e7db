/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-feed.h"

G_DEFINE_INTERFACE (PmFeed, pm_feed, G_TYPE_OBJECT)

static void
pm_feed_default_init (PmFeedInterface *iface)
{
}

/**
 * pm_feed_next:
 * @self: a feed
 * @state: where to go on; empty for everything
 * @wait: whether to wait a while when there is nothing new
 * @cancellable: (nullable): gives up
 *
 * Returns: (transfer full): resolves to the #PmPage after @state, which is empty when nothing is
 *   new. %PM_ERROR_GONE when there is no going on from @state
 */
DexFuture *
pm_feed_next (PmFeed *self, const char *state, gboolean wait, GCancellable *cancellable)
{
  return PM_FEED_GET_IFACE (self)->next (self, state, wait, cancellable);
}
