/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/outbox/pm-section-list.h"

#include "domain/pm-operation.h"

#include <gtk/gtk.h>

struct _PmSectionList {
  GObject parent_instance;

  GListModel *model;
  GSignalGroup *signals;
  guint sections_source;
};

static void list_model_iface_init (GListModelInterface *iface);
static void section_model_iface_init (GtkSectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PmSectionList,
                               pm_section_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL,
                                                          section_model_iface_init))

enum {
  PROP_MODEL = 1,
  PROP_ITEM_TYPE,
  PROP_N_ITEMS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
get_item_type (GListModel *model)
{
  return PM_TYPE_OPERATION;
}

static guint
get_n_items (GListModel *model)
{
  PmSectionList *self = PM_SECTION_LIST (model);

  return self->model != NULL ? g_list_model_get_n_items (self->model) : 0;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PmSectionList *self = PM_SECTION_LIST (model);

  return self->model != NULL ? g_list_model_get_item (self->model, position) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gint64
poc_id_at (PmSectionList *self, guint position)
{
  g_autoptr (PmOperation) operation = g_list_model_get_item (self->model, position);

  return pm_operation_get_poc_id (operation);
}

static void
get_section (GtkSectionModel *model, guint position, guint *start, guint *end)
{
  PmSectionList *self = PM_SECTION_LIST (model);
  guint n_items = get_n_items (G_LIST_MODEL (self));
  gint64 poc_id;

  if (position >= n_items) {
    *start = n_items;
    *end = G_MAXUINT;
    return;
  }

  poc_id = poc_id_at (self, position);
  for (*start = position; *start > 0 && poc_id_at (self, *start - 1) == poc_id;)
    (*start)--;
  for (*end = position + 1; *end < n_items && poc_id_at (self, *end) == poc_id;)
    (*end)++;
}

static void
section_model_iface_init (GtkSectionModelInterface *iface)
{
  iface->get_section = get_section;
}

static gboolean
tell_sections (gpointer data)
{
  PmSectionList *self = data;
  guint n_items = get_n_items (G_LIST_MODEL (self));

  self->sections_source = 0;
  if (n_items > 0)
    gtk_section_model_sections_changed (GTK_SECTION_MODEL (self), 0, n_items);
  return G_SOURCE_REMOVE;
}

/* A row fills when it has been read, and only then it is known which POC it belongs to. */
static void
on_filled (PmSectionList *self)
{
  g_assert (PM_IS_SECTION_LIST (self));

  if (self->sections_source == 0)
    self->sections_source = g_idle_add (tell_sections, self);
}

static void
watch_items (PmSectionList *self, guint position, guint n_items)
{
  for (guint i = position; i < position + n_items; i++) {
    g_autoptr (PmOperation) operation = g_list_model_get_item (self->model, i);

    g_signal_handlers_disconnect_by_func (operation, on_filled, self);
    g_signal_connect_object (operation, "notify::poc-id", G_CALLBACK (on_filled), self,
                             G_CONNECT_SWAPPED);
  }
}

static void
on_items_changed (PmSectionList *self, guint position, guint removed, guint added)
{
  g_assert (PM_IS_SECTION_LIST (self));

  watch_items (self, position, added);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  on_filled (self);
}

static void
set_model (PmSectionList *self, GListModel *model)
{
  guint removed = get_n_items (G_LIST_MODEL (self));
  guint added = model != NULL ? g_list_model_get_n_items (model) : 0;

  g_assert (PM_IS_SECTION_LIST (self));

  if (!g_set_object (&self->model, model))
    return;
  g_signal_group_set_target (self->signals, model);
  on_items_changed (self, 0, removed, added);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

static void
pm_section_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmSectionList *self = PM_SECTION_LIST (object);

  switch (prop_id) {
  case PROP_MODEL:
    g_value_set_object (value, self->model);
    break;
  case PROP_ITEM_TYPE:
    g_value_set_gtype (value, PM_TYPE_OPERATION);
    break;
  case PROP_N_ITEMS:
    g_value_set_uint (value, get_n_items (G_LIST_MODEL (self)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_section_list_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_MODEL:
    set_model (PM_SECTION_LIST (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_section_list_dispose (GObject *object)
{
  PmSectionList *self = PM_SECTION_LIST (object);

  g_clear_handle_id (&self->sections_source, g_source_remove);
  g_clear_object (&self->signals);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (pm_section_list_parent_class)->dispose (object);
}

static void
pm_section_list_class_init (PmSectionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pm_section_list_get_property;
  object_class->set_property = pm_section_list_set_property;
  object_class->dispose = pm_section_list_dispose;

  properties[PROP_MODEL] =
      g_param_spec_object ("model", NULL, NULL, G_TYPE_LIST_MODEL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ITEM_TYPE] = g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_section_list_init (PmSectionList *self)
{
  self->signals = g_signal_group_new (G_TYPE_LIST_MODEL);
  g_signal_group_connect_swapped (self->signals, "items-changed", G_CALLBACK (on_items_changed),
                                  self);
}
