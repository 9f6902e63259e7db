/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-backoff.h"

static void
the_ceiling_doubles_up_to_the_cap (void)
{
  static const gint64 ceilings[] = { 1000, 2000, 4000, 8000, 10000, 10000 };

  for (guint i = 0; i < G_N_ELEMENTS (ceilings); i++)
    g_assert_cmpint (pm_backoff_delay (i, 1000, 10000, 1.0), ==, ceilings[i]);
}

static void
the_whole_wait_is_jitter (void)
{
  g_assert_cmpint (pm_backoff_delay (3, 1000, 100000, 0.0), ==, 0);
  g_assert_cmpint (pm_backoff_delay (3, 1000, 100000, 0.5), ==, 4000);
  g_assert_cmpint (pm_backoff_delay (3, 1000, 100000, -1.0), ==, 0);
  g_assert_cmpint (pm_backoff_delay (3, 1000, 100000, 7.0), ==, 8000);
}

static void
no_number_of_attempts_overflows (void)
{
  g_assert_cmpint (pm_backoff_delay (G_MAXUINT, 1, G_MAXINT64 / 4, 0.999), <=, G_MAXINT64 / 4);
  g_assert_cmpint (pm_backoff_delay (G_MAXUINT, 1, G_MAXINT64 / 4, 0.999), >, G_MAXINT64 / 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/the-ceiling-doubles-up-to-the-cap", the_ceiling_doubles_up_to_the_cap);
  g_test_add_func ("/backoff/the-whole-wait-is-jitter", the_whole_wait_is_jitter);
  g_test_add_func ("/backoff/no-number-of-attempts-overflows", no_number_of_attempts_overflows);
  return g_test_run ();
}
