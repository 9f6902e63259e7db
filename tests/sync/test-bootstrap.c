/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-db.h"
#include "sync-world.h"

/* Three pages; the connection is lost once when the third is asked for. */
static char *
break_off_once (const PmTestRequest *request, gpointer data)
{
  World *world = data;

  if (world_asks_from (request, ""))
    return world_page ("p1", TRUE, 1);
  if (world_asks_from (request, "p1"))
    return world_page ("p2", TRUE, 2);
  if (world_asks_from (request, "p2"))
    return world_was_asked_from (world, "p2", 1) ? NULL : world_page ("p3", FALSE, 3);
  world_park (world);
  return world_page ("p3", FALSE, 3);
}

static DexFuture *
a_bootstrap_goes_on_where_it_was_broken_off (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->changes = break_off_once;
  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_OFFLINE);
  world_wait (world, world_has_poc, 2);
  pm_syncer_poke (world->syncer);
  world_wait (world, world_has_poc, 3);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  g_assert_true (world_was_asked_from (world, "", 1));
  g_assert_true (world_was_asked_from (world, "p1", 1));
  return dex_future_new_true ();
}

static double
progress_of (World *world)
{
  double progress;

  g_object_get (world->syncer, "progress", &progress, NULL);
  return progress;
}

static DexFuture *
a_bootstrap_that_goes_on_says_how_far_it_has_come (gpointer data)
{
  g_autoptr (World) world = world_new ();

  world->changes = break_off_once;
  world_start (world);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_OFFLINE);
  g_assert_cmpfloat (progress_of (world), ==, 0.5);
  world_restart (world);
  g_assert_cmpfloat (pm_cache_get_progress (world->cache), ==, 0.5);
  world_start (world);
  g_assert_cmpfloat (progress_of (world), ==, 0.5);
  world_wait (world, world_has_poc, 3);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  g_assert_cmpfloat (progress_of (world), ==, -1);
  g_assert_true (world_was_asked_from (world, "", 1));
  g_assert_true (world_was_asked_from (world, "p1", 1));
  return dex_future_new_true ();
}

/* So many pages of a POC each; the fifth comes only when it is asked for a second time. */
#define N_PAGES 6

static char *
have_six_pages (const PmTestRequest *request, gpointer data)
{
  World *world = data;

  for (int n = 1; n <= N_PAGES; n++) {
    g_autofree char *before = n == 1 ? g_strdup ("") : g_strdup_printf ("p%d", n - 1);
    g_autofree char *state = g_strdup_printf ("p%d", n);

    if (!world_asks_from (request, before))
      continue;
    return n == 5 && world_was_asked_from (world, before, 1) ? NULL
                                                             : world_page (state, n < N_PAGES, n);
  }
  world_park (world);
  return world_page ("p6", FALSE, N_PAGES);
}

static void
note_state (PmCache *cache, GString *states)
{
  const char *state = pm_cache_get_state (cache);

  if (*state != '\0' && !g_str_has_suffix (states->str, state))
    g_string_append_printf (states, " %s", state);
}

/* Somebody else holds the file, so that the cache cannot write before all others have been asked
 * for. */
static DexFuture *
what_comes_while_the_cache_writes_is_stored_together (gpointer data)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *path = g_build_filename (world->folder, "cache-1.db", NULL);
  g_autoptr (PmDb) other = pm_db_open (path, PM_DB_PLAIN, NULL);
  g_autoptr (GString) states = g_string_new (NULL);

  world->changes = have_six_pages;
  g_signal_connect (world->cache, "changed", G_CALLBACK (note_state), states);
  g_assert_true (pm_db_exec (other, "BEGIN IMMEDIATE", NULL));
  world_start (world);
  while (!world_was_asked_from (world, "p4", 1))
    dex_await (dex_timeout_new_msec (2), NULL);
  g_assert_true (pm_db_exec (other, "ROLLBACK", NULL));
  world_wait (world, world_is_in_state, PM_SYNC_STATE_OFFLINE);
  g_assert_cmpstr (states->str, ==, " p1 p4");
  pm_syncer_poke (world->syncer);
  world_wait (world, world_is_in_state, PM_SYNC_STATE_UP_TO_DATE);
  for (gint64 id = 1; id <= N_PAGES; id++)
    g_assert_true (world_has_poc (world, id));
  g_assert_true (world_was_asked_from (world, "p3", 1));
  g_assert_true (world_was_asked_from (world, "p4", 2));
  g_signal_handlers_disconnect_by_data (world->cache, states);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  static const struct {
    const char *path;
    DexFiberFunc func;
  } tests[] = {
    { "/bootstrap/a-bootstrap-goes-on-where-it-was-broken-off",
      a_bootstrap_goes_on_where_it_was_broken_off },
    { "/bootstrap/a-bootstrap-that-goes-on-says-how-far-it-has-come",
      a_bootstrap_that_goes_on_says_how_far_it_has_come },
    { "/bootstrap/what-comes-while-the-cache-writes-is-stored-together",
      what_comes_while_the_cache_writes_is_stored_together },
  };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_data_func (tests[i].path, tests[i].func, pm_test_fiber);
  return g_test_run ();
}
