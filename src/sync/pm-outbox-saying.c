/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-saying.h"

#include "domain/pm-error.h"
#include "remote/pm-item-payload.h"

/* What both kinds of servers are told in the same way. */

/**
 * pm_saying_clear:
 * @self: an operation
 *
 * Frees what it holds.
 */
void
pm_saying_clear (PmSaying *self)
{
  g_free (self->payload);
  g_free (self->base);
}

/* Awaits. What was never made is named nowhere, where that can be done without. */
static gboolean
find_number (PmOutbox *outbox, PmItemReference *reference, gint64 *number, GError **error)
{
  g_autoptr (GError) local = NULL;

  *number = 0;
  if (pm_outbox_find_number (outbox, reference->number, number, &local) ||
      (reference->loose && g_error_matches (local, PM_ERROR, PM_ERROR_NOT_FOUND)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Awaits. */
static GHashTable *
find_numbers (PmSaying *self, const char *payload, GError **error)
{
  PmItemType type = pm_operation_get_item_type (self->operation);
  g_autoptr (GArray) references = pm_item_payload_list_references (type, payload);
  g_autoptr (GHashTable) numbers =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < references->len; i++) {
    PmItemReference *reference = &g_array_index (references, PmItemReference, i);
    gint64 found;

    if (!find_number (self->outbox, reference, &found, error))
      return NULL;
    g_hash_table_insert (numbers, g_memdup2 (&reference->number, sizeof reference->number),
                         g_memdup2 (&found, sizeof found));
  }
  return g_steal_pointer (&numbers);
}

/* Awaits. */
static gboolean
translate (PmSaying *self, const char *payload, char **translated, GError **error)
{
  g_autoptr (GHashTable) numbers = find_numbers (self, payload, error);

  if (numbers == NULL)
    return FALSE;
  *translated = pm_item_payload_translate (payload, numbers);
  return TRUE;
}

static gint64
parent_of (PmSaying *self, const char *field)
{
  PmItemType type = self->path.type;

  if (type != PM_ITEM_TYPE_RESOURCE && type != PM_ITEM_TYPE_COMMENT)
    return 0;
  return pm_item_payload_get_reference (self->base != NULL ? self->base : self->payload, field);
}

static gboolean
find_path (PmSaying *self, GError **error)
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

/**
 * pm_saying_prepare:
 * @self: an operation with its outbox, its entry and nothing else yet
 * @error: return location
 *
 * Finds the server's numbers. Awaits.
 *
 * Returns: %FALSE with %PM_ERROR_NOT_FOUND if something that it names was never made
 */
gboolean
pm_saying_prepare (PmSaying *self, GError **error)
{
  return translate (self, pm_operation_get_payload (self->operation), &self->payload, error) &&
         translate (self, pm_operation_get_base (self->operation), &self->base, error) &&
         find_path (self, error);
}

/**
 * pm_saying_refuse_conflict:
 * @self: an operation
 * @present: what it is about, as the server has it
 * @error: return location
 *
 * Returns: whether somebody else has changed the same, with %PM_ERROR_CONFLICT; the operation then
 *   holds what the server has
 */
gboolean
pm_saying_refuse_conflict (PmSaying *self, PmRecord *present, GError **error)
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
