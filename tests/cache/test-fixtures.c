/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-poc-list.h"
#include "db/pm-db.h"
#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-engagement.h"
#include "domain/pm-organization.h"
#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "domain/pm-template.h"
#include "domain/pm-user.h"

/*
 * Files as every form of the schema that ever was has left them, with rows in every table: written
 * once by make-fixture, and kept for good.
 */

#define N_ROWS 3 /* of each table */

static char *
source_path (const char *folder, const char *name)
{
  return g_build_filename (g_getenv ("PM_SOURCE_ROOT"), folder, name, NULL);
}

static GPtrArray *
list_fixtures (const char *prefix)
{
  g_autofree char *path = source_path ("tests/cache", "fixtures");
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, prefix))
      g_ptr_array_add (names, g_strdup (name));
  g_assert_cmpuint (names->len, >, 0);
  return names;
}

static void
make_file (const char *folder, const char *name, const char *fixture)
{
  g_autofree char *path = source_path ("tests/cache/fixtures", fixture);
  g_autofree char *script = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &script, NULL, &error);
  g_assert_no_error (error);
  fixture_run_on (folder, name, script);
}

/* --- Whoever writes a step writes its fixture --- */

static void
assert_has_fixture (const char *schema, const char *step)
{
  g_autofree char *name = g_strdup_printf ("%s-%.4s.sql", schema, step);
  g_autofree char *path = source_path ("tests/cache/fixtures", name);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_error ("%s has no %s: run ./dev shell tests/cache/make-fixture %s", step, path, schema);
}

static void
every_step_has_a_fixture (void)
{
  static const char *const schemas[] = { "cache", "drafts" };

  for (guint i = 0; i < G_N_ELEMENTS (schemas); i++) {
    g_autofree char *path = source_path ("resources/schema", schemas[i]);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir)) != NULL)
      assert_has_fixture (schemas[i], name);
  }
}

/* --- What cannot be fetched again --- */

static GPtrArray *
read_texts (PmDb *db, const char *sql, const char *parameter)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  PmStatement *statement = pm_db_query (db, &error, sql, parameter != NULL ? "s" : "", parameter);

  g_assert_no_error (error);
  while (pm_statement_step (statement, &error))
    g_ptr_array_add (texts, g_strdup (pm_statement_get_text (statement, 0)));
  g_assert_no_error (error);
  return texts;
}

/* Every column of every row is found again, whatever else there is by now. */
static void
assert_carried (PmDb *db, const char *table)
{
  g_autoptr (GPtrArray) columns =
      read_texts (db, "SELECT '\"' || name || '\"' FROM pragma_table_info (?1, 'old')", table);
  g_autofree char *list = NULL;
  g_autofree char *count = NULL;
  g_autofree char *lost = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  g_ptr_array_add (columns, NULL);
  list = g_strjoinv (", ", (char **) columns->pdata);
  count = g_strdup_printf ("SELECT count(*) FROM old.\"%s\"", table);
  lost = g_strdup_printf ("SELECT count(*) FROM (SELECT %s FROM old.\"%s\""
                          " EXCEPT SELECT %s FROM main.\"%s\")",
                          list, table, list, table);
  g_assert_true (pm_db_query_int64 (db, &n, &error, count, ""));
  g_assert_cmpint (n, ==, N_ROWS);
  g_assert_true (pm_db_query_int64 (db, &n, &error, lost, ""));
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 0);
}

static void
assert_there (PmDb *db, const char *table)
{
  g_autofree char *count = g_strdup_printf ("SELECT count(*) FROM main.\"%s\"", table);
  gint64 n = 0;

  g_assert_true (pm_db_query_int64 (db, &n, NULL, count, ""));
  g_assert_cmpint (n, ==, N_ROWS);
}

static void
assert_all (const char *folder, void (*assertion) (PmDb *db, const char *table))
{
  g_autofree char *path = g_build_filename (folder, "drafts.db", NULL);
  g_autofree char *old = g_build_filename (folder, "old.db", NULL);
  g_autoptr (PmDb) db = pm_db_open (path, PM_DB_PLAIN, NULL);
  g_autoptr (GPtrArray) tables = NULL;

  g_assert_true (pm_db_attach (db, old, "old", NULL));
  tables = read_texts (db,
                       "SELECT name FROM old.sqlite_schema WHERE type = 'table'"
                       " AND name NOT LIKE 'sqlite%' AND name <> 'meta'",
                       NULL);
  g_assert_cmpuint (tables->len, >=, 2);
  for (guint i = 0; i < tables->len; i++)
    assertion (db, g_ptr_array_index (tables, i));
}

static DexFuture *
drafts_of_every_version_are_carried_with_every_row (gpointer data)
{
  g_autoptr (GPtrArray) fixtures = list_fixtures ("drafts-");

  for (guint i = 0; i < fixtures->len; i++) {
    char *folder = fixture_make_folder ();
    PmCache *cache;

    g_test_message ("%s", (char *) g_ptr_array_index (fixtures, i));
    make_file (folder, "drafts.db", g_ptr_array_index (fixtures, i));
    make_file (folder, "old.db", g_ptr_array_index (fixtures, i));
    cache = fixture_open (folder);
    g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
    /* One was confirmed. */
    g_assert_cmpint (pm_cache_get_n_unsent (cache), ==, N_ROWS - 1);
    fixture_close (cache);
    assert_all (folder, assert_carried);
    fixture_remove_folder (folder);
  }
  return dex_future_new_true ();
}

static char *
make_folder_of_newest_drafts (void)
{
  g_autoptr (GPtrArray) fixtures = list_fixtures ("drafts-");
  char *folder = fixture_make_folder ();

  g_ptr_array_sort_values (fixtures, (GCompareFunc) g_strcmp0);
  make_file (folder, "drafts.db", g_ptr_array_index (fixtures, fixtures->len - 1));
  make_file (folder, "old.db", g_ptr_array_index (fixtures, fixtures->len - 1));
  return folder;
}

static void
open_damaged (const char *folder)
{
  PmCache *cache = fixture_open (folder);

  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_DRAFTS_DAMAGED);
  fixture_close (cache);
}

/* Where tables can be read, and where only pages can. */
static DexFuture *
rows_of_every_table_are_rescued (gpointer data)
{
  char *folder = make_folder_of_newest_drafts ();

  fixture_spoil_root (folder, "drafts.db", "meta");
  open_damaged (folder);
  assert_all (folder, assert_carried);
  fixture_remove_folder (folder);

  folder = make_folder_of_newest_drafts ();
  fixture_spoil (folder, "drafts.db", 0, FIXTURE_PAGE_SIZE);
  open_damaged (folder);
  assert_all (folder, assert_there);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* --- What can --- */

static void
add_record (PmPage *page, GType type, gint64 id)
{
  PmRecord *record = g_object_new (type, NULL);

  pm_record_set_integer (record, 0, id);
  fixture_add (page, record);
}

/* Something for every table, in a page of lists: these ask the most of the mirror. */
static void
fill (PmCache *cache, const char *new_state)
{
  PmPage *page = fixture_page (cache, new_state, 20);
  PmScope pocs = { PM_TYPE_POC, 0, FALSE }, tasks = { PM_TYPE_TASK, 1, FALSE };
  GType types[] = { PM_TYPE_USER,     PM_TYPE_CRITERION, PM_TYPE_TEMPLATE,   PM_TYPE_TASK_GROUP,
                    PM_TYPE_RESOURCE, PM_TYPE_COMMENT,   PM_TYPE_ENGAGEMENT, PM_TYPE_ORGANIZATION };

  page->read = 7;
  g_array_append_val (page->scopes, pocs);
  g_array_append_val (page->scopes, tasks);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    add_record (page, types[i], 50);
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, fixture_participant (7, 1, "anna@globex.example", "Anna"));
  fixture_add (page, fixture_invitation (8, 1, "bob@globex.example", PM_INVITATION_STATUS_PENDING));
  fixture_apply (cache, page);
}

static void
assert_finds (PmCache *cache, const char *email)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PmPerson) person = dex_await_object (pm_cache_find_person (cache, 1, email), &error);

  g_assert_no_error (error);
  g_assert_nonnull (person);
}

/* What was there is shown until it is fetched anew, or not at all; never half of it. */
static void
use (char *folder)
{
  PmCache *cache = fixture_open (folder);
  gboolean lost = (pm_cache_get_notices (cache) & PM_CACHE_NOTICE_MIRROR_LOST) != 0;
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);

  g_assert_false (pm_cache_get_notices (cache) & PM_CACHE_NOTICE_DRAFTS_DAMAGED);
  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  if (lost)
    fixture_wait_items (list, 0);
  assert_finds (cache, "operation1@globex.example");
  fill (cache, "sweep:1");
  fill (cache, "sweep:2");
  fill (cache, "sweep:3");
  fixture_wait_items (list, 1);
  assert_finds (cache, "anna@globex.example");
  assert_finds (cache, "bob@globex.example");
  assert_finds (cache, "operation1@globex.example");
  pm_poc_list_set_search (list, "bob@");
  fixture_wait_items (list, 1);
  fixture_close (cache);

  cache = fixture_open (folder);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "sweep:3");
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  fixture_close (cache);
}

static DexFuture *
mirrors_of_every_version_are_usable_or_fetched_anew (gpointer data)
{
  g_autoptr (GPtrArray) fixtures = list_fixtures ("cache-");

  for (guint i = 0; i < fixtures->len; i++) {
    char *folder = fixture_make_folder ();

    g_test_message ("%s", (char *) g_ptr_array_index (fixtures, i));
    make_file (folder, "drafts.db", "drafts-0001.sql");
    make_file (folder, "cache-1.db", g_ptr_array_index (fixtures, i));
    use (folder);
    fixture_remove_folder (folder);
  }
  return dex_future_new_true ();
}

static DexFuture *
newest_mirror_is_used_as_it_is (gpointer data)
{
  g_autoptr (GPtrArray) fixtures = list_fixtures ("cache-");
  char *folder = fixture_make_folder ();
  g_autoptr (PmPocList) list = NULL;
  PmCache *cache;

  g_ptr_array_sort_values (fixtures, (GCompareFunc) g_strcmp0);
  make_file (folder, "drafts.db", "drafts-0001.sql");
  make_file (folder, "cache-1.db", g_ptr_array_index (fixtures, fixtures->len - 1));
  cache = fixture_open (folder);
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "s10");
  list = pm_poc_list_new (cache);
  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  fixture_wait_items (list, N_ROWS);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fixtures/every-step-has-a-fixture", every_step_has_a_fixture);
  g_test_add_data_func ("/fixtures/drafts-of-every-version-are-carried-with-every-row",
                        drafts_of_every_version_are_carried_with_every_row, pm_test_fiber);
  g_test_add_data_func ("/fixtures/rows-of-every-table-are-rescued",
                        rows_of_every_table_are_rescued, pm_test_fiber);
  g_test_add_data_func ("/fixtures/mirrors-of-every-version-are-usable-or-fetched-anew",
                        mirrors_of_every_version_are_usable_or_fetched_anew, pm_test_fiber);
  g_test_add_data_func ("/fixtures/newest-mirror-is-used-as-it-is", newest_mirror_is_used_as_it_is,
                        pm_test_fiber);
  return g_test_run ();
}
