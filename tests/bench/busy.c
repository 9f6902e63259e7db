/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "busy.h"

#include <poll.h>
#include <sys/resource.h>
#include <time.h>

typedef struct {
  gint64 wall;
  gint64 processor;
  long taken; /* how often another thread took the processor */
} Moment;

static Moment woken;
static gint64 longest;

static Moment
now (void)
{
  struct timespec spent;
  struct rusage usage;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent);
  getrusage (RUSAGE_THREAD, &usage);
  return (Moment) { g_get_monotonic_time (), spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000,
                    usage.ru_nivcsw };
}

/* What another thread took is not the loop's: then only what it has computed counts. */
static gint64
span_until (const Moment *end)
{
  if (end->taken != woken.taken)
    return end->processor - woken.processor;
  return end->wall - woken.wall;
}

static gint
poll_and_watch (GPollFD *fds, guint n_fds, gint timeout)
{
  Moment before = now ();
  gint ready;

  longest = MAX (longest, span_until (&before));
  ready = poll ((struct pollfd *) (gpointer) fds, n_fds, timeout);
  woken = now ();
  return ready;
}

/**
 * busy_begin:
 *
 * From now on stretches are measured; the present one counts from here.
 */
void
busy_begin (void)
{
  g_main_context_set_poll_func (NULL, poll_and_watch);
  woken = now ();
  longest = 0;
}

/**
 * busy_end:
 *
 * Returns: the longest stretch since the beginning, in microseconds
 */
gint64
busy_end (void)
{
  g_main_context_set_poll_func (NULL, NULL);
  return longest;
}
