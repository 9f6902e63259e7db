/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-cache.h"
#include "remote/pm-remote.h"
#include "sync/pm-pull-machine.h"
#include "sync/pm-sweep.h"
#include "sync/pm-who.h"

G_BEGIN_DECLS

/**
 * PmPuller:
 *
 * Brings the server's truth into the cache: everything once, then what changes. Main thread.
 * Signals: `changed`: the state, the progress or the problem is another one; `settled`
 * (#PmPage page): a page has been stored that carries effects of our own operations.
 */
#define PM_TYPE_PULLER (pm_puller_get_type ())
G_DECLARE_FINAL_TYPE (PmPuller, pm_puller, PM, PULLER, GObject)

PmPuller *
pm_puller_new (PmCache *cache, PmRemote *remote, PmWho *who, PmSweep *sweep, PmPace *pace);
void pm_puller_handle (PmPuller *self, PmPullEvent event);
void pm_puller_wake (PmPuller *self, gboolean insist);
PmPullState pm_puller_get_state (PmPuller *self);
PmPullState pm_puller_get_trouble (PmPuller *self);
const char *pm_puller_get_problem (PmPuller *self);
DexFuture *pm_puller_join (PmPuller *self);

G_END_DECLS
