/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-person-name.h"

#include "ui/common/pm-closures.h"
#include "ui/participants/pm-person-cell.h"
#include "ui/participants/pm-person-words.h"

struct _PmPersonName {
  AdwBin parent_instance;

  PmPerson *person;
};

G_DEFINE_FINAL_TYPE (PmPersonName, pm_person_name, ADW_TYPE_BIN)

enum {
  PROP_PERSON = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
pm_person_name_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PERSON:
    g_value_set_object (value, PM_PERSON_NAME (object)->person);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_person_name_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PERSON:
    if (g_set_object (&PM_PERSON_NAME (object)->person, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_person_name_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_PERSON_NAME);
  g_clear_object (&PM_PERSON_NAME (object)->person);

  G_OBJECT_CLASS (pm_person_name_parent_class)->dispose (object);
}

static void
pm_person_name_class_init (PmPersonNameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_person_name_get_property;
  object_class->set_property = pm_person_name_set_property;
  object_class->dispose = pm_person_name_dispose;

  properties[PROP_PERSON] =
      g_param_spec_object ("person", NULL, NULL, PM_TYPE_PERSON,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PM_TYPE_PERSON_CELL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/participants/pm-person-name.ui");
  pm_closures_bind (widget_class);
  pm_person_words_bind (widget_class);
}

static void
pm_person_name_init (PmPersonName *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
