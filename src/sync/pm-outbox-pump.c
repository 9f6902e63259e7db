/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

#include "sync/pm-outbox-order.h"

/* What is sent next, and when. */

#define MAX_SENDING 4

static gboolean
on_timer (gpointer data)
{
  PmOutbox *self = PM_OUTBOX (data);

  self->timer = 0;
  pm_outbox_pump (self);
  return G_SOURCE_REMOVE;
}

static void
arm_timer (PmOutbox *self, gint64 when)
{
  gint64 delay = MAX (when - g_get_monotonic_time (), 0) / 1000 + 1;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (when < G_MAXINT64 && self->running)
    self->timer = g_timeout_add ((guint) MIN (delay, G_MAXINT), on_timer, self);
}

static void
drop_done (PmOutbox *self)
{
  for (guint i = self->entries->len; i > 0; i--) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, i - 1);

    if (entry->done && !entry->busy && !entry->held)
      g_ptr_array_remove_index (self->entries, i - 1);
  }
}

static void
take_up_paused (PmOutbox *self)
{
  for (guint i = 0; i < self->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, i);

    if (!entry->busy && pm_operation_get_state (entry->operation) == PM_OPERATION_STATE_PAUSED_AUTH)
      pm_outbox_entry_handle (entry, PM_OUTBOX_SESSION);
  }
}

/* What was removed, by its lane. */
static GHashTable *
list_removals (PmOutbox *self)
{
  GHashTable *removals = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, i);

    if (pm_operation_get_kind (entry->operation) == PM_OPERATION_KIND_DELETE &&
        pm_outbox_entry_holds_lane (entry))
      g_hash_table_insert (removals, entry->lane, entry);
  }
  return removals;
}

static gboolean
is_unmade (PmOutboxEntry *entry)
{
  PmOperation *operation = entry->operation;

  return pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE && !entry->busy &&
         !entry->done &&
         (pm_operation_get_first_tried_at (operation) == 0 ||
          pm_operation_get_state (operation) == PM_OPERATION_STATE_NEEDS_ATTENTION);
}

/* Nobody is to hear of what was removed before anybody had it, once that cannot be taken back. */
static PmOutboxEntry *
find_removal (PmOutboxEntry *entry, GHashTable *removals)
{
  return is_unmade (entry) ? g_hash_table_lookup (removals, entry->lane) : NULL;
}

/* Says when it is to be looked at again. */
static gint64
start_dropping (PmOutbox *self, PmOutboxEntry *entry, PmOutboxEntry *removal)
{
  if (removal->due > g_get_monotonic_time ())
    return removal->due;
  pm_outbox_start_dropping (self, entry);
  return G_MAXINT64;
}

/* Likewise. */
static gint64
start_sending (PmOutbox *self, PmOutboxEntry *entry)
{
  gint64 server_now = pm_remote_get_server_now (self->remote);
  PmOutboxEvent event;
  gint64 due = MAX (pm_outbox_entry_due (entry, server_now, &event), self->paused_until);

  if (due > g_get_monotonic_time ())
    return due;
  if (event == PM_OUTBOX_LATE)
    pm_outbox_start_asking (self, entry);
  else if (self->n_sending < MAX_SENDING)
    pm_outbox_start_sending (self, entry);
  return G_MAXINT64;
}

/* Starts what can be started and says when the next one can. */
static gint64
start_ready (PmOutbox *self)
{
  g_autoptr (GHashTable) removals = list_removals (self);
  g_autoptr (PmOutboxOrder) order = pm_outbox_order_new (self->entries);
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < self->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, i);
    PmOutboxEntry *removal = find_removal (entry, removals);
    gint64 due = G_MAXINT64;

    if (removal != NULL)
      due = start_dropping (self, entry, removal);
    else if (pm_outbox_entry_is_waiting (entry) && !entry->busy &&
             pm_outbox_order_lets_go (order, entry))
      due = start_sending (self, entry);
    next = MIN (next, due);
    pm_outbox_order_pass (order, entry);
  }
  return next;
}

static void
resolve (DexPromise **promise)
{
  if (*promise != NULL)
    dex_promise_resolve_boolean (*promise, TRUE);
  dex_clear (promise);
}

/**
 * pm_outbox_pump:
 * @self: an outbox
 *
 * Sends what can be sent. Everything leads here: a new operation, the end of an attempt, a timer,
 * the network, a person, the start of the program.
 */
void
pm_outbox_pump (PmOutbox *self)
{
  guint before = self->n_sending;

  drop_done (self);
  if (self->running && !self->signed_out) {
    take_up_paused (self);
    arm_timer (self, start_ready (self));
  }
  if (self->n_sending == 0)
    resolve (&self->quiet);
  resolve (&self->pumped);
  if ((before == 0) != (self->n_sending == 0) || self->n_sending == 0)
    g_signal_emit_by_name (self, "changed");
}
