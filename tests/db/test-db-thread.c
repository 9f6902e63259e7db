/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db-fixture.h"

#include "db/pm-db-thread.h"
#include "domain/pm-error.h"

#include "pm-test-fiber.h"

typedef struct {
  Fixture *fixture;
  GMainLoop *loop;
} Run;

static gboolean
make_table (PmDb *db, gpointer data, GError **error)
{
  return pm_db_exec (db, "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)", error);
}

static gboolean
note_count (PmDb *db, gpointer data, GError **error)
{
  *(gint64 *) data = count_things (db);
  return TRUE;
}

static gboolean
count_for_ever (PmDb *db, gpointer data, GError **error)
{
  gint64 n;

  g_atomic_int_set ((int *) data, 1);
  return pm_db_query_int64 (
      db, &n, error,
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", "");
}

static DexFuture *
thread_fiber (gpointer data)
{
  Run *run = data;
  g_autoptr (PmDbThread) thread = pm_db_thread_new ("test", run->fixture->path, PM_DB_PLAIN);
  g_autoptr (GError) error = NULL;
  DexFuture *endless;
  int started = 0;
  gint64 n = -1;

  g_assert_true (dex_await (pm_db_thread_run (thread, make_table, NULL, NULL), NULL));
  g_assert_true (dex_await (pm_db_thread_transact (thread, insert_one, "x", NULL), NULL));
  g_assert_false (dex_await (pm_db_thread_transact (thread, insert_and_fail, "y", NULL), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_REFUSED);
  g_assert_true (dex_await (pm_db_thread_run (thread, note_count, &n, NULL), NULL));
  g_assert_cmpint (n, ==, 1);

  g_clear_error (&error);
  endless = pm_db_thread_run (thread, count_for_ever, &started, NULL);
  while (!g_atomic_int_get (&started))
    dex_await (dex_timeout_new_msec (1), NULL);
  while (dex_future_is_pending (endless)) {
    pm_db_thread_interrupt (thread);
    dex_await (dex_timeout_new_msec (1), NULL);
  }
  g_assert_false (dex_await (endless, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_CANCELLED);

  g_clear_error (&error);
  g_assert_true (dex_await (pm_db_thread_close (thread), NULL));
  g_assert_false (dex_await (pm_db_thread_run (thread, note_count, &n, NULL), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_CANCELLED);
  g_main_loop_quit (run->loop);
  return NULL;
}

static void
a_thread_works_in_order_can_be_interrupted_and_closes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { fixture, loop };

  dex_future_disown (dex_scheduler_spawn (NULL, 0, thread_fiber, &run, NULL));
  g_main_loop_run (loop);
}

/* A group: jobs that have come while the thread was busy. */

typedef struct {
  Fixture *fixture;
  GMutex gate;
  DexFuture *first;
  gint64 seen_by_others;
  guint n_looks;
} Crowd;

static gboolean
wait_at_the_gate (PmDb *db, gpointer data, GError **error)
{
  Crowd *crowd = data;

  g_mutex_lock (&crowd->gate);
  g_mutex_unlock (&crowd->gate);
  return TRUE;
}

static gboolean
look_from_outside (PmDb *db, gpointer data, GError **error)
{
  Crowd *crowd = data;
  g_autoptr (PmDb) other = pm_db_open (crowd->fixture->path, PM_DB_READ_ONLY, NULL);

  g_assert_true (dex_future_is_pending (crowd->first));
  g_assert_cmpint (count_things (db), ==, 2);
  crowd->seen_by_others = count_things (other);
  return TRUE;
}

static gboolean
look_afterwards (PmDb *db, gpointer data, GError **error)
{
  Crowd *crowd = data;
  g_autoptr (PmDb) other = pm_db_open (crowd->fixture->path, PM_DB_READ_ONLY, NULL);

  g_assert_false (pm_db_is_transacting (db));
  crowd->n_looks++;
  crowd->seen_by_others = count_things (other);
  return TRUE;
}

static gboolean
insert_second (PmDb *db, gpointer data, GError **error)
{
  return insert_one (db, "second", error);
}

static gboolean
refuse (PmDb *db, gpointer data, GError **error)
{
  return insert_and_fail (db, "refused", error);
}

static gboolean
lose_the_transaction (PmDb *db, gpointer data, GError **error)
{
  g_assert_true (pm_db_exec (db, "ROLLBACK", NULL));
  g_set_error (error, PM_ERROR, PM_ERROR_STORAGE, "The disk is full.");
  return FALSE;
}

static PmDbThread *
start_crowd (Crowd *crowd)
{
  PmDbThread *thread = pm_db_thread_new ("test", crowd->fixture->path, PM_DB_DURABLE);

  g_assert_true (dex_await (pm_db_thread_run (thread, make_table, NULL, NULL), NULL));
  g_mutex_lock (&crowd->gate);
  dex_future_disown (pm_db_thread_run (thread, wait_at_the_gate, crowd, NULL));
  crowd->first = pm_db_thread_transact (thread, insert_one, "first", NULL);
  return thread;
}

static gint64
end_crowd (Crowd *crowd, PmDbThread *thread)
{
  gint64 n = -1;

  dex_clear (&crowd->first);
  g_assert_true (dex_await (pm_db_thread_run (thread, note_count, &n, NULL), NULL));
  g_assert_true (dex_await (pm_db_thread_close (thread), NULL));
  return n;
}

static DexFuture *
group_fiber (gpointer data)
{
  Crowd *crowd = data;
  g_autoptr (PmDbThread) thread = start_crowd (crowd);
  g_autoptr (GError) error = NULL;
  DexFuture *refused = pm_db_thread_transact (thread, insert_and_fail, "refused", NULL);
  DexFuture *second = pm_db_thread_transact (thread, insert_one, "second", NULL);
  DexFuture *last = pm_db_thread_transact (thread, look_from_outside, crowd, NULL);
  guint stamp = pm_db_thread_get_stamp (thread);

  g_mutex_unlock (&crowd->gate);
  g_assert_true (dex_await (dex_ref (crowd->first), NULL));
  g_assert_cmpuint (pm_db_thread_get_stamp (thread), !=, stamp);
  g_assert_false (dex_await (refused, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_REFUSED);
  g_assert_true (dex_await (second, NULL));
  g_assert_true (dex_await (last, NULL));
  g_assert_cmpint (crowd->seen_by_others, ==, 0);
  g_assert_cmpint (end_crowd (crowd, thread), ==, 2);
  return dex_future_new_true ();
}

static void
assert_disk_is_full (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (dex_await (future, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_STORAGE);
}

static DexFuture *
lost_group_fiber (gpointer data)
{
  Crowd *crowd = data;
  g_autoptr (PmDbThread) thread = start_crowd (crowd);
  DexFuture *shown = pm_db_thread_commit (thread, insert_second, look_afterwards, crowd, NULL);
  DexFuture *loser = pm_db_thread_transact (thread, lose_the_transaction, NULL, NULL);

  g_mutex_unlock (&crowd->gate);
  assert_disk_is_full (dex_ref (crowd->first));
  assert_disk_is_full (shown);
  assert_disk_is_full (loser);
  g_assert_cmpuint (crowd->n_looks, ==, 0);
  g_assert_true (dex_await (pm_db_thread_transact (thread, insert_one, "third", NULL), NULL));
  g_assert_cmpint (end_crowd (crowd, thread), ==, 1);
  return dex_future_new_true ();
}

static DexFuture *
told_group_fiber (gpointer data)
{
  Crowd *crowd = data;
  g_autoptr (PmDbThread) thread = start_crowd (crowd);
  g_autoptr (GError) error = NULL;
  DexFuture *shown = pm_db_thread_commit (thread, insert_second, look_afterwards, crowd, NULL);
  DexFuture *refused = pm_db_thread_commit (thread, refuse, look_afterwards, crowd, NULL);
  DexFuture *failed = pm_db_thread_commit (thread, insert_second, refuse, crowd, NULL);

  g_mutex_unlock (&crowd->gate);
  g_assert_true (dex_await (shown, NULL));
  g_assert_false (dex_await (refused, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_REFUSED);
  g_assert_false (dex_await (failed, NULL));
  g_assert_cmpuint (crowd->n_looks, ==, 1);
  g_assert_cmpint (crowd->seen_by_others, ==, 3);
  g_assert_cmpint (end_crowd (crowd, thread), ==, 4);
  return dex_future_new_true ();
}

static void
one_refused_among_many_takes_back_only_itself (Fixture *fixture, gconstpointer data)
{
  Crowd crowd = { .fixture = fixture };

  pm_test_run_fiber (group_fiber, &crowd);
}

static void
what_follows_a_commit_finds_it_durable (Fixture *fixture, gconstpointer data)
{
  Crowd crowd = { .fixture = fixture };

  pm_test_run_fiber (told_group_fiber, &crowd);
}

static void
where_the_commit_fails_all_hear_why_and_nothing_has_happened (Fixture *fixture, gconstpointer data)
{
  Crowd crowd = { .fixture = fixture };

  pm_test_run_fiber (lost_group_fiber, &crowd);
}

#define ADD(path, func) \
  g_test_add ("/db-thread/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("order", a_thread_works_in_order_can_be_interrupted_and_closes);
  ADD ("group", one_refused_among_many_takes_back_only_itself);
  ADD ("told-group", what_follows_a_commit_finds_it_durable);
  ADD ("lost-group", where_the_commit_fails_all_hear_why_and_nothing_has_happened);
  return g_test_run ();
}
