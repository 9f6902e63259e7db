/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"
#include "domain/pm-error.h"
#include "pm-test-vfs.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * One day's work on a disk that fails at its first call, at its second, and so on until the whole
 * day passes; after each failure the folder is opened again and must hold what was said.
 */

#define N_HOURS 3 /* of work, each with a page, a draft, an operation and news of all operations */
#define TOO_FAR 3000 /* no day has so many calls */

typedef struct {
  guint page;
  guint draft; /* how many were called saved, all with numbers below */
  guint operation;
  guint n_more;                 /* operations, besides */
  gint64 attempts[1 + N_HOURS]; /* of each operation, as they were called stored */
  GError *error;                /* the first failure that a person would have heard of */
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

/* All at once, so that they share a commit; each hears for itself. */
static gboolean
store_attempts (PmCache *cache, guint n, Said *said)
{
  g_autoptr (GPtrArray) operations = dex_await_boxed (pm_cache_list_operations (cache), NULL);
  guint n_operations = operations == NULL ? 0 : MIN (operations->len, N_HOURS);
  DexFuture *news[N_HOURS];
  gboolean done = operations != NULL;

  for (guint i = 0; i < n_operations; i++) {
    pm_operation_set_attempts (g_ptr_array_index (operations, i), n + 1);
    news[i] = pm_cache_update_operation (cache, g_ptr_array_index (operations, i));
  }
  for (guint i = 0; i < n_operations; i++) {
    if (heard (said, news[i]))
      said->attempts[i + 1] = n + 1;
    else
      done = FALSE;
  }
  return done;
}

static gboolean
work (PmCache *cache, guint from, Said *said)
{
  for (guint n = from; n < from + N_HOURS; n++)
    if (!store_page (cache, n, said) || !store_draft (cache, n, said) ||
        !store_operation (cache, n, said) || !store_attempts (cache, n, said))
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
  g_assert_cmpuint (operations->len, >=, said->operation + said->n_more);
  g_assert_cmpuint (operations->len, <=, said->operation + said->n_more + 1);
  for (guint n = 1; n <= N_HOURS && said->attempts[n] > 0; n++)
    g_assert_cmpint (pm_operation_get_attempts (g_ptr_array_index (operations, n - 1)), >=,
                     said->attempts[n]);
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

/* --- A day on which the mirror is built anew --- */

#define N_OLD 3
#define N_NEW 5

static void
add_generation (PmPage *page, const char *title, guint from, guint to)
{
  for (guint id = from; id <= to; id++)
    fixture_add (page, fixture_poc (id, title, "Globex"));
}

static DexFuture *
prepare_old (gpointer data)
{
  const char *folder = data;
  PmCache *cache = fixture_open (folder);
  PmPage *page = fixture_page (cache, "old", 3);

  add_generation (page, "old", 1, N_OLD);
  fixture_apply (cache, page);
  fixture_close (cache);
  return dex_future_new_true ();
}

static gboolean
store_generation (PmCache *cache, const char *state, guint from, guint to, Said *said)
{
  g_autoptr (PmPage) page = fixture_page (cache, state, 3);

  page->has_more = to < N_NEW;
  add_generation (page, "new", from, to);
  return heard (said, pm_cache_apply_page (cache, page));
}

static gboolean
rebuild (PmCache *cache, guint from, Said *said)
{
  return heard (said, pm_cache_begin_rebuild (cache)) && store_draft (cache, from, said) &&
         store_generation (cache, "n1", 1, 2, said) && store_operation (cache, from, said) &&
         store_generation (cache, "n2", 3, N_NEW, said) && store_draft (cache, from + 1, said) &&
         store_operation (cache, from + 1, said);
}

/* What is shown is the old or the new, and whole. */
static void
check_generation (PmCache *cache)
{
  g_autofree char *title = NULL;
  guint n = 0;

  for (guint id = 1; id <= N_NEW; id++) {
    g_autoptr (PmPoc) poc = dex_await_object (pm_cache_find_record (cache, PM_TYPE_POC, id), NULL);

    if (poc == NULL)
      break;
    n++;
    if (title == NULL)
      title = g_strdup (pm_poc_get_title (poc));
    g_assert_cmpstr (pm_poc_get_title (poc), ==, title);
  }
  g_assert_nonnull (title);
  g_assert_cmpuint (n, ==, g_str_equal (title, "old") ? N_OLD : N_NEW);
}

static void
check_rebuilt (const char *folder, const Said *said)
{
  PmCache *cache = fixture_open (folder);
  Said more = { 0 };

  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  check_drafts (cache, said);
  check_generation (cache);
  g_assert_true (rebuild (cache, 100, &more));
  check_generation (cache);
  fixture_close (cache);
}

/* --- A day that begins with an update of the program --- */

static void
make_file (const char *folder, const char *name, const char *fixture)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("PM_SOURCE_ROOT"), "tests/cache/fixtures", fixture, NULL);
  g_autofree char *script = NULL;

  g_assert_true (g_file_get_contents (path, &script, NULL, NULL));
  fixture_run_on (folder, name, script);
}

static DexFuture *
prepare_earlier (gpointer folder)
{
  make_file (folder, "cache-1.db", "cache-0002.sql");
  make_file (folder, "drafts.db", "drafts-0001.sql");
  return dex_future_new_true ();
}

static void
check_updated (const char *folder, const Said *said)
{
  PmCache *cache = fixture_open (folder);
  g_autoptr (GPtrArray) operations = dex_await_boxed (pm_cache_list_operations (cache), NULL);
  Said more = { 0 };

  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (pm_operation_get_id (g_ptr_array_index (operations, i)), ==, i + 1);
  g_assert_cmpuint (operations->len, >=, 3 + said->operation + said->n_more);
  for (guint n = 1; n <= said->draft; n++)
    g_assert_true (has_draft (cache, n));
  g_assert_true (rebuild (cache, 100, &more));
  check_generation (cache);
  fixture_close (cache);
}

/* --- A day that begins with a damaged drafts.db --- */

static DexFuture *
prepare_damaged (gpointer folder)
{
  make_file (folder, "cache-1.db", "cache-0003.sql");
  make_file (folder, "drafts.db", "drafts-0001.sql");
  fixture_spoil_root (folder, "drafts.db", "meta");
  return dex_future_new_true ();
}

static void
check_rescued (const char *folder, const Said *said)
{
  PmCache *cache = fixture_open (folder);
  g_autoptr (GPtrArray) operations = dex_await_boxed (pm_cache_list_operations (cache), NULL);
  g_autoptr (PmDraft) draft = dex_await_object (pm_cache_find_draft (cache, 1), NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (draft);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (pm_operation_get_id (g_ptr_array_index (operations, i)), ==, i + 1);
  g_assert_cmpuint (operations->len, >=, 3 + said->operation + said->n_more);
  for (guint n = 1; n <= said->draft; n++)
    g_assert_true (has_draft (cache, n));
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_assert_false (g_str_has_prefix (name, "drafts-rescued"));
    g_assert_false (g_str_has_prefix (name, "drafts.db-copy"));
  }
  fixture_close (cache);
}

/* --- The days --- */

typedef struct {
  DexFiberFunc prepare; /* the folder; NULL: it is empty */
  gboolean (*work) (PmCache *cache, guint from, Said *said);
  void (*check) (const char *folder, const Said *said);
  guint strides[2]; /* between the calls that fail; and when there is time */
} Plan;

static const Plan plain_day = { NULL, work, check_what_is_left, { 29, 1 } };
static const Plan rebuild_day = { prepare_old, rebuild, check_rebuilt, { 67, 1 } };
static const Plan update_day = { prepare_earlier, rebuild, check_updated, { 137, 3 } };
static const Plan rescue_day = { prepare_damaged, rebuild, check_rescued, { 137, 3 } };

typedef struct {
  const Plan *plan;
  PmTestFault fault;
  guint after;
  gboolean done; /* the day was over before the fault came */
} Day;

/* What failed once does not go on failing. */
static void
go_on (PmCache *cache, const Plan *plan, Said *said)
{
  const char *state = pm_cache_get_state (cache);
  guint next = *state == '\0' ? 1 : (guint) atoi (state + 1) + 1;
  Said more = { 0 };

  g_assert_true (plan->work (cache, plan == &plain_day ? next : 50, &more));
  said->n_more = plan == &plain_day ? N_HOURS : 2;
}

static DexFuture *
live_a_day (gpointer data)
{
  Day *day = data;
  char *folder = fixture_make_folder ();
  Said said = { 0 };
  PmCache *cache;

  if (day->plan->prepare != NULL)
    dex_await (dex_scheduler_spawn (NULL, 0, day->plan->prepare, folder, NULL), NULL);
  pm_test_vfs_arm (day->fault, day->after);
  cache = dex_await_object (pm_cache_open (folder), &said.error);
  day->done = cache != NULL && day->plan->work (cache, 1, &said);
  if (!day->done) {
    g_assert_true (pm_test_vfs_has_struck ());
    g_assert_true (said.error->domain == PM_ERROR);
    if (cache != NULL && day->fault == PM_TEST_FAULT_ONCE)
      go_on (cache, day->plan, &said);
  }
  close_anyhow (cache);
  day->done &= !pm_test_vfs_has_struck ();
  pm_test_vfs_mend ();
  day->plan->check (folder, &said);
  g_clear_error (&said.error);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* At some of the calls, which are others each time. */
static void
live_days (const Plan *plan, PmTestFault fault)
{
  guint stride = plan->strides[g_test_slow () ? 1 : 0];
  Day day = { plan, fault, (guint) g_test_rand_int_range (0, (gint32) stride), FALSE };

  for (; !day.done; day.after += stride) {
    g_assert_cmpuint (day.after, <, TOO_FAR);
    pm_test_run_fiber (live_a_day, &day);
  }
  g_test_message ("%u calls", day.after);
  g_assert_cmpuint (day.after, >, 20);
}

typedef struct {
  const char *name;
  const Plan *plan;
  PmTestFault fault;
} Case;

static void
what_was_said_survives (gconstpointer data)
{
  const Case *one = data;

  live_days (one->plan, one->fault);
}

static const Case cases[] = {
  { "power", &plain_day, PM_TEST_FAULT_POWER },
  { "fails", &plain_day, PM_TEST_FAULT_IO },
  { "full", &plain_day, PM_TEST_FAULT_FULL },
  { "cannot-be-read", &plain_day, PM_TEST_FAULT_READ },
  { "fails-once", &plain_day, PM_TEST_FAULT_ONCE },
  { "power-during-a-rebuild", &rebuild_day, PM_TEST_FAULT_POWER },
  { "fails-during-a-rebuild", &rebuild_day, PM_TEST_FAULT_IO },
  { "full-during-a-rebuild", &rebuild_day, PM_TEST_FAULT_FULL },
  { "cannot-be-read-during-a-rebuild", &rebuild_day, PM_TEST_FAULT_READ },
  { "fails-once-during-a-rebuild", &rebuild_day, PM_TEST_FAULT_ONCE },
  { "power-during-an-update", &update_day, PM_TEST_FAULT_POWER },
  { "fails-during-an-update", &update_day, PM_TEST_FAULT_IO },
  { "full-during-an-update", &update_day, PM_TEST_FAULT_FULL },
  { "cannot-be-read-during-an-update", &update_day, PM_TEST_FAULT_READ },
  { "fails-once-during-an-update", &update_day, PM_TEST_FAULT_ONCE },
  { "power-during-a-rescue", &rescue_day, PM_TEST_FAULT_POWER },
  { "fails-during-a-rescue", &rescue_day, PM_TEST_FAULT_IO },
  { "full-during-a-rescue", &rescue_day, PM_TEST_FAULT_FULL },
};

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

/* What drafts.db has taken is not denied because the mirror has no room, nor is the mirror lost. */
static DexFuture *
full_mirror_is_told_later (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPerson) early = NULL;
  g_autoptr (PmPerson) late = NULL;
  Said said = { 0 };

  g_assert_true (work (cache, 1, &said));
  pm_test_vfs_arm_for (PM_TEST_FAULT_FULL, 0, "/cache-1.db");
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, "a@b.example", "k"), 0);
  early = dex_await_object (pm_cache_find_person (cache, 1, "a@b.example"), NULL);
  g_assert_null (early);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "s3");
  pm_test_vfs_mend ();
  fixture_await (pm_cache_tick (cache, NOON)); /* any order at all */
  late = dex_await_object (pm_cache_find_person (cache, 1, "a@b.example"), NULL);
  g_assert_nonnull (late);
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  check_mirror (cache);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
folder_that_may_not_be_written_to_is_said_clearly (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  Said said = { 0 };

  g_assert_true (work (cache, 1, &said));
  fixture_close (cache);
  pm_test_vfs_arm (PM_TEST_FAULT_READ_ONLY, 0);
  g_assert_null (dex_await_object (pm_cache_open (folder), &said.error));
  g_assert_error (said.error, PM_ERROR, PM_ERROR_STORAGE);
  g_assert_true (g_str_has_prefix (said.error->message, "The disk cannot be read or written:"));
  pm_test_vfs_mend ();
  g_clear_error (&said.error);
  check_what_is_left (folder, &said);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
folder_that_cannot_be_used_is_named (gpointer data)
{
  char *folder = fixture_make_folder ();
  g_autofree char *lock = g_build_filename (folder, "lock", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (lock, 0700), ==, 0);
  g_assert_null (dex_await_object (pm_cache_open (folder), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, folder));
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  pm_test_vfs_install ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/cache/disk/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], what_was_said_survives);
  }
  g_test_add_data_func ("/cache/disk/room-again", work_goes_on_when_the_disk_has_room_again,
                        pm_test_fiber);
  g_test_add_data_func ("/cache/disk/full-mirror-is-told-later", full_mirror_is_told_later,
                        pm_test_fiber);
  g_test_add_data_func ("/cache/disk/folder-that-may-not-be-written-to-is-said-clearly",
                        folder_that_may_not_be_written_to_is_said_clearly, pm_test_fiber);
  g_test_add_data_func ("/cache/disk/folder-that-cannot-be-used-is-named",
                        folder_that_cannot_be_used_is_named, pm_test_fiber);
  return g_test_run ();
}
