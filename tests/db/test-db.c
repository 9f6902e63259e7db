/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db-fixture.h"

#include "db/pm-folder-lock.h"
#include "domain/pm-error.h"
#include "domain/pm-poc.h"

#include <libdex.h>

#include <glib/gstdio.h>
#include <sys/wait.h>
#include <unistd.h>

static PmDb *
open_with_things (Fixture *fixture, PmDbFlags flags)
{
  PmDb *db = pm_db_open (fixture->path, flags, NULL);

  g_assert_nonnull (db);
  g_assert_true (pm_db_exec (
      db, "CREATE TABLE IF NOT EXISTS thing (id INTEGER PRIMARY KEY, name TEXT)", NULL));
  return db;
}

static gboolean
insert_with_a_refused_inner_part (PmDb *db, gpointer data, GError **error)
{
  g_autoptr (GError) inner = NULL;

  g_assert_true (insert_one (db, data, error));
  g_assert_false (pm_db_transact (db, insert_and_fail, data, &inner));
  g_assert_error (inner, PM_ERROR, PM_ERROR_REFUSED);
  return TRUE;
}

static void
a_refused_transaction_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = open_with_things (fixture, PM_DB_PLAIN);
  g_autoptr (GError) error = NULL;

  g_assert_false (pm_db_transact (db, insert_and_fail, "x", &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_REFUSED);
  g_assert_cmpint (count_things (db), ==, 0);
  g_assert_true (pm_db_transact (db, insert_one, "x", NULL));
  g_assert_cmpint (count_things (db), ==, 1);
}

static void
a_refused_inner_part_spares_the_outer_one (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = open_with_things (fixture, PM_DB_PLAIN);

  g_assert_true (pm_db_transact (db, insert_with_a_refused_inner_part, "x", NULL));
  g_assert_cmpint (count_things (db), ==, 1);
}

static void
add_up (gint64 value, gpointer sum)
{
  *(gint64 *) sum += value;
}

static void
every_row_is_visited (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = open_with_things (fixture, PM_DB_PLAIN);
  g_autoptr (GError) error = NULL;
  gint64 sum = 0;

  g_assert_true (pm_db_run (db, NULL,
                            "INSERT INTO thing (id, name) VALUES (1, 'a'), (2, 'b'),"
                            " (9000000000, 'b')",
                            ""));
  g_assert_true (pm_db_visit (db, add_up, &sum, NULL, "SELECT visit(id) FROM thing WHERE name = ?1",
                              "s", "b"));
  g_assert_cmpint (sum, ==, 9000000002);
  g_assert_true (pm_db_visit (db, add_up, &sum, NULL, "SELECT visit(id) FROM thing WHERE name = ?1",
                              "s", "c"));
  g_assert_cmpint (sum, ==, 9000000002);
  g_assert_false (pm_db_visit (db, add_up, &sum, &error, "SELECT visit(id) FROM nothing", ""));
  g_assert_error (error, PM_ERROR, PM_ERROR_FAILED);
}

static void
text_goes_in_and_out_unchanged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = open_with_things (fixture, PM_DB_PLAIN);
  const char *texts[] = { "", "'; DROP TABLE thing; --", "ünï 😀", "line\nbreak\ttab", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    PmStatement *statement;

    g_assert_true (pm_db_run (db, NULL, "INSERT INTO thing (id, name) VALUES (?1, ?2)", "is",
                              (gint64) i + 1, texts[i]));
    statement = pm_db_query (db, NULL, "SELECT name FROM thing WHERE id = ?1", "i", (gint64) i + 1);
    g_assert_true (pm_statement_step (statement, NULL));
    g_assert_cmpstr (pm_statement_get_text (statement, 0), ==, texts[i]);
    g_assert_false (pm_statement_step (statement, NULL));
  }
}

static PmDb *
open_with_pocs (Fixture *fixture)
{
  PmDb *db = pm_db_open (fixture->path, PM_DB_PLAIN, NULL);

  g_assert_true (pm_db_exec (
      db,
      "CREATE TABLE poc (id INTEGER PRIMARY KEY, title TEXT, customer_company_name TEXT,"
      " description TEXT, executive_summary TEXT, objectives TEXT, start_date TEXT, end_date TEXT,"
      " tenant_id INTEGER, created_by INTEGER, customer_logo_url TEXT, status TEXT,"
      " overall_success_score INTEGER, created_at INTEGER, updated_at INTEGER)",
      NULL));
  return db;
}

static void
a_record_is_stored_and_read_by_its_table (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = open_with_pocs (fixture);
  g_autoptr (PmPoc) poc = pm_poc_new ();
  g_autoptr (PmRecord) back = NULL;
  PmStatement *statement;

  pm_poc_set_id (poc, 5);
  pm_poc_set_title (poc, "One");
  pm_poc_set_status (poc, PM_POC_STATUS_ACTIVE);
  pm_poc_set_end_date (poc, "2026-12-24");
  pm_poc_set_created_at (poc, 1234567);
  g_assert_true (pm_db_upsert_record (db, "poc", PM_RECORD (poc), NULL));
  pm_poc_set_title (poc, "Two");
  pm_poc_set_description (poc, NULL);
  g_assert_true (pm_db_upsert_record (db, "poc", PM_RECORD (poc), NULL));

  statement = pm_db_query (db, NULL, "SELECT * FROM poc", "");
  g_assert_true (pm_statement_step (statement, NULL));
  back = pm_statement_new_record (statement, PM_TYPE_POC);
  g_assert_true (pm_record_equal (PM_RECORD (poc), back));
  g_assert_false (pm_statement_step (statement, NULL));
}

static void
a_row_goes_through_json_unchanged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = open_with_pocs (fixture);
  g_autoptr (PmPoc) poc = pm_poc_new (), back = pm_poc_new ();
  g_autofree char *json = NULL, *none = NULL;

  pm_poc_set_id (poc, 5);
  pm_poc_set_title (poc, "“One”\n\t\\");
  pm_poc_set_status (poc, PM_POC_STATUS_COMPLETED);
  pm_poc_set_end_date (poc, "2026-12-24");
  pm_poc_set_created_at (poc, 1234567890123456);
  g_assert_true (pm_db_upsert_record (db, "poc", PM_RECORD (poc), NULL));
  g_assert_true (pm_db_get_json (db, "poc", PM_TYPE_POC, 5, &json, NULL));
  g_assert_true (pm_db_read_json (db, json, PM_RECORD (back), NULL));
  g_assert_true (pm_record_equal (PM_RECORD (poc), PM_RECORD (back)));
  g_assert_true (pm_db_get_json (db, "poc", PM_TYPE_POC, 6, &none, NULL));
  g_assert_null (none);
}

static void
json_changes_the_fields_that_it_speaks_of (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = open_with_pocs (fixture);
  g_autoptr (PmPoc) poc = pm_poc_new ();
  g_autoptr (GError) error = NULL;

  pm_poc_set_title (poc, "One");
  pm_poc_set_description (poc, "It was");
  pm_poc_set_objectives (poc, "Stays");
  g_assert_true (pm_db_read_json (
      db, "{\"title\":\"Two\",\"description\":null,\"status\":\"active\",\"nothing\":[1]}",
      PM_RECORD (poc), NULL));
  g_assert_cmpstr (pm_poc_get_title (poc), ==, "Two");
  g_assert_null (pm_poc_get_description (poc));
  g_assert_cmpstr (pm_poc_get_objectives (poc), ==, "Stays");
  g_assert_cmpint (pm_poc_get_status (poc), ==, PM_POC_STATUS_ACTIVE);
  g_assert_false (pm_db_read_json (db, "{\"title\":", PM_RECORD (poc), &error));
  g_assert_nonnull (error);
}

static void
an_inserted_record_gets_an_id (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = pm_db_open (fixture->path, PM_DB_PLAIN, NULL);
  g_autoptr (PmPoc) poc = pm_poc_new ();
  g_autoptr (GError) error = NULL;

  pm_poc_set_title (poc, "x");
  g_assert_cmpint (pm_db_insert_record (db, "nowhere", PM_RECORD (poc), &error), ==, -1);
  g_assert_nonnull (error);
}

static void
steps_are_run_once_and_in_order (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++) {
    g_autoptr (PmDb) db = pm_db_open (fixture->path, PM_DB_PLAIN, NULL);

    g_assert_true (pm_db_migrate (db, "/test/steps", NULL));
    g_assert_cmpint (count_things (db), ==, 1);
  }
}

static void
a_step_that_fails_leaves_nothing_of_itself (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = pm_db_open (fixture->path, PM_DB_PLAIN, NULL);
  g_autoptr (GError) error = NULL;
  gint64 version = -1;

  g_assert_false (pm_db_migrate (db, "/test/steps-failing", &error));
  g_assert_nonnull (error);
  g_assert_cmpint (count_things (db), ==, 0);
  g_assert_true (pm_db_query_int64 (db, &version, NULL, "PRAGMA user_version", ""));
  g_assert_cmpint (version, ==, 1);
}

static void
a_file_of_another_form_is_told_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = pm_db_open (fixture->path, PM_DB_PLAIN, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = pm_db_name_steps ("/test/steps");
  g_autofree char *other = pm_db_name_steps ("/test/steps-failing");
  g_autofree char *form = NULL;
  g_autofree char *other_form = NULL;

  g_assert_true (pm_db_migrate (db, "/test/steps", NULL));
  g_assert_true (pm_db_exec (db, "CREATE TABLE more (id INTEGER)", NULL));
  g_assert_true (pm_db_check_shape (db, "/test/steps", &error));
  g_assert_no_error (error);
  form = pm_db_name_form (db, NULL);
  g_assert_true (pm_db_exec (db, "ALTER TABLE thing DROP COLUMN size", NULL));
  g_assert_false (pm_db_check_shape (db, "/test/steps", &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_DAMAGED);
  g_assert_cmpstr (name, !=, other);
  other_form = pm_db_name_form (db, NULL);
  g_assert_cmpstr (form, !=, other_form);
}

static void
a_file_from_the_future_is_refused_untouched (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = pm_db_open (fixture->path, PM_DB_PLAIN, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (pm_db_exec (db, "PRAGMA user_version = 99", NULL));
  g_assert_false (pm_db_migrate (db, "/test/steps", &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_NEWER);
}

static void
what_is_no_database_is_called_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *junk = g_strnfill (8192, 'j');

  g_assert_true (g_file_set_contents (fixture->path, junk, -1, NULL));
  g_assert_null (pm_db_open (fixture->path, PM_DB_PLAIN, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_DAMAGED);
}

static void
a_reader_cannot_write (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) writer = open_with_things (fixture, PM_DB_PLAIN);
  g_autoptr (PmDb) reader = pm_db_open (fixture->path, PM_DB_READ_ONLY, NULL);

  g_assert_cmpint (count_things (reader), ==, 0);
  g_assert_false (insert_one (reader, "x", NULL));
}

static void
a_backup_is_a_whole_copy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PmDb) db = open_with_things (fixture, PM_DB_DURABLE);
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autoptr (PmDb) other = NULL;

  g_assert_true (insert_one (db, "x", NULL));
  g_assert_true (pm_db_backup (db, copy, NULL));
  other = pm_db_open (copy, PM_DB_PLAIN, NULL);
  g_assert_true (pm_db_check (other, NULL));
  g_assert_cmpint (count_things (other), ==, 1);
}

/* The folder */

static void
a_folder_is_held_by_one_process_until_it_ends (Fixture *fixture, gconstpointer data)
{
  PmFolderLock *lock = pm_folder_lock_take (fixture->folder, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (lock);
  g_assert_null (pm_folder_lock_take (fixture->folder, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_BUSY);
  pm_folder_lock_free (lock);
  lock = pm_folder_lock_take (fixture->folder, NULL);
  g_assert_nonnull (lock);
  pm_folder_lock_free (lock);
}

#define ADD(path, func) \
  g_test_add ("/db/" path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("refused-transaction", a_refused_transaction_leaves_nothing);
  ADD ("refused-inner-part", a_refused_inner_part_spares_the_outer_one);
  ADD ("visit", every_row_is_visited);
  ADD ("text", text_goes_in_and_out_unchanged);
  ADD ("record", a_record_is_stored_and_read_by_its_table);
  ADD ("json", a_row_goes_through_json_unchanged);
  ADD ("json-changes", json_changes_the_fields_that_it_speaks_of);
  ADD ("insert", an_inserted_record_gets_an_id);
  ADD ("steps", steps_are_run_once_and_in_order);
  ADD ("failing-step", a_step_that_fails_leaves_nothing_of_itself);
  ADD ("other-form", a_file_of_another_form_is_told_apart);
  ADD ("newer-file", a_file_from_the_future_is_refused_untouched);
  ADD ("damaged", what_is_no_database_is_called_damaged);
  ADD ("reader", a_reader_cannot_write);
  ADD ("backup", a_backup_is_a_whole_copy);
  ADD ("folder-lock", a_folder_is_held_by_one_process_until_it_ends);
  return g_test_run ();
}
