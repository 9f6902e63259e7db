/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-time.h"

#include <string.h>

static void
moments_are_read_as_the_api_writes_them (void)
{
  static const struct {
    const char *text;
    gint64 time;
  } cases[] = {
    { "1970-01-01T00:00:00Z", 0 },
    { "1970-01-01T00:00:00.000001Z", 1 },
    { "1969-12-31T23:59:59.999999Z", -1 },
    { "2026-11-22T10:04:44.236844Z", G_GINT64_CONSTANT (1795341884236844) },
    { "2026-11-22T10:04:44.236844+00:00", G_GINT64_CONSTANT (1795341884236844) },
    { "2026-11-22T11:04:44.236844+01:00", G_GINT64_CONSTANT (1795341884236844) },
    { "2026-11-22T04:34:44.236844-05:30", G_GINT64_CONSTANT (1795341884236844) },
    { "2026-11-22t10:04:44z", G_GINT64_CONSTANT (1795341884000000) },
    { "2026-11-22 10:04:44Z", G_GINT64_CONSTANT (1795341884000000) },
    { "2026-11-22T10:04:44.5Z", G_GINT64_CONSTANT (1795341884500000) },
    { "2026-11-22T10:04:44.123456789Z", G_GINT64_CONSTANT (1795341884123456) },
    { "2024-02-29T00:00:00Z", G_GINT64_CONSTANT (1709164800000000) },
    { "2016-12-31T23:59:60Z", G_GINT64_CONSTANT (1483228799000000) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 time = 42;

    g_assert_true (pm_time_parse (cases[i].text, &time));
    g_assert_cmpint (time, ==, cases[i].time);
  }
}

static void
what_is_no_moment_is_refused (void)
{
  static const char *const cases[] = {
    "",
    "2026-11-22",
    "2026-11-22T10:04:44",
    "2026-11-22T10:04Z",
    "2026-11-22T24:00:00Z",
    "2026-11-22T10:60:00Z",
    "2026-11-22T10:04:61Z",
    "2026-13-01T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "2026-11-22T10:04:44.Z",
    "2026-11-22T10:04:44.1234567890Z",
    "2026-11-22T10:04:44+0100",
    "2026-11-22T10:04:44+24:00",
    "2026-11-22T10:04:44+01:60",
    "2026-11-22T10:04:44ZZ",
    " 2026-11-22T10:04:44Z",
    "2026-11-22T10:04:44Z ",
    "-026-11-22T10:04:44Z",
    "2026-11-22T1\xc3\xa4:04:44Z",
    "\xff\xfe",
  };
  gint64 time = 42;

  g_assert_false (pm_time_parse (NULL, &time));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_false (pm_time_parse (cases[i], &time));
  }
  g_assert_cmpint (time, ==, 42);
}

static void
a_huge_text_is_no_moment (void)
{
  gsize size = 10 * 1024 * 1024;
  g_autofree char *huge = g_malloc (size + 1);
  gint64 time;

  memset (huge, '1', size);
  huge[size] = '\0';
  memcpy (huge, "2026-11-22T10:04:44.", 20);
  g_assert_false (pm_time_parse (huge, &time));
  g_assert_false (pm_date_is_valid (huge));
}

static void
moments_are_written_as_the_api_writes_them (void)
{
  static const struct {
    gint64 time;
    const char *text;
  } cases[] = {
    { 0, "1970-01-01T00:00:00Z" },
    { -1, "1969-12-31T23:59:59.999999Z" },
    { G_GINT64_CONSTANT (1795341884236844), "2026-11-22T10:04:44.236844Z" },
    { G_GINT64_CONSTANT (1795341884000000), "2026-11-22T10:04:44Z" },
    { G_GINT64_CONSTANT (1795341884000100), "2026-11-22T10:04:44.000100Z" },
    { G_MAXINT64, NULL },
    { G_MININT64, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = pm_time_format (cases[i].time);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
a_moment_survives_the_round_trip (void)
{
  for (gint64 time = G_GINT64_CONSTANT (-62135596800000000);
       time < G_GINT64_CONSTANT (253402300799999999); time += G_GINT64_CONSTANT (315360123456789)) {
    g_autofree char *text = pm_time_format (time);
    gint64 again;

    g_assert_true (pm_time_parse (text, &again));
    g_assert_cmpint (again, ==, time);
  }
}

static void
only_days_of_the_calendar_are_dates (void)
{
  static const char *const good[] = { "2026-11-22", "2024-02-29", "2000-02-29", "0001-01-01",
                                      "9999-12-31" };
  static const char *const bad[] = {
    "",           "2026-02-29", "1900-02-29",   "2026-04-31", "2026-11-00",  "2026-00-01",
    "2026-13-01", "0000-01-01", "2026-1-1",     "2026/11/22", "2026-11-22 ", "2026-11-22T00:00:00Z",
    "22.11.2026", "20261122",   "2026-11-\xff", "+026-11-22",
  };

  g_assert_false (pm_date_is_valid (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (pm_date_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (pm_date_is_valid (bad[i]));
}

static void
days_are_counted_between_dates (void)
{
  static const struct {
    const char *from, *to;
    int days;
  } cases[] = {
    { "2026-11-22", "2026-11-22", 0 },  { "2026-11-22", "2026-11-23", 1 },
    { "2026-11-22", "2026-11-21", -1 }, { "2024-02-28", "2024-03-01", 2 },
    { "2023-02-28", "2023-03-01", 1 },  { "2025-12-31", "2026-01-01", 1 },
    { "2026-03-28", "2026-03-30", 2 },  { "2026-01-01", "2027-01-01", 365 },
  };
  int days = 42;

  g_assert_false (pm_date_days_between (NULL, "2026-11-22", &days));
  g_assert_false (pm_date_days_between ("2026-11-22", "2026-02-30", &days));
  g_assert_cmpint (days, ==, 42);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_true (pm_date_days_between (cases[i].from, cases[i].to, &days));
    g_assert_cmpint (days, ==, cases[i].days);
  }
}

static void
spans_are_in_the_largest_unit_they_fill (void)
{
  static const struct {
    gint64 span;
    gint64 amount;
    PmSpanUnit unit;
  } cases[] = {
    { 0, 0, PM_SPAN_MINUTES },
    { 59 * G_TIME_SPAN_SECOND, 0, PM_SPAN_MINUTES },
    { 59 * G_TIME_SPAN_MINUTE, 59, PM_SPAN_MINUTES },
    { G_TIME_SPAN_HOUR, 1, PM_SPAN_HOURS },
    { G_TIME_SPAN_DAY - 1, 23, PM_SPAN_HOURS },
    { G_TIME_SPAN_DAY, 1, PM_SPAN_DAYS },
    { 3 * G_TIME_SPAN_DAY + G_TIME_SPAN_HOUR, 3, PM_SPAN_DAYS },
    { -2 * G_TIME_SPAN_HOUR, -2, PM_SPAN_HOURS },
    { -8 * G_TIME_SPAN_DAY, -8, PM_SPAN_DAYS },
  };
  gint64 now = G_GINT64_CONSTANT (1795341884236844);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PmSpan span = pm_span_between (now, now + cases[i].span);

    g_assert_cmpint (span.amount, ==, cases[i].amount);
    g_assert_cmpint (span.unit, ==, cases[i].unit);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/moments-are-read-as-the-api-writes-them",
                   moments_are_read_as_the_api_writes_them);
  g_test_add_func ("/time/what-is-no-moment-is-refused", what_is_no_moment_is_refused);
  g_test_add_func ("/time/a-huge-text-is-no-moment", a_huge_text_is_no_moment);
  g_test_add_func ("/time/moments-are-written-as-the-api-writes-them",
                   moments_are_written_as_the_api_writes_them);
  g_test_add_func ("/time/a-moment-survives-the-round-trip", a_moment_survives_the_round_trip);
  g_test_add_func ("/time/only-days-of-the-calendar-are-dates",
                   only_days_of_the_calendar_are_dates);
  g_test_add_func ("/time/days-are-counted-between-dates", days_are_counted_between_dates);
  g_test_add_func ("/time/spans-are-in-the-largest-unit-they-fill",
                   spans_are_in_the_largest_unit_they_fill);
  return g_test_run ();
}
