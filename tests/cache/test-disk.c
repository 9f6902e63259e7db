/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"
#include "domain/pm-error.h"
#include "pm-test-vfs.h"

#include <stdlib.h>

/*
 * One day's work on a disk that fails at its first write, at its second, and so on until the
 * whole day passes; after each failure the folder is opened again and must hold what was said.
 */

#define N_HOURS 3   /* of work, each with a page, a draft and an operation */
#define STRIDE  11  /* between the writes that fail, where not all are tried */
#define TOO_FAR 800 /* no day has so many writes */

typedef struct {
  guint page;
  guint draft; /* how many were called saved, all with numbers below */
  guint operation;
  GError *error; /* the first failure that a person would have heard of */
} Said;

static gboolean
heard (Said *said, DexFuture *future)
{
  return dex_await (future, said->error == NULL ? &said->error : NULL);
}

static PmPage *
make_page (PmCache *cache, guint n)
{
  g_autofree char *state = g_strdup_printf ("s%u", n);
  PmPage *page = fixture_page (cache, state, n);

  fixture_add (page, fixture_poc (1, state, "Globex"));
  fixture_add (page, fixture_poc (n + 1, "One more", "Globex"));
  return page;
}

static gboolean
store_page (PmCache *cache, guint n, Said *said)
{
  g_autoptr (PmPage) page = make_page (cache, n);

  if (!heard (said, pm_cache_apply_page (cache, page)))
    return FALSE;
  said->page = n;
  return TRUE;
}

static gboolean
store_draft (PmCache *cache, guint n, Said *said)
{
  g_autoptr (PmDraft) draft = pm_draft_new ();

  pm_draft_set_poc_id (draft, 1000 + n);
  if (!heard (said, pm_cache_save_draft (cache, draft)))
    return FALSE;
  said->draft = n;
  return TRUE;
}

static gboolean
store_operation (PmCache *cache, guint n, Said *said)
{
  g_autofree char *key = g_strdup_printf ("key-%u", n);
  g_autoptr (PmOperation) operation = fixture_operation (PM_OPERATION_KIND_INVITE, 1, key, key);

  if (!heard (said, pm_cache_add_operation (cache, operation, 0)))
    return FALSE;
  said->operation = n;
  pm_operation_set_attempts (operation, 1);
  return heard (said, pm_cache_update_operation (cache, operation));
}

static gboolean
work (PmCache *cache, guint from, Said *said)
{
  for (guint n = from; n < from + N_HOURS; n++)
    if (!store_page (cache, n, said) || !store_draft (cache, n, said) ||
        !store_operation (cache, n, said))
      return FALSE;
  return TRUE;
}

static void
close_anyhow (PmCache *cache)
{
  if (cache == NULL)
    return;
  dex_await (pm_cache_close (cache), NULL);
  g_object_unref (cache);
}

/* --- What must be there --- */

static gboolean
has_draft (PmCache *cache, guint n)
{
  g_autoptr (PmDraft) draft = dex_await_object (pm_cache_find_draft (cache, 1000 + n), NULL);

  return draft != NULL;
}

static void
check_drafts (PmCache *cache, const Said *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) operations = dex_await_boxed (pm_cache_list_operations (cache), &error);

  g_assert_no_error (error);
  for (guint n = 1; n <= said->draft; n++)
    g_assert_true (has_draft (cache, n));
  /* One more may have got through just before its answer. */
  g_assert_cmpuint (operations->len, >=, said->operation);
  g_assert_cmpuint (operations->len, <=, said->operation + 1);
}

/* The mirror may have lost its last pages, which come again, but no half of one. */
static void
check_mirror (PmCache *cache)
{
  const char *state = pm_cache_get_state (cache);
  guint n = *state == '\0' ? 0 : (guint) atoi (state + 1);

  for (guint id = 1; id <= n + 2; id++) {
    g_autoptr (PmPoc) poc = dex_await_object (pm_cache_find_record (cache, PM_TYPE_POC, id), NULL);

    g_assert_cmpint (poc != NULL, ==, n > 0 && id <= n + 1);
    if (id == 1 && poc != NULL)
      g_assert_cmpstr (pm_poc_get_title (poc), ==, state);
  }
}

static void
check_what_is_left (const char *folder, const Said *said)
{
  PmCache *cache = fixture_open (folder);
  Said more = { 0 };

  g_assert_false (pm_cache_get_notices (cache) & PM_CACHE_NOTICE_DRAFTS_DAMAGED);
  check_drafts (cache, said);
  check_mirror (cache);
  /* And work goes on. */
  g_assert_true (work (cache, 100, &more));
  fixture_close (cache);
}

/* --- The days --- */

typedef struct {
  PmTestFault fault;
  guint after;
  gboolean done; /* the day was over before the fault came */
} Day;

static DexFuture *
live_a_day (gpointer data)
{
  Day *day = data;
  char *folder = fixture_make_folder ();
  Said said = { 0 };
  PmCache *cache;

  pm_test_vfs_arm (day->fault, day->after);
  cache = dex_await_object (pm_cache_open (folder), &said.error);
  day->done = cache != NULL && work (cache, 1, &said);
  if (!day->done) {
    g_assert_true (pm_test_vfs_has_struck ());
    g_assert_true (said.error->domain == PM_ERROR);
  }
  close_anyhow (cache);
  day->done &= !pm_test_vfs_has_struck ();
  pm_test_vfs_mend ();
  check_what_is_left (folder, &said);
  g_clear_error (&said.error);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* Slowly, at every write; else at some of them, which are others each time. */
static void
live_days (PmTestFault fault)
{
  guint stride = g_test_slow () ? 1 : STRIDE;
  Day day = { fault, (guint) g_test_rand_int_range (0, (gint32) stride), FALSE };

  for (; !day.done; day.after += stride) {
    g_assert_cmpuint (day.after, <, TOO_FAR);
    pm_test_run_fiber (live_a_day, &day);
  }
  g_assert_cmpuint (day.after, >, 100);
}

static void
what_was_said_survives_a_loss_of_power (void)
{
  live_days (PM_TEST_FAULT_POWER);
}

static void
what_was_said_survives_a_disk_that_fails (void)
{
  live_days (PM_TEST_FAULT_IO);
}

static void
what_was_said_survives_a_full_disk (void)
{
  live_days (PM_TEST_FAULT_FULL);
}

static DexFuture *
work_goes_on_when_the_disk_has_room_again (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  Said said = { 0 }, more = { 0 };

  g_assert_true (work (cache, 1, &said));
  pm_test_vfs_arm (PM_TEST_FAULT_FULL, 0);
  g_assert_false (store_draft (cache, 50, &more));
  g_assert_error (more.error, PM_ERROR, PM_ERROR_STORAGE);
  pm_test_vfs_mend ();
  g_clear_error (&more.error);
  g_assert_true (work (cache, N_HOURS + 1, &said));
  check_drafts (cache, &said);
  check_mirror (cache);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  pm_test_vfs_install ();
  g_test_add_func ("/cache/disk/power", what_was_said_survives_a_loss_of_power);
  g_test_add_func ("/cache/disk/fails", what_was_said_survives_a_disk_that_fails);
  g_test_add_func ("/cache/disk/full", what_was_said_survives_a_full_disk);
  g_test_add_data_func ("/cache/disk/room-again", work_goes_on_when_the_disk_has_room_again,
                        pm_test_fiber);
  return g_test_run ();
}
