/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-world.h"
#include "sync/pm-pace.h"

#define SECOND G_TIME_SPAN_SECOND

/* --- What is decided --- */

static PmPace *
pace_of (gboolean hidden, gboolean metered)
{
  PmPace *pace = pm_pace_new ();

  g_object_set (pace, "hidden", hidden, "metered", metered, NULL);
  return pace;
}

static DexFuture *
nobody_rests_while_somebody_looks_for_free (gpointer data)
{
  g_autoptr (PmPace) pace = pace_of (FALSE, FALSE);

  g_assert_cmpint (pm_pace_get_rest (pace), ==, 0);
  g_assert_cmpint (pm_pace_stretch (pace, 15 * SECOND), ==, 15 * SECOND);
  g_assert_cmpint (pm_pace_get_tick (pace), ==, 30 * SECOND);
  g_assert_true (pm_pace_reads_ahead (pace));
  return dex_future_new_true ();
}

static DexFuture *
who_is_hidden_or_pays_asks_less_but_hears_within_a_minute (gpointer data)
{
  g_autoptr (PmPace) hidden = pace_of (TRUE, FALSE);
  g_autoptr (PmPace) metered = pace_of (FALSE, TRUE);
  g_autoptr (PmPace) both = pace_of (TRUE, TRUE);

  g_assert_cmpint (pm_pace_get_rest (hidden), ==, 30 * SECOND);
  g_assert_cmpint (pm_pace_get_rest (metered), ==, 30 * SECOND);
  g_assert_cmpint (pm_pace_get_rest (both), >, 30 * SECOND);
  g_assert_cmpint (pm_pace_get_rest (both), <, 60 * SECOND);
  g_assert_cmpint (pm_pace_stretch (hidden, SECOND), ==, 5 * SECOND);
  g_assert_cmpint (pm_pace_stretch (metered, SECOND), ==, 5 * SECOND);
  g_assert_cmpint (pm_pace_stretch (both, SECOND), ==, 10 * SECOND);
  g_assert_cmpint (pm_pace_get_tick (hidden), <=, 60 * SECOND);
  return dex_future_new_true ();
}

static DexFuture *
only_who_pays_reads_nothing_ahead (gpointer data)
{
  g_autoptr (PmPace) hidden = pace_of (TRUE, FALSE);
  g_autoptr (PmPace) metered = pace_of (FALSE, TRUE);

  g_assert_true (pm_pace_reads_ahead (hidden));
  g_assert_false (pm_pace_reads_ahead (metered));
  return dex_future_new_true ();
}

static void
count_up (gpointer number)
{
  (*(guint *) number)++;
}

static DexFuture *
every_change_of_pace_is_told_once (gpointer data)
{
  g_autoptr (PmPace) pace = pm_pace_new ();
  guint told = 0;

  g_signal_connect_swapped (pace, "changed", G_CALLBACK (count_up), &told);
  g_object_set (pace, "hidden", FALSE, "metered", FALSE, NULL);
  g_assert_cmpuint (told, ==, 0);
  g_object_set (pace, "hidden", TRUE, NULL);
  g_object_set (pace, "metered", TRUE, NULL);
  pm_pace_hurry (pace);
  g_assert_cmpuint (told, ==, 3);
  return dex_future_new_true ();
}

static DexFuture *
sleep_is_told_once_and_from_a_set_clock (gpointer data)
{
  g_autoptr (PmPace) pace = pm_pace_new ();

  /* What was slept before is no news. */
  g_assert_false (pm_pace_has_slept (pace, 5000 * SECOND, 1000 * SECOND));
  g_assert_false (pm_pace_has_slept (pace, 5030 * SECOND, 1030 * SECOND));
  g_assert_false (pm_pace_has_slept (pace, 5061 * SECOND, 1060 * SECOND));
  g_assert_true (pm_pace_has_slept (pace, 9000 * SECOND, 1090 * SECOND));
  g_assert_false (pm_pace_has_slept (pace, 9030 * SECOND, 1120 * SECOND));
  return dex_future_new_true ();
}

/* --- What is done about it --- */

static gboolean
has_waits (World *world, gint64 number)
{
  return (gint64) pm_test_peer_count (world->peer, "GET /sync/changes?since=s") >= number;
}

static gboolean
has_poc (World *world, gint64 id)
{
  g_autoptr (PmPoc) poc =
      dex_await_object (pm_cache_find_record (world->cache, PM_TYPE_POC, id), NULL);

  return poc != NULL;
}

/* In step, and nothing is asked any more for the time being. */
static void
assert_rests (World *world)
{
  world_wait (world, has_poc, 7);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  dex_await (dex_timeout_new_msec (200), NULL);
  g_assert_false (has_waits (world, 1));
}

static World *
world_hidden (void)
{
  World *world = world_new ();

  pm_syncer_set_hidden (world->syncer, TRUE);
  world_start (world);
  assert_rests (world);
  return world;
}

static DexFuture *
who_looks_is_told_at_once (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world_start (world);
  world_wait (world, has_waits, 1);
  return dex_future_new_true ();
}

static DexFuture *
rest_ends_when_somebody_looks (gpointer data)
{
  g_autoptr (World) world = world_hidden ();

  pm_syncer_set_hidden (world->syncer, FALSE);
  world_wait (world, has_waits, 1);
  return dex_future_new_true ();
}

static DexFuture *
rest_ends_when_a_person_asks (gpointer data)
{
  g_autoptr (World) world = world_hidden ();

  pm_syncer_poke (world->syncer);
  world_wait (world, has_waits, 1);
  return dex_future_new_true ();
}

/* Who has sent something wants to see what becomes of it. */
static DexFuture *
rest_ends_when_something_was_sent (gpointer data)
{
  g_autoptr (World) world = world_hidden ();

  world_invite (world, "a@acme.com", 0);
  world_wait (world, has_waits, 1);
  world_wait (world, world_has_unsent, 0);
  return dex_future_new_true ();
}

static DexFuture *
a_hidden_window_hears_of_a_change_within_a_minute (gpointer data)
{
  g_autoptr (World) world = world_hidden ();
  gint64 began = g_get_monotonic_time ();

  world_move_feed (world);
  while (g_strcmp0 (pm_cache_get_state (world->cache), "s2") != 0) {
    g_assert_cmpint (g_get_monotonic_time () - began, <, 60 * SECOND);
    dex_await (dex_timeout_new_msec (50), NULL);
  }
  return dex_future_new_true ();
}

static char *
give_three_pages (const PmTestRequest *request, gpointer data)
{
  static const char *const states[] = { "", "p1", "p2" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autofree char *since = g_strdup_printf ("since=%s&", states[i]);
    g_autofree char *page = NULL;

    if (strstr (request->line, since) == NULL)
      continue;
    page = g_strdup_printf ("{\"new_state\":\"%s\",\"has_more\":%s,\"seq\":1,\"list\":[{\"type\":"
                            "\"poc\",\"id\":%u,\"rev\":1,\"title\":\"Pilot\"}]}",
                            i < 2 ? states[i + 1] : "s1", i < 2 ? "true" : "false", 5 + i);
    return pm_test_reply_json (200, page);
  }
  return NULL;
}

static DexFuture *
where_bytes_are_paid_for_everything_comes_but_nobody_waits (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->changes = give_three_pages;
  pm_test_monitor_set_metered (world->monitor, TRUE);
  world_start (world);
  assert_rests (world);
  pm_test_monitor_set_metered (world->monitor, FALSE);
  world_wait (world, has_waits, 1);
  return dex_future_new_true ();
}

/* --- When is tried again --- */

static char *
ask_to_wait (const PmTestRequest *request, gpointer data)
{
  return pm_test_reply (503, "Content-Type: application/json\r\nRetry-After: 600\r\n",
                        "{\"detail\":\"Busy\"}");
}

static gboolean
has_asked (World *world, gint64 times)
{
  return (gint64) pm_test_peer_count (world->peer, "GET /sync/changes") >= times;
}

static DexFuture *
only_a_person_overrides_a_servers_wish_to_wait (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->changes = ask_to_wait;
  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_PROBLEM);
  pm_test_monitor_set_available (world->monitor, TRUE);
  pm_syncer_set_hidden (world->syncer, TRUE);
  pm_syncer_set_hidden (world->syncer, FALSE);
  dex_await (dex_timeout_new_msec (200), NULL);
  g_assert_false (has_asked (world, 2));
  pm_syncer_poke (world->syncer);
  world_wait (world, has_asked, 2);
  return dex_future_new_true ();
}

static char *
be_gone (const PmTestRequest *request, gpointer data)
{
  return NULL;
}

/* Neither that there is none keeps anything from being tried, nor is it waited for. */
static DexFuture *
a_network_is_a_hint_and_no_more (gpointer data)
{
  g_autoptr (World) world = world_new ();

  pm_test_monitor_set_available (world->monitor, FALSE);
  world->changes = be_gone;
  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_OFFLINE);
  world_wait (world, has_asked, 3);
  world->changes = NULL;
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  return dex_future_new_true ();
}

/* Who is asking already is not asked again. */
static gboolean
has_asked_when_poked (World *world, gint64 number)
{
  pm_syncer_poke (world->syncer);
  return has_asked (world, number);
}

static gboolean
is_up_to_date_when_available (World *world, gint64 unused)
{
  pm_test_monitor_set_available (world->monitor, TRUE);
  return world_is_in_state (world, PM_SYNC_STATE_UP_TO_DATE);
}

/* Until nobody has asked for a while. */
static void
wait_for_rest (World *world)
{
  guint before = G_MAXUINT;
  guint now;

  while ((now = pm_test_peer_count (world->peer, "GET /sync/changes")) != before) {
    before = now;
    dex_await (dex_timeout_new_msec (300), NULL);
  }
}

/* By then the pause has grown so long that nobody would have tried by itself. */
static DexFuture *
a_network_that_comes_back_is_used_at_once (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->changes = be_gone;
  world_start (world);
  world_wait (world, has_asked_when_poked, 12);
  wait_for_rest (world);
  world->changes = NULL;
  world_wait (world, is_up_to_date_when_available, 0);
  return dex_future_new_true ();
}

/* A rest is longer than other tests may take. */
static void
run_patiently (gconstpointer func)
{
  g_autoptr (DexFuture) future = dex_scheduler_spawn (NULL, 0, (DexFiberFunc) func, NULL, NULL);

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (dex_future_is_resolved (future));
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    DexFiberFunc func;
  } tests[] = {
    { "/pace/nobody-rests-while-somebody-looks-for-free",
      nobody_rests_while_somebody_looks_for_free },
    { "/pace/who-is-hidden-or-pays-asks-less-but-hears-within-a-minute",
      who_is_hidden_or_pays_asks_less_but_hears_within_a_minute },
    { "/pace/only-who-pays-reads-nothing-ahead", only_who_pays_reads_nothing_ahead },
    { "/pace/every-change-of-pace-is-told-once", every_change_of_pace_is_told_once },
    { "/pace/sleep-is-told-once-and-from-a-set-clock", sleep_is_told_once_and_from_a_set_clock },
    { "/pace/who-looks-is-told-at-once", who_looks_is_told_at_once },
    { "/pace/rest-ends-when-somebody-looks", rest_ends_when_somebody_looks },
    { "/pace/rest-ends-when-a-person-asks", rest_ends_when_a_person_asks },
    { "/pace/rest-ends-when-something-was-sent", rest_ends_when_something_was_sent },
    { "/pace/where-bytes-are-paid-for-everything-comes-but-nobody-waits",
      where_bytes_are_paid_for_everything_comes_but_nobody_waits },
    { "/pace/only-a-person-overrides-a-servers-wish-to-wait",
      only_a_person_overrides_a_servers_wish_to_wait },
    { "/pace/a-network-is-a-hint-and-no-more", a_network_is_a_hint_and_no_more },
    { "/pace/a-network-that-comes-back-is-used-at-once",
      a_network_that_comes_back_is_used_at_once },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, tests[i].func, pm_test_fiber);
  g_test_add_data_func ("/pace/a-hidden-window-hears-of-a-change-within-a-minute",
                        a_hidden_window_hears_of_a_change_within_a_minute, run_patiently);
  return g_test_run ();
}
