/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmIdSet:
 *
 * A set of keys. Keys that lie close together, as a server's ids do, cost a bit each; others a
 * place in a hash table. One thread at a time.
 */
typedef struct _PmIdSet PmIdSet;

PmIdSet *pm_id_set_new (gint64 low, gint64 high);
PmIdSet *pm_id_set_new_for_range (const gint64 *keys, gsize n_keys);
PmIdSet *pm_id_set_new_for_keys (const gint64 *keys, gsize n_keys);
void pm_id_set_free (PmIdSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmIdSet, pm_id_set_free)

gboolean pm_id_set_expects (PmIdSet *self, gint64 key);
void pm_id_set_add (PmIdSet *self, gint64 key);
gboolean pm_id_set_contains (PmIdSet *self, gint64 key);

G_END_DECLS
