/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-invitation-rules.h"

#define NOW G_GINT64_CONSTANT (1795341884236844)

static void
a_pending_invitation_expires_by_itself_at_that_moment (void)
{
  g_autoptr (PmInvitation) invitation = pm_invitation_new ();
  g_autoptr (PmPerson) person = pm_person_new ();

  pm_invitation_set_expires_at (invitation, NOW);
  pm_person_set_expires_at (person, NOW);
  g_assert_cmpint (pm_invitation_status_at (invitation, NOW - 1), ==, PM_INVITATION_STATUS_PENDING);
  g_assert_cmpint (pm_invitation_status_at (invitation, NOW), ==, PM_INVITATION_STATUS_EXPIRED);
  g_assert_cmpint (pm_person_status_at (person, NOW - 1), ==, PM_PERSON_STATUS_PENDING);
  g_assert_cmpint (pm_person_status_at (person, NOW), ==, PM_PERSON_STATUS_EXPIRED);
}

static void
no_other_status_changes_with_time (void)
{
  static const PmInvitationStatus stored[] = {
    PM_INVITATION_STATUS_ACCEPTED,
    PM_INVITATION_STATUS_EXPIRED,
    PM_INVITATION_STATUS_FAILED,
    PM_INVITATION_STATUS_REVOKED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (stored); i++) {
    g_autoptr (PmInvitation) invitation = pm_invitation_new ();

    pm_invitation_set_status (invitation, (int) stored[i]);
    pm_invitation_set_expires_at (invitation, NOW - 1);
    g_assert_cmpint (pm_invitation_status_at (invitation, NOW), ==, stored[i]);
  }
}

static void
an_invitation_without_expiry_does_not_expire (void)
{
  g_autoptr (PmInvitation) invitation = pm_invitation_new ();

  g_assert_cmpint (pm_invitation_status_at (invitation, NOW), ==, PM_INVITATION_STATUS_PENDING);
}

static void
each_status_has_its_word_in_the_participants_view (void)
{
  static const PmPersonStatus words[] = {
    [PM_INVITATION_STATUS_PENDING] = PM_PERSON_STATUS_PENDING,
    [PM_INVITATION_STATUS_ACCEPTED] = PM_PERSON_STATUS_ACCEPTED,
    [PM_INVITATION_STATUS_EXPIRED] = PM_PERSON_STATUS_EXPIRED,
    [PM_INVITATION_STATUS_FAILED] = PM_PERSON_STATUS_FAILED,
    [PM_INVITATION_STATUS_REVOKED] = PM_PERSON_STATUS_CANCELLED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpint (pm_invitation_status_to_person (i), ==, words[i]);
}

static const struct {
  PmPersonStatus status;
  PmPersonActions actions;
  PmVerdict verdict;
  gboolean allowed;
} rows[] = {
  { PM_PERSON_STATUS_PENDING,
    PM_PERSON_CAN_RESEND | PM_PERSON_CAN_REMIND | PM_PERSON_CAN_CANCEL |
        PM_PERSON_CAN_CORRECT_ADDRESS,
    PM_VERDICT_INVITED, FALSE },
  { PM_PERSON_STATUS_ACCEPTED, PM_PERSON_CAN_REMOVE_ACCESS, PM_VERDICT_PARTICIPANT, FALSE },
  { PM_PERSON_STATUS_EXPIRED, PM_PERSON_CAN_RESEND, PM_VERDICT_EXPIRED, FALSE },
  { PM_PERSON_STATUS_CANCELLED, PM_PERSON_CAN_INVITE_AGAIN, PM_VERDICT_READY, TRUE },
  { PM_PERSON_STATUS_REMOVED, PM_PERSON_CAN_INVITE_AGAIN, PM_VERDICT_READY, TRUE },
  { PM_PERSON_STATUS_FAILED,
    PM_PERSON_CAN_RESEND | PM_PERSON_CAN_CORRECT_ADDRESS | PM_PERSON_CAN_CANCEL_FAILED,
    PM_VERDICT_FAILED_BEFORE, TRUE },
  { PM_PERSON_STATUS_WAITING, PM_PERSON_CAN_EDIT | PM_PERSON_CAN_SEND_NOW | PM_PERSON_CAN_DISCARD,
    PM_VERDICT_WAITING, FALSE },
};

static void
each_status_offers_its_actions_only (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PmPerson) person = pm_person_new ();

    pm_person_set_status (person, (int) rows[i].status);
    g_assert_cmpint (pm_person_actions_at (person, NOW), ==, rows[i].actions);
  }
}

static void
a_pending_row_past_its_life_offers_what_expired_does (void)
{
  g_autoptr (PmPerson) person = pm_person_new ();

  pm_person_set_expires_at (person, NOW - 1);
  g_assert_cmpint (pm_person_actions_at (person, NOW), ==, PM_PERSON_CAN_RESEND);
  g_assert_cmpint (pm_verdict_at (person, NOW), ==, PM_VERDICT_EXPIRED);
}

static void
nothing_is_offered_while_the_server_may_be_acting (void)
{
  g_autoptr (PmPerson) person = pm_person_new ();

  pm_person_set_operation_id (person, 7);
  pm_person_set_operation_kind (person, PM_OPERATION_KIND_INVITE);
  pm_person_set_status (person, PM_PERSON_STATUS_WAITING);
  pm_person_set_operation_state (person, PM_OPERATION_STATE_SENDING);
  g_assert_cmpint (pm_person_actions_at (person, NOW), ==, PM_PERSON_CAN_NOTHING);
}

static void
what_waits_in_the_outbox_can_be_sent_or_discarded (void)
{
  static const PmOperationState states[] = {
    PM_OPERATION_STATE_HELD,
    PM_OPERATION_STATE_QUEUED,
    PM_OPERATION_STATE_NEEDS_ATTENTION,
    PM_OPERATION_STATE_PAUSED_AUTH,
    PM_OPERATION_STATE_SCHEDULED,
  };
  g_autoptr (PmPerson) person = pm_person_new ();

  pm_person_set_operation_id (person, 7);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    pm_person_set_operation_state (person, (int) states[i]);
    pm_person_set_operation_kind (person, PM_OPERATION_KIND_CANCEL);
    g_assert_cmpint (pm_person_actions_at (person, NOW), ==,
                     PM_PERSON_CAN_SEND_NOW | PM_PERSON_CAN_DISCARD);
    pm_person_set_operation_kind (person, PM_OPERATION_KIND_INVITE);
    g_assert_cmpint (pm_person_actions_at (person, NOW), ==,
                     PM_PERSON_CAN_SEND_NOW | PM_PERSON_CAN_DISCARD | PM_PERSON_CAN_EDIT);
  }
}

static void
a_finished_operation_does_not_stand_in_the_way (void)
{
  g_autoptr (PmPerson) person = pm_person_new ();

  pm_person_set_operation_id (person, 7);
  pm_person_set_status (person, PM_PERSON_STATUS_EXPIRED);
  pm_person_set_operation_state (person, PM_OPERATION_STATE_CONFIRMED);
  g_assert_cmpint (pm_person_actions_at (person, NOW), ==, PM_PERSON_CAN_RESEND);
  pm_person_set_operation_state (person, PM_OPERATION_STATE_CANCELLED);
  g_assert_cmpint (pm_person_actions_at (person, NOW), ==, PM_PERSON_CAN_RESEND);
}

static void
each_known_address_gets_its_verdict (void)
{
  g_assert_cmpint (pm_verdict_at (NULL, NOW), ==, PM_VERDICT_READY);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PmPerson) person = pm_person_new ();

    pm_person_set_status (person, (int) rows[i].status);
    g_assert_cmpint (pm_verdict_at (person, NOW), ==, rows[i].verdict);
    g_assert_cmpint (pm_verdict_allows (rows[i].verdict), ==, rows[i].allowed);
  }
}

static void
a_resend_waits_ten_minutes_after_the_last_mail_taken (void)
{
  gint64 minute = G_TIME_SPAN_MINUTE;

  g_assert_cmpint (pm_resend_possible_at (0, NULL, 0, NOW), ==, NOW);
  g_assert_cmpint (pm_resend_possible_at (NOW, NULL, 0, NOW), ==, NOW + 10 * minute);
  g_assert_cmpint (pm_resend_possible_at (NOW - 4 * minute, NULL, 0, NOW), ==, NOW + 6 * minute);
  g_assert_cmpint (pm_resend_possible_at (NOW - 10 * minute, NULL, 0, NOW), ==, NOW);
}

static void
five_resends_a_day_are_possible (void)
{
  gint64 hour = G_TIME_SPAN_HOUR;
  gint64 resends[] = { NOW - 5 * hour, NOW - 2 * hour, NOW - 20 * hour, NOW - 3 * hour,
                       NOW - 4 * hour };

  g_assert_cmpint (pm_resend_possible_at (NOW - 2 * hour, resends, 4, NOW), ==, NOW);
  g_assert_cmpint (pm_resend_possible_at (NOW - 2 * hour, resends, 5, NOW), ==, NOW + 4 * hour);
  resends[2] = NOW - 24 * hour;
  g_assert_cmpint (pm_resend_possible_at (NOW - 2 * hour, resends, 5, NOW), ==, NOW);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/invitation-rules/" path, function)
  ADD ("a-pending-invitation-expires-by-itself-at-that-moment",
       a_pending_invitation_expires_by_itself_at_that_moment);
  ADD ("no-other-status-changes-with-time", no_other_status_changes_with_time);
  ADD ("an-invitation-without-expiry-does-not-expire",
       an_invitation_without_expiry_does_not_expire);
  ADD ("each-status-has-its-word-in-the-participants-view",
       each_status_has_its_word_in_the_participants_view);
  ADD ("each-status-offers-its-actions-only", each_status_offers_its_actions_only);
  ADD ("a-pending-row-past-its-life-offers-what-expired-does",
       a_pending_row_past_its_life_offers_what_expired_does);
  ADD ("nothing-is-offered-while-the-server-may-be-acting",
       nothing_is_offered_while_the_server_may_be_acting);
  ADD ("what-waits-in-the-outbox-can-be-sent-or-discarded",
       what_waits_in_the_outbox_can_be_sent_or_discarded);
  ADD ("a-finished-operation-does-not-stand-in-the-way",
       a_finished_operation_does_not_stand_in_the_way);
  ADD ("each-known-address-gets-its-verdict", each_known_address_gets_its_verdict);
  ADD ("a-resend-waits-ten-minutes-after-the-last-mail-taken",
       a_resend_waits_ten_minutes_after_the_last_mail_taken);
  ADD ("five-resends-a-day-are-possible", five_resends_a_day_are_possible);
  return g_test_run ();
}
