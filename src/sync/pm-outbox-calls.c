/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-sync"

#include "sync/pm-outbox-private.h"

#include "domain/pm-error.h"
#include "remote/pm-payload.h"
#include "remote/pm-plain-payload.h"
#include "remote/pm-remote-plain.h"
#include "sync/pm-reconcile.h"

/* How an operation is said to the server: to one that knows its key, and to one that does not. */

/* Our server remembers keys for longer than that. */
#define KEY_LIFE (60 * G_TIME_SPAN_DAY)

/**
 * pm_outbox_is_plain:
 * @self: an outbox
 *
 * Returns: whether the server is known not to know keys
 */
gboolean
pm_outbox_is_plain (PmOutbox *self)
{
  PmServerInfo *info = pm_remote_get_server_info (self->remote);

  return info != NULL && !(info->capabilities & PM_CAPABILITY_IDEMPOTENCY);
}

/* Awaits. What is sent, and how, depends on what the server is. */
static gboolean
learn_server (PmOutbox *self, GError **error)
{
  g_autoptr (PmServerInfo) info = NULL;

  if (pm_remote_get_server_info (self->remote) != NULL)
    return TRUE;
  info = dex_await_boxed (pm_remote_probe (self->remote), error);
  return info != NULL;
}

static gboolean
key_may_be_forgotten (PmOutbox *self, PmOperation *operation)
{
  gint64 first = pm_operation_get_first_tried_at (operation);

  return pm_outbox_is_plain (self) ||
         (first > 0 && pm_remote_get_server_now (self->remote) - first > KEY_LIFE);
}

/* Awaits. The invitations of its POC, from among the participants where their list is broken. */
static GPtrArray *
read_invitations (PmOutbox *self, gint64 poc_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  GPtrArray *rows;

  rows = dex_await_boxed (pm_remote_read_list (self->remote, PM_PLAIN_INVITATIONS, poc_id, 0, NULL),
                          &local);
  if (rows != NULL || g_strcmp0 (pm_error_get_tag (local), PM_PLAIN_LIST_BROKEN) != 0) {
    if (local != NULL)
      g_propagate_error (error, g_steal_pointer (&local));
    return rows;
  }
  return dex_await_boxed (pm_remote_read_list (self->remote, PM_PLAIN_PEOPLE, poc_id, 0, NULL),
                          error);
}

/**
 * pm_outbox_find_number:
 * @self: an outbox
 * @own: an item's number here, or 0
 * @number: (out): the server's number of it, or 0
 * @error: return location
 *
 * Awaits.
 *
 * Returns: %FALSE with %PM_ERROR_NOT_FOUND if the server has not made it
 */
gboolean
pm_outbox_find_number (PmOutbox *self, gint64 own, gint64 *number, GError **error)
{
  g_autoptr (GError) local = NULL;

  *number = own;
  if (own >= 0)
    return TRUE;
  *number = dex_await_int64 (pm_cache_find_server_id (self->cache, own), &local);
  if (local == NULL && *number == 0)
    g_set_error_literal (&local, PM_ERROR, PM_ERROR_NOT_FOUND,
                         "What this belongs to was never made on the server.");
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Awaits. What makes the POC has no number of it yet. */
static gboolean
find_poc (PmOutbox *self, PmOutboxEntry *entry, GError **error)
{
  PmOperation *operation = entry->operation;

  entry->poc_number = 0;
  if (pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE &&
      pm_operation_get_item_type (operation) == PM_ITEM_TYPE_POC)
    return TRUE;
  return pm_outbox_find_number (self, pm_operation_get_poc_id (operation), &entry->poc_number,
                                error);
}

/* Items are looked at when they are said. */
static gboolean
needs_look (PmOutbox *self, PmOutboxEntry *entry)
{
  if (pm_operation_get_item_id (entry->operation) != 0)
    return FALSE;
  if (!key_may_be_forgotten (self, entry->operation))
    return FALSE;
  return !entry->fresh || pm_operation_get_kind (entry->operation) == PM_OPERATION_KIND_RESEND;
}

/* Awaits. What is compared later is stored before the first byte leaves. */
static gboolean
note_resend_count (PmOutbox *self, PmOutboxEntry *entry, GPtrArray *rows, GError **error)
{
  pm_operation_set_resend_count (entry->operation,
                                 pm_reconcile_resend_count (entry->operation, rows));
  return pm_outbox_store (self, entry, error) || *error == NULL;
}

/* Awaits. By now the server has told its time, whoever asked for it. */
static gboolean
note_first_try (PmOutbox *self, PmOutboxEntry *entry, GError **error)
{
  if (!entry->fresh || !entry->guessed)
    return TRUE;
  entry->guessed = FALSE;
  pm_operation_set_first_tried_at (entry->operation, pm_remote_get_server_now (self->remote));
  return pm_outbox_store (self, entry, error) || *error == NULL;
}

/* Awaits. */
static gboolean
look (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (!learn_server (self, error) || !find_poc (self, entry, error) ||
      !note_first_try (self, entry, error))
    return FALSE;
  if (!needs_look (self, entry))
    return TRUE;
  rows = read_invitations (self, entry->poc_number, error);
  if (rows == NULL)
    return FALSE;
  if (entry->fresh)
    return note_resend_count (self, entry, rows, error);
  *done = pm_reconcile_is_done (entry->operation, rows);
  return TRUE;
}

/**
 * pm_outbox_look_first:
 * @self: an outbox
 * @entry: an entry that is to be sent
 * @outcome: (out): what has become of it, when it is not to be sent
 * @error: return location; holds the outcome's words
 *
 * Looks, where an operation could have a second effect, whether it had its first. Awaits.
 *
 * Returns: whether it is to be sent now
 */
gboolean
pm_outbox_look_first (PmOutbox *self, PmOutboxEntry *entry, PmOutcome *outcome, GError **error)
{
  gboolean done = FALSE;
  GError *local = NULL;

  *outcome = (PmOutcome) { PM_OUTBOX_CONFIRM, NULL, 0, FALSE, FALSE };
  if (look (self, entry, &done, &local))
    return !done;
  *outcome = pm_outcome_of_error (local, FALSE);
  g_propagate_error (error, local);
  return FALSE;
}

/* Where it has said no, or nothing has left, nothing has become of it. */
static gboolean
may_have_acted (PmOperation *operation, PmAnswer *answer, const GError *error)
{
  PmOutboxEvent event;

  if (answer == NULL)
    return g_error_matches (error, PM_ERROR, PM_ERROR_TIMED_OUT) ||
           g_error_matches (error, PM_ERROR, PM_ERROR_NOT_JSON);
  event = pm_outcome_of_answer (pm_operation_get_kind (operation), answer).event;
  return event == PM_OUTBOX_CONFIRM || event == PM_OUTBOX_FAIL;
}

/**
 * pm_outbox_tell:
 * @entry: an entry that is being sent
 * @call: (transfer full): what tells the server to do something about it
 * @error: return location
 *
 * Awaits the answer, and notes whether it was in vain. What only looks needs none of this.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmAnswer *
pm_outbox_tell (PmOutboxEntry *entry, DexFuture *call, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmAnswer *answer = dex_await_boxed (call, &local);

  entry->told |= may_have_acted (entry->operation, answer, local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return answer;
}

static DexFuture *
invite (PmOutbox *self, PmOutboxEntry *entry, const char *key)
{
  const char *payload = pm_operation_get_payload (entry->operation);
  g_autofree char *plain = NULL;
  GError *error = NULL;

  if (pm_outbox_is_plain (self)) {
    plain = pm_payload_for_plain_server (payload, &error);
    if (plain == NULL)
      return dex_future_new_for_error (error);
  }
  return pm_remote_create_invitation (self->remote, entry->poc_number,
                                      plain != NULL ? plain : payload, key);
}

static DexFuture *
call (PmOutbox *self, PmOutboxEntry *entry)
{
  PmOperation *operation = entry->operation;
  gint64 poc = entry->poc_number;
  gint64 invitation = pm_operation_get_invitation_id (operation);
  gint64 user = pm_operation_get_user_id (operation);
  const char *key = pm_outbox_is_plain (self) ? NULL : pm_operation_get_key (operation);

  switch (pm_operation_get_kind (operation)) {
  case PM_OPERATION_KIND_INVITE:
    return invite (self, entry, key);
  case PM_OPERATION_KIND_RESEND:
    return pm_remote_resend_invitation (self->remote, poc, invitation, key);
  case PM_OPERATION_KIND_CANCEL:
    return pm_remote_cancel_invitation (self->remote, poc, invitation, key);
  case PM_OPERATION_KIND_REMIND:
    return pm_remote_remind_of_invitation (self->remote, poc, invitation, key);
  case PM_OPERATION_KIND_REMOVE:
    return pm_remote_remove_participant (self->remote, poc, user, key);
  case PM_OPERATION_KIND_RESTORE:
    return pm_remote_add_participant (self->remote, poc, user, key);
  default:
    g_assert_not_reached ();
  }
}

/* A key that may be forgotten by now is as good as none. */
static gboolean
is_said_plainly (PmOutbox *self, PmOutboxEntry *entry)
{
  return pm_outbox_is_plain (self) ||
         (!entry->fresh && key_may_be_forgotten (self, entry->operation));
}

/* What was written for another server, or before it was known what this one is. */
static gboolean
is_possible (PmOutbox *self, PmOutboxEntry *entry, GError **error)
{
  const char *words = NULL;

  if (pm_outbox_is_plain (self))
    words = pm_plain_payload_explain_impossible (entry->operation);
  if (words == NULL)
    return TRUE;
  g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED, words);
  return FALSE;
}

static gboolean
is_about_access (PmOperation *operation)
{
  PmOperationKind kind = pm_operation_get_kind (operation);

  return kind == PM_OPERATION_KIND_REMOVE || kind == PM_OPERATION_KIND_RESTORE;
}

/**
 * pm_outbox_say:
 * @self: an outbox that knows what its server is
 * @entry: one of its entries
 * @done: (out): whether the server has done it before
 * @error: return location
 *
 * Says it to the server. Awaits.
 *
 * Returns: (transfer full) (nullable): the answer; %NULL when it is done, and on failure
 */
PmAnswer *
pm_outbox_say (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error)
{
  gboolean plainly = is_said_plainly (self, entry);

  *done = FALSE;
  if (!is_possible (self, entry, error))
    return NULL;
  if (pm_operation_get_item_id (entry->operation) != 0)
    return plainly ? pm_outbox_say_item_plainly (self, entry, done, error)
                   : pm_outbox_say_item (self, entry, done, error);
  if (plainly && is_about_access (entry->operation))
    return pm_outbox_say_person_plainly (self, entry, done, error);
  return pm_outbox_tell (entry, call (self, entry), error);
}

/* What has just been done is looked at where it shows. */
static void
want_effect (PmOutbox *self, PmOutboxEntry *entry)
{
  PmItemType type = pm_operation_get_item_type (entry->operation);

  if (type == PM_ITEM_TYPE_NONE)
    pm_sweep_want_poc (self->sweep, entry->poc_number);
  else if (type == PM_ITEM_TYPE_POC)
    pm_sweep_want_list (self->sweep);
  else
    pm_sweep_want_details (self->sweep, entry->poc_number);
}

/**
 * pm_outbox_note_done:
 * @self: an outbox
 * @entry: one that the server has done just now
 * @answered_seq: the sequence that the server gave with its answer, or 0
 *
 * Returns: the sequence, or the number of the read, that shows its effect
 */
gint64
pm_outbox_note_done (PmOutbox *self, PmOutboxEntry *entry, gint64 answered_seq)
{
  if (self->sweep == NULL || !pm_sweep_is_needed (self->sweep))
    return answered_seq;
  want_effect (self, entry);
  return pm_sweep_get_next_read (self->sweep);
}
