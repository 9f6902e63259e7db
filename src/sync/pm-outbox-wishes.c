/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

#include "domain/pm-error.h"

/* What people wish of the outbox; each wish is stored before it counts. */

typedef struct {
  PmOutbox *outbox;
  PmOperation *operation;
  gint64 id; /* of the operation, or of the draft that becomes one */
  PmOutboxEvent event;
} PmWish;

static void
wish_free (gpointer data)
{
  PmWish *self = data;

  g_clear_object (&self->outbox);
  g_clear_object (&self->operation);
  g_free (self);
}

static DexFuture *
reject_wish (PmOutboxEntry *entry)
{
  PmOperationState state;

  if (entry == NULL || entry->done)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_NOT_FOUND, "This is not waiting any more.");
  state = pm_operation_get_state (entry->operation);
  if (entry->busy && state != PM_OPERATION_STATE_SENDING)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_CONFLICT, "This is just being changed.");
  return dex_future_new_reject (PM_ERROR, PM_ERROR_CONFLICT,
                                "This may have reached the server already. It is sent again until "
                                "the server confirms it, and can be cancelled then.");
}

static gboolean
is_fulfilled (PmOutboxEntry *entry, PmOutboxEvent event)
{
  return pm_operation_get_state (entry->operation) == PM_OPERATION_STATE_SENDING &&
         (event == PM_OUTBOX_RETRY || event == PM_OUTBOX_SEND_NOW);
}

/* Awaits. */
static gboolean
fulfil (PmOutbox *outbox, PmOutboxEntry *entry, PmOutboxEvent event, GError **error)
{
  gint64 id = pm_operation_get_id (entry->operation);

  if (event != PM_OUTBOX_DISCARD)
    return pm_outbox_store (outbox, entry, error);
  entry->done = dex_await (pm_cache_delete_operation (outbox->cache, id), error);
  return entry->done;
}

static DexFuture *
wish_fiber (gpointer data)
{
  PmWish *self = data;
  PmOutbox *outbox = self->outbox;
  PmOutboxEntry *entry = pm_outbox_find (outbox, self->id);
  g_autoptr (PmRecord) before = NULL;
  g_autoptr (GError) error = NULL;

  if (entry != NULL && is_fulfilled (entry, self->event))
    return dex_future_new_true ();
  if (entry == NULL || !pm_outbox_entry_may (entry, self->event))
    return reject_wish (entry);
  before = pm_record_copy (PM_RECORD (entry->operation));
  pm_outbox_entry_handle (entry, self->event);
  entry->busy = TRUE;
  if (!fulfil (outbox, entry, self->event, &error) && error != NULL)
    pm_outbox_entry_restore (entry, PM_OPERATION (before));
  entry->busy = FALSE;
  pm_outbox_pump (outbox);
  return error == NULL ? dex_future_new_true ()
                       : dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
wish (PmOutbox *self, gint64 operation_id, PmOutboxEvent event)
{
  PmWish *data = g_new0 (PmWish, 1);

  data->outbox = g_object_ref (self);
  data->id = operation_id;
  data->event = event;
  return dex_scheduler_spawn (NULL, 0, wish_fiber, data, wish_free);
}

static DexFuture *
enqueue_fiber (gpointer data)
{
  PmWish *self = data;
  PmOutbox *outbox = self->outbox;
  g_autoptr (GError) error = NULL;
  gint64 id;

  id = dex_await_int64 (pm_cache_add_operation (outbox->cache, self->operation, self->id), &error);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  g_ptr_array_add (outbox->entries, pm_outbox_entry_new (g_steal_pointer (&self->operation)));
  pm_outbox_pump (outbox);
  return dex_future_new_for_int64 (id);
}

static PmOperation *
prepare (PmOperation *operation)
{
  PmOperation *copy = PM_OPERATION (pm_record_copy (PM_RECORD (operation)));
  g_autofree char *key = g_uuid_string_random ();
  gint64 now = g_get_real_time ();

  pm_operation_set_key (copy, key);
  pm_operation_set_created_at (copy, now);
  pm_operation_set_attempts (copy, 0);
  pm_operation_set_state (copy, pm_operation_get_not_before (copy) > now
                                    ? PM_OPERATION_STATE_HELD
                                    : PM_OPERATION_STATE_QUEUED);
  return copy;
}

/**
 * pm_outbox_enqueue:
 * @self: an outbox
 * @operation: what to do: its kind, what it is about, its payload, and until when it may be taken
 *   back (`not-before`, or 0); not changed
 * @draft_id: the draft that it was made from and that goes with it, or 0
 *
 * Gives the operation its key.
 *
 * Returns: (transfer full): resolves to its id, as an #gint64, once it would survive power loss
 */
DexFuture *
pm_outbox_enqueue (PmOutbox *self, PmOperation *operation, gint64 draft_id)
{
  PmWish *data = g_new0 (PmWish, 1);

  data->outbox = g_object_ref (self);
  data->operation = prepare (operation);
  data->id = draft_id;
  return dex_scheduler_spawn (NULL, 0, enqueue_fiber, data, wish_free);
}

/**
 * pm_outbox_retry:
 * @self: an outbox
 * @operation_id: an operation that was refused
 *
 * Returns: (transfer full): resolves to %TRUE once it is stored that it is tried again, with a
 *   new key
 */
DexFuture *
pm_outbox_retry (PmOutbox *self, gint64 operation_id)
{
  return wish (self, operation_id, PM_OUTBOX_RETRY);
}

/**
 * pm_outbox_send_now:
 * @self: an outbox
 * @operation_id: an operation
 *
 * Ends every wait of this operation.
 *
 * Returns: (transfer full): resolves to %TRUE once that is stored
 */
DexFuture *
pm_outbox_send_now (PmOutbox *self, gint64 operation_id)
{
  pm_outbox_end_pause (self);
  return wish (self, operation_id, PM_OUTBOX_SEND_NOW);
}

/**
 * pm_outbox_discard:
 * @self: an outbox
 * @operation_id: an operation
 *
 * Takes an operation back.
 *
 * Returns: (transfer full): resolves to %TRUE once it is gone. %PM_ERROR_CONFLICT when it may
 *   have reached the server, %PM_ERROR_NOT_FOUND when it is done
 */
DexFuture *
pm_outbox_discard (PmOutbox *self, gint64 operation_id)
{
  return wish (self, operation_id, PM_OUTBOX_DISCARD);
}
