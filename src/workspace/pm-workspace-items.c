/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace-private.h"

#include "domain/pm-item.h"
#include "remote/pm-item-payload.h"

/* Making, changing and removing POCs and what they consist of. */

static PmOperation *
operation_new (PmOperationKind kind, PmRecord *item)
{
  PmOperation *operation = pm_workspace_new_operation (kind, pm_item_get_poc_id (item));

  pm_operation_set_item_type (operation, (int) pm_item_type_for_record (G_OBJECT_TYPE (item)));
  pm_operation_set_title (operation, pm_item_get_title (item));
  return operation;
}

typedef struct {
  PmWorkspace *self;
  PmOperation *operation;
  PmRecord *item;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->self);
  g_object_unref (writing->operation);
  g_object_unref (writing->item);
  g_free (writing);
}

static DexFuture *
write_item (PmWorkspace *self, DexFiberFunc fiber, PmOperation *operation, PmRecord *item)
{
  Writing *writing = g_new0 (Writing, 1);

  writing->self = g_object_ref (self);
  writing->operation = g_object_ref (operation);
  writing->item = g_object_ref (item);
  return dex_scheduler_spawn (NULL, 0, fiber, writing, writing_free);
}

static DexFuture *
create_fiber (gpointer data)
{
  Writing *writing = data;
  GError *error = NULL;
  gint64 id;

  id = dex_await_int64 (pm_workspace_enqueue (writing->self, writing->operation, 0), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  pm_record_set_integer (writing->item, 0, pm_operation_get_item_id (writing->operation));
  return dex_future_new_for_int64 (id);
}

/**
 * pm_workspace_create_item:
 * @self: a workspace
 * @item: what is to be made: a #PmPoc, or something with the `poc-id` that it belongs to. It gets
 *   its number, which it keeps on this desktop
 *
 * What it belongs to may itself have been made here and not be on the server yet.
 *
 * Returns: (transfer full): resolves to the operation's id when it would survive a power cut.
 *   Rejected with %PM_ERROR_REFUSED, in words, for what the server cannot do and what cannot be
 */
DexFuture *
pm_workspace_create_item (PmWorkspace *self, PmRecord *item)
{
  g_autofree char *payload = pm_item_payload_new (item);
  g_autoptr (PmOperation) operation = operation_new (PM_OPERATION_KIND_CREATE, item);
  GError *error = NULL;

  if (!pm_item_payload_check_dates (payload, NULL, &error))
    return dex_future_new_for_error (error);
  pm_operation_set_payload (operation, payload);
  return write_item (self, create_fiber, operation, item);
}

/* Whether a person saw it before the server had shown it. */
static gboolean
was_new (PmRecord *item, gint64 *operation_id, PmOperationState *state)
{
  PmOperationKind kind;

  g_object_get (item, "operation-id", operation_id, "operation-kind", &kind, "operation-state",
                state, NULL);
  return *operation_id != 0 && kind == PM_OPERATION_KIND_CREATE;
}

static gboolean
makes (PmOperation *operation, PmItemType type, gint64 item_id)
{
  return pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE &&
         pm_operation_get_item_type (operation) == (int) type &&
         pm_operation_get_item_id (operation) == item_id;
}

/* Awaits. As long as its making is in the outbox, the server has shown nothing of it. */
static gboolean
is_seen (Writing *writing, gboolean *seen, GError **error)
{
  PmItemType type = pm_item_type_for_record (G_OBJECT_TYPE (writing->item));
  gint64 id = pm_record_get_integer (writing->item, 0);
  g_autoptr (GPtrArray) operations = NULL;
  PmOperationState state;
  gint64 operation_id;

  *seen = !was_new (writing->item, &operation_id, &state);
  if (id > 0 || !*seen)
    return TRUE;
  operations =
      dex_await_boxed (pm_cache_list_operations (pm_workspace_get_cache (writing->self)), error);
  for (guint i = 0; operations != NULL && i < operations->len; i++)
    *seen &= !makes (g_ptr_array_index (operations, i), type, id);
  return operations != NULL;
}

static DexFuture *
overwrite_fiber (gpointer data)
{
  Writing *writing = data;
  PmOperation *operation = writing->operation;
  g_autofree char *base = NULL;
  GError *error = NULL;
  gboolean seen;

  if (!is_seen (writing, &seen, &error))
    return dex_future_new_for_error (error);
  base = pm_item_payload_of_base (writing->item, pm_operation_get_payload (operation), seen);
  pm_operation_set_item_id (operation, pm_record_get_integer (writing->item, 0));
  pm_operation_set_base (operation, base);
  return pm_workspace_enqueue (writing->self, operation, 0);
}

/* Where the making of it was refused, what is changed now is what it is to be made with. What is no
 * longer refused by now is changed after that. */
static DexFuture *
change_fiber (gpointer data)
{
  Writing *writing = data;
  PmOutbox *outbox = pm_workspace_get_outbox (writing->self);
  const char *payload = pm_operation_get_payload (writing->operation);
  PmOperationState state;
  gint64 maker;

  if (was_new (writing->item, &maker, &state) && state == PM_OPERATION_STATE_NEEDS_ATTENTION &&
      dex_await (pm_outbox_amend (outbox, maker, payload), NULL))
    return dex_future_new_for_int64 (0);
  return overwrite_fiber (writing);
}

/* A row on screen goes on changing. */
static DexFuture *
overwrite (PmWorkspace *self, DexFiberFunc fiber, PmOperation *operation, PmRecord *item)
{
  g_autoptr (PmRecord) copy = pm_record_copy (item);

  return write_item (self, fiber, operation, copy);
}

/**
 * pm_workspace_change_item:
 * @self: a workspace
 * @before: an item as a person saw it
 * @after: the same item as it is to be
 *
 * Changes the fields that differ, and no others. Where somebody else has changed one of them
 * meanwhile, the operation needs attention and pm_workspace_list_conflicts() tells.
 *
 * Returns: (transfer full): resolves to the operation's id when it would survive a power cut; to 0
 *   when nothing differs, or when it went into what was to make the item and had been refused
 */
DexFuture *
pm_workspace_change_item (PmWorkspace *self, PmRecord *before, PmRecord *after)
{
  g_autofree char *payload = pm_item_payload_of_change (before, after);
  g_autoptr (PmOperation) operation = NULL;
  GError *error = NULL;

  if (payload == NULL)
    return dex_future_new_for_int64 (0);
  if (!pm_item_payload_check_dates (payload, before, &error))
    return dex_future_new_for_error (error);
  operation = operation_new (PM_OPERATION_KIND_EDIT, after);
  pm_operation_set_payload (operation, payload);
  return overwrite (self, change_fiber, operation, before);
}

/**
 * pm_workspace_delete_item:
 * @self: a workspace
 * @item: an item as a person saw it; POCs are archived instead, by their status
 *
 * Removes it. Where somebody else has changed it meanwhile, the operation needs attention.
 *
 * Returns: (transfer full): resolves to the operation's id when it would survive a power cut
 */
DexFuture *
pm_workspace_delete_item (PmWorkspace *self, PmRecord *item)
{
  g_autoptr (PmOperation) operation = operation_new (PM_OPERATION_KIND_DELETE, item);

  return overwrite (self, overwrite_fiber, operation, item);
}

/**
 * pm_workspace_find_comment_draft:
 * @self: a workspace
 * @poc_id: a POC
 *
 * Returns: (transfer full): resolves to the #PmComment that was being written about the POC and has
 *   not been posted, or to %NULL
 */
DexFuture *
pm_workspace_find_comment_draft (PmWorkspace *self, gint64 poc_id)
{
  return pm_cache_find_comment_draft (pm_workspace_get_cache (self), poc_id);
}

/**
 * pm_workspace_save_comment_draft:
 * @self: a workspace
 * @comment: what is being written about its POC: the last one is kept, until a comment on the POC is
 *   posted. A blank one is not
 *
 * Returns: (transfer full): resolves when it would survive a power cut
 */
DexFuture *
pm_workspace_save_comment_draft (PmWorkspace *self, PmComment *comment)
{
  return pm_cache_save_comment_draft (pm_workspace_get_cache (self), comment);
}

/**
 * pm_workspace_find_seen:
 * @self: a workspace
 * @poc_id: a POC
 *
 * Returns: (transfer full): resolves to when the newest comment on the POC that has been seen on this
 *   desktop was made, a #gint64 in microseconds; to 0 when none has been
 */
DexFuture *
pm_workspace_find_seen (PmWorkspace *self, gint64 poc_id)
{
  return pm_cache_find_seen (pm_workspace_get_cache (self), poc_id);
}

/**
 * pm_workspace_save_seen:
 * @self: a workspace
 * @poc_id: a POC
 * @seen_at: when the newest comment that has been seen was made
 *
 * Returns: (transfer full): resolves when it would survive a power cut
 */
DexFuture *
pm_workspace_save_seen (PmWorkspace *self, gint64 poc_id, gint64 seen_at)
{
  return pm_cache_save_seen (pm_workspace_get_cache (self), poc_id, seen_at);
}
