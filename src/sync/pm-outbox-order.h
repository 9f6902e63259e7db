/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sync/pm-outbox-entry.h"

G_BEGIN_DECLS

/**
 * PmOutboxOrder:
 *
 * What waits for what. The entries are gone through from the oldest to the newest: each is asked
 * whether those before it let it go, and then passed.
 */
typedef struct _PmOutboxOrder PmOutboxOrder;

PmOutboxOrder *pm_outbox_order_new (GPtrArray *entries);
void pm_outbox_order_free (PmOutboxOrder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmOutboxOrder, pm_outbox_order_free)

gboolean pm_outbox_order_lets_go (PmOutboxOrder *self, PmOutboxEntry *entry);
void pm_outbox_order_pass (PmOutboxOrder *self, PmOutboxEntry *entry);

G_END_DECLS
