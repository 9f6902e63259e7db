/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "sync-world.h"

#define MINUTE (60 * G_USEC_PER_SEC)

static PmOperationState
state_of (World *world, gint64 operation_id)
{
  g_autoptr (PmOperation) operation = world_find (world, operation_id);

  g_assert_nonnull (operation);
  return pm_operation_get_state (operation);
}

static char *
say_nothing (const PmTestRequest *request, gpointer data)
{
  return NULL;
}

static DexFuture *
an_operation_is_sent_once_and_settles (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world_start (world);
  world_invite (world, "a@acme.com", 0);
  world_wait (world, world_has_unsent, 0);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  g_assert_cmpuint (pm_test_peer_count (world->peer, "POST /pocs/7/invitations/"), ==, 1);
  return dex_future_new_true ();
}

static DexFuture *
what_is_held_can_be_taken_back_and_leaves_in_time (gpointer data)
{
  g_autoptr (World) world = world_new ();
  gint64 taken_back;

  world_start (world);
  taken_back = world_invite (world, "a@acme.com", MINUTE);
  g_assert_cmpint (state_of (world, taken_back), ==, PM_OPERATION_STATE_HELD);
  world_invite (world, "b@acme.com", 100 * 1000);
  world_wait (world, world_has_posts, 1);
  g_assert_true (
      dex_await (pm_outbox_discard (pm_syncer_get_outbox (world->syncer), taken_back), NULL));
  g_assert_null (world_find (world, taken_back));
  world_wait (world, world_has_unsent, 0);
  g_assert_cmpuint (pm_test_peer_count (world->peer, "POST /pocs/"), ==, 1);
  g_assert_false (
      dex_await (pm_outbox_discard (pm_syncer_get_outbox (world->syncer), taken_back), NULL));
  return dex_future_new_true ();
}

static DexFuture *
send_now_ends_the_wait (gpointer data)
{
  g_autoptr (World) world = world_new ();
  gint64 id;

  world_start (world);
  id = world_invite (world, "a@acme.com", MINUTE);
  g_assert_true (dex_await (pm_outbox_send_now (pm_syncer_get_outbox (world->syncer), id), NULL));
  world_wait (world, world_has_unsent, 0);
  return dex_future_new_true ();
}

static char *
lose_the_first_answer (const PmTestRequest *request, gpointer data)
{
  World *world = data;
  gboolean first = pm_test_peer_count (world->peer, "POST /pocs/") == 1;

  return first ? NULL : pm_test_reply_json (201, "{\"id\":1}");
}

static DexFuture *
a_lost_answer_keeps_the_key (gpointer data)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gint64 id;

  world->post = lose_the_first_answer;
  world_start (world);
  id = world_invite (world, "a@acme.com", 0);
  world_wait (world, world_has_posts, 1);
  g_assert_false (dex_await (pm_outbox_discard (pm_syncer_get_outbox (world->syncer), id), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_CONFLICT);
  pm_syncer_poke (world->syncer);
  world_wait (world, world_has_unsent, 0);
  first = world_key (world, 0);
  second = world_key (world, 1);
  g_assert_nonnull (first);
  g_assert_cmpstr (first, ==, second);
  return dex_future_new_true ();
}

static char *
refuse_ann (const PmTestRequest *request, gpointer data)
{
  if (strstr (request->body, "ann@") != NULL)
    return pm_test_reply_json (400, "{\"detail\":\"User is already a participant in this POC\"}");
  return pm_test_reply_json (201, "{\"id\":1}");
}

static DexFuture *
a_refusal_holds_up_nobody_else_and_another_try_is_another_operation (gpointer data)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (PmOperation) refused = NULL;
  g_autofree char *first = NULL;
  gint64 id;

  world->post = refuse_ann;
  world_start (world);
  id = world_invite (world, "ann@acme.com", 0);
  world_wait (world, world_has_posts, 1);
  world_invite (world, "bob@acme.com", 0);
  world_wait (world, world_has_unsent, 1);
  refused = world_find (world, id);
  g_assert_cmpint (pm_operation_get_state (refused), ==, PM_OPERATION_STATE_NEEDS_ATTENTION);
  g_assert_cmpstr (pm_operation_get_last_problem (refused), ==,
                   "User is already a participant in this POC");

  g_assert_true (dex_await (pm_outbox_retry (pm_syncer_get_outbox (world->syncer), id), NULL));
  world_wait (world, world_has_posts, 3);
  first = world_key (world, 0);
  for (guint i = 1; i < 3; i++) {
    g_autofree char *key = world_key (world, i);

    g_assert_cmpstr (key, !=, first);
  }
  while (state_of (world, id) != PM_OPERATION_STATE_NEEDS_ATTENTION)
    dex_await (dex_timeout_new_msec (2), NULL);
  while (!dex_await (pm_outbox_discard (pm_syncer_get_outbox (world->syncer), id), NULL))
    dex_await (dex_timeout_new_msec (2), NULL);
  world_wait (world, world_has_unsent, 0);
  return dex_future_new_true ();
}

static DexFuture *
without_a_session_all_waits_and_goes_on_with_one (gpointer data)
{
  g_autoptr (World) world = world_new ();
  gint64 id;

  world->session_over = TRUE;
  world_start (world);
  id = world_invite (world, "a@acme.com", 0);
  world_wait (world, world_has_lost_session, 1);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_SIGN_IN);
  while (state_of (world, id) != PM_OPERATION_STATE_PAUSED_AUTH)
    dex_await (dex_timeout_new_msec (2), NULL);
  world_invite (world, "b@acme.com", 0);
  g_assert_cmpuint (pm_test_peer_count (world->peer, "POST /pocs/"), ==, 0);

  world->session_over = FALSE;
  pm_remote_set_refresh_token (world->remote, "r2");
  pm_syncer_resume (world->syncer);
  world_wait (world, world_has_unsent, 0);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  g_assert_cmpuint (world->sessions_lost, ==, 1);
  return dex_future_new_true ();
}

static char *
be_busy_at_first (const PmTestRequest *request, gpointer data)
{
  World *world = data;

  if (pm_test_peer_count (world->peer, "POST /pocs/") == 1)
    return pm_test_reply (503, "Content-Type: application/json\r\nRetry-After: 60\r\n",
                          "{\"detail\":\"Busy\"}");
  return pm_test_reply_json (201, "{\"id\":1}");
}

static DexFuture *
a_busy_server_is_left_alone_by_all_until_a_person_insists (gpointer data)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *problem = NULL;

  world->post = be_busy_at_first;
  world_start (world);
  world_invite (world, "a@acme.com", 0);
  world_wait (world, world_has_posts, 1);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_PROBLEM);
  g_object_get (world->syncer, "problem", &problem, NULL);
  g_assert_cmpstr (problem, ==, "Busy");
  world_invite (world, "b@acme.com", 0);
  dex_await (dex_timeout_new_msec (50), NULL);
  g_assert_cmpuint (pm_test_peer_count (world->peer, "POST /pocs/"), ==, 1);
  pm_syncer_poke (world->syncer);
  world_wait (world, world_has_unsent, 0);
  g_assert_cmpuint (pm_test_peer_count (world->peer, "POST /pocs/"), ==, 3);
  return dex_future_new_true ();
}

static char *
throttle (const PmTestRequest *request, gpointer data)
{
  return pm_test_reply (429, "Content-Type: application/json\r\nRetry-After: 600\r\n",
                        "{\"detail\":\"Resent a moment ago\",\"type\":\"resend_throttled\"}");
}

static DexFuture *
a_throttled_resend_is_for_a_person_to_decide (gpointer data)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (PmOperation) operation = pm_operation_new ();
  g_autoptr (PmOperation) stored = NULL;
  gint64 id;

  world->post = throttle;
  world_start (world);
  pm_operation_set_kind (operation, PM_OPERATION_KIND_RESEND);
  pm_operation_set_poc_id (operation, 7);
  pm_operation_set_invitation_id (operation, 5);
  id = dex_await_int64 (pm_outbox_enqueue (pm_syncer_get_outbox (world->syncer), operation, 0),
                        NULL);
  while (state_of (world, id) != PM_OPERATION_STATE_NEEDS_ATTENTION)
    dex_await (dex_timeout_new_msec (2), NULL);
  stored = world_find (world, id);
  g_assert_cmpint (pm_operation_get_possible_at (stored), >, g_get_real_time () + 9 * MINUTE);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  return dex_future_new_true ();
}

static DexFuture *
what_a_crash_left_is_sent_with_its_key (gpointer data)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (PmOperation) operation = pm_operation_new ();
  g_autofree char *key = NULL;

  pm_operation_set_kind (operation, PM_OPERATION_KIND_CANCEL);
  pm_operation_set_poc_id (operation, 7);
  pm_operation_set_invitation_id (operation, 5);
  pm_operation_set_key (operation, "left-by-a-crash");
  pm_operation_set_state (operation, PM_OPERATION_STATE_SENDING);
  g_assert_true (dex_await (pm_cache_add_operation (world->cache, operation, 0), NULL));
  world_start (world);
  world_wait (world, world_has_unsent, 0);
  key =
      pm_test_peer_find_header (world->peer, "DELETE /pocs/7/invitations/5", 0, "Idempotency-Key");
  g_assert_cmpstr (key, ==, "left-by-a-crash");
  return dex_future_new_true ();
}

static char *
take_time (const PmTestRequest *request, gpointer data)
{
  static int inside = 0;
  gboolean alone = g_atomic_int_add (&inside, 1) == 0;

  g_usleep (30 * 1000);
  g_atomic_int_add (&inside, -1);
  return alone ? pm_test_reply_json (201, "{\"id\":1}")
               : pm_test_reply_json (400, "{\"detail\":\"Two at once\"}");
}

static void
leave_tried_operation (World *world, gint64 days_ago)
{
  g_autoptr (PmOperation) operation = pm_operation_new ();
  g_autoptr (GError) error = NULL;

  pm_operation_set_key (operation, "an-old-key");
  pm_operation_set_kind (operation, PM_OPERATION_KIND_INVITE);
  pm_operation_set_poc_id (operation, 7);
  pm_operation_set_email (operation, "old@globex.com");
  pm_operation_set_payload (operation, "{\"email\":\"old@globex.com\"}");
  pm_operation_set_state (operation, PM_OPERATION_STATE_SENDING);
  pm_operation_set_attempts (operation, 1);
  pm_operation_set_first_tried_at (operation, g_get_real_time () - days_ago * G_TIME_SPAN_DAY);
  g_assert_cmpint (dex_await_int64 (pm_cache_add_operation (world->cache, operation, 0), &error), >,
                   0);
  g_assert_no_error (error);
}

static DexFuture *
a_key_that_may_be_forgotten_is_not_trusted (gpointer data)
{
  for (gint64 days_ago = 59; days_ago <= 61; days_ago += 2) {
    g_autoptr (World) world = world_new ();
    g_autoptr (GDateTime) since = g_date_time_new_now_utc ();
    g_autofree char *created = g_date_time_format_iso8601 (since);
    g_autofree char *invitations = g_strdup_printf (
        "[{\"id\":1,\"poc_id\":7,\"email\":\"old@globex.com\",\"status\":\"pending\","
        "\"created_at\":\"%s\"}]",
        created);

    world->invitations = invitations;
    leave_tried_operation (world, days_ago);
    world_start (world);
    world_wait (world, world_has_unsent, 0);
    g_assert_cmpuint (pm_test_peer_count (world->peer, "POST /pocs/"), ==, days_ago < 60 ? 1 : 0);
  }
  return dex_future_new_true ();
}

static gboolean
was_tried_in_2037 (World *world, gint64 operation_id)
{
  g_autoptr (PmOperation) operation = world_find (world, operation_id);
  g_autoptr (GDateTime) tried =
      g_date_time_new_from_unix_utc_usec (pm_operation_get_first_tried_at (operation));

  return g_date_time_get_year (tried) == 2037;
}

/* Even the first one, which is picked before the server has said anything. */
static DexFuture *
a_try_is_dated_by_the_servers_clock (gpointer data)
{
  static const char *const capabilities[] = { "", "\"changes\",\"idempotency\"" };

  for (guint i = 0; i < G_N_ELEMENTS (capabilities); i++) {
    g_autoptr (World) world = world_new ();
    gint64 id;

    world->capabilities = capabilities[i];
    world->date = "Sun, 22 Nov 2037 10:00:00 GMT";
    world->post = say_nothing;
    id = world_invite (world, "a@acme.com", 0);
    world_start (world);
    world_wait (world, world_has_posts, 1);
    world_wait (world, was_tried_in_2037, id);
  }
  return dex_future_new_true ();
}

static DexFuture *
one_thing_is_told_in_order (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->post = take_time;
  for (guint i = 0; i < 5; i++)
    world_invite (world, i % 2 == 0 ? "ann@acme.com" : "ANN@ACME.com", 0);
  world_start (world);
  world_wait (world, world_has_posts, 5);
  world_wait (world, world_has_unsent, 0);
  return dex_future_new_true ();
}

static DexFuture *
quitting_sends_what_is_held (gpointer data)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GError) error = NULL;
  gboolean all;

  world_start (world);
  world_invite (world, "a@acme.com", MINUTE);
  world_invite (world, "b@acme.com", MINUTE);
  all = dex_await_boolean (pm_outbox_flush (pm_syncer_get_outbox (world->syncer), 10), &error);
  g_assert_no_error (error);
  g_assert_true (all);
  g_assert_cmpuint (pm_test_peer_count (world->peer, "POST /pocs/"), ==, 2);
  return dex_future_new_true ();
}

static DexFuture *
quitting_does_not_wait_for_a_server_that_is_gone (gpointer data)
{
  g_autoptr (World) world = world_new ();
  gint64 begin;

  world->post = say_nothing;
  world_start (world);
  world_invite (world, "a@acme.com", MINUTE);
  begin = g_get_monotonic_time ();
  g_assert_false (
      dex_await_boolean (pm_outbox_flush (pm_syncer_get_outbox (world->syncer), 10), NULL));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
  world->post = NULL;
  return dex_future_new_true ();
}

static PmOperation *
create (World *world, PmItemType type, gint64 poc_id, const char *title)
{
  PmOperation *operation = pm_operation_new ();
  g_autofree char *payload = g_strdup_printf ("{\"title\":\"%s\"}", title);

  pm_operation_set_kind (operation, PM_OPERATION_KIND_CREATE);
  pm_operation_set_item_type (operation, (int) type);
  pm_operation_set_poc_id (operation, poc_id);
  pm_operation_set_title (operation, title);
  pm_operation_set_payload (operation, payload);
  g_assert_true (
      dex_await (pm_outbox_enqueue (pm_syncer_get_outbox (world->syncer), operation, 0), NULL));
  return operation;
}

static void
assert_same (World *world, PmOperation *before)
{
  g_autoptr (PmOperation) after = world_find (world, pm_operation_get_id (before));

  g_assert_nonnull (after);
  g_assert_true (pm_record_equal (PM_RECORD (after), PM_RECORD (before)));
}

static DexFuture *
what_was_taken_out_comes_back_as_it_was_with_what_needs_it (gpointer data)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (PmOperation) poc = create (world, PM_ITEM_TYPE_POC, 0, "Phoenix");
  gint64 poc_id = pm_operation_get_item_id (poc);
  g_autoptr (PmOperation) task = create (world, PM_ITEM_TYPE_TASK, poc_id, "Install");
  g_autoptr (PmOperation) other = create (world, PM_ITEM_TYPE_TASK, 7, "Other");
  g_autoptr (GPtrArray) taken = NULL;

  taken = dex_await_boxed (
      pm_outbox_discard (pm_syncer_get_outbox (world->syncer), pm_operation_get_id (poc)), NULL);
  g_assert_cmpuint (taken->len, ==, 2);
  g_assert_null (world_find (world, pm_operation_get_id (poc)));
  g_assert_null (world_find (world, pm_operation_get_id (task)));
  assert_same (world, other);

  g_assert_true (
      dex_await (pm_outbox_put_back (pm_syncer_get_outbox (world->syncer), taken), NULL));
  assert_same (world, poc);
  assert_same (world, task);

  /* What is in the outbox again can be taken out again, and still belongs together. */
  g_clear_pointer (&taken, g_ptr_array_unref);
  taken = dex_await_boxed (
      pm_outbox_discard (pm_syncer_get_outbox (world->syncer), pm_operation_get_id (poc)), NULL);
  g_assert_cmpuint (taken->len, ==, 2);
  return dex_future_new_true ();
}

static DexFuture *
what_was_refused_comes_back_refused (gpointer data)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (PmOperation) refused = NULL;
  g_autoptr (GPtrArray) taken = NULL;
  gint64 id;

  world->post = refuse_ann;
  world_start (world);
  id = world_invite (world, "ann@acme.com", 0);
  while (state_of (world, id) != PM_OPERATION_STATE_NEEDS_ATTENTION)
    dex_await (dex_timeout_new_msec (2), NULL);
  refused = world_find (world, id);
  while (taken == NULL) {
    taken = dex_await_boxed (pm_outbox_discard (pm_syncer_get_outbox (world->syncer), id), NULL);
    dex_await (dex_timeout_new_msec (2), NULL);
  }
  g_assert_true (
      dex_await (pm_outbox_put_back (pm_syncer_get_outbox (world->syncer), taken), NULL));
  assert_same (world, refused);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    DexFiberFunc func;
  } tests[] = {
    { "/outbox/an-operation-is-sent-once-and-settles", an_operation_is_sent_once_and_settles },
    { "/outbox/what-is-held-can-be-taken-back-and-leaves-in-time",
      what_is_held_can_be_taken_back_and_leaves_in_time },
    { "/outbox/send-now-ends-the-wait", send_now_ends_the_wait },
    { "/outbox/a-lost-answer-keeps-the-key", a_lost_answer_keeps_the_key },
    { "/outbox/a-refusal-holds-up-nobody-else-and-another-try-is-another-operation",
      a_refusal_holds_up_nobody_else_and_another_try_is_another_operation },
    { "/outbox/without-a-session-all-waits-and-goes-on-with-one",
      without_a_session_all_waits_and_goes_on_with_one },
    { "/outbox/a-busy-server-is-left-alone-by-all-until-a-person-insists",
      a_busy_server_is_left_alone_by_all_until_a_person_insists },
    { "/outbox/a-throttled-resend-is-for-a-person-to-decide",
      a_throttled_resend_is_for_a_person_to_decide },
    { "/outbox/what-a-crash-left-is-sent-with-its-key", what_a_crash_left_is_sent_with_its_key },
    { "/outbox/a-key-that-may-be-forgotten-is-not-trusted",
      a_key_that_may_be_forgotten_is_not_trusted },
    { "/outbox/a-try-is-dated-by-the-servers-clock", a_try_is_dated_by_the_servers_clock },
    { "/outbox/one-thing-is-told-in-order", one_thing_is_told_in_order },
    { "/outbox/what-was-taken-out-comes-back-as-it-was-with-what-needs-it",
      what_was_taken_out_comes_back_as_it_was_with_what_needs_it },
    { "/outbox/what-was-refused-comes-back-refused", what_was_refused_comes_back_refused },
    { "/outbox/quitting-sends-what-is-held", quitting_sends_what_is_held },
    { "/outbox/quitting-does-not-wait-for-a-server-that-is-gone",
      quitting_does_not_wait_for_a_server_that_is_gone },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, tests[i].func, pm_test_fiber);
  return g_test_run ();
}
