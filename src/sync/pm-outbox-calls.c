/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-sync"

#include "sync/pm-outbox-private.h"

#include "domain/pm-error.h"
#include "remote/pm-payload.h"
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

  return pm_outbox_is_plain (self) || (first > 0 && g_get_real_time () - first > KEY_LIFE);
}

/* Awaits. The invitations of its POC, from among the participants where their list is broken. */
static GPtrArray *
read_invitations (PmOutbox *self, PmOperation *operation, GError **error)
{
  gint64 poc_id = pm_operation_get_poc_id (operation);
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

static gboolean
needs_look (PmOutbox *self, PmOutboxEntry *entry)
{
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

/* Awaits. */
static gboolean
look (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  gint64 skew;

  if (!learn_server (self, error))
    return FALSE;
  if (!needs_look (self, entry))
    return TRUE;
  rows = read_invitations (self, entry->operation, error);
  if (rows == NULL)
    return FALSE;
  skew = pm_remote_get_server_now (self->remote) - g_get_real_time ();
  if (entry->fresh)
    return note_resend_count (self, entry, rows, error);
  *done = pm_reconcile_is_done (entry->operation, rows, skew);
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
  *outcome = pm_outcome_of_error (local);
  if (outcome->event == PM_OUTBOX_FAIL)
    outcome->event = PM_OUTBOX_UNSENT;
  g_propagate_error (error, local);
  return FALSE;
}

static DexFuture *
invite (PmOutbox *self, PmOperation *operation, const char *key)
{
  const char *payload = pm_operation_get_payload (operation);
  g_autofree char *plain = NULL;
  GError *error = NULL;

  if (pm_outbox_is_plain (self)) {
    plain = pm_payload_for_plain_server (payload, &error);
    if (plain == NULL)
      return dex_future_new_for_error (error);
  }
  return pm_remote_create_invitation (self->remote, pm_operation_get_poc_id (operation),
                                      plain != NULL ? plain : payload, key);
}

/**
 * pm_outbox_call:
 * @self: an outbox that knows what its server is
 * @operation: one of its operations
 *
 * Returns: (transfer full): resolves to the #PmAnswer to sending it
 */
DexFuture *
pm_outbox_call (PmOutbox *self, PmOperation *operation)
{
  gint64 poc_id = pm_operation_get_poc_id (operation);
  gint64 invitation_id = pm_operation_get_invitation_id (operation);
  const char *key = pm_outbox_is_plain (self) ? NULL : pm_operation_get_key (operation);

  switch (pm_operation_get_kind (operation)) {
  case PM_OPERATION_KIND_INVITE:
    return invite (self, operation, key);
  case PM_OPERATION_KIND_RESEND:
    return pm_remote_resend_invitation (self->remote, poc_id, invitation_id, key);
  case PM_OPERATION_KIND_CANCEL:
    return pm_remote_cancel_invitation (self->remote, poc_id, invitation_id, key);
  default:
    g_assert_not_reached ();
  }
}

/**
 * pm_outbox_note_done:
 * @self: an outbox
 * @operation: one that the server has done just now
 * @answered_seq: the sequence that the server gave with its answer, or 0
 *
 * Returns: the sequence, or the number of the read, that shows its effect
 */
gint64
pm_outbox_note_done (PmOutbox *self, PmOperation *operation, gint64 answered_seq)
{
  if (self->sweep == NULL || !pm_outbox_is_plain (self))
    return answered_seq;
  pm_sweep_want_poc (self->sweep, pm_operation_get_poc_id (operation));
  return pm_sweep_get_next_read (self->sweep);
}
