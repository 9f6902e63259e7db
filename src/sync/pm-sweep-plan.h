/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sync/pm-pace.h"

G_BEGIN_DECLS

/* What is read next: the list of POCs, and nothing in them. POCs have numbers above zero. */
#define PM_SWEEP_LIST (-1)

/**
 * PmSweepPlan:
 * @pace: how much of its time the server is to give
 * @swept_at: when everything was read
 * @sweep_span: how long that is good for, at full pace
 * @watched: the POC that is on screen, or 0
 * @watched_at: when that was read
 * @watch_span: how long that is good for, at full pace
 *
 * When what is read of a plain server. Times are monotonic microseconds.
 */
typedef struct {
  PmPace *pace;
  gint64 swept_at;
  gint64 sweep_span;
  gint64 watched;
  gint64 watched_at;
  gint64 watch_span;
  GArray *wanted; /* PmSweepWish */
} PmSweepPlan;

void pm_sweep_plan_init (PmSweepPlan *self, PmPace *pace);
void pm_sweep_plan_clear (PmSweepPlan *self);
void pm_sweep_plan_swept (PmSweepPlan *self, gint64 now, gint64 duration);
void pm_sweep_plan_watch (PmSweepPlan *self, gint64 now, gint64 poc_id);
void pm_sweep_plan_want (PmSweepPlan *self, gint64 now, gint64 poc_id);
void pm_sweep_plan_want_details (PmSweepPlan *self, gint64 now, gint64 poc_id);
gboolean pm_sweep_plan_read (PmSweepPlan *self, gint64 now, gint64 poc_id);
gint64 pm_sweep_plan_next (PmSweepPlan *self, gint64 *poc_id);

G_END_DECLS
