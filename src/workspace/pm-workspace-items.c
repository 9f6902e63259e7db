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
} Creation;

static void
creation_free (gpointer data)
{
  Creation *creation = data;

  g_object_unref (creation->self);
  g_object_unref (creation->operation);
  g_object_unref (creation->item);
  g_free (creation);
}

static DexFuture *
create_fiber (gpointer data)
{
  Creation *creation = data;
  GError *error = NULL;
  gint64 id;

  id = dex_await_int64 (pm_workspace_enqueue (creation->self, creation->operation, 0), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  pm_record_set_integer (creation->item, 0, pm_operation_get_item_id (creation->operation));
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
 * Returns: (transfer full): resolves to the operation's id when it would survive a power cut
 */
DexFuture *
pm_workspace_create_item (PmWorkspace *self, PmRecord *item)
{
  Creation *creation = g_new0 (Creation, 1);
  g_autofree char *payload = pm_item_payload_new (item);

  creation->self = g_object_ref (self);
  creation->item = g_object_ref (item);
  creation->operation = operation_new (PM_OPERATION_KIND_CREATE, item);
  pm_operation_set_payload (creation->operation, payload);
  return dex_scheduler_spawn (NULL, 0, create_fiber, creation, creation_free);
}

/* The making of it was refused: what is changed now is what it is to be made with. */
static gboolean
was_refused (PmRecord *item, gint64 *operation_id)
{
  int kind, state;

  g_object_get (item, "operation-id", operation_id, "operation-kind", &kind, "operation-state",
                &state, NULL);
  return *operation_id != 0 && kind == PM_OPERATION_KIND_CREATE &&
         state == PM_OPERATION_STATE_NEEDS_ATTENTION;
}

static DexFuture *
answer_zero (DexFuture *future, gpointer data)
{
  return dex_future_new_for_int64 (0);
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
  g_autofree char *base = NULL;
  g_autoptr (PmOperation) operation = NULL;
  gint64 refused;

  if (payload == NULL)
    return dex_future_new_for_int64 (0);
  if (was_refused (before, &refused))
    return dex_future_then (pm_syncer_amend (pm_workspace_get_syncer (self), refused, payload),
                            answer_zero, NULL, NULL);
  base = pm_item_payload_of_base (before, payload);
  operation = operation_new (PM_OPERATION_KIND_EDIT, after);
  pm_operation_set_item_id (operation, pm_record_get_integer (before, 0));
  pm_operation_set_payload (operation, payload);
  pm_operation_set_base (operation, base);
  return pm_workspace_enqueue (self, operation, 0);
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
  g_autofree char *base = pm_item_payload_of_base (item, NULL);
  g_autoptr (PmOperation) operation = operation_new (PM_OPERATION_KIND_DELETE, item);

  pm_operation_set_item_id (operation, pm_record_get_integer (item, 0));
  pm_operation_set_base (operation, base);
  return pm_workspace_enqueue (self, operation, 0);
}
