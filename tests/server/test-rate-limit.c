/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "server/accounts/pm-rate-limit.h"

#define TRIES   3
#define WINDOW  G_TIME_SPAN_MINUTE
#define KEYS    10000
#define GUESSES 25000

static gboolean
is_open (PmRateLimit *limit, const char *key, gint64 now)
{
  return pm_rate_limit_check (limit, key, "Wait.", now, NULL);
}

static void
test_it_is_reached_and_is_over (void)
{
  g_autoptr (PmRateLimit) limit = pm_rate_limit_new (TRIES, WINDOW);
  g_autoptr (GError) error = NULL;

  for (gint64 now = 0; now < TRIES; now++) {
    g_assert_true (is_open (limit, "a", now));
    pm_rate_limit_count (limit, "a", now);
  }
  g_assert_false (pm_rate_limit_check (limit, "a", "Wait.", 10, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_TOO_MANY);
  g_assert_cmpint (pm_error_get_retry_after (error), ==, WINDOW - 10);
  g_assert_true (is_open (limit, "b", 10));
  g_assert_true (is_open (limit, "a", WINDOW));

  pm_rate_limit_count (limit, "a", WINDOW);
  g_assert_true (is_open (limit, "a", WINDOW));
}

static void
test_a_success_begins_anew (void)
{
  g_autoptr (PmRateLimit) limit = pm_rate_limit_new (1, WINDOW);

  pm_rate_limit_forget (limit, "a");
  pm_rate_limit_count (limit, "a", 0);
  g_assert_false (is_open (limit, "a", 1));
  pm_rate_limit_forget (limit, "a");
  g_assert_true (is_open (limit, "a", 1));
  g_assert_cmpuint (pm_rate_limit_count_keys (limit), ==, 0);
}

static void
test_memory_is_bounded (void)
{
  g_autoptr (PmRateLimit) limit = pm_rate_limit_new (1, WINDOW);

  for (gint64 i = 0; i < GUESSES; i++) {
    g_autofree char *key = g_strdup_printf ("key %" G_GINT64_FORMAT, i);

    pm_rate_limit_count (limit, key, i);
    g_assert_cmpuint (pm_rate_limit_count_keys (limit), <=, KEYS);
  }
  /* Those known longest are forgotten, not those who try now. */
  g_assert_true (is_open (limit, "key 0", GUESSES));
  g_assert_false (is_open (limit, "key 24999", GUESSES));
  g_assert_false (is_open (limit, "key 16000", GUESSES));
}

static void
test_what_is_over_is_forgotten (void)
{
  g_autoptr (PmRateLimit) limit = pm_rate_limit_new (1, WINDOW);

  pm_rate_limit_count (limit, "a", 0);
  pm_rate_limit_count (limit, "b", 1);
  pm_rate_limit_count (limit, "c", WINDOW);
  g_assert_cmpuint (pm_rate_limit_count_keys (limit), ==, 2);
  g_assert_false (is_open (limit, "b", WINDOW));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rate-limit/reached-and-over", test_it_is_reached_and_is_over);
  g_test_add_func ("/rate-limit/success", test_a_success_begins_anew);
  g_test_add_func ("/rate-limit/memory", test_memory_is_bounded);
  g_test_add_func ("/rate-limit/over", test_what_is_over_is_forgotten);
  return g_test_run ();
}
