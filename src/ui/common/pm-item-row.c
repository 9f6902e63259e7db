/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-item-row.h"

typedef struct {
  GObject *item;
  GObject *context;
  char *words;
} PmItemRowPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PmItemRow, pm_item_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_ITEM = 1,
  PROP_CONTEXT,
  PROP_WORDS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
set_words (PmItemRow *self, const char *words)
{
  PmItemRowPrivate *priv = pm_item_row_get_instance_private (self);

  if (!g_set_str (&priv->words, words))
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words != NULL ? words : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORDS]);
}

static void
pm_item_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmItemRowPrivate *priv = pm_item_row_get_instance_private (PM_ITEM_ROW (object));

  switch (prop_id) {
  case PROP_ITEM:
    g_value_set_object (value, priv->item);
    break;
  case PROP_CONTEXT:
    g_value_set_object (value, priv->context);
    break;
  case PROP_WORDS:
    g_value_set_string (value, priv->words);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_item_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmItemRowPrivate *priv = pm_item_row_get_instance_private (PM_ITEM_ROW (object));

  switch (prop_id) {
  case PROP_ITEM:
    priv->item = g_value_dup_object (value);
    break;
  case PROP_CONTEXT:
    priv->context = g_value_dup_object (value);
    break;
  case PROP_WORDS:
    set_words (PM_ITEM_ROW (object), g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_item_row_dispose (GObject *object)
{
  PmItemRowPrivate *priv = pm_item_row_get_instance_private (PM_ITEM_ROW (object));

  gtk_widget_dispose_template (GTK_WIDGET (object), G_OBJECT_TYPE (object));
  g_clear_object (&priv->item);
  g_clear_object (&priv->context);

  G_OBJECT_CLASS (pm_item_row_parent_class)->dispose (object);
}

static void
pm_item_row_finalize (GObject *object)
{
  PmItemRowPrivate *priv = pm_item_row_get_instance_private (PM_ITEM_ROW (object));

  g_free (priv->words);

  G_OBJECT_CLASS (pm_item_row_parent_class)->finalize (object);
}

static void
pm_item_row_class_init (PmItemRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pm_item_row_get_property;
  object_class->set_property = pm_item_row_set_property;
  object_class->dispose = pm_item_row_dispose;
  object_class->finalize = pm_item_row_finalize;

  properties[PROP_ITEM] =
      g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONTEXT] =
      g_param_spec_object ("context", NULL, NULL, G_TYPE_OBJECT,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WORDS] =
      g_param_spec_string ("words", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_item_row_init (PmItemRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
}

/* What a list box makes its rows of. */
typedef struct {
  GType row_type;
  GObject *context;
} Maker;

static void
maker_free (gpointer data)
{
  Maker *maker = data;

  g_clear_object (&maker->context);
  g_free (maker);
}

static GtkWidget *
row_new (gpointer item, gpointer data)
{
  Maker *maker = data;

  return g_object_new (maker->row_type, "item", item, "context", maker->context, NULL);
}

/**
 * pm_item_row_show_all:
 * @list: a list box
 * @items: (nullable): what to show in it
 * @row_type: the #PmItemRow that shows each
 * @context: (nullable) (type GObject): what the rows need to know besides; it is held as long as
 *   they are
 */
void
pm_item_row_show_all (GtkListBox *list, GListModel *items, GType row_type, gpointer context)
{
  Maker *maker;

  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (items == NULL || G_IS_LIST_MODEL (items));
  g_return_if_fail (g_type_is_a (row_type, PM_TYPE_ITEM_ROW));
  g_return_if_fail (context == NULL || G_IS_OBJECT (context));

  maker = g_new0 (Maker, 1);
  maker->row_type = row_type;
  g_set_object (&maker->context, context);
  gtk_list_box_bind_model (list, items, row_new, maker, maker_free);
}

/**
 * pm_item_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none): what it shows
 */
gpointer
pm_item_row_get_item (PmItemRow *self)
{
  PmItemRowPrivate *priv = pm_item_row_get_instance_private (self);

  g_return_val_if_fail (PM_IS_ITEM_ROW (self), NULL);

  return priv->item;
}

/**
 * pm_item_row_get_context:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): what it knows besides
 */
gpointer
pm_item_row_get_context (PmItemRow *self)
{
  PmItemRowPrivate *priv = pm_item_row_get_instance_private (self);

  g_return_val_if_fail (PM_IS_ITEM_ROW (self), NULL);

  return priv->context;
}

/**
 * pm_item_row_focus_neighbour:
 * @self: a row that is about to go
 *
 * Lets the keyboard go on beside it, if it is there.
 */
void
pm_item_row_focus_neighbour (PmItemRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *neighbour = gtk_widget_get_next_sibling (widget);

  g_return_if_fail (PM_IS_ITEM_ROW (self));

  if (gtk_root_get_focus (gtk_widget_get_root (widget)) == NULL ||
      (!gtk_widget_has_focus (widget) && gtk_widget_get_focus_child (widget) == NULL))
    return;
  if (neighbour == NULL)
    neighbour = gtk_widget_get_prev_sibling (widget);
  if (GTK_IS_LIST_BOX_ROW (neighbour))
    gtk_widget_grab_focus (neighbour);
}
