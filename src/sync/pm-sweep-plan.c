/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-sweep-plan.h"

#define WATCH_SPAN (15 * G_TIME_SPAN_SECOND)
#define SWEEP_SPAN (60 * G_TIME_SPAN_SECOND)

/* Reading takes no more of the server's time than a twentieth. */
#define SWEEP_SHARE 20

/* How much slower while nobody looks. */
#define HIDDEN_FACTOR 5

/* After something was sent: its mail leaves within seconds or fails. */
static const gint64 follow_ups[] = { 0, 2, 5, 10, 30 };

typedef struct {
  gint64 poc_id;
  gint64 due;
} PmSweepWish;

static gint64
slowed (PmSweepPlan *self, gint64 span)
{
  return self->hidden ? span * HIDDEN_FACTOR : span;
}

void
pm_sweep_plan_init (PmSweepPlan *self)
{
  *self = (PmSweepPlan) { .wanted = g_array_new (FALSE, FALSE, sizeof (PmSweepWish)) };
}

void
pm_sweep_plan_clear (PmSweepPlan *self)
{
  g_clear_pointer (&self->wanted, g_array_unref);
}

/**
 * pm_sweep_plan_swept:
 * @self: a plan
 * @now: when everything has been read
 * @duration: how long that took
 */
void
pm_sweep_plan_swept (PmSweepPlan *self, gint64 now, gint64 duration)
{
  self->sweep_due = now + slowed (self, MAX (SWEEP_SPAN, SWEEP_SHARE * duration));
}

/**
 * pm_sweep_plan_watch:
 * @self: a plan
 * @now: the time
 * @poc_id: the POC that is on screen from now on, or 0
 */
void
pm_sweep_plan_watch (PmSweepPlan *self, gint64 now, gint64 poc_id)
{
  if (self->watched != poc_id)
    self->watched_due = now;
  self->watched = poc_id;
}

/**
 * pm_sweep_plan_want:
 * @self: a plan
 * @now: the time
 * @poc_id: a POC where something was done
 *
 * Looks at it at once, and a few times more.
 */
void
pm_sweep_plan_want (PmSweepPlan *self, gint64 now, gint64 poc_id)
{
  for (guint i = 0; i < G_N_ELEMENTS (follow_ups); i++) {
    PmSweepWish wish = { poc_id, now + follow_ups[i] * G_TIME_SPAN_SECOND };

    g_array_append_val (self->wanted, wish);
  }
}

/**
 * pm_sweep_plan_read:
 * @self: a plan
 * @now: when the reading began
 * @poc_id: the POC that is being read
 */
void
pm_sweep_plan_read (PmSweepPlan *self, gint64 now, gint64 poc_id)
{
  for (guint i = self->wanted->len; i > 0; i--) {
    PmSweepWish *wish = &g_array_index (self->wanted, PmSweepWish, i - 1);

    if (wish->poc_id == poc_id && wish->due <= now)
      g_array_remove_index (self->wanted, i - 1);
  }
  if (self->watched == poc_id)
    self->watched_due = now + slowed (self, WATCH_SPAN);
}

/**
 * pm_sweep_plan_next:
 * @self: a plan
 * @poc_id: (out): what is read next: a POC, or 0 for everything
 *
 * Returns: when
 */
gint64
pm_sweep_plan_next (PmSweepPlan *self, gint64 *poc_id)
{
  gint64 due = self->sweep_due;

  *poc_id = 0;
  if (self->watched != 0 && self->watched_due < due) {
    due = self->watched_due;
    *poc_id = self->watched;
  }
  for (guint i = 0; i < self->wanted->len; i++) {
    PmSweepWish *wish = &g_array_index (self->wanted, PmSweepWish, i);

    if (wish->due < due) {
      due = wish->due;
      *poc_id = wish->poc_id;
    }
  }
  return due;
}
