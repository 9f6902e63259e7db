/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-key-walk.h"

#include "cache/pm-key-patch.h"
#include "cache/pm-rows.h"
#include "cache/pm-search.h"
#include "cache/pm-store-private.h"

/* The rows that come with the keys, so that the first screen never shows an empty row. */
#define FIRST_ROWS 32

static void
clear_results (PmKeyWalk *self)
{
  g_clear_pointer (&self->order, pm_keys_unref);
  g_clear_pointer (&self->keys, pm_keys_unref);
  g_clear_pointer (&self->splices, g_array_unref);
  g_ptr_array_set_size (self->rows, 0);
}

/* An index that is damaged unseen may name a row twice, which no model can show. */
static PmKeys *
fetch_order (PmDb *mirror, const PmKeyQuery *query, GError **error)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean done = query->fetch (mirror, query, found, error);
  g_autoptr (PmKeys) keys = pm_keys_new_take (found);

  if (!done)
    return NULL;
  if (pm_keys_are_distinct (keys))
    return g_steal_pointer (&keys);
  pm_store_fail_damaged (error);
  return NULL;
}

static PmKeys *
find_order (PmDb *mirror, PmKeyWalk *self, GArray **splices, GError **error)
{
  PmKeyQuery *query = &self->query;

  if (self->known != NULL && (self->hasty || self->changed->len == 0))
    return pm_keys_ref (self->known);
  if (self->known != NULL)
    return pm_key_patch (mirror, self->placing, query, self->known, self->changed, splices, error);
  return fetch_order (mirror, query, error);
}

/* Where what is shown is the order itself, whoever has patched that knows them. */
static GArray *
find_splices (PmKeyWalk *self, GArray *patched)
{
  if (patched != NULL && self->shown == self->known && self->keys == self->order)
    return g_array_ref (patched);
  return pm_keys_diff (self->shown, self->keys);
}

static gboolean
load_first_rows (PmDb *mirror, PmKeyWalk *self, GError **error)
{
  guint n = MIN (self->keys->n, FIRST_ROWS);

  for (guint i = 0; i < n; i++) {
    gint64 key = self->keys->keys[i];

    if (i < self->shown->n && self->shown->keys[i] == key)
      continue;
    if (!pm_rows_load_many (mirror, self->source, &key, 1, self->rows, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * pm_key_walk_new:
 *
 * Returns: (transfer full): a walk, to be filled by its list
 */
PmKeyWalk *
pm_key_walk_new (void)
{
  PmKeyWalk *self = g_new0 (PmKeyWalk, 1);

  self->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
pm_key_walk_free (PmKeyWalk *self)
{
  clear_results (self);
  g_clear_pointer (&self->shown, pm_keys_unref);
  g_clear_pointer (&self->known, pm_keys_unref);
  g_array_unref (self->changed);
  g_ptr_array_unref (self->rows);
  g_strfreev (self->query.matches);
  g_free (self);
}

/**
 * pm_key_walk_do:
 * @mirror: the mirror, on the reading thread
 * @data: a walk
 * @error: return location
 *
 * Finds what the list is to show, and the steps that lead there.
 */
gboolean
pm_key_walk_do (PmDb *mirror, gpointer data, GError **error)
{
  PmKeyWalk *self = data;
  g_autoptr (GArray) patched = NULL;
  gint64 start = g_get_monotonic_time ();

  clear_results (self);
  self->order = find_order (mirror, self, &patched, error);
  self->span = g_get_monotonic_time () - start;
  if (self->order == NULL)
    return FALSE;
  if (self->query.matches == NULL)
    self->keys = pm_keys_ref (self->order);
  else
    self->keys =
        pm_search_within (mirror, (const char *const *) self->query.matches, self->order, error);
  if (self->keys == NULL)
    return FALSE;
  self->splices = find_splices (self, patched);
  return load_first_rows (mirror, self, error);
}
