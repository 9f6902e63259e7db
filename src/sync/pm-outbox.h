/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-cache.h"
#include "remote/pm-remote.h"
#include "sync/pm-sweep.h"

G_BEGIN_DECLS

/**
 * PmOutbox:
 *
 * Tells the server what this desktop has to say, each thing once, however often it takes.
 * Main thread. Signals: `changed`: whether it is busy, or its problem, is another one;
 * `answered`: the server has answered, so it can be reached;
 * `session-lost`: it cannot go on without a session, see pm_outbox_go_on().
 */
#define PM_TYPE_OUTBOX (pm_outbox_get_type ())
G_DECLARE_FINAL_TYPE (PmOutbox, pm_outbox, PM, OUTBOX, GObject)

PmOutbox *pm_outbox_new (PmCache *cache, PmRemote *remote);
void pm_outbox_set_sweep (PmOutbox *self, PmSweep *sweep);
DexFuture *pm_outbox_start (PmOutbox *self);
void pm_outbox_take_back (PmOutbox *self);
void pm_outbox_settle (PmOutbox *self, PmPage *page);
DexFuture *pm_outbox_stop (PmOutbox *self);
void pm_outbox_set_server_is_well (PmOutbox *self, gboolean is_well);
void pm_outbox_wake (PmOutbox *self, gboolean insist);
void pm_outbox_go_on (PmOutbox *self);
gboolean pm_outbox_is_busy (PmOutbox *self);
const char *pm_outbox_get_problem (PmOutbox *self);

DexFuture *pm_outbox_enqueue (PmOutbox *self, PmOperation *operation, gint64 draft_id);
DexFuture *pm_outbox_retry (PmOutbox *self, gint64 operation_id);
DexFuture *pm_outbox_send_now (PmOutbox *self, gint64 operation_id);
DexFuture *pm_outbox_discard (PmOutbox *self, gint64 operation_id);
DexFuture *pm_outbox_put_back (PmOutbox *self, GPtrArray *operations);
DexFuture *pm_outbox_amend (PmOutbox *self, gint64 operation_id, const char *payload);
DexFuture *pm_outbox_keep_mine (PmOutbox *self, gint64 operation_id);
DexFuture *pm_outbox_keep_theirs (PmOutbox *self, gint64 operation_id);
DexFuture *pm_outbox_flush (PmOutbox *self, guint timeout_seconds);

G_END_DECLS
