/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace-private.h"

#include "domain/pm-error.h"
#include "domain/pm-item.h"
#include "remote/pm-item-payload.h"
#include "remote/pm-plain-payload.h"

/* What goes into the outbox, and what is done with it there. */

/**
 * pm_workspace_new_operation:
 * @kind: what it does
 * @poc_id: the POC that it is about
 *
 * Returns: (transfer full): an operation that can be taken back for a while
 */
PmOperation *
pm_workspace_new_operation (PmOperationKind kind, gint64 poc_id)
{
  PmOperation *operation = pm_operation_new ();

  pm_operation_set_kind (operation, kind);
  pm_operation_set_poc_id (operation, poc_id);
  pm_operation_set_not_before (operation,
                               g_get_real_time () + PM_UNDO_SECONDS * G_TIME_SPAN_SECOND);
  return operation;
}

/**
 * pm_workspace_enqueue:
 * @self: a workspace
 * @operation: an operation; it is told what it has become
 * @draft_id: the draft that it was made of, or 0
 *
 * Returns: (transfer full): resolves to its id when it would survive a power cut. Rejected with
 *   %PM_ERROR_REFUSED for what the server cannot do
 */
DexFuture *
pm_workspace_enqueue (PmWorkspace *self, PmOperation *operation, gint64 draft_id)
{
  const char *words = NULL;

  if (!(pm_workspace_get_capabilities (self) & PM_CAPABILITY_IDEMPOTENCY))
    words = pm_plain_payload_explain_impossible (operation);
  if (words != NULL)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_REFUSED, "%s", words);
  return pm_outbox_enqueue (pm_workspace_get_outbox (self), operation, draft_id);
}

/**
 * pm_workspace_send_now:
 * @self: a workspace
 * @operation_id: an operation
 *
 * Ends its undo time or its pause and tries at once.
 *
 * Returns: (transfer full): resolves when that is stored, not when it is sent
 */
DexFuture *
pm_workspace_send_now (PmWorkspace *self, gint64 operation_id)
{
  return pm_outbox_send_now (pm_workspace_get_outbox (self), operation_id);
}

/**
 * pm_workspace_retry:
 * @self: a workspace
 * @operation_id: an operation that needs attention
 *
 * Returns: (transfer full): resolves when it is queued again
 */
DexFuture *
pm_workspace_retry (PmWorkspace *self, gint64 operation_id)
{
  return pm_outbox_retry (pm_workspace_get_outbox (self), operation_id);
}

/**
 * pm_workspace_discard:
 * @self: a workspace
 * @operation_id: an operation that has not been sent
 *
 * Takes it back, and with it what makes no sense without it: what was written in a POC that was
 * itself made here.
 *
 * Returns: (transfer full): resolves to a boxed #GPtrArray of what is gone, the oldest first;
 *   rejects with %PM_ERROR_CONFLICT when the server may already have acted on it
 */
DexFuture *
pm_workspace_discard (PmWorkspace *self, gint64 operation_id)
{
  return pm_outbox_discard (pm_workspace_get_outbox (self), operation_id);
}

/**
 * pm_workspace_put_back:
 * @self: a workspace
 * @operations: (element-type PmOperation): what pm_workspace_discard() has taken out
 *
 * Undoes that: all is as it was, numbers included.
 *
 * Returns: (transfer full): resolves when it would survive a power cut
 */
DexFuture *
pm_workspace_put_back (PmWorkspace *self, GPtrArray *operations)
{
  return pm_outbox_put_back (pm_workspace_get_outbox (self), operations);
}

/**
 * pm_workspace_keep_mine:
 * @self: a workspace
 * @operation_id: an operation with a conflict
 *
 * Writes over what somebody else has written in the same fields.
 *
 * Returns: (transfer full): resolves when it is queued again
 */
DexFuture *
pm_workspace_keep_mine (PmWorkspace *self, gint64 operation_id)
{
  return pm_outbox_keep_mine (pm_workspace_get_outbox (self), operation_id);
}

/**
 * pm_workspace_keep_theirs:
 * @self: a workspace
 * @operation_id: an operation with a conflict
 *
 * Leaves what somebody else has written; the rest of the operation is sent.
 *
 * Returns: (transfer full): resolves when that is stored
 */
DexFuture *
pm_workspace_keep_theirs (PmWorkspace *self, gint64 operation_id)
{
  return pm_outbox_keep_theirs (pm_workspace_get_outbox (self), operation_id);
}

/**
 * pm_workspace_read_operation:
 * @operation: an operation
 *
 * Returns: (transfer full) (nullable): what it makes or changes, of which only the fields are set
 *   that it speaks of; %NULL when it is not about an item, or removes it
 */
PmRecord *
pm_workspace_read_operation (PmOperation *operation)
{
  PmItemType type = pm_operation_get_item_type (operation);

  if (type == PM_ITEM_TYPE_NONE || pm_operation_get_payload (operation) == NULL)
    return NULL;
  return pm_item_payload_read (type, pm_operation_get_payload (operation));
}

/**
 * pm_workspace_read_base:
 * @operation: an operation
 *
 * Returns: (transfer full) (nullable): what it changes or removes, as it was before, of which only
 *   the fields are set that it speaks of; %NULL when it is not about an item, or makes it
 */
PmRecord *
pm_workspace_read_base (PmOperation *operation)
{
  PmItemType type = pm_operation_get_item_type (operation);

  if (type == PM_ITEM_TYPE_NONE || pm_operation_get_base (operation) == NULL)
    return NULL;
  return pm_item_payload_read (type, pm_operation_get_base (operation));
}

/* --- What somebody else has changed, too --- */

typedef struct {
  PmConflict *conflict;
  void (*set) (PmConflict *conflict, const char *title);
} Naming;

static void
naming_free (gpointer data)
{
  Naming *naming = data;

  g_object_unref (naming->conflict);
  g_free (naming);
}

static void
set_mine (PmConflict *conflict, const char *title)
{
  pm_conflict_set_mine (conflict, title);
}

static void
set_theirs (PmConflict *conflict, const char *title)
{
  pm_conflict_set_theirs (conflict, title);
}

static DexFuture *
put_title (DexFuture *future, gpointer data)
{
  Naming *naming = data;
  PmRecord *item = g_value_get_object (dex_future_get_value (future, NULL));

  if (item != NULL)
    naming->set (naming->conflict, pm_item_get_title (item));
  return NULL;
}

/* People know an item by its title, not by its number. */
static void
name_value (PmWorkspace *self,
            PmConflict *conflict,
            const char *value,
            void (*set) (PmConflict *conflict, const char *title))
{
  PmItemType type = pm_item_type_of_reference (pm_conflict_get_field (conflict));
  gint64 id = value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
  Naming *naming;

  if (type == PM_ITEM_TYPE_NONE || id == 0)
    return;
  naming = g_new0 (Naming, 1);
  naming->conflict = g_object_ref (conflict);
  naming->set = set;
  dex_future_disown (dex_future_then (
      pm_cache_find_record (pm_workspace_get_cache (self), pm_item_type_get_record_type (type), id),
      put_title, naming, naming_free));
}

/**
 * pm_workspace_list_conflicts:
 * @self: a workspace
 * @operation: an operation
 *
 * Returns: (transfer full): a list of #PmConflict: the fields that somebody else has changed, too;
 *   mostly empty. What names another item gets that item's title in place of its number, soon
 */
GListModel *
pm_workspace_list_conflicts (PmWorkspace *self, PmOperation *operation)
{
  GListModel *conflicts = pm_item_payload_list_conflicts (operation);

  for (guint i = 0; i < g_list_model_get_n_items (conflicts); i++) {
    g_autoptr (PmConflict) conflict = g_list_model_get_item (conflicts, i);

    name_value (self, conflict, pm_conflict_get_mine (conflict), set_mine);
    name_value (self, conflict, pm_conflict_get_theirs (conflict), set_theirs);
  }
  return conflicts;
}
