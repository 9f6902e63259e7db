/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

#include "domain/pm-backoff.h"

/* One attempt after another, and the pause that all of them take together. */

#define BACKOFF_BASE G_USEC_PER_SEC
#define BACKOFF_CAP  (60 * G_USEC_PER_SEC)

#define LATE_WORDS \
  "The time that was chosen for this is over by more than an hour. Send it now, or discard it."

/* One attempt, from before the first byte until its outcome is stored. */
typedef struct {
  PmOutbox *outbox;
  PmOutboxEntry *entry; /* stays where it is while it is being sent */
} PmSending;

static void
sending_free (gpointer data)
{
  PmSending *self = data;

  g_clear_object (&self->outbox);
  g_free (self);
}

/**
 * pm_outbox_set_problem:
 * @self: an outbox
 * @problem: (nullable): why nothing can be sent, in words
 *
 * Tells of it.
 */
void
pm_outbox_set_problem (PmOutbox *self, const char *problem)
{
  if (g_set_str (&self->problem, problem))
    g_signal_emit_by_name (self, "changed");
}

static void
pause_all (PmOutbox *self, gint64 asked, const char *problem)
{
  gint64 delay = pm_backoff_delay (self->failures++, BACKOFF_BASE, BACKOFF_CAP, g_random_double ());

  self->asked_to_wait = asked > 0;
  self->paused_until = g_get_monotonic_time () + MAX (delay, asked);
  pm_outbox_set_problem (self, problem);
}

/**
 * pm_outbox_end_pause:
 * @self: an outbox
 *
 * Lets the next pump try, whatever was failing.
 */
void
pm_outbox_end_pause (PmOutbox *self)
{
  self->paused_until = 0;
  self->asked_to_wait = FALSE;
}

/* --- Sending --- */

static void
note_outcome (PmOutbox *self, const PmOutcome *outcome)
{
  if (outcome->pauses_all) {
    pause_all (self, outcome->wait, outcome->problem);
  } else if (outcome->event == PM_OUTBOX_SIGN_OUT) {
    self->signed_out = TRUE;
    g_signal_emit_by_name (self, "session-lost");
  } else if (outcome->event == PM_OUTBOX_CONFIRM || outcome->event == PM_OUTBOX_REFUSE) {
    self->failures = 0;
    pm_outbox_set_problem (self, NULL);
    g_signal_emit_by_name (self, "answered");
  }
}

/* Awaits. An outcome that could not be stored is as if it had never come. */
static void
store_outcome (PmSending *self, const PmOutcome *outcome, gint64 sync_seq)
{
  PmOutboxEntry *entry = self->entry;
  g_autoptr (PmRecord) before = pm_record_copy (PM_RECORD (entry->operation));
  g_autoptr (GError) error = NULL;
  PmOutcome unknown = { PM_OUTBOX_FAIL, NULL, 0, TRUE, FALSE };

  if (outcome->event == PM_OUTBOX_CONFIRM)
    sync_seq = pm_outbox_note_done (self->outbox, entry, sync_seq);
  pm_outbox_entry_judge (entry, outcome, sync_seq, pm_remote_get_server_now (self->outbox->remote));
  if (pm_outbox_store (self->outbox, entry, &error) || error == NULL)
    return;
  unknown.problem = error->message;
  pm_outbox_entry_restore (entry, PM_OPERATION (before));
  pm_outbox_entry_judge (entry, &unknown, 0, 0);
  note_outcome (self->outbox, &unknown);
}

/* Awaits. What was written later knows of it before the outcome itself is stored: should the
 * program end in between, the same outcome comes again. */
static gboolean
tell_later (PmSending *self, const PmOutcome *outcome, PmAnswer *answer, GError **error)
{
  PmOutboxEntry *entry = self->entry;

  if (pm_operation_get_item_id (entry->operation) == 0)
    return TRUE;
  if (outcome->event == PM_OUTBOX_REFUSE)
    return pm_outbox_rebase_back (self->outbox, entry, error);
  if (outcome->event != PM_OUTBOX_CONFIRM)
    return TRUE;
  if (pm_operation_get_kind (entry->operation) == PM_OPERATION_KIND_DELETE)
    return pm_outbox_rebase_without (self->outbox, entry, error);
  return answer == NULL || pm_outbox_rebase_on (self->outbox, entry, answer, error);
}

/* Awaits. */
static void
finish (PmSending *self, const PmOutcome *outcome, PmAnswer *answer)
{
  g_autoptr (GError) error = NULL;
  PmOutcome unknown = { PM_OUTBOX_FAIL, NULL, 0, TRUE, FALSE };

  if (!tell_later (self, outcome, answer, &error)) {
    unknown.problem = error->message;
    outcome = &unknown;
  }
  note_outcome (self->outbox, outcome);
  /* What was done before is shown by any whole mirror. */
  store_outcome (self, outcome, answer != NULL ? MAX (answer->sync_seq, 1) : 1);
}

/* Where everything else is answered, a time that is over is this one's fault alone. */
static void
find_fault (PmOutbox *self, PmOutcome *outcome)
{
  if (outcome->event == PM_OUTBOX_FAIL && outcome->timed_out && self->server_is_well)
    outcome->pauses_all = FALSE;
}

/* Awaits. */
static void
attempt (PmSending *self)
{
  PmOutbox *outbox = self->outbox;
  PmOperationKind kind = pm_operation_get_kind (self->entry->operation);
  g_autoptr (PmAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  PmOutcome outcome = { PM_OUTBOX_CONFIRM, NULL, 0, FALSE, FALSE };
  gboolean done = FALSE;

  if (!pm_outbox_look_first (outbox, self->entry, &outcome, &error)) {
    finish (self, &outcome, NULL);
    return;
  }
  answer = pm_outbox_say (outbox, self->entry, &done, &error);
  if (answer != NULL)
    outcome = pm_outcome_of_answer (kind, answer);
  else if (!done)
    outcome = pm_outcome_of_error (error, self->entry->told);
  find_fault (outbox, &outcome);
  finish (self, &outcome, answer);
}

/* Nobody owns this fiber and nothing cancels it: what was begun is followed to its end. */
static DexFuture *
sending_fiber (gpointer data)
{
  PmSending *self = data;
  PmOutbox *outbox = self->outbox;
  g_autoptr (GError) error = NULL;

  if (pm_outbox_store (outbox, self->entry, &error)) {
    attempt (self);
  } else if (error != NULL) {
    pm_outbox_entry_handle (self->entry, PM_OUTBOX_UNSENT);
    pause_all (outbox, 0, error->message);
  }
  self->entry->busy--;
  outbox->n_sending--;
  pm_outbox_pump (outbox);
  return dex_future_new_true ();
}

static PmSending *
sending_new (PmOutbox *outbox, PmOutboxEntry *entry)
{
  PmSending *self = g_new0 (PmSending, 1);

  self->outbox = g_object_ref (outbox);
  self->entry = entry;
  entry->busy++;
  outbox->n_sending++;
  return self;
}

/**
 * pm_outbox_start_sending:
 * @self: an outbox
 * @entry: one of its entries, which waits
 *
 * Tells the server.
 */
void
pm_outbox_start_sending (PmOutbox *self, PmOutboxEntry *entry)
{
  pm_outbox_entry_handle (entry, PM_OUTBOX_DUE);
  pm_outbox_entry_pick (entry, pm_remote_get_server_now (self->remote));
  entry->guessed = !pm_remote_knows_server_now (self->remote);
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, sending_fiber, sending_new (self, entry), sending_free));
}

/* Awaits. */
static DexFuture *
asking_fiber (gpointer data)
{
  PmSending *self = data;

  pm_operation_set_last_problem (self->entry->operation, LATE_WORDS);
  pm_outbox_store (self->outbox, self->entry, NULL);
  self->entry->busy--;
  self->outbox->n_sending--;
  pm_outbox_pump (self->outbox);
  return dex_future_new_true ();
}

/**
 * pm_outbox_start_asking:
 * @self: an outbox
 * @entry: one of its entries, whose time is long over
 *
 * Leaves it to a person whether it is still to be sent.
 */
void
pm_outbox_start_asking (PmOutbox *self, PmOutboxEntry *entry)
{
  pm_outbox_entry_handle (entry, PM_OUTBOX_LATE);
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, asking_fiber, sending_new (self, entry), sending_free));
}

/* Awaits. */
static DexFuture *
dropping_fiber (gpointer data)
{
  PmSending *self = data;
  g_autoptr (GError) error = NULL;

  if (!pm_outbox_drop (self->outbox, self->entry, NULL, &error))
    pause_all (self->outbox, 0, error->message);
  self->entry->busy--;
  self->outbox->n_sending--;
  pm_outbox_pump (self->outbox);
  return dex_future_new_true ();
}

/**
 * pm_outbox_start_dropping:
 * @self: an outbox
 * @entry: one of its entries: what makes an item that was removed before anybody heard of it
 *
 * Forgets the item.
 */
void
pm_outbox_start_dropping (PmOutbox *self, PmOutboxEntry *entry)
{
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, dropping_fiber, sending_new (self, entry), sending_free));
}
