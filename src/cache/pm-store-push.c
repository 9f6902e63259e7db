/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-cache"

#include "cache/pm-comment-drafts.h"
#include "cache/pm-derive.h"
#include "cache/pm-overlay.h"
#include "cache/pm-store-private.h"
#include "domain/pm-error.h"

/* What this desktop has yet to say: drafts.db first, then its copy beside the mirror. */

/**
 * pm_store_list_operations:
 * @drafts: drafts.db
 * @operations: (element-type PmOperation): gets them, the oldest first
 * @error: return location
 */
gboolean
pm_store_list_operations (PmDb *drafts, GPtrArray *operations, GError **error)
{
  return pm_store_read_records (
      pm_db_query (drafts, error, "SELECT * FROM operation ORDER BY id", ""), PM_TYPE_OPERATION,
      operations, error);
}

/* A resend or cancelling belongs to its invitation's address, whatever it calls it itself. */
static gboolean
put_overlay (PmDb *mirror, PmOperation *operation, GError **error)
{
  return pm_db_upsert_record (mirror, "operation", PM_RECORD (operation), error) &&
         pm_store_fold (mirror, PM_RECORD (operation), error) &&
         pm_db_run (mirror, error,
                    "UPDATE operation SET folded = i.address FROM invitation i "
                    "WHERE operation.id = ?1 AND i.id = operation.invitation_id",
                    "i", pm_operation_get_id (operation));
}

typedef struct {
  PmOperation *operation; /* NULL: remove it */
  gint64 id;
  PmChanges *changes;
} Overlay;

static gboolean
has_item (PmOperation *operation)
{
  return operation != NULL && pm_operation_get_item_id (operation) != 0;
}

static gboolean
was_made (PmOperation *operation)
{
  return has_item (operation) && pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE &&
         pm_operation_get_item_id (operation) < 0 && pm_operation_get_server_id (operation) > 0;
}

/* The server may have told of it before it was known to be ours. */
static gboolean
take_number (PmDb *mirror, PmOperation *operation, PmChanges *changes, GError **error)
{
  return !was_made (operation) ||
         pm_overlay_renumber (mirror, pm_operation_get_item_type (operation),
                              pm_operation_get_server_id (operation),
                              pm_operation_get_item_id (operation), changes, error);
}

static gboolean
write_row (PmDb *mirror, Overlay *overlay, GError **error)
{
  if (overlay->operation != NULL)
    return put_overlay (mirror, overlay->operation, error);
  return pm_db_run (mirror, error, "DELETE FROM operation WHERE id = ?1", "i", overlay->id);
}

/* Whichever of the two has an item, it is the same one. */
static gboolean
write_overlay (PmDb *mirror, gpointer data, GError **error)
{
  Overlay *overlay = data;
  PmChanges *changes = overlay->changes;
  g_autoptr (PmRecord) before = NULL;
  PmOperation *about;

  if (!pm_store_find_record (mirror, PM_TYPE_OPERATION, overlay->id, &before, error))
    return FALSE;
  about = before != NULL ? PM_OPERATION (before) : overlay->operation;
  pm_changes_add (changes, PM_SOURCE_OPERATION, overlay->id);
  if (!has_item (about))
    return write_row (mirror, overlay, error) && pm_derive_redo (mirror, changes, error);
  return pm_overlay_lift_operation (mirror, about, changes, error) &&
         write_row (mirror, overlay, error) &&
         take_number (mirror, overlay->operation, changes, error) &&
         pm_overlay_lay_operation (mirror, about, changes, error) &&
         pm_derive_redo (mirror, changes, error);
}

/*
 * What drafts.db holds is safe by now, so that the mirror's failure is not the caller's: it is told
 * of the outbox as soon as it can be. One that is not shown yet gets all of it once it is.
 */
static void
show (PmStore *self, gint64 id, PmOperation *operation, PmChanges *changes)
{
  g_autoptr (PmChanges) unseen = pm_changes_new ();
  g_autoptr (GError) error = NULL;
  Overlay shown = { operation, id, changes }, building = { operation, id, unseen };

  if (!pm_store_transact (self, self->mirror, write_overlay, &shown, &error)) {
    g_debug ("The mirror is behind: %s", error->message);
    self->behind = TRUE;
  }
  if (self->next != NULL)
    pm_store_transact (self, self->next, write_overlay, &building, NULL);
}

typedef struct {
  GPtrArray *operations;
  PmChanges *changes;
} Outbox;

static gboolean
contains (GPtrArray *operations, gint64 id)
{
  for (guint i = 0; i < operations->len; i++)
    if (pm_operation_get_id (g_ptr_array_index (operations, i)) == id)
      return TRUE;
  return FALSE;
}

static gboolean
drop_unknown (PmDb *mirror, GPtrArray *operations, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!pm_store_read_ids (pm_db_query (mirror, error, "SELECT id FROM operation", ""), ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++) {
    gint64 id = g_array_index (ids, gint64, i);

    if (!contains (operations, id) &&
        !pm_db_run (mirror, error, "DELETE FROM operation WHERE id = ?1", "i", id))
      return FALSE;
  }
  return TRUE;
}

static gboolean
copy_outbox (PmDb *mirror, gpointer data, GError **error)
{
  Outbox *outbox = data;

  if (!pm_overlay_lift_all (mirror, outbox->changes, error) ||
      !drop_unknown (mirror, outbox->operations, error))
    return FALSE;
  for (guint i = 0; i < outbox->operations->len; i++) {
    PmOperation *operation = g_ptr_array_index (outbox->operations, i);

    if (!put_overlay (mirror, operation, error) ||
        !take_number (mirror, operation, outbox->changes, error))
      return FALSE;
  }
  return pm_overlay_lay_all (mirror, outbox->changes, error) &&
         pm_derive_redo (mirror, outbox->changes, error);
}

/**
 * pm_store_copy_outbox:
 * @drafts: drafts.db
 * @mirror: a mirror
 * @changes: gets what lists must look at again
 * @error: return location
 *
 * Makes the mirror's copy of the outbox what drafts.db says.
 */
gboolean
pm_store_copy_outbox (PmDb *drafts, PmDb *mirror, PmChanges *changes, GError **error)
{
  g_autoptr (GPtrArray) operations = g_ptr_array_new_with_free_func (g_object_unref);
  Outbox outbox = { operations, changes };

  return pm_store_list_operations (drafts, operations, error) &&
         pm_db_transact (mirror, copy_outbox, &outbox, error);
}

/**
 * pm_store_find_settled:
 * @mirror: a mirror
 * @settled: (nullable) (element-type PmSettled): operations whose effect has come
 * @ids: (element-type gint64): gets the operations that need no showing any more
 * @error: return location
 *
 * An operation is settled when the mirror has reached the sequence of its effect, or when the
 * effect itself has come. A bootstrap's sequence says nothing until the bootstrap is complete, and
 * a sequence of another epoch never does.
 */
gboolean
pm_store_find_settled (PmDb *mirror, GArray *settled, GArray *ids, GError **error)
{
  for (guint i = 0; settled != NULL && i < settled->len; i++)
    if (!pm_store_read_ids (pm_db_query (mirror, error,
                                         "SELECT id FROM operation WHERE \"key\" = ?1", "s",
                                         g_array_index (settled, PmSettled, i).key),
                            ids, error))
      return FALSE;
  return pm_store_read_ids (pm_db_query (mirror, error,
                                         "SELECT o.id FROM operation o JOIN meta m ON m.complete "
                                         "WHERE o.state = 'confirmed' AND o.sync_seq > 0"
                                         " AND o.sync_seq <= m.seq"
                                         " AND NOT (o.was_confirmed AND"
                                         "          coalesce (m.epoch <> m.former_epoch, 0))",
                                         ""),
                            ids, error);
}

static gboolean
delete_operations (PmDb *drafts, gpointer data, GError **error)
{
  GArray *ids = data;

  for (guint i = 0; i < ids->len; i++)
    if (!pm_db_run (drafts, error, "DELETE FROM operation WHERE id = ?1", "i",
                    g_array_index (ids, gint64, i)))
      return FALSE;
  return TRUE;
}

/**
 * pm_store_delete_operations:
 * @drafts: drafts.db
 * @ids: (element-type gint64): operations
 * @error: return location
 */
gboolean
pm_store_delete_operations (PmDb *drafts, GArray *ids, GError **error)
{
  return ids->len == 0 || pm_db_transact (drafts, delete_operations, ids, error);
}

/**
 * pm_store_save_draft:
 * @drafts: drafts.db
 * @draft: a draft; a new one, with the id 0, gets its id
 * @error: return location
 */
gboolean
pm_store_save_draft (PmDb *drafts, PmDraft *draft, GError **error)
{
  if (pm_draft_get_id (draft) == 0) {
    gint64 id = pm_db_insert_record (drafts, "draft", PM_RECORD (draft), error);

    if (id > 0)
      pm_draft_set_id (draft, id);
    return id > 0;
  }
  return pm_db_upsert_record (drafts, "draft", PM_RECORD (draft), error);
}

gboolean
pm_store_delete_draft (PmDb *drafts, gint64 id, GError **error)
{
  return pm_db_run (drafts, error, "DELETE FROM draft WHERE id = ?1", "i", id);
}

/**
 * pm_store_find_draft:
 * @drafts: drafts.db
 * @poc_id: a POC
 * @draft: (out) (nullable): its newest draft
 * @error: return location
 */
gboolean
pm_store_find_draft (PmDb *drafts, gint64 poc_id, PmRecord **draft, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  if (!pm_store_read_records (pm_db_query (drafts, error,
                                           "SELECT * FROM draft WHERE poc_id = ?1"
                                           " ORDER BY updated_at DESC, id DESC LIMIT 1",
                                           "i", poc_id),
                              PM_TYPE_DRAFT, found, error))
    return FALSE;
  *draft = found->len == 0 ? NULL : g_object_ref (g_ptr_array_index (found, 0));
  return TRUE;
}

typedef struct {
  PmOperation *operation;
  gint64 draft_id;
} Change;

/* What is made gets its number together with what makes it. */
static gboolean
number_item (PmDb *drafts, PmOperation *operation, GError **error)
{
  gint64 item_id;

  if (pm_operation_get_kind (operation) != PM_OPERATION_KIND_CREATE ||
      pm_operation_get_item_id (operation) != 0)
    return TRUE;
  if (!pm_local_ids_allot (drafts, pm_operation_get_item_type (operation), &item_id, error))
    return FALSE;
  pm_operation_set_item_id (operation, item_id);
  if (pm_operation_get_item_type (operation) == PM_ITEM_TYPE_POC)
    pm_operation_set_poc_id (operation, item_id);
  return TRUE;
}

/* One that comes back is the same as before, and keeps its number. */
static gboolean
number_operation (PmDb *drafts, PmOperation *operation, GError **error)
{
  gint64 id;

  if (pm_operation_get_id (operation) != 0)
    return pm_db_upsert_record (drafts, "operation", PM_RECORD (operation), error);
  id = pm_db_insert_record (drafts, "operation", PM_RECORD (operation), error);
  if (id > 0)
    pm_operation_set_id (operation, id);
  return id > 0;
}

static gboolean
posts_comment (PmOperation *operation)
{
  return pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE &&
         pm_operation_get_item_type (operation) == PM_ITEM_TYPE_COMMENT;
}

/* What comes back was made of its draft before: what is written by now is another one. */
static gboolean
consume_draft (PmDb *drafts, Change *change, gboolean is_new, GError **error)
{
  if (change->draft_id != 0)
    return pm_store_delete_draft (drafts, change->draft_id, error);
  return !is_new || !posts_comment (change->operation) ||
         pm_comment_drafts_delete (drafts, pm_operation_get_poc_id (change->operation), error);
}

static gboolean
insert_operation (PmDb *drafts, gpointer data, GError **error)
{
  Change *change = data;
  gboolean is_new = pm_operation_get_id (change->operation) == 0;

  return number_item (drafts, change->operation, error) &&
         number_operation (drafts, change->operation, error) &&
         consume_draft (drafts, change, is_new, error);
}

/**
 * pm_store_add_operation:
 * @self: an open store
 * @drafts: drafts.db
 * @operation: a new operation, which gets its id; or one that was discarded, with its id
 * @draft_id: the draft that it was made of and that it consumes, or 0
 * @changes: gets what lists must look at again
 * @error: return location
 */
gboolean
pm_store_add_operation (PmStore *self,
                        PmDb *drafts,
                        PmOperation *operation,
                        gint64 draft_id,
                        PmChanges *changes,
                        GError **error)
{
  Change change = { operation, draft_id };

  if (!pm_db_transact (drafts, insert_operation, &change, error))
    return FALSE;
  show (self, pm_operation_get_id (operation), operation, changes);
  return TRUE;
}

static gboolean
is_settled (PmStore *self, gint64 id)
{
  g_autoptr (GArray) settled = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (self->next != NULL || !pm_store_find_settled (self->mirror, NULL, settled, NULL))
    return FALSE;
  for (guint i = 0; i < settled->len; i++)
    if (g_array_index (settled, gint64, i) == id)
      return TRUE;
  return FALSE;
}

static gboolean
forget (PmStore *self, PmDb *drafts, gint64 id, PmChanges *changes, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  return pm_store_discard (self, drafts, ids, changes, error);
}

/**
 * pm_store_update_operation:
 * @drafts: drafts.db, in a transaction
 * @operation: an operation as it is now
 * @present: (out): whether it is still there
 * @error: return location
 *
 * Stores an operation. One that has gone, because it was settled or discarded, does not come back.
 * When the transaction is durable, pm_store_show_operation() is called.
 */
gboolean
pm_store_update_operation (PmDb *drafts, PmOperation *operation, gboolean *present, GError **error)
{
  gint64 found = 0;

  if (!pm_db_query_int64 (drafts, &found, error, "SELECT 1 FROM operation WHERE id = ?1", "i",
                          pm_operation_get_id (operation)))
    return FALSE;
  *present = found != 0;
  return !*present || (pm_db_upsert_record (drafts, "operation", PM_RECORD (operation), error) &&
                       (!was_made (operation) ||
                        pm_local_ids_bind (drafts, pm_operation_get_item_id (operation),
                                           pm_operation_get_server_id (operation), error)));
}

/**
 * pm_store_show_operation:
 * @self: an open store
 * @drafts: drafts.db
 * @operation: an operation as it is stored
 * @changes: gets what lists must look at again
 * @error: return location
 *
 * Shows it as it is now. A confirmed one whose effect the mirror has already seen goes at once.
 */
gboolean
pm_store_show_operation (PmStore *self,
                         PmDb *drafts,
                         PmOperation *operation,
                         PmChanges *changes,
                         GError **error)
{
  gint64 id = pm_operation_get_id (operation);

  if (was_made (operation))
    pm_local_ids_remember (self->ids, pm_operation_get_item_type (operation),
                           pm_operation_get_item_id (operation),
                           pm_operation_get_server_id (operation));
  show (self, id, operation, changes);
  return !is_settled (self, id) || forget (self, drafts, id, changes, error);
}

/**
 * pm_store_discard:
 * @self: an open store
 * @drafts: drafts.db
 * @ids: (element-type gint64): operations that nobody wants any more
 * @changes: gets what lists must look at again
 * @error: return location
 *
 * Takes them out, all or none.
 */
gboolean
pm_store_discard (PmStore *self, PmDb *drafts, GArray *ids, PmChanges *changes, GError **error)
{
  if (!pm_store_delete_operations (drafts, ids, error))
    return FALSE;
  /* From the last to the first: what builds on something goes before it. */
  for (guint i = ids->len; i > 0; i--)
    show (self, g_array_index (ids, gint64, i - 1), NULL, changes);
  return TRUE;
}
