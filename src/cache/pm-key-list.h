/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PmKeyList:
 *
 * A #GListModel over rows of the cache. It knows the ordered keys of all its rows and loads the
 * rows that somebody looks at, in batches; an item stands at once and fills when its row has
 * come. Changes are told as the smallest items-changed; a changed row keeps its item and notifies
 * its properties, so that scroll position and selection stay. Items are records of `item-type`.
 *
 * Main thread only. Properties: `loading` (the first keys are not there yet), `n-items`.
 */
#define PM_TYPE_KEY_LIST (pm_key_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (PmKeyList, pm_key_list, PM, KEY_LIST, GObject)

typedef struct _PmChanges PmChanges;
typedef struct _PmKeyQuery PmKeyQuery;
typedef struct _PmKeyPlacing PmKeyPlacing;

/**
 * PmKeyListClass:
 * @describe: fills in what the list shows
 * @concerns: whether a change may have moved, added or removed keys
 * @placing: (nullable): how single rows are placed; without it, all keys are asked for again
 *
 * For the lists of this room only.
 */
struct _PmKeyListClass {
  GObjectClass parent_class;

  /*< private >*/
  void (*describe) (PmKeyList *self, PmKeyQuery *query);
  gboolean (*concerns) (PmKeyList *self, PmChanges *changes);
  const PmKeyPlacing *placing;
};

gboolean pm_key_list_get_loading (PmKeyList *self);
gint64 pm_key_list_get_key (PmKeyList *self, guint position);
gboolean pm_key_list_find (PmKeyList *self, gint64 key, guint *position);

G_END_DECLS
