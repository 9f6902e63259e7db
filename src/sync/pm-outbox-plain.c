/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-finding.h"

#include "domain/pm-error.h"
#include "domain/pm-poc.h"
#include "remote/pm-item-payload.h"
#include "remote/pm-plain-payload.h"
#include "remote/pm-remote-plain.h"

/*
 * How items are made, changed and removed on a server of API 1.0.0. It knows neither keys nor
 * revisions, drops some of what it is told, and may fail after it has done what was asked. So what
 * is there is looked at before anything is said, and again when it has failed: what was said and
 * not heard of is never said twice.
 *
 * Making takes two steps, each of which is looked at for itself: what the server drops when an item
 * is made is changed in it afterwards.
 */

#define REFUSED 400
#define CRASHED 500

#define GONE_WORDS "Somebody has deleted this on the server."

#define ORPHAN_WORDS "Somebody has deleted on the server what this belongs to."

#define UNKNOWN_WORDS \
  "The server may have made this already, and it cannot be told by what it has. Look there before " \
  "you send it again."

#define COMMENTED_WORDS \
  "This server does not delete a task that has comments. They have to be deleted first, each by " \
  "whoever wrote it."

#define LINKED_WORDS \
  "This server does not delete a success criterion that tasks are linked to. Remove the links " \
  "first."

static void
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_REFUSED, words);
}

/* Awaits. */
static gboolean
prepare (PmSaying *self, GError **error)
{
  g_autofree char *payload = NULL, *base = NULL;

  if (!pm_saying_prepare (self, error))
    return FALSE;
  payload = g_steal_pointer (&self->payload);
  base = g_steal_pointer (&self->base);
  if (payload != NULL)
    self->payload = pm_plain_payload_clean (self->path.type, payload);
  self->base = pm_plain_payload_known (self->path.type, base);
  return TRUE;
}

/* --- Changing; all of these await --- */

/* Without a list to look at there is nothing to compare with; such a list stays broken. */
static gboolean
look (PmSaying *self, PmRecord **present, gboolean *done, GError **error)
{
  gboolean readable;

  if (!pm_saying_find (self, present, &readable, error))
    return FALSE;
  if (readable && *present == NULL) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_FOUND, GONE_WORDS);
    return FALSE;
  }
  *done = *present != NULL && pm_item_payload_is_shown (self->payload, *present);
  if (*done || (*present != NULL && pm_saying_refuse_conflict (self, *present, error)))
    return FALSE;
  return pm_item_payload_check_dates (self->payload, *present, error);
}

static PmAnswer *
put (PmSaying *self, const char *body, GError **error)
{
  return pm_outbox_tell (
      self->entry, pm_remote_change_item (self->outbox->remote, &self->path, body, NULL, NULL),
      error);
}

/* A task whose days lie outside the POC's takes no change at all, unless they are moved with it. */
static PmAnswer *
put_inside_poc (PmSaying *self, const char *body, PmRecord *present, GError **error)
{
  g_autoptr (PmRecord) poc = pm_saying_read_poc (self, self->entry->poc_number, NULL);
  g_autofree char *clamped = NULL;

  if (poc != NULL)
    clamped = pm_plain_payload_clamp_dates (body, present, PM_POC (poc));
  return clamped != NULL ? put (self, clamped, error) : NULL;
}

static gboolean
is_inside_poc (PmSaying *self)
{
  return self->path.type == PM_ITEM_TYPE_TASK || self->path.type == PM_ITEM_TYPE_TASK_GROUP;
}

/* The server fails at every answer about a task that somebody is assigned to, and at its list, and
 * has stored the change all the same. */
static gboolean
was_changed (PmSaying *self)
{
  g_autoptr (PmRecord) present = NULL;
  gboolean readable;

  if (!pm_saying_find (self, &present, &readable, NULL))
    return FALSE;
  if (readable)
    return present != NULL && pm_item_payload_is_shown (self->payload, present);
  return self->path.type == PM_ITEM_TYPE_TASK &&
         dex_await_int64 (
             pm_remote_count_assignees (self->outbox->remote, self->path.poc_id, self->path.id),
             NULL) > 0;
}

static PmAnswer *
overwrite (PmSaying *self, PmRecord *present, gboolean *done, GError **error)
{
  g_autofree char *body = present != NULL ? pm_plain_payload_of_change (self->payload, present)
                                          : g_strdup (self->payload);
  g_autoptr (PmAnswer) answer = put (self, body, error);

  if (answer == NULL)
    return NULL;
  if (answer->status == REFUSED && present != NULL && is_inside_poc (self)) {
    g_autoptr (GError) local = NULL;
    PmAnswer *other = put_inside_poc (self, body, present, &local);

    if (local != NULL) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
    if (other != NULL) {
      pm_answer_unref (answer);
      answer = other;
    }
  }
  *done = answer->status == CRASHED && was_changed (self);
  return *done ? NULL : g_steal_pointer (&answer);
}

static PmAnswer *
change (PmSaying *self, gboolean *done, GError **error)
{
  g_autoptr (PmRecord) present = NULL;

  if (!look (self, &present, done, error))
    return NULL;
  return overwrite (self, present, done, error);
}

/* --- Making; all of these await --- */

/* One after another, so that none takes for its own what the server made for another one. */
static void
begin_making (PmOutbox *self)
{
  while (self->making != NULL)
    dex_await (dex_ref (DEX_FUTURE (self->making)), NULL);
  self->making = dex_promise_new ();
}

static void
end_making (PmOutbox *self)
{
  dex_promise_resolve_boolean (self->making, TRUE);
  dex_clear (&self->making);
}

/* The first step is done. What the item is now is what the second one changes. */
static gboolean
claim (PmSaying *self, PmRecord *made, gboolean *done, GError **error)
{
  g_autofree char *base = pm_item_payload_of_base (made, self->payload, TRUE);
  g_autoptr (GError) local = NULL;

  self->path.id = pm_record_get_integer (made, 0);
  g_set_str (&self->base, base);
  pm_operation_set_server_id (self->operation, self->path.id);
  pm_operation_set_step (self->operation, 1);
  pm_operation_set_base (self->operation, base);
  if (pm_outbox_store (self->outbox, self->entry, &local))
    return TRUE;
  *done = local == NULL;
  if (local != NULL) /* it is made, and must not look as if nothing had been sent */
    g_set_error_literal (error, PM_ERROR, PM_ERROR_TIMED_OUT, local->message);
  return FALSE;
}

/* An answer that never came may have been a success. */
static gboolean
find_made (PmSaying *self, PmRecord **made, GError **error)
{
  gboolean certain;

  if (self->entry->fresh)
    return TRUE;
  if (!pm_saying_find_made (self, made, &certain, error))
    return FALSE;
  if (!certain)
    refuse (error, UNKNOWN_WORDS);
  return certain;
}

static PmAnswer *
post (PmSaying *self, PmRecord **made, GError **error)
{
  g_autofree char *body = pm_plain_payload_of_creation (self->payload, &self->path);
  g_autoptr (PmAnswer) answer = NULL;

  answer = pm_outbox_tell (
      self->entry, pm_remote_create_item (self->outbox->remote, &self->path, body, NULL), error);
  if (answer != NULL && answer->status == CRASHED &&
      pm_saying_has_step_gone (self, self->path.task_id, self->path.group_id)) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_FOUND, ORPHAN_WORDS);
    return NULL;
  }
  if (answer == NULL || answer->error != NULL)
    return g_steal_pointer (&answer);
  *made = pm_answer_read_item (answer, self->path.type, error);
  return *made != NULL ? g_steal_pointer (&answer) : NULL;
}

/* Its answer, or %NULL: it was made before, or this has failed, or nobody wants it any more. */
static PmAnswer *
make (PmSaying *self, PmRecord **made, gboolean *done, GError **error)
{
  g_autoptr (PmAnswer) answer = NULL;

  if (!pm_item_payload_check_dates (self->payload, NULL, error) || !find_made (self, made, error))
    return NULL;
  if (*made == NULL)
    answer = post (self, made, error);
  if (*made != NULL && !claim (self, *made, done, error)) {
    g_clear_object (made);
    return NULL;
  }
  return g_steal_pointer (&answer);
}

static PmAnswer *
create (PmSaying *self, gboolean *done, GError **error)
{
  g_autoptr (PmAnswer) answer = NULL;
  g_autoptr (PmRecord) made = NULL;

  if (pm_operation_get_step (self->operation) > 0)
    return change (self, done, error);
  begin_making (self->outbox);
  answer = make (self, &made, done, error);
  end_making (self->outbox);
  if (made == NULL)
    return g_steal_pointer (&answer);
  if (!pm_item_payload_is_shown (self->payload, made))
    return overwrite (self, made, done, error);
  *done = TRUE;
  return NULL;
}

/* --- Removing; all of these await --- */

static gboolean
is_gone (PmRecord *present)
{
  return present == NULL ||
         (PM_IS_POC (present) && pm_poc_get_status (PM_POC (present)) == PM_POC_STATUS_ARCHIVED);
}

/* Whether it is gone nevertheless. Where it never will be, asking again and again is of no use. */
static gboolean
has_gone (PmSaying *self, GError **error)
{
  g_autoptr (PmRecord) present = NULL;
  PmItemType type = self->path.type;
  gboolean readable;

  if (!pm_saying_find (self, &present, &readable, NULL))
    return FALSE;
  if (readable ? is_gone (present)
               : type == PM_ITEM_TYPE_TASK && pm_saying_has_step_gone (self, self->path.id, 0))
    return TRUE;
  if (type == PM_ITEM_TYPE_TASK)
    refuse (error, COMMENTED_WORDS);
  else if (type == PM_ITEM_TYPE_CRITERION)
    refuse (error, LINKED_WORDS);
  return FALSE;
}

static PmAnswer *
erase (PmSaying *self, gboolean *done, GError **error)
{
  g_autoptr (PmAnswer) answer = NULL;
  g_autoptr (PmRecord) present = NULL;
  g_autoptr (GError) local = NULL;
  gboolean readable;

  if (!pm_saying_find (self, &present, &readable, error))
    return NULL;
  *done = readable && is_gone (present);
  if (*done || (present != NULL && pm_saying_refuse_conflict (self, present, error)))
    return NULL;
  answer = pm_outbox_tell (
      self->entry, pm_remote_delete_item (self->outbox->remote, &self->path, NULL, NULL), error);
  if (answer == NULL || answer->status != CRASHED)
    return g_steal_pointer (&answer);
  *done = has_gone (self, &local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (!*done)
    return g_steal_pointer (&answer);
  return NULL;
}

/**
 * pm_outbox_say_item_plainly:
 * @self: an outbox
 * @entry: one of its entries, about an item
 * @done: (out): whether the server has done it
 * @error: return location
 *
 * As pm_outbox_say_item(), for a server of API 1.0.0. Awaits.
 *
 * Returns: (transfer full) (nullable): the answer; %NULL when it is done, and on failure
 */
PmAnswer *
pm_outbox_say_item_plainly (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error)
{
  g_auto (PmSaying) saying = { .outbox = self, .entry = entry, .operation = entry->operation };

  *done = FALSE;
  if (!prepare (&saying, error))
    return NULL;
  switch (pm_operation_get_kind (entry->operation)) {
  case PM_OPERATION_KIND_CREATE:
    return create (&saying, done, error);
  case PM_OPERATION_KIND_EDIT:
    return change (&saying, done, error);
  case PM_OPERATION_KIND_DELETE:
    return erase (&saying, done, error);
  default:
    g_assert_not_reached ();
  }
}
