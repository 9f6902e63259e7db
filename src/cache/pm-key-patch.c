/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-key-patch.h"

#include "cache/pm-id-set.h"

static gint64
key_of (GArray *keys, guint i)
{
  return g_array_index (keys, gint64, i);
}

static GArray *
without (PmKeys *order, GArray *changed)
{
  g_autoptr (PmIdSet) gone =
      pm_id_set_new_for_keys ((const gint64 *) (gpointer) changed->data, changed->len);
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), order->n + changed->len);

  for (guint i = 0; i < order->n; i++)
    if (!pm_id_set_contains (gone, order->keys[i]))
      g_array_append_val (keys, order->keys[i]);
  return keys;
}

static gboolean
insert (PmDb *mirror,
        const PmKeyPlacing *placing,
        const PmKeyQuery *query,
        GArray *keys,
        gint64 key,
        GError **error)
{
  guint low = 0, high = keys->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;
    gboolean before = FALSE;

    if (!placing->precedes (mirror, query, key_of (keys, middle), key, &before, error))
      return FALSE;
    if (before)
      low = middle + 1;
    else
      high = middle;
  }
  g_array_insert_val (keys, low, key);
  return TRUE;
}

static gboolean
put_back (PmDb *mirror,
          const PmKeyPlacing *placing,
          const PmKeyQuery *query,
          GArray *keys,
          GArray *changed,
          GError **error)
{
  g_autoptr (PmIdSet) seen = pm_id_set_new (0, 0);

  for (guint i = 0; i < changed->len; i++) {
    gint64 key = key_of (changed, i);
    gboolean contained = FALSE;

    if (pm_id_set_contains (seen, key))
      continue;
    pm_id_set_add (seen, key);
    if (!placing->contains (mirror, query, key, &contained, error) ||
        (contained && !insert (mirror, placing, query, keys, key, error)))
      return FALSE;
  }
  return TRUE;
}

/**
 * pm_key_patch:
 * @mirror: a mirror
 * @placing: how rows are placed
 * @query: the list's query
 * @order: its keys before something changed
 * @changed: (element-type gint64): the rows that changed since
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
              GError **error)
{
  g_autoptr (GArray) keys = without (order, changed);

  if (!put_back (mirror, placing, query, keys, changed, error))
    return NULL;
  return pm_keys_new_take (g_steal_pointer (&keys));
}
