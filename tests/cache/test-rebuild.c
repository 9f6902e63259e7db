/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-person-list.h"
#include "cache/pm-poc-list.h"
#include "domain/pm-comment.h"
#include "domain/pm-error.h"

#include <glib/gstdio.h>

#define JANE "jane@globex.example"

/* A new mirror is filled beside the one that is shown, and takes its place when it is complete. */

static gboolean
exists (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
copy_file (const char *folder, const char *from, const char *to)
{
  g_autofree char *source = g_build_filename (folder, from, NULL);
  g_autofree char *target = g_build_filename (folder, to, NULL);
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &text, &size, NULL));
  g_assert_true (g_file_set_contents (target, text, (gssize) size, NULL));
}

/* Two POCs at state s10, and an invitation that waits. */
static char *
make_filled_folder (void)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  PmPage *page = fixture_page (cache, "s10", 10);

  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, fixture_poc (2, "Two", "Globex"));
  fixture_apply (cache, page);
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), 0);
  fixture_close (cache);
  return folder;
}

static PmPocList *
list_of_all (PmCache *cache)
{
  PmPocList *list = pm_poc_list_new (cache);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  return list;
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

static void
assert_shows_the_old (PmCache *cache, const char *state)
{
  g_autoptr (PmPocList) list = list_of_all (cache);

  g_assert_cmpstr (pm_cache_get_state (cache), ==, state);
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  fixture_wait_items (list, 2);
  assert_jane_waits (cache);
}

static gboolean
is_anna (gpointer person)
{
  return g_strcmp0 (pm_person_get_email (person), "anna@globex.example") == 0;
}

static DexFuture *
rebuild_shows_the_old_until_the_new_is_complete (gpointer data)
{
  char *folder = make_filled_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = list_of_all (cache);
  g_autoptr (PmPersonList) people = pm_person_list_new (cache, 1);
  g_autoptr (PmPerson) person = NULL;
  PmPage *page;

  fixture_wait_items (list, 2);
  fixture_wait_items (people, 1);
  fixture_await (pm_cache_begin_rebuild (cache));
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "");
  page = fixture_page (cache, "n1", 3);
  page->has_more = TRUE;
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_apply (cache, page);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "n1");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  assert_jane_waits (cache);

  page = fixture_page (cache, "n2", 3);
  fixture_add (page, fixture_participant (9, 1, "anna@globex.example", "Anna"));
  fixture_add (page, fixture_poc (3, "Three", "Globex"));
  fixture_add (page, fixture_poc (4, "Four", "Globex"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 3);
  fixture_wait_items (people, 2);
  person = g_list_model_get_item (G_LIST_MODEL (people), 0);
  fixture_wait_for (is_anna, person);
  assert_jane_waits (cache);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "n2");
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  g_assert_false (exists (folder, "cache-1.db"));

  fixture_apply (cache, fixture_page (cache, "n3", 4));
  fixture_close (cache);
  cache = fixture_open (folder);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "n3");
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* Of the four objects of a new copy, the first two. */
static void
begin (PmCache *cache)
{
  PmPage *page;

  fixture_await (pm_cache_begin_rebuild (cache));
  page = fixture_page (cache, "n1", 3);
  page->has_more = TRUE;
  page->total = 4;
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, fixture_poc (3, "Three", "Globex"));
  fixture_apply (cache, page);
}

/* The others, so that there are four POCs. */
static void
finish (PmCache *cache)
{
  PmPage *page = fixture_page (cache, "n2", 3);

  fixture_add (page, fixture_poc (4, "Four", "Globex"));
  fixture_add (page, fixture_poc (5, "Five", "Globex"));
  fixture_apply (cache, page);
}

static DexFuture *
rebuild_cut_short_goes_on_where_it_stood (gpointer data)
{
  char *folder = make_filled_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = NULL;

  begin (cache);
  g_assert_cmpfloat (pm_cache_get_progress (cache), ==, 0.5);
  fixture_close (cache);
  copy_file (folder, "cache-2.db", "cache-3.db");
  copy_file (folder, "cache-2.db", "cache-3.db-wal");
  copy_file (folder, "cache-2.db", "cache-9.db");

  cache = fixture_open (folder);
  assert_shows_the_old (cache, "n1");
  g_assert_cmpfloat (pm_cache_get_progress (cache), ==, 0.5);
  g_assert_false (exists (folder, "cache-3.db"));
  g_assert_false (exists (folder, "cache-3.db-wal"));
  g_assert_false (exists (folder, "cache-9.db"));
  /* What was queued meanwhile shows in the new one, too. */
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 3, JANE, "k3"), 0);
  list = list_of_all (cache);
  fixture_wait_items (list, 2);
  finish (cache);
  fixture_wait_items (list, 4);
  {
    g_autoptr (PmPerson) jane = dex_await_object (pm_cache_find_person (cache, 3, JANE), NULL);

    g_assert_cmpint (pm_person_get_status (jane), ==, PM_PERSON_STATUS_WAITING);
  }
  g_assert_false (exists (folder, "cache-1.db"));
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* As when the program is killed between the last page and the switch. */
static DexFuture *
complete_rebuild_is_switched_to_at_the_next_start (gpointer data)
{
  char *folder = make_filled_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = NULL;

  copy_file (folder, "cache-1.db", "kept");
  begin (cache);
  finish (cache);
  fixture_close (cache);
  copy_file (folder, "kept", "cache-1.db");
  fixture_run_on (folder, "drafts.db", "UPDATE meta SET mirror = 1");

  cache = fixture_open (folder);
  list = list_of_all (cache);
  fixture_wait_items (list, 4);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "n2");
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  assert_jane_waits (cache);
  g_assert_false (exists (folder, "cache-1.db"));
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static void
make_newer (const char *folder)
{
  fixture_run_on (folder, "cache-2.db", "PRAGMA user_version = 99");
}

static void
make_empty (const char *folder)
{
  fixture_run_on (folder, "cache-2.db", "UPDATE meta SET state = ''");
}

static void
lose_head (const char *folder)
{
  fixture_run_on (folder, "cache-2.db", "DELETE FROM meta");
}

static void
make_rubbish (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "cache-2.db", NULL);

  g_assert_true (
      g_file_set_contents (path, "This is no database, but it is long enough.", -1, NULL));
}

static void
make_nothing (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "cache-2.db", NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static void
make_folder (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "cache-2.db", NULL);
  g_autofree char *within = g_build_filename (path, "file", NULL);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (within, "x", 1, NULL));
}

static DexFuture *
rebuild_of_no_use_is_thrown_away (gpointer data)
{
  static void (*const spoil[]) (const char *folder) = { make_newer,   make_empty,   lose_head,
                                                        make_rubbish, make_nothing, make_folder };

  for (guint i = 0; i < G_N_ELEMENTS (spoil); i++) {
    char *folder = make_filled_folder ();
    PmCache *cache = fixture_open (folder);
    g_autoptr (PmPocList) list = NULL;

    begin (cache);
    fixture_close (cache);
    spoil[i](folder);
    cache = fixture_open (folder);
    assert_shows_the_old (cache, "s10");
    g_assert_false (exists (folder, "cache-2.db"));
    list = list_of_all (cache);
    begin (cache);
    finish (cache);
    fixture_wait_items (list, 4);
    fixture_close (cache);
    fixture_remove_folder (folder);
  }
  return dex_future_new_true ();
}

/* What is shown is another file, and stays. */
static DexFuture *
rebuild_that_is_damaged_begins_again (gpointer data)
{
  char *folder = make_filled_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = NULL;
  g_autoptr (PmPage) page = NULL;
  g_autoptr (GError) error = NULL;
  PmComment *comment = pm_comment_new ();

  begin (cache);
  fixture_close (cache);
  fixture_spoil_root (folder, "cache-2.db", "comment");
  cache = fixture_open (folder);
  assert_shows_the_old (cache, "n1");
  page = fixture_page (cache, "n2", 3);
  pm_comment_set_id (comment, 8);
  fixture_add (page, comment);
  g_assert_false (dex_await (pm_cache_apply_page (cache, page), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_DAMAGED);
  assert_shows_the_old (cache, "");
  begin (cache);
  finish (cache);
  list = list_of_all (cache);
  fixture_wait_items (list, 4);
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

#define ADD(name, func) g_test_add_data_func ("/rebuild/" name, func, pm_test_fiber)

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("shows-the-old-until-the-new-is-complete", rebuild_shows_the_old_until_the_new_is_complete);
  ADD ("cut-short-goes-on-where-it-stood", rebuild_cut_short_goes_on_where_it_stood);
  ADD ("complete-is-switched-to-at-the-next-start",
       complete_rebuild_is_switched_to_at_the_next_start);
  ADD ("that-is-damaged-begins-again", rebuild_that_is_damaged_begins_again);
  ADD ("of-no-use-is-thrown-away", rebuild_of_no_use_is_thrown_away);
  return g_test_run ();
}
