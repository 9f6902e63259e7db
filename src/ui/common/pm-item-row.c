/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-item-row.h"

typedef struct {
  GObject *item;
  char *words;
} PmItemRowPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PmItemRow, pm_item_row, GTK_TYPE_LIST_BOX_ROW)

enum {
  PROP_ITEM = 1,
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

static GtkWidget *
row_new (gpointer item, gpointer row_type)
{
  return g_object_new (GPOINTER_TO_SIZE (row_type), "item", item, NULL);
}

/**
 * pm_item_row_show_all:
 * @list: a list box
 * @items: (nullable): what to show in it
 * @row_type: the #PmItemRow that shows each
 */
void
pm_item_row_show_all (GtkListBox *list, GListModel *items, GType row_type)
{
  g_return_if_fail (GTK_IS_LIST_BOX (list));
  g_return_if_fail (items == NULL || G_IS_LIST_MODEL (items));
  g_return_if_fail (g_type_is_a (row_type, PM_TYPE_ITEM_ROW));

  gtk_list_box_bind_model (list, items, row_new, GSIZE_TO_POINTER (row_type), NULL);
}
