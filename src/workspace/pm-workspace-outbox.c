/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace-private.h"

#include "remote/pm-item-payload.h"

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
 * Returns: (transfer full): resolves to its id when it would survive a power cut
 */
DexFuture *
pm_workspace_enqueue (PmWorkspace *self, PmOperation *operation, gint64 draft_id)
{
  return pm_syncer_enqueue (pm_workspace_get_syncer (self), operation, draft_id);
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
  return pm_syncer_send_now (pm_workspace_get_syncer (self), operation_id);
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
  return pm_syncer_retry (pm_workspace_get_syncer (self), operation_id);
}

/**
 * pm_workspace_discard:
 * @self: a workspace
 * @operation_id: an operation that has not been sent
 *
 * Takes it back, and with it what makes no sense without it: what was written in a POC that was
 * itself made here.
 *
 * Returns: (transfer full): resolves when it is gone; rejects with %PM_ERROR_CONFLICT when the
 *   server may already have acted on it
 */
DexFuture *
pm_workspace_discard (PmWorkspace *self, gint64 operation_id)
{
  return pm_syncer_discard (pm_workspace_get_syncer (self), operation_id);
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
  return pm_syncer_keep_mine (pm_workspace_get_syncer (self), operation_id);
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
  return pm_syncer_keep_theirs (pm_workspace_get_syncer (self), operation_id);
}

/**
 * pm_workspace_list_conflicts:
 * @self: a workspace
 * @operation: an operation
 *
 * Returns: (transfer full): a list of #PmConflict: the fields that somebody else has changed, too;
 *   mostly empty
 */
GListModel *
pm_workspace_list_conflicts (PmWorkspace *self, PmOperation *operation)
{
  return pm_item_payload_list_conflicts (operation);
}
