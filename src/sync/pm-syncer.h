/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-cache.h"
#include "domain/pm-operation.h"
#include "remote/pm-remote.h"
#include "sync/pm-outbox.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PmSyncState:
 * @PM_SYNC_STATE_UP_TO_DATE: everything known is on screen and everything said was heard
 * @PM_SYNC_STATE_SYNCING: pages are being fetched, or operations sent
 * @PM_SYNC_STATE_OFFLINE: the server cannot be reached; tried again by itself
 * @PM_SYNC_STATE_SIGN_IN: the session has ended and could not be renewed silently
 * @PM_SYNC_STATE_NO_ACCESS: the server lets this account read nothing any more; `problem` has its
 *   words. The offline copy is gone, drafts and outbox are not
 * @PM_SYNC_STATE_PROBLEM: the server answers, but wrongly; `problem` says how
 */
typedef enum {
  PM_SYNC_STATE_UP_TO_DATE,
  PM_SYNC_STATE_SYNCING,
  PM_SYNC_STATE_OFFLINE,
  PM_SYNC_STATE_SIGN_IN,
  PM_SYNC_STATE_NO_ACCESS,
  PM_SYNC_STATE_PROBLEM,
} PmSyncState;

#define PM_TYPE_SYNC_STATE (pm_sync_state_get_type ())
GType pm_sync_state_get_type (void);

/**
 * PmSyncer:
 *
 * Keeps one cache and one server in step: pulls the change feed by long poll and drains the
 * outbox. Main thread. Properties (read-only): `state`, `progress` (0 to 1, or -1 when unknown),
 * `problem` (nullable, the server's words). Signal `session-lost` asks whoever holds credentials
 * for a new session; pm_syncer_resume() goes on. Signal `list-broken (gint64 poc_id)`: a plain
 * server cannot give the POC's tasks, so that those of an earlier time stay. Signal `role-changed
 * (PmRole role)`: the account has become another one in its organization, and what it reads
 * follows. Signal `awoken`: the machine has slept, and more time has passed than timers know of.
 */
#define PM_TYPE_SYNCER (pm_syncer_get_type ())
G_DECLARE_FINAL_TYPE (PmSyncer, pm_syncer, PM, SYNCER, GObject)

PmSyncer *pm_syncer_new (PmCache *cache, PmRemote *remote, GNetworkMonitor *monitor);
void pm_syncer_set_role (PmSyncer *self, PmRole role);
void pm_syncer_start (PmSyncer *self);
void pm_syncer_poke (PmSyncer *self);
void pm_syncer_resume (PmSyncer *self);
DexFuture *pm_syncer_stop (PmSyncer *self);
void pm_syncer_watch_poc (PmSyncer *self, gint64 poc_id);
void pm_syncer_set_hidden (PmSyncer *self, gboolean hidden);
gint64 pm_syncer_get_server_now (PmSyncer *self);
PmOutbox *pm_syncer_get_outbox (PmSyncer *self);

G_END_DECLS
