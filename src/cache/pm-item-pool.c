/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-item-pool.h"

#include "cache/pm-cache-private.h"
#include "cache/pm-rows.h"
#include "domain/pm-error.h"

/* How many items live on although nobody holds them: a few screens full. */
#define N_KEPT 256

/* Of so many changed rows whoever has changed them looks at once what they are now. */
#define MAX_LOOKED_AT 16

/* Where an item that lives can be found; gone with it. */
typedef struct {
  gint64 key;
  PmItemPool *pool;
  PmRecord *item; /* weak */
  gboolean filled;
} Place;

struct _PmItemPool {
  PmCache *cache; /* unowned: it owns the pool */
  PmSource source;
  GMutex mutex;       /* guards which places there are, for threads that look */
  GHashTable *places; /* key → Place */
  GObject *kept[N_KEPT];
  guint next_kept;
  GArray *wanted; /* keys whose rows are to be loaded */
  guint load_source;
};

/* The keys of items, which are the map's hash keys too, are the records' first fields. */
static gint64
key_of (PmRecord *item)
{
  return pm_record_get_integer (item, 0);
}

static Place *
find_place (PmItemPool *self, gint64 key)
{
  return g_hash_table_lookup (self->places, &key);
}

static void
item_gone (gpointer data, GObject *where_it_was)
{
  Place *place = data;
  PmItemPool *self = place->pool;

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->places, &place->key);
  g_mutex_unlock (&self->mutex);
}

/**
 * pm_item_pool_new:
 * @cache: (transfer none): the cache, which owns the pool
 * @source: where its rows come from
 *
 * Returns: (transfer full): an empty pool
 */
PmItemPool *
pm_item_pool_new (PmCache *cache, PmSource source)
{
  PmItemPool *self = g_new0 (PmItemPool, 1);

  self->cache = cache;
  self->source = source;
  g_mutex_init (&self->mutex);
  self->places = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
pm_item_pool_free (PmItemPool *self)
{
  GHashTableIter iter;
  gpointer place;

  g_clear_handle_id (&self->load_source, g_source_remove);
  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    g_object_weak_unref (G_OBJECT (((Place *) place)->item), item_gone, place);
  g_hash_table_unref (self->places);
  g_mutex_clear (&self->mutex);
  for (guint i = 0; i < N_KEPT; i++)
    g_clear_object (&self->kept[i]);
  g_array_unref (self->wanted);
  g_free (self);
}

static void
keep (PmItemPool *self, PmRecord *item)
{
  g_set_object (&self->kept[self->next_kept], G_OBJECT (item));
  self->next_kept = (self->next_kept + 1) % N_KEPT;
}

static Place *
add_item (PmItemPool *self, PmRecord *item)
{
  Place *place = g_new0 (Place, 1);

  place->key = key_of (item);
  place->pool = self;
  place->item = item;
  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->places, &place->key, place);
  g_mutex_unlock (&self->mutex);
  g_object_weak_ref (G_OBJECT (item), item_gone, place);
  return place;
}

/* What has its row is worth keeping. */
static void
fill (PmItemPool *self, Place *place, PmRecord *row)
{
  g_autoptr (PmRecord) item = g_object_ref (place->item);

  if (!place->filled)
    keep (self, item);
  place->filled = TRUE;
  if (row != item)
    pm_record_assign (item, row);
}

/**
 * pm_item_pool_take_rows:
 * @self: a pool
 * @rows: (element-type PmRecord): rows as they are now, which the pool may make its items
 *
 * Brings items up to date; rows without an item become one.
 */
void
pm_item_pool_take_rows (PmItemPool *self, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    PmRecord *row = g_ptr_array_index (rows, i);
    Place *place = find_place (self, key_of (row));

    if (place == NULL)
      place = add_item (self, row);
    fill (self, place, row);
  }
}

typedef struct {
  PmCache *cache;
  PmSource source;
  GArray *keys;
  GPtrArray *rows;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_object_unref (load->cache);
  g_array_unref (load->keys);
  g_ptr_array_unref (load->rows);
  g_free (load);
}

static gboolean
load_rows (PmDb *db, gpointer data, GError **error)
{
  Load *load = data;

  g_ptr_array_set_size (load->rows, 0);
  return pm_rows_load_many (db, load->source, (const gint64 *) load->keys->data, load->keys->len,
                            load->rows, error);
}

/* A search that became stale may have interrupted us instead: then the same again. */
static DexFuture *
load_fiber (gpointer data)
{
  Load *load = data;
  g_autoptr (GError) error = NULL;

  do {
    g_clear_error (&error);
    pm_cache_read_rows (load->cache, load_rows, load, &error);
  } while (pm_cache_was_interrupted (load->cache, error));

  if (error == NULL)
    pm_item_pool_take_rows (pm_cache_get_pool (load->cache, load->source), load->rows);
  return dex_future_new_true ();
}

/* A view that looks for what it has lost looks at thousands, and lets them go at once. */
static GArray *
take_wanted (PmItemPool *self)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->wanted->len; i++) {
    gint64 key = g_array_index (self->wanted, gint64, i);

    if (find_place (self, key) != NULL)
      g_array_append_val (keys, key);
  }
  g_array_unref (self->wanted);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  return keys;
}

static gboolean
load_wanted (gpointer data)
{
  PmItemPool *self = data;
  Load *load = g_new0 (Load, 1);

  self->load_source = 0;
  load->cache = g_object_ref (self->cache);
  load->source = self->source;
  load->keys = take_wanted (self);
  load->rows = g_ptr_array_new_with_free_func (g_object_unref);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, load, load_free));
  return G_SOURCE_REMOVE;
}

/* All that one turn of the main loop asks for is loaded at once, before the next frame. */
static void
want (PmItemPool *self, gint64 key)
{
  g_array_append_val (self->wanted, key);
  if (self->load_source == 0)
    self->load_source = g_idle_add_full (G_PRIORITY_DEFAULT, load_wanted, self, NULL);
}

/**
 * pm_item_pool_ref_item:
 * @self: a pool
 * @key: a row's key
 *
 * Returns: (transfer full): the item that stands for the row, whether or not the row has come
 */
PmRecord *
pm_item_pool_ref_item (PmItemPool *self, gint64 key)
{
  Place *place = find_place (self, key);
  PmRecord *item;

  if (place != NULL)
    return g_object_ref (place->item);
  item = g_object_new (pm_source_get_item_type (self->source), NULL);
  pm_record_set_integer (item, 0, key);
  add_item (self, item);
  want (self, key);
  return item;
}

static void
want_all (PmItemPool *self)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    want (self, *(gint64 *) key);
}

/* Whoever has changed a row has looked since, unless nobody held its item at that time. */
static PmRecord *
find_row (PmItemPool *self, PmChanges *changes, gint64 key)
{
  GPtrArray *rows = changes->rows[self->source];

  for (guint i = 0; i < rows->len; i++)
    if (key_of (g_ptr_array_index (rows, i)) == key)
      return g_ptr_array_index (rows, i);
  return NULL;
}

/* What is read just now may be from before the change and yet come after it. */
static void
refresh_item (PmItemPool *self, PmChanges *changes, gint64 key)
{
  Place *place = find_place (self, key);
  PmRecord *row = find_row (self, changes, key);

  if (place == NULL)
    return;
  if (row != NULL && !pm_cache_is_reading_rows (self->cache))
    fill (self, place, row);
  else
    want (self, key);
}

static gboolean
is_held (PmItemPool *self, gint64 key)
{
  gboolean held;

  g_mutex_lock (&self->mutex);
  held = find_place (self, key) != NULL;
  g_mutex_unlock (&self->mutex);
  return held;
}

/**
 * pm_item_pool_look:
 * @self: a pool
 * @mirror: a mirror, on the thread that owns it
 * @changes: what was changed there; gets the rows that it is about and whose items somebody holds
 * @error: return location
 *
 * Looks what the rows are now, so that nobody need ask another thread for them. Where many have
 * changed it does not. Any thread.
 */
gboolean
pm_item_pool_look (PmItemPool *self, PmDb *mirror, PmChanges *changes, GError **error)
{
  GArray *ids = changes->ids[self->source];

  for (guint i = 0; i < ids->len && ids->len <= MAX_LOOKED_AT; i++) {
    gint64 key = g_array_index (ids, gint64, i);

    if (is_held (self, key) &&
        !pm_rows_load_many (mirror, self->source, &key, 1, changes->rows[self->source], error))
      return FALSE;
  }
  return TRUE;
}

/**
 * pm_item_pool_refresh:
 * @self: a pool
 * @changes: what has changed
 *
 * Brings the items up to date that may have changed. Rows that have to be loaded are asked for at
 * once, before lists ask for their order, which takes longer.
 */
void
pm_item_pool_refresh (PmItemPool *self, PmChanges *changes)
{
  GArray *ids = changes->ids[self->source];

  if (changes->everything)
    want_all (self);
  for (guint i = 0; i < ids->len && !changes->everything; i++)
    refresh_item (self, changes, g_array_index (ids, gint64, i));
  if (self->load_source == 0)
    return;
  g_clear_handle_id (&self->load_source, g_source_remove);
  load_wanted (self);
}
