/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-person-row.h"

#include "domain/pm-person.h"
#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-status-pill.h"
#include "ui/participants/pm-participants-view.h"
#include "ui/participants/pm-person-menu.h"
#include "ui/participants/pm-person-name.h"
#include "ui/participants/pm-person-words.h"

struct _PmPersonRow {
  AdwBin parent_instance;

  PmPerson *person;
  gboolean tells_engagement;
  GBindingGroup *view_bindings;
};

G_DEFINE_FINAL_TYPE (PmPersonRow, pm_person_row, ADW_TYPE_BIN)

enum {
  PROP_PERSON = 1,
  PROP_TELLS_ENGAGEMENT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
pm_person_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PERSON:
    g_value_set_object (value, PM_PERSON_ROW (object)->person);
    break;
  case PROP_TELLS_ENGAGEMENT:
    g_value_set_boolean (value, PM_PERSON_ROW (object)->tells_engagement);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_person_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PERSON:
    if (g_set_object (&PM_PERSON_ROW (object)->person, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_TELLS_ENGAGEMENT:
    PM_PERSON_ROW (object)->tells_engagement = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

/* What stands in a list's rows cannot bind to what stands around the list. */
static void
pm_person_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pm_person_row_parent_class)->root (widget);
  g_binding_group_set_source (PM_PERSON_ROW (widget)->view_bindings,
                              gtk_widget_get_ancestor (widget, PM_TYPE_PARTICIPANTS_VIEW));
}

static void
pm_person_row_unroot (GtkWidget *widget)
{
  g_binding_group_set_source (PM_PERSON_ROW (widget)->view_bindings, NULL);
  GTK_WIDGET_CLASS (pm_person_row_parent_class)->unroot (widget);
}

static void
pm_person_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_PERSON_ROW);
  g_clear_object (&PM_PERSON_ROW (object)->person);
  g_clear_object (&PM_PERSON_ROW (object)->view_bindings);

  G_OBJECT_CLASS (pm_person_row_parent_class)->dispose (object);
}

static void
pm_person_row_class_init (PmPersonRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_person_row_get_property;
  object_class->set_property = pm_person_row_set_property;
  object_class->dispose = pm_person_row_dispose;
  widget_class->root = pm_person_row_root;
  widget_class->unroot = pm_person_row_unroot;

  properties[PROP_PERSON] = g_param_spec_object ("person", NULL, NULL, PM_TYPE_PERSON, flags);
  properties[PROP_TELLS_ENGAGEMENT] =
      g_param_spec_boolean ("tells-engagement", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PM_TYPE_PERSON_NAME);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/participants/pm-person-row.ui");
  pm_clock_bind (widget_class);
  pm_closures_bind (widget_class);
  pm_person_words_bind (widget_class);
  pm_person_menu_bind (widget_class);
}

static void
pm_person_row_init (PmPersonRow *self)
{
  self->tells_engagement = TRUE;
  self->view_bindings = g_binding_group_new ();
  g_binding_group_bind (self->view_bindings, "tells-engagement", self, "tells-engagement",
                        G_BINDING_SYNC_CREATE);
  gtk_widget_init_template (GTK_WIDGET (self));
}
