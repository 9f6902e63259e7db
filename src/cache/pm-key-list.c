/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-cache"

#include "cache/pm-key-list.h"

#include "cache/pm-key-list-private.h"
#include "cache/pm-key-patch.h"
#include "cache/pm-keys.h"
#include "cache/pm-rows.h"
#include "cache/pm-search.h"
#include "cache/pm-store-private.h"
#include "domain/pm-error.h"

/* The rows that come with the keys, so that the first screen never shows an empty row. */
#define FIRST_ROWS 32

/* So many changed rows are placed one by one; for more, all keys are asked for. */
#define MAX_PATCHED 64

/*
 * What is shown is @keys; while its steps are told, the first @n_done of @keys and what stands in
 * @before from @n_past on. So nothing is copied, however long the list is.
 */
typedef struct {
  PmCache *cache;
  PmSource source;

  PmKeys *keys;
  PmKeys *before;
  guint n_done;
  guint n_past;

  PmKeys *order;   /* all keys of the filter, before searching; NULL when they are to be asked */
  GArray *changed; /* rows that changed since */
  guint order_version;
  guint search_version;
  guint data_version;
  gboolean asking;
  gboolean ask_again;
  gboolean loading;
} PmKeyListPrivate;

static void pm_key_list_list_model_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (PmKeyList,
                                  pm_key_list,
                                  G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (PmKeyList)
                                      G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                             pm_key_list_list_model_init))

enum {
  PROP_LOADING = 1,
  PROP_N_ITEMS,
  PROP_ITEM_TYPE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static inline PmKeyListPrivate *
priv_of (PmKeyList *self)
{
  return pm_key_list_get_instance_private (self);
}

static guint
n_items (PmKeyListPrivate *priv)
{
  if (priv->before == NULL)
    return priv->keys->n;
  return priv->n_done + priv->before->n - priv->n_past;
}

static gint64
key_at (PmKeyListPrivate *priv, guint position)
{
  if (priv->before == NULL || position < priv->n_done)
    return priv->keys->keys[position];
  return priv->before->keys[position - priv->n_done + priv->n_past];
}

/* One walk of the reading thread. */
typedef struct {
  PmKeyList *list;
  PmSource source;
  const PmKeyPlacing *placing;
  PmKeyQuery query;
  guint order_version;
  guint search_version;
  guint data_version;
  PmKeys *shown;
  PmKeys *known;
  GArray *changed;
  PmKeys *order;
  PmKeys *keys;
  GArray *splices;
  GPtrArray *rows;
} Walk;

static void
walk_clear_results (Walk *walk)
{
  g_clear_pointer (&walk->order, pm_keys_unref);
  g_clear_pointer (&walk->keys, pm_keys_unref);
  g_clear_pointer (&walk->splices, g_array_unref);
  g_ptr_array_set_size (walk->rows, 0);
}

static void
walk_free (Walk *walk)
{
  walk_clear_results (walk);
  g_clear_pointer (&walk->shown, pm_keys_unref);
  g_clear_pointer (&walk->known, pm_keys_unref);
  g_array_unref (walk->changed);
  g_ptr_array_unref (walk->rows);
  g_strfreev (walk->query.matches);
  g_free (walk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Walk, walk_free)

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
find_order (PmDb *mirror, Walk *walk, GError **error)
{
  PmKeyQuery *query = &walk->query;

  if (walk->known != NULL && walk->changed->len == 0)
    return pm_keys_ref (walk->known);
  if (walk->known != NULL)
    return pm_key_patch (mirror, walk->placing, query, walk->known, walk->changed, error);
  return fetch_order (mirror, query, error);
}

static gboolean
load_first_rows (PmDb *mirror, Walk *walk, GError **error)
{
  guint n = MIN (walk->keys->n, FIRST_ROWS);

  for (guint i = 0; i < n; i++) {
    gint64 key = walk->keys->keys[i];

    if (i < walk->shown->n && walk->shown->keys[i] == key)
      continue;
    if (!pm_rows_load_many (mirror, walk->source, &key, 1, walk->rows, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
do_walk (PmDb *mirror, gpointer data, GError **error)
{
  Walk *walk = data;

  walk_clear_results (walk);
  walk->order = find_order (mirror, walk, error);
  if (walk->order == NULL)
    return FALSE;
  if (walk->query.matches == NULL)
    walk->keys = pm_keys_ref (walk->order);
  else
    walk->keys =
        pm_search_within (mirror, (const char *const *) walk->query.matches, walk->order, error);
  if (walk->keys == NULL)
    return FALSE;
  walk->splices = pm_keys_diff (walk->shown, walk->keys);
  return load_first_rows (mirror, walk, error);
}

static Walk *
walk_new (PmKeyList *self)
{
  PmKeyListPrivate *priv = priv_of (self);
  Walk *walk = g_new0 (Walk, 1);

  walk->list = self;
  walk->source = priv->source;
  walk->placing = PM_KEY_LIST_GET_CLASS (self)->placing;
  walk->order_version = priv->order_version;
  walk->search_version = priv->search_version;
  walk->data_version = priv->data_version;
  walk->shown = pm_keys_ref (priv->keys);
  walk->known = priv->order == NULL ? NULL : pm_keys_ref (priv->order);
  walk->changed = g_array_copy (priv->changed);
  walk->rows = g_ptr_array_new_with_free_func (g_object_unref);
  PM_KEY_LIST_GET_CLASS (self)->describe (self, &walk->query);
  return walk;
}

static void
tell_steps (PmKeyList *self, GArray *splices)
{
  PmKeyListPrivate *priv = priv_of (self);

  for (guint i = 0; i < splices->len; i++) {
    PmSplice *splice = &g_array_index (splices, PmSplice, i);

    priv->n_past += splice->position - priv->n_done + splice->removed;
    priv->n_done = splice->position + splice->added;
    g_list_model_items_changed (G_LIST_MODEL (self), splice->position, splice->removed,
                                splice->added);
  }
}

static void
show (PmKeyList *self, Walk *walk)
{
  PmKeyListPrivate *priv = priv_of (self);
  guint n_before = priv->keys->n;

  if (walk->splices->len == 0)
    return;
  priv->before = g_steal_pointer (&priv->keys);
  priv->keys = pm_keys_ref (walk->keys);
  priv->n_done = priv->n_past = 0;
  tell_steps (self, walk->splices);
  g_clear_pointer (&priv->before, pm_keys_unref);
  if (priv->keys->n != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_ITEMS]);
}

static void
forget_order (PmKeyListPrivate *priv)
{
  g_clear_pointer (&priv->order, pm_keys_unref);
  g_array_set_size (priv->changed, 0);
}

static void
set_loading (PmKeyList *self, gboolean loading)
{
  PmKeyListPrivate *priv = priv_of (self);

  if (priv->loading == loading)
    return;
  priv->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

/*
 * What the filter, the sort or the search has left behind meanwhile is not shown any more. What
 * data has left behind is, because the next answer may be long in coming while much arrives.
 */
static void
take_answer (PmKeyList *self, Walk *walk)
{
  PmKeyListPrivate *priv = priv_of (self);
  gboolean same_order = walk->order_version == priv->order_version;

  if (same_order && walk->data_version == priv->data_version) {
    forget_order (priv);
    priv->order = pm_keys_ref (walk->order);
  }
  if (!same_order || walk->search_version != priv->search_version)
    return;
  pm_item_pool_take_rows (pm_cache_get_pool (priv->cache, priv->source), walk->rows);
  show (self, walk);
  set_loading (self, FALSE);
}

static gboolean
ask_once (PmKeyList *self)
{
  PmKeyListPrivate *priv = priv_of (self);
  g_autoptr (Walk) walk = walk_new (self);
  g_autoptr (GError) error = NULL;
  gint64 mirror = pm_cache_get_mirror (priv->cache);

  priv->ask_again = FALSE;
  if (dex_await (pm_cache_read (priv->cache, do_walk, walk), &error)) {
    take_answer (self, walk);
    return priv->ask_again;
  }
  if (g_error_matches (error, PM_ERROR, PM_ERROR_DAMAGED))
    pm_cache_report_damage (priv->cache, mirror);
  else if (!g_error_matches (error, PM_ERROR, PM_ERROR_CANCELLED))
    g_warning ("Keys could not be read: %s", error->message);
  return priv->ask_again || pm_cache_was_interrupted (priv->cache, error);
}

static DexFuture *
ask_fiber (gpointer data)
{
  PmKeyList *self = data;

  while (ask_once (self))
    ;
  priv_of (self)->asking = FALSE;
  return dex_future_new_true ();
}

/* One question at a time; what is asked meanwhile is asked after it, once. */
static void
ask (PmKeyList *self)
{
  PmKeyListPrivate *priv = priv_of (self);

  priv->ask_again = TRUE;
  if (priv->asking)
    return;
  priv->asking = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, ask_fiber, g_object_ref (self), g_object_unref));
}

static void
on_touched (PmKeyList *self, PmChanges *changes)
{
  PmKeyListPrivate *priv = priv_of (self);
  GArray *ids = changes->ids[priv->source];

  if (!changes->everything && !PM_KEY_LIST_GET_CLASS (self)->concerns (self, changes))
    return;
  priv->data_version++;
  if (PM_KEY_LIST_GET_CLASS (self)->placing != NULL && !changes->everything &&
      priv->changed->len + ids->len <= MAX_PATCHED)
    g_array_append_vals (priv->changed, ids->data, ids->len);
  else
    forget_order (priv);
  ask (self);
}

static void
pm_key_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmKeyListPrivate *priv = priv_of (PM_KEY_LIST (object));

  switch (prop_id) {
  case PROP_LOADING:
    g_value_set_boolean (value, priv->loading);
    break;
  case PROP_N_ITEMS:
    g_value_set_uint (value, n_items (priv));
    break;
  case PROP_ITEM_TYPE:
    g_value_set_gtype (value, pm_source_get_item_type (priv->source));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_key_list_finalize (GObject *object)
{
  PmKeyListPrivate *priv = priv_of (PM_KEY_LIST (object));

  g_clear_pointer (&priv->keys, pm_keys_unref);
  g_clear_pointer (&priv->order, pm_keys_unref);
  g_array_unref (priv->changed);
  g_clear_object (&priv->cache);
  G_OBJECT_CLASS (pm_key_list_parent_class)->finalize (object);
}

static GType
pm_key_list_get_item_type (GListModel *model)
{
  return pm_source_get_item_type (priv_of (PM_KEY_LIST (model))->source);
}

static guint
pm_key_list_get_n_items (GListModel *model)
{
  return n_items (priv_of (PM_KEY_LIST (model)));
}

static gpointer
pm_key_list_get_item (GListModel *model, guint position)
{
  PmKeyListPrivate *priv = priv_of (PM_KEY_LIST (model));

  if (position >= n_items (priv))
    return NULL;
  return pm_item_pool_ref_item (pm_cache_get_pool (priv->cache, priv->source),
                                key_at (priv, position));
}

static void
pm_key_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = pm_key_list_get_item_type;
  iface->get_n_items = pm_key_list_get_n_items;
  iface->get_item = pm_key_list_get_item;
}

static void
pm_key_list_class_init (PmKeyListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = pm_key_list_finalize;
  object_class->get_property = pm_key_list_get_property;

  props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, TRUE, flags);
  props[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ITEM_TYPE] = g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pm_key_list_init (PmKeyList *self)
{
  PmKeyListPrivate *priv = priv_of (self);

  priv->keys = pm_keys_new_take (g_array_new (FALSE, FALSE, sizeof (gint64)));
  priv->changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  priv->loading = TRUE;
}

/**
 * pm_key_list_set_up:
 * @self: a list, just made
 * @cache: whose rows it shows
 * @source: which
 *
 * Begins to show rows; the first question is asked when the main loop turns.
 */
void
pm_key_list_set_up (PmKeyList *self, PmCache *cache, PmSource source)
{
  PmKeyListPrivate *priv = priv_of (self);

  priv->cache = g_object_ref (cache);
  priv->source = source;
  g_signal_connect_object (cache, "touched", G_CALLBACK (on_touched), self, G_CONNECT_SWAPPED);
  ask (self);
}

static void
ask_anew (PmKeyList *self)
{
  PmKeyListPrivate *priv = priv_of (self);

  if (priv->cache == NULL)
    return;
  if (priv->asking)
    pm_cache_interrupt (priv->cache);
  ask (self);
}

/**
 * pm_key_list_order_changed:
 * @self: a list whose filter or sort has changed
 */
void
pm_key_list_order_changed (PmKeyList *self)
{
  PmKeyListPrivate *priv = priv_of (self);

  priv->order_version++;
  forget_order (priv);
  ask_anew (self);
}

/**
 * pm_key_list_search_changed:
 * @self: a list that searches for something else now
 */
void
pm_key_list_search_changed (PmKeyList *self)
{
  priv_of (self)->search_version++;
  ask_anew (self);
}

/**
 * pm_key_list_read:
 * @statement: (nullable): a statement whose first column are keys
 * @keys: (element-type gint64): gets them
 * @error: return location; already set if @statement is %NULL
 */
gboolean
pm_key_list_read (PmStatement *statement, GArray *keys, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (statement == NULL)
    return FALSE;
  while (pm_statement_step (statement, &local)) {
    gint64 key = pm_statement_get_int64 (statement, 0);

    g_array_append_val (keys, key);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_key_list_get_loading:
 * @self: a list
 *
 * Returns: whether its first keys have not come yet
 */
gboolean
pm_key_list_get_loading (PmKeyList *self)
{
  g_return_val_if_fail (PM_IS_KEY_LIST (self), FALSE);

  return priv_of (self)->loading;
}

/**
 * pm_key_list_get_key:
 * @self: a list
 * @position: a position
 *
 * Returns: the key of the row there, or 0 if there is none
 */
gint64
pm_key_list_get_key (PmKeyList *self, guint position)
{
  g_return_val_if_fail (PM_IS_KEY_LIST (self), 0);

  return position < n_items (priv_of (self)) ? key_at (priv_of (self), position) : 0;
}

/**
 * pm_key_list_find:
 * @self: a list
 * @key: a row's key
 * @position: (out) (optional): where it stands
 *
 * Returns: whether the list shows the row
 */
gboolean
pm_key_list_find (PmKeyList *self, gint64 key, guint *position)
{
  PmKeyListPrivate *priv;

  g_return_val_if_fail (PM_IS_KEY_LIST (self), FALSE);

  priv = priv_of (self);
  for (guint i = 0; i < n_items (priv); i++) {
    if (key_at (priv, i) != key)
      continue;
    if (position != NULL)
      *position = i;
    return TRUE;
  }
  return FALSE;
}
