/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-entry.h"

#include "domain/pm-backoff.h"
#include "remote/pm-item-payload.h"

#define BACKOFF_BASE G_USEC_PER_SEC
#define BACKOFF_CAP  (300 * G_USEC_PER_SEC)

/* Later than that after the time that was chosen for it, a person is asked first. */
#define LATENESS G_TIME_SPAN_HOUR

/* Clocks are set, and machines sleep: what is to be done at a time is looked at so often. */
#define CLOCK_SPAN (30 * G_USEC_PER_SEC)

static char *
lane_of (PmOperation *operation)
{
  const char *email = pm_operation_get_email (operation);
  gint64 poc_id = pm_operation_get_poc_id (operation);
  g_autofree char *folded = NULL;

  if (pm_operation_get_item_id (operation) != 0)
    return g_strdup_printf ("item %d/%" G_GINT64_FORMAT, pm_operation_get_item_type (operation),
                            pm_operation_get_item_id (operation));
  if (email == NULL)
    return g_strdup_printf ("%" G_GINT64_FORMAT "/#%" G_GINT64_FORMAT, poc_id,
                            pm_operation_get_invitation_id (operation));
  folded = g_utf8_casefold (email, -1);
  return g_strdup_printf ("%" G_GINT64_FORMAT "/%s", poc_id, folded);
}

static void
add_own (GArray *needs, gint64 number)
{
  if (number < 0)
    g_array_append_val (needs, number);
}

static gboolean
makes (PmOperation *operation, gint64 number)
{
  return pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE &&
         pm_operation_get_item_id (operation) == number;
}

/* What is made may have more to be done about it, and the rest be refused. */
static gboolean
has_yet_to_make (PmOperation *operation, gint64 number)
{
  return makes (operation, number) && pm_operation_get_server_id (operation) == 0;
}

static GArray *
needs_of (PmOperation *operation)
{
  GArray *needs = pm_item_payload_list_own (pm_operation_get_payload (operation));
  gint64 poc_id = pm_operation_get_poc_id (operation);
  gint64 item_id = pm_operation_get_item_id (operation);

  if (!makes (operation, poc_id))
    add_own (needs, poc_id);
  if (!makes (operation, item_id))
    add_own (needs, item_id);
  return needs;
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
  self->needs = needs_of (operation);
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
  g_array_unref (self->needs);
  g_free (self);
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
 * pm_outbox_entry_needs:
 * @self: an entry
 * @other: another one that is not done yet
 *
 * Returns: whether it makes no sense before @other is done, and none without it
 */
gboolean
pm_outbox_entry_needs (PmOutboxEntry *self, PmOutboxEntry *other)
{
  if (pm_operation_get_depends_on (self->operation) == pm_operation_get_id (other->operation))
    return TRUE;
  for (guint i = 0; i < self->needs->len; i++)
    if (has_yet_to_make (other->operation, g_array_index (self->needs, gint64, i)))
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

  return state == PM_OPERATION_STATE_HELD || state == PM_OPERATION_STATE_QUEUED ||
         state == PM_OPERATION_STATE_SENDING || state == PM_OPERATION_STATE_PAUSED_AUTH;
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

static void
forget_attempt (PmOutboxEntry *self)
{
  PmOperation *operation = self->operation;

  if (self->fresh)
    pm_operation_set_first_tried_at (operation, 0);
  self->fresh = FALSE;
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
}
