/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-person-list.h"
#include "domain/pm-engagement.h"

#define JANE "jane@globex.example"
#define NONE -1

/* What is known of one address, and what its row must say. */
typedef struct {
  const char *name;
  gboolean takes_part;
  int older;      /* an invitation's status, or NONE */
  int newer;      /* a later invitation's, or NONE */
  int operation;  /* a kind, or NONE */
  int state;      /* the operation's */
  int status;     /* of the row, or NONE where there is no row */
  gboolean shown; /* whether the row names the operation */
} Case;

#define PENDING   PM_INVITATION_STATUS_PENDING
#define ACCEPTED  PM_INVITATION_STATUS_ACCEPTED
#define EXPIRED   PM_INVITATION_STATUS_EXPIRED
#define FAILED    PM_INVITATION_STATUS_FAILED
#define REVOKED   PM_INVITATION_STATUS_REVOKED
#define INVITE    PM_OPERATION_KIND_INVITE
#define RESEND    PM_OPERATION_KIND_RESEND
#define CANCEL    PM_OPERATION_KIND_CANCEL
#define QUEUED    PM_OPERATION_STATE_QUEUED
#define SENDING   PM_OPERATION_STATE_SENDING
#define CONFIRMED PM_OPERATION_STATE_CONFIRMED
#define ATTENTION PM_OPERATION_STATE_NEEDS_ATTENTION
#define GIVEN_UP  PM_OPERATION_STATE_CANCELLED

static const Case cases[] = {
  { "nothing", FALSE, NONE, NONE, NONE, 0, NONE, FALSE },
  { "pending", FALSE, PENDING, NONE, NONE, 0, PM_PERSON_STATUS_PENDING, FALSE },
  { "expired", FALSE, EXPIRED, NONE, NONE, 0, PM_PERSON_STATUS_EXPIRED, FALSE },
  { "failed", FALSE, FAILED, NONE, NONE, 0, PM_PERSON_STATUS_FAILED, FALSE },
  { "revoked", FALSE, REVOKED, NONE, NONE, 0, PM_PERSON_STATUS_CANCELLED, FALSE },
  { "accepted, gone", FALSE, ACCEPTED, NONE, NONE, 0, PM_PERSON_STATUS_REMOVED, FALSE },
  { "takes part", TRUE, NONE, NONE, NONE, 0, PM_PERSON_STATUS_ACCEPTED, FALSE },
  { "accepted", TRUE, ACCEPTED, NONE, NONE, 0, PM_PERSON_STATUS_ACCEPTED, FALSE },
  { "takes part, pending", TRUE, PENDING, NONE, NONE, 0, PM_PERSON_STATUS_ACCEPTED, FALSE },
  { "again", FALSE, REVOKED, PENDING, NONE, 0, PM_PERSON_STATUS_PENDING, FALSE },
  { "again, cancelled", FALSE, PENDING, REVOKED, NONE, 0, PM_PERSON_STATUS_CANCELLED, FALSE },
  { "removed, invited", FALSE, ACCEPTED, PENDING, NONE, 0, PM_PERSON_STATUS_PENDING, FALSE },
  { "queued", FALSE, NONE, NONE, INVITE, QUEUED, PM_PERSON_STATUS_WAITING, TRUE },
  { "sending", FALSE, NONE, NONE, INVITE, SENDING, PM_PERSON_STATUS_WAITING, TRUE },
  { "confirmed", FALSE, NONE, NONE, INVITE, CONFIRMED, PM_PERSON_STATUS_WAITING, TRUE },
  { "refused", FALSE, NONE, NONE, INVITE, ATTENTION, PM_PERSON_STATUS_WAITING, TRUE },
  { "given up", FALSE, NONE, NONE, INVITE, GIVEN_UP, NONE, FALSE },
  { "again, queued", FALSE, REVOKED, NONE, INVITE, QUEUED, PM_PERSON_STATUS_WAITING, TRUE },
  { "expired, queued", FALSE, EXPIRED, NONE, INVITE, QUEUED, PM_PERSON_STATUS_WAITING, TRUE },
  { "accepted meanwhile", TRUE, NONE, NONE, INVITE, QUEUED, PM_PERSON_STATUS_ACCEPTED, TRUE },
  { "resending", FALSE, PENDING, NONE, RESEND, QUEUED, PM_PERSON_STATUS_PENDING, TRUE },
  { "resending expired", FALSE, EXPIRED, NONE, RESEND, SENDING, PM_PERSON_STATUS_EXPIRED, TRUE },
  { "resend refused", FALSE, FAILED, NONE, RESEND, ATTENTION, PM_PERSON_STATUS_FAILED, TRUE },
  { "resend given up", FALSE, PENDING, NONE, RESEND, GIVEN_UP, PM_PERSON_STATUS_PENDING, FALSE },
  { "cancelling", FALSE, PENDING, NONE, CANCEL, SENDING, PM_PERSON_STATUS_PENDING, TRUE },
  { "cancelling newer", FALSE, REVOKED, PENDING, CANCEL, QUEUED, PM_PERSON_STATUS_PENDING, TRUE },
};

static void
add_invitation (PmPage *page, gint64 id, gint64 poc_id, int status)
{
  if (status != NONE)
    fixture_add (
        page, fixture_invitation (id, poc_id, "Jane@Globex.example", (PmInvitationStatus) status));
}

static void
set_scene (PmCache *cache, const Case *scene, gint64 poc_id)
{
  g_autofree char *state = g_strdup_printf ("s%" G_GINT64_FORMAT, poc_id);
  PmPage *page = fixture_page (cache, state, poc_id);
  PmOperation *operation;

  fixture_add (page, fixture_poc (poc_id, scene->name, "Globex"));
  if (scene->takes_part)
    fixture_add (page, fixture_participant (poc_id, poc_id, JANE, "Jane"));
  add_invitation (page, poc_id * 10, poc_id, scene->older);
  add_invitation (page, poc_id * 10 + 1, poc_id, scene->newer);
  fixture_apply (cache, page);
  if (scene->operation == NONE)
    return;
  operation =
      fixture_operation ((PmOperationKind) scene->operation, poc_id, "JANE@globex.example", state);
  pm_operation_set_state (operation, scene->state);
  fixture_queue (cache, operation, 0);
}

static DexFuture *
row_tells_the_newest_state (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PmPerson) person = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].name);
    set_scene (cache, &cases[i], i + 1);
    person = dex_await_object (pm_cache_find_person (cache, i + 1, " " JANE), &error);
    g_assert_no_error (error);
    g_assert_true ((person != NULL) == (cases[i].status != NONE));
    if (person == NULL)
      continue;
    g_assert_cmpint (pm_person_get_status (person), ==, cases[i].status);
    g_assert_true ((pm_person_get_operation_id (person) != 0) == cases[i].shown);
    g_assert_true (pm_person_get_is_customer (person));
    g_assert_cmpstr (pm_person_get_poc_title (person), ==, cases[i].name);
    if (cases[i].shown)
      g_assert_cmpint (pm_person_get_operation_kind (person), ==, cases[i].operation);
  }
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* The same scenes in the opposite order: what came last makes no difference. */
static DexFuture *
row_does_not_depend_on_what_came_first (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPerson) person = NULL;
  PmPage *page = fixture_page (cache, "s1", 1);

  fixture_add (page, fixture_invitation (2, 1, JANE, PM_INVITATION_STATUS_PENDING));
  fixture_apply (cache, page);
  page = fixture_page (cache, "s2", 2);
  fixture_add (page, fixture_invitation (1, 1, JANE, PM_INVITATION_STATUS_REVOKED));
  fixture_add (page, fixture_poc (1, "Late parent", "Globex"));
  fixture_apply (cache, page);

  person = dex_await_object (pm_cache_find_person (cache, 1, JANE), NULL);
  g_assert_cmpint (pm_person_get_status (person), ==, PM_PERSON_STATUS_PENDING);
  g_assert_cmpint (pm_person_get_invitation_id (person), ==, 2);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
everybody_of_a_poc_stands_once (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPersonList) list = pm_person_list_new (cache, 1);
  PmParticipant *colleague = fixture_participant (2, 1, "se@vendor.example", "Sam Engineer");
  g_autoptr (PmPerson) last = NULL;
  PmPage *page = fixture_page (cache, "s1", 1);

  pm_participant_set_is_customer (colleague, FALSE);
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, fixture_participant (1, 1, JANE, "Jane"));
  fixture_add (page, colleague);
  fixture_add (page, fixture_participant (3, 2, "other@poc.example", "Other"));
  fixture_add (page,
               fixture_invitation (7, 1, "JANE@GLOBEX.EXAMPLE", PM_INVITATION_STATUS_ACCEPTED));
  fixture_add (page, fixture_invitation (8, 1, "bob@globex.example", PM_INVITATION_STATUS_PENDING));
  fixture_add (page, fixture_invitation (9, 1, "J\xc3\xbcrgen@globex.example",
                                         PM_INVITATION_STATUS_REVOKED));
  fixture_add (page, fixture_invitation (10, 1, "j\xc3\x9crgen@globex.example",
                                         PM_INVITATION_STATUS_PENDING));
  fixture_apply (cache, page);
  fixture_wait_items (list, 4);

  last = g_list_model_get_item (G_LIST_MODEL (list), 3);
  g_assert_cmpstr (pm_person_get_email (last), ==, "se@vendor.example");
  g_assert_false (pm_person_get_is_customer (last));
  g_object_set (list, "status", PM_PERSON_STATUS_PENDING, NULL);
  fixture_wait_items (list, 2);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

typedef struct {
  PmPerson *person;
  int status;
} Turn;

static gboolean
has_turned (gpointer data)
{
  Turn *turn = data;

  return pm_person_get_status (turn->person) == turn->status;
}

/* What is held stays the same object, while its status turns before one's eyes. */
static DexFuture *
pending_turns_expired_by_the_servers_time (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPersonList) list = pm_person_list_new (cache, 1);
  g_autoptr (PmPerson) person = NULL;
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (cache, 1);
  gint64 end = NOON + 7 * 24 * HOUR;
  PmPage *page = fixture_page (cache, "s1", 1);
  PmInvitation *later =
      fixture_invitation (2, 1, "bob@globex.example", PM_INVITATION_STATUS_PENDING);
  Turn turn;

  pm_invitation_set_expires_at (later, end + HOUR);
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, fixture_invitation (1, 1, JANE, PM_INVITATION_STATUS_PENDING));
  fixture_add (page, later);
  fixture_apply (cache, page);
  g_assert_cmpint (pm_cache_get_next_expiry (cache), ==, end);
  fixture_wait_items (list, 2);
  person = g_list_model_get_item (G_LIST_MODEL (list), 1);
  turn = (Turn) { person, PM_PERSON_STATUS_PENDING };
  fixture_wait_for (has_turned, &turn);

  fixture_await (pm_cache_tick (cache, end - 1));
  g_assert_cmpint (pm_cache_get_next_expiry (cache), ==, end);
  fixture_await (pm_cache_tick (cache, end));
  g_assert_cmpint (pm_cache_get_next_expiry (cache), ==, end + HOUR);
  turn.status = PM_PERSON_STATUS_EXPIRED;
  fixture_wait_for (has_turned, &turn);
  g_assert_cmpint (pm_poc_get_open_invitations (poc), ==, 1);

  /* Not even a page from before makes it pending again. */
  page = fixture_page (cache, "s2", 2);
  fixture_add (page, fixture_invitation (1, 1, JANE, PM_INVITATION_STATUS_PENDING));
  fixture_apply (cache, page);
  g_assert_cmpint (pm_cache_get_next_expiry (cache), ==, end + HOUR);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* As when a clock on the way was taken for the server's. */
static DexFuture *
time_that_was_wrong_comes_back (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPersonList) list = pm_person_list_new (cache, 1);
  g_autoptr (PmPerson) person = NULL;
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (cache, 1);
  gint64 end = NOON + 7 * 24 * HOUR;
  PmPage *page = fixture_page (cache, "s1", 1);
  Turn turn;

  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, fixture_invitation (1, 1, JANE, PM_INVITATION_STATUS_PENDING));
  fixture_add (page, fixture_invitation (2, 1, "bob@globex.example", PM_INVITATION_STATUS_EXPIRED));
  fixture_apply (cache, page);
  fixture_wait_items (list, 2);
  person = g_list_model_get_item (G_LIST_MODEL (list), 1);
  fixture_await (pm_cache_tick (cache, end + 24 * 365 * HOUR));
  turn = (Turn) { person, PM_PERSON_STATUS_EXPIRED };
  fixture_wait_for (has_turned, &turn);
  g_assert_cmpint (pm_cache_get_next_expiry (cache), ==, 0);

  fixture_await (pm_cache_tick (cache, NOON));
  turn.status = PM_PERSON_STATUS_PENDING;
  fixture_wait_for (has_turned, &turn);
  g_assert_cmpint (pm_poc_get_open_invitations (poc), ==, 1);
  g_assert_cmpint (pm_cache_get_next_expiry (cache), ==, end);
  fixture_await (pm_cache_tick (cache, end));
  turn.status = PM_PERSON_STATUS_EXPIRED;
  fixture_wait_for (has_turned, &turn);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
time_that_trembles_turns_nothing_back (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  gint64 end = NOON + 7 * 24 * HOUR;
  PmPage *page = fixture_page (cache, "s1", 1);

  fixture_add (page, fixture_invitation (1, 1, JANE, PM_INVITATION_STATUS_PENDING));
  fixture_apply (cache, page);
  fixture_await (pm_cache_tick (cache, end));
  g_assert_cmpint (pm_cache_get_next_expiry (cache), ==, 0);
  fixture_await (pm_cache_tick (cache, end - 59 * G_TIME_SPAN_SECOND));
  g_assert_cmpint (pm_cache_get_next_expiry (cache), ==, 0);
  fixture_await (pm_cache_tick (cache, end - G_TIME_SPAN_MINUTE));
  g_assert_cmpint (pm_cache_get_next_expiry (cache), ==, end);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static PmEngagement *
engagement_of (gint64 participant_id, gint64 last_seen_at, gint64 comments_count)
{
  PmEngagement *engagement = pm_engagement_new ();

  pm_engagement_set_id (engagement, participant_id);
  pm_engagement_set_poc_id (engagement, 1);
  pm_engagement_set_last_seen_at (engagement, last_seen_at);
  pm_engagement_set_comments_count (engagement, comments_count);
  pm_engagement_set_activity (engagement, "[{\"day\":\"2026-03-01\",\"count\":3}]");
  return engagement;
}

typedef struct {
  PmPerson *person;
  gint64 last_seen_at;
} Sight;

static gboolean
was_seen (gpointer data)
{
  Sight *sight = data;

  return pm_person_get_last_seen_at (sight->person) == sight->last_seen_at;
}

/* Whatever comes first, and though nothing of the person themselves has changed. */
static DexFuture *
engagement_shows_in_the_person_s_row (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPersonList) list = pm_person_list_new (cache, 1);
  g_autoptr (PmPerson) person = NULL;
  PmPage *page = fixture_page (cache, "s1", 1);
  Sight sight;

  fixture_add (page, engagement_of (7, NOON, 2));
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, fixture_participant (7, 1, JANE, "Jane"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 1);
  person = g_list_model_get_item (G_LIST_MODEL (list), 0);
  sight = (Sight) { person, NOON };
  fixture_wait_for (was_seen, &sight);
  g_assert_cmpint (pm_person_get_comments_count (person), ==, 2);
  g_assert_cmpstr (pm_person_get_activity (person), ==, "[{\"day\":\"2026-03-01\",\"count\":3}]");

  page = fixture_page (cache, "s2", 2);
  fixture_add (page, engagement_of (7, NOON + HOUR, 3));
  fixture_apply (cache, page);
  sight.last_seen_at = NOON + HOUR;
  fixture_wait_for (was_seen, &sight);
  g_assert_cmpint (pm_person_get_comments_count (person), ==, 3);

  page = fixture_page (cache, "s3", 3);
  fixture_destroy (page, PM_TYPE_ENGAGEMENT, 7);
  fixture_apply (cache, page);
  sight.last_seen_at = 0;
  fixture_wait_for (was_seen, &sight);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
people_of_a_company_are_suggested (gpointer data)
{
  static const char *const asked[][3] = {
    { "Globex", "ja", "1" },     { "globex", "DOE", "1" }, { "Globex", "jane@glo", "1" },
    { "Globex", "nobody", "0" }, { "Initech", "ja", "0" }, { "Globex", "%", "0" },
    { "Globex", "bob", "1" },    { "Globex", "sam", "0" },
  };
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  PmParticipant *colleague = fixture_participant (9, 2, "sam@vendor.example", "Sam");
  PmPage *page = fixture_page (cache, "s1", 1);

  pm_participant_set_is_customer (colleague, FALSE);
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, fixture_poc (2, "Two", "Globex"));
  fixture_add (page, fixture_participant (1, 1, JANE, "Jane Doe"));
  fixture_add (page, fixture_participant (2, 2, JANE, "Jane Doe"));
  fixture_add (page, fixture_invitation (3, 2, "bob@globex.example", PM_INVITATION_STATUS_REVOKED));
  fixture_add (page, colleague);
  fixture_apply (cache, page);

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GListModel) people =
        dex_await_object (pm_cache_find_people (cache, asked[i][0], asked[i][1]), &error);
    g_autofree char *n = NULL;

    g_assert_no_error (error);
    n = g_strdup_printf ("%u", g_list_model_get_n_items (people));
    g_assert_cmpstr (n, ==, asked[i][2]);
  }
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/people/row-tells-the-newest-state", row_tells_the_newest_state,
                        pm_test_fiber);
  g_test_add_data_func ("/people/row-does-not-depend-on-what-came-first",
                        row_does_not_depend_on_what_came_first, pm_test_fiber);
  g_test_add_data_func ("/people/everybody-of-a-poc-stands-once", everybody_of_a_poc_stands_once,
                        pm_test_fiber);
  g_test_add_data_func ("/people/pending-turns-expired-by-the-servers-time",
                        pending_turns_expired_by_the_servers_time, pm_test_fiber);
  g_test_add_data_func ("/people/time-that-was-wrong-comes-back", time_that_was_wrong_comes_back,
                        pm_test_fiber);
  g_test_add_data_func ("/people/time-that-trembles-turns-nothing-back",
                        time_that_trembles_turns_nothing_back, pm_test_fiber);
  g_test_add_data_func ("/people/engagement-shows-in-the-person-s-row",
                        engagement_shows_in_the_person_s_row, pm_test_fiber);
  g_test_add_data_func ("/people/people-of-a-company-are-suggested",
                        people_of_a_company_are_suggested, pm_test_fiber);
  return g_test_run ();
}
