/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-enums.h"
#include "domain/pm-page.h"

G_BEGIN_DECLS

/**
 * PmLocalIds:
 *
 * The numbers of what was made on this desktop. Such an item is known here by a negative number,
 * for good: nothing that names it has to change when the server has given it another one. What
 * comes from the server is translated on its way in, what is sent to it on its way out. The
 * writing thread's; drafts.db keeps the numbers, and is where they are written first.
 */
typedef struct _PmLocalIds PmLocalIds;

PmLocalIds *pm_local_ids_new (void);
void pm_local_ids_free (PmLocalIds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmLocalIds, pm_local_ids_free)

/**
 * PmLearnt:
 * @type: a kind of items
 * @item_id: an item's number here
 * @server_id: the server's number of it
 *
 * What a page tells of an item that was made here.
 */
typedef struct {
  PmItemType type;
  gint64 item_id;
  gint64 server_id;
} PmLearnt;

gboolean pm_local_ids_load (PmLocalIds *self, PmDb *drafts, GError **error);
gboolean
pm_local_ids_learn (PmLocalIds *self, PmDb *drafts, PmPage *page, GArray *learnt, GError **error);
PmPage *pm_local_ids_translate (PmLocalIds *self, PmPage *page);
void pm_local_ids_remember (PmLocalIds *self, PmItemType type, gint64 item_id, gint64 server_id);

gboolean pm_local_ids_allot (PmDb *drafts, PmItemType type, gint64 *item_id, GError **error);
gboolean pm_local_ids_bind (PmDb *drafts, gint64 item_id, gint64 server_id, GError **error);
gboolean pm_local_ids_find (PmDb *drafts, gint64 item_id, gint64 *server_id, GError **error);
gboolean pm_local_ids_find_item (PmDb *drafts,
                                 PmItemType type,
                                 gint64 server_id,
                                 gint64 *item_id,
                                 GError **error);

G_END_DECLS
