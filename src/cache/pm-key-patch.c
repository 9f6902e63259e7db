/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-key-patch.h"

#include "cache/pm-id-set.h"

/*
 * The keys while they are patched. What was taken out is told by where it stood before, what was
 * put back by where it stands now, both from the front to the back: all other keys stand in their
 * old order, so that nobody need compare them.
 */
typedef struct {
  PmDb *mirror;
  const PmKeyPlacing *placing;
  const PmKeyQuery *query;
  PmKeys *order;
  GArray *keys;
  GArray *taken; /* guint: places in the order */
  GArray *put;   /* guint: places in the keys */
} Patch;

static gint64
key_of (GArray *keys, guint i)
{
  return g_array_index (keys, gint64, i);
}

static guint
place_of (GArray *places, guint i)
{
  return g_array_index (places, guint, i);
}

static void
keep (Patch *self, guint from, guint to)
{
  g_array_append_vals (self->keys, self->order->keys + from, to - from);
}

/* Nearly all keys stay: that most cannot be among the changed ones is seen by their size. */
static void
take_out (Patch *self, GArray *changed)
{
  g_autoptr (PmIdSet) gone =
      pm_id_set_new_for_keys ((const gint64 *) (gpointer) changed->data, changed->len);
  gint64 low = G_MAXINT64, high = G_MININT64;
  guint kept = 0;

  for (guint i = 0; i < changed->len; i++) {
    low = MIN (low, key_of (changed, i));
    high = MAX (high, key_of (changed, i));
  }
  for (guint i = 0; i < self->order->n; i++) {
    gint64 key = self->order->keys[i];

    if (key < low || key > high || !pm_id_set_contains (gone, key))
      continue;
    keep (self, kept, i);
    kept = i + 1;
    g_array_append_val (self->taken, i);
  }
  keep (self, kept, self->order->n);
}

/* What stands behind moves on by one. */
static void
note_place (Patch *self, guint place)
{
  guint n_before = 0;

  for (guint i = 0; i < self->put->len; i++)
    if (place_of (self->put, i) < place)
      n_before++;
    else
      g_array_index (self->put, guint, i)++;
  g_array_insert_val (self->put, n_before, place);
}

static gboolean
insert (Patch *self, gint64 key, GError **error)
{
  guint low = 0, high = self->keys->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    gboolean before = FALSE;

    if (!self->placing->precedes (self->mirror, self->query, key_of (self->keys, middle), key,
                                  &before, error))
      return FALSE;
    if (before)
      low = middle + 1;
    else
      high = middle;
  }
  g_array_insert_val (self->keys, low, key);
  note_place (self, low);
  return TRUE;
}

static gboolean
put_back (Patch *self, GArray *changed, GError **error)
{
  g_autoptr (PmIdSet) seen = pm_id_set_new (0, 0);

  for (guint i = 0; i < changed->len; i++) {
    gint64 key = key_of (changed, i);
    gboolean contained = FALSE;

    if (pm_id_set_contains (seen, key))
      continue;
    pm_id_set_add (seen, key);
    if (!self->placing->contains (self->mirror, self->query, key, &contained, error) ||
        (contained && !insert (self, key, error)))
      return FALSE;
  }
  return TRUE;
}

/* How many of @places, from @from on, lie in the same gap between keys that have stayed. */
static guint
count_in_gap (GArray *places, guint from, guint gap)
{
  guint end = from;

  while (end < places->len && place_of (places, end) - end == gap)
    end++;
  return end - from;
}

static guint
gap_of (GArray *places, guint i)
{
  return i < places->len ? place_of (places, i) - i : G_MAXUINT;
}

/* Without the keys that both begin and end with, which have not moved. */
static void
add_splice (GArray *splices,
            guint position,
            const gint64 *old,
            guint n_old,
            const gint64 *new,
            guint n_new)
{
  PmSplice splice = { position, n_old, n_new };

  while (splice.removed > 0 && splice.added > 0 && *old == *new) {
    old++, new ++, splice.position++;
    splice.removed--, splice.added--;
  }
  while (splice.removed > 0 && splice.added > 0 && old[splice.removed - 1] == new[splice.added - 1])
    splice.removed--, splice.added--;
  if (splice.removed > 0 || splice.added > 0)
    g_array_append_val (splices, splice);
}

static GArray *
list_splices (Patch *self)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (PmSplice));
  const gint64 *now = (const gint64 *) (gpointer) self->keys->data;
  guint i = 0, j = 0;

  while (i < self->taken->len || j < self->put->len) {
    guint gap = MIN (gap_of (self->taken, i), gap_of (self->put, j));
    guint n_taken = count_in_gap (self->taken, i, gap);
    guint n_put = count_in_gap (self->put, j, gap);

    add_splice (splices, gap + j, self->order->keys + gap + i, n_taken, now + gap + j, n_put);
    i += n_taken;
    j += n_put;
  }
  return splices;
}

/**
 * pm_key_patch:
 * @mirror: a mirror
 * @placing: how rows are placed
 * @query: the list's query
 * @order: its keys before something changed
 * @changed: (element-type gint64): the rows that changed since
 * @splices: (out) (element-type PmSplice): the steps from @order to the keys now
 * @error: return location
 *
 * Finds the new order without asking for all of it: each changed row is taken out and, if it
 * still belongs to the list, put where it belongs by binary search.
 *
 * Returns: (transfer full) (nullable): the keys now
 */
PmKeys *
pm_key_patch (PmDb *mirror,
              const PmKeyPlacing *placing,
              const PmKeyQuery *query,
              PmKeys *order,
              GArray *changed,
              GArray **splices,
              GError **error)
{
  g_autoptr (GArray) keys =
      g_array_sized_new (FALSE, FALSE, sizeof (gint64), order->n + changed->len);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) put = g_array_new (FALSE, FALSE, sizeof (guint));
  Patch patch = { mirror, placing, query, order, keys, taken, put };

  take_out (&patch, changed);
  if (!put_back (&patch, changed, error))
    return NULL;
  *splices = list_splices (&patch);
  return pm_keys_new_take (g_steal_pointer (&keys));
}
