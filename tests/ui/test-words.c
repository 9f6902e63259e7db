/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/browser/pm-sync-words.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-words.h"
#include "ui/outbox/pm-operation-row.h"

#include <locale.h>

/* 22 November 2026, 14:05 UTC; the tests' time zone is UTC. */
#define NOW   (G_GINT64_CONSTANT (1795356300) * G_USEC_PER_SEC)
#define TODAY "2026-11-22"

#define assert_words(call, expected) \
  G_STMT_START \
  { \
    g_autofree char *words = call; \
    g_assert_cmpstr (words, ==, expected); \
  } \
  G_STMT_END

static void
test_dates_follow_the_locale (void)
{
  assert_words (pm_words_date ("2026-12-24"), "12/24/26");
  assert_words (pm_words_dates ("2026-11-01", "2026-12-24"), "11/01/26 – 12/24/26");
  if (setlocale (LC_TIME, "de_DE.UTF-8") == NULL) {
    g_test_skip ("no German locale here");
    return;
  }
  assert_words (pm_words_date ("2026-12-24"), "24.12.2026");
  setlocale (LC_TIME, "C.UTF-8");
}

static void
test_a_day_that_is_none_says_nothing (void)
{
  assert_words (pm_words_date (NULL), "");
  assert_words (pm_words_date (""), "");
  assert_words (pm_words_date ("2026-02-30"), "");
  assert_words (pm_words_date ("tomorrow"), "");
  assert_words (pm_words_dates (NULL, NULL), "No dates");
  assert_words (pm_words_dates ("2026-11-01", NULL), "From 11/01/26");
  assert_words (pm_words_dates (NULL, "2026-11-01"), "Until 11/01/26");
}

static void
test_a_moment_says_its_day_unless_it_is_today (void)
{
  assert_words (pm_words_moment (NOW, NOW), "14:05");
  assert_words (pm_words_moment (NOW - 15 * G_TIME_SPAN_HOUR, NOW), "11/21/26, 23:05");
  assert_words (pm_words_moment (0, NOW), "");
  assert_words (pm_words_clock_time (NOW), "14:05");
  assert_words (pm_words_moment (G_MAXINT64, NOW), "");
}

static void
test_distances_count_in_the_right_number (void)
{
  assert_words (pm_words_relative (NOW + 3 * G_TIME_SPAN_DAY, NOW), "in 3 days");
  assert_words (pm_words_relative (NOW + G_TIME_SPAN_DAY, NOW), "in 1 day");
  assert_words (pm_words_relative (NOW + 2 * G_TIME_SPAN_HOUR, NOW), "in 2 hours");
  assert_words (pm_words_relative (NOW + 5 * G_TIME_SPAN_MINUTE, NOW), "in 5 minutes");
  assert_words (pm_words_relative (NOW + G_TIME_SPAN_SECOND, NOW), "in less than a minute");
  assert_words (pm_words_relative (NOW, NOW), "just now");
  assert_words (pm_words_relative (NOW - G_TIME_SPAN_HOUR, NOW), "1 hour ago");
  assert_words (pm_words_relative (NOW - 2 * G_TIME_SPAN_DAY, NOW), "2 days ago");
  assert_words (pm_words_relative (0, NOW), "");
  assert_words (pm_words_ago (NOW - G_TIME_SPAN_HOUR, NOW), "1 hour ago");
  assert_words (pm_words_ago (NOW + G_TIME_SPAN_SECOND, NOW), "just now");
  assert_words (pm_words_ago (0, NOW), "");
}

static void
test_a_poc_says_what_matters_of_its_dates (void)
{
  assert_words (pm_words_poc_time (PM_POC_STATUS_ACTIVE, "2026-11-01", "2026-12-04", TODAY),
                "12 days left");
  assert_words (pm_words_poc_time (PM_POC_STATUS_ACTIVE, "2026-11-01", "2026-11-23", TODAY),
                "1 day left");
  assert_words (pm_words_poc_time (PM_POC_STATUS_ACTIVE, "2026-11-01", TODAY, TODAY), "Ends today");
  assert_words (pm_words_poc_time (PM_POC_STATUS_ACTIVE, NULL, "2026-11-20", TODAY),
                "Ended 2 days ago");
  assert_words (pm_words_poc_time (PM_POC_STATUS_ACTIVE, "2026-11-25", "2026-12-25", TODAY),
                "Starts in 3 days");
  assert_words (pm_words_poc_time (PM_POC_STATUS_DRAFT, TODAY, NULL, TODAY), "Starts today");
  assert_words (pm_words_poc_time (PM_POC_STATUS_ACTIVE, TODAY, NULL, TODAY), "From 11/22/26");
  assert_words (pm_words_poc_time (PM_POC_STATUS_COMPLETED, "2026-11-01", "2026-12-04", TODAY),
                "11/01/26 – 12/04/26");
  assert_words (pm_words_poc_time (PM_POC_STATUS_ACTIVE, "soon", "later", TODAY), "No dates");
}

static void
test_the_sync_line_says_how_things_stand (void)
{
  assert_words (pm_sync_words (PM_SYNC_STATE_UP_TO_DATE, -1, NULL, NOW, NOW), "Up to date");
  assert_words (pm_sync_words (PM_SYNC_STATE_SYNCING, -1, NULL, NOW, NOW), "Syncing…");
  assert_words (pm_sync_words (PM_SYNC_STATE_SYNCING, 0.429, NULL, NOW, NOW), "Syncing… 42 %");
  assert_words (pm_sync_words (PM_SYNC_STATE_OFFLINE, -1, NULL, NOW, NOW),
                "Offline: showing what was saved 14:05");
  assert_words (pm_sync_words (PM_SYNC_STATE_OFFLINE, -1, NULL, 0, NOW),
                "Offline: nothing is saved yet");
  assert_words (pm_sync_words (PM_SYNC_STATE_SIGN_IN, -1, NULL, NOW, NOW), "Sign in again");
  assert_words (pm_sync_words (PM_SYNC_STATE_NO_ACCESS, -1, "Access denied", NOW, NOW),
                "No access (Access denied). Only your drafts are kept.");
  assert_words (pm_sync_words (PM_SYNC_STATE_PROBLEM, -1, "It is full.", NOW, NOW),
                "Server problem: It is full.");
}

static void
test_an_operation_names_whom_it_is_about (void)
{
  assert_words (pm_operation_row_title (PM_OPERATION_KIND_INVITE, "Maria", "m@example.com"),
                "Invite Maria");
  assert_words (pm_operation_row_title (PM_OPERATION_KIND_RESEND, "", "m@example.com"),
                "Resend the invitation to m@example.com");
  assert_words (pm_operation_row_title (PM_OPERATION_KIND_CANCEL, NULL, "m@example.com"),
                "Cancel the invitation of m@example.com");
  assert_words (pm_operation_row_title (PM_OPERATION_KIND_INVITE, NULL, NULL), "");
}

static void
assert_complete (const PmLook *look)
{
  g_assert_nonnull (look->words);
  g_assert_true (g_str_has_suffix (look->icon_name, "-symbolic"));
  g_assert_nonnull (look->tone);
}

static void
test_every_state_has_words_and_an_icon (void)
{
  for (int i = PM_POC_STATUS_DRAFT; i <= PM_POC_STATUS_ARCHIVED; i++)
    assert_complete (pm_look_of_poc_status (i));
  for (int i = PM_PERSON_STATUS_PENDING; i <= PM_PERSON_STATUS_WAITING; i++)
    assert_complete (pm_look_of_person_status (i));
  for (int i = PM_OPERATION_STATE_HELD; i <= PM_OPERATION_STATE_CANCELLED; i++)
    assert_complete (pm_look_of_operation_state (i));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/words/dates-follow-the-locale", test_dates_follow_the_locale);
  g_test_add_func ("/ui/words/a-day-that-is-none-says-nothing",
                   test_a_day_that_is_none_says_nothing);
  g_test_add_func ("/ui/words/a-moment-says-its-day-unless-it-is-today",
                   test_a_moment_says_its_day_unless_it_is_today);
  g_test_add_func ("/ui/words/distances-count-in-the-right-number",
                   test_distances_count_in_the_right_number);
  g_test_add_func ("/ui/words/a-poc-says-what-matters-of-its-dates",
                   test_a_poc_says_what_matters_of_its_dates);
  g_test_add_func ("/ui/words/the-sync-line-says-how-things-stand",
                   test_the_sync_line_says_how_things_stand);
  g_test_add_func ("/ui/words/an-operation-names-whom-it-is-about",
                   test_an_operation_names_whom_it_is_about);
  g_test_add_func ("/ui/words/every-state-has-words-and-an-icon",
                   test_every_state_has_words_and_an_icon);
  return g_test_run ();
}
