/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-entry.h"

#include "domain/pm-backoff.h"
#include "remote/pm-item-payload.h"

#define BACKOFF_BASE G_USEC_PER_SEC
#define BACKOFF_CAP  (300 * G_USEC_PER_SEC)

/* Later than that after the time that was chosen for it, a person is asked first. */
#define LATENESS G_TIME_SPAN_HOUR

/* What has failed so often by itself is not waited for by what can be without it. */
#define PATIENCE 5

/* Clocks are set, and machines sleep: what is to be done at a time is looked at so often. */
#define CLOCK_SPAN (30 * G_USEC_PER_SEC)

static char *
item_lane (PmItemType type, gint64 number)
{
  return g_strdup_printf ("item %d/%" G_GINT64_FORMAT, type, number);
}

static char *
lane_of (PmOperation *operation)
{
  const char *email = pm_operation_get_email (operation);
  gint64 poc_id = pm_operation_get_poc_id (operation);
  g_autofree char *folded = NULL;

  if (pm_operation_get_item_id (operation) != 0)
    return item_lane (pm_operation_get_item_type (operation), pm_operation_get_item_id (operation));
  if (email == NULL)
    return g_strdup_printf ("%" G_GINT64_FORMAT "/#%" G_GINT64_FORMAT, poc_id,
                            pm_operation_get_invitation_id (operation));
  folded = g_utf8_casefold (email, -1);
  return g_strdup_printf ("%" G_GINT64_FORMAT "/%s", poc_id, folded);
}

/* Where two have the same place in their order, they stand as they were made. */
static char *
series_of (PmOperation *operation)
{
  if (pm_operation_get_kind (operation) != PM_OPERATION_KIND_CREATE ||
      pm_operation_get_item_type (operation) == PM_ITEM_TYPE_POC)
    return NULL;
  return g_strdup_printf ("new %d in %" G_GINT64_FORMAT, pm_operation_get_item_type (operation),
                          pm_operation_get_poc_id (operation));
}

static void
name_lane (PmOutboxEntry *self, PmItemType type, gint64 number)
{
  g_autofree char *lane = item_lane (type, number);

  if (!g_str_equal (lane, self->lane))
    g_ptr_array_add (self->names, g_steal_pointer (&lane));
}

static gboolean
makes (PmOperation *operation, gint64 number)
{
  return pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE &&
         pm_operation_get_item_id (operation) == number;
}

static void
need_own (PmOutboxEntry *self, gint64 number, gboolean loose)
{
  if (number >= 0 || makes (self->operation, number))
    return;
  g_array_append_val (self->needs, number);
  if (!loose)
    g_array_append_val (self->parents, number);
}

static void
note_references (PmOutboxEntry *self, const char *text, gboolean are_needed)
{
  PmItemType type = pm_operation_get_item_type (self->operation);
  g_autoptr (GArray) references = pm_item_payload_list_references (type, text);

  for (guint i = 0; i < references->len; i++) {
    PmItemReference *reference = &g_array_index (references, PmItemReference, i);

    name_lane (self, reference->type, reference->number);
    if (are_needed)
      need_own (self, reference->number, reference->loose);
  }
}

/* What it was in before need not be there any more. */
static void
note_all_references (PmOutboxEntry *self)
{
  PmOperation *operation = self->operation;
  gint64 poc_id = pm_operation_get_poc_id (operation);

  g_ptr_array_set_size (self->names, 0);
  g_array_set_size (self->needs, 0);
  g_array_set_size (self->parents, 0);
  name_lane (self, PM_ITEM_TYPE_POC, poc_id);
  need_own (self, poc_id, FALSE);
  need_own (self, pm_operation_get_item_id (operation), FALSE);
  note_references (self, pm_operation_get_payload (operation), TRUE);
  note_references (self, pm_operation_get_base (operation), FALSE);
}

/**
 * pm_outbox_entry_new:
 * @operation: (transfer full): an operation
 *
 * Returns: (transfer full): its entry
 */
PmOutboxEntry *
pm_outbox_entry_new (PmOperation *operation)
{
  PmOutboxEntry *self = g_new0 (PmOutboxEntry, 1);

  self->operation = operation;
  self->lane = lane_of (operation);
  self->series = series_of (operation);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->needs = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->parents = g_array_new (FALSE, FALSE, sizeof (gint64));
  note_all_references (self);
  if (pm_operation_get_state (operation) == PM_OPERATION_STATE_HELD)
    self->due =
        g_get_monotonic_time () + pm_operation_get_not_before (operation) - g_get_real_time ();
  return self;
}

/**
 * pm_outbox_entry_free:
 * @self: (transfer full): an entry
 */
void
pm_outbox_entry_free (PmOutboxEntry *self)
{
  g_object_unref (self->operation);
  g_free (self->lane);
  g_free (self->series);
  g_ptr_array_unref (self->names);
  g_array_unref (self->needs);
  g_array_unref (self->parents);
  g_free (self);
}

/**
 * pm_outbox_entry_set_texts:
 * @self: an entry that is not being sent
 * @payload: (nullable): what it says from now on
 * @base: (nullable): what it builds on from now on
 */
void
pm_outbox_entry_set_texts (PmOutboxEntry *self, const char *payload, const char *base)
{
  pm_operation_set_payload (self->operation, payload);
  pm_operation_set_base (self->operation, base);
  note_all_references (self);
}

/**
 * pm_outbox_entry_has_yet_to_make:
 * @self: an entry
 * @number: an item's number on this desktop
 *
 * Returns: whether it is what makes the item, and has not done so: where that takes several steps,
 *   the item is there after the first
 */
gboolean
pm_outbox_entry_has_yet_to_make (PmOutboxEntry *self, gint64 number)
{
  return !self->done && makes (self->operation, number) &&
         pm_operation_get_server_id (self->operation) == 0;
}

/**
 * pm_outbox_entry_is_waiting:
 * @self: an entry
 *
 * Returns: whether it is sent once its time has come
 */
gboolean
pm_outbox_entry_is_waiting (PmOutboxEntry *self)
{
  PmOperationState state = pm_operation_get_state (self->operation);

  return state == PM_OPERATION_STATE_HELD || state == PM_OPERATION_STATE_QUEUED ||
         state == PM_OPERATION_STATE_SCHEDULED;
}

/**
 * pm_outbox_entry_hangs_on:
 * @self: an entry
 * @other: another one that is not done yet
 *
 * Returns: whether it makes no sense without @other
 */
gboolean
pm_outbox_entry_hangs_on (PmOutboxEntry *self, PmOutboxEntry *other)
{
  if (pm_operation_get_depends_on (self->operation) == pm_operation_get_id (other->operation))
    return TRUE;
  for (guint i = 0; i < self->parents->len; i++)
    if (pm_outbox_entry_has_yet_to_make (other, g_array_index (self->parents, gint64, i)))
      return TRUE;
  return FALSE;
}

/**
 * pm_outbox_entry_due:
 * @self: an entry
 * @server_now: the server's time
 * @event: (out): what happens to it if its time has come
 *
 * Returns: when it is to be looked at again, in monotonic time; past if now
 */
gint64
pm_outbox_entry_due (PmOutboxEntry *self, gint64 server_now, PmOutboxEvent *event)
{
  gint64 wait;

  *event = PM_OUTBOX_DUE;
  if (pm_operation_get_state (self->operation) != PM_OPERATION_STATE_SCHEDULED)
    return self->due;
  wait = pm_operation_get_send_at (self->operation) - server_now;
  if (wait < -LATENESS)
    *event = PM_OUTBOX_LATE;
  return wait <= 0 ? 0 : g_get_monotonic_time () + MIN (wait, CLOCK_SPAN);
}

/**
 * pm_outbox_entry_holds_lane:
 * @self: an entry
 *
 * Returns: whether later ones about the same thing must wait for it. What needs attention holds
 *   up nothing: cancelling an invitation must not wait for a resend that was refused
 */
gboolean
pm_outbox_entry_holds_lane (PmOutboxEntry *self)
{
  PmOperationState state = pm_operation_get_state (self->operation);

  return !self->done &&
         (state == PM_OPERATION_STATE_HELD || state == PM_OPERATION_STATE_QUEUED ||
          state == PM_OPERATION_STATE_SENDING || state == PM_OPERATION_STATE_PAUSED_AUTH);
}

/**
 * pm_outbox_entry_keeps_failing:
 * @self: an entry
 *
 * Returns: whether it has failed again and again while the server was well otherwise. It goes on
 *   being tried, because nobody knows whether it was done
 */
gboolean
pm_outbox_entry_keeps_failing (PmOutboxEntry *self)
{
  return self->setbacks >= PATIENCE;
}

/**
 * pm_outbox_entry_may:
 * @self: an entry
 * @event: what somebody wants to happen
 *
 * Returns: whether it can. What may have reached the server cannot be taken back here
 */
gboolean
pm_outbox_entry_may (PmOutboxEntry *self, PmOutboxEvent event)
{
  PmOperationState state = pm_operation_get_state (self->operation);
  PmOperationState next;

  if (self->busy || self->done || !pm_outbox_next (state, event, &next))
    return FALSE;
  return event != PM_OUTBOX_DISCARD || state == PM_OPERATION_STATE_NEEDS_ATTENTION ||
         pm_operation_get_first_tried_at (self->operation) == 0;
}

/* After a definite no, another attempt is another operation to the server. */
static void
begin_again (PmOperation *operation)
{
  g_autofree char *key = g_uuid_string_random ();

  pm_operation_set_key (operation, key);
  pm_operation_set_attempts (operation, 0);
  pm_operation_set_first_tried_at (operation, 0);
  pm_operation_set_possible_at (operation, 0);
  pm_operation_set_last_problem (operation, NULL);
  pm_operation_set_conflict (operation, NULL);
  pm_operation_set_revision (operation, NULL);
}

/* Whoever only looked has done nothing, and can still take it back. */
static void
forget_first_try (PmOutboxEntry *self)
{
  if (self->fresh && !self->told)
    pm_operation_set_first_tried_at (self->operation, 0);
  self->fresh = FALSE;
}

static void
forget_attempt (PmOutboxEntry *self)
{
  PmOperation *operation = self->operation;

  forget_first_try (self);
  pm_operation_set_attempts (operation, MAX (pm_operation_get_attempts (operation) - 1, 0));
}

/**
 * pm_outbox_entry_handle:
 * @self: an entry
 * @event: what has happened to it, which must be possible
 *
 * Moves the operation on.
 */
void
pm_outbox_entry_handle (PmOutboxEntry *self, PmOutboxEvent event)
{
  PmOperationState state = pm_operation_get_state (self->operation);
  PmOperationState next = state;
  gboolean possible = pm_outbox_next (state, event, &next);

  g_return_if_fail (possible);

  if (event == PM_OUTBOX_UNSENT || event == PM_OUTBOX_SIGN_OUT)
    forget_attempt (self);
  else if (event == PM_OUTBOX_FAIL)
    forget_first_try (self);
  else if (state == PM_OPERATION_STATE_NEEDS_ATTENTION && next == PM_OPERATION_STATE_QUEUED)
    begin_again (self->operation);
  if (event != PM_OUTBOX_FAIL && next != PM_OPERATION_STATE_HELD) {
    self->due = 0;
    pm_operation_set_not_before (self->operation, 0);
  }
  pm_operation_set_state (self->operation, next);
}

/**
 * pm_outbox_entry_pick:
 * @self: an entry that is due
 * @server_now: the server's time
 *
 * Moves the operation on to being sent. When it was tried first is told by the server's clock, as
 * all that it is compared with later.
 */
void
pm_outbox_entry_pick (PmOutboxEntry *self, gint64 server_now)
{
  PmOperation *operation = self->operation;

  pm_outbox_entry_handle (self, PM_OUTBOX_PICK);
  self->fresh = pm_operation_get_first_tried_at (operation) == 0;
  self->told = FALSE;
  if (self->fresh)
    pm_operation_set_first_tried_at (operation, server_now);
  pm_operation_set_attempts (operation, pm_operation_get_attempts (operation) + 1);
}

static void
wait_before_next (PmOutboxEntry *self, gint64 asked)
{
  guint failed = (guint) pm_operation_get_attempts (self->operation);
  gint64 delay =
      pm_backoff_delay (MAX (failed, 1) - 1, BACKOFF_BASE, BACKOFF_CAP, g_random_double ());

  delay = MAX (delay, asked);
  self->due = g_get_monotonic_time () + delay;
  pm_operation_set_not_before (self->operation, g_get_real_time () + delay);
}

/**
 * pm_outbox_entry_judge:
 * @self: an entry that was being sent
 * @outcome: what has become of it
 * @sync_seq: the sequence at which the mirror has seen the effect, when there is one
 * @server_now: the server's time
 *
 * Moves the operation on after an attempt.
 */
void
pm_outbox_entry_judge (PmOutboxEntry *self,
                       const PmOutcome *outcome,
                       gint64 sync_seq,
                       gint64 server_now)
{
  pm_outbox_entry_handle (self, outcome->event);
  pm_operation_set_last_problem (self->operation, outcome->problem);
  if (outcome->event == PM_OUTBOX_CONFIRM)
    pm_operation_set_sync_seq (self->operation, sync_seq);
  if (outcome->event == PM_OUTBOX_FAIL)
    wait_before_next (self, outcome->wait);
  if (outcome->event == PM_OUTBOX_FAIL && !outcome->pauses_all)
    self->setbacks++;
  if (outcome->throttled)
    pm_operation_set_possible_at (self->operation, server_now + outcome->wait);
}

/**
 * pm_outbox_entry_restore:
 * @self: an entry
 * @operation: its operation as it was before a change that could not be stored
 *
 * Takes the change back.
 */
void
pm_outbox_entry_restore (PmOutboxEntry *self, PmOperation *operation)
{
  g_set_object (&self->operation, operation);
  note_all_references (self);
}
