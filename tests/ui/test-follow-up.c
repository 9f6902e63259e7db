/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include "ui/common/pm-date-row.h"
#include "ui/invite/pm-address-dialog.h"
#include "ui/invite/pm-invite-dialog.h"
#include "ui/invite/pm-send-later-dialog.h"
#include "ui/participants/pm-participants-view.h"

#include <locale.h>

#define PAT     "pat@globex.example"
#define IVY     "ivy@globex.example"
#define ADDRESS "Email Address"
#define SEND    "Send Invitation"

static void
add_people (PmCache *cache, PmPage *page)
{
  PmInvitation *invitation = fixture_invitation (11, DESK_POC, IVY, PM_INVITATION_STATUS_PENDING);

  pm_invitation_set_full_name (invitation, "Ivy <i>Cho</i>");
  pm_invitation_set_personal_message (invitation, "Hello & welcome");
  pm_invitation_set_expires_at (invitation, g_get_real_time () + G_TIME_SPAN_DAY);
  fixture_add (page, invitation);
  fixture_add (page, fixture_participant (1, DESK_POC, PAT, "Pat Doe"));
}

/* --- Acting and looking --- */

static GtkWidget *
show_participants (Desk *desk)
{
  desk_show_tab (desk, "participants");
  reader_wait (desk->window, "Ivy <i>Cho</i>");
  return reader_find_type (desk->window, PM_TYPE_PARTICIPANTS_VIEW);
}

static PmPerson *
find_person (Desk *desk, const char *email)
{
  return desk_await_object (pm_workspace_check_address (desk->workspace, DESK_POC, email));
}

static void
act (Desk *desk, const char *action, const char *email)
{
  GtkWidget *view = show_participants (desk);
  g_autoptr (PmPerson) person = find_person (desk, email);

  g_assert_nonnull (person);
  gtk_widget_activate_action (view, action, "x", pm_person_get_id (person));
}

static void
assert_waits (Desk *desk, PmOperationKind kind, const char *email)
{
  g_autoptr (PmOperation) operation = desk_find_operation (desk, kind);

  g_assert_nonnull (operation);
  g_assert_cmpstr (pm_operation_get_email (operation), ==, email);
}

/* What an action asks of the workspace is answered in order, before what is asked here. */
static void
assert_does_nothing (Desk *desk, const char *action, const char *email)
{
  act (desk, action, email);
  for (guint i = 0; i < 3; i++)
    g_object_unref (find_person (desk, email));
  g_assert_true (desk_nothing_waits (desk));
  g_assert_null (desk_get_dialog (desk));
}

/* --- What is offered --- */

static void
test_reminders_are_for_servers_that_send_them (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  g_autoptr (Desk) plain = desk_new_at_plain_server (add_people);

  act (desk, "participants.remind", IVY);
  reader_wait (desk->window, "Reminding Ivy <i>Cho</i>…");
  reader_wait (desk->window, "Reminding…");
  assert_waits (desk, PM_OPERATION_KIND_REMIND, IVY);
  assert_does_nothing (plain, "participants.remind", IVY);
}

static void
test_a_customer_is_offered_nothing (void)
{
  static const char *const actions[] = {
    "participants.resend", "participants.remind",        "participants.correct-address",
    "participants.cancel", "participants.remove-access", "participants.invite-again",
  };
  g_autoptr (Desk) desk = desk_new (PM_ROLE_CUSTOMER, add_people);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    assert_does_nothing (desk, actions[i], IVY);
}

/* --- Removing access --- */

static void
test_access_that_is_removed_can_be_given_back_before_it_was_sent (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  g_autoptr (PmOperation) restore = NULL;

  act (desk, "participants.remove-access", PAT);
  reader_wait (desk->window, "Removing access of Pat Doe…");
  reader_wait (desk->window, "Removing Access…");
  assert_waits (desk, PM_OPERATION_KIND_REMOVE, PAT);

  reader_press (desk->window, "Undo");
  reader_wait (desk->window, "Accepted");
  reader_wait_for (desk_nothing_waits, desk);
  restore = desk_find_operation (desk, PM_OPERATION_KIND_RESTORE);
  g_assert_null (restore);
}

/* There is nothing to be taken back any more, as when the server has heard of it. */
static void
let_it_be_done (Desk *desk)
{
  g_autoptr (PmOperation) operation = desk_find_operation (desk, PM_OPERATION_KIND_REMOVE);

  desk_await (pm_outbox_discard (pm_workspace_get_outbox (desk->workspace),
                                 pm_operation_get_id (operation)));
}

static void
test_access_that_is_gone_is_given_back_without_a_mail (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);

  act (desk, "participants.remove-access", PAT);
  reader_wait (desk->window, "Undo");
  let_it_be_done (desk);
  reader_press (desk->window, "Undo");
  reader_wait (desk->window, "Restoring Access…");
  assert_waits (desk, PM_OPERATION_KIND_RESTORE, PAT);
}

/* --- Another address --- */

static void
test_a_wrong_address_is_corrected_in_one_step (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  g_autoptr (PmOperation) invite = NULL;
  GtkWidget *dialog;

  act (desk, "participants.correct-address", IVY);
  dialog = desk_wait_for_dialog (desk, PM_TYPE_ADDRESS_DIALOG);
  reader_wait (dialog, ADDRESS);
  desk_assert_field (dialog, ADDRESS, IVY);
  g_assert_false (gtk_widget_get_sensitive (reader_find_button (dialog, SEND)));
  desk_write (dialog, ADDRESS, "ivy.cho@globex.example");
  reader_press (dialog, SEND);
  reader_wait_for (desk_has_no_dialog, desk);
  reader_wait (desk->window, "Inviting ivy.cho@globex.example instead…");
  reader_wait (desk->window, "Cancelling…");
  reader_wait (desk->window, "Waiting to Send");
  assert_waits (desk, PM_OPERATION_KIND_CANCEL, IVY);
  assert_waits (desk, PM_OPERATION_KIND_INVITE, "ivy.cho@globex.example");
  invite = desk_find_operation (desk, PM_OPERATION_KIND_INVITE);
  g_assert_nonnull (strstr (pm_operation_get_payload (invite), "Hello & welcome"));

  reader_press (desk->window, "Undo");
  reader_wait_for (desk_nothing_waits, desk);
  reader_wait (desk->window, "Pending");
}

static void
test_an_address_that_cannot_be_is_not_corrected_to (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog;

  act (desk, "participants.correct-address", IVY);
  dialog = desk_wait_for_dialog (desk, PM_TYPE_ADDRESS_DIALOG);
  reader_wait (dialog, ADDRESS);
  desk_write (dialog, ADDRESS, "ivy.globex.example");
  reader_press (dialog, SEND);
  reader_wait (dialog, "The address has no @.");
  desk_write (dialog, ADDRESS, PAT);
  reader_wait (dialog, "Already a participant of this POC.");
  reader_press (dialog, SEND);
  desk_write (dialog, ADDRESS, "ivy@globx.example");
  reader_wait (dialog, "Did you mean globex.example?");
  g_assert_true (desk_nothing_waits (desk));
  desk_close_dialog (desk);
}

/* --- Later --- */

static GtkWidget *
write_and_choose_time (Desk *desk)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.invite", NULL);
  dialog = desk_wait_for_dialog (desk, PM_TYPE_INVITE_DIALOG);
  reader_wait (dialog, "Review");
  desk_write (dialog, ADDRESS, "kim@globex.example");
  reader_press (dialog, "Review");
  reader_wait (dialog, SEND);
  g_assert_true (gtk_widget_activate_action (dialog, "invite.send-later", NULL));
  return desk_wait_for_dialog (desk, PM_TYPE_SEND_LATER_DIALOG);
}

static void
test_an_invitation_can_leave_later (void)
{
  g_autoptr (Desk) desk = desk_new_at_plain_server (add_people);
  GtkWidget *dialog = write_and_choose_time (desk);
  g_autoptr (PmOperation) operation = NULL;

  reader_wait (dialog, "This server cannot send later by itself. The invitation waits on this "
                       "computer. POC Manager must be open then. If it is more than an hour late, "
                       "you are asked before it is sent.");
  desk_write (dialog, "Time", "noon");
  reader_wait (dialog, "Write a time of day, as in 14:30.");
  g_assert_false (gtk_widget_get_sensitive (reader_find_button (dialog, "Send Later")));
  desk_write (dialog, "Time", "14:30");
  reader_press (dialog, "Send Later");
  reader_wait_for (desk_has_no_dialog, desk);
  show_participants (desk);
  reader_wait (desk->window, "Send Later");
  operation = desk_find_operation (desk, PM_OPERATION_KIND_INVITE);
  g_assert_cmpint (pm_operation_get_state (operation), ==, PM_OPERATION_STATE_SCHEDULED);
  g_assert_cmpint (pm_operation_get_send_at (operation) % G_TIME_SPAN_DAY, ==,
                   14 * G_TIME_SPAN_HOUR + 30 * G_TIME_SPAN_MINUTE);
}

static void
test_our_server_keeps_what_is_to_leave_later (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = write_and_choose_time (desk);
  g_autoptr (PmOperation) operation = NULL;

  reader_wait (dialog, "The server keeps the invitation and mails it at that time, whether or not "
                       "this computer is on.");
  reader_press (dialog, "Send Later");
  reader_wait_for (desk_has_no_dialog, desk);
  operation = desk_find_operation (desk, PM_OPERATION_KIND_INVITE);
  g_assert_cmpint (pm_operation_get_state (operation), ==, PM_OPERATION_STATE_HELD);
  g_assert_nonnull (strstr (pm_operation_get_payload (operation), "\"send_at\""));
}

static void
test_a_time_that_is_over_cannot_be_chosen (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = write_and_choose_time (desk);
  GtkWidget *day;

  reader_wait (dialog, "Day");
  day = reader_find_type (dialog, PM_TYPE_DATE_ROW);
  g_object_set (day, "date", "2020-02-29", NULL);
  reader_wait (dialog, "That time is over already.");
  g_assert_false (gtk_widget_get_sensitive (reader_find_button (dialog, "Send Later")));
  g_object_set (day, "date", "2999-01-01", NULL);
  reader_wait (dialog, "That is too far away: at most 90 days are possible.");
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();

#define ADD(name, function) g_test_add_func ("/ui/follow-up/" name, function)
  ADD ("reminders-are-for-servers-that-send-them", test_reminders_are_for_servers_that_send_them);
  ADD ("a-customer-is-offered-nothing", test_a_customer_is_offered_nothing);
  ADD ("access-that-is-removed-can-be-given-back-before-it-was-sent",
       test_access_that_is_removed_can_be_given_back_before_it_was_sent);
  ADD ("access-that-is-gone-is-given-back-without-a-mail",
       test_access_that_is_gone_is_given_back_without_a_mail);
  ADD ("a-wrong-address-is-corrected-in-one-step", test_a_wrong_address_is_corrected_in_one_step);
  ADD ("an-address-that-cannot-be-is-not-corrected-to",
       test_an_address_that_cannot_be_is_not_corrected_to);
  ADD ("an-invitation-can-leave-later", test_an_invitation_can_leave_later);
  ADD ("our-server-keeps-what-is-to-leave-later", test_our_server_keeps_what_is_to_leave_later);
  ADD ("a-time-that-is-over-cannot-be-chosen", test_a_time_that_is_over_cannot_be_chosen);
#undef ADD
  return g_test_run ();
}
