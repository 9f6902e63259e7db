/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-looks.h"
#include "ui/participants/pm-detail-line.h"
#include "ui/participants/pm-invitation-story.h"
#include "ui/participants/pm-people-tally.h"
#include "ui/participants/pm-person-menu.h"
#include "ui/participants/pm-person-words.h"
#include "ui/participants/pm-status-filter.h"

#define NOW  G_GINT64_CONSTANT (1790000000000000)
#define DAY  G_TIME_SPAN_DAY
#define HOUR G_TIME_SPAN_HOUR

/* What servers can tell: ours, and those of API 1.0.0. */
#define OURS  (PM_CAPABILITY_DELIVERY | PM_CAPABILITY_ENGAGEMENT | PM_CAPABILITY_REMINDERS)
#define PLAIN PM_CAPABILITY_NONE

static PmPerson *
person_new (gint64 id, PmPersonStatus status)
{
  PmPerson *person = pm_person_new ();

  pm_person_set_id (person, id);
  pm_person_set_full_name (person, "Kim Novak");
  pm_person_set_email (person, "kim@globex.example");
  pm_person_set_status (person, status);
  pm_person_set_is_customer (person, TRUE);
  if (status != PM_PERSON_STATUS_WAITING)
    pm_person_set_invitation_id (person, id);
  return person;
}

static PmPerson *
person_with_operation (PmPersonStatus status, PmOperationKind kind, PmOperationState state)
{
  PmPerson *person = person_new (1, status);

  pm_person_set_operation_id (person, 9);
  pm_person_set_operation_kind (person, kind);
  pm_person_set_operation_state (person, state);
  return person;
}

/* Words */

static void
assert_takes (char *words, const char *expected)
{
  g_assert_cmpstr (words, ==, expected);
  g_free (words);
}

static void
test_a_row_is_read_out_as_name_address_status (void)
{
  g_autoptr (PmPerson) person = person_new (1, PM_PERSON_STATUS_PENDING);

  assert_takes (pm_person_words_row (person), "Kim Novak, kim@globex.example, Pending");
  pm_person_set_full_name (person, " ");
  assert_takes (pm_person_words_row (person), "kim@globex.example, Pending");
  assert_takes (pm_person_words_name (person), "kim@globex.example");
}

static void
test_only_a_link_that_may_live_expires (void)
{
  assert_takes (pm_person_words_expires (PM_PERSON_STATUS_PENDING, NOW + 3 * DAY, NOW),
                "in 3 days");
  assert_takes (pm_person_words_expires (PM_PERSON_STATUS_PENDING, NOW + 2 * HOUR, NOW),
                "in 2 hours");
  assert_takes (pm_person_words_expires (PM_PERSON_STATUS_EXPIRED, NOW - DAY, NOW), "1 day ago");
  assert_takes (pm_person_words_expires (PM_PERSON_STATUS_ACCEPTED, NOW + DAY, NOW), "");
  assert_takes (pm_person_words_expires (PM_PERSON_STATUS_CANCELLED, NOW + DAY, NOW), "");
}

static void
test_engagement_is_told_of_customers_with_access (void)
{
  PmPersonStatus accepted = PM_PERSON_STATUS_ACCEPTED;

  assert_takes (pm_person_words_engagement (TRUE, accepted, NOW - 2 * HOUR, NOW),
                "Seen 2 hours ago");
  assert_takes (pm_person_words_engagement (TRUE, accepted, 0, NOW), "Not seen yet");
  assert_takes (pm_person_words_engagement (FALSE, accepted, NOW, NOW), "");
  assert_takes (pm_person_words_engagement (TRUE, PM_PERSON_STATUS_REMOVED, NOW, NOW), "");
  assert_takes (pm_person_words_activity (2, 1), "2 comments, 1 task done");
  assert_takes (pm_person_words_activity (0, 0), "");
}

static void
test_a_narrow_row_says_what_matters_most (void)
{
  gint64 day_ago = NOW - DAY, in_3_days = NOW + 3 * DAY;

  assert_takes (
      pm_person_words_summary (TRUE, PM_PERSON_STATUS_PENDING, day_ago, in_3_days, 0, NOW),
      "Expires in 3 days");
  assert_takes (pm_person_words_summary (TRUE, PM_PERSON_STATUS_EXPIRED, day_ago, day_ago, 0, NOW),
                "Expired 1 day ago");
  assert_takes (
      pm_person_words_summary (TRUE, PM_PERSON_STATUS_CANCELLED, day_ago, in_3_days, 0, NOW),
      "Invited 1 day ago");
  assert_takes (pm_person_words_summary (TRUE, PM_PERSON_STATUS_ACCEPTED, day_ago, 0, day_ago, NOW),
                "Seen 1 day ago");
  assert_takes (pm_person_words_summary (TRUE, PM_PERSON_STATUS_WAITING, 0, 0, 0, NOW), "");
}

/* Looks */

static void
test_the_outbox_shows_before_the_server_knows (void)
{
  static const struct {
    PmOperationKind kind;
    PmOperationState state;
    const char *words;
  } cases[] = {
    { PM_OPERATION_KIND_INVITE, PM_OPERATION_STATE_HELD, "Waiting to Send" },
    { PM_OPERATION_KIND_INVITE, PM_OPERATION_STATE_QUEUED, "Waiting to Send" },
    { PM_OPERATION_KIND_INVITE, PM_OPERATION_STATE_SENDING, "Sending…" },
    { PM_OPERATION_KIND_INVITE, PM_OPERATION_STATE_CONFIRMED, "Pending" },
    { PM_OPERATION_KIND_INVITE, PM_OPERATION_STATE_NEEDS_ATTENTION, "Needs Attention" },
    { PM_OPERATION_KIND_RESEND, PM_OPERATION_STATE_HELD, "Resending…" },
    { PM_OPERATION_KIND_RESEND, PM_OPERATION_STATE_SENDING, "Resending…" },
    { PM_OPERATION_KIND_REMIND, PM_OPERATION_STATE_HELD, "Reminding…" },
    { PM_OPERATION_KIND_REMOVE, PM_OPERATION_STATE_QUEUED, "Removing Access…" },
    { PM_OPERATION_KIND_REMOVE, PM_OPERATION_STATE_CONFIRMED, "Removed" },
    { PM_OPERATION_KIND_RESTORE, PM_OPERATION_STATE_SENDING, "Restoring Access…" },
    { PM_OPERATION_KIND_INVITE, PM_OPERATION_STATE_SCHEDULED, "Send Later" },
    { PM_OPERATION_KIND_CANCEL, PM_OPERATION_STATE_HELD, "Cancelling…" },
    { PM_OPERATION_KIND_CANCEL, PM_OPERATION_STATE_CONFIRMED, "Cancelled" },
    { PM_OPERATION_KIND_CANCEL, PM_OPERATION_STATE_CANCELLED, "Failed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PmPerson) person =
        person_with_operation (PM_PERSON_STATUS_FAILED, cases[i].kind, cases[i].state);

    g_assert_cmpstr (pm_look_of_person (person)->words, ==, cases[i].words);
  }
}

/* The menu */

static void
append_lines (GString *lines, GMenuModel *menu)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++) {
    g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
    g_autofree char *label = NULL;

    if (section != NULL)
      append_lines (lines, section);
    else if (g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label))
      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "|" : "", label);
  }
}

static void
assert_offers (PmPerson *person, const char *expected)
{
  g_autoptr (GMenuModel) menu = pm_person_menu_new (person);
  g_autoptr (GString) lines = g_string_new (NULL);

  append_lines (lines, menu);
  g_assert_cmpstr (lines->str, ==, expected);
}

static void
test_a_row_offers_what_its_status_allows (void)
{
  static const struct {
    PmPersonStatus status;
    const char *lines;
  } cases[] = {
    { PM_PERSON_STATUS_PENDING,
      "Resend Invitation|Send Reminder|Correct Address…|Cancel Invitation|Details" },
    { PM_PERSON_STATUS_ACCEPTED, "Remove Access|Details" },
    { PM_PERSON_STATUS_EXPIRED, "Resend Invitation|Details" },
    { PM_PERSON_STATUS_CANCELLED, "Invite Again|Details" },
    { PM_PERSON_STATUS_REMOVED, "Invite Again|Details" },
    { PM_PERSON_STATUS_FAILED, "Resend Invitation|Correct Address…|Cancel Invitation|Details" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PmPerson) person = person_new (1, cases[i].status);

    assert_offers (person, cases[i].lines);
  }
}

static void
test_what_waits_can_be_edited_sent_or_discarded (void)
{
  g_autoptr (PmPerson) invite = person_with_operation (
      PM_PERSON_STATUS_WAITING, PM_OPERATION_KIND_INVITE, PM_OPERATION_STATE_QUEUED);
  g_autoptr (PmPerson) later = person_with_operation (
      PM_PERSON_STATUS_WAITING, PM_OPERATION_KIND_INVITE, PM_OPERATION_STATE_SCHEDULED);
  g_autoptr (PmPerson) reminder = person_with_operation (
      PM_PERSON_STATUS_PENDING, PM_OPERATION_KIND_REMIND, PM_OPERATION_STATE_HELD);
  g_autoptr (PmPerson) sending = person_with_operation (
      PM_PERSON_STATUS_WAITING, PM_OPERATION_KIND_INVITE, PM_OPERATION_STATE_SENDING);

  assert_offers (invite, "Edit|Send Now|Discard|Details");
  assert_offers (later, "Edit|Send Now|Discard|Details");
  assert_offers (reminder, "Send Now|Discard|Details");
  assert_offers (sending, "Details");
}

/* The tally */

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_label (PmPeopleTally *tally, guint position, const char *expected)
{
  g_autoptr (PmStatusFilter) filter =
      g_list_model_get_item (pm_people_tally_get_filters (tally), position);

  assert_takes (pm_status_filter_dup_label (filter), expected);
}

static void
assert_funnel (PmPeopleTally *tally, guint invited, guint delivered, guint accepted)
{
  guint counts[3];

  g_object_get (tally, "invited", &counts[0], "delivered", &counts[1], "accepted", &counts[2],
                NULL);
  g_assert_cmpuint (counts[0], ==, invited);
  g_assert_cmpuint (counts[1], ==, delivered);
  g_assert_cmpuint (counts[2], ==, accepted);
}

static void
test_the_tally_follows_people_as_they_change (void)
{
  g_autoptr (PmPeopleTally) tally = pm_people_tally_new ();
  g_autoptr (GListStore) people = g_list_store_new (PM_TYPE_PERSON);
  g_autoptr (PmPerson) kim = person_new (1, PM_PERSON_STATUS_PENDING);
  g_autoptr (PmPerson) lou = person_new (2, PM_PERSON_STATUS_WAITING);

  pm_people_tally_set_people (tally, G_LIST_MODEL (people));
  iterate ();
  assert_label (tally, 0, "All (0)");

  g_list_store_append (people, kim);
  g_list_store_append (people, lou);
  iterate ();
  assert_label (tally, 0, "All (2)");
  assert_label (tally, 2, "Pending (1)");
  assert_label (tally, 7, "Waiting to Send (1)");
  assert_funnel (tally, 1, 0, 0);

  pm_person_set_delivery_state (kim, PM_DELIVERY_STATE_SENT);
  iterate ();
  assert_funnel (tally, 1, 1, 0);

  pm_person_set_status (kim, PM_PERSON_STATUS_ACCEPTED);
  pm_person_set_accepted_at (kim, NOW);
  iterate ();
  assert_label (tally, 1, "Accepted (1)");
  assert_label (tally, 2, "Pending (0)");
  assert_funnel (tally, 1, 1, 1);

  g_list_store_remove_all (people);
  iterate ();
  assert_label (tally, 0, "All (0)");
  assert_funnel (tally, 0, 0, 0);
}

static void
test_the_tally_lets_go_of_people (void)
{
  PmPeopleTally *tally = pm_people_tally_new ();
  g_autoptr (GListStore) people = g_list_store_new (PM_TYPE_PERSON);
  PmPerson *kim = person_new (1, PM_PERSON_STATUS_PENDING);

  g_list_store_append (people, kim);
  pm_people_tally_set_people (tally, G_LIST_MODEL (people));
  g_assert_finalize_object (tally);
  g_list_store_remove_all (people);
  g_assert_finalize_object (kim);
}

/* The story */

static char *
read_lines (GListModel *lines, const char *property)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (lines); i++) {
    g_autoptr (PmDetailLine) line = g_list_model_get_item (lines, i);
    g_autofree char *words = NULL;

    g_object_get (line, property, &words, NULL);
    if (words != NULL)
      g_string_append_printf (all, "%s%s", all->len > 0 ? "|" : "", words);
  }
  return g_string_free (all, FALSE);
}

static void
test_the_story_is_told_in_order (void)
{
  g_autoptr (PmPerson) person = person_new (1, PM_PERSON_STATUS_PENDING);
  g_autoptr (PmInvitation) invitation = pm_invitation_new ();
  g_autoptr (GListModel) story = NULL;

  pm_person_set_invited_at (person, NOW - DAY);
  pm_person_set_invited_by_name (person, "Sam <Rivera>");
  pm_person_set_delivery_state (person, PM_DELIVERY_STATE_SENT);
  pm_person_set_resend_count (person, 2);
  pm_invitation_set_reminder_count (invitation, 1);
  pm_person_set_expires_at (person, NOW + DAY);
  pm_invitation_set_delivery_link_opened_at (invitation, NOW);
  story = pm_invitation_story_new (person, invitation, OURS);
  assert_takes (read_lines (story, "words"),
                "Invited by Sam <Rivera>|Resent 2 times|Reminded once|Delivered to mail server|"
                "Link opened|Link expires");
}

/* What nobody tells is not claimed, and why there is nothing stands where one would look. */
static void
test_the_story_says_what_the_server_does_not_tell (void)
{
  g_autoptr (PmPerson) person = person_new (1, PM_PERSON_STATUS_ACCEPTED);
  g_autoptr (GListModel) story = NULL;

  pm_person_set_delivery_state (person, PM_DELIVERY_STATE_SENT);
  pm_person_set_accepted_at (person, NOW);
  story = pm_invitation_story_new (person, NULL, PLAIN);
  assert_takes (read_lines (story, "words"),
                "Mail sent|Accepted|This server does not tell how much customers take part.");
  assert_takes (read_lines (story, "detail"),
                "This server tells only whether a mail was sent, not what became of it.");
  pm_person_set_is_customer (person, FALSE);
  g_clear_object (&story);
  story = pm_invitation_story_new (person, NULL, PLAIN);
  assert_takes (read_lines (story, "words"), "Mail sent|Accepted");
}

static void
test_a_refused_mail_shows_the_mail_servers_words (void)
{
  g_autoptr (PmPerson) person = person_new (1, PM_PERSON_STATUS_FAILED);
  g_autoptr (GListModel) story = NULL;
  g_autoptr (GListModel) checks = NULL;

  pm_person_set_delivery_state (person, PM_DELIVERY_STATE_FAILED);
  pm_person_set_problem (person, "550 5.1.1 No such user");
  story = pm_invitation_story_new (person, NULL, OURS);
  checks = pm_invitation_checks_new (person, OURS);
  assert_takes (read_lines (story, "detail"), "550 5.1.1 No such user");
  assert_takes (read_lines (checks, "action-label"),
                "Correct Address…|Resend Invitation|Cancel Invitation");
}

static void
test_what_has_failed_can_be_cancelled_where_the_server_allows_it (void)
{
  g_autoptr (PmPerson) person = person_new (1, PM_PERSON_STATUS_FAILED);
  g_autoptr (GListModel) plain = pm_invitation_checks_new (person, PLAIN);

  assert_takes (read_lines (plain, "action-label"), "Correct Address…|Resend Invitation");
}

static void
test_a_reminder_is_advised_where_the_server_sends_some (void)
{
  g_autoptr (PmPerson) person = person_new (1, PM_PERSON_STATUS_PENDING);
  g_autoptr (GListModel) able = pm_invitation_checks_new (person, OURS);
  g_autoptr (GListModel) plain = pm_invitation_checks_new (person, PLAIN);

  assert_takes (read_lines (able, "action-label"),
                "Correct Address…|Send Reminder|Resend Invitation");
  assert_takes (read_lines (plain, "action-label"), "Correct Address…|Resend Invitation");
}

static void
test_every_status_has_something_to_try (void)
{
  for (int status = 0; status <= PM_PERSON_STATUS_WAITING; status++) {
    g_autoptr (PmPerson) person = person_new (1, status);
    g_autoptr (GListModel) checks = pm_invitation_checks_new (person, OURS);

    g_assert_cmpuint (g_list_model_get_n_items (checks), >, 0);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/people/a-row-is-read-out-as-name-address-status",
                   test_a_row_is_read_out_as_name_address_status);
  g_test_add_func ("/ui/people/only-a-link-that-may-live-expires",
                   test_only_a_link_that_may_live_expires);
  g_test_add_func ("/ui/people/engagement-is-told-of-customers-with-access",
                   test_engagement_is_told_of_customers_with_access);
  g_test_add_func ("/ui/people/a-narrow-row-says-what-matters-most",
                   test_a_narrow_row_says_what_matters_most);
  g_test_add_func ("/ui/people/the-outbox-shows-before-the-server-knows",
                   test_the_outbox_shows_before_the_server_knows);
  g_test_add_func ("/ui/people/a-row-offers-what-its-status-allows",
                   test_a_row_offers_what_its_status_allows);
  g_test_add_func ("/ui/people/what-waits-can-be-edited-sent-or-discarded",
                   test_what_waits_can_be_edited_sent_or_discarded);
  g_test_add_func ("/ui/people/the-tally-follows-people-as-they-change",
                   test_the_tally_follows_people_as_they_change);
  g_test_add_func ("/ui/people/the-tally-lets-go-of-people", test_the_tally_lets_go_of_people);
  g_test_add_func ("/ui/people/the-story-is-told-in-order", test_the_story_is_told_in_order);
  g_test_add_func ("/ui/people/the-story-says-what-the-server-does-not-tell",
                   test_the_story_says_what_the_server_does_not_tell);
  g_test_add_func ("/ui/people/a-refused-mail-shows-the-mail-servers-words",
                   test_a_refused_mail_shows_the_mail_servers_words);
  g_test_add_func ("/ui/people/what-has-failed-can-be-cancelled-where-the-server-allows-it",
                   test_what_has_failed_can_be_cancelled_where_the_server_allows_it);
  g_test_add_func ("/ui/people/a-reminder-is-advised-where-the-server-sends-some",
                   test_a_reminder_is_advised_where_the_server_sends_some);
  g_test_add_func ("/ui/people/every-status-has-something-to-try",
                   test_every_status_has_something_to_try);
  return g_test_run ();
}
