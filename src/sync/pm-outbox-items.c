/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-private.h"

#include "domain/pm-error.h"
#include "domain/pm-item.h"
#include "remote/pm-item-payload.h"
#include "remote/pm-remote-items.h"

/*
 * How a POC, or something in it, is made, changed and removed on our own server. What is
 * overwritten is looked at first: fields that somebody else has changed meanwhile are not
 * overwritten without asking, and what was looked at is named to the server, so that nothing can
 * come in between.
 */

#define PRECONDITION_FAILED 412

/* How often something may come in between in one attempt. */
#define MAX_LOOKS 3

/* An operation in the server's numbers. */
typedef struct {
  PmOutbox *outbox;
  PmOutboxEntry *entry;
  PmOperation *operation;
  PmItemPath path;
  char *payload;
  char *base;
} Saying;

static void
saying_clear (Saying *self)
{
  g_free (self->payload);
  g_free (self->base);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Saying, saying_clear)

/* --- Numbers; all of these await --- */

static GHashTable *
find_numbers (PmOutbox *outbox, const char *payload, GError **error)
{
  g_autoptr (GArray) own = pm_item_payload_list_own (payload);
  g_autoptr (GHashTable) numbers =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < own->len; i++) {
    gint64 number = g_array_index (own, gint64, i), found;

    if (!pm_outbox_find_number (outbox, number, &found, error))
      return NULL;
    g_hash_table_insert (numbers, g_memdup2 (&number, sizeof number),
                         g_memdup2 (&found, sizeof found));
  }
  return g_steal_pointer (&numbers);
}

static gboolean
translate (PmOutbox *outbox, const char *payload, char **translated, GError **error)
{
  g_autoptr (GHashTable) numbers = find_numbers (outbox, payload, error);

  if (numbers == NULL)
    return FALSE;
  *translated = pm_item_payload_translate (payload, numbers);
  return TRUE;
}

static gint64
parent_of (Saying *self, const char *field)
{
  PmItemType type = self->path.type;

  if (type != PM_ITEM_TYPE_RESOURCE && type != PM_ITEM_TYPE_COMMENT)
    return 0;
  return pm_item_payload_get_reference (self->base != NULL ? self->base : self->payload, field);
}

static gboolean
find_path (Saying *self, GError **error)
{
  PmOperation *operation = self->operation;
  gint64 id = pm_operation_get_server_id (operation);

  self->path.type = pm_operation_get_item_type (operation);
  self->path.poc_id = self->entry->poc_number;
  self->path.task_id = parent_of (self, "poc_task_id");
  self->path.group_id = parent_of (self, "poc_task_group_id");
  self->path.id = id;
  if (pm_operation_get_kind (operation) == PM_OPERATION_KIND_CREATE)
    return TRUE;
  return pm_outbox_find_number (self->outbox, pm_operation_get_item_id (operation), &self->path.id,
                                error);
}

static gboolean
prepare (Saying *self, GError **error)
{
  return translate (self->outbox, pm_operation_get_payload (self->operation), &self->payload,
                    error) &&
         translate (self->outbox, pm_operation_get_base (self->operation), &self->base, error) &&
         find_path (self, error);
}

/* --- What is in the way --- */

static gboolean
refuse (Saying *self, PmRecord *present, GError **error)
{
  g_autofree char *conflict = pm_item_payload_find_conflict (self->payload, self->base, present);

  if (conflict == NULL)
    return FALSE;
  pm_operation_set_conflict (self->operation, conflict);
  g_set_error_literal (error, PM_ERROR, PM_ERROR_CONFLICT,
                       self->payload == NULL ? "Somebody else has changed this in the meantime."
                                             : "Somebody else has changed the same in the "
                                               "meantime.");
  return TRUE;
}

/* Awaits. The revision that may be overwritten is stored before a byte leaves. */
static gboolean
accept (Saying *self, PmAnswer *shown, gboolean *done, GError **error)
{
  g_autoptr (PmRecord) present = pm_answer_read_item (shown, self->path.type, error);

  if (present == NULL || refuse (self, present, error))
    return FALSE;
  pm_operation_set_revision (self->operation, shown->revision);
  if (pm_outbox_store (self->outbox, self->entry, error))
    return TRUE;
  *done = *error == NULL;
  return FALSE;
}

/* Awaits. What is shown, or what the server said instead. */
static PmAnswer *
look (Saying *self, gboolean *shows, gboolean *done, GError **error)
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
overwrite (Saying *self)
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
change (Saying *self, gboolean *done, GError **error)
{
  if (pm_operation_get_revision (self->operation) == NULL) {
    g_autoptr (PmAnswer) answer = NULL;
    gboolean shows;

    answer = look (self, &shows, done, error);
    if (!shows)
      return g_steal_pointer (&answer);
  }
  for (guint i = 0;; i++) {
    g_autoptr (PmAnswer) answer = dex_await_boxed (overwrite (self), error);

    if (answer == NULL || answer->status != PRECONDITION_FAILED || i == MAX_LOOKS)
      return g_steal_pointer (&answer);
    if (!accept (self, answer, done, error))
      return NULL;
  }
}

/* Awaits. */
static PmAnswer *
create (Saying *self, GError **error)
{
  g_autoptr (PmAnswer) answer = NULL;
  g_autoptr (PmRecord) made = NULL;

  answer = dex_await_boxed (pm_remote_create_item (self->outbox->remote, &self->path, self->payload,
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
  g_auto (Saying) saying = { .outbox = self, .entry = entry, .operation = entry->operation };

  *done = FALSE;
  if (!prepare (&saying, error))
    return NULL;
  if (pm_operation_get_kind (entry->operation) == PM_OPERATION_KIND_CREATE)
    return create (&saying, error);
  return change (&saying, done, error);
}
