/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

/* What is sent next, and when. */

#define MAX_SENDING 4

static gboolean
needs_unfinished (PmOutbox *self, PmOutboxEntry *entry)
{
  if (entry->needs->len == 0 && pm_operation_get_depends_on (entry->operation) == 0)
    return FALSE;
  for (guint i = 0; i < self->entries->len; i++)
    if (pm_outbox_entry_needs (entry, g_ptr_array_index (self->entries, i)))
      return TRUE;
  return FALSE;
}

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

    if (entry->done && !entry->busy)
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
was_never_made (PmOperation *operation)
{
  return pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE &&
         (pm_operation_get_first_tried_at (operation) == 0 ||
          pm_operation_get_state (operation) == PM_OPERATION_STATE_NEEDS_ATTENTION);
}

/* Nobody is to hear of what was removed before anybody did, once that cannot be taken back. */
static PmOutboxEntry *
find_removal (PmOutboxEntry *entry, GHashTable *removals)
{
  return was_never_made (entry->operation) ? g_hash_table_lookup (removals, entry->lane) : NULL;
}

static void
start (PmOutbox *self, PmOutboxEntry *entry, PmOutboxEntry *removal, PmOutboxEvent event)
{
  if (removal != NULL)
    pm_outbox_start_dropping (self, entry);
  else if (event == PM_OUTBOX_LATE)
    pm_outbox_start_asking (self, entry);
  else if (self->n_sending < MAX_SENDING)
    pm_outbox_start_sending (self, entry);
}

/* Starts what can be started and says when the next one can. */
static gint64
start_ready (PmOutbox *self)
{
  g_autoptr (GHashTable) removals = list_removals (self);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  gint64 now = g_get_monotonic_time ();
  gint64 server_now = pm_remote_get_server_now (self->remote);
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < self->entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (self->entries, i);
    PmOutboxEntry *removal = find_removal (entry, removals);
    PmOutboxEvent event;
    gint64 due = MAX (pm_outbox_entry_due (entry, server_now, &event), self->paused_until);

    if (removal != NULL)
      due = removal->due;
    if ((pm_outbox_entry_is_waiting (entry) || removal != NULL) && !entry->busy &&
        !g_hash_table_contains (taken, entry->lane) && !needs_unfinished (self, entry)) {
      if (due > now)
        next = MIN (next, due);
      else
        start (self, entry, removal, event);
    }
    if (pm_outbox_entry_holds_lane (entry))
      g_hash_table_add (taken, entry->lane);
  }
  return next;
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
  if (self->n_sending == 0 && self->quiet != NULL) {
    dex_promise_resolve_boolean (self->quiet, TRUE);
    dex_clear (&self->quiet);
  }
  if ((before == 0) != (self->n_sending == 0) || self->n_sending == 0)
    g_signal_emit_by_name (self, "changed");
}
