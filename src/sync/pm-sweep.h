/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-remote.h"
#include "sync/pm-feed.h"
#include "sync/pm-pace.h"
#include "sync/pm-who.h"

G_BEGIN_DECLS

/**
 * PmSweep:
 *
 * The truth of a server that keeps no list of changes, or none that this account may read:
 * everything is read from time to time, and what is on screen more often. Each page is one read with
 * a number of its own; what a read lacks is counted by the cache. States are `sweep:<read>:<POC>`, the POC being the last one that a
 * sweep under way has read, so that a sweep that was cut short goes on.
 *
 * Signal `list-broken (gint64 poc_id)`: the server cannot give the tasks of a POC; what was read
 * of them earlier stays. Once for each POC.
 */
#define PM_TYPE_SWEEP (pm_sweep_get_type ())
G_DECLARE_FINAL_TYPE (PmSweep, pm_sweep, PM, SWEEP, GObject)

PmSweep *pm_sweep_new (PmRemote *remote, PmWho *who, PmPace *pace);
gboolean pm_sweep_is_needed (PmSweep *self);
void pm_sweep_watch_poc (PmSweep *self, gint64 poc_id);
void pm_sweep_want_poc (PmSweep *self, gint64 poc_id);
void pm_sweep_want_details (PmSweep *self, gint64 poc_id);
void pm_sweep_want_list (PmSweep *self);
gint64 pm_sweep_get_next_read (PmSweep *self);
void pm_sweep_go_on_from (PmSweep *self, gint64 read);

G_END_DECLS
