/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-cache-private.h"
#include "cache/pm-key-list.h"

G_BEGIN_DECLS

/**
 * PmKeyFetch:
 * @mirror: the mirror, on the reading thread
 * @query: the query
 * @keys: (element-type gint64): gets the keys in order
 * @error: return location
 */
typedef gboolean (*PmKeyFetch) (PmDb *mirror,
                                const PmKeyQuery *query,
                                GArray *keys,
                                GError **error);

/**
 * PmKeyPlacing:
 * @contains: whether a row belongs to the list
 * @precedes: whether the row of one key stands before another's
 *
 * How a list of many rows places one of them, so that a change need not ask for all its keys. On
 * the reading thread.
 */
struct _PmKeyPlacing {
  gboolean (*contains) (PmDb *mirror,
                        const PmKeyQuery *query,
                        gint64 key,
                        gboolean *contained,
                        GError **error);
  gboolean (*precedes) (PmDb *mirror,
                        const PmKeyQuery *query,
                        gint64 key,
                        gint64 other,
                        gboolean *before,
                        GError **error);
};

/**
 * PmKeyQuery:
 * @fetch: asks for the keys
 * @numbers: for @fetch
 * @word: (nullable): for @fetch
 * @matches: (nullable) (transfer full): what to search for; only POCs are searched
 *
 * What a list shows and in which order, as it is handed to the reading thread.
 */
struct _PmKeyQuery {
  PmKeyFetch fetch;
  gint64 numbers[3];
  const char *word;
  GStrv matches;
};

void pm_key_list_set_up (PmKeyList *self, PmCache *cache, PmSource source);
void pm_key_list_order_changed (PmKeyList *self);
void pm_key_list_search_changed (PmKeyList *self);

gboolean pm_key_list_read (PmStatement *statement, GArray *keys, GError **error);

G_END_DECLS
