/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-entry.h"

#define TRIED G_TIME_SPAN_DAY

static PmOutboxEntry *
entry_in (PmOperationState state)
{
  PmOperation *operation = pm_operation_new ();

  pm_operation_set_id (operation, 1);
  pm_operation_set_key (operation, "key-1");
  pm_operation_set_kind (operation, PM_OPERATION_KIND_INVITE);
  pm_operation_set_poc_id (operation, 7);
  pm_operation_set_email (operation, "Ann@Acme.com");
  pm_operation_set_state (operation, state);
  return pm_outbox_entry_new (operation);
}

/* The server is told now, and may act on it. */
static void
tell (PmOutboxEntry *entry)
{
  pm_outbox_entry_pick (entry, TRIED);
  entry->told = TRUE;
}

static PmOutboxEntry *
entry_on_its_way (void)
{
  PmOutboxEntry *entry = entry_in (PM_OPERATION_STATE_QUEUED);

  tell (entry);
  return entry;
}

static void
judge (PmOutboxEntry *entry, PmOutboxEvent event, gint64 wait, gboolean throttled)
{
  PmOutcome outcome = { event, event == PM_OUTBOX_CONFIRM ? NULL : "Words.", wait, FALSE,
                        throttled };

  pm_outbox_entry_judge (entry, &outcome, 42, 1000);
}

static void
a_key_is_kept_until_a_definite_no (void)
{
  PmOutboxEntry *entry = entry_on_its_way ();

  for (guint i = 0; i < 5; i++) {
    judge (entry, PM_OUTBOX_FAIL, 0, FALSE);
    tell (entry);
    g_assert_cmpstr (pm_operation_get_key (entry->operation), ==, "key-1");
  }
  g_assert_cmpint (pm_operation_get_attempts (entry->operation), ==, 6);
  judge (entry, PM_OUTBOX_REFUSE, 0, FALSE);
  g_assert_cmpstr (pm_operation_get_key (entry->operation), ==, "key-1");
  g_assert_cmpstr (pm_operation_get_last_problem (entry->operation), ==, "Words.");

  pm_outbox_entry_handle (entry, PM_OUTBOX_RETRY);
  g_assert_cmpstr (pm_operation_get_key (entry->operation), !=, "key-1");
  g_assert_cmpint (pm_operation_get_attempts (entry->operation), ==, 0);
  g_assert_null (pm_operation_get_last_problem (entry->operation));
  pm_outbox_entry_free (entry);
}

static void
what_may_have_reached_the_server_cannot_be_taken_back (void)
{
  PmOutboxEntry *entry = entry_on_its_way ();

  g_assert_false (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));
  judge (entry, PM_OUTBOX_FAIL, 0, FALSE);
  g_assert_false (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));

  /* An attempt that never left does not make an earlier one certain. */
  pm_outbox_entry_pick (entry, TRIED);
  judge (entry, PM_OUTBOX_UNSENT, 0, FALSE);
  g_assert_false (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));
  pm_outbox_entry_handle (entry, PM_OUTBOX_START);
  g_assert_false (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));

  pm_outbox_entry_pick (entry, TRIED);
  judge (entry, PM_OUTBOX_REFUSE, 0, FALSE);
  g_assert_true (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));
  pm_outbox_entry_free (entry);
}

static void
what_never_left_can_be_taken_back (void)
{
  PmOutboxEntry *entry = entry_in (PM_OPERATION_STATE_QUEUED);

  pm_outbox_entry_pick (entry, TRIED);
  judge (entry, PM_OUTBOX_UNSENT, 0, FALSE);
  g_assert_true (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));
  g_assert_cmpint (pm_operation_get_attempts (entry->operation), ==, 0);
  pm_outbox_entry_pick (entry, TRIED);
  judge (entry, PM_OUTBOX_SIGN_OUT, 0, FALSE);
  g_assert_true (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));
  entry->busy = TRUE;
  g_assert_false (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));
  pm_outbox_entry_free (entry);
}

/* Before something is overwritten, it is looked at; that may fail for as long as it likes. */
static void
what_was_only_looked_at_can_be_taken_back (void)
{
  PmOutboxEntry *entry = entry_in (PM_OPERATION_STATE_QUEUED);

  for (guint i = 0; i < 2; i++) {
    pm_outbox_entry_pick (entry, TRIED);
    judge (entry, PM_OUTBOX_FAIL, 0, FALSE);
    g_assert_true (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));
    g_assert_cmpint (entry->due, >, g_get_monotonic_time ());
  }
  tell (entry);
  g_assert_cmpint (pm_operation_get_first_tried_at (entry->operation), ==, TRIED);
  judge (entry, PM_OUTBOX_FAIL, 0, FALSE);
  g_assert_false (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));
  pm_outbox_entry_free (entry);
}

/* Where making takes two steps, the first may have been done when the second cannot leave. */
static void
what_was_begun_cannot_be_taken_back (void)
{
  PmOutboxEntry *entry = entry_on_its_way ();

  judge (entry, PM_OUTBOX_SIGN_OUT, 0, FALSE);
  g_assert_false (pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD));
  pm_outbox_entry_free (entry);
}

static void
success_keeps_the_sequence_at_which_it_is_seen (void)
{
  PmOutboxEntry *entry = entry_on_its_way ();

  judge (entry, PM_OUTBOX_CONFIRM, 0, FALSE);
  g_assert_cmpint (pm_operation_get_state (entry->operation), ==, PM_OPERATION_STATE_CONFIRMED);
  g_assert_cmpint (pm_operation_get_sync_seq (entry->operation), ==, 42);
  g_assert_false (pm_outbox_entry_holds_lane (entry));
  pm_outbox_entry_free (entry);
}

static void
a_failure_waits_as_long_as_the_server_asks (void)
{
  PmOutboxEntry *entry = entry_on_its_way ();
  gint64 hour = G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC;

  judge (entry, PM_OUTBOX_FAIL, hour, FALSE);
  g_assert_cmpint (entry->due, >, g_get_monotonic_time () + hour - G_USEC_PER_SEC);
  g_assert_cmpint (pm_operation_get_not_before (entry->operation), >,
                   g_get_real_time () + hour - G_USEC_PER_SEC);
  pm_outbox_entry_handle (entry, PM_OUTBOX_SEND_NOW);
  g_assert_cmpint (entry->due, ==, 0);
  pm_outbox_entry_free (entry);
}

static void
a_throttled_resend_says_when_it_becomes_possible (void)
{
  PmOutboxEntry *entry = entry_on_its_way ();

  judge (entry, PM_OUTBOX_REFUSE, 500, TRUE);
  g_assert_cmpint (pm_operation_get_state (entry->operation), ==,
                   PM_OPERATION_STATE_NEEDS_ATTENTION);
  g_assert_cmpint (pm_operation_get_possible_at (entry->operation), ==, 1500);
  g_assert_false (pm_outbox_entry_holds_lane (entry)); /* a cancel may overtake it */
  pm_outbox_entry_handle (entry, PM_OUTBOX_RETRY);
  g_assert_cmpint (pm_operation_get_possible_at (entry->operation), ==, 0);
  pm_outbox_entry_free (entry);
}

static void
lanes_are_by_poc_and_person (void)
{
  PmOutboxEntry *one = entry_in (PM_OPERATION_STATE_QUEUED);
  PmOperation *operation = pm_operation_new ();
  PmOutboxEntry *same;
  PmOutboxEntry *other;

  pm_operation_set_poc_id (operation, 7);
  pm_operation_set_email (operation, "ann@acme.COM");
  pm_operation_set_state (operation, PM_OPERATION_STATE_HELD);
  same = pm_outbox_entry_new (operation);
  operation = pm_operation_new ();
  pm_operation_set_poc_id (operation, 8);
  pm_operation_set_email (operation, "ann@acme.com");
  other = pm_outbox_entry_new (operation);

  g_assert_cmpstr (one->lane, ==, same->lane);
  g_assert_cmpstr (one->lane, !=, other->lane);
  pm_outbox_entry_free (one);
  pm_outbox_entry_free (same);
  pm_outbox_entry_free (other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox-entry/a-key-is-kept-until-a-definite-no",
                   a_key_is_kept_until_a_definite_no);
  g_test_add_func ("/outbox-entry/what-may-have-reached-the-server-cannot-be-taken-back",
                   what_may_have_reached_the_server_cannot_be_taken_back);
  g_test_add_func ("/outbox-entry/what-never-left-can-be-taken-back",
                   what_never_left_can_be_taken_back);
  g_test_add_func ("/outbox-entry/what-was-only-looked-at-can-be-taken-back",
                   what_was_only_looked_at_can_be_taken_back);
  g_test_add_func ("/outbox-entry/what-was-begun-cannot-be-taken-back",
                   what_was_begun_cannot_be_taken_back);
  g_test_add_func ("/outbox-entry/success-keeps-the-sequence-at-which-it-is-seen",
                   success_keeps_the_sequence_at_which_it_is_seen);
  g_test_add_func ("/outbox-entry/a-failure-waits-as-long-as-the-server-asks",
                   a_failure_waits_as_long_as_the_server_asks);
  g_test_add_func ("/outbox-entry/a-throttled-resend-says-when-it-becomes-possible",
                   a_throttled_resend_says_when_it_becomes_possible);
  g_test_add_func ("/outbox-entry/lanes-are-by-poc-and-person", lanes_are_by_poc_and_person);
  return g_test_run ();
}
