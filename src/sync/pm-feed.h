/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-page.h"

#include <libdex.h>

G_BEGIN_DECLS

/**
 * PmFeed:
 *
 * Where the server's truth comes from, page by page. Our own server has a list of changes for
 * it; of a plain server the pages are made by comparing what it has with what was there before.
 * Main thread.
 */
#define PM_TYPE_FEED (pm_feed_get_type ())
G_DECLARE_INTERFACE (PmFeed, pm_feed, PM, FEED, GObject)

struct _PmFeedInterface {
  GTypeInterface parent_interface;

  DexFuture *(*next) (PmFeed *self, const char *state, gboolean wait, GCancellable *cancellable);
};

DexFuture *pm_feed_next (PmFeed *self, const char *state, gboolean wait, GCancellable *cancellable);

/* For feeds that wait by themselves */
gboolean pm_feed_await (DexPromise *news, gint64 span, GCancellable *cancellable, GError **error);

G_END_DECLS
