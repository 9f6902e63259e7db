/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include "domain/pm-mail-template.h"
#include "ui/invite/pm-invite-dialog.h"

#include <locale.h>

#define REVIEW  "Review"
#define SEND    "Send Invitation"
#define ADDRESS "Email Address"

static void
add_invitation (PmPage *page, gint64 id, const char *email, PmInvitationStatus status)
{
  PmInvitation *invitation = fixture_invitation (id, DESK_POC, email, status);
  gint64 now = g_get_real_time ();

  pm_invitation_set_created_at (invitation, now - 8 * G_TIME_SPAN_DAY);
  pm_invitation_set_expires_at (invitation, status == PM_INVITATION_STATUS_EXPIRED
                                                ? now - G_TIME_SPAN_DAY
                                                : now + G_TIME_SPAN_DAY);
  fixture_add (page, invitation);
}

static void
add_people (PmCache *cache, PmPage *page)
{
  fixture_add (page, fixture_participant (1, DESK_POC, "pat@globex.example", "Pat <i>Doe</i>"));
  add_invitation (page, 10, "late@globex.example", PM_INVITATION_STATUS_EXPIRED);
  add_invitation (page, 11, "ivy@globex.example", PM_INVITATION_STATUS_PENDING);
}

/* --- Acting and looking --- */

static gboolean
is_inviting (gpointer desk)
{
  AdwDialog *dialog = desk_get_dialog (desk);

  return PM_IS_INVITE_DIALOG (dialog) && reader_find_field (GTK_WIDGET (dialog), ADDRESS) != NULL;
}

static GtkWidget *
invite (Desk *desk)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.invite", NULL));
  reader_wait_for (is_inviting, desk);
  return GTK_WIDGET (desk_get_dialog (desk));
}

static char *
read_message (GtkWidget *dialog)
{
  GtkTextView *view = GTK_TEXT_VIEW (reader_find_type (dialog, GTK_TYPE_TEXT_VIEW));
  char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (view), "text", &text, NULL);
  return text;
}

static PmDraft *
find_draft (Desk *desk)
{
  return desk_await_object (pm_workspace_find_draft (desk->workspace, DESK_POC));
}

static gboolean
has_draft (gpointer desk)
{
  g_autoptr (PmDraft) draft = find_draft (desk);

  return draft != NULL;
}

static gboolean
has_no_draft (gpointer desk)
{
  return !has_draft (desk);
}

static void
show_participants (Desk *desk)
{
  desk_show_tab (desk, "participants");
  reader_wait (desk->window, "Participants and Invitations");
}

/* --- Drafts --- */

static void
test_what_is_typed_is_kept_without_asking (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);
  g_autoptr (PmDraft) draft = NULL;

  desk_write (dialog, "First Name", "Kim");
  reader_wait_for (has_draft, desk);
  draft = find_draft (desk);
  g_assert_cmpstr (pm_draft_get_first_name (draft), ==, "Kim");
}

static void
test_closing_keeps_a_draft_and_says_so (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);

  desk_write (dialog, ADDRESS, "kim@globex.example");
  desk_write (dialog, "Last Name", "<b>Novak</b>");
  desk_close_dialog (desk);
  reader_wait (desk->window, "Draft saved");

  dialog = invite (desk);
  reader_wait (dialog, "Your draft is back");
  desk_assert_field (dialog, ADDRESS, "kim@globex.example");
  desk_assert_field (dialog, "Last Name", "<b>Novak</b>");
}

static void
test_emptying_the_form_forgets_the_draft (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);

  desk_write (dialog, "First Name", "Kim");
  reader_wait_for (has_draft, desk);
  desk_write (dialog, "First Name", "");
  desk_close_dialog (desk);
  reader_wait_for (has_no_draft, desk);
  reader_assert_not (desk->window, "Draft saved");
}

static void
test_only_one_dialog_opens (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.invite", NULL);
  gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.invite", NULL);
  dialog = invite (desk);
  g_assert_true (dialog == GTK_WIDGET (desk_get_dialog (desk)));
  desk_close_dialog (desk);
  g_assert_null (desk_get_dialog (desk));
}

/* --- The address --- */

static void
test_a_wrong_address_says_why (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);
  GtkEditable *text =
      gtk_editable_get_delegate (GTK_EDITABLE (reader_find_field (dialog, ADDRESS)));

  reader_press (dialog, REVIEW);
  reader_wait (dialog, "An e-mail address is needed.");
  desk_write (dialog, ADDRESS, "kim.globex.example");
  reader_press (dialog, REVIEW);
  reader_wait (dialog, "The address has no @.");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);

  desk_write (dialog, ADDRESS, "kim@globex.example");
  reader_wait_until_gone (dialog, "The address has no @.");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
}

static void
test_a_typing_error_is_doubted_and_never_blocks (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);

  desk_write (dialog, ADDRESS, "kim@gmial.com");
  reader_wait (dialog, "Did you mean gmail.com?");
  reader_press (dialog, REVIEW);
  reader_wait (dialog, SEND);
}

static void
test_the_better_domain_is_one_press_away (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);

  desk_write (dialog, ADDRESS, "kim@gmial.com");
  reader_wait (dialog, "Use gmail.com");
  reader_press (dialog, "Use gmail.com");
  desk_assert_field (dialog, ADDRESS, "kim@gmail.com");
  reader_wait (dialog, "This looks like a private address. A business address is usually right.");

  desk_write (dialog, ADDRESS, "kim@globx.example");
  reader_wait (dialog, "Did you mean globex.example?");
}

/* Review has looked, and can be pressed again. */
static gboolean
can_be_reviewed (gpointer dialog)
{
  return gtk_widget_get_sensitive (reader_find_button (dialog, REVIEW));
}

static void
test_who_takes_part_is_not_invited_again (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);

  desk_write (dialog, ADDRESS, "PAT@globex.example");
  reader_wait (dialog, "Already a participant of this POC.");
  reader_press (dialog, REVIEW);
  reader_wait_for (can_be_reviewed, dialog);
  reader_assert_not (dialog, SEND);
  desk_write (dialog, ADDRESS, "ivy@globex.example");
  reader_wait (dialog, "Already invited to this POC, 8 days ago.");
}

static PmPerson *
find_person (Desk *desk, const char *email)
{
  return desk_await_object (pm_workspace_check_address (desk->workspace, DESK_POC, email));
}

static void
test_an_expired_invitation_is_resent_instead (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);
  g_autoptr (PmPerson) person = NULL;

  desk_write (dialog, ADDRESS, "late@globex.example");
  reader_wait (dialog, "Invitation expired: resend instead.");
  reader_press (dialog, "Resend Invitation");
  reader_wait_for (desk_has_no_dialog, desk);
  reader_wait (desk->window, "Undo");
  person = find_person (desk, "late@globex.example");
  g_assert_cmpint (pm_person_get_operation_kind (person), ==, PM_OPERATION_KIND_RESEND);
  reader_wait_for (has_no_draft, desk);
}

/* --- The message --- */

static void
test_the_note_greets_by_the_name_that_is_typed_later (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);
  GtkWidget *first_name = reader_find_field (dialog, "First Name");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (gtk_widget_activate_action (first_name, "invite.friendly-note", NULL));
  before = read_message (dialog);
  g_assert_true (g_str_has_prefix (before, "Hi,\n"));
  desk_write (dialog, "First Name", "Kim");
  after = read_message (dialog);
  g_assert_true (g_str_has_prefix (after, "Hi Kim,\n"));
  g_assert_nonnull (strstr (after, DESK_TITLE));
  g_assert_true (g_str_has_suffix (after, "Sam Rivera"));
}

static void
test_words_of_ones_own_are_never_replaced (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);
  GtkWidget *view = reader_find_type (dialog, GTK_TYPE_TEXT_VIEW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *message = NULL;

  gtk_text_buffer_set_text (buffer, "My own words. ", -1);
  gtk_widget_activate_action (view, "invite.friendly-note", NULL);
  desk_write (dialog, "First Name", "Kim");
  message = read_message (dialog);
  g_assert_true (g_str_has_prefix (message, "My own words. Hi,\n"));
}

static void
test_an_endless_message_is_refused_and_kept (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = invite (desk);
  GtkWidget *view = reader_find_type (dialog, GTK_TYPE_TEXT_VIEW);
  g_autofree char *endless = g_strnfill (6000, 'x');
  g_autofree char *kept = NULL;

  desk_write (dialog, ADDRESS, "kim@globex.example");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), endless, -1);
  reader_press (dialog, REVIEW);
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  reader_assert_not (dialog, SEND);
  kept = read_message (dialog);
  g_assert_cmpstr (kept, ==, endless);
}

/* --- Reviewing and sending --- */

static GtkWidget *
write_and_review (Desk *desk)
{
  GtkWidget *dialog = invite (desk);
  GtkWidget *view = reader_find_type (dialog, GTK_TYPE_TEXT_VIEW);

  desk_write (dialog, ADDRESS, "kim@globex.example");
  desk_write (dialog, "First Name", "Kim");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "<b>Hi</b> & so", -1);
  reader_press (dialog, REVIEW);
  reader_wait (dialog, SEND);
  return dialog;
}

static void
test_review_shows_what_will_be_sent_as_it_is (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);
  GtkWidget *dialog = write_and_review (desk);
  g_autoptr (DexFuture) rendered = NULL;
  g_autoptr (PmDraft) draft = NULL;
  PmRenderedMail *mail;

  reader_wait_for (has_draft, desk);
  draft = find_draft (desk);
  rendered = pm_workspace_render_invitation (desk->workspace, draft);
  pm_test_await (rendered);
  mail = g_value_get_boxed (dex_future_get_value (rendered, NULL));
  reader_wait (dialog, "Kim <kim@globex.example>");
  reader_assert (dialog, mail->subject);
  reader_assert (dialog, mail->text);
  g_assert_nonnull (strstr (mail->subject, DESK_TITLE));
  g_assert_nonnull (strstr (mail->text, "<b>Hi</b> & so"));
  g_assert_nonnull (strstr (mail->text, PM_MAIL_LINK_IN_PREVIEW));
}

static void
test_what_is_sent_waits_at_once_and_can_be_undone (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_ACCOUNT_EXECUTIVE, add_people);
  g_autoptr (PmPerson) gone = NULL;
  g_autofree char *message = NULL;

  show_participants (desk);
  reader_press (write_and_review (desk), SEND);
  reader_wait_for (desk_has_no_dialog, desk);
  reader_wait (desk->window, "Waiting to Send");
  reader_wait (desk->window, "kim@globex.example");
  reader_assert_not (desk->window, "Draft saved");
  g_assert_true (has_no_draft (desk));

  reader_press (desk->window, "Undo");
  reader_wait_for (is_inviting, desk);
  desk_assert_field (GTK_WIDGET (desk_get_dialog (desk)), ADDRESS, "kim@globex.example");
  message = read_message (GTK_WIDGET (desk_get_dialog (desk)));
  g_assert_cmpstr (message, ==, "<b>Hi</b> & so");
  gone = find_person (desk, "kim@globex.example");
  g_assert_null (gone);
}

/* --- The page --- */

static void
test_who_may_not_invite_reads_why (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_CUSTOMER, add_people);

  reader_assert_not (desk->window, "Invite Customer");
  reader_assert (desk->window, "Your account is a customer’s: inviting is up to the "
                               "organization’s own people.");
  gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.invite", NULL);
  g_assert_null (desk_get_dialog (desk));
}

static void
test_people_are_counted_and_shown_as_they_are (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);

  show_participants (desk);
  reader_wait (desk->window, "All (3)");
  reader_wait (desk->window, "Pat <i>Doe</i>");
  reader_wait (desk->window, "Expired");
  reader_wait (desk->window, "Pending");
}

static void
test_without_a_poc_the_page_says_so (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_people);

  g_object_set (desk->page, "poc", NULL, NULL);
  reader_wait (desk->window, "No POC Selected");
  gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.invite", NULL);
  g_assert_null (desk_get_dialog (desk));
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();

#define ADD(name, function) g_test_add_func ("/ui/invite/" name, function)
  ADD ("what-is-typed-is-kept-without-asking", test_what_is_typed_is_kept_without_asking);
  ADD ("closing-keeps-a-draft-and-says-so", test_closing_keeps_a_draft_and_says_so);
  ADD ("emptying-the-form-forgets-the-draft", test_emptying_the_form_forgets_the_draft);
  ADD ("only-one-dialog-opens", test_only_one_dialog_opens);
  ADD ("a-wrong-address-says-why", test_a_wrong_address_says_why);
  ADD ("a-typing-error-is-doubted-and-never-blocks",
       test_a_typing_error_is_doubted_and_never_blocks);
  ADD ("the-better-domain-is-one-press-away", test_the_better_domain_is_one_press_away);
  ADD ("who-takes-part-is-not-invited-again", test_who_takes_part_is_not_invited_again);
  ADD ("an-expired-invitation-is-resent-instead", test_an_expired_invitation_is_resent_instead);
  ADD ("the-note-greets-by-the-name-that-is-typed-later",
       test_the_note_greets_by_the_name_that_is_typed_later);
  ADD ("words-of-ones-own-are-never-replaced", test_words_of_ones_own_are_never_replaced);
  ADD ("an-endless-message-is-refused-and-kept", test_an_endless_message_is_refused_and_kept);
  ADD ("review-shows-what-will-be-sent-as-it-is", test_review_shows_what_will_be_sent_as_it_is);
  ADD ("what-is-sent-waits-at-once-and-can-be-undone",
       test_what_is_sent_waits_at_once_and_can_be_undone);
  ADD ("who-may-not-invite-reads-why", test_who_may_not_invite_reads_why);
  ADD ("people-are-counted-and-shown-as-they-are", test_people_are_counted_and_shown_as_they_are);
  ADD ("without-a-poc-the-page-says-so", test_without_a_poc_the_page_says_so);
#undef ADD
  return g_test_run ();
}
