/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-sweep-plan.h"

#define WATCH_SPAN (15 * G_TIME_SPAN_SECOND)
#define SWEEP_SPAN (60 * G_TIME_SPAN_SECOND)

/* Reading takes no more of the server's time than a twentieth. */
#define SWEEP_SHARE 20

/* After something was sent: its mail leaves within seconds or fails. */
static const gint64 follow_ups[] = { 0, 2, 5, 10, 30 };

typedef struct {
  gint64 poc_id;
  gint64 due;
  gboolean details;
} PmSweepWish;

void
pm_sweep_plan_init (PmSweepPlan *self, PmPace *pace)
{
  *self = (PmSweepPlan) {
    .pace = g_object_ref (pace),
    .wanted = g_array_new (FALSE, FALSE, sizeof (PmSweepWish)),
  };
}

void
pm_sweep_plan_clear (PmSweepPlan *self)
{
  g_clear_object (&self->pace);
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
  self->swept_at = now;
  self->sweep_span = MAX (SWEEP_SPAN, SWEEP_SHARE * duration);
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
  if (self->watched != poc_id) {
    self->watched_at = now;
    self->watch_span = 0;
  }
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
    PmSweepWish wish = { poc_id, now + follow_ups[i] * G_TIME_SPAN_SECOND, FALSE };

    g_array_append_val (self->wanted, wish);
  }
}

/**
 * pm_sweep_plan_want_details:
 * @self: a plan
 * @now: the time
 * @poc_id: a POC in which something was written, or %PM_SWEEP_LIST
 *
 * Looks at it at once, with all that is in it.
 */
void
pm_sweep_plan_want_details (PmSweepPlan *self, gint64 now, gint64 poc_id)
{
  PmSweepWish wish = { poc_id, now, TRUE };

  g_array_append_val (self->wanted, wish);
}

/**
 * pm_sweep_plan_read:
 * @self: a plan
 * @now: when the reading began
 * @poc_id: the POC that is being read, or %PM_SWEEP_LIST
 *
 * Returns: whether all that is in it is wanted, too
 */
gboolean
pm_sweep_plan_read (PmSweepPlan *self, gint64 now, gint64 poc_id)
{
  gboolean details = poc_id == self->watched;

  for (guint i = self->wanted->len; i > 0; i--) {
    PmSweepWish *wish = &g_array_index (self->wanted, PmSweepWish, i - 1);

    if (wish->poc_id != poc_id || wish->due > now)
      continue;
    details |= wish->details;
    g_array_remove_index (self->wanted, i - 1);
  }
  if (self->watched == poc_id) {
    self->watched_at = now;
    self->watch_span = WATCH_SPAN;
  }
  return details;
}

/**
 * pm_sweep_plan_next:
 * @self: a plan
 * @poc_id: (out): what is read next: a POC, %PM_SWEEP_LIST, or 0 for everything
 *
 * Returns: when
 */
gint64
pm_sweep_plan_next (PmSweepPlan *self, gint64 *poc_id)
{
  gint64 due = self->swept_at + pm_pace_stretch (self->pace, self->sweep_span);
  gint64 watched_due = self->watched_at + pm_pace_stretch (self->pace, self->watch_span);

  *poc_id = 0;
  if (self->watched != 0 && watched_due < due) {
    due = watched_due;
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
