/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-key-list-private.h"
#include "cache/pm-keys.h"

G_BEGIN_DECLS

/**
 * PmKeyWalk:
 * @source: where the rows come from
 * @placing: (nullable): how single rows are placed
 * @query: what the list shows
 * @order_version: of the filter and the sort
 * @search_version: of the search
 * @data_version: of the data
 * @shown: what the list shows now
 * @known: (nullable): all keys of the filter, before searching; %NULL: they are to be asked
 * @changed: (element-type gint64): rows that changed since
 * @hasty: what is known will do, although it is stale
 * @order: (nullable): all keys of the filter
 * @keys: (nullable): those of them that are found
 * @splices: (nullable) (element-type PmSplice): the steps to them from what is shown
 * @rows: (element-type PmRecord): the first screen's rows
 * @span: how long finding the order took, in microseconds
 *
 * A list's question to the reading thread, and its answer. The main thread leaves it alone
 * meanwhile.
 */
typedef struct {
  PmSource source;
  const PmKeyPlacing *placing;
  PmKeyQuery query;
  guint order_version;
  guint search_version;
  guint data_version;
  PmKeys *shown;
  PmKeys *known;
  GArray *changed;
  gboolean hasty;

  PmKeys *order;
  PmKeys *keys;
  GArray *splices;
  GPtrArray *rows;
  gint64 span;
} PmKeyWalk;

PmKeyWalk *pm_key_walk_new (void);
void pm_key_walk_free (PmKeyWalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmKeyWalk, pm_key_walk_free)

gboolean pm_key_walk_do (PmDb *mirror, gpointer data, GError **error);

G_END_DECLS
