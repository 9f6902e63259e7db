/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

#include "domain/pm-error.h"
#include "remote/pm-item-payload.h"

/* What people wish of the outbox; each wish is stored before it counts. */

typedef struct _PmWish PmWish;

struct _PmWish {
  PmOutbox *outbox;
  PmOperation *operation; /* (nullable): what is to be added */
  PmOperation *original;  /* (nullable): the caller's, which is told what becomes of it */
  gint64 id;              /* of the operation, or of the draft that becomes one */
  PmOutboxEvent event;
  void (*amend) (PmOutboxEntry *entry, PmWish *wish); /* (nullable): what changes besides */
  char *payload;
};

static void
wish_free (gpointer data)
{
  PmWish *self = data;

  g_clear_object (&self->outbox);
  g_clear_object (&self->operation);
  g_clear_object (&self->original);
  g_free (self->payload);
  g_free (self);
}

/* Whatever was being done with an entry, the pump comes after it. */
static DexFuture *
when_pumped (PmOutbox *self)
{
  if (self->pumped == NULL)
    self->pumped = dex_promise_new ();
  return dex_ref (DEX_FUTURE (self->pumped));
}

/**
 * pm_outbox_await:
 * @self: an outbox
 * @operation_id: an operation
 *
 * Awaits. What is just being stored is waited for; what is being sent is not.
 *
 * Returns: (transfer none) (nullable): its entry
 */
PmOutboxEntry *
pm_outbox_await (PmOutbox *self, gint64 operation_id)
{
  PmOutboxEntry *entry;

  while ((entry = pm_outbox_find (self, operation_id)) != NULL && entry->busy &&
         pm_operation_get_state (entry->operation) != PM_OPERATION_STATE_SENDING)
    dex_await (when_pumped (self), NULL);
  return entry;
}

/**
 * pm_outbox_reject:
 * @entry: (nullable): an entry that something is wished of in vain
 *
 * Returns: (transfer full): rejects with why that cannot be
 */
DexFuture *
pm_outbox_reject (PmOutboxEntry *entry)
{
  if (entry == NULL || entry->done)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_NOT_FOUND, "This is not waiting any more.");
  return dex_future_new_reject (PM_ERROR, PM_ERROR_CONFLICT,
                                "This may have reached the server already. It is sent again until "
                                "the server confirms it, and can be cancelled then.");
}

static gboolean
needs_attention (PmOutboxEntry *entry)
{
  return pm_operation_get_state (entry->operation) == PM_OPERATION_STATE_NEEDS_ATTENTION;
}

static gboolean
is_fulfilled (PmOutboxEntry *entry, PmWish *wish)
{
  return pm_operation_get_state (entry->operation) == PM_OPERATION_STATE_SENDING &&
         wish->amend == NULL &&
         (wish->event == PM_OUTBOX_RETRY || wish->event == PM_OUTBOX_SEND_NOW);
}

/* What is amended must be known not to have reached the server as it was. */
static gboolean
can_be_granted (PmOutboxEntry *entry, PmWish *wish)
{
  return pm_outbox_entry_may (entry, wish->event) &&
         (wish->amend == NULL || needs_attention (entry));
}

/* --- What was refused is made anew, as it shows by now --- */

static GPtrArray *
list_edits (PmOutbox *outbox, PmOutboxEntry *maker)
{
  GPtrArray *edits = g_ptr_array_new ();

  for (guint i = 0; i < outbox->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (outbox->entries, i);

    if (pm_operation_get_kind (entry->operation) == PM_OPERATION_KIND_EDIT && !entry->busy &&
        !entry->done && g_str_equal (entry->lane, maker->lane))
      g_ptr_array_add (edits, entry);
  }
  return edits;
}

/* What makes an item takes in what was to change it after that, which stays in the outbox until that is
 * safe. */
static GPtrArray *
fold_edits (PmOutbox *outbox, PmOutboxEntry *entry)
{
  PmOperation *operation = entry->operation;
  g_autoptr (GPtrArray) edits = NULL;

  if (!needs_attention (entry) || pm_operation_get_kind (operation) != PM_OPERATION_KIND_CREATE)
    return g_ptr_array_new ();
  edits = list_edits (outbox, entry);
  for (guint i = 0; i < edits->len; i++) {
    PmOutboxEntry *edit = g_ptr_array_index (edits, i);
    g_autofree char *payload = pm_item_payload_merge (pm_operation_get_payload (operation),
                                                      pm_operation_get_payload (edit->operation));

    pm_outbox_entry_set_texts (entry, payload, pm_operation_get_base (operation));
    edit->held++;
  }
  return g_steal_pointer (&edits);
}

/* Awaits. What is folded goes only once it is safe where it went to. */
static gboolean
fulfil (PmOutbox *outbox, PmOutboxEntry *entry, GPtrArray *folded, GError **error)
{
  gboolean done =
      pm_outbox_store (outbox, entry, error) && pm_outbox_discard_all (outbox, folded, error);

  for (guint i = 0; i < folded->len; i++)
    ((PmOutboxEntry *) g_ptr_array_index (folded, i))->held--;
  return done;
}

static DexFuture *
wish_fiber (gpointer data)
{
  PmWish *self = data;
  PmOutbox *outbox = self->outbox;
  PmOutboxEntry *entry = pm_outbox_await (outbox, self->id);
  g_autoptr (PmRecord) before = NULL;
  g_autoptr (GPtrArray) folded = NULL;
  g_autoptr (GError) error = NULL;

  if (entry != NULL && is_fulfilled (entry, self))
    return dex_future_new_true ();
  if (entry == NULL || !can_be_granted (entry, self))
    return pm_outbox_reject (entry);
  before = pm_record_copy (PM_RECORD (entry->operation));
  folded = fold_edits (outbox, entry);
  if (self->amend != NULL)
    self->amend (entry, self);
  pm_outbox_entry_handle (entry, self->event);
  entry->busy++;
  if (!fulfil (outbox, entry, folded, &error) && error != NULL)
    pm_outbox_entry_restore (entry, PM_OPERATION (before));
  entry->busy--;
  pm_outbox_pump (outbox);
  return error == NULL ? dex_future_new_true ()
                       : dex_future_new_for_error (g_steal_pointer (&error));
}

static PmWish *
wish_new (PmOutbox *outbox, gint64 id, PmOutboxEvent event)
{
  PmWish *self = g_new0 (PmWish, 1);

  self->outbox = g_object_ref (outbox);
  self->id = id;
  self->event = event;
  return self;
}

static DexFuture *
wish (PmOutbox *self, gint64 operation_id, PmOutboxEvent event)
{
  return dex_scheduler_spawn (NULL, 0, wish_fiber, wish_new (self, operation_id, event), wish_free);
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
  pm_record_assign (PM_RECORD (self->original), PM_RECORD (self->operation));
  if (pm_outbox_find (outbox, id) == NULL) /* a start may have come across it already */
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
  if (pm_operation_get_send_at (copy) != 0)
    pm_operation_set_state (copy, PM_OPERATION_STATE_SCHEDULED);
  else if (pm_operation_get_not_before (copy) > now)
    pm_operation_set_state (copy, PM_OPERATION_STATE_HELD);
  else
    pm_operation_set_state (copy, PM_OPERATION_STATE_QUEUED);
  return copy;
}

/* The oldest first. */
static guint
find_place (PmOutbox *self, gint64 operation_id)
{
  guint place = self->entries->len;

  for (; place > 0; place--) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, place - 1);

    if (pm_operation_get_id (entry->operation) < operation_id)
      break;
  }
  return place;
}

/* What is new here is not sent by it, so that it cannot meet one that is just being enqueued. */
static DexFuture *
take_back_fiber (gpointer data)
{
  PmOutbox *self = PM_OUTBOX (data);
  g_autoptr (GPtrArray) operations = NULL;

  operations = dex_await_boxed (pm_cache_list_operations (self->cache), NULL);
  for (guint i = 0; operations != NULL && i < operations->len; i++) {
    PmOperation *operation = g_ptr_array_index (operations, i);

    if (pm_operation_get_state (operation) == PM_OPERATION_STATE_NEEDS_ATTENTION)
      pm_outbox_take_up (self, operation);
  }
  return dex_future_new_true ();
}

/**
 * pm_outbox_take_up:
 * @self: an outbox
 * @operation: an operation as it is stored, which is not changed
 *
 * Makes it one of the outbox's, unless it is one already.
 */
void
pm_outbox_take_up (PmOutbox *self, PmOperation *operation)
{
  PmOutboxEntry *entry;

  if (pm_outbox_find (self, pm_operation_get_id (operation)) != NULL)
    return;
  entry = pm_outbox_entry_new (PM_OPERATION (pm_record_copy (PM_RECORD (operation))));
  pm_outbox_entry_handle (entry, PM_OUTBOX_START);
  g_ptr_array_insert (self->entries, (int) find_place (self, pm_operation_get_id (operation)),
                      entry);
}

/**
 * pm_outbox_enqueue:
 * @self: an outbox
 * @operation: what to do: its kind, what it is about, its payload, until when it may be taken back
 *   (`not-before`, or 0), and when it is to be sent (`send-at`, or 0). It is told what it has
 *   become, with the number of what it makes
 * @draft_id: the draft that it was made from and that goes with it, or 0
 *
 * Gives the operation its key.
 *
 * Returns: (transfer full): resolves to its id, as an #gint64, once it would survive power loss
 */
DexFuture *
pm_outbox_enqueue (PmOutbox *self, PmOperation *operation, gint64 draft_id)
{
  PmWish *data = wish_new (self, draft_id, PM_OUTBOX_START);

  data->operation = prepare (operation);
  data->original = g_object_ref (operation);
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

/* --- What needs attention --- */

static void
amend_payload (PmOutboxEntry *entry, PmWish *wish)
{
  PmOperation *operation = entry->operation;
  g_autofree char *payload =
      pm_item_payload_merge (pm_operation_get_payload (operation), wish->payload);

  pm_outbox_entry_set_texts (entry, payload, pm_operation_get_base (operation));
}

/**
 * pm_outbox_amend:
 * @self: an outbox
 * @operation_id: the making of an item, which was refused
 * @payload: what is to be different
 *
 * Returns: (transfer full): resolves to %TRUE once it is stored that it is tried again, with that.
 *   %PM_ERROR_CONFLICT or %PM_ERROR_NOT_FOUND when it does not need attention any more
 */
DexFuture *
pm_outbox_amend (PmOutbox *self, gint64 operation_id, const char *payload)
{
  PmWish *data = wish_new (self, operation_id, PM_OUTBOX_RETRY);

  data->amend = amend_payload;
  data->payload = g_strdup (payload);
  return dex_scheduler_spawn (NULL, 0, wish_fiber, data, wish_free);
}

/* What the others have written is known now, and is to be overwritten. */
static void
amend_to_mine (PmOutboxEntry *entry, PmWish *wish)
{
  PmOperation *operation = entry->operation;
  g_autofree char *base = pm_item_payload_merge (pm_operation_get_base (operation),
                                                 pm_operation_get_conflict (operation));

  pm_outbox_entry_set_texts (entry, pm_operation_get_payload (operation), base);
}

/**
 * pm_outbox_keep_mine:
 * @self: an outbox
 * @operation_id: an operation with a conflict
 *
 * Returns: (transfer full): resolves to %TRUE once it is stored that it is tried again, over what
 *   somebody else has written
 */
DexFuture *
pm_outbox_keep_mine (PmOutbox *self, gint64 operation_id)
{
  PmWish *data = wish_new (self, operation_id, PM_OUTBOX_RETRY);

  data->amend = amend_to_mine;
  return dex_scheduler_spawn (NULL, 0, wish_fiber, data, wish_free);
}

static void
amend_to_theirs (PmOutboxEntry *entry, PmWish *wish)
{
  PmOperation *operation = entry->operation;
  const char *conflict = pm_operation_get_conflict (operation);
  g_autofree char *payload =
      pm_item_payload_without (pm_operation_get_payload (operation), conflict);
  g_autofree char *base = pm_item_payload_without (pm_operation_get_base (operation), conflict);

  pm_outbox_entry_set_texts (entry, payload, base);
}

static gboolean
has_more_than_conflict (PmOperation *operation)
{
  const char *payload = pm_operation_get_payload (operation);
  g_autofree char *rest = NULL;

  if (payload == NULL)
    return FALSE;
  rest = pm_item_payload_without (payload, pm_operation_get_conflict (operation));
  return !pm_item_payload_is_empty (rest);
}

/**
 * pm_outbox_keep_theirs:
 * @self: an outbox
 * @operation_id: an operation with a conflict
 *
 * Gives up what somebody else has written otherwise. Whatever else the operation changes is sent.
 *
 * Returns: (transfer full): resolves to %TRUE once that is stored
 */
DexFuture *
pm_outbox_keep_theirs (PmOutbox *self, gint64 operation_id)
{
  PmOutboxEntry *entry = pm_outbox_find (self, operation_id);
  PmWish *data;

  if (entry == NULL || !has_more_than_conflict (entry->operation))
    return pm_outbox_discard (self, operation_id);
  data = wish_new (self, operation_id, PM_OUTBOX_RETRY);
  data->amend = amend_to_theirs;
  return dex_scheduler_spawn (NULL, 0, wish_fiber, data, wish_free);
}

/**
 * pm_outbox_take_back:
 * @self: an outbox
 *
 * Takes up again what the server had confirmed and what needs attention all the same.
 */
void
pm_outbox_take_back (PmOutbox *self)
{
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, take_back_fiber, g_object_ref (self), g_object_unref));
}
