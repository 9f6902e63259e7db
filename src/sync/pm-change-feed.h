/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-remote.h"
#include "sync/pm-feed.h"
#include "sync/pm-pace.h"

G_BEGIN_DECLS

/**
 * PmChangeFeed:
 *
 * The list of changes of our own server.
 */
#define PM_TYPE_CHANGE_FEED (pm_change_feed_get_type ())
G_DECLARE_FINAL_TYPE (PmChangeFeed, pm_change_feed, PM, CHANGE_FEED, GObject)

PmFeed *pm_change_feed_new (PmRemote *remote, PmPace *pace);

G_END_DECLS
