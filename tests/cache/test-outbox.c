/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-operation-list.h"
#include "cache/pm-person-list.h"

#define JANE "jane@globex.example"

static GPtrArray *
list_operations (PmCache *cache)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *operations = dex_await_boxed (pm_cache_list_operations (cache), &error);

  g_assert_no_error (error);
  return operations;
}

static guint
count_operations (PmCache *cache)
{
  g_autoptr (GPtrArray) operations = list_operations (cache);

  return operations->len;
}

/* A POC, all in step with the server at sequence 10. */
static void
fill (PmCache *cache)
{
  PmPage *page = fixture_page (cache, "s10", 10);

  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_apply (cache, page);
}

static gboolean
update (PmCache *cache, PmOperation *operation)
{
  g_autoptr (GError) error = NULL;
  gboolean present = dex_await_boolean (pm_cache_update_operation (cache, operation), &error);

  g_assert_no_error (error);
  return present;
}

static PmOperation *
confirm (gint64 id, const char *key, gint64 sync_seq)
{
  PmOperation *operation = fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, key);

  pm_operation_set_id (operation, id);
  pm_operation_set_state (operation, PM_OPERATION_STATE_CONFIRMED);
  pm_operation_set_sync_seq (operation, sync_seq);
  return operation;
}

static int
status_of_jane (PmCache *cache)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PmPerson) person = dex_await_object (pm_cache_find_person (cache, 1, JANE), &error);

  g_assert_no_error (error);
  return person == NULL ? -1 : pm_person_get_status (person);
}

static DexFuture *
confirmed_settles_when_its_sequence_is_reached (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmOperationList) list = pm_operation_list_new (cache);
  g_autoptr (PmOperation) confirmed = NULL;

  fill (cache);
  confirmed =
      confirm (fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), 0),
               "k", 12);
  fixture_wait_items (list, 1);
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 1);

  g_assert_true (update (cache, confirmed));
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 0);
  fixture_wait_items (list, 0);
  fixture_apply (cache, fixture_page (cache, "s11", 11));
  g_assert_cmpint (status_of_jane (cache), ==, PM_PERSON_STATUS_WAITING);
  g_assert_cmpuint (count_operations (cache), ==, 1);

  fixture_apply (cache, fixture_page (cache, "s12", 12));
  g_assert_cmpint (status_of_jane (cache), ==, -1);
  g_assert_cmpuint (count_operations (cache), ==, 0);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
confirmed_late_settles_at_once (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmOperation) confirmed = NULL;

  fill (cache);
  confirmed = confirm (
      fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), 0), "k", 9);
  g_assert_true (update (cache, confirmed));
  g_assert_cmpuint (count_operations (cache), ==, 0);
  g_assert_cmpint (status_of_jane (cache), ==, -1);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* The effect may be seen before the answer: then the answer finds nothing to update. */
static DexFuture *
key_in_a_page_settles_before_the_answer (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmOperation) confirmed = NULL;
  gint64 id;
  PmPage *page;

  fill (cache);
  id = fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), 0);
  page = fixture_page (cache, "s11", 11);
  pm_page_add_settled (page, "other", G_TYPE_INVALID, 0);
  pm_page_add_settled (page, "k", PM_TYPE_INVITATION, 5);
  fixture_add (page, fixture_invitation (5, 1, JANE, PM_INVITATION_STATUS_PENDING));
  fixture_apply (cache, page);
  g_assert_cmpint (status_of_jane (cache), ==, PM_PERSON_STATUS_PENDING);
  g_assert_cmpuint (count_operations (cache), ==, 0);
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 0);

  confirmed = confirm (id, "k", 11);
  g_assert_false (update (cache, confirmed));
  g_assert_cmpuint (count_operations (cache), ==, 0);
  g_assert_cmpint (status_of_jane (cache), ==, PM_PERSON_STATUS_PENDING);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* The sequence of a bootstrap's page says nothing of objects that are still to come. */
static DexFuture *
bootstrap_settles_nothing_before_its_end (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmOperation) confirmed = NULL;
  PmPage *page = fixture_page (cache, "b1", 50);

  page->has_more = TRUE;
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_apply (cache, page);
  confirmed =
      confirm (fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), 0),
               "k", 20);
  g_assert_true (update (cache, confirmed));
  g_assert_cmpint (status_of_jane (cache), ==, PM_PERSON_STATUS_WAITING);

  page = fixture_page (cache, "b2", 50);
  fixture_add (page, fixture_invitation (5, 1, JANE, PM_INVITATION_STATUS_PENDING));
  fixture_apply (cache, page);
  g_assert_cmpint (status_of_jane (cache), ==, PM_PERSON_STATUS_PENDING);
  g_assert_cmpuint (count_operations (cache), ==, 0);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
sending_consumes_the_draft (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmDraft) draft = pm_draft_new ();
  g_autoptr (PmDraft) found = NULL;
  g_autoptr (PmDraft) gone = NULL;
  gint64 id;

  pm_draft_set_poc_id (draft, 1);
  pm_draft_set_email (draft, JANE);
  pm_draft_set_personal_message (draft, "Hello,\n\xc3\xa4\"';--");
  id = dex_await_int64 (pm_cache_save_draft (cache, draft), NULL);
  g_assert_cmpint (id, >, 0);
  pm_draft_set_title (draft, "CTO");
  g_assert_cmpint (dex_await_int64 (pm_cache_save_draft (cache, draft), NULL), ==, id);
  found = dex_await_object (pm_cache_find_draft (cache, 1), NULL);
  g_assert_true (pm_record_equal (PM_RECORD (found), PM_RECORD (draft)));

  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), id);
  gone = dex_await_object (pm_cache_find_draft (cache, 1), NULL);
  g_assert_null (gone);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* The same key twice would be two effects for one: it is refused, and the draft stays. */
static DexFuture *
refused_operation_leaves_the_draft (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmDraft) draft = pm_draft_new ();
  g_autoptr (PmDraft) found = NULL;
  g_autoptr (PmOperation) twin = fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k");
  g_autoptr (GError) error = NULL;

  pm_draft_set_poc_id (draft, 1);
  fixture_await (pm_cache_save_draft (cache, draft));
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), 0);
  g_assert_false (
      dex_await (pm_cache_add_operation (cache, twin, pm_draft_get_id (draft)), &error));
  g_assert_nonnull (error);
  found = dex_await_object (pm_cache_find_draft (cache, 1), NULL);
  g_assert_nonnull (found);
  g_assert_cmpuint (count_operations (cache), ==, 1);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static void
queue_in_state (PmCache *cache, PmOperationState state)
{
  g_autofree char *key = g_strdup_printf ("key-%d", state);
  PmOperation *operation = fixture_operation (PM_OPERATION_KIND_INVITE, 1, key, key);

  pm_operation_set_state (operation, state);
  fixture_queue (cache, operation, 0);
}

/* Nothing is sent while nobody runs; what was held or on its way is queued, with its key. */
static DexFuture *
start_wakes_the_outbox (gpointer data)
{
  static const int after[] = {
    [PM_OPERATION_STATE_HELD] = PM_OPERATION_STATE_QUEUED,
    [PM_OPERATION_STATE_QUEUED] = PM_OPERATION_STATE_QUEUED,
    [PM_OPERATION_STATE_SENDING] = PM_OPERATION_STATE_QUEUED,
    [PM_OPERATION_STATE_CONFIRMED] = PM_OPERATION_STATE_CONFIRMED,
    [PM_OPERATION_STATE_NEEDS_ATTENTION] = PM_OPERATION_STATE_NEEDS_ATTENTION,
    [PM_OPERATION_STATE_PAUSED_AUTH] = PM_OPERATION_STATE_PAUSED_AUTH,
  };
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (GPtrArray) operations = NULL;

  for (guint i = 0; i <= PM_OPERATION_STATE_CANCELLED; i++)
    queue_in_state (cache, (PmOperationState) i);
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 5);
  fixture_close (cache);

  cache = fixture_open (folder);
  operations = list_operations (cache);
  g_assert_cmpuint (operations->len, ==, G_N_ELEMENTS (after));
  for (guint i = 0; i < operations->len; i++) {
    PmOperation *operation = g_ptr_array_index (operations, i);
    g_autofree char *key = g_strdup_printf ("key-%u", i);

    g_assert_cmpstr (pm_operation_get_key (operation), ==, key);
    g_assert_cmpint (pm_operation_get_state (operation), ==, after[i]);
  }
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 5);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static void
note (GObject *object, gpointer data)
{
  (*(guint *) data)++;
}

static DexFuture *
counts_and_signals_follow (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (cache, 1);
  guint n_changed = 0, n_operations = 0;
  gint64 id;

  fill (cache);
  g_signal_connect (cache, "changed", G_CALLBACK (note), &n_changed);
  g_signal_connect (cache, "operations-changed", G_CALLBACK (note), &n_operations);
  id = fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), 0);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_cmpuint (n_operations, ==, 1);
  fixture_discard (cache, id);
  g_assert_cmpuint (n_operations, ==, 2);
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 0);
  g_assert_cmpint (status_of_jane (cache), ==, -1);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

#define ADD(name, func) g_test_add_data_func ("/outbox/" name, func, pm_test_fiber)

static PmOperation *
comment_operation (gint64 poc_id, const char *key)
{
  PmOperation *operation = fixture_operation (PM_OPERATION_KIND_CREATE, poc_id, NULL, key);

  pm_operation_set_item_type (operation, PM_ITEM_TYPE_COMMENT);
  pm_operation_set_payload (operation, "{\"subject\":\"\",\"content\":\"Posted\"}");
  return operation;
}

static void
write_comment (PmCache *cache, gint64 poc_id, const char *content)
{
  g_autoptr (PmComment) comment = pm_comment_new ();

  pm_comment_set_poc_id (comment, poc_id);
  pm_comment_set_poc_task_id (comment, 5);
  pm_comment_set_is_internal (comment, TRUE);
  pm_comment_set_content (comment, content);
  fixture_await (pm_cache_save_comment_draft (cache, comment));
}

static void
assert_comment_kept (PmCache *cache, gint64 poc_id, const char *content)
{
  g_autoptr (PmComment) comment =
      dex_await_object (pm_cache_find_comment_draft (cache, poc_id), NULL);

  g_assert_cmpstr (comment != NULL ? pm_comment_get_content (comment) : NULL, ==, content);
  if (comment == NULL)
    return;
  g_assert_cmpint (pm_comment_get_poc_id (comment), ==, poc_id);
  g_assert_cmpint (pm_comment_get_poc_task_id (comment), ==, 5);
  g_assert_true (pm_comment_get_is_internal (comment));
}

static DexFuture *
a_comment_being_written_is_kept_until_it_is_posted (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);

  fill (cache);
  assert_comment_kept (cache, 1, NULL);
  write_comment (cache, 1, "Half");
  write_comment (cache, 1, "Half of it");
  write_comment (cache, 2, "Elsewhere");
  fixture_close (cache);

  cache = fixture_open (folder);
  assert_comment_kept (cache, 1, "Half of it");
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k1"), 0);
  assert_comment_kept (cache, 1, "Half of it");
  fixture_queue (cache, comment_operation (1, "k2"), 0);
  assert_comment_kept (cache, 1, NULL);
  assert_comment_kept (cache, 2, "Elsewhere");
  write_comment (cache, 2, " \n");
  assert_comment_kept (cache, 2, NULL);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static gint64
find_seen (PmCache *cache, gint64 poc_id)
{
  return dex_await_int64 (pm_cache_find_seen (cache, poc_id), NULL);
}

static DexFuture *
what_was_read_stays_read (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);

  g_assert_cmpint (find_seen (cache, 1), ==, 0);
  fixture_await (pm_cache_save_seen (cache, 1, 20));
  fixture_await (pm_cache_save_seen (cache, 1, 10));
  fixture_await (pm_cache_save_seen (cache, 2, 5));
  fixture_close (cache);

  cache = fixture_open (folder);
  g_assert_cmpint (find_seen (cache, 1), ==, 20);
  g_assert_cmpint (find_seen (cache, 2), ==, 5);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
a_comment_that_comes_back_takes_no_other_along (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmOperation) posted = comment_operation (1, "k");

  fill (cache);
  fixture_await (pm_cache_add_operation (cache, posted, 0));
  fixture_discard (cache, pm_operation_get_id (posted));
  write_comment (cache, 1, "Another one");
  fixture_await (pm_cache_add_operation (cache, posted, 0));
  g_assert_cmpuint (count_operations (cache), ==, 1);
  assert_comment_kept (cache, 1, "Another one");
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static gboolean
stands_first (gpointer data)
{
  g_autoptr (PmOperation) first = g_list_model_get_item (data, 0);

  return pm_operation_get_poc_id (first) == 2 &&
         g_strcmp0 (pm_operation_get_poc_title (first), "Aardvark") == 0;
}

static gboolean
is_of_zebra (gpointer person)
{
  return g_strcmp0 (pm_person_get_poc_title (person), "Zebra") == 0;
}

static gboolean
is_of_aardvark (gpointer person)
{
  return g_strcmp0 (pm_person_get_poc_title (person), "Aardvark") == 0;
}

/* The outbox stands by POC, and rows say which POC they are of. */
static DexFuture *
a_renamed_poc_is_renamed_wherever_it_is_named (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmOperationList) outbox = pm_operation_list_new (cache);
  g_autoptr (PmPersonList) people = pm_person_list_new (cache, 2);
  g_autoptr (PmPerson) person = NULL;
  PmPage *page;

  fill (cache);
  page = fixture_page (cache, "s11", 11);
  fixture_add (page, fixture_poc (2, "Zebra", "Globex"));
  fixture_apply (cache, page);
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k1"), 0);
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 2, JANE, "k2"), 0);
  fixture_wait_items (outbox, 2);
  fixture_wait_items (people, 1);
  g_assert_false (stands_first (outbox));
  person = g_list_model_get_item (G_LIST_MODEL (people), 0);
  fixture_wait_for (is_of_zebra, person);

  page = fixture_page (cache, "s12", 12);
  fixture_add (page, fixture_poc (2, "Aardvark", "Globex"));
  fixture_apply (cache, page);
  fixture_wait_for (stands_first, outbox);
  fixture_wait_for (is_of_aardvark, person);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("confirmed-settles-when-its-sequence-is-reached",
       confirmed_settles_when_its_sequence_is_reached);
  ADD ("confirmed-late-settles-at-once", confirmed_late_settles_at_once);
  ADD ("key-in-a-page-settles-before-the-answer", key_in_a_page_settles_before_the_answer);
  ADD ("bootstrap-settles-nothing-before-its-end", bootstrap_settles_nothing_before_its_end);
  ADD ("sending-consumes-the-draft", sending_consumes_the_draft);
  ADD ("refused-operation-leaves-the-draft", refused_operation_leaves_the_draft);
  ADD ("a-comment-being-written-is-kept-until-it-is-posted",
       a_comment_being_written_is_kept_until_it_is_posted);
  ADD ("a-comment-that-comes-back-takes-no-other-along",
       a_comment_that_comes_back_takes_no_other_along);
  ADD ("what-was-read-stays-read", what_was_read_stays_read);
  ADD ("start-wakes-the-outbox", start_wakes_the_outbox);
  ADD ("counts-and-signals-follow", counts_and_signals_follow);
  ADD ("a-renamed-poc-is-renamed-wherever-it-is-named",
       a_renamed_poc_is_renamed_wherever_it_is_named);
  return g_test_run ();
}
