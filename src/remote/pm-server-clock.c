/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-server-clock.h"

#include <time.h>

/* A date has whole seconds. */
#define DATE_RESOLUTION G_USEC_PER_SEC

/* What was seen of this machine's clock and of the server's was not seen at once. */
#define SLACK G_TIME_SPAN_MINUTE

/**
 * pm_steady_time:
 *
 * Returns: microseconds since the machine was started, its sleep included; nobody can set it
 */
gint64
pm_steady_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_BOOTTIME, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/**
 * pm_server_clock_guess:
 * @wall: what this machine's clock says
 * @ahead: how far the server's was ahead of it when it was heard last
 * @seen: what time it was there when something came from it last, or 0
 *
 * The difference holds unless this machine's clock was put right since, and then that clock is the
 * server's. It was, if by the difference it would be earlier than it has been. If by the
 * difference more time has passed than there is difference, nothing can tell: then the earlier
 * one is taken, by which no link is called expired that still works, and no mail is sent too
 * early. The first answer of the server corrects it.
 *
 * Returns: what time it probably is there
 */
gint64
pm_server_clock_guess (gint64 wall, gint64 ahead, gint64 seen)
{
  gint64 passed = wall + ahead - seen;
  gboolean was_set_back = passed < -SLACK;
  gboolean may_be_put_right = ahead > 0 && passed > ahead - SLACK;

  return MAX (was_set_back || may_be_put_right ? wall : wall + ahead, seen);
}

/**
 * pm_server_clock_assume:
 * @self: a clock
 * @steady: what the steady clock says
 * @server_now: what time it probably is there
 *
 * Sets it by what is remembered. Does nothing where the server itself has told.
 */
void
pm_server_clock_assume (PmServerClock *self, gint64 steady, gint64 server_now)
{
  if (!self->learnt)
    self->ahead = server_now - steady;
}

/**
 * pm_server_clock_learn:
 * @self: a clock
 * @date: what time the server says it was when it answered
 * @sent_at: when it was asked, by the steady clock
 * @came_at: when its answer began to come
 *
 * Sets it by an answer. The server wrote the date at some moment in between, so that a slow answer
 * tells less than a quick one: what is known stays as far as the answer allows it.
 *
 * Returns: whether that moved it by a second or more
 */
gboolean
pm_server_clock_learn (PmServerClock *self, gint64 date, gint64 sent_at, gint64 came_at)
{
  gint64 before = self->ahead;

  self->ahead = CLAMP (self->ahead, date - came_at, date + DATE_RESOLUTION - sent_at);
  self->learnt = TRUE;
  return ABS (self->ahead - before) >= G_USEC_PER_SEC;
}

/**
 * pm_server_clock_at:
 * @self: a clock
 * @steady: what the steady clock says
 *
 * Returns: what time it is there
 */
gint64
pm_server_clock_at (const PmServerClock *self, gint64 steady)
{
  return steady + self->ahead;
}
