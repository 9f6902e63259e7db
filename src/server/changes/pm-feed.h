/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/changes/pm-sync-state.h"

G_BEGIN_DECLS

/**
 * PmFeedPage:
 * @state: where the copy stands; afterwards, where it will stand
 * @is_first: whether a bootstrap begins, which counts what is to come
 * @max: how many objects a page has at most
 * @user_id: who reads: the keys of their own operations are told
 * @key_owners: (nullable): gets the users, of #gint64, whose operations' keys stand in the page when
 *   it is read for them
 * @list: (out): the objects, as a JSON array
 * @destroyed: (out): what is gone, as a JSON array
 * @total: (out): how many objects a bootstrap will bring
 * @has_more: (out): whether there is a next page
 * @sequence: (out): the organization's sequence
 *
 * One page of what has changed.
 */
typedef struct {
  PmSyncState state;
  gboolean is_first;
  gint64 max;
  gint64 user_id;
  GArray *key_owners;
  GString *list;
  GString *destroyed;
  gint64 total;
  gboolean has_more;
  gint64 sequence;
} PmFeedPage;

gboolean pm_feed_read_page (PmDb *db, PmFeedPage *page, GError **error);
void pm_feed_page_clear (PmFeedPage *page);
gboolean pm_feed_prune (PmDb *db, gint64 now, GError **error);

G_END_DECLS
