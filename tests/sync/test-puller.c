/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-poc-list.h"
#include "domain/pm-error.h"
#include "sync-world.h"

static gboolean
has_state (World *world, const char *state)
{
  return g_strcmp0 (pm_cache_get_state (world->cache), state) == 0;
}

static DexFuture *
what_the_server_says_is_there_and_stays_in_step (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  world_wait (world, world_has_poc, 7);
  world_move_feed (world);
  while (!has_state (world, "s2"))
    dex_await (dex_timeout_new_msec (2), NULL);
  g_assert_true (world_was_asked_from (world, "", 1));
  return dex_future_new_true ();
}

static char *
forget_the_state (const PmTestRequest *request, gpointer data)
{
  World *world = data;

  if (world_asks_from (request, ""))
    return world_was_asked_from (world, "", 1) ? world_page ("old", FALSE, 1)
                                               : world_page ("new", FALSE, 2);
  if (world_asks_from (request, "old"))
    return pm_test_reply_json (410,
                               "{\"detail\":\"Too old\",\"type\":\"cannot_calculate_changes\"}");
  world_park (world);
  return world_page ("new", FALSE, 2);
}

static DexFuture *
a_state_of_no_use_leads_to_a_new_copy (gpointer data)
{
  g_autoptr (World) world = world_new ();
  gint64 waiting;

  world->changes = forget_the_state;
  world->post = forget_the_state;
  waiting = world_invite (world, "a@acme.com", 60 * G_USEC_PER_SEC);
  world_start (world);
  world_wait (world, world_has_poc, 2);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  g_assert_false (world_has_poc (world, 1));
  g_assert_true (
      dex_await (pm_outbox_discard (pm_syncer_get_outbox (world->syncer), waiting), NULL));
  return dex_future_new_true ();
}

/* The server's words once the feed is asked for more than the first time. */
typedef struct {
  World *world;
  char *(*refuse) (void);
  gboolean is_over; /* under the world's lock */
} Refusal;

static char *
refuse_in_json (void)
{
  return pm_test_reply_json (403, "{\"detail\":\"User account is inactive\"}");
}

static char *
refuse_by_a_web_page (void)
{
  return pm_test_reply (403, "Content-Type: text/html\r\n", "<html>Please pay first.</html>");
}

static char *
refuse_after_the_first (const PmTestRequest *request, gpointer data)
{
  World *world = data;
  Refusal *refusal = world->data;
  gboolean is_over;

  g_mutex_lock (&world->lock);
  is_over = refusal->is_over;
  g_mutex_unlock (&world->lock);
  if (world_asks_from (request, ""))
    return is_over || world_was_asked_from (world, "", 1) ? world_page ("s1", FALSE, 1)
                                                          : refusal->refuse ();
  if (!is_over)
    return refusal->refuse ();
  if (strstr (request->line, "wait=0") == NULL)
    world_park (world);
  return world_page ("s1", FALSE, 1);
}

static void
end_refusal (World *world)
{
  Refusal *refusal = world->data;

  g_mutex_lock (&world->lock);
  refusal->is_over = TRUE;
  g_mutex_unlock (&world->lock);
  pm_syncer_poke (world->syncer);
}

static gint64
save_draft (World *world)
{
  g_autoptr (PmDraft) draft = pm_draft_new ();

  pm_draft_set_poc_id (draft, 1);
  return dex_await_int64 (pm_cache_save_draft (world->cache, draft), NULL);
}

static gboolean
has_draft (World *world, gint64 id)
{
  g_autoptr (PmDraft) draft = dex_await_object (pm_cache_find_draft (world->cache, 1), NULL);

  return draft != NULL && pm_draft_get_id (draft) == id;
}

static guint
count_mirrors (World *world)
{
  g_autoptr (GDir) dir = g_dir_open (world->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_prefix (name, "cache-") && g_str_has_suffix (name, ".db");
  return n;
}

static DexFuture *
who_is_shut_out_keeps_what_is_their_own (gpointer data)
{
  g_autoptr (World) world = world_new ();
  Refusal refusal = { .refuse = refuse_in_json };
  g_autoptr (PmPocList) list = pm_poc_list_new (world->cache);
  g_autoptr (PmOperation) operation = NULL;
  g_autofree char *words = NULL;
  gint64 draft = save_draft (world);
  gint64 waiting = world_invite (world, "a@acme.com", 60 * G_USEC_PER_SEC);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  world->data = &refusal;
  world->changes = refuse_after_the_first;
  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_NO_ACCESS);
  while (world_has_poc (world, 1) || g_list_model_get_n_items (G_LIST_MODEL (list)) > 0)
    dex_await (dex_timeout_new_msec (2), NULL);
  g_object_get (world->syncer, "problem", &words, NULL);
  g_assert_cmpstr (words, ==, "User account is inactive");
  g_assert_cmpint (pm_cache_get_notices (world->cache), ==, PM_CACHE_NOTICE_NONE);
  g_assert_cmpuint (count_mirrors (world), ==, 1);
  g_assert_true (has_draft (world, draft));
  operation = world_find (world, waiting);
  g_assert_nonnull (operation);

  end_refusal (world);
  world_wait (world, world_has_poc, 1);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  return dex_future_new_true ();
}

static char *
keep_waiting (const PmTestRequest *request, gpointer data)
{
  world_park (data);
  return NULL;
}

static gboolean
is_asked_for_pocs (World *world, gint64 number)
{
  return pm_test_peer_count (world->peer, "GET /pocs/") > 0;
}

static DexFuture *
who_becomes_a_customer_has_nothing_that_they_may_not_read (gpointer data)
{
  g_autoptr (World) world = world_new ();
  Refusal refusal = { .refuse = refuse_in_json };

  world->data = &refusal;
  world->changes = refuse_after_the_first;
  world->read = keep_waiting;
  world->role = "customer";
  world_start (world);
  world_wait (world, is_asked_for_pocs, 0);
  g_assert_false (world_has_poc (world, 1));
  return dex_future_new_true ();
}

/* Some hotel's, not the server's. */
static DexFuture *
a_web_page_that_refuses_costs_nothing (gpointer data)
{
  g_autoptr (World) world = world_new ();
  Refusal refusal = { .refuse = refuse_by_a_web_page };

  world->data = &refusal;
  world->changes = refuse_after_the_first;
  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_PROBLEM);
  g_assert_true (world_has_poc (world, 1));
  end_refusal (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  g_assert_true (world_was_asked_from (world, "", 1));
  return dex_future_new_true ();
}

/*
 * The server is set back to what it was before an invitation; its next page waits until the test
 * lets it go on.
 */
typedef struct {
  gboolean is_back; /* under the world's lock, as all of it */
  gboolean goes_on;
} Restore;

static char *
page_of_epoch (const char *epoch, const char *new_state, gboolean has_more, int id)
{
  g_autofree char *body = g_strdup_printf (
      "{\"new_state\":\"%s\",\"epoch\":\"%s\",\"has_more\":%s,\"seq\":9,\"total\":2,"
      "\"list\":[{\"type\":\"poc\",\"id\":%d,\"rev\":1,\"title\":\"Pilot %d\"}]}",
      new_state, epoch, has_more ? "true" : "false", id, id);

  return pm_test_reply_json (200, body);
}

static void
wait_until (World *world, gboolean *condition)
{
  while (!*condition && !world->closing)
    g_cond_wait (&world->news, &world->lock);
}

static void
let (World *world, gboolean *condition)
{
  g_mutex_lock (&world->lock);
  *condition = TRUE;
  g_cond_broadcast (&world->news);
  g_mutex_unlock (&world->lock);
}

static char *
be_restored (const PmTestRequest *request, gpointer data)
{
  World *world = data;
  Restore *restore = world->data;
  gboolean is_back;

  g_mutex_lock (&world->lock);
  if (world_asks_from (request, "a1"))
    wait_until (world, &restore->is_back);
  if (world_asks_from (request, "b1"))
    wait_until (world, &restore->goes_on);
  is_back = restore->is_back;
  g_mutex_unlock (&world->lock);

  if (world_asks_from (request, "a1"))
    return pm_test_reply_json (410, "{\"detail\":\"x\",\"type\":\"cannot_calculate_changes\"}");
  if (world_asks_from (request, "b1"))
    return page_of_epoch ("b", "b2", FALSE, 8);
  if (world_asks_from (request, ""))
    return is_back ? page_of_epoch ("b", "b1", TRUE, 7) : page_of_epoch ("a", "a1", FALSE, 6);
  world_park (world);
  return page_of_epoch ("b", "b2", FALSE, 8);
}

static char *
confirm_at_10 (const PmTestRequest *request, gpointer data)
{
  return pm_test_reply (201, "Content-Type: application/json\r\nSync-Seq: 10\r\n", "{\"id\":1}");
}

static gboolean
is_operation_in_state (World *world, gint64 id, int state)
{
  g_autoptr (PmOperation) operation = world_find (world, id);

  return operation != NULL && pm_operation_get_state (operation) == state;
}

static void
count_up (guint *number)
{
  (*number)++;
}

static DexFuture *
what_a_restored_server_has_lost_needs_attention_and_can_be_sent_again (gpointer data)
{
  g_autoptr (World) world = world_new ();
  Restore restore = { FALSE, FALSE };
  g_autoptr (PmPocList) list = pm_poc_list_new (world->cache);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  guint n_changes = 0;
  gint64 id;

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  world->data = &restore;
  world->changes = be_restored;
  world->post = confirm_at_10;
  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  id = world_invite (world, "a@acme.com", 0);
  while (!is_operation_in_state (world, id, PM_OPERATION_STATE_CONFIRMED) ||
         g_list_model_get_n_items (G_LIST_MODEL (list)) == 0)
    dex_await (dex_timeout_new_msec (2), NULL);

  /* What was there goes on being shown, without a stir, while the rest is fetched beside it. */
  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (count_up), &n_changes);
  let (world, &restore.is_back);
  while (!has_state (world, "b1"))
    dex_await (dex_timeout_new_msec (2), NULL);
  g_assert_true (world_has_poc (world, 6));
  g_assert_false (world_has_poc (world, 7));
  g_assert_cmpuint (n_changes, ==, 0);
  g_assert_true (is_operation_in_state (world, id, PM_OPERATION_STATE_CONFIRMED));

  let (world, &restore.goes_on);
  world_wait (world, world_has_poc, 8);
  while (!is_operation_in_state (world, id, PM_OPERATION_STATE_NEEDS_ATTENTION))
    dex_await (dex_timeout_new_msec (2), NULL);
  g_assert_false (world_has_poc (world, 6));
  while (!dex_await (pm_outbox_retry (pm_syncer_get_outbox (world->syncer), id), NULL))
    dex_await (dex_timeout_new_msec (2), NULL);
  world_wait (world, world_has_posts, 2);
  world_wait (world, world_has_unsent, 0);
  first = world_key (world, 0);
  second = world_key (world, 1);
  g_assert_cmpstr (first, !=, second);
  return dex_future_new_true ();
}

static char *
always_forget (const PmTestRequest *request, gpointer data)
{
  return pm_test_reply_json (410, "{\"detail\":\"Too old\"}");
}

static char *
never_wait (const PmTestRequest *request, gpointer data)
{
  return world_page ("s1", FALSE, 1);
}

static char *
never_move (const PmTestRequest *request, gpointer data)
{
  return world_page ("s1", TRUE, 1);
}

/* However wrong the server is, it is not asked more than a few times a second. */
static DexFuture *
expect_patience (PmTestScript changes)
{
  g_autoptr (World) world = world_new ();

  world->changes = changes;
  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_PROBLEM);
  dex_await (dex_timeout_new_msec (300), NULL);
  g_assert_cmpuint (pm_test_peer_count (world->peer, "GET /sync/changes"), <, 40);
  return dex_future_new_true ();
}

static DexFuture *
a_feed_that_does_not_wait_is_not_asked_in_a_loop (gpointer data)
{
  return expect_patience (never_wait);
}

static DexFuture *
a_feed_that_does_not_move_is_not_asked_in_a_loop (gpointer data)
{
  return expect_patience (never_move);
}

static DexFuture *
a_feed_that_forgets_all_is_not_asked_in_a_loop (gpointer data)
{
  return expect_patience (always_forget);
}

static gboolean
has_lists_read (World *world, gint64 number)
{
  return (gint64) pm_test_peer_count (world->peer, "GET /pocs/") >= number;
}

static DexFuture *
a_plain_server_is_told_apart (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->capabilities = "";
  world_start (world);
  world_wait (world, has_lists_read, 1);
  g_assert_cmpuint (pm_test_peer_count (world->peer, "GET /sync/changes"), ==, 0);
  return dex_future_new_true ();
}

static char *
be_nonsense_at_first (const PmTestRequest *request, gpointer data)
{
  static const char *const nonsense[] = {
    "{\"new_state\":7}",
    "{\"new_state\":\"x\",\"list\":[{\"type\":\"poc\",\"id\":\"one\",\"title\":\"x\"}]}",
    "[]",
    "{",
  };
  World *world = data;
  guint n = pm_test_peer_count (world->peer, "GET /sync/changes") - 1;

  if (n < G_N_ELEMENTS (nonsense))
    return pm_test_reply_json (200, nonsense[n]);
  if (!world_asks_from (request, ""))
    world_park (world);
  return world_page ("s1", FALSE, 1);
}

static DexFuture *
nonsense_is_a_problem_until_it_is_over (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->changes = be_nonsense_at_first;
  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_PROBLEM);
  while (!world_is_in_state (world, PM_SYNC_STATE_UP_TO_DATE)) {
    pm_syncer_poke (world->syncer);
    dex_await (dex_timeout_new_msec (20), NULL);
  }
  g_assert_true (world_has_poc (world, 1));
  return dex_future_new_true ();
}

static DexFuture *
starting_and_stopping_leave_nothing_behind (gpointer data)
{
  for (guint i = 0; i < 5; i++) {
    g_autoptr (World) world = world_new ();

    world_start (world);
    if (i > 0)
      dex_await (dex_timeout_new_msec ((int) i * 5), NULL);
  }
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    DexFiberFunc func;
  } tests[] = {
    { "/puller/what-the-server-says-is-there-and-stays-in-step",
      what_the_server_says_is_there_and_stays_in_step },
    { "/puller/a-state-of-no-use-leads-to-a-new-copy", a_state_of_no_use_leads_to_a_new_copy },
    { "/puller/who-is-shut-out-keeps-what-is-their-own", who_is_shut_out_keeps_what_is_their_own },
    { "/puller/who-becomes-a-customer-has-nothing-that-they-may-not-read",
      who_becomes_a_customer_has_nothing_that_they_may_not_read },
    { "/puller/a-web-page-that-refuses-costs-nothing", a_web_page_that_refuses_costs_nothing },
    { "/puller/what-a-restored-server-has-lost-needs-attention-and-can-be-sent-again",
      what_a_restored_server_has_lost_needs_attention_and_can_be_sent_again },
    { "/puller/a-feed-that-does-not-wait-is-not-asked-in-a-loop",
      a_feed_that_does_not_wait_is_not_asked_in_a_loop },
    { "/puller/a-feed-that-does-not-move-is-not-asked-in-a-loop",
      a_feed_that_does_not_move_is_not_asked_in_a_loop },
    { "/puller/a-feed-that-forgets-all-is-not-asked-in-a-loop",
      a_feed_that_forgets_all_is_not_asked_in_a_loop },
    { "/puller/a-plain-server-is-told-apart", a_plain_server_is_told_apart },
    { "/puller/nonsense-is-a-problem-until-it-is-over", nonsense_is_a_problem_until_it_is_over },
    { "/puller/starting-and-stopping-leave-nothing-behind",
      starting_and_stopping_leave_nothing_behind },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, tests[i].func, pm_test_fiber);
  return g_test_run ();
}
