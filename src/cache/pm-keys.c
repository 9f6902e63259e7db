/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-keys.h"

#include "cache/pm-id-set.h"

#include <string.h>

/* What would take more steps is one: a view copes with it better than with a storm of small ones. */
#define MAX_SPLICES 100

/**
 * pm_keys_new_take:
 * @keys: (transfer full) (element-type gint64): keys
 *
 * Returns: (transfer full): them, as they stay from now on. Any thread.
 */
PmKeys *
pm_keys_new_take (GArray *keys)
{
  PmKeys *self = g_atomic_rc_box_new0 (PmKeys);

  self->n = keys->len;
  self->keys = (gint64 *) (gpointer) g_array_free (keys, FALSE);
  return self;
}

PmKeys *
pm_keys_ref (PmKeys *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_keys (gpointer data)
{
  PmKeys *self = data;

  g_free (self->keys);
}

void
pm_keys_unref (PmKeys *self)
{
  g_atomic_rc_box_release_full (self, clear_keys);
}

/**
 * pm_keys_are_distinct:
 * @self: keys
 *
 * Returns: whether each is there once. Any thread.
 */
gboolean
pm_keys_are_distinct (PmKeys *self)
{
  g_autoptr (PmIdSet) seen = pm_id_set_new_for_range (self->keys, self->n);

  for (guint i = 0; i < self->n; i++) {
    if (pm_id_set_contains (seen, self->keys[i]))
      return FALSE;
    pm_id_set_add (seen, self->keys[i]);
  }
  return TRUE;
}

/* What differs between two lists, without what they begin and end with in common. */
typedef struct {
  const gint64 *a, *b;
  guint na, nb;
  guint start;
} Middle;

static Middle
find_middle (PmKeys *before, PmKeys *after)
{
  Middle m = { before->keys, after->keys, before->n, after->n, 0 };

  while (m.na > 0 && m.nb > 0 && m.a[0] == m.b[0]) {
    m.a++, m.b++, m.start++;
    m.na--, m.nb--;
  }
  while (m.na > 0 && m.nb > 0 && m.a[m.na - 1] == m.b[m.nb - 1])
    m.na--, m.nb--;
  return m;
}

/* Those of @keys that are in @set, in order. */
static GArray *
keys_within (const gint64 *keys, guint n, PmIdSet *set)
{
  GArray *within = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);

  for (guint i = 0; i < n; i++)
    if (pm_id_set_contains (set, keys[i]))
      g_array_append_val (within, keys[i]);
  return within;
}

typedef struct {
  gint64 key;
  guint position;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  gint64 left = ((const Place *) a)->key, right = ((const Place *) b)->key;

  return (left > right) - (left < right);
}

/* For each of @keys, where it stands in @order, which holds the same keys, however far apart. */
static void
find_positions_sorting (GArray *keys, GArray *order, guint *positions)
{
  g_autofree Place *places = g_new (Place, order->len);

  for (guint i = 0; i < order->len; i++)
    places[i] = (Place) { g_array_index (order, gint64, i), i };
  qsort (places, order->len, sizeof *places, compare_places);
  for (guint i = 0; i < keys->len; i++) {
    Place wanted = { g_array_index (keys, gint64, i), 0 };
    Place *place = bsearch (&wanted, places, order->len, sizeof *places, compare_places);

    positions[i] = place->position;
  }
}

/* The same for keys that lie close together: by a table. */
static void
find_positions_counting (GArray *keys, GArray *order, gint64 low, guint64 span, guint *positions)
{
  g_autofree guint *table = g_new (guint, span + 1);

  for (guint i = 0; i < order->len; i++)
    table[g_array_index (order, gint64, i) - low] = i;
  for (guint i = 0; i < keys->len; i++)
    positions[i] = table[g_array_index (keys, gint64, i) - low];
}

static guint *
positions_in (GArray *keys, GArray *order)
{
  guint *positions = g_new (guint, keys->len);
  gint64 low = G_MAXINT64, high = G_MININT64;
  guint64 span;

  for (guint i = 0; i < keys->len; i++) {
    low = MIN (low, g_array_index (keys, gint64, i));
    high = MAX (high, g_array_index (keys, gint64, i));
  }
  span = (guint64) high - (guint64) low;
  if (span < (guint64) keys->len * 16)
    find_positions_counting (keys, order, low, span, positions);
  else
    find_positions_sorting (keys, order, positions);
  return positions;
}

/* The lowest pile whose top is higher than @position, as in patience sorting. */
static guint
find_pile (const guint *tops, guint n_piles, const guint *positions, guint position)
{
  guint low = 0, high = n_piles;

  if (n_piles == 0 || positions[tops[n_piles - 1]] < position)
    return n_piles; /* most often: nearly everything stays */
  while (low < high) {
    guint middle = (low + high) / 2;

    if (positions[tops[middle]] < position)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The most keys that need not move: the longest run of positions that only rises. */
static PmIdSet *
longest_rise (GArray *keys, const guint *positions)
{
  g_autofree guint *tops = g_new (guint, keys->len + 1);
  g_autofree guint *under = g_new (guint, keys->len + 1);
  g_autoptr (GArray) rise = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_piles = 0;

  for (guint i = 0; i < keys->len; i++) {
    guint pile = find_pile (tops, n_piles, positions, positions[i]);

    under[i] = pile > 0 ? tops[pile - 1] : G_MAXUINT;
    tops[pile] = i;
    n_piles = MAX (n_piles, pile + 1);
  }
  for (guint i = n_piles > 0 ? tops[n_piles - 1] : G_MAXUINT; i != G_MAXUINT; i = under[i])
    g_array_append_val (rise, g_array_index (keys, gint64, i));
  return pm_id_set_new_for_keys ((const gint64 *) (gpointer) rise->data, rise->len);
}

/* The keys that stay where they are while the others come, go and move around them. */
static PmIdSet *
find_staying (const Middle *m)
{
  g_autoptr (PmIdSet) in_a = pm_id_set_new_for_keys (m->a, m->na);
  g_autoptr (PmIdSet) in_b = pm_id_set_new_for_keys (m->b, m->nb);
  g_autoptr (GArray) from = keys_within (m->a, m->na, in_b);
  g_autoptr (GArray) to = keys_within (m->b, m->nb, in_a);
  g_autofree guint *positions = NULL;

  g_assert (from->len == to->len);

  if (memcmp (from->data, to->data, from->len * sizeof (gint64)) == 0)
    return pm_id_set_new_for_keys ((const gint64 *) (gpointer) from->data, from->len);
  positions = positions_in (from, to);
  return longest_rise (from, positions);
}

static guint
run_of_others (const gint64 *keys, guint n, guint from, PmIdSet *staying)
{
  guint end = from;

  while (end < n && !pm_id_set_contains (staying, keys[end]))
    end++;
  return end - from;
}

static GArray *
walk (const Middle *m, PmIdSet *staying)
{
  g_autoptr (GArray) splices = g_array_new (FALSE, FALSE, sizeof (PmSplice));
  guint i = 0, j = 0;

  while (i < m->na || j < m->nb) {
    PmSplice splice = { m->start + j, run_of_others (m->a, m->na, i, staying),
                        run_of_others (m->b, m->nb, j, staying) };

    i += splice.removed;
    j += splice.added;
    if (splice.removed > 0 || splice.added > 0)
      g_array_append_val (splices, splice);
    if (splices->len > MAX_SPLICES)
      return NULL;
    while (i < m->na && j < m->nb && m->a[i] == m->b[j])
      i++, j++;
  }
  return g_steal_pointer (&splices);
}

/**
 * pm_keys_diff:
 * @before: keys
 * @after: other keys
 *
 * Finds the fewest steps from one list to the other; very many steps are made one. Any thread.
 *
 * Returns: (transfer full) (element-type PmSplice): the steps, from the front to the back
 */
GArray *
pm_keys_diff (PmKeys *before, PmKeys *after)
{
  Middle m = find_middle (before, after);
  PmSplice whole = { m.start, m.na, m.nb };
  g_autoptr (PmIdSet) staying = NULL;
  GArray *splices = NULL;

  if (m.na > 0 && m.nb > 0) {
    staying = find_staying (&m);
    splices = walk (&m, staying);
  }
  if (splices != NULL)
    return splices;
  splices = g_array_new (FALSE, FALSE, sizeof (PmSplice));
  if (m.na > 0 || m.nb > 0)
    g_array_append_val (splices, whole);
  return splices;
}
