/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/browser/pm-sync-words.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-words.h"
#include "ui/notices/pm-notice-words.h"
#include "ui/outbox/pm-operation-words.h"

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
test_an_appointment_is_said_as_people_make_it (void)
{
  assert_words (pm_words_appointment (NOW + G_TIME_SPAN_HOUR, NOW), "today 15:05");
  assert_words (pm_words_appointment (NOW + 10 * G_TIME_SPAN_HOUR, NOW), "tomorrow 00:05");
  assert_words (pm_words_appointment (NOW + 2 * G_TIME_SPAN_DAY, NOW), "Tuesday 14:05");
  assert_words (pm_words_appointment (NOW + 7 * G_TIME_SPAN_DAY, NOW), "11/29/26, 14:05");
  assert_words (pm_words_appointment (NOW - G_TIME_SPAN_DAY, NOW), "11/21/26, 14:05");
  assert_words (pm_words_appointment (0, NOW), "");
}

static void
assert_reads (const char *text, int expected_hour, int expected_minute)
{
  int hour, minute;

  g_assert_true (pm_words_read_clock_time (text, &hour, &minute));
  g_assert_cmpint (hour, ==, expected_hour);
  g_assert_cmpint (minute, ==, expected_minute);
}

static void
test_a_time_of_day_is_read_as_people_write_it (void)
{
  static const char *const wrong[] = { "",      "soon",  "25:00", "9:60", "9:5",
                                       "9:30x", "13 pm", "0 am",  "-1",   "99999999999" };
  int hour, minute;

  assert_reads ("9", 9, 0);
  assert_reads (" 09:05 ", 9, 5);
  assert_reads ("14.30", 14, 30);
  assert_reads ("8h15", 8, 15);
  assert_reads ("2:30 PM", 14, 30);
  assert_reads ("12 am", 0, 0);
  assert_reads ("12:01pm", 12, 1);
  assert_words (pm_words_hour (9), "09:00");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (pm_words_read_clock_time (wrong[i], &hour, &minute));
}

/* Operations */

static PmOperation *
operation_about (PmOperationKind kind, const char *name, const char *email)
{
  PmOperation *operation = pm_operation_new ();

  pm_operation_set_kind (operation, kind);
  pm_operation_set_full_name (operation, name);
  pm_operation_set_email (operation, email);
  return operation;
}

static PmOperation *
operation_on (PmOperationKind kind, PmItemType type, const char *title, const char *payload)
{
  PmOperation *operation = pm_operation_new ();

  pm_operation_set_kind (operation, kind);
  pm_operation_set_item_type (operation, type);
  pm_operation_set_item_id (operation, 7);
  pm_operation_set_title (operation, title);
  pm_operation_set_payload (operation, payload);
  return operation;
}

/* Takes the operation. */
static void
assert_says (PmOperation *operation, const char *title, const char *detail)
{
  assert_words (pm_operation_words_title (operation), title);
  assert_words (pm_operation_words_detail (operation), detail);
  g_object_unref (operation);
}

static void
test_an_operation_names_whom_it_is_about (void)
{
  static const struct {
    PmOperationKind kind;
    const char *words;
  } cases[] = {
    { PM_OPERATION_KIND_INVITE, "Invite Maria" },
    { PM_OPERATION_KIND_RESEND, "Resend the invitation to Maria" },
    { PM_OPERATION_KIND_CANCEL, "Cancel the invitation of Maria" },
    { PM_OPERATION_KIND_REMIND, "Remind Maria" },
    { PM_OPERATION_KIND_REMOVE, "Remove access of Maria" },
    { PM_OPERATION_KIND_RESTORE, "Restore access of Maria" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_says (operation_about (cases[i].kind, "Maria", "m@example.com"), cases[i].words,
                 "m@example.com");
  assert_says (operation_about (PM_OPERATION_KIND_RESEND, "", "m@example.com"),
               "Resend the invitation to m@example.com", "");
  assert_says (operation_about (PM_OPERATION_KIND_INVITE, NULL, NULL), "", "");
}

static void
test_an_operation_names_what_it_makes_or_removes (void)
{
  PmOperationKind make = PM_OPERATION_KIND_CREATE, remove = PM_OPERATION_KIND_DELETE;

  assert_says (operation_on (make, PM_ITEM_TYPE_POC, "A <b> %s", "{}"), "Create the POC “A <b> %s”",
               "");
  assert_says (operation_on (make, PM_ITEM_TYPE_TASK, "Install", "{}"), "Add the task “Install”",
               "");
  assert_says (operation_on (make, PM_ITEM_TYPE_RESOURCE, "Manual", "{}"),
               "Add the resource “Manual”", "");
  assert_says (operation_on (remove, PM_ITEM_TYPE_TASK, "Install", NULL),
               "Delete the task “Install”", "");
  assert_says (operation_on (remove, PM_ITEM_TYPE_COMMENT, "Well\ndone", NULL), "Delete a comment",
               "Well done");
}

static void
test_an_unsent_comment_says_who_will_see_it (void)
{
  static const struct {
    const char *payload;
    const char *words;
  } cases[] = {
    { "{\"is_internal\":true}", "New internal comment on the POC" },
    { "{\"is_internal\":true,\"poc_task_id\":3}", "New internal comment on a task" },
    { "{\"is_internal\":false}", "New comment to the customer on the POC" },
    { "{\"is_internal\":false,\"poc_task_id\":-3}", "New comment to the customer on a task" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_says (
        operation_on (PM_OPERATION_KIND_CREATE, PM_ITEM_TYPE_COMMENT, "So\nso", cases[i].payload),
        cases[i].words, "So so");
}

static void
test_a_change_says_what_changes (void)
{
  PmOperationKind edit = PM_OPERATION_KIND_EDIT;
  PmOperation *reopen;

  assert_says (operation_on (edit, PM_ITEM_TYPE_TASK, "Install", "{\"status\":\"completed\"}"),
               "Complete the task “Install”", "");
  reopen = operation_on (edit, PM_ITEM_TYPE_TASK, "Install", "{\"status\":\"in_progress\"}");
  pm_operation_set_base (reopen, "{\"status\":\"completed\"}");
  assert_says (reopen, "Reopen the task “Install”", "");
  assert_says (operation_on (edit, PM_ITEM_TYPE_TASK, "Install", "{\"status\":\"blocked\"}"),
               "Set the task “Install” to Blocked", "");
  assert_says (operation_on (edit, PM_ITEM_TYPE_TASK, "Install",
                             "{\"status\":\"completed\",\"due_date\":\"2026-12-24\"}"),
               "Change the task “Install”", "Status, Due Date");
  assert_says (operation_on (edit, PM_ITEM_TYPE_POC, "Phoenix", "{\"status\":\"archived\"}"),
               "Archive the POC “Phoenix”", "");
  assert_says (operation_on (edit, PM_ITEM_TYPE_POC, "Phoenix", "{\"objectives\":\"None\"}"),
               "Change the POC “Phoenix”", "Objectives");
  assert_says (operation_on (edit, PM_ITEM_TYPE_CRITERION, "Load", "{\"is_met\":true}"),
               "Mark “Load” as met", "");
}

static void
test_what_is_in_a_field_is_said_as_people_read_it (void)
{
  assert_words (pm_operation_words_field (PM_ITEM_TYPE_TASK, "due_date"), "Due Date");
  assert_words (pm_operation_words_field (PM_ITEM_TYPE_COMMENT, "content"), "Text");
  assert_words (pm_operation_words_value (PM_ITEM_TYPE_TASK, "due_date", "2026-12-24"), "12/24/26");
  assert_words (pm_operation_words_value (PM_ITEM_TYPE_TASK, "status", "in_progress"),
                "In Progress");
  assert_words (pm_operation_words_value (PM_ITEM_TYPE_POC, "status", "active"), "Active");
  assert_words (pm_operation_words_value (PM_ITEM_TYPE_RESOURCE, "resource_type", "code"), "Code");
  assert_words (pm_operation_words_value (PM_ITEM_TYPE_CRITERION, "is_met", "true"), "Yes");
  assert_words (pm_operation_words_value (PM_ITEM_TYPE_COMMENT, "is_internal", "true"),
                "Only colleagues");
  assert_words (pm_operation_words_value (PM_ITEM_TYPE_TASK, "title", "completed"), "completed");
  assert_words (pm_operation_words_value (PM_ITEM_TYPE_TASK, "description", NULL), "");
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
  for (int i = PM_TASK_STATUS_NOT_STARTED; i <= PM_TASK_STATUS_NOT_SATISFIED; i++)
    assert_complete (pm_look_of_task_status (i));
  for (int i = PM_RESOURCE_TYPE_LINK; i <= PM_RESOURCE_TYPE_FILE; i++)
    assert_complete (pm_look_of_resource_type (i));
  for (int i = PM_OPERATION_STATE_HELD; i <= PM_OPERATION_STATE_SCHEDULED; i++)
    assert_complete (pm_look_of_operation_state (i));
}

static void
test_a_workspace_that_stays_closed_says_what_to_do (void)
{
  static const char message[] = "The disk is full.", folder[] = "/data/w1";
  const struct {
    PmError code;
    const char *what_to_do;
  } cases[] = {
    { PM_ERROR_BUSY, "Close that one, then try again." },
    { PM_ERROR_NEWER, "Update POC Manager, then try again." },
    { PM_ERROR_DAMAGED, "The disk is full. Its drafts are still in /data/w1 " },
    { PM_ERROR_STORAGE, "The disk is full. Nothing is lost: look whether the disk has room and "
                        "you may write to /data/w1, then try again." },
    { PM_ERROR_FAILED, "The disk is full. Nothing was changed, " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = pm_failure_words_reason (cases[i].code, message, folder);

    if (strstr (words, cases[i].what_to_do) == NULL)
      g_error ("“%s” does not say “%s”", words, cases[i].what_to_do);
  }
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
  g_test_add_func ("/ui/words/an-appointment-is-said-as-people-make-it",
                   test_an_appointment_is_said_as_people_make_it);
  g_test_add_func ("/ui/words/a-time-of-day-is-read-as-people-write-it",
                   test_a_time_of_day_is_read_as_people_write_it);
  g_test_add_func ("/ui/words/an-operation-names-whom-it-is-about",
                   test_an_operation_names_whom_it_is_about);
  g_test_add_func ("/ui/words/an-operation-names-what-it-makes-or-removes",
                   test_an_operation_names_what_it_makes_or_removes);
  g_test_add_func ("/ui/words/an-unsent-comment-says-who-will-see-it",
                   test_an_unsent_comment_says_who_will_see_it);
  g_test_add_func ("/ui/words/a-change-says-what-changes", test_a_change_says_what_changes);
  g_test_add_func ("/ui/words/what-is-in-a-field-is-said-as-people-read-it",
                   test_what_is_in_a_field_is_said_as_people_read_it);
  g_test_add_func ("/ui/words/a-workspace-that-stays-closed-says-what-to-do",
                   test_a_workspace_that_stays_closed_says_what_to_do);
  g_test_add_func ("/ui/words/every-state-has-words-and-an-icon",
                   test_every_state_has_words_and_an_icon);
  return g_test_run ();
}
