/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PmServerClock:
 * @ahead: how far the server's time is ahead of this machine's steady clock
 * @learnt: whether the server has said so
 *
 * What time it is on a server, told from the dates of its answers. It goes by the steady clock,
 * so that setting this machine's clock, or letting it sleep, moves nothing. Moments are
 * microseconds. Any thread; not locked.
 */
typedef struct {
  gint64 ahead;
  gboolean learnt;
} PmServerClock;

gint64 pm_steady_time (void);

gint64 pm_server_clock_guess (gint64 wall, gint64 ahead, gint64 seen);
void pm_server_clock_assume (PmServerClock *self, gint64 steady, gint64 server_now);
gboolean pm_server_clock_learn (PmServerClock *self, gint64 date, gint64 sent_at, gint64 came_at);
gint64 pm_server_clock_at (const PmServerClock *self, gint64 steady);

G_END_DECLS
