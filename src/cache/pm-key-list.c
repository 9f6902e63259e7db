/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-cache"

#include "cache/pm-key-list.h"

#include "cache/pm-key-list-private.h"
#include "cache/pm-key-walk.h"
#include "domain/pm-error.h"

/* So many changed rows are placed one by one; for more, all keys are asked for. */
#define MAX_PATCHED 64

/*
 * While much arrives, all keys are asked for so seldom that asking takes a small part of the time,
 * and not before somebody has finished typing.
 */
#define PAUSE_FACTOR 4
#define TYPING_PAUSE (300 * G_TIME_SPAN_MILLISECOND)

/*
 * A view whose selection or anchor goes looks for it among all that comes in the same step, and has
 * an item made of each; and it makes widgets for what comes while it still has those of what goes. So
 * no more than a screenful comes in a step in which others go.
 */
#define MAX_EXCHANGED 32

/*
 * What is shown is @keys; while its steps are told, the first @n_done of @keys and what stands in
 * @before from @n_past on. So nothing is copied, however long the list is.
 *
 * Versions move with what they are of. The order is stale when more has changed since it was asked
 * for than can be patched; a search is answered from it all the same.
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
  guint ordered_version; /* of the data that the order is of */
  guint stale_version;   /* of the data when too much had changed */
  guint shown_version;   /* of the search that is shown */
  gint64 refresh_after;
  guint refresh_source;
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

static gboolean
is_stale (PmKeyListPrivate *priv)
{
  return priv->order != NULL && priv->stale_version > priv->ordered_version;
}

/* Who types does not wait for what has arrived meanwhile. */
static gboolean
may_be_hasty (PmKeyListPrivate *priv)
{
  return is_stale (priv) && priv->search_version != priv->shown_version;
}

static PmKeyWalk *
walk_new (PmKeyList *self)
{
  PmKeyListPrivate *priv = priv_of (self);
  PmKeyWalk *walk = pm_key_walk_new ();

  walk->source = priv->source;
  walk->placing = PM_KEY_LIST_GET_CLASS (self)->placing;
  walk->order_version = priv->order_version;
  walk->search_version = priv->search_version;
  walk->data_version = priv->data_version;
  walk->shown = pm_keys_ref (priv->keys);
  walk->hasty = may_be_hasty (priv);
  if (priv->order != NULL && (walk->hasty || !is_stale (priv)))
    walk->known = pm_keys_ref (priv->order);
  g_array_append_vals (walk->changed, priv->changed->data, priv->changed->len);
  PM_KEY_LIST_GET_CLASS (self)->describe (self, &walk->query);
  return walk;
}

static void
tell_step (PmKeyList *self, guint position, guint removed, guint added)
{
  PmKeyListPrivate *priv = priv_of (self);

  priv->n_past += position - priv->n_done + removed;
  priv->n_done = position + added;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
tell_steps (PmKeyList *self, GArray *splices)
{
  for (guint i = 0; i < splices->len; i++) {
    PmSplice *splice = &g_array_index (splices, PmSplice, i);
    guint first = splice->removed > 0 ? MIN (splice->added, MAX_EXCHANGED) : splice->added;

    tell_step (self, splice->position, splice->removed, first);
    if (first < splice->added)
      tell_step (self, splice->position + first, 0, splice->added - first);
  }
}

/* Even where nothing has moved the keys are taken, to be the very ones of the order. */
static void
show (PmKeyList *self, PmKeyWalk *walk)
{
  PmKeyListPrivate *priv = priv_of (self);
  guint n_before = priv->keys->n;

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
 * A row is patched in among others that stand where they stood: should more have changed meanwhile,
 * it is done again with that. All keys asked for together are right as of when they were asked.
 */
static void
take_order (PmKeyListPrivate *priv, PmKeyWalk *walk)
{
  gboolean is_patched = walk->known != NULL;

  if (is_patched && walk->data_version != priv->data_version)
    return;
  g_clear_pointer (&priv->order, pm_keys_unref);
  priv->order = pm_keys_ref (walk->order);
  priv->ordered_version = walk->data_version;
  g_array_remove_range (priv->changed, 0, walk->changed->len);
  if (!is_patched)
    priv->refresh_after =
        MAX (priv->refresh_after, g_get_monotonic_time () + PAUSE_FACTOR * walk->span);
}

/*
 * What the filter, the sort or the search has left behind meanwhile is not shown any more. What
 * data has left behind is, because the next answer may be long in coming while much arrives.
 */
static void
take_answer (PmKeyList *self, PmKeyWalk *walk)
{
  PmKeyListPrivate *priv = priv_of (self);

  if (walk->order_version != priv->order_version)
    return;
  if (!walk->hasty)
    take_order (priv, walk);
  if (walk->search_version != priv->search_version)
    return;
  pm_item_pool_take_rows (pm_cache_get_pool (priv->cache, priv->source), walk->rows);
  if (walk->query.matches != NULL || priv->shown_version != walk->search_version)
    pm_cache_tidy_soon (priv->cache);
  priv->shown_version = walk->search_version;
  show (self, walk);
  set_loading (self, FALSE);
}

static gboolean
ask_once (PmKeyList *self, gboolean *answered)
{
  PmKeyListPrivate *priv = priv_of (self);
  g_autoptr (PmKeyWalk) walk = walk_new (self);
  g_autoptr (GError) error = NULL;
  gint64 mirror = pm_cache_get_mirror (priv->cache);

  priv->ask_again = FALSE;
  *answered = pm_cache_read_rows (priv->cache, pm_key_walk_do, walk, &error);
  if (*answered) {
    take_answer (self, walk);
    return priv->ask_again;
  }
  if (g_error_matches (error, PM_ERROR, PM_ERROR_DAMAGED))
    pm_cache_report_damage (priv->cache, mirror);
  else if (!g_error_matches (error, PM_ERROR, PM_ERROR_CANCELLED))
    g_warning ("Keys could not be read: %s", error->message);
  return priv->ask_again || pm_cache_was_interrupted (priv->cache, error);
}

static void refresh (PmKeyList *self);

static DexFuture *
ask_fiber (gpointer data)
{
  PmKeyList *self = data;
  gboolean answered;

  while (ask_once (self, &answered))
    ;
  priv_of (self)->asking = FALSE;
  if (answered)
    refresh (self);
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

static gboolean
on_refresh_due (gpointer data)
{
  PmKeyList *self = data;

  priv_of (self)->refresh_source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

/* Asks for a stale order anew, once it is time for that. */
static void
refresh (PmKeyList *self)
{
  PmKeyListPrivate *priv = priv_of (self);
  gint64 delay = priv->refresh_after - g_get_monotonic_time ();

  if (!is_stale (priv) || priv->asking || priv->refresh_source != 0)
    return;
  if (delay <= 0)
    ask (self);
  else
    priv->refresh_source = g_timeout_add ((guint) (delay / 1000) + 1, on_refresh_due, self);
}

static void
on_touched (PmKeyList *self, PmChanges *changes)
{
  PmKeyListPrivate *priv = priv_of (self);
  GArray *ids = changes->ids[priv->source];

  if (!changes->everything && !PM_KEY_LIST_GET_CLASS (self)->concerns (self, changes))
    return;
  priv->data_version++;
  if (is_stale (priv) || PM_KEY_LIST_GET_CLASS (self)->placing == NULL || changes->everything ||
      priv->changed->len + ids->len > MAX_PATCHED)
    priv->stale_version = priv->data_version;
  else
    g_array_append_vals (priv->changed, ids->data, ids->len);
  if (is_stale (priv))
    refresh (self);
  else
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

  g_clear_handle_id (&priv->refresh_source, g_source_remove);
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
  PmKeyListPrivate *priv = priv_of (self);

  priv->search_version++;
  priv->refresh_after = MAX (priv->refresh_after, g_get_monotonic_time () + TYPING_PAUSE);
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
