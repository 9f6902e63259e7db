/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-feed.h"

#include "domain/pm-error.h"

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

static void
end_waiting (DexPromise *news)
{
  if (dex_future_is_pending (DEX_FUTURE (news)))
    dex_promise_resolve_boolean (news, TRUE);
}

/**
 * pm_feed_await:
 * @news: (transfer none): resolved when there is something better to do than to wait
 * @span: for how long at most, in microseconds
 * @cancellable: (nullable): gives up
 * @error: return location
 *
 * Waits, on a fiber.
 *
 * Returns: %FALSE with %PM_ERROR_CANCELLED when it was given up
 */
gboolean
pm_feed_await (DexPromise *news, gint64 span, GCancellable *cancellable, GError **error)
{
  gulong handler = 0;

  if (cancellable != NULL)
    handler = g_signal_connect_swapped (cancellable, "cancelled", G_CALLBACK (end_waiting), news);
  if (!g_cancellable_is_cancelled (cancellable))
    dex_await (
        dex_future_first (dex_ref (DEX_FUTURE (news)), dex_timeout_new_usec (MAX (span, 0)), NULL),
        NULL);
  g_clear_signal_handler (&handler, cancellable);
  if (!g_cancellable_is_cancelled (cancellable))
    return TRUE;
  g_set_error_literal (error, PM_ERROR, PM_ERROR_CANCELLED, "This was given up.");
  return FALSE;
}
