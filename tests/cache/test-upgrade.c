/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-person-list.h"
#include "cache/pm-poc-list.h"
#include "db/pm-db.h"

#define JANE "jane@globex.example"
#define ANNA "anna@globex.example"

static PmDb *
open_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  PmDb *db = pm_db_open (path, PM_DB_PLAIN, &error);

  g_assert_no_error (error);
  return db;
}

static void
run (PmDb *db, const char *script)
{
  g_autoptr (GError) error = NULL;

  pm_db_exec (db, script, &error);
  g_assert_no_error (error);
}

/* The steps as they were released: those are never edited. */
static void
run_step (PmDb *db, const char *step)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("PM_SOURCE_ROOT"), "resources/schema", step, NULL);
  g_autofree char *script = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &script, NULL, &error);
  g_assert_no_error (error);
  run (db, script);
}

/* Two POCs and two people, one of whom was seen; an invitation that waits and a draft. */
static char *
make_folder_of_version_2 (void)
{
  char *folder = fixture_make_folder ();
  g_autoptr (PmDb) mirror = open_file (folder, "cache-1.db");
  g_autoptr (PmDb) drafts = open_file (folder, "drafts.db");

  run_step (mirror, "cache/0001-mirror.sql");
  run_step (mirror, "cache/0002-rows.sql");
  run (mirror,
       "INSERT INTO poc (id, title, customer_company_name, status, created_by, created_at)"
       " VALUES (1, 'One', 'Globex', 'active', 1, 1), (2, 'Gone', 'Globex', 'active', 1, 1);"
       "INSERT INTO poc_row (id, flags) VALUES (1, 33), (2, 33);"
       "INSERT INTO participant (id, poc_id, user_id, email, full_name, is_customer, last_seen_at,"
       "  comments_count, tasks_completed, activity)"
       " VALUES (7, 1, 70, '" ANNA "', 'Anna', 1, 1234, 2, 1, '[]'),"
       "  (8, 1, 80, 'bob@globex.example', 'Bob', 1, NULL, NULL, NULL, NULL);"
       "INSERT INTO person_row (poc_id, address, participant_id, status, is_customer)"
       " VALUES (1, '" ANNA "', 7, 'accepted', 1), (1, 'bob@globex.example', 8, 'accepted', 1);"
       "UPDATE meta SET state = 's10', seq = 10, complete = 1, saved_at = 1, user_id = 1;"
       "PRAGMA user_version = 2;");
  run_step (drafts, "drafts/0001-drafts.sql");
  run (drafts,
       "INSERT INTO operation (\"key\", kind, poc_id, email, payload, state, created_at)"
       " VALUES ('k', 'invite', 1, '" JANE "', '{}', 'queued', 1);"
       "INSERT INTO draft (poc_id, email, created_at, updated_at) VALUES (2, 'x@y.example', 1, 1);"
       "PRAGMA user_version = 1;");
  return folder;
}

static PmPerson *
find (PmCache *cache, const char *address)
{
  g_autoptr (GError) error = NULL;
  PmPerson *person = dex_await_object (pm_cache_find_person (cache, 1, address), &error);

  g_assert_no_error (error);
  return person;
}

static void
assert_nothing_of_ones_own_is_lost (PmCache *cache)
{
  g_autoptr (PmPerson) jane = find (cache, JANE);
  g_autoptr (GError) error = NULL;
  g_autoptr (PmDraft) draft = dex_await_object (pm_cache_find_draft (cache, 2), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (pm_draft_get_email (draft), ==, "x@y.example");
  g_assert_nonnull (jane);
  g_assert_cmpint (pm_person_get_status (jane), ==, PM_PERSON_STATUS_WAITING);
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 1);
}

static DexFuture *
version_2_shows_what_it_had_while_all_is_fetched_anew (gpointer data)
{
  char *folder = make_folder_of_version_2 ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) pocs = pm_poc_list_new (cache);
  g_autoptr (PmPerson) anna = find (cache, ANNA);
  PmPage *page;

  g_object_set (pocs, "scope", PM_POC_SCOPE_ALL, NULL);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "");
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  fixture_wait_items (pocs, 2);
  g_assert_cmpint (pm_person_get_last_seen_at (anna), ==, 1234);
  g_assert_cmpint (pm_person_get_comments_count (anna), ==, 2);
  assert_nothing_of_ones_own_is_lost (cache);

  page = fixture_page (cache, "n1", 12);
  page->has_more = TRUE;
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_apply (cache, page);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (pocs)), ==, 2);
  page = fixture_page (cache, "n2", 12);
  fixture_add (page, fixture_participant (7, 1, ANNA, "Anna"));
  fixture_apply (cache, page);
  /* What went away meanwhile is gone here too. */
  fixture_wait_items (pocs, 1);
  assert_nothing_of_ones_own_is_lost (cache);
  fixture_close (cache);

  cache = fixture_open (folder);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "n2");
  assert_nothing_of_ones_own_is_lost (cache);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
fetching_anew_goes_on_where_it_was_cut_short (gpointer data)
{
  char *folder = make_folder_of_version_2 ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) pocs = NULL;
  PmPage *page = fixture_page (cache, "n1", 12);

  page->has_more = TRUE;
  fixture_add (page, fixture_poc (3, "Three", "Globex"));
  fixture_apply (cache, page);
  fixture_close (cache);

  cache = fixture_open (folder);
  pocs = pm_poc_list_new (cache);
  g_object_set (pocs, "scope", PM_POC_SCOPE_ALL, NULL);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "n1");
  fixture_wait_items (pocs, 2);
  assert_nothing_of_ones_own_is_lost (cache);
  fixture_apply (cache, fixture_page (cache, "n2", 12));
  fixture_wait_items (pocs, 1);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* A complete mirror, whose index has the numbers of that time. */
static char *
make_folder_of_version_5 (void)
{
  static const char *const steps[] = { "cache/0001-mirror.sql", "cache/0002-rows.sql",
                                       "cache/0003-work.sql", "cache/0004-epoch.sql",
                                       "cache/0005-overlay.sql" };
  char *folder = fixture_make_folder ();
  g_autoptr (PmDb) mirror = open_file (folder, "cache-1.db");
  g_autoptr (PmDb) drafts = open_file (folder, "drafts.db");

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    run_step (mirror, steps[i]);
  run (mirror,
       "INSERT INTO poc (id, title, customer_company_name, status, created_by, created_at)"
       " VALUES (1, 'Alpha', 'Globex', 'active', 1, 1), (2, 'Beta', 'Globex', 'active', 1, 1);"
       "INSERT INTO poc_row (id, flags) VALUES (1, 33), (2, 33);"
       "INSERT INTO participant (id, poc_id, user_id, email, full_name, is_customer)"
       " VALUES (7, 1, 70, '" ANNA "', 'Anna', 1);"
       "INSERT INTO person_row (id, poc_id, address, participant_id, status, is_customer)"
       " VALUES (3, 1, '" ANNA "', 7, 'accepted', 1);"
       "INSERT INTO poc_search (rowid, words) VALUES (1 << 32, 'Alpha Globex'),"
       " (2 << 32, 'Beta Globex'), (1 << 32 | 3, 'Anna anna'),"
       " (1 << 32 | 0xffffffff, 'globex.example');"
       "UPDATE meta SET state = 's10', seq = 10, complete = 1, saved_at = 1, user_id = 1;"
       "PRAGMA user_version = 5;");
  run_step (drafts, "drafts/0001-drafts.sql");
  run (drafts, "PRAGMA user_version = 1");
  return folder;
}

static void
assert_finds (PmPocList *list, const char *search, guint n_found)
{
  pm_poc_list_set_search (list, "");
  fixture_wait_items (list, 2);
  pm_poc_list_set_search (list, search);
  fixture_wait_items (list, n_found);
}

static DexFuture *
version_5_is_found_by_what_it_says_and_not_by_what_it_said (gpointer data)
{
  char *folder = make_folder_of_version_5 ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) pocs = pm_poc_list_new (cache);
  PmPage *page = fixture_page (cache, "s11", 11);

  g_object_set (pocs, "scope", PM_POC_SCOPE_ALL, NULL);
  assert_finds (pocs, "alpha", 1);
  assert_finds (pocs, "anna", 1);
  assert_finds (pocs, "globex.example", 1);
  fixture_add (page, fixture_poc (1, "Omega", "Globex"));
  fixture_destroy (page, PM_TYPE_PARTICIPANT, 7);
  fixture_apply (cache, page);
  assert_finds (pocs, "omega", 1);
  assert_finds (pocs, "alpha", 0);
  assert_finds (pocs, "anna", 0);
  assert_finds (pocs, "globex.example", 0);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/upgrade/version-2-shows-what-it-had-while-all-is-fetched-anew",
                        version_2_shows_what_it_had_while_all_is_fetched_anew, pm_test_fiber);
  g_test_add_data_func ("/upgrade/fetching-anew-goes-on-where-it-was-cut-short",
                        fetching_anew_goes_on_where_it_was_cut_short, pm_test_fiber);
  g_test_add_data_func ("/upgrade/version-5-is-found-by-what-it-says",
                        version_5_is_found_by_what_it_says_and_not_by_what_it_said, pm_test_fiber);
  return g_test_run ();
}
