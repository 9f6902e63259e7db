/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-comment.h"
#include "domain/pm-invitation.h"
#include "domain/pm-item.h"
#include "domain/pm-participant.h"
#include "domain/pm-task.h"
#include "sync/pm-reconcile.h"
#include "sync/pm-sweep-plan.h"

#define HOUR    G_TIME_SPAN_HOUR
#define SECOND  G_TIME_SPAN_SECOND
#define TRIED   (1000 * HOUR)
#define ADDRESS "kim@globex.com"

/* --- What has been done --- */

static PmOperation *
operation_new (PmOperationKind kind)
{
  PmOperation *operation = pm_operation_new ();

  pm_operation_set_kind (operation, kind);
  pm_operation_set_email (operation, ADDRESS);
  pm_operation_set_invitation_id (operation, 5);
  pm_operation_set_first_tried_at (operation, TRIED);
  pm_operation_set_resend_count (operation, 2);
  return operation;
}

static gboolean
is_done_with (PmOperationKind kind, gpointer row)
{
  g_autoptr (PmOperation) operation = operation_new (kind);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (rows, row);
  return pm_reconcile_is_done (operation, rows);
}

static PmInvitation *
invitation_new (const char *email, gint64 created_at, PmInvitationStatus status)
{
  PmInvitation *invitation = pm_invitation_new ();

  pm_invitation_set_id (invitation, 5);
  pm_invitation_set_email (invitation, email);
  pm_invitation_set_created_at (invitation, created_at);
  pm_invitation_set_status (invitation, status);
  return invitation;
}

static gboolean
is_invited_by (const char *email, gint64 created_at, PmInvitationStatus status)
{
  return is_done_with (PM_OPERATION_KIND_INVITE, invitation_new (email, created_at, status));
}

static void
an_invitation_since_the_first_try_is_ours (void)
{
  static const PmInvitationStatus any[] = { PM_INVITATION_STATUS_PENDING,
                                            PM_INVITATION_STATUS_ACCEPTED,
                                            PM_INVITATION_STATUS_FAILED };

  for (guint i = 0; i < G_N_ELEMENTS (any); i++) {
    g_assert_true (is_invited_by (ADDRESS, TRIED, any[i]));
    g_assert_true (is_invited_by ("KIM@Globex.com", TRIED + HOUR, any[i]));
    g_assert_true (is_invited_by (ADDRESS, TRIED - 2 * SECOND, any[i]));
    g_assert_false (is_invited_by (ADDRESS, TRIED - HOUR, any[i]));
    g_assert_false (is_invited_by ("lee@globex.com", TRIED, any[i]));
  }
}

static void
one_that_was_cancelled_just_before_is_not_ours (void)
{
  g_assert_false (is_invited_by (ADDRESS, TRIED - SECOND, PM_INVITATION_STATUS_REVOKED));
  g_assert_true (is_invited_by (ADDRESS, TRIED + HOUR, PM_INVITATION_STATUS_REVOKED));
}

static void
who_has_joined_since_was_invited (void)
{
  PmParticipant *guest = pm_participant_new ();
  PmParticipant *old = pm_participant_new ();

  pm_participant_set_email (guest, ADDRESS);
  pm_participant_set_joined_at (guest, TRIED + HOUR);
  pm_participant_set_email (old, ADDRESS);
  pm_participant_set_joined_at (old, TRIED - HOUR);
  g_assert_true (is_done_with (PM_OPERATION_KIND_INVITE, guest));
  g_assert_false (is_done_with (PM_OPERATION_KIND_INVITE, old));
}

static void
a_resend_is_done_when_it_was_counted (void)
{
  for (gint64 count = 1; count < 5; count++) {
    PmInvitation *invitation = invitation_new (ADDRESS, TRIED, PM_INVITATION_STATUS_PENDING);

    pm_invitation_set_resend_count (invitation, count);
    g_assert_cmpint (is_done_with (PM_OPERATION_KIND_RESEND, invitation), ==, count > 2);
  }
}

static void
only_what_is_cancelled_was_cancelled (void)
{
  g_assert_true (is_done_with (PM_OPERATION_KIND_CANCEL,
                               invitation_new (ADDRESS, 0, PM_INVITATION_STATUS_REVOKED)));
  g_assert_false (is_done_with (PM_OPERATION_KIND_CANCEL,
                                invitation_new (ADDRESS, 0, PM_INVITATION_STATUS_ACCEPTED)));
}

/* --- What has been made --- */

#define ME 4

static PmComment *
comment_new (gint64 id, const char *content, gint64 created_at)
{
  PmComment *comment = pm_comment_new ();

  pm_comment_set_id (comment, id);
  pm_comment_set_subject (comment, "Note");
  pm_comment_set_content (comment, content);
  pm_comment_set_user_id (comment, ME);
  pm_comment_set_created_at (comment, created_at);
  return comment;
}

/* The numbers of those of @rows, which it takes, that may be the comment "Done" of ours. */
static char *
list_made (gpointer first, gpointer second)
{
  g_autoptr (PmOperation) operation = operation_new (PM_OPERATION_KIND_CREATE);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) made = NULL;
  g_autoptr (GString) numbers = g_string_new (NULL);

  g_ptr_array_add (rows, first);
  if (second != NULL)
    g_ptr_array_add (rows, second);
  pm_operation_set_item_type (operation, PM_ITEM_TYPE_COMMENT);
  made =
      pm_reconcile_list_made (operation, "{\"subject\":\"Note\",\"content\":\"Done\"}", rows, ME);
  for (guint i = 0; i < made->len; i++)
    g_string_append_printf (numbers, "%" G_GINT64_FORMAT " ",
                            pm_comment_get_id (g_ptr_array_index (made, i)));
  return g_string_free (g_steal_pointer (&numbers), FALSE);
}

static void
assert_made (gpointer first, gpointer second, const char *expected)
{
  g_autofree char *numbers = list_made (first, second);

  g_assert_cmpstr (numbers, ==, expected);
}

static void
what_was_made_since_the_first_try_may_be_ours (void)
{
  assert_made (comment_new (5, "Done", TRIED), NULL, "5 ");
  assert_made (comment_new (5, "Done", TRIED - 2 * SECOND), NULL, "5 ");
  assert_made (comment_new (5, "Done", TRIED - HOUR), NULL, "");
  assert_made (comment_new (5, "Something else", TRIED), NULL, "");
}

static void
the_oldest_that_may_be_ours_comes_first (void)
{
  assert_made (comment_new (9, "Done", TRIED + HOUR), comment_new (5, "Done", TRIED), "5 9 ");
}

static void
what_others_have_said_is_not_ours (void)
{
  PmComment *theirs = comment_new (5, "Done", TRIED);

  pm_comment_set_user_id (theirs, ME + 1);
  assert_made (theirs, NULL, "");
}

static void
what_is_of_another_kind_is_not_ours (void)
{
  PmTask *task = pm_task_new ();

  pm_task_set_id (task, 5);
  pm_task_set_title (task, "Done");
  pm_task_set_created_at (task, TRIED);
  assert_made (task, comment_new (6, "Done", TRIED), "6 ");
}

/* --- When what is read --- */

static void
plan_init (PmSweepPlan *plan, gint64 now, gint64 duration)
{
  g_autoptr (PmPace) pace = pm_pace_new ();

  pm_sweep_plan_init (plan, pace);
  pm_sweep_plan_swept (plan, now, duration);
}

static void
assert_next (PmSweepPlan *plan, gint64 when, gint64 poc_id)
{
  gint64 next;

  g_assert_cmpint (pm_sweep_plan_next (plan, &next), ==, when);
  g_assert_cmpint (next, ==, poc_id);
}

static void
reading_takes_a_twentieth_of_the_time_at_most (void)
{
  PmSweepPlan plan;

  plan_init (&plan, 0, SECOND);
  assert_next (&plan, 60 * SECOND, 0);
  pm_sweep_plan_swept (&plan, 0, 10 * SECOND);
  assert_next (&plan, 200 * SECOND, 0);
  pm_sweep_plan_clear (&plan);
}

/* What was planned at one pace is due by the other at once. */
static void
reading_goes_at_the_pace_of_now (void)
{
  PmSweepPlan plan;

  plan_init (&plan, 0, SECOND);
  pm_sweep_plan_watch (&plan, 0, 7);
  assert_next (&plan, 0, 7);
  pm_sweep_plan_read (&plan, 0, 7);
  g_object_set (plan.pace, "hidden", TRUE, NULL);
  assert_next (&plan, 75 * SECOND, 7);
  pm_sweep_plan_watch (&plan, 0, 0);
  assert_next (&plan, 300 * SECOND, 0);
  g_object_set (plan.pace, "hidden", FALSE, NULL);
  assert_next (&plan, 60 * SECOND, 0);
  pm_sweep_plan_clear (&plan);
}

static void
the_poc_on_screen_comes_every_fifteen_seconds (void)
{
  PmSweepPlan plan;

  plan_init (&plan, 0, SECOND);
  pm_sweep_plan_watch (&plan, 5 * SECOND, 7);
  assert_next (&plan, 5 * SECOND, 7);
  pm_sweep_plan_read (&plan, 5 * SECOND, 7);
  assert_next (&plan, 20 * SECOND, 7);
  pm_sweep_plan_watch (&plan, 6 * SECOND, 7);
  assert_next (&plan, 20 * SECOND, 7);
  pm_sweep_plan_watch (&plan, 6 * SECOND, 0);
  assert_next (&plan, 60 * SECOND, 0);
  pm_sweep_plan_clear (&plan);
}

static void
what_was_done_is_looked_at_a_few_times (void)
{
  static const gint64 looks[] = { 0, 2, 5, 10, 30 };
  PmSweepPlan plan;

  plan_init (&plan, 0, SECOND);
  pm_sweep_plan_want (&plan, 0, 7);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    assert_next (&plan, looks[i] * SECOND, 7);
    pm_sweep_plan_read (&plan, looks[i] * SECOND, 7);
  }
  assert_next (&plan, 60 * SECOND, 0);
  pm_sweep_plan_clear (&plan);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reconcile/an-invitation-since-the-first-try-is-ours",
                   an_invitation_since_the_first_try_is_ours);
  g_test_add_func ("/reconcile/one-that-was-cancelled-just-before-is-not-ours",
                   one_that_was_cancelled_just_before_is_not_ours);
  g_test_add_func ("/reconcile/who-has-joined-since-was-invited", who_has_joined_since_was_invited);
  g_test_add_func ("/reconcile/a-resend-is-done-when-it-was-counted",
                   a_resend_is_done_when_it_was_counted);
  g_test_add_func ("/reconcile/only-what-is-cancelled-was-cancelled",
                   only_what_is_cancelled_was_cancelled);
  g_test_add_func ("/reconcile/what-was-made-since-the-first-try-may-be-ours",
                   what_was_made_since_the_first_try_may_be_ours);
  g_test_add_func ("/reconcile/the-oldest-that-may-be-ours-comes-first",
                   the_oldest_that_may_be_ours_comes_first);
  g_test_add_func ("/reconcile/what-others-have-said-is-not-ours",
                   what_others_have_said_is_not_ours);
  g_test_add_func ("/reconcile/what-is-of-another-kind-is-not-ours",
                   what_is_of_another_kind_is_not_ours);
  g_test_add_func ("/sweep-plan/reading-takes-a-twentieth-of-the-time-at-most",
                   reading_takes_a_twentieth_of_the_time_at_most);
  g_test_add_func ("/sweep-plan/reading-goes-at-the-pace-of-now", reading_goes_at_the_pace_of_now);
  g_test_add_func ("/sweep-plan/the-poc-on-screen-comes-every-fifteen-seconds",
                   the_poc_on_screen_comes_every_fifteen_seconds);
  g_test_add_func ("/sweep-plan/what-was-done-is-looked-at-a-few-times",
                   what_was_done_is_looked_at_a_few_times);
  return g_test_run ();
}
