/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-order.h"

/*
 * Most operations have nothing to do with each other and go side by side. But what is about one
 * thing goes in its order; what stands in something waits for what is done to that before, so that
 * an invitation names its POC as it was called when it was written; and what is done to something
 * waits for what was put into it before, so that nothing is said in a task that is gone already.
 *
 * What was refused can be amended to name what was made after it, and then waits for that. And what
 * keeps failing is waited for only by what is about the same thing, or needs what it makes.
 */

struct _PmOutboxOrder {
  GHashTable *lanes;            /* what is worked on by those that go before */
  GHashTable *holding;          /* of these, what also holds up those that speak of it */
  GHashTable *named;            /* what they belong to and speak of */
  GHashTable *unmade;           /* numbers of what they make */
  GHashTable *coming;           /* numbers of what newer ones make */
  GHashTable *undone;           /* their own ids */
  GHashTable *stuck_numbers;    /* of these, what waits for a person */
  GHashTable *stuck_operations; /* likewise */
};

static GHashTable *
number_set_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static void
add_number (GHashTable *set, gint64 number)
{
  g_hash_table_add (set, g_memdup2 (&number, sizeof number));
}

static void
note_coming (PmOutboxOrder *self, PmOutboxEntry *entry)
{
  gint64 item_id = pm_operation_get_item_id (entry->operation);

  if (pm_outbox_entry_has_yet_to_make (entry, item_id))
    add_number (self->coming, item_id);
}

/**
 * pm_outbox_order_new:
 * @entries: (element-type PmOutboxEntry): all that are to pass, the oldest first
 *
 * Returns: (transfer full): an order that nobody has passed yet
 */
PmOutboxOrder *
pm_outbox_order_new (GPtrArray *entries)
{
  PmOutboxOrder *self = g_new0 (PmOutboxOrder, 1);

  self->lanes = g_hash_table_new (g_str_hash, g_str_equal);
  self->holding = g_hash_table_new (g_str_hash, g_str_equal);
  self->named = g_hash_table_new (g_str_hash, g_str_equal);
  self->unmade = number_set_new ();
  self->coming = number_set_new ();
  self->undone = number_set_new ();
  self->stuck_numbers = number_set_new ();
  self->stuck_operations = number_set_new ();
  for (guint i = 0; i < entries->len; i++)
    note_coming (self, g_ptr_array_index (entries, i));
  return self;
}

void
pm_outbox_order_free (PmOutboxOrder *self)
{
  g_hash_table_unref (self->lanes);
  g_hash_table_unref (self->holding);
  g_hash_table_unref (self->named);
  g_hash_table_unref (self->unmade);
  g_hash_table_unref (self->coming);
  g_hash_table_unref (self->undone);
  g_hash_table_unref (self->stuck_numbers);
  g_hash_table_unref (self->stuck_operations);
  g_free (self);
}

static gboolean
needs_number (PmOutboxEntry *entry, GHashTable *numbers)
{
  for (guint i = 0; i < entry->needs->len; i++)
    if (g_hash_table_contains (numbers, &g_array_index (entry->needs, gint64, i)))
      return TRUE;
  return FALSE;
}

static gboolean
needs_any (PmOutboxEntry *entry, GHashTable *numbers, GHashTable *operations)
{
  gint64 first = pm_operation_get_depends_on (entry->operation);

  return (first != 0 && g_hash_table_contains (operations, &first)) ||
         needs_number (entry, numbers);
}

static gboolean
names_any (PmOutboxEntry *entry, GHashTable *lanes)
{
  for (guint i = 0; i < entry->names->len; i++)
    if (g_hash_table_contains (lanes, g_ptr_array_index (entry->names, i)))
      return TRUE;
  return FALSE;
}

/**
 * pm_outbox_order_lets_go:
 * @self: an order that all older entries have passed
 * @entry: an entry
 *
 * Returns: whether it need not wait for any of them
 */
gboolean
pm_outbox_order_lets_go (PmOutboxOrder *self, PmOutboxEntry *entry)
{
  return !needs_any (entry, self->unmade, self->undone) && !needs_number (entry, self->coming) &&
         !g_hash_table_contains (self->lanes, entry->lane) &&
         !(entry->series != NULL && g_hash_table_contains (self->lanes, entry->series)) &&
         !g_hash_table_contains (self->named, entry->lane) && !names_any (entry, self->holding);
}

static void
take_place (PmOutboxOrder *self, PmOutboxEntry *entry)
{
  g_hash_table_add (self->lanes, entry->lane);
  if (pm_outbox_entry_keeps_failing (entry))
    return;
  g_hash_table_add (self->holding, entry->lane);
  if (entry->series != NULL)
    g_hash_table_add (self->lanes, entry->series);
  for (guint i = 0; i < entry->names->len; i++)
    g_hash_table_add (self->named, g_ptr_array_index (entry->names, i));
}

/**
 * pm_outbox_order_pass:
 * @self: an order that all older entries have passed
 * @entry: the next entry; it must not change before the order is freed
 *
 * Lets the newer ones wait for it. For what waits for a person, or for one of the newer ones, only
 * that waits which cannot be without it.
 */
void
pm_outbox_order_pass (PmOutboxOrder *self, PmOutboxEntry *entry)
{
  PmOperation *operation = entry->operation;
  gint64 id = pm_operation_get_id (operation), item_id = pm_operation_get_item_id (operation);
  gboolean makes = pm_outbox_entry_has_yet_to_make (entry, item_id);
  gboolean is_stuck = pm_operation_get_state (operation) == PM_OPERATION_STATE_NEEDS_ATTENTION ||
                      needs_any (entry, self->stuck_numbers, self->stuck_operations);

  if (entry->done)
    return;
  add_number (self->undone, id);
  if (makes) {
    add_number (self->unmade, item_id);
    g_hash_table_remove (self->coming, &item_id);
  }
  if (is_stuck)
    add_number (self->stuck_operations, id);
  if (is_stuck && makes)
    add_number (self->stuck_numbers, item_id);
  if (!is_stuck && !needs_number (entry, self->coming) && pm_outbox_entry_holds_lane (entry))
    take_place (self, entry);
}
