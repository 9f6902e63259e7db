/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

/* Taking out of the outbox what has not been sent, and putting it back. */

typedef struct {
  PmOutbox *outbox;
  gint64 id;
  GPtrArray *operations;
} PmTaking;

static void
taking_free (gpointer data)
{
  PmTaking *self = data;

  g_object_unref (self->outbox);
  g_ptr_array_unref (self->operations);
  g_free (self);
}

static DexFuture *
spawn (DexFiberFunc fiber, PmOutbox *outbox, gint64 id, GPtrArray *operations)
{
  PmTaking *self = g_new0 (PmTaking, 1);

  self->outbox = g_object_ref (outbox);
  self->id = id;
  self->operations = operations;
  return dex_scheduler_spawn (NULL, 0, fiber, self, taking_free);
}

/* --- Taking out: with it goes what makes no sense without it --- */

static gboolean
hangs_on_any (PmOutboxEntry *entry, GPtrArray *others)
{
  for (guint i = 0; i < others->len; i++)
    if (pm_outbox_entry_hangs_on (entry, g_ptr_array_index (others, i)))
      return TRUE;
  return FALSE;
}

/* Entries are in the order in which they were made: what hangs on something comes after it. */
static GPtrArray *
collect_with (PmOutbox *outbox, PmOutboxEntry *first)
{
  GPtrArray *entries = g_ptr_array_new ();

  g_ptr_array_add (entries, first);
  for (guint i = 0; i < outbox->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (outbox->entries, i);

    if (entry != first && !entry->done && hangs_on_any (entry, entries))
      g_ptr_array_add (entries, entry);
  }
  return entries;
}

static GArray *
number_all (GPtrArray *entries)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (entries, i);
    gint64 id = pm_operation_get_id (entry->operation);

    entry->busy++;
    g_array_append_val (ids, id);
  }
  return ids;
}

/**
 * pm_outbox_discard_all:
 * @outbox: an outbox
 * @entries: (element-type PmOutboxEntry): some of its entries, the oldest first
 * @error: return location
 *
 * Takes them out. Awaits.
 *
 * Returns: whether they are gone
 */
gboolean
pm_outbox_discard_all (PmOutbox *outbox, GPtrArray *entries, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  gboolean done;

  if (entries->len == 0)
    return TRUE;
  ids = number_all (entries);
  done = dex_await (pm_cache_discard (outbox->cache, ids), error);
  for (guint i = 0; i < entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (entries, i);

    entry->busy--;
    entry->done |= done;
  }
  return done;
}

/**
 * pm_outbox_drop:
 * @outbox: an outbox
 * @entry: one of its entries
 * @taken: (nullable) (element-type PmOperation): gets what is gone, as it was, the oldest first
 * @error: return location
 *
 * Takes it out, with what makes no sense without it. Awaits.
 *
 * Returns: whether they are gone
 */
gboolean
pm_outbox_drop (PmOutbox *outbox, PmOutboxEntry *entry, GPtrArray *taken, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  gboolean done;

  entry->busy++;
  done = pm_outbox_rebase_back (outbox, entry, error);
  if (done) {
    entries = collect_with (outbox, entry);
    done = pm_outbox_discard_all (outbox, entries, error);
  }
  for (guint i = 0; done && taken != NULL && i < entries->len; i++) {
    PmOutboxEntry *one = g_ptr_array_index (entries, i);

    g_ptr_array_add (taken, g_object_ref (one->operation));
  }
  entry->busy--;
  return done;
}

static DexFuture *
discard_fiber (gpointer data)
{
  PmTaking *self = data;
  PmOutboxEntry *entry = pm_outbox_await (self->outbox, self->id);
  g_autoptr (GError) error = NULL;

  if (entry == NULL || !pm_outbox_entry_may (entry, PM_OUTBOX_DISCARD))
    return pm_outbox_reject (entry);
  pm_outbox_drop (self->outbox, entry, self->operations, &error);
  pm_outbox_pump (self->outbox);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (self->operations));
}

/**
 * pm_outbox_discard:
 * @self: an outbox
 * @operation_id: an operation
 *
 * Takes an operation back, and with it what makes no sense without it.
 *
 * Returns: (transfer full): resolves, once they are gone, to a boxed #GPtrArray of the operations
 *   as they were. %PM_ERROR_CONFLICT when it may have reached the server, %PM_ERROR_NOT_FOUND when
 *   it is done
 */
DexFuture *
pm_outbox_discard (PmOutbox *self, gint64 operation_id)
{
  return spawn (discard_fiber, self, operation_id, g_ptr_array_new_with_free_func (g_object_unref));
}

/* --- Putting back --- */

/* Awaits. */
static gboolean
put_back (PmOutbox *outbox, PmOperation *taken, GError **error)
{
  g_autoptr (PmOperation) operation = PM_OPERATION (pm_record_copy (PM_RECORD (taken)));

  if (dex_await_int64 (pm_cache_add_operation (outbox->cache, operation, 0), error) <= 0)
    return FALSE;
  pm_outbox_add (outbox, pm_outbox_entry_new (g_steal_pointer (&operation)));
  return TRUE;
}

static DexFuture *
put_back_fiber (gpointer data)
{
  PmTaking *self = data;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < self->operations->len && error == NULL; i++)
    put_back (self->outbox, g_ptr_array_index (self->operations, i), &error);
  pm_outbox_pump (self->outbox);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

/**
 * pm_outbox_put_back:
 * @self: an outbox
 * @operations: (element-type PmOperation): what pm_outbox_discard() has taken out
 *
 * Makes it as if they had never been taken out: they keep their numbers, and those of what they
 * make, and with them their places; what was refused stays so.
 *
 * Returns: (transfer full): resolves to %TRUE once they would survive power loss
 */
DexFuture *
pm_outbox_put_back (PmOutbox *self, GPtrArray *operations)
{
  return spawn (put_back_fiber, self, 0, g_ptr_array_ref (operations));
}
