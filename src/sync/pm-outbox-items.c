/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-saying.h"

#include "domain/pm-error.h"
#include "domain/pm-item.h"

/*
 * How a POC, or something in it, is made, changed and removed on our own server. What is
 * overwritten is looked at first: fields that somebody else has changed meanwhile are not
 * overwritten without asking, and what was looked at is named to the server, so that nothing can
 * come in between.
 */

#define PRECONDITION_FAILED 412

/* How often something may come in between in one attempt. */
#define MAX_LOOKS 3

/* Awaits. The revision that may be overwritten is stored before a byte leaves. */
static gboolean
accept (PmSaying *self, PmAnswer *shown, gboolean *done, GError **error)
{
  g_autoptr (PmRecord) present = pm_answer_read_item (shown, self->path.type, error);

  if (present == NULL || pm_saying_refuse_conflict (self, present, error))
    return FALSE;
  pm_operation_set_revision (self->operation, shown->revision);
  if (pm_outbox_store (self->outbox, self->entry, error))
    return TRUE;
  *done = *error == NULL;
  return FALSE;
}

/* Awaits. What is shown, or what the server said instead. */
static PmAnswer *
look (PmSaying *self, gboolean *shows, gboolean *done, GError **error)
{
  g_autoptr (PmAnswer) answer = NULL;

  *shows = FALSE;
  answer = dex_await_boxed (pm_remote_read_item (self->outbox->remote, &self->path), error);
  if (answer == NULL || answer->error != NULL)
    return g_steal_pointer (&answer);
  if (!accept (self, answer, done, error))
    return NULL;
  *shows = TRUE;
  return g_steal_pointer (&answer);
}

static DexFuture *
overwrite (PmSaying *self)
{
  PmRemote *remote = self->outbox->remote;
  const char *key = pm_operation_get_key (self->operation);
  const char *revision = pm_operation_get_revision (self->operation);

  if (pm_operation_get_kind (self->operation) == PM_OPERATION_KIND_DELETE)
    return pm_remote_delete_item (remote, &self->path, key, revision);
  return pm_remote_change_item (remote, &self->path, self->payload, key, revision);
}

/* Awaits. After an answer that never came, the same is said again: with the same key and the same
 * revision, it is done once or it was done. */
static PmAnswer *
change (PmSaying *self, gboolean *done, GError **error)
{
  if (pm_operation_get_revision (self->operation) == NULL) {
    g_autoptr (PmAnswer) answer = NULL;
    gboolean shows;

    answer = look (self, &shows, done, error);
    if (!shows)
      return g_steal_pointer (&answer);
  }
  for (guint i = 0;; i++) {
    g_autoptr (PmAnswer) answer = pm_outbox_tell (self->entry, overwrite (self), error);

    if (answer == NULL || answer->status != PRECONDITION_FAILED || i == MAX_LOOKS)
      return g_steal_pointer (&answer);
    if (!accept (self, answer, done, error))
      return NULL;
  }
}

/* Awaits. */
static PmAnswer *
create (PmSaying *self, GError **error)
{
  g_autoptr (PmAnswer) answer = NULL;
  g_autoptr (PmRecord) made = NULL;

  answer = pm_outbox_tell (self->entry,
                           pm_remote_create_item (self->outbox->remote, &self->path, self->payload,
                                                  pm_operation_get_key (self->operation)),
                           error);
  if (answer == NULL || answer->error != NULL)
    return g_steal_pointer (&answer);
  made = pm_answer_read_item (answer, self->path.type, error);
  if (made == NULL)
    return NULL;
  pm_operation_set_server_id (self->operation, pm_record_get_integer (made, 0));
  return g_steal_pointer (&answer);
}

/**
 * pm_outbox_say_item:
 * @self: an outbox that knows what its server is
 * @entry: one of its entries, about an item
 * @done: (out): whether the server has done it before
 * @error: return location
 *
 * Says it to the server. Awaits. %PM_ERROR_CONFLICT when fields were changed on both sides: the
 * operation then holds what the server has in them.
 *
 * Returns: (transfer full) (nullable): the answer; %NULL when it is done, and on failure
 */
PmAnswer *
pm_outbox_say_item (PmOutbox *self, PmOutboxEntry *entry, gboolean *done, GError **error)
{
  g_auto (PmSaying) saying = { .outbox = self, .entry = entry, .operation = entry->operation };

  *done = FALSE;
  if (!pm_saying_prepare (&saying, error))
    return NULL;
  if (pm_operation_get_kind (entry->operation) == PM_OPERATION_KIND_CREATE)
    return create (&saying, error);
  return change (&saying, done, error);
}
