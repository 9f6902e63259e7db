/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-list-watch.h"

struct _PmListWatch {
  GObject parent_instance;

  GListModel *list;
  GPtrArray *items; /* those that are looked at, in the list's order */
  char *signal;
};

G_DEFINE_FINAL_TYPE (PmListWatch, pm_list_watch, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_item_changed (PmListWatch *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
look_away (PmListWatch *self, gpointer item)
{
  g_signal_handlers_disconnect_by_func (item, on_item_changed, self);
}

static void
on_items_changed (PmListWatch *self, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + removed; i++)
    look_away (self, g_ptr_array_index (self->items, i));
  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  for (guint i = 0; i < added; i++) {
    gpointer item = g_list_model_get_item (self->list, position + i);

    g_ptr_array_insert (self->items, (int) (position + i), item);
    g_signal_connect_object (item, self->signal, G_CALLBACK (on_item_changed), self,
                             G_CONNECT_SWAPPED);
  }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
pm_list_watch_dispose (GObject *object)
{
  PmListWatch *self = PM_LIST_WATCH (object);

  for (guint i = 0; i < self->items->len; i++)
    look_away (self, g_ptr_array_index (self->items, i));
  g_ptr_array_set_size (self->items, 0);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (pm_list_watch_parent_class)->dispose (object);
}

static void
pm_list_watch_finalize (GObject *object)
{
  PmListWatch *self = PM_LIST_WATCH (object);

  g_ptr_array_unref (self->items);
  g_free (self->signal);

  G_OBJECT_CLASS (pm_list_watch_parent_class)->finalize (object);
}

static void
pm_list_watch_class_init (PmListWatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pm_list_watch_dispose;
  object_class->finalize = pm_list_watch_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pm_list_watch_init (PmListWatch *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * pm_list_watch_new:
 * @list: a list
 * @property: what to look at in its items
 *
 * Returns: (transfer full): something that looks at all items of @list; it holds them
 */
PmListWatch *
pm_list_watch_new (GListModel *list, const char *property)
{
  PmListWatch *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (list), NULL);
  g_return_val_if_fail (property != NULL, NULL);

  self = g_object_new (PM_TYPE_LIST_WATCH, NULL);
  self->list = g_object_ref (list);
  self->signal = g_strconcat ("notify::", property, NULL);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  on_items_changed (self, 0, 0, g_list_model_get_n_items (list));
  return self;
}
