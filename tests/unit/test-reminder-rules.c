/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-reminder-rules.h"

#define NOW G_GINT64_CONSTANT (1795341884236844)
#define DAY G_TIME_SPAN_DAY

/* Made at NOW, with a life of six days, mailed at once. */
static PmInvitation *
make_invitation (void)
{
  PmInvitation *invitation = pm_invitation_new ();

  pm_invitation_set_is_customer (invitation, TRUE);
  pm_invitation_set_created_at (invitation, NOW);
  pm_invitation_set_expires_at (invitation, NOW + 6 * DAY);
  pm_invitation_set_delivery_state (invitation, PM_DELIVERY_STATE_SENT);
  pm_invitation_set_delivery_sent_at (invitation, NOW);
  return invitation;
}

static void
reminders_go_at_one_and_two_thirds_of_the_life (void)
{
  g_autoptr (PmInvitation) invitation = make_invitation ();

  g_assert_cmpint (pm_reminder_next_at (invitation, NOW), ==, NOW + 2 * DAY);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW + 2 * DAY - 1), ==, NOW + 2 * DAY);
  pm_invitation_set_reminder_count (invitation, 1);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW + 2 * DAY), ==, NOW + 4 * DAY);
  pm_invitation_set_reminder_count (invitation, 2);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW + 4 * DAY), ==, 0);
}

static void
one_by_hand_takes_the_place_of_one_by_itself (void)
{
  g_autoptr (PmInvitation) invitation = make_invitation ();

  pm_invitation_set_reminder_count (invitation, 1);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW + 1), ==, NOW + 4 * DAY);
  pm_invitation_set_reminder_count (invitation, 2);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW + 1), ==, 0);
}

static void
what_was_missed_is_not_made_up_for (void)
{
  g_autoptr (PmInvitation) invitation = make_invitation ();

  g_assert_cmpint (pm_reminder_next_at (invitation, NOW + 2 * DAY), ==, NOW + 4 * DAY);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW + 4 * DAY), ==, 0);
}

static void
colleagues_are_not_reminded_by_itself (void)
{
  g_autoptr (PmInvitation) invitation = make_invitation ();

  pm_invitation_set_is_customer (invitation, FALSE);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW), ==, 0);
  g_assert_cmpint (pm_reminder_verdict_at (invitation, NOW), ==, PM_REMINDER_POSSIBLE);
}

static void
the_life_begins_when_it_is_sent_and_anew_when_it_is_resent (void)
{
  g_autoptr (PmInvitation) invitation = make_invitation ();

  g_assert_cmpint (pm_invitation_begins_at (invitation), ==, NOW);
  pm_invitation_set_send_at (invitation, NOW + 3 * DAY);
  pm_invitation_set_expires_at (invitation, NOW + 9 * DAY);
  g_assert_cmpint (pm_invitation_begins_at (invitation), ==, NOW + 3 * DAY);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW), ==, NOW + 5 * DAY);
  pm_invitation_set_last_resent_at (invitation, NOW + 4 * DAY);
  pm_invitation_set_expires_at (invitation, NOW + 10 * DAY);
  g_assert_cmpint (pm_invitation_begins_at (invitation), ==, NOW + 4 * DAY);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW + 4 * DAY), ==, NOW + 6 * DAY);
}

static void
a_life_without_an_end_has_no_thirds (void)
{
  g_autoptr (PmInvitation) invitation = make_invitation ();

  pm_invitation_set_expires_at (invitation, 0);
  g_assert_cmpint (pm_reminder_next_at (invitation, NOW), ==, 0);
}

static void
it_is_quiet_after_a_mail_and_until_the_first_one_is_sent (void)
{
  g_autoptr (PmInvitation) invitation = make_invitation ();
  gint64 now = NOW + 2 * DAY;

  g_assert_cmpint (pm_reminder_quiet_until (invitation, now), ==, NOW + DAY);
  pm_invitation_set_delivery_sent_at (invitation, now - 1);
  g_assert_cmpint (pm_reminder_quiet_until (invitation, now), ==, now - 1 + DAY);
  pm_invitation_set_last_reminded_at (invitation, now);
  g_assert_cmpint (pm_reminder_quiet_until (invitation, now), ==, now + DAY);
  pm_invitation_set_delivery_state (invitation, PM_DELIVERY_STATE_DEFERRED);
  g_assert_cmpint (pm_reminder_quiet_until (invitation, now + 1), ==, now + 1 + DAY);
}

static const struct {
  PmInvitationStatus status;
  PmDeliveryState delivery;
  int count;
  PmReminderVerdict verdict;
} cases[] = {
  { PM_INVITATION_STATUS_PENDING, PM_DELIVERY_STATE_SENT, 0, PM_REMINDER_POSSIBLE },
  { PM_INVITATION_STATUS_PENDING, PM_DELIVERY_STATE_SENT, 1, PM_REMINDER_POSSIBLE },
  { PM_INVITATION_STATUS_PENDING, PM_DELIVERY_STATE_SENT, 2, PM_REMINDER_USED_UP },
  { PM_INVITATION_STATUS_PENDING, PM_DELIVERY_STATE_QUEUED, 0, PM_REMINDER_NOT_MAILED },
  { PM_INVITATION_STATUS_PENDING, PM_DELIVERY_STATE_DEFERRED, 0, PM_REMINDER_NOT_MAILED },
  { PM_INVITATION_STATUS_PENDING, PM_DELIVERY_STATE_NONE, 0, PM_REMINDER_NOT_MAILED },
  { PM_INVITATION_STATUS_FAILED, PM_DELIVERY_STATE_FAILED, 0, PM_REMINDER_NOT_PENDING },
  { PM_INVITATION_STATUS_ACCEPTED, PM_DELIVERY_STATE_SENT, 0, PM_REMINDER_NOT_PENDING },
  { PM_INVITATION_STATUS_REVOKED, PM_DELIVERY_STATE_SENT, 0, PM_REMINDER_NOT_PENDING },
  { PM_INVITATION_STATUS_EXPIRED, PM_DELIVERY_STATE_SENT, 0, PM_REMINDER_NOT_PENDING },
};

static void
only_what_was_mailed_and_is_pending_can_be_reminded_of (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PmInvitation) invitation = make_invitation ();

    pm_invitation_set_status (invitation, (int) cases[i].status);
    pm_invitation_set_delivery_state (invitation, (int) cases[i].delivery);
    pm_invitation_set_reminder_count (invitation, cases[i].count);
    g_assert_cmpint (pm_reminder_verdict_at (invitation, NOW), ==, cases[i].verdict);
    g_assert_cmpint (pm_reminder_verdict_at (invitation, NOW + 6 * DAY), ==,
                     PM_REMINDER_NOT_PENDING);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reminders/thirds", reminders_go_at_one_and_two_thirds_of_the_life);
  g_test_add_func ("/reminders/by-hand", one_by_hand_takes_the_place_of_one_by_itself);
  g_test_add_func ("/reminders/missed", what_was_missed_is_not_made_up_for);
  g_test_add_func ("/reminders/colleagues", colleagues_are_not_reminded_by_itself);
  g_test_add_func ("/reminders/beginning",
                   the_life_begins_when_it_is_sent_and_anew_when_it_is_resent);
  g_test_add_func ("/reminders/endless", a_life_without_an_end_has_no_thirds);
  g_test_add_func ("/reminders/quiet", it_is_quiet_after_a_mail_and_until_the_first_one_is_sent);
  g_test_add_func ("/reminders/verdict", only_what_was_mailed_and_is_pending_can_be_reminded_of);
  return g_test_run ();
}
