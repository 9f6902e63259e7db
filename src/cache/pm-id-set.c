/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-id-set.h"

/* 4 MB of bits; what spreads wider is hashed. */
#define MAX_BITS (32 * 1024 * 1024)

struct _PmIdSet {
  gint64 low;
  gint64 high;
  guint64 n_bits;
  guint64 *bits;
  GHashTable *hashed; /* what lies outside */
};

/**
 * pm_id_set_new:
 * @low: the lowest key that is expected
 * @high: the highest one
 *
 * Returns: (transfer full): an empty set; keys outside that range are welcome, too
 */
PmIdSet *
pm_id_set_new (gint64 low, gint64 high)
{
  PmIdSet *self = g_new0 (PmIdSet, 1);
  guint64 span = low <= high ? (guint64) high - (guint64) low : 0;

  self->low = low;
  self->high = high;
  self->n_bits = span < MAX_BITS ? span + 1 : 0;
  self->bits = g_new0 (guint64, self->n_bits / 64 + 1);
  return self;
}

/**
 * pm_id_set_new_for_range:
 * @keys: (array length=n_keys): keys
 * @n_keys: how many
 *
 * Returns: (transfer full): an empty set that expects them
 */
PmIdSet *
pm_id_set_new_for_range (const gint64 *keys, gsize n_keys)
{
  gint64 low = n_keys > 0 ? keys[0] : 0, high = low;

  for (gsize i = 0; i < n_keys; i++) {
    low = MIN (low, keys[i]);
    high = MAX (high, keys[i]);
  }
  return pm_id_set_new (low, high);
}

/**
 * pm_id_set_new_for_keys:
 * @keys: (array length=n_keys): keys
 * @n_keys: how many
 *
 * Returns: (transfer full): the set of them
 */
PmIdSet *
pm_id_set_new_for_keys (const gint64 *keys, gsize n_keys)
{
  PmIdSet *self = pm_id_set_new_for_range (keys, n_keys);

  for (gsize i = 0; i < n_keys; i++)
    pm_id_set_add (self, keys[i]);
  return self;
}

void
pm_id_set_free (PmIdSet *self)
{
  g_clear_pointer (&self->hashed, g_hash_table_unref);
  g_free (self->bits);
  g_free (self);
}

/**
 * pm_id_set_expects:
 * @self: a set
 * @key: a key
 *
 * Returns: whether it lies in the range that the set was made for
 */
gboolean
pm_id_set_expects (PmIdSet *self, gint64 key)
{
  return key >= self->low && key <= self->high;
}

void
pm_id_set_add (PmIdSet *self, gint64 key)
{
  guint64 bit = (guint64) key - (guint64) self->low;

  if (bit < self->n_bits) {
    self->bits[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
    return;
  }
  if (self->hashed == NULL)
    self->hashed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_hash_table_add (self->hashed, g_memdup2 (&key, sizeof key));
}

gboolean
pm_id_set_contains (PmIdSet *self, gint64 key)
{
  guint64 bit = (guint64) key - (guint64) self->low;

  if (bit < self->n_bits)
    return (self->bits[bit / 64] >> (bit % 64)) & 1;
  return self->hashed != NULL && g_hash_table_contains (self->hashed, &key);
}
