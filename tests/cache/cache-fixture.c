/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "db/pm-db.h"

#include <glib/gstdio.h>
#include <string.h>

char *
fixture_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("cache-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
fixture_remove_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      fixture_remove_folder (path);
      continue;
    }
    g_unlink (path);
    g_free (path);
  }
  g_rmdir (folder);
  g_free (folder);
}

void
fixture_run_on (const char *folder, const char *name, const char *script)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PmDb) db = pm_db_open (path, PM_DB_PLAIN, &error);

  g_assert_no_error (error);
  pm_db_exec (db, script, &error);
  g_assert_no_error (error);
}

/* Overwrites @length bytes from @offset on with what is no database. */
void
fixture_spoil (const char *folder, const char *name, gsize offset, gsize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  memset (text + offset, 'x', MIN (length, size - offset));
  g_assert_true (
      g_file_set_contents_full (path, text, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* Overwrites the first page of a table or an index, so that only who reads that finds damage. */
void
fixture_spoil_root (const char *folder, const char *name, const char *table)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PmDb) db = pm_db_open (path, PM_DB_PLAIN, &error);
  gint64 page = 0;

  g_assert_no_error (error);
  pm_db_query_int64 (db, &page, &error, "SELECT rootpage FROM sqlite_schema WHERE name = ?1", "s",
                     table);
  g_assert_no_error (error);
  g_assert_cmpint (page, >, 1);
  g_clear_pointer (&db, pm_db_close);
  fixture_spoil (folder, name, (gsize) (page - 1) * FIXTURE_PAGE_SIZE, FIXTURE_PAGE_SIZE);
}

void
fixture_await (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  dex_await (future, &error);
  g_assert_no_error (error);
}

PmCache *
fixture_open (const char *folder)
{
  g_autoptr (GError) error = NULL;
  PmCache *cache = dex_await_object (pm_cache_open (folder), &error);

  g_assert_no_error (error);
  return cache;
}

void
fixture_close (PmCache *cache)
{
  fixture_await (pm_cache_close (cache));
  g_object_unref (cache);
}

/* What has not come true in time is said by @what. */
void
fixture_wait_saying (gboolean (*condition) (gpointer data), gpointer data, const char *what)
{
  for (guint i = 0; !condition (data); i++) {
    if (i >= 5000)
      g_error ("not in time: %s", what);
    dex_await (dex_timeout_new_msec (2), NULL);
  }
}

typedef struct {
  GListModel *list;
  guint n;
} Wanted;

static gboolean
has_items (gpointer data)
{
  Wanted *wanted = data;

  return g_list_model_get_n_items (wanted->list) == wanted->n &&
         !pm_key_list_get_loading (PM_KEY_LIST (wanted->list));
}

/* Until the list has so many rows. */
void
fixture_wait_items (gpointer list, guint n)
{
  Wanted wanted = { list, n };

  fixture_wait_for (has_items, &wanted);
}

PmPoc *
fixture_poc (gint64 id, const char *title, const char *company)
{
  PmPoc *poc = pm_poc_new ();

  pm_poc_set_id (poc, id);
  pm_poc_set_title (poc, title);
  pm_poc_set_customer_company_name (poc, company);
  pm_poc_set_status (poc, PM_POC_STATUS_ACTIVE);
  pm_poc_set_created_by (poc, 1);
  pm_poc_set_created_at (poc, NOON + id);
  return poc;
}

PmParticipant *
fixture_participant (gint64 id, gint64 poc_id, const char *email, const char *name)
{
  PmParticipant *participant = pm_participant_new ();

  pm_participant_set_id (participant, id);
  pm_participant_set_poc_id (participant, poc_id);
  pm_participant_set_user_id (participant, 1000 + id);
  pm_participant_set_email (participant, email);
  pm_participant_set_full_name (participant, name);
  pm_participant_set_is_customer (participant, TRUE);
  pm_participant_set_joined_at (participant, NOON);
  return participant;
}

PmInvitation *
fixture_invitation (gint64 id, gint64 poc_id, const char *email, PmInvitationStatus status)
{
  PmInvitation *invitation = pm_invitation_new ();

  pm_invitation_set_id (invitation, id);
  pm_invitation_set_poc_id (invitation, poc_id);
  pm_invitation_set_email (invitation, email);
  pm_invitation_set_status (invitation, status);
  pm_invitation_set_is_customer (invitation, TRUE);
  pm_invitation_set_created_at (invitation, NOON + id);
  pm_invitation_set_expires_at (invitation, NOON + 7 * 24 * HOUR);
  return invitation;
}

PmOperation *
fixture_operation (PmOperationKind kind, gint64 poc_id, const char *email, const char *key)
{
  PmOperation *operation = pm_operation_new ();

  pm_operation_set_kind (operation, kind);
  pm_operation_set_poc_id (operation, poc_id);
  pm_operation_set_email (operation, email);
  pm_operation_set_key (operation, key);
  pm_operation_set_state (operation, PM_OPERATION_STATE_QUEUED);
  pm_operation_set_created_at (operation, NOON);
  return operation;
}

/* Takes the operation; its id. */
gint64
fixture_queue (PmCache *cache, PmOperation *operation, gint64 draft_id)
{
  g_autoptr (GError) error = NULL;
  gint64 id = dex_await_int64 (pm_cache_add_operation (cache, operation, draft_id), &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, ==, pm_operation_get_id (operation));
  g_object_unref (operation);
  return id;
}

void
fixture_discard (PmCache *cache, gint64 operation_id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, operation_id);
  fixture_await (pm_cache_discard (cache, ids));
}

/* A page that follows on what the cache has, and is the last one. */
PmPage *
fixture_page (PmCache *cache, const char *new_state, gint64 seq)
{
  PmPage *page = pm_page_new ();

  page->old_state = g_strdup (pm_cache_get_state (cache));
  page->new_state = g_strdup (new_state);
  page->seq = seq;
  page->date = NOON;
  return page;
}

/* Takes the record. */
void
fixture_add (PmPage *page, gpointer record)
{
  g_ptr_array_add (page->records, record);
}

void
fixture_destroy (PmPage *page, GType type, gint64 id)
{
  PmTombstone gone = { type, id };

  g_array_append_val (page->destroyed, gone);
}

/* Takes the page. */
void
fixture_apply (PmCache *cache, PmPage *page)
{
  fixture_await (pm_cache_apply_page (cache, page));
  pm_page_unref (page);
}
