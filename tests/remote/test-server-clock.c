/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-server-clock.h"

#define SECOND G_TIME_SPAN_SECOND
#define DATE   (G_GINT64_CONSTANT (1790000000) * SECOND)

static void
a_quick_answer_tells_the_time_to_the_second (void)
{
  PmServerClock clock = { 0 };

  g_assert_true (pm_server_clock_learn (&clock, DATE, 100 * SECOND, 100 * SECOND + 1000));
  g_assert_cmpint (pm_server_clock_at (&clock, 100 * SECOND), >=, DATE - SECOND);
  g_assert_cmpint (pm_server_clock_at (&clock, 100 * SECOND), <=, DATE + SECOND);
  g_assert_cmpint (pm_server_clock_at (&clock, 160 * SECOND), ==,
                   pm_server_clock_at (&clock, 100 * SECOND) + 60 * SECOND);
}

/* The date was written at some moment of those 25 seconds: nobody knows at which. */
static void
a_slow_answer_takes_back_nothing_that_was_known_better (void)
{
  PmServerClock clock = { 0 };
  gint64 ahead;

  pm_server_clock_learn (&clock, DATE, 100 * SECOND, 100 * SECOND);
  ahead = clock.ahead;
  g_assert_false (pm_server_clock_learn (&clock, DATE + 2 * SECOND, 100 * SECOND, 125 * SECOND));
  g_assert_cmpint (clock.ahead, ==, ahead);
  g_assert_false (pm_server_clock_learn (&clock, DATE + 24 * SECOND, 100 * SECOND, 125 * SECOND));
  g_assert_cmpint (clock.ahead, ==, ahead);
}

static void
a_servers_clock_that_is_set_is_followed_either_way (void)
{
  static const gint64 moves[] = { G_TIME_SPAN_HOUR, -G_TIME_SPAN_HOUR, G_TIME_SPAN_DAY,
                                  5 * SECOND };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++) {
    PmServerClock clock = { 0 };
    gint64 ahead;

    pm_server_clock_learn (&clock, DATE, 100 * SECOND, 100 * SECOND);
    ahead = clock.ahead;
    g_assert_true (pm_server_clock_learn (&clock, DATE + moves[i], 100 * SECOND, 100 * SECOND));
    g_assert_cmpint (ABS (clock.ahead - ahead - moves[i]), <=, SECOND);
  }
}

static void
what_is_assumed_never_counts_against_the_server (void)
{
  PmServerClock clock = { 0 };

  pm_server_clock_assume (&clock, 100 * SECOND, DATE);
  g_assert_cmpint (pm_server_clock_at (&clock, 101 * SECOND), ==, DATE + SECOND);
  pm_server_clock_assume (&clock, 100 * SECOND, DATE + 7 * SECOND);
  g_assert_cmpint (pm_server_clock_at (&clock, 101 * SECOND), ==, DATE + 8 * SECOND);
  pm_server_clock_learn (&clock, 2 * DATE, 100 * SECOND, 100 * SECOND);
  pm_server_clock_assume (&clock, 100 * SECOND, DATE);
  g_assert_cmpint (pm_server_clock_at (&clock, 100 * SECOND), >=, 2 * DATE - SECOND);
}

/* @wrong: how far this machine's clock was from the server's; @off: how long it was off since.
 * Returns how far the guess is from the server's time, if the clock has stayed so wrong, or if it
 * was put right. */
static gint64
guess_wrong_by (gint64 wrong, gint64 off, gboolean put_right)
{
  gint64 now = DATE + off;

  return pm_server_clock_guess (put_right ? now : now + wrong, -wrong, DATE) - now;
}

static void
a_clock_that_stays_wrong_is_remembered_so (void)
{
  gint64 hour = G_TIME_SPAN_HOUR;

  g_assert_cmpint (guess_wrong_by (-5 * hour, 4 * hour, FALSE), ==, 0);
  g_assert_cmpint (guess_wrong_by (7 * hour, 4 * hour, FALSE), ==, 0);
  g_assert_cmpint (guess_wrong_by (7 * hour, 40 * hour, FALSE), ==, 0);
  g_assert_cmpint (guess_wrong_by (0, 4 * hour, FALSE), ==, 0);
}

static void
a_clock_that_was_put_right_is_the_servers (void)
{
  gint64 hour = G_TIME_SPAN_HOUR;

  g_assert_cmpint (guess_wrong_by (-5 * hour, 1, TRUE), ==, 0);
  g_assert_cmpint (guess_wrong_by (-5 * hour, 40 * hour, TRUE), ==, 0);
  g_assert_cmpint (guess_wrong_by (7 * hour, 4 * hour, TRUE), ==, 0);
}

static void
where_nothing_can_tell_it_is_rather_too_early (void)
{
  gint64 hour = G_TIME_SPAN_HOUR;

  g_assert_cmpint (guess_wrong_by (-5 * hour, 40 * hour, FALSE), ==, -5 * hour);
  g_assert_cmpint (guess_wrong_by (7 * hour, 40 * hour, TRUE), ==, -7 * hour);
}

static void
it_is_never_earlier_than_it_was (void)
{
  g_assert_cmpint (pm_server_clock_guess (DATE - G_TIME_SPAN_DAY, 0, DATE), ==, DATE);
  g_assert_cmpint (pm_server_clock_guess (DATE, 0, 0), ==, DATE);
}

static void
the_steady_clock_goes_on (void)
{
  gint64 before = pm_steady_time ();

  g_usleep (1000);
  g_assert_cmpint (pm_steady_time (), >=, before + 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-clock/a-quick-answer-tells-the-time-to-the-second",
                   a_quick_answer_tells_the_time_to_the_second);
  g_test_add_func ("/server-clock/a-slow-answer-takes-back-nothing-that-was-known-better",
                   a_slow_answer_takes_back_nothing_that_was_known_better);
  g_test_add_func ("/server-clock/a-servers-clock-that-is-set-is-followed-either-way",
                   a_servers_clock_that_is_set_is_followed_either_way);
  g_test_add_func ("/server-clock/what-is-assumed-never-counts-against-the-server",
                   what_is_assumed_never_counts_against_the_server);
  g_test_add_func ("/server-clock/a-clock-that-stays-wrong-is-remembered-so",
                   a_clock_that_stays_wrong_is_remembered_so);
  g_test_add_func ("/server-clock/a-clock-that-was-put-right-is-the-servers",
                   a_clock_that_was_put_right_is_the_servers);
  g_test_add_func ("/server-clock/where-nothing-can-tell-it-is-rather-too-early",
                   where_nothing_can_tell_it_is_rather_too_early);
  g_test_add_func ("/server-clock/it-is-never-earlier-than-it-was",
                   it_is_never_earlier_than_it_was);
  g_test_add_func ("/server-clock/the-steady-clock-goes-on", the_steady_clock_goes_on);
  return g_test_run ();
}
