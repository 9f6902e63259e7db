/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"
#include "domain/pm-task.h"

#define JANE  "jane@globex.example"
#define WORDS "The server was restored from an earlier copy and no longer knows of this."

/*
 * The server confirms an operation, and then an earlier copy of its database is put back: a mirror
 * from another epoch is built beside the one that was shown.
 */

static PmPage *
page_of (PmCache *cache, const char *epoch, const char *new_state, gint64 seq)
{
  PmPage *page = fixture_page (cache, new_state, seq);

  page->epoch = g_strdup (epoch);
  return page;
}

/* A POC in the first epoch, all in step at sequence 10. */
static PmCache *
open_filled (char *folder, const char *epoch)
{
  PmCache *cache = fixture_open (folder);
  PmPage *page = page_of (cache, epoch, "s10", 10);

  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_apply (cache, page);
  return cache;
}

/* At sequence 12, which the mirror has not reached. */
static void
note_confirmation (PmCache *cache, PmOperation *operation)
{
  pm_operation_set_state (operation, PM_OPERATION_STATE_CONFIRMED);
  pm_operation_set_first_tried_at (operation, NOON);
  pm_operation_set_sync_seq (operation, 12);
  fixture_await (pm_cache_update_operation (cache, operation));
}

/* Takes the operation. */
static gint64
confirm (PmCache *cache, PmOperation *operation)
{
  g_autoptr (PmOperation) kept = g_object_ref (operation);
  gint64 id = fixture_queue (cache, operation, 0);

  note_confirmation (cache, kept);
  return id;
}

static PmOperation *
operation_of (PmOperationKind kind, const char *key)
{
  PmOperation *operation = fixture_operation (kind, 1, JANE, key);

  if (kind != PM_OPERATION_KIND_INVITE)
    pm_operation_set_invitation_id (operation, 5);
  return operation;
}

static PmOperation *
find (PmCache *cache, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) operations = dex_await_boxed (pm_cache_list_operations (cache), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < operations->len; i++)
    if (pm_operation_get_id (g_ptr_array_index (operations, i)) == id)
      return g_object_ref (g_ptr_array_index (operations, i));
  return NULL;
}

static void
assert_needs_attention (PmCache *cache, gint64 id)
{
  g_autoptr (PmOperation) operation = find (cache, id);

  g_assert_nonnull (operation);
  g_assert_cmpint (pm_operation_get_state (operation), ==, PM_OPERATION_STATE_NEEDS_ATTENTION);
  g_assert_cmpstr (pm_operation_get_last_problem (operation), ==, WORDS);
  g_assert_cmpint (pm_operation_get_sync_seq (operation), ==, 0);
  g_assert_cmpint (pm_cache_get_n_unsent (cache), ==, 1);
}

static void
assert_settled (PmCache *cache, gint64 id)
{
  g_autoptr (PmOperation) operation = find (cache, id);

  g_assert_null (operation);
  g_assert_cmpint (pm_cache_get_n_unsent (cache), ==, 0);
}

/* The server as it is in the other epoch. Takes the record. */
static void
rebuild (PmCache *cache, const char *epoch, gpointer record)
{
  PmPage *page;

  fixture_await (pm_cache_begin_rebuild (cache));
  page = page_of (cache, epoch, "n1", 20);
  page->has_more = TRUE;
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_apply (cache, page);
  page = page_of (cache, epoch, "n2", 20);
  if (record != NULL)
    fixture_add (page, record);
  fixture_apply (cache, page);
}

static PmInvitation *
invitation (gint64 created_at, PmInvitationStatus status)
{
  PmInvitation *self = fixture_invitation (5, 1, JANE, status);

  pm_invitation_set_created_at (self, created_at);
  return self;
}

static PmInvitation *
resent (gint64 at, const char *email)
{
  PmInvitation *self = fixture_invitation (5, 1, email, PM_INVITATION_STATUS_PENDING);

  pm_invitation_set_resend_count (self, 2);
  pm_invitation_set_last_resent_at (self, at);
  return self;
}

static PmParticipant *
participant (gint64 joined_at)
{
  PmParticipant *self = fixture_participant (9, 1, JANE, "Jane");

  pm_participant_set_joined_at (self, joined_at);
  return self;
}

typedef struct {
  PmOperation *operation;
  gpointer record;
  gboolean has_effect;
} Expectation;

static void
assert_expected (PmCache *cache, gint64 id, const Expectation *expectation)
{
  if (expectation->has_effect)
    assert_settled (cache, id);
  else
    assert_needs_attention (cache, id);
}

static DexFuture *
expect_fiber (gpointer data)
{
  Expectation *self = data;
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder, "e1");
  gint64 id = confirm (cache, self->operation);

  rebuild (cache, "e2", self->record);
  assert_expected (cache, id, self);
  fixture_close (cache);
  cache = fixture_open (folder);
  assert_expected (cache, id, self);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* Takes both. */
static void
expect (PmOperation *operation, gpointer record, gboolean has_effect)
{
  Expectation expectation = { operation, record, has_effect };

  pm_test_run_fiber (expect_fiber, &expectation);
}

static void
invitation_that_is_gone_needs_attention (void)
{
  PmOperationKind kind = PM_OPERATION_KIND_INVITE;

  expect (operation_of (kind, "k"), NULL, FALSE);
  expect (operation_of (kind, "k"), invitation (NOON - HOUR, PM_INVITATION_STATUS_EXPIRED), FALSE);
  expect (operation_of (kind, "k"), invitation (NOON, PM_INVITATION_STATUS_REVOKED), FALSE);
  expect (operation_of (kind, "k"), participant (NOON - HOUR), FALSE);
  expect (operation_of (kind, "k"), invitation (NOON, PM_INVITATION_STATUS_PENDING), TRUE);
  expect (operation_of (kind, "k"), invitation (NOON + HOUR, PM_INVITATION_STATUS_REVOKED), TRUE);
  expect (operation_of (kind, "k"), participant (NOON + HOUR), TRUE);
}

static PmOperation *
counted_resend (gint64 count)
{
  PmOperation *operation = operation_of (PM_OPERATION_KIND_RESEND, "k");

  pm_operation_set_resend_count (operation, count);
  return operation;
}

static void
resend_that_is_gone_needs_attention (void)
{
  PmOperationKind kind = PM_OPERATION_KIND_RESEND;

  expect (operation_of (kind, "k"), NULL, FALSE);
  expect (operation_of (kind, "k"), resent (NOON - HOUR, JANE), FALSE);
  expect (operation_of (kind, "k"), resent (NOON, "somebody@globex.example"), FALSE);
  expect (operation_of (kind, "k"), resent (NOON, JANE), TRUE);
  expect (counted_resend (2), resent (NOON, JANE), FALSE);
  expect (counted_resend (1), resent (NOON - HOUR, JANE), TRUE);
}

static void
cancelling_that_is_gone_needs_attention (void)
{
  PmOperationKind kind = PM_OPERATION_KIND_CANCEL;

  expect (operation_of (kind, "k"), invitation (NOON, PM_INVITATION_STATUS_PENDING), FALSE);
  expect (operation_of (kind, "k"), invitation (NOON, PM_INVITATION_STATUS_REVOKED), TRUE);
  expect (operation_of (kind, "k"), resent (NOON, "somebody@globex.example"), TRUE);
  expect (operation_of (kind, "k"), NULL, TRUE);
}

static PmOperation *
item_operation (PmOperationKind kind, gint64 item_id, const char *payload)
{
  PmOperation *operation = fixture_operation (kind, 1, NULL, "k");

  pm_operation_set_item_type (operation, PM_ITEM_TYPE_TASK);
  pm_operation_set_payload (operation, payload);
  if (item_id != 0)
    pm_operation_set_item_id (operation, item_id);
  else
    pm_operation_set_server_id (operation, 90);
  return operation;
}

static PmTask *
task (gint64 id, const char *title)
{
  PmTask *self = pm_task_new ();

  pm_task_set_id (self, id);
  pm_task_set_poc_id (self, 1);
  pm_task_set_title (self, title);
  return self;
}

static void
work_that_is_gone_needs_attention (void)
{
  PmOperationKind make = PM_OPERATION_KIND_CREATE, edit = PM_OPERATION_KIND_EDIT,
                  remove = PM_OPERATION_KIND_DELETE;
  const char *words = "{\"title\":\"Mine\"}";

  expect (item_operation (make, 0, words), NULL, FALSE);
  expect (item_operation (make, 0, words), task (90, "Mine, changed since"), TRUE);
  expect (item_operation (edit, 77, words), NULL, FALSE);
  expect (item_operation (edit, 77, words), task (77, "As it was"), FALSE);
  expect (item_operation (edit, 77, words), task (77, "Mine"), TRUE);
  expect (item_operation (remove, 77, NULL), task (77, "As it was"), FALSE);
  expect (item_operation (remove, 77, NULL), NULL, TRUE);
}

/* It gets another number when it is made again. */
static DexFuture *
what_is_gone_shows_without_its_number (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder, "e1");
  gint64 id = confirm (cache, item_operation (PM_OPERATION_KIND_CREATE, 0, "{\"title\":\"T\"}"));
  g_autoptr (PmOperation) operation = find (cache, id);
  gint64 item_id = pm_operation_get_item_id (operation);
  g_autoptr (PmTask) shown = NULL;

  g_assert_cmpint (dex_await_int64 (pm_cache_find_server_id (cache, item_id), NULL), ==, 90);
  rebuild (cache, "e2", NULL);
  assert_needs_attention (cache, id);
  g_assert_cmpint (dex_await_int64 (pm_cache_find_server_id (cache, item_id), NULL), ==, 0);
  shown = dex_await_object (pm_cache_find_record (cache, PM_TYPE_TASK, item_id), NULL);
  g_assert_cmpstr (pm_task_get_title (shown), ==, "T");
  g_assert_cmpint (pm_task_get_operation_state (shown), ==, PM_OPERATION_STATE_NEEDS_ATTENTION);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static void
assert_title (PmCache *cache, gint64 task_id, const char *title)
{
  g_autoptr (PmTask) shown =
      dex_await_object (pm_cache_find_record (cache, PM_TYPE_TASK, task_id), NULL);

  g_assert_cmpstr (pm_task_get_title (shown), ==, title);
}

static DexFuture *
judged_work_leaves_its_rows_to_the_server (gpointer data)
{
  const char *words = "{\"title\":\"Mine\"}";

  for (guint is_there = 0; is_there <= 1; is_there++) {
    char *folder = fixture_make_folder ();
    PmCache *cache = open_filled (folder, "e1");
    PmPage *page;

    confirm (cache, item_operation (PM_OPERATION_KIND_EDIT, 77, words));
    rebuild (cache, "e2", task (77, is_there ? "Mine" : "Theirs"));
    assert_title (cache, 77, is_there ? "Mine" : "Theirs");
    page = page_of (cache, "e2", "n3", 21);
    fixture_add (page, task (77, "Later"));
    fixture_apply (cache, page);
    assert_title (cache, 77, "Later");
    fixture_close (cache);
    fixture_remove_folder (folder);
  }
  return dex_future_new_true ();
}

static PmInvitation *
reminded (gint64 at)
{
  PmInvitation *self = invitation (NOON - HOUR, PM_INVITATION_STATUS_PENDING);

  pm_invitation_set_last_reminded_at (self, at);
  return self;
}

static PmOperation *
access_operation (PmOperationKind kind)
{
  PmOperation *operation = fixture_operation (kind, 1, JANE, "k");

  pm_operation_set_user_id (operation, 9);
  return operation;
}

static PmParticipant *
user_nine (void)
{
  PmParticipant *self = participant (NOON - HOUR);

  pm_participant_set_user_id (self, 9);
  return self;
}

static void
what_was_done_with_people_and_is_gone_needs_attention (void)
{
  PmOperationKind remind = PM_OPERATION_KIND_REMIND, remove = PM_OPERATION_KIND_REMOVE,
                  restore = PM_OPERATION_KIND_RESTORE;

  expect (operation_of (remind, "k"), reminded (0), FALSE);
  expect (operation_of (remind, "k"), reminded (NOON), TRUE);
  expect (access_operation (remove), user_nine (), FALSE);
  expect (access_operation (remove), NULL, TRUE);
  expect (access_operation (restore), NULL, FALSE);
  expect (access_operation (restore), user_nine (), TRUE);
}

/* The tombstones were pruned, no more; or the server does not say. */
static DexFuture *
rebuild_in_the_same_epoch_settles (gpointer data)
{
  static const char *const epochs[][2] = { { "e1", "e1" }, { NULL, "e1" }, { "e1", NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++) {
    char *folder = fixture_make_folder ();
    PmCache *cache = open_filled (folder, epochs[i][0]);
    gint64 id = confirm (cache, operation_of (PM_OPERATION_KIND_INVITE, "k"));

    rebuild (cache, epochs[i][1], NULL);
    assert_settled (cache, id);
    fixture_close (cache);
    fixture_remove_folder (folder);
  }
  return dex_future_new_true ();
}

/* It belongs to the new epoch, and its effect comes with a later page. */
static DexFuture *
what_is_confirmed_during_the_rebuild_is_waited_for (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder, "e1");
  g_autoptr (PmOperation) queued = operation_of (PM_OPERATION_KIND_INVITE, "k");
  gint64 id = fixture_queue (cache, g_object_ref (queued), 0);
  PmPage *page;

  fixture_await (pm_cache_begin_rebuild (cache));
  note_confirmation (cache, queued);
  page = page_of (cache, "e2", "n1", 11);
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_apply (cache, page);
  {
    g_autoptr (PmOperation) operation = find (cache, id);

    g_assert_cmpint (pm_operation_get_state (operation), ==, PM_OPERATION_STATE_CONFIRMED);
  }
  fixture_apply (cache, page_of (cache, "e2", "n2", 12));
  assert_settled (cache, id);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
what_is_tried_again_is_like_new (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder, "e1");
  gint64 id = confirm (cache, operation_of (PM_OPERATION_KIND_INVITE, "k"));
  g_autoptr (PmOperation) operation = NULL;
  g_autoptr (PmPerson) jane = NULL;

  rebuild (cache, "e2", NULL);
  operation = find (cache, id);
  jane = dex_await_object (pm_cache_find_person (cache, 1, JANE), NULL);
  g_assert_cmpint (pm_person_get_operation_state (jane), ==, PM_OPERATION_STATE_NEEDS_ATTENTION);
  pm_operation_set_state (operation, PM_OPERATION_STATE_CONFIRMED);
  pm_operation_set_sync_seq (operation, 21);
  fixture_await (pm_cache_update_operation (cache, operation));
  fixture_apply (cache, page_of (cache, "e2", "n3", 21));
  assert_settled (cache, id);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* As when the program is killed after the last page, before drafts.db was told. */
static DexFuture *
judgement_is_made_up_for_at_the_next_start (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder, "e2");
  gint64 id = confirm (cache, operation_of (PM_OPERATION_KIND_INVITE, "k"));

  fixture_close (cache);
  fixture_run_on (folder, "cache-1.db",
                  "UPDATE meta SET former_epoch = 'e1', seq = 20;"
                  "UPDATE operation SET was_confirmed = 1;");
  cache = fixture_open (folder);
  assert_needs_attention (cache, id);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* The rebuild is cut short, and access is lost and comes back: it is still the other epoch. */
static DexFuture *
detours_change_nothing (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = open_filled (folder, "e1");
  gint64 id = confirm (cache, operation_of (PM_OPERATION_KIND_INVITE, "k"));
  PmPage *page;

  fixture_await (pm_cache_forget (cache));
  page = page_of (cache, "e2", "n1", 20);
  page->has_more = TRUE;
  fixture_apply (cache, page);
  fixture_await (pm_cache_begin_rebuild (cache));
  page = page_of (cache, "e2", "n1", 20);
  page->has_more = TRUE;
  fixture_apply (cache, page);
  fixture_close (cache);
  cache = fixture_open (folder);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "n1");
  fixture_apply (cache, page_of (cache, "e2", "n2", 20));
  assert_needs_attention (cache, id);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

#define ADD(name, func) g_test_add_data_func ("/epoch/" name, func, pm_test_fiber)

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/epoch/invitation-that-is-gone-needs-attention",
                   invitation_that_is_gone_needs_attention);
  g_test_add_func ("/epoch/resend-that-is-gone-needs-attention",
                   resend_that_is_gone_needs_attention);
  g_test_add_func ("/epoch/cancelling-that-is-gone-needs-attention",
                   cancelling_that_is_gone_needs_attention);
  g_test_add_func ("/epoch/work-that-is-gone-needs-attention", work_that_is_gone_needs_attention);
  g_test_add_func ("/epoch/what-was-done-with-people-and-is-gone-needs-attention",
                   what_was_done_with_people_and_is_gone_needs_attention);
  ADD ("what-is-gone-shows-without-its-number", what_is_gone_shows_without_its_number);
  ADD ("judged-work-leaves-its-rows-to-the-server", judged_work_leaves_its_rows_to_the_server);
  ADD ("rebuild-in-the-same-epoch-settles", rebuild_in_the_same_epoch_settles);
  ADD ("what-is-confirmed-during-the-rebuild-is-waited-for",
       what_is_confirmed_during_the_rebuild_is_waited_for);
  ADD ("what-is-tried-again-is-like-new", what_is_tried_again_is_like_new);
  ADD ("judgement-is-made-up-for-at-the-next-start", judgement_is_made_up_for_at_the_next_start);
  ADD ("detours-change-nothing", detours_change_nothing);
  return g_test_run ();
}
