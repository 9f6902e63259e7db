/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-items-view.h"

typedef struct {
  PmWorkspace *workspace;
  PmPoc *poc;
  GPtrArray *lists;  /* what is shown of the POC */
  gboolean is_stale; /* what is shown is of another POC, or nothing yet */
} PmItemsViewPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PmItemsView, pm_items_view, ADW_TYPE_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_N_ITEMS,
  PROP_PAGE_NAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static inline PmItemsViewPrivate *
priv_of (PmItemsView *self)
{
  return pm_items_view_get_instance_private (self);
}

static guint
count_items (PmItemsView *self)
{
  GPtrArray *lists = priv_of (self)->lists;
  guint n_items = 0;

  for (guint i = 0; i < lists->len; i++)
    n_items += g_list_model_get_n_items (g_ptr_array_index (lists, i));
  return n_items;
}

static const char *
find_page_name (PmItemsView *self)
{
  GPtrArray *lists = priv_of (self)->lists;

  if (count_items (self) > 0)
    return "items";
  for (guint i = 0; i < lists->len; i++)
    if (pm_key_list_get_loading (g_ptr_array_index (lists, i)))
      return "loading";
  return "empty";
}

static void
notify_items (PmItemsView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE_NAME]);
}

static void
forget_lists (PmItemsView *self)
{
  GPtrArray *lists = priv_of (self)->lists;

  for (guint i = 0; i < lists->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (lists, i), notify_items, self);
  g_ptr_array_set_size (lists, 0);
}

/* Nobody waits for what nobody sees. */
static void
show_when_seen (PmItemsView *self)
{
  PmItemsViewPrivate *priv = priv_of (self);

  if (!priv->is_stale || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  priv->is_stale = FALSE;
  forget_lists (self);
  PM_ITEMS_VIEW_GET_CLASS (self)->show (self);
  notify_items (self);
}

static void
pm_items_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pm_items_view_parent_class)->map (widget);

  show_when_seen (PM_ITEMS_VIEW (widget));
}

static void
pm_items_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmItemsView *self = PM_ITEMS_VIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, priv_of (self)->workspace);
    break;
  case PROP_POC:
    g_value_set_object (value, priv_of (self)->poc);
    break;
  case PROP_N_ITEMS:
    g_value_set_uint (value, count_items (self));
    break;
  case PROP_PAGE_NAME:
    g_value_set_static_string (value, find_page_name (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_items_view_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmItemsViewPrivate *priv = priv_of (PM_ITEMS_VIEW (object));

  switch (prop_id) {
  case PROP_WORKSPACE:
    if (!g_set_object (&priv->workspace, g_value_get_object (value)))
      return;
    break;
  case PROP_POC:
    if (!g_set_object (&priv->poc, g_value_get_object (value)))
      return;
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  priv->is_stale = TRUE;
  g_object_notify_by_pspec (object, pspec);
  show_when_seen (PM_ITEMS_VIEW (object));
}

static void
pm_items_view_dispose (GObject *object)
{
  PmItemsView *self = PM_ITEMS_VIEW (object);

  forget_lists (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), G_OBJECT_TYPE (self));
  g_clear_object (&priv_of (self)->poc);
  g_clear_object (&priv_of (self)->workspace);

  G_OBJECT_CLASS (pm_items_view_parent_class)->dispose (object);
}

static void
pm_items_view_finalize (GObject *object)
{
  g_ptr_array_unref (priv_of (PM_ITEMS_VIEW (object))->lists);

  G_OBJECT_CLASS (pm_items_view_parent_class)->finalize (object);
}

static void
pm_items_view_class_init (PmItemsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_items_view_get_property;
  object_class->set_property = pm_items_view_set_property;
  object_class->dispose = pm_items_view_dispose;
  object_class->finalize = pm_items_view_finalize;
  GTK_WIDGET_CLASS (klass)->map = pm_items_view_map;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_PAGE_NAME] = g_param_spec_string ("page-name", NULL, NULL, "empty", readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_items_view_init (PmItemsView *self)
{
  priv_of (self)->lists = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * pm_items_view_get_workspace:
 * @self: the view
 *
 * Returns: (transfer none) (nullable): whose items it shows
 */
PmWorkspace *
pm_items_view_get_workspace (PmItemsView *self)
{
  g_return_val_if_fail (PM_IS_ITEMS_VIEW (self), NULL);

  return priv_of (self)->workspace;
}

/**
 * pm_items_view_get_poc_id:
 * @self: the view
 *
 * Returns: the POC whose items it shows, or 0
 */
gint64
pm_items_view_get_poc_id (PmItemsView *self)
{
  PmPoc *poc;

  g_return_val_if_fail (PM_IS_ITEMS_VIEW (self), 0);

  poc = priv_of (self)->poc;
  return poc != NULL ? pm_poc_get_id (poc) : 0;
}

/**
 * pm_items_view_open_list:
 * @self: a view that is about to show a POC
 * @item_type: the kind of its items
 *
 * For #PmItemsViewClass.show: what stands in the list counts as an item of the view.
 *
 * Returns: (transfer none) (nullable): what the POC has of the kind; %NULL without a POC
 */
GListModel *
pm_items_view_open_list (PmItemsView *self, GType item_type)
{
  PmItemsViewPrivate *priv = priv_of (self);
  PmChildList *list;

  g_return_val_if_fail (PM_IS_ITEMS_VIEW (self), NULL);

  if (priv->workspace == NULL || priv->poc == NULL)
    return NULL;
  list = pm_workspace_create_child_list (priv->workspace, item_type, pm_poc_get_id (priv->poc));
  g_ptr_array_add (priv->lists, list);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (notify_items), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (notify_items), self,
                           G_CONNECT_SWAPPED);
  return G_LIST_MODEL (list);
}
