/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-finding.h"

#include "domain/pm-error.h"
#include "domain/pm-item.h"
#include "remote/pm-plain-payload.h"
#include "remote/pm-remote-plain.h"
#include "sync/pm-reconcile.h"

/*
 * Such a server gives its POCs one by one, and everything else in lists only. One of its defects
 * is that a list can break for good, with a failure of the server's.
 */

#define NOT_FOUND 404
#define CRASHED   500

#define PAGE_ROWS 1000

/* Whether what cannot be read stays so, and says nothing of what may be written. */
static gboolean
is_broken (const GError *error)
{
  return g_error_matches (error, PM_ERROR, PM_ERROR_SERVER) &&
         g_strcmp0 (pm_error_get_tag (error), PM_PLAIN_LIST_BROKEN) == 0;
}

static PmPlainList
list_of (const PmItemPath *path)
{
  switch (path->type) {
  case PM_ITEM_TYPE_TASK:
    return PM_PLAIN_TASKS;
  case PM_ITEM_TYPE_TASK_GROUP:
    return PM_PLAIN_GROUPS;
  case PM_ITEM_TYPE_CRITERION:
    return PM_PLAIN_CRITERIA;
  case PM_ITEM_TYPE_RESOURCE:
    if (path->task_id != 0)
      return PM_PLAIN_TASK_RESOURCES;
    return path->group_id != 0 ? PM_PLAIN_GROUP_RESOURCES : PM_PLAIN_RESOURCES;
  case PM_ITEM_TYPE_COMMENT:
    return path->task_id != 0 ? PM_PLAIN_TASK_COMMENTS : PM_PLAIN_GROUP_COMMENTS;
  case PM_ITEM_TYPE_POC:
  case PM_ITEM_TYPE_NONE:
  default:
    g_assert_not_reached ();
  }
}

static GPtrArray *
read_list (PmSaying *self, GError **error)
{
  gint64 parent = self->path.task_id != 0 ? self->path.task_id : self->path.group_id;

  return dex_await_boxed (pm_remote_read_list (self->outbox->remote, list_of (&self->path),
                                               self->path.poc_id, parent, NULL),
                          error);
}

/* Only an empty page is the end. */
static GPtrArray *
read_pocs (PmSaying *self, GError **error)
{
  g_autoptr (GPtrArray) pocs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint skip = 0;; skip += PAGE_ROWS) {
    g_autoptr (GPtrArray) rows = NULL;

    rows = dex_await_boxed (
        pm_remote_read_page (self->outbox->remote, PM_PLAIN_POCS, skip, PAGE_ROWS, NULL), error);
    if (rows == NULL)
      return NULL;
    if (rows->len == 0)
      return g_steal_pointer (&pocs);
    for (guint i = 0; i < rows->len; i++)
      g_ptr_array_add (pocs, g_object_ref (g_ptr_array_index (rows, i)));
  }
}

/**
 * pm_saying_read_poc:
 * @self: an operation
 * @poc_id: a POC, by the server's number
 * @error: return location
 *
 * Awaits.
 *
 * Returns: (transfer full) (nullable): the POC; %NULL without an error when it is not there
 */
PmRecord *
pm_saying_read_poc (PmSaying *self, gint64 poc_id, GError **error)
{
  PmItemPath path = { .type = PM_ITEM_TYPE_POC, .poc_id = poc_id, .id = poc_id };
  g_autoptr (PmAnswer) answer = NULL;
  GError *local;

  answer = dex_await_boxed (pm_remote_read_item (self->outbox->remote, &path), error);
  if (answer == NULL || answer->status == NOT_FOUND)
    return NULL;
  if (answer->error == NULL)
    return pm_answer_read_item (answer, PM_ITEM_TYPE_POC, error);
  local = g_error_copy (answer->error);
  if (answer->status == CRASHED)
    pm_error_set_tag (local, PM_PLAIN_LIST_BROKEN);
  g_propagate_error (error, local);
  return NULL;
}

static gboolean
find_in_list (PmSaying *self, PmRecord **present, GError **error)
{
  g_autoptr (GPtrArray) rows = read_list (self, error);
  GType type = pm_item_type_get_record_type (self->path.type);

  for (guint i = 0; rows != NULL && i < rows->len; i++) {
    PmRecord *row = g_ptr_array_index (rows, i);

    if (G_OBJECT_TYPE (row) == type && pm_record_get_integer (row, 0) == self->path.id)
      g_set_object (present, row);
  }
  return rows != NULL;
}

static gboolean
find (PmSaying *self, PmRecord **present, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (self->path.type != PM_ITEM_TYPE_POC)
    return find_in_list (self, present, error);
  *present = pm_saying_read_poc (self, self->path.id, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_saying_find:
 * @self: an operation about an item that exists
 * @present: (out) (nullable): the item; %NULL if it is gone
 * @readable: (out): %FALSE if nobody can tell, because its list is broken
 * @error: return location
 *
 * Awaits.
 */
gboolean
pm_saying_find (PmSaying *self, PmRecord **present, gboolean *readable, GError **error)
{
  g_autoptr (GError) local = NULL;

  *present = NULL;
  *readable = find (self, present, &local);
  if (*readable || is_broken (local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_saying_has_step_gone:
 * @self: an operation
 * @task_id: a task in its POC, or 0
 * @group_id: a task group in it, or 0
 *
 * The comments of what is not there cannot be had, whatever is wrong with the lists of tasks and
 * groups. Awaits.
 *
 * Returns: whether the server says that there is no such task or group
 */
gboolean
pm_saying_has_step_gone (PmSaying *self, gint64 task_id, gint64 group_id)
{
  PmPlainList list = task_id != 0 ? PM_PLAIN_TASK_COMMENTS : PM_PLAIN_GROUP_COMMENTS;
  gint64 id = task_id != 0 ? task_id : group_id;
  g_autoptr (GPtrArray) comments = NULL;
  g_autoptr (GError) error = NULL;

  if (id == 0)
    return FALSE;
  comments = dex_await_boxed (
      pm_remote_read_list (self->outbox->remote, list, self->path.poc_id, id, NULL), &error);
  return g_error_matches (error, PM_ERROR, PM_ERROR_NOT_FOUND);
}

/* --- What was made, and perhaps not answered --- */

static gboolean
learn_me (PmOutbox *self, GError **error)
{
  if (self->me == NULL)
    self->me = dex_await_boxed (pm_remote_get_me (self->remote), error);
  return self->me != NULL;
}

static gboolean
list_made (PmSaying *self, GPtrArray **candidates, GError **error)
{
  PmOutbox *outbox = self->outbox;
  g_autoptr (GPtrArray) rows = NULL;

  if (!learn_me (outbox, error))
    return FALSE;
  rows = self->path.type == PM_ITEM_TYPE_POC ? read_pocs (self, error) : read_list (self, error);
  if (rows == NULL)
    return FALSE;
  *candidates = pm_reconcile_list_made (self->operation, self->payload, rows, outbox->me->user_id);
  return TRUE;
}

static gboolean
is_being_taken (PmSaying *self, gint64 server_id)
{
  GPtrArray *entries = self->outbox->entries;

  for (guint i = 0; i < entries->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (entries, i);

    if (entry != self->entry &&
        pm_operation_get_item_type (entry->operation) == (int) self->path.type &&
        pm_operation_get_server_id (entry->operation) == server_id)
      return TRUE;
  }
  return FALSE;
}

/* What another operation of this desktop has made is not this one's. */
static gboolean
is_free (PmSaying *self, PmRecord *candidate, gboolean *free, GError **error)
{
  gint64 id = pm_record_get_integer (candidate, 0);
  g_autoptr (GError) local = NULL;
  gint64 own =
      dex_await_int64 (pm_cache_find_item_id (self->outbox->cache, self->path.type, id), &local);

  *free = own == 0 && !is_being_taken (self, id);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
choose (PmSaying *self, GPtrArray *candidates, PmRecord **made, gboolean *certain, GError **error)
{
  *certain = TRUE;
  for (guint i = 0; i < candidates->len && *made == NULL; i++) {
    PmRecord *candidate = g_ptr_array_index (candidates, i);
    gboolean free;

    if (!is_free (self, candidate, &free, error))
      return FALSE;
    if (!free)
      continue;
    *certain = pm_plain_payload_compare (self->payload, candidate) == PM_PLAIN_SAME;
    if (*certain)
      g_set_object (made, candidate);
  }
  return TRUE;
}

/**
 * pm_saying_find_made:
 * @self: an operation that makes something, and that was tried
 * @made: (out) (nullable): what it has made; %NULL if it has made nothing
 * @certain: (out): %FALSE if nobody can tell: the list is broken, or something of that name was
 *   made and has been changed since
 * @error: return location
 *
 * Awaits.
 */
gboolean
pm_saying_find_made (PmSaying *self, PmRecord **made, gboolean *certain, GError **error)
{
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (GError) local = NULL;

  *certain = FALSE;
  if (list_made (self, &candidates, &local))
    return choose (self, candidates, made, certain, error);
  if (is_broken (local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
