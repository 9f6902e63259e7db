/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-sync"

#include "sync/pm-outbox-private.h"

#include "domain/pm-error.h"

G_DEFINE_FINAL_TYPE (PmOutbox, pm_outbox, G_TYPE_OBJECT)

enum {
  CHANGED,
  ANSWERED,
  SESSION_LOST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/**
 * pm_outbox_find:
 * @self: an outbox
 * @operation_id: an operation
 *
 * Returns: (transfer none) (nullable): its entry, until the server has confirmed it
 */
PmOutboxEntry *
pm_outbox_find (PmOutbox *self, gint64 operation_id)
{
  for (guint i = 0; i < self->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, i);

    if (pm_operation_get_id (entry->operation) == operation_id)
      return entry;
  }
  return NULL;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  PmOutboxEntry *const *one = a;
  PmOutboxEntry *const *other = b;
  gint64 id = pm_operation_get_id ((*one)->operation);
  gint64 other_id = pm_operation_get_id ((*other)->operation);

  return (id > other_id) - (id < other_id);
}

/**
 * pm_outbox_add:
 * @self: an outbox
 * @entry: (transfer full): an entry
 *
 * Puts it where it belongs: older ones go before it.
 */
void
pm_outbox_add (PmOutbox *self, PmOutboxEntry *entry)
{
  g_ptr_array_add (self->entries, entry);
  g_ptr_array_sort (self->entries, compare_entries);
}

/**
 * pm_outbox_store:
 * @self: an outbox
 * @entry: one of its entries
 * @error: return location
 *
 * Stores the operation as it is now. Awaits. One that the feed has settled meanwhile is done: the
 * entry is then marked so, and goes with the next pump.
 *
 * Returns: whether it is stored; %FALSE without an error when it is done
 */
gboolean
pm_outbox_store (PmOutbox *self, PmOutboxEntry *entry, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean present;

  entry->held++;
  present = dex_await_boolean (pm_cache_update_operation (self->cache, entry->operation), &failure);
  entry->held--;
  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  entry->done =
      !present || pm_operation_get_state (entry->operation) == PM_OPERATION_STATE_CONFIRMED;
  return present;
}

static DexFuture *
when_quiet (PmOutbox *self)
{
  if (self->n_sending == 0)
    return dex_future_new_true ();
  if (self->quiet == NULL)
    self->quiet = dex_promise_new ();
  return dex_ref (DEX_FUTURE (self->quiet));
}

static gboolean
has_waiting (PmOutbox *self)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (pm_outbox_entry_holds_lane (g_ptr_array_index (self->entries, i)))
      return TRUE;
  return FALSE;
}

static DexFuture *
start_fiber (gpointer data)
{
  PmOutbox *self = PM_OUTBOX (data);
  g_autoptr (GPtrArray) operations = NULL;
  g_autoptr (GError) error = NULL;

  operations = dex_await_boxed (pm_cache_list_operations (self->cache), &error);
  if (operations == NULL) {
    pm_outbox_set_problem (self, error->message);
    return dex_future_new_for_error (g_steal_pointer (&error));
  }
  for (guint i = 0; i < operations->len; i++) {
    PmOperation *operation = g_ptr_array_index (operations, i);

    if (self->sweep != NULL)
      pm_sweep_go_on_from (self->sweep, pm_operation_get_sync_seq (operation));
    if (pm_operation_get_state (operation) != PM_OPERATION_STATE_CONFIRMED)
      pm_outbox_take_up (self, operation);
  }
  self->running = !self->stopped; /* it may have been told meanwhile */
  pm_outbox_pump (self);
  return dex_future_new_true ();
}

typedef struct {
  PmOutbox *outbox;
  guint seconds;
} PmFlush;

static void
flush_free (gpointer data)
{
  PmFlush *self = data;

  g_clear_object (&self->outbox);
  g_free (self);
}

static void
end_waiting (PmOutbox *self)
{
  pm_outbox_end_pause (self);
  for (guint i = 0; i < self->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, i);

    if (pm_outbox_entry_holds_lane (entry) && !entry->busy)
      pm_outbox_entry_handle (entry, PM_OUTBOX_SEND_NOW);
  }
}

static DexFuture *
flush_fiber (gpointer data)
{
  PmFlush *self = data;

  end_waiting (self->outbox);
  pm_outbox_pump (self->outbox);
  dex_await (dex_future_first (when_quiet (self->outbox),
                               dex_timeout_new_seconds ((int) self->seconds), NULL),
             NULL);
  return dex_future_new_for_boolean (!has_waiting (self->outbox));
}

static void
pm_outbox_finalize (GObject *object)
{
  PmOutbox *self = PM_OUTBOX (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->cache);
  g_clear_object (&self->remote);
  g_clear_object (&self->sweep);
  g_ptr_array_unref (self->entries);
  g_clear_pointer (&self->me, pm_identity_unref);
  dex_clear (&self->quiet);
  dex_clear (&self->pumped);
  g_free (self->problem);
  G_OBJECT_CLASS (pm_outbox_parent_class)->finalize (object);
}

static void
pm_outbox_class_init (PmOutboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pm_outbox_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[ANSWERED] = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SESSION_LOST] = g_signal_new ("session-lost", G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pm_outbox_init (PmOutbox *self)
{
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) pm_outbox_entry_free);
}

/**
 * pm_outbox_new:
 * @cache: where operations are kept
 * @remote: the server
 *
 * Returns: (transfer full): an outbox that has not started
 */
PmOutbox *
pm_outbox_new (PmCache *cache, PmRemote *remote)
{
  PmOutbox *self = g_object_new (PM_TYPE_OUTBOX, NULL);

  self->cache = g_object_ref (cache);
  self->remote = g_object_ref (remote);
  return self;
}

/**
 * pm_outbox_start:
 * @self: an outbox
 *
 * Takes up what earlier runs of the program have left, and begins to send.
 *
 * Returns: (transfer full): resolves to %TRUE when that is read
 */
DexFuture *
pm_outbox_start (PmOutbox *self)
{
  return dex_scheduler_spawn (NULL, 0, start_fiber, g_object_ref (self), g_object_unref);
}

/**
 * pm_outbox_set_sweep:
 * @self: an outbox that has not started
 * @sweep: what reads the server where that is needed
 *
 * Lets it be read what has become of an operation.
 */
void
pm_outbox_set_sweep (PmOutbox *self, PmSweep *sweep)
{
  g_set_object (&self->sweep, sweep);
}

/**
 * pm_outbox_stop:
 * @self: an outbox
 *
 * Begins nothing more.
 *
 * Returns: (transfer full): resolves when what was being sent has its outcome stored
 */
DexFuture *
pm_outbox_stop (PmOutbox *self)
{
  self->running = FALSE;
  self->stopped = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  return when_quiet (self);
}

/**
 * pm_outbox_set_server_is_well:
 * @self: an outbox
 * @is_well: whether the server answers what else it is asked
 *
 * Lets it tell an operation that is not answered from a server that answers nothing.
 */
void
pm_outbox_set_server_is_well (PmOutbox *self, gboolean is_well)
{
  self->server_is_well = is_well;
}

/**
 * pm_outbox_wake:
 * @self: an outbox
 * @insist: whether a person asks, so that not even a server's wish to wait counts
 *
 * Tries at once what waits only because it has failed before.
 */
void
pm_outbox_wake (PmOutbox *self, gboolean insist)
{
  if (self->asked_to_wait && !insist)
    return;
  pm_outbox_end_pause (self);
  for (guint i = 0; i < self->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, i);

    if (pm_operation_get_state (entry->operation) == PM_OPERATION_STATE_QUEUED)
      entry->due = 0; /* what is held stays held */
  }
  pm_outbox_pump (self);
}

/**
 * pm_outbox_go_on:
 * @self: an outbox
 *
 * There is a session again.
 */
void
pm_outbox_go_on (PmOutbox *self)
{
  self->signed_out = FALSE;
  pm_outbox_wake (self, TRUE);
}

/**
 * pm_outbox_is_busy:
 * @self: an outbox
 *
 * Returns: whether anything is being sent
 */
gboolean
pm_outbox_is_busy (PmOutbox *self)
{
  return self->n_sending > 0;
}

/**
 * pm_outbox_get_problem:
 * @self: an outbox
 *
 * Returns: (transfer none) (nullable): why nothing can be sent at present, in words
 */
const char *
pm_outbox_get_problem (PmOutbox *self)
{
  return self->problem;
}

/**
 * pm_outbox_flush:
 * @self: an outbox
 * @timeout_seconds: for how long at most
 *
 * Ends every wait and sends what can be sent.
 *
 * Returns: (transfer full): resolves to whether nothing is left that waits to be sent
 */
DexFuture *
pm_outbox_flush (PmOutbox *self, guint timeout_seconds)
{
  PmFlush *data = g_new0 (PmFlush, 1);

  data->outbox = g_object_ref (self);
  data->seconds = timeout_seconds;
  return dex_scheduler_spawn (NULL, 0, flush_fiber, data, flush_free);
}
