/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-backoff.h"

/**
 * pm_backoff_delay:
 * @attempt: how many attempts have failed before, 0 for the first wait
 * @base: the longest first wait, in microseconds, positive
 * @cap: the longest wait at all, in microseconds, at least @base
 * @random: a random number in [0, 1)
 *
 * How long to wait before trying again: anything up to a ceiling that doubles with each attempt
 * ("full jitter"), so that many clients of one server that was away do not return in step. There
 * is no last attempt. Any thread.
 *
 * Returns: microseconds, in [0, @cap]
 */
gint64
pm_backoff_delay (guint attempt, gint64 base, gint64 cap, double random)
{
  gint64 ceiling = base;

  g_return_val_if_fail (base > 0 && cap >= base, 0);

  for (guint i = 0; i < attempt && ceiling < cap; i++)
    ceiling = ceiling > cap / 2 ? cap : ceiling * 2;
  return (gint64) ((double) ceiling * CLAMP (random, 0.0, 1.0));
}
