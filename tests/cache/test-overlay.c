/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"
#include "cache/pm-child-list.h"
#include "cache/pm-poc-list.h"
#include "domain/pm-comment.h"
#include "domain/pm-task.h"

/* What shows is what the server said, overlaid by what waits in the outbox. */

#define POC  1
#define TASK 77

static PmTask *
server_task (gint64 id, const char *title, PmTaskStatus status)
{
  PmTask *task = pm_task_new ();

  pm_task_set_id (task, id);
  pm_task_set_poc_id (task, POC);
  pm_task_set_title (task, title);
  pm_task_set_status (task, status);
  pm_task_set_created_at (task, NOON);
  return task;
}

static PmCache *
open_filled (const char *folder)
{
  PmCache *cache = fixture_open (folder);
  PmPage *page = fixture_page (cache, "s10", 10);

  fixture_add (page, fixture_poc (POC, "Trial", "Globex"));
  fixture_add (page, server_task (TASK, "Install", PM_TASK_STATUS_NOT_STARTED));
  fixture_apply (cache, page);
  return cache;
}

static PmOperation *
item_operation (PmOperationKind kind, PmItemType type, gint64 id, const char *payload)
{
  PmOperation *operation = fixture_operation (kind, POC, NULL, NULL);
  g_autofree char *key = g_uuid_string_random ();

  pm_operation_set_key (operation, key);
  pm_operation_set_item_type (operation, type);
  if (id != 0)
    pm_operation_set_item_id (operation, id);
  pm_operation_set_payload (operation, payload);
  return operation;
}

static PmTask *
find_task (PmCache *cache, gint64 id)
{
  g_autoptr (GError) error = NULL;
  PmTask *task = dex_await_object (pm_cache_find_record (cache, PM_TYPE_TASK, id), &error);

  g_assert_no_error (error);
  return task;
}

static void
assert_task (PmCache *cache, gint64 id, const char *title, PmTaskStatus status)
{
  g_autoptr (PmTask) task = find_task (cache, id);

  g_assert_nonnull (task);
  g_assert_cmpstr (pm_task_get_title (task), ==, title);
  g_assert_cmpint (pm_task_get_status (task), ==, status);
}

static PmOperation *
find_operation (PmCache *cache, gint64 id)
{
  g_autoptr (GPtrArray) operations = dex_await_boxed (pm_cache_list_operations (cache), NULL);

  for (guint i = 0; i < operations->len; i++)
    if (pm_operation_get_id (g_ptr_array_index (operations, i)) == id)
      return g_object_ref (g_ptr_array_index (operations, i));
  g_assert_not_reached ();
}

static void
move (PmCache *cache, gint64 id, PmOperationState state, gint64 seq, gint64 server_id)
{
  g_autoptr (PmOperation) operation = find_operation (cache, id);

  pm_operation_set_state (operation, state);
  if (seq > 0)
    pm_operation_set_sync_seq (operation, seq);
  if (server_id > 0)
    pm_operation_set_server_id (operation, server_id);
  fixture_await (pm_cache_update_operation (cache, operation));
}

static gint64
edit (PmCache *cache, const char *payload)
{
  return fixture_queue (
      cache, item_operation (PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_TASK, TASK, payload), 0);
}

static void
page_with_task (PmCache *cache,
                const char *state,
                gint64 seq,
                const char *title,
                PmTaskStatus status)
{
  PmPage *page = fixture_page (cache, state, seq);

  fixture_add (page, server_task (TASK, title, status));
  fixture_apply (cache, page);
}

static DexFuture *
an_edit_shows_at_once_and_what_the_server_says_shows_below_it (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  gint64 id = edit (cache, "{\"status\":\"completed\"}");

  assert_task (cache, TASK, "Install", PM_TASK_STATUS_COMPLETED);
  page_with_task (cache, "s11", 11, "Install it", PM_TASK_STATUS_BLOCKED);
  assert_task (cache, TASK, "Install it", PM_TASK_STATUS_COMPLETED);
  fixture_discard (cache, id);
  assert_task (cache, TASK, "Install it", PM_TASK_STATUS_BLOCKED);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
edits_show_in_their_order_and_a_refused_one_is_taken_back (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  gint64 first = edit (cache, "{\"title\":\"One\",\"status\":\"blocked\"}");

  edit (cache, "{\"title\":\"Two\"}");
  assert_task (cache, TASK, "Two", PM_TASK_STATUS_BLOCKED);
  move (cache, first, PM_OPERATION_STATE_NEEDS_ATTENTION, 0, 0);
  assert_task (cache, TASK, "Two", PM_TASK_STATUS_NOT_STARTED);
  move (cache, first, PM_OPERATION_STATE_QUEUED, 0, 0);
  assert_task (cache, TASK, "Two", PM_TASK_STATUS_BLOCKED);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* Between the answer and the feed the row must not go back to what it was. */
static DexFuture *
a_confirmed_edit_shows_until_the_server_shows_it (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  gint64 id = edit (cache, "{\"title\":\"Mine\"}");

  move (cache, id, PM_OPERATION_STATE_CONFIRMED, 12, 0);
  page_with_task (cache, "s11", 11, "Theirs", PM_TASK_STATUS_NOT_STARTED);
  assert_task (cache, TASK, "Mine", PM_TASK_STATUS_NOT_STARTED);
  page_with_task (cache, "s13", 13, "Somebody's, later", PM_TASK_STATUS_NOT_STARTED);
  assert_task (cache, TASK, "Somebody's, later", PM_TASK_STATUS_NOT_STARTED);
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 0);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* It is settled by the sequence, whether or not the page brings the row. */
static DexFuture *
a_settled_edit_leaves_the_row_to_the_server (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  gint64 id = edit (cache, "{\"title\":\"Mine\"}");

  page_with_task (cache, "s12", 12, "Mine, as the server trims it", PM_TASK_STATUS_NOT_STARTED);
  move (cache, id, PM_OPERATION_STATE_CONFIRMED, 12, 0);
  assert_task (cache, TASK, "Mine, as the server trims it", PM_TASK_STATUS_NOT_STARTED);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
a_deletion_hides_the_row_until_it_is_refused (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  gint64 id = fixture_queue (
      cache, item_operation (PM_OPERATION_KIND_DELETE, PM_ITEM_TYPE_TASK, TASK, NULL), 0);

  g_assert_null (find_task (cache, TASK));
  page_with_task (cache, "s11", 11, "Changed", PM_TASK_STATUS_NOT_STARTED);
  g_assert_null (find_task (cache, TASK));
  move (cache, id, PM_OPERATION_STATE_NEEDS_ATTENTION, 0, 0);
  assert_task (cache, TASK, "Changed", PM_TASK_STATUS_NOT_STARTED);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static void
add_comment (PmPage *page, gint64 id, gint64 task_id, gint64 group_id)
{
  PmComment *comment = pm_comment_new ();

  pm_comment_set_id (comment, id);
  pm_comment_set_poc_id (comment, POC);
  pm_comment_set_content (comment, "Hello");
  pm_comment_set_created_at (comment, NOON + id);
  if (task_id != 0)
    pm_comment_set_poc_task_id (comment, task_id);
  if (group_id != 0)
    pm_comment_set_poc_task_group_id (comment, group_id);
  fixture_add (page, comment);
}

/* Nobody is to answer a comment on a task that is not there any more. */
static DexFuture *
what_hangs_on_something_removed_is_hidden_with_it (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  g_autoptr (PmChildList) list = pm_child_list_new (cache, PM_TYPE_COMMENT, POC);
  PmPage *page = fixture_page (cache, "s11", 11);
  gint64 id;

  add_comment (page, 1, 0, 0);
  add_comment (page, 2, TASK, 0);
  fixture_apply (cache, page);
  fixture_queue (cache,
                 item_operation (PM_OPERATION_KIND_CREATE, PM_ITEM_TYPE_COMMENT, 0,
                                 "{\"content\":\"Mine\",\"poc_task_id\":77}"),
                 0);
  fixture_wait_items (list, 3);
  id = fixture_queue (cache,
                      item_operation (PM_OPERATION_KIND_DELETE, PM_ITEM_TYPE_TASK, TASK, NULL), 0);
  fixture_wait_items (list, 1);

  page = fixture_page (cache, "s12", 12);
  add_comment (page, 2, TASK, 0);
  add_comment (page, 3, TASK, 0);
  add_comment (page, 4, 0, TASK); /* a group of the same number */
  fixture_apply (cache, page);
  fixture_wait_items (list, 2);
  fixture_close (cache);

  cache = fixture_open (folder);
  g_clear_object (&list);
  list = pm_child_list_new (cache, PM_TYPE_COMMENT, POC);
  fixture_wait_items (list, 2);
  move (cache, id, PM_OPERATION_STATE_NEEDS_ATTENTION, 0, 0);
  fixture_wait_items (list, 5);
  move (cache, id, PM_OPERATION_STATE_QUEUED, 0, 0);
  fixture_wait_items (list, 2);
  fixture_discard (cache, id);
  fixture_wait_items (list, 5);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static gint64
create_task (PmCache *cache, gint64 poc_id, const char *payload, gint64 *operation_id)
{
  PmOperation *operation = item_operation (PM_OPERATION_KIND_CREATE, PM_ITEM_TYPE_TASK, 0, payload);
  gint64 item_id;

  pm_operation_set_poc_id (operation, poc_id);
  g_object_ref (operation);
  *operation_id = fixture_queue (cache, operation, 0);
  item_id = pm_operation_get_item_id (operation);
  g_assert_cmpint (item_id, <, 0);
  g_object_unref (operation);
  return item_id;
}

static gint64
server_id (PmCache *cache, gint64 item_id)
{
  return dex_await_int64 (pm_cache_find_server_id (cache, item_id), NULL);
}

static DexFuture *
what_is_made_here_keeps_its_number_when_the_server_gives_it_another (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  g_autoptr (PmChildList) list = pm_child_list_new (cache, PM_TYPE_TASK, POC);
  g_autoptr (PmTask) item = NULL;
  gint64 operation_id, id;
  PmPage *page;

  id = create_task (cache, POC, "{\"title\":\"New\"}", &operation_id);
  fixture_wait_items (list, 2);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpint (pm_task_get_id (item), ==, id);
  g_assert_cmpint (server_id (cache, id), ==, 0);

  move (cache, operation_id, PM_OPERATION_STATE_CONFIRMED, 12, 90);
  g_assert_cmpint (server_id (cache, id), ==, 90);
  page = fixture_page (cache, "s12", 12);
  fixture_add (page, server_task (90, "New, by the server", PM_TASK_STATUS_IN_PROGRESS));
  fixture_apply (cache, page);
  assert_task (cache, id, "New, by the server", PM_TASK_STATUS_IN_PROGRESS);
  g_assert_null (find_task (cache, 90));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  fixture_close (cache);

  cache = fixture_open (folder);
  assert_task (cache, id, "New, by the server", PM_TASK_STATUS_IN_PROGRESS);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* The feed names the maker's key, so that the number is known without the answer. */
static DexFuture *
the_feed_tells_whose_it_is_before_the_answer_does (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  gint64 operation_id, id = create_task (cache, POC, "{\"title\":\"New\"}", &operation_id);
  g_autoptr (PmOperation) operation = find_operation (cache, operation_id);
  PmPage *page = fixture_page (cache, "s12", 12);

  pm_page_add_settled (page, pm_operation_get_key (operation), PM_TYPE_TASK, 90);
  fixture_add (page, server_task (90, "New", PM_TASK_STATUS_NOT_STARTED));
  fixture_apply (cache, page);
  g_assert_null (find_task (cache, 90));
  assert_task (cache, id, "New", PM_TASK_STATUS_NOT_STARTED);
  g_assert_cmpint (server_id (cache, id), ==, 90);
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 0);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* Somebody else's change may have covered the maker's key: then it comes as a stranger. */
static DexFuture *
what_came_as_a_stranger_is_recognised_by_the_answer (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  PmOperation *operation = item_operation (
      PM_OPERATION_KIND_CREATE, PM_ITEM_TYPE_POC, 0,
      "{\"title\":\"Mine\",\"customer_company_name\":\"Globex\",\"status\":\"active\"}");
  gint64 poc_operation, task_operation, poc_id, task_id;
  g_autoptr (PmTask) task = NULL;
  PmPage *page;

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  g_object_ref (operation);
  poc_operation = fixture_queue (cache, operation, 0);
  poc_id = pm_operation_get_item_id (operation);
  g_object_unref (operation);
  task_id = create_task (cache, poc_id, "{\"title\":\"In it\"}", &task_operation);
  fixture_wait_items (list, 2);

  page = fixture_page (cache, "s12", 12);
  fixture_add (page, fixture_poc (5, "Mine, changed by somebody", "Globex"));
  fixture_add (page, fixture_participant (8, 5, "carla@globex.com", "Carla"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 3);
  move (cache, poc_operation, PM_OPERATION_STATE_CONFIRMED, 11, 5);
  fixture_wait_items (list, 2);
  task = find_task (cache, task_id);
  g_assert_cmpint (pm_task_get_poc_id (task), ==, poc_id);

  page = fixture_page (cache, "s13", 13);
  fixture_add (page, fixture_poc (5, "Changed again", "Globex"));
  fixture_apply (cache, page);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  g_assert_true (pm_key_list_find (PM_KEY_LIST (list), poc_id, NULL));
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* A page may end between a POC and what somebody else has put into it meanwhile. */
static DexFuture *
what_belongs_to_it_may_come_before_it_is_known (gpointer data)
{
  for (guint by_feed = 0; by_feed < 2; by_feed++) {
    char *folder = fixture_make_folder ();
    PmCache *cache = open_filled (folder);
    g_autoptr (PmOperation) operation =
        item_operation (PM_OPERATION_KIND_CREATE, PM_ITEM_TYPE_POC, 0, "{\"title\":\"Mine\"}");
    g_autoptr (PmTask) task = NULL;
    PmPage *page;
    gint64 poc_id;

    fixture_queue (cache, g_object_ref (operation), 0);
    poc_id = pm_operation_get_item_id (operation);
    page = fixture_page (cache, "s12", 12);
    fixture_add (page, server_task (90, "Theirs", PM_TASK_STATUS_NOT_STARTED));
    pm_task_set_poc_id (g_ptr_array_index (page->records, 0), 5);
    fixture_apply (cache, page);

    if (by_feed) {
      page = fixture_page (cache, "s13", 13);
      pm_page_add_settled (page, pm_operation_get_key (operation), PM_TYPE_POC, 5);
      fixture_add (page, fixture_poc (5, "Mine", "Globex"));
      fixture_apply (cache, page);
    } else {
      move (cache, pm_operation_get_id (operation), PM_OPERATION_STATE_CONFIRMED, 13, 5);
    }
    task = find_task (cache, 90);
    g_assert_cmpint (pm_task_get_poc_id (task), ==, poc_id);
    fixture_close (cache);
    fixture_remove_folder (folder);
  }
  return dex_future_new_true ();
}

static void
wait_for_done (PmPoc *poc, gint64 done, gint64 total)
{
  while (pm_poc_get_tasks_done (poc) != done || pm_poc_get_tasks_total (poc) != total)
    dex_await (dex_timeout_new_msec (2), NULL);
}

static DexFuture *
what_is_counted_and_found_is_what_shows (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (cache, POC);
  gint64 operation_id, renaming;

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  wait_for_done (poc, 0, 1);
  edit (cache, "{\"status\":\"completed\"}");
  wait_for_done (poc, 1, 1);
  create_task (cache, POC, "{\"title\":\"Second\"}", &operation_id);
  wait_for_done (poc, 1, 2);
  fixture_discard (cache, operation_id);
  wait_for_done (poc, 1, 1);

  renaming = fixture_queue (cache,
                            item_operation (PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_POC, POC,
                                            "{\"title\":\"Zebra crossing\"}"),
                            0);
  pm_poc_list_set_search (list, "zebra");
  fixture_wait_items (list, 1);
  fixture_discard (cache, renaming);
  fixture_wait_items (list, 0);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
a_poc_made_here_is_found_with_its_people (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  PmOperation *operation = item_operation (
      PM_OPERATION_KIND_CREATE, PM_ITEM_TYPE_POC, 0,
      "{\"title\":\"Quokka\",\"customer_company_name\":\"Initech\",\"status\":\"active\"}");
  gint64 poc_id;

  pm_cache_set_user_id (cache, 3);
  g_object_ref (operation);
  fixture_queue (cache, operation, 0);
  poc_id = pm_operation_get_item_id (operation);
  g_object_unref (operation);
  fixture_queue (cache,
                 fixture_operation (PM_OPERATION_KIND_INVITE, poc_id, "ann@initech.com", "k"), 0);
  fixture_wait_items (list, 1); /* it is mine */
  pm_poc_list_set_search (list, "quok");
  fixture_wait_items (list, 1);
  pm_poc_list_set_search (list, "ann@init");
  fixture_wait_items (list, 1);
  g_assert_true (pm_key_list_find (PM_KEY_LIST (list), poc_id, NULL));
  pm_poc_list_set_search (list, "globex");
  fixture_wait_items (list, 0);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* The copy of the outbox is made anew at each start, and for each rebuild. */
static DexFuture *
a_start_and_a_rebuild_show_the_same (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  gint64 operation_id, id = create_task (cache, POC, "{\"title\":\"New\"}", &operation_id);
  PmPage *page;

  edit (cache, "{\"title\":\"Mine\"}");
  fixture_close (cache);
  cache = fixture_open (folder);
  assert_task (cache, TASK, "Mine", PM_TASK_STATUS_NOT_STARTED);
  assert_task (cache, id, "New", PM_TASK_STATUS_NOT_STARTED);

  fixture_await (pm_cache_begin_rebuild (cache));
  page = fixture_page (cache, "t5", 5);
  fixture_add (page, fixture_poc (POC, "Trial", "Globex"));
  fixture_add (page, server_task (TASK, "Install", PM_TASK_STATUS_BLOCKED));
  fixture_apply (cache, page);
  assert_task (cache, TASK, "Mine", PM_TASK_STATUS_BLOCKED);
  assert_task (cache, id, "New", PM_TASK_STATUS_NOT_STARTED);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* What waits behind it must not hide that somebody has to look. */
static DexFuture *
a_row_says_first_what_a_person_must_look_at (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  gint64 operation_id, id = create_task (cache, POC, "{\"title\":\"New\"}", &operation_id);
  g_autoptr (PmTask) waiting = NULL, refused = NULL;
  gint64 later;

  later = fixture_queue (
      cache,
      item_operation (PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_TASK, id, "{\"title\":\"Newer\"}"), 0);
  waiting = find_task (cache, id);
  g_assert_cmpint (pm_task_get_operation_id (waiting), ==, later);
  move (cache, operation_id, PM_OPERATION_STATE_NEEDS_ATTENTION, 0, 0);
  refused = find_task (cache, id);
  g_assert_cmpint (pm_task_get_operation_id (refused), ==, operation_id);
  g_assert_cmpint (pm_task_get_operation_kind (refused), ==, PM_OPERATION_KIND_CREATE);
  g_assert_cmpstr (pm_task_get_title (refused), ==, "Newer");
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
a_comment_says_who_wrote_it_and_what_becomes_of_it (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder);
  PmOperation *operation =
      item_operation (PM_OPERATION_KIND_CREATE, PM_ITEM_TYPE_COMMENT, 0,
                      "{\"subject\":\"\",\"content\":\"Hello\",\"is_internal\":true}");
  g_autoptr (PmComment) comment = NULL;
  g_autoptr (PmChildList) list = pm_child_list_new (cache, PM_TYPE_COMMENT, POC);
  gint64 id;

  pm_cache_set_user_id (cache, 3);
  g_object_ref (operation);
  fixture_queue (cache, operation, 0);
  id = pm_operation_get_item_id (operation);
  g_object_unref (operation);
  fixture_wait_items (list, 1);
  comment = dex_await_object (pm_cache_find_record (cache, PM_TYPE_COMMENT, id), NULL);
  g_assert_cmpstr (pm_comment_get_content (comment), ==, "Hello");
  g_assert_true (pm_comment_get_is_internal (comment));
  g_assert_true (pm_comment_get_is_mine (comment));
  g_assert_cmpint (pm_comment_get_operation_kind (comment), ==, PM_OPERATION_KIND_CREATE);
  g_assert_cmpint (pm_comment_get_operation_state (comment), ==, PM_OPERATION_STATE_QUEUED);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(test) g_test_add_data_func ("/overlay/" #test, test, pm_test_fiber)
  ADD (an_edit_shows_at_once_and_what_the_server_says_shows_below_it);
  ADD (edits_show_in_their_order_and_a_refused_one_is_taken_back);
  ADD (a_confirmed_edit_shows_until_the_server_shows_it);
  ADD (a_settled_edit_leaves_the_row_to_the_server);
  ADD (a_deletion_hides_the_row_until_it_is_refused);
  ADD (what_hangs_on_something_removed_is_hidden_with_it);
  ADD (what_is_made_here_keeps_its_number_when_the_server_gives_it_another);
  ADD (the_feed_tells_whose_it_is_before_the_answer_does);
  ADD (what_came_as_a_stranger_is_recognised_by_the_answer);
  ADD (what_belongs_to_it_may_come_before_it_is_known);
  ADD (what_is_counted_and_found_is_what_shows);
  ADD (a_poc_made_here_is_found_with_its_people);
  ADD (a_start_and_a_rebuild_show_the_same);
  ADD (a_row_says_first_what_a_person_must_look_at);
  ADD (a_comment_says_who_wrote_it_and_what_becomes_of_it);
#undef ADD

  return g_test_run ();
}
