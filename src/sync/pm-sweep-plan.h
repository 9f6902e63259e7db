/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmSweepPlan:
 * @sweep_due: when everything is to be read again
 * @watched: the POC that is on screen, or 0
 * @watched_due: when it is to be read again
 * @hidden: whether no window shows anything
 *
 * When what is read of a plain server. Times are monotonic microseconds.
 */
typedef struct {
  gint64 sweep_due;
  gint64 watched;
  gint64 watched_due;
  gboolean hidden;
  GArray *wanted; /* PmSweepWish */
} PmSweepPlan;

void pm_sweep_plan_init (PmSweepPlan *self);
void pm_sweep_plan_clear (PmSweepPlan *self);
void pm_sweep_plan_swept (PmSweepPlan *self, gint64 now, gint64 duration);
void pm_sweep_plan_watch (PmSweepPlan *self, gint64 now, gint64 poc_id);
void pm_sweep_plan_want (PmSweepPlan *self, gint64 now, gint64 poc_id);
void pm_sweep_plan_read (PmSweepPlan *self, gint64 now, gint64 poc_id);
gint64 pm_sweep_plan_next (PmSweepPlan *self, gint64 *poc_id);

G_END_DECLS
