/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-resources-view.h"

#include "domain/pm-resource.h"
#include "domain/pm-role.h"
#include "ui/common/pm-closures.h"
#include "ui/work/pm-resource-dialog.h"
#include "ui/work/pm-resource-row.h"

#include <glib/gi18n.h>

struct _PmResourcesView {
  AdwBin parent_instance;

  GtkListBox *list;

  PmWorkspace *workspace;
  PmPoc *poc;
  PmChildList *resources;
  GSignalGroup *resources_signals;
  gboolean is_stale; /* what is shown is of another POC, or nothing yet */
};

G_DEFINE_FINAL_TYPE (PmResourcesView, pm_resources_view, ADW_TYPE_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_N_RESOURCES,
  PROP_LOADING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* --- What is shown --- */

static char *
count_words (gpointer scope, guint n)
{
  if (n == 0)
    return g_strdup (_ ("No resources"));
  return g_strdup_printf (ngettext ("%u resource", "%u resources", n), n);
}

static char *
page_name (gpointer scope, guint n, gboolean loading)
{
  if (n > 0)
    return g_strdup ("resources");
  return g_strdup (loading ? "loading" : "empty");
}

static void
notify_list (PmResourcesView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_RESOURCES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
show_list (PmResourcesView *self)
{
  self->is_stale = FALSE;
  g_clear_object (&self->resources);
  if (self->workspace != NULL && self->poc != NULL)
    self->resources = pm_workspace_create_child_list (self->workspace, PM_TYPE_RESOURCE,
                                                      pm_poc_get_id (self->poc));
  g_signal_group_set_target (self->resources_signals, self->resources);
  pm_item_row_show_all (self->list, self->resources != NULL ? G_LIST_MODEL (self->resources) : NULL,
                        PM_TYPE_RESOURCE_ROW, self->workspace);
  notify_list (self);
}

/* Nobody waits for what nobody sees. */
static void
show_when_seen (PmResourcesView *self)
{
  self->is_stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_list (self);
}

static void
pm_resources_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pm_resources_view_parent_class)->map (widget);

  if (PM_RESOURCES_VIEW (widget)->is_stale)
    show_list (PM_RESOURCES_VIEW (widget));
}

/* --- What can be done --- */

static void
on_row_activated (GtkListBox *list, GtkWidget *row)
{
  gtk_widget_activate_action (row, "resource.use", NULL);
}

static void
add (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmResourcesView *self = PM_RESOURCES_VIEW (widget);

  pm_resource_dialog_present_new (widget, self->workspace, pm_poc_get_id (self->poc));
}

/* --- The object --- */

static void
pm_resources_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmResourcesView *self = PM_RESOURCES_VIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_POC:
    g_value_set_object (value, self->poc);
    break;
  case PROP_N_RESOURCES:
    g_value_set_uint (value, self->resources != NULL
                                 ? g_list_model_get_n_items (G_LIST_MODEL (self->resources))
                                 : 0);
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->resources != NULL &&
                                    pm_key_list_get_loading (PM_KEY_LIST (self->resources)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_resources_view_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  PmResourcesView *self = PM_RESOURCES_VIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    if (!g_set_object (&self->workspace, g_value_get_object (value)))
      return;
    break;
  case PROP_POC:
    if (!g_set_object (&self->poc, g_value_get_object (value)))
      return;
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  show_when_seen (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
pm_resources_view_dispose (GObject *object)
{
  PmResourcesView *self = PM_RESOURCES_VIEW (object);

  g_clear_object (&self->resources_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_RESOURCES_VIEW);
  g_clear_object (&self->resources);
  g_clear_object (&self->poc);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_resources_view_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_N_RESOURCES] =
      g_param_spec_uint ("n-resources", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_resources_view_class_init (PmResourcesViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_resources_view_get_property;
  object_class->set_property = pm_resources_view_set_property;
  object_class->dispose = pm_resources_view_dispose;
  widget_class->map = pm_resources_view_map;
  install_properties (object_class);

  gtk_widget_class_install_action (widget_class, "resources.add", NULL, add);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-resources-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PmResourcesView, list);
  gtk_widget_class_bind_template_callback (widget_class, count_words);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, page_name);
  pm_closures_bind (widget_class);
}

static void
pm_resources_view_init (PmResourcesView *self)
{
  self->resources_signals = g_signal_group_new (PM_TYPE_CHILD_LIST);
  g_signal_group_connect_swapped (self->resources_signals, "items-changed",
                                  G_CALLBACK (notify_list), self);
  g_signal_group_connect_swapped (self->resources_signals, "notify::loading",
                                  G_CALLBACK (notify_list), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
