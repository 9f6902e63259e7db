/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-poc-part.h"

#include "cache/pm-key-list.h"
#include "ui/common/pm-item-row.h"

struct _PmPocPart {
  AdwBin parent_instance;

  GtkListBox *list;

  char *title;
  char *empty_text;
  GListModel *items;
  GType row_type;
  GSignalGroup *items_signals;
};

G_DEFINE_FINAL_TYPE (PmPocPart, pm_poc_part, ADW_TYPE_BIN)

enum {
  PROP_TITLE = 1,
  PROP_EMPTY_TEXT,
  PROP_ITEMS,
  PROP_ROW_TYPE,
  PROP_N_ITEMS,
  PROP_LOADING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
page_name (PmPocPart *self, guint n_items, gboolean loading)
{
  if (n_items > 0)
    return g_strdup ("items");
  return g_strdup (loading ? "loading" : "empty");
}

static void
notify_items (PmPocPart *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_title (PmPocPart *self, const char *title)
{
  if (!g_set_str (&self->title, title))
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
set_items (PmPocPart *self, GListModel *items)
{
  if (!g_set_object (&self->items, items))
    return;
  g_signal_group_set_target (self->items_signals, items);
  pm_item_row_show_all (self->list, items, self->row_type, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEMS]);
  notify_items (self);
}

static void
pm_poc_part_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmPocPart *self = PM_POC_PART (object);

  switch (prop_id) {
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_EMPTY_TEXT:
    g_value_set_string (value, self->empty_text);
    break;
  case PROP_ITEMS:
    g_value_set_object (value, self->items);
    break;
  case PROP_ROW_TYPE:
    g_value_set_gtype (value, self->row_type);
    break;
  case PROP_N_ITEMS:
    g_value_set_uint (value, self->items != NULL ? g_list_model_get_n_items (self->items) : 0);
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->items != NULL &&
                                    pm_key_list_get_loading (PM_KEY_LIST (self->items)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_part_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmPocPart *self = PM_POC_PART (object);

  switch (prop_id) {
  case PROP_TITLE:
    set_title (self, g_value_get_string (value));
    break;
  case PROP_EMPTY_TEXT:
    if (g_set_str (&self->empty_text, g_value_get_string (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_ITEMS:
    set_items (self, g_value_get_object (value));
    break;
  case PROP_ROW_TYPE:
    self->row_type = g_value_get_gtype (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_part_dispose (GObject *object)
{
  PmPocPart *self = PM_POC_PART (object);

  g_clear_object (&self->items_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_POC_PART);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (pm_poc_part_parent_class)->dispose (object);
}

static void
pm_poc_part_finalize (GObject *object)
{
  PmPocPart *self = PM_POC_PART (object);

  g_free (self->title);
  g_free (self->empty_text);

  G_OBJECT_CLASS (pm_poc_part_parent_class)->finalize (object);
}

static void
pm_poc_part_class_init (PmPocPartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_poc_part_get_property;
  object_class->set_property = pm_poc_part_set_property;
  object_class->dispose = pm_poc_part_dispose;
  object_class->finalize = pm_poc_part_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, writable);
  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, writable);
  properties[PROP_ITEMS] = g_param_spec_object ("items", NULL, NULL, G_TYPE_LIST_MODEL, writable);
  properties[PROP_ROW_TYPE] =
      g_param_spec_gtype ("row-type", NULL, NULL, PM_TYPE_ITEM_ROW, writable);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-poc-part.ui");
  gtk_widget_class_bind_template_child (widget_class, PmPocPart, list);
  gtk_widget_class_bind_template_callback (widget_class, page_name);
}

static void
pm_poc_part_init (PmPocPart *self)
{
  self->items_signals = g_signal_group_new (PM_TYPE_KEY_LIST);
  g_signal_group_connect_swapped (self->items_signals, "items-changed", G_CALLBACK (notify_items),
                                  self);
  g_signal_group_connect_swapped (self->items_signals, "notify::loading", G_CALLBACK (notify_items),
                                  self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
