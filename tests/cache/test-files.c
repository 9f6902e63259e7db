/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-poc-list.h"
#include "db/pm-db.h"
#include "domain/pm-error.h"

#define JANE "jane@globex.example"

static char *
path_in (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static gboolean
exists (const char *folder, const char *name)
{
  g_autofree char *path = path_in (folder, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
fill_mirror (PmCache *cache)
{
  PmPage *page = fixture_page (cache, "s10", 10);

  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, fixture_poc (2, "Two", "Globex"));
  fixture_apply (cache, page);
}

/* Two POCs at state s10, and an invitation that waits. */
static void
fill (PmCache *cache)
{
  fill_mirror (cache);
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), 0);
}

static char *
make_filled_folder (void)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);

  fill (cache);
  fixture_close (cache);
  return folder;
}

static void
assert_jane_waits (PmCache *cache)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PmPerson) person = dex_await_object (pm_cache_find_person (cache, 1, JANE), &error);

  g_assert_no_error (error);
  g_assert_nonnull (person);
  g_assert_cmpint (pm_person_get_status (person), ==, PM_PERSON_STATUS_WAITING);
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 1);
}

static PmPocList *
list_of_all (PmCache *cache)
{
  PmPocList *list = pm_poc_list_new (cache);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  return list;
}

static DexFuture *
everything_is_there_after_a_restart (gpointer data)
{
  char *folder = make_filled_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = list_of_all (cache);

  g_assert_cmpstr (pm_cache_get_state (cache), ==, "s10");
  g_assert_cmpint (pm_cache_get_saved_at (cache), ==, NOON);
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  fixture_wait_items (list, 2);
  assert_jane_waits (cache);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
folder_belongs_to_one (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (GError) error = NULL;

  g_assert_null (dex_await_object (pm_cache_open (folder), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_BUSY);
  fixture_close (cache);
  cache = fixture_open (folder);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
closed_cache_refuses (gpointer data)
{
  char *folder = fixture_make_folder ();
  g_autoptr (PmCache) cache = fixture_open (folder);
  g_autoptr (PmPocList) list = list_of_all (cache);
  g_autoptr (GError) error = NULL;

  fill (cache);
  fixture_wait_items (list, 2);
  fixture_await (pm_cache_close (cache));
  fixture_await (pm_cache_close (cache));
  g_assert_false (dex_await (pm_cache_tick (cache, NOON), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (dex_await (pm_cache_find_person (cache, 1, JANE), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_CANCELLED);
  pm_poc_list_set_search (list, "two");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
page_of_another_state_is_refused (gpointer data)
{
  char *folder = make_filled_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPage) page = fixture_page (cache, "s11", 11);
  g_autoptr (GError) error = NULL;
  g_autoptr (PmPocList) list = list_of_all (cache);

  g_set_str (&page->old_state, "s9");
  fixture_add (page, fixture_poc (3, "Three", "Globex"));
  g_assert_false (dex_await (pm_cache_apply_page (cache, page), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_CONFLICT);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "s10");
  fixture_wait_items (list, 2);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* The copy can be fetched again; what was queued is still there and still shown. */
static void
assert_begun_anew (char *folder)
{
  PmCache *cache = fixture_open (folder);

  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_MIRROR_LOST);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "");
  assert_jane_waits (cache);
  g_assert_false (exists (folder, "cache-1.db"));
  g_assert_true (exists (folder, "cache-2.db"));
  fixture_close (cache);

  cache = fixture_open (folder);
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  assert_jane_waits (cache);
  fixture_close (cache);
  fixture_remove_folder (folder);
}

static DexFuture *
damaged_copy_is_begun_anew (gpointer data)
{
  static const gsize damage[][2] = { { 0, G_MAXSIZE },
                                     { 0, 100 },
                                     { FIXTURE_PAGE_SIZE, G_MAXSIZE },
                                     { 3 * FIXTURE_PAGE_SIZE, G_MAXSIZE } };

  for (guint i = 0; i < G_N_ELEMENTS (damage); i++) {
    char *folder = make_filled_folder ();

    fixture_spoil (folder, "cache-1.db", damage[i][0], damage[i][1]);
    assert_begun_anew (folder);
  }
  return dex_future_new_true ();
}

static DexFuture *
newer_copy_is_begun_anew (gpointer data)
{
  char *folder = make_filled_folder ();

  fixture_run_on (folder, "cache-1.db", "PRAGMA user_version = 99");
  assert_begun_anew (folder);
  return dex_future_new_true ();
}

static gboolean
has_noticed (gpointer cache)
{
  return pm_cache_get_notices (cache) == PM_CACHE_NOTICE_MIRROR_LOST;
}

/* Damage that only a list comes across. */
static DexFuture *
damage_found_while_reading_is_mended (gpointer data)
{
  char *folder = make_filled_folder ();
  PmCache *cache;
  g_autoptr (PmPocList) list = NULL;

  fixture_spoil_root (folder, "cache-1.db", "poc_row_by_title");
  cache = fixture_open (folder);
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  list = list_of_all (cache);
  fixture_wait_for (has_noticed, cache);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "");
  assert_jane_waits (cache);
  fixture_wait_items (list, 0);
  fill_mirror (cache);
  fixture_wait_items (list, 2);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
newer_drafts_are_refused_untouched (gpointer data)
{
  char *folder = make_filled_folder ();
  g_autofree char *path = path_in (folder, "drafts.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize n_before, n_after;
  g_autoptr (GError) error = NULL;

  fixture_run_on (folder, "drafts.db", "PRAGMA user_version = 99");
  g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
  g_assert_null (dex_await_object (pm_cache_open (folder), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_NEWER);
  g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static gboolean
has_put_aside (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "drafts-damaged-") && g_str_has_suffix (name, ".db"))
      return TRUE;
  return FALSE;
}

static guint
count_drafts (PmCache *cache, guint n)
{
  guint n_found = 0;

  for (guint i = 1; i <= n; i++) {
    g_autoptr (PmDraft) draft = dex_await_object (pm_cache_find_draft (cache, i), NULL);

    n_found += draft != NULL;
  }
  return n_found;
}

static char *
make_folder_of_drafts (guint n)
{
  char *folder = make_filled_folder ();
  PmCache *cache = fixture_open (folder);

  for (guint i = 1; i <= n; i++) {
    g_autoptr (PmDraft) draft = pm_draft_new ();
    g_autofree char *message = g_strnfill (1500, 'm');

    pm_draft_set_poc_id (draft, i);
    pm_draft_set_personal_message (draft, message);
    fixture_await (pm_cache_save_draft (cache, draft));
  }
  fixture_close (cache);
  return folder;
}

static gsize
count_pages (const char *folder)
{
  g_autofree char *path = path_in (folder, "drafts.db");
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  return size / FIXTURE_PAGE_SIZE;
}

/* Whichever page is damaged: nothing is lost unseen, and what can be read is rescued. */
static DexFuture *
damaged_drafts_are_put_aside_and_rescued (gpointer data)
{
  g_autofree char *probe = NULL;
  gsize n_pages, n_complete = 0;

  probe = make_folder_of_drafts (6);
  n_pages = count_pages (probe);
  fixture_remove_folder (g_steal_pointer (&probe));
  for (gsize page = 0; page < n_pages; page++) {
    char *folder = make_folder_of_drafts (6);
    gboolean noticed;
    guint n_found;
    PmCache *cache;

    fixture_spoil (folder, "drafts.db", page * FIXTURE_PAGE_SIZE, FIXTURE_PAGE_SIZE);
    cache = fixture_open (folder);
    noticed = (pm_cache_get_notices (cache) & PM_CACHE_NOTICE_DRAFTS_DAMAGED) != 0;
    n_found = count_drafts (cache, 6);
    n_complete += n_found == 6;
    g_assert_true (noticed == has_put_aside (folder));
    g_assert_true (noticed || n_found == 6);
    g_assert_cmpuint (pm_cache_get_rescue (cache)->n_drafts, ==, noticed ? n_found : 0);
    g_assert_true (noticed == (pm_cache_get_rescue (cache)->path != NULL));
    fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "new"), 0);
    fixture_close (cache);
    fixture_remove_folder (folder);
  }
  g_assert_cmpuint (n_complete, >, 0);
  return dex_future_new_true ();
}

#define ADD(name, func) g_test_add_data_func ("/files/" name, func, pm_test_fiber)

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("everything-is-there-after-a-restart", everything_is_there_after_a_restart);
  ADD ("folder-belongs-to-one", folder_belongs_to_one);
  ADD ("closed-cache-refuses", closed_cache_refuses);
  ADD ("page-of-another-state-is-refused", page_of_another_state_is_refused);
  ADD ("damaged-copy-is-begun-anew", damaged_copy_is_begun_anew);
  ADD ("newer-copy-is-begun-anew", newer_copy_is_begun_anew);
  ADD ("damage-found-while-reading-is-mended", damage_found_while_reading_is_mended);
  ADD ("newer-drafts-are-refused-untouched", newer_drafts_are_refused_untouched);
  ADD ("damaged-drafts-are-put-aside-and-rescued", damaged_drafts_are_put_aside_and_rescued);
  return g_test_run ();
}
