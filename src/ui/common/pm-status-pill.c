/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-status-pill.h"

#include "ui/common/pm-looks.h"

#include <glib/gi18n.h>

struct _PmStatusPill {
  GtkBox parent_instance;

  GtkImage *icon;
  GtkLabel *words;
  const PmLook *look;
  GSignalGroup *person; /* NULL until there is one */
};

G_DEFINE_FINAL_TYPE (PmStatusPill, pm_status_pill, GTK_TYPE_BOX)

enum {
  PROP_POC_STATUS = 1,
  PROP_TASK_STATUS,
  PROP_PERSON_STATUS,
  PROP_OPERATION_STATE,
  PROP_INTERNAL,
  PROP_MET,
  PROP_PERSON,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
show_look (PmStatusPill *self, const PmLook *look)
{
  GtkWidget *widget = GTK_WIDGET (self);

  g_assert (look != NULL);

  if (self->look == look)
    return;
  if (self->look != NULL && *self->look->tone != '\0')
    gtk_widget_remove_css_class (widget, self->look->tone);
  if (*look->tone != '\0')
    gtk_widget_add_css_class (widget, look->tone);
  gtk_image_set_from_icon_name (self->icon, look->icon_name);
  gtk_label_set_label (self->words, _ (look->words));
  self->look = look;
}

static void
show_person (PmStatusPill *self)
{
  g_autoptr (PmPerson) person = g_signal_group_dup_target (self->person);

  if (person != NULL)
    show_look (self, pm_look_of_person (person));
}

static void
follow_person (PmStatusPill *self, PmPerson *person)
{
  if (self->person == NULL) {
    self->person = g_signal_group_new (PM_TYPE_PERSON);
    g_signal_group_connect_swapped (self->person, "notify", G_CALLBACK (show_person), self);
    g_signal_connect_swapped (self->person, "bind", G_CALLBACK (show_person), self);
  }
  g_signal_group_set_target (self->person, person);
}

static void
pm_status_pill_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmStatusPill *self = PM_STATUS_PILL (object);

  switch (prop_id) {
  case PROP_POC_STATUS:
    show_look (self, pm_look_of_poc_status (g_value_get_enum (value)));
    break;
  case PROP_TASK_STATUS:
    show_look (self, pm_look_of_task_status (g_value_get_enum (value)));
    break;
  case PROP_PERSON_STATUS:
    show_look (self, pm_look_of_person_status (g_value_get_enum (value)));
    break;
  case PROP_OPERATION_STATE:
    show_look (self, pm_look_of_operation_state (g_value_get_enum (value)));
    break;
  case PROP_INTERNAL:
    show_look (self, pm_look_of_audience (g_value_get_boolean (value)));
    break;
  case PROP_MET:
    show_look (self, pm_look_of_criterion (g_value_get_boolean (value)));
    break;
  case PROP_PERSON:
    follow_person (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_status_pill_dispose (GObject *object)
{
  g_clear_object (&PM_STATUS_PILL (object)->person);
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_STATUS_PILL);

  G_OBJECT_CLASS (pm_status_pill_parent_class)->dispose (object);
}

static void
pm_status_pill_class_init (PmStatusPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = pm_status_pill_set_property;
  object_class->dispose = pm_status_pill_dispose;

  properties[PROP_POC_STATUS] =
      g_param_spec_enum ("poc-status", NULL, NULL, PM_TYPE_POC_STATUS, PM_POC_STATUS_DRAFT, flags);
  properties[PROP_TASK_STATUS] = g_param_spec_enum ("task-status", NULL, NULL, PM_TYPE_TASK_STATUS,
                                                    PM_TASK_STATUS_NOT_STARTED, flags);
  properties[PROP_PERSON_STATUS] = g_param_spec_enum (
      "person-status", NULL, NULL, PM_TYPE_PERSON_STATUS, PM_PERSON_STATUS_PENDING, flags);
  properties[PROP_OPERATION_STATE] = g_param_spec_enum (
      "operation-state", NULL, NULL, PM_TYPE_OPERATION_STATE, PM_OPERATION_STATE_HELD, flags);
  properties[PROP_INTERNAL] = g_param_spec_boolean ("internal", NULL, NULL, FALSE, flags);
  properties[PROP_MET] = g_param_spec_boolean ("met", NULL, NULL, FALSE, flags);
  properties[PROP_PERSON] = g_param_spec_object ("person", NULL, NULL, PM_TYPE_PERSON, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "statuspill");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/common/pm-status-pill.ui");
  gtk_widget_class_bind_template_child (widget_class, PmStatusPill, icon);
  gtk_widget_class_bind_template_child (widget_class, PmStatusPill, words);
}

static void
pm_status_pill_init (PmStatusPill *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
