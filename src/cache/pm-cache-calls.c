/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-call.h"
#include "cache/pm-local-ids.h"
#include "cache/pm-rows.h"
#include "domain/pm-address.h"
#include "domain/pm-item.h"

#include <gio/gio.h>

/* What others order of the cache and ask it. Each is a few lines on a thread and an answer. */

#define MAX_SUGGESTIONS 8

/* The record that was found, or NULL where there is none. */
static DexFuture *
answer_found (PmCall *call)
{
  return dex_future_new_take_object (g_steal_pointer (&call->found));
}

static DexFuture *
answer_present (PmCall *call)
{
  return dex_future_new_for_boolean (call->present);
}

/* Tells the caller's own record its new id, too. */
static DexFuture *
answer_id (PmCall *call)
{
  gint64 id = pm_record_get_integer (call->record, 0);

  pm_record_set_integer (call->original, 0, id);
  return dex_future_new_for_int64 (id);
}

static DexFuture *
answer_operation (PmCall *call)
{
  pm_record_assign (call->original, call->record);
  return dex_future_new_for_int64 (pm_record_get_integer (call->record, 0));
}

static gboolean
work_set_user (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_set_user (call->store, call->id, call->changes, error);
}

/**
 * pm_cache_set_user_id:
 * @self: a cache
 * @user_id: the user whose workspace it is
 *
 * Says which POCs are "mine".
 */
void
pm_cache_set_user_id (PmCache *self, gint64 user_id)
{
  PmCall *call = pm_call_new (self, work_set_user, NULL);

  call->id = user_id;
  dex_future_disown (pm_call_send (call));
}

/* If it fails, the reading thread is asked, which says why. */
static void
look_at_rows (PmCall *call)
{
  PmDb *mirror = pm_store_get_mirror (call->store);

  for (guint i = 0; i < PM_N_SOURCES; i++)
    if (!pm_item_pool_look (pm_cache_get_pool (call->cache, (PmSource) i), mirror, call->changes,
                            NULL))
      return;
}

static gboolean
work_apply (PmDb *drafts, PmCall *call, GError **error)
{
  if (!pm_store_apply (call->store, drafts, call->page, call->changes, error))
    return FALSE;
  look_at_rows (call);
  return TRUE;
}

/**
 * pm_cache_apply_page:
 * @self: a cache
 * @page: a page that starts from pm_cache_get_state()
 *
 * Stores a page and its state in one transaction, and brings lists up to date.
 *
 * Returns: (transfer full): resolves to %TRUE when it is stored. Rejects with %PM_ERROR_CONFLICT
 *   if the page starts from another state, and with %PM_ERROR_DAMAGED if the offline copy was
 *   damaged and has been given up; either way pm_cache_get_state() tells where to go on
 */
DexFuture *
pm_cache_apply_page (PmCache *self, PmPage *page)
{
  PmCall *call = pm_call_new (self, work_apply, NULL);

  call->page = pm_page_ref (page);
  return pm_call_send (call);
}

static gboolean
work_begin_rebuild (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_begin_rebuild (call->store, drafts, error);
}

/**
 * pm_cache_begin_rebuild:
 * @self: a cache
 *
 * Begins an empty copy beside the present one, which goes on being shown until a page without
 * more to come completes the new one. pm_cache_get_state() is the new one's from now on. Drafts
 * and outbox are not touched.
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
pm_cache_begin_rebuild (PmCache *self)
{
  return pm_call_send (pm_call_new (self, work_begin_rebuild, NULL));
}

static gboolean
work_forget (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_forget (call->store, drafts, error);
}

/**
 * pm_cache_forget:
 * @self: a cache
 *
 * Deletes all that the server has said, because it may not be read any more. Drafts and outbox are
 * not touched.
 *
 * Returns: (transfer full): resolves to %TRUE when nothing of it is shown or kept; on a failing disk,
 *   when that is all that is left to do
 */
DexFuture *
pm_cache_forget (PmCache *self)
{
  return pm_call_send (pm_call_new (self, work_forget, NULL));
}

static gboolean
work_tick (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_tick (call->store, call->number, call->changes, error);
}

/**
 * pm_cache_tick:
 * @self: a cache
 * @server_now: the server's time
 *
 * Turns pending invitations whose life is over into expired ones. Time does not tremble here: a
 * step back of less than a minute is waited out. A longer one means that the time was wrong, and
 * what it had turned is turned back.
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
pm_cache_tick (PmCache *self, gint64 server_now)
{
  PmCall *call = pm_call_new (self, work_tick, NULL);

  call->number = server_now;
  return pm_call_send (call);
}

static gboolean
work_save_draft (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_save_draft (drafts, PM_DRAFT (call->record), error);
}

/**
 * pm_cache_save_draft:
 * @self: a cache
 * @draft: a draft; one with the id 0 is new and gets its id
 *
 * Returns: (transfer full): resolves to the draft's id, a #gint64, when it is safe on disk
 */
DexFuture *
pm_cache_save_draft (PmCache *self, PmDraft *draft)
{
  PmCall *call = pm_call_new (self, work_save_draft, answer_id);

  pm_call_set_record (call, draft);
  return pm_call_send (call);
}

static gboolean
work_find_draft (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_find_draft (drafts, call->id, &call->found, error);
}

/**
 * pm_cache_find_draft:
 * @self: a cache
 * @poc_id: a POC
 *
 * Returns: (transfer full): resolves to the POC's newest #PmDraft, or to %NULL
 */
DexFuture *
pm_cache_find_draft (PmCache *self, gint64 poc_id)
{
  PmCall *call = pm_call_new (self, work_find_draft, answer_found);

  call->id = poc_id;
  return pm_call_send (call);
}

static gboolean
work_delete_draft (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_delete_draft (drafts, call->id, error);
}

/**
 * pm_cache_delete_draft:
 * @self: a cache
 * @draft_id: a draft
 *
 * Returns: (transfer full): resolves to %TRUE when it is gone
 */
DexFuture *
pm_cache_delete_draft (PmCache *self, gint64 draft_id)
{
  PmCall *call = pm_call_new (self, work_delete_draft, NULL);

  call->id = draft_id;
  return pm_call_send (call);
}

static gboolean
work_add_operation (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_add_operation (call->store, drafts, PM_OPERATION (call->record), call->id,
                                 call->changes, error);
}

/**
 * pm_cache_add_operation:
 * @self: a cache
 * @operation: a new operation, which gets its id, and the number of what it makes; or one that was
 *   discarded and comes back with both
 * @draft_id: the draft that it was made of, or 0; it goes in the same transaction
 *
 * Returns: (transfer full): resolves to the operation's id, a #gint64, when it is safe on disk
 */
DexFuture *
pm_cache_add_operation (PmCache *self, PmOperation *operation, gint64 draft_id)
{
  PmCall *call = pm_call_new (self, work_add_operation, answer_operation);

  call->id = draft_id;
  pm_call_set_record (call, operation);
  return pm_call_send (call);
}

static gboolean
commit_operation (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_update_operation (drafts, PM_OPERATION (call->record), &call->present, error);
}

static gboolean
work_show_operation (PmDb *drafts, PmCall *call, GError **error)
{
  return !call->present ||
         pm_store_show_operation (call->store, drafts, PM_OPERATION (call->record), call->changes,
                                  error);
}

/**
 * pm_cache_update_operation:
 * @self: a cache
 * @operation: an operation as it is now
 *
 * Stores it. One that is confirmed and whose effect the copy has already seen is settled at once.
 *
 * Returns: (transfer full): resolves, when it is safe on disk, to whether the operation was still
 *   there: one that was settled or deleted meanwhile does not come back
 */
DexFuture *
pm_cache_update_operation (PmCache *self, PmOperation *operation)
{
  PmCall *call = pm_call_new (self, work_show_operation, answer_present);

  call->commit = commit_operation; /* several are sent at a time, each of them stored twice */
  pm_call_set_record (call, operation);
  return pm_call_send (call);
}

static gboolean
work_discard (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_discard (call->store, drafts, call->ids, call->changes, error);
}

/**
 * pm_cache_discard:
 * @self: a cache
 * @operation_ids: (element-type gint64): operations, the oldest first
 *
 * Returns: (transfer full): resolves to %TRUE when all of them are gone
 */
DexFuture *
pm_cache_discard (PmCache *self, GArray *operation_ids)
{
  PmCall *call = pm_call_new (self, work_discard, NULL);

  call->ids = g_array_copy (operation_ids);
  return pm_call_send (call);
}

static gboolean
work_find_server_id (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_local_ids_find (drafts, call->id, &call->number, error);
}

static DexFuture *
answer_number (PmCall *call)
{
  return dex_future_new_for_int64 (call->number);
}

/**
 * pm_cache_find_server_id:
 * @self: a cache
 * @item_id: an item, by its number here
 *
 * Returns: (transfer full): resolves to the server's number of it, a #gint64: the same one for
 *   what was not made on this desktop, 0 for what the server has not made yet
 */
DexFuture *
pm_cache_find_server_id (PmCache *self, gint64 item_id)
{
  PmCall *call;

  if (item_id >= 0)
    return dex_future_new_for_int64 (item_id);
  call = pm_call_new (self, work_find_server_id, answer_number);
  call->id = item_id;
  return pm_call_send (call);
}

static gboolean
work_find_item_id (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_local_ids_find_item (drafts, pm_item_type_for_record (call->type), call->id,
                                 &call->number, error);
}

/**
 * pm_cache_find_item_id:
 * @self: a cache
 * @type: a kind of items
 * @server_id: the server's number of one
 *
 * Returns: (transfer full): resolves to its number here if it was made on this desktop, a #gint64;
 *   otherwise to 0
 */
DexFuture *
pm_cache_find_item_id (PmCache *self, PmItemType type, gint64 server_id)
{
  PmCall *call = pm_call_new (self, work_find_item_id, answer_number);

  call->type = pm_item_type_get_record_type (type);
  call->id = server_id;
  return pm_call_send (call);
}

static gboolean
work_list_operations (PmDb *drafts, PmCall *call, GError **error)
{
  return pm_store_list_operations (drafts, call->records, error);
}

static DexFuture *
answer_records (PmCall *call)
{
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&call->records));
}

/**
 * pm_cache_list_operations:
 * @self: a cache
 *
 * Returns: (transfer full): resolves to a #GPtrArray of #PmOperation: all that the outbox holds,
 *   confirmed ones included, the oldest first. They are the caller's own
 */
DexFuture *
pm_cache_list_operations (PmCache *self)
{
  return pm_call_send (pm_call_new (self, work_list_operations, answer_records));
}

static gboolean
work_find_person (PmDb *mirror, PmCall *call, GError **error)
{
  gint64 key = 0;

  if (!pm_db_query_int64 (mirror, &key, error,
                          "SELECT id FROM person_row WHERE poc_id = ?1 AND address = ?2", "is",
                          call->id, call->text))
    return FALSE;
  return pm_rows_load (mirror, PM_SOURCE_PERSON, key, &call->found, error);
}

/**
 * pm_cache_find_person:
 * @self: a cache
 * @poc_id: a POC
 * @email: an address, in any case
 *
 * Returns: (transfer full): resolves to the #PmPerson that the address is in the POC, or to %NULL
 */
DexFuture *
pm_cache_find_person (PmCache *self, gint64 poc_id, const char *email)
{
  PmCall *call = pm_call_new (self, work_find_person, answer_found);

  call->reads = TRUE;
  call->id = poc_id;
  call->text = pm_address_fold (email);
  return pm_call_send (call);
}

static gboolean
work_find_people (PmDb *mirror, PmCall *call, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;
  PmStatement *statement = pm_db_query (
      mirror, &local,
      "SELECT max(r.id) FROM poc c "
      "JOIN person_row r ON r.poc_id = c.id AND r.is_customer AND r.status <> 'failed' "
      "LEFT JOIN participant p ON p.id = r.participant_id "
      "LEFT JOIN invitation i ON i.id = r.invitation_id "
      "WHERE c.customer_company_name = ?1 COLLATE NOCASE"
      "  AND (substr(r.address, 1, length(?2)) = ?2"
      "       OR instr(' ' || lower(coalesce(p.full_name, i.full_name, '')), ' ' || ?2)) "
      "GROUP BY r.address ORDER BY max(r.id) DESC LIMIT ?3",
      "ssi", call->text, call->prefix, (gint64) MAX_SUGGESTIONS);

  while (statement != NULL && pm_statement_step (statement, &local)) {
    gint64 key = pm_statement_get_int64 (statement, 0);

    g_array_append_val (keys, key);
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return pm_rows_load_many (mirror, PM_SOURCE_PERSON, (const gint64 *) keys->data, keys->len,
                            call->records, error);
}

static DexFuture *
answer_list (PmCall *call)
{
  GListStore *store = g_list_store_new (PM_TYPE_PERSON);

  g_list_store_splice (store, 0, 0, call->records->pdata, call->records->len);
  return dex_future_new_take_object (store);
}

/**
 * pm_cache_find_people:
 * @self: a cache
 * @company: (nullable): a customer company
 * @prefix: the start of an address or of a name's word
 *
 * Returns: (transfer full): resolves to a #GListModel of #PmPerson: at most a handful of people
 *   already known in that company's POCs, each address once
 */
DexFuture *
pm_cache_find_people (PmCache *self, const char *company, const char *prefix)
{
  PmCall *call = pm_call_new (self, work_find_people, answer_list);
  g_autofree char *valid = g_utf8_make_valid (prefix, -1);

  call->reads = TRUE;
  call->text = g_strdup (company);
  call->prefix = g_utf8_strdown (valid, -1);
  return pm_call_send (call);
}

static gboolean
work_find_record (PmDb *mirror, PmCall *call, GError **error)
{
  PmSource source;

  if (pm_source_for_type (call->type, &source))
    return pm_rows_load (mirror, source, call->id, &call->found, error);
  return pm_store_find_record (mirror, call->type, call->id, &call->found, error);
}

/**
 * pm_cache_find_record:
 * @self: a cache
 * @type: a record type
 * @id: its id
 *
 * Returns: (transfer full): resolves to the record as the copy has it, or to %NULL
 */
DexFuture *
pm_cache_find_record (PmCache *self, GType type, gint64 id)
{
  PmCall *call = pm_call_new (self, work_find_record, answer_found);

  call->reads = TRUE;
  call->type = type;
  call->id = id;
  return pm_call_send (call);
}
