/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-changes.h"
#include "db/pm-db.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

typedef struct _PmCache PmCache;

/**
 * PmItemPool:
 *
 * The items of one source that somebody holds: one item a key, however many lists show it. An
 * item stands at once and fills when its row has come; it follows its row as long as it lives.
 * The last few hundred items are kept alive, so that scrolling back finds them. Main thread.
 */
typedef struct _PmItemPool PmItemPool;

PmItemPool *pm_item_pool_new (PmCache *cache, PmSource source);
void pm_item_pool_free (PmItemPool *self);

PmRecord *pm_item_pool_ref_item (PmItemPool *self, gint64 key);
void pm_item_pool_take_rows (PmItemPool *self, GPtrArray *rows);
gboolean pm_item_pool_look (PmItemPool *self, PmDb *mirror, PmChanges *changes, GError **error);
void pm_item_pool_refresh (PmItemPool *self, PmChanges *changes);

G_END_DECLS
