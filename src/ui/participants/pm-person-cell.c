/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-person-cell.h"

#include "ui/common/pm-clock.h"

struct _PmPersonCell {
  AdwBin parent_instance;

  PmPerson *person;
  PmClock *clock;
};

G_DEFINE_FINAL_TYPE (PmPersonCell, pm_person_cell, ADW_TYPE_BIN)

enum {
  PROP_PERSON = 1,
  PROP_NOW,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
notify_now (PmPersonCell *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOW]);
}

static void
pm_person_cell_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmPersonCell *self = PM_PERSON_CELL (object);

  switch (prop_id) {
  case PROP_PERSON:
    g_value_set_object (value, self->person);
    break;
  case PROP_NOW:
    g_value_set_int64 (value, pm_clock_get_now (self->clock));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_person_cell_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmPersonCell *self = PM_PERSON_CELL (object);

  switch (prop_id) {
  case PROP_PERSON:
    if (g_set_object (&self->person, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_person_cell_finalize (GObject *object)
{
  PmPersonCell *self = PM_PERSON_CELL (object);

  g_clear_object (&self->person);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (pm_person_cell_parent_class)->finalize (object);
}

static void
pm_person_cell_class_init (PmPersonCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pm_person_cell_get_property;
  object_class->set_property = pm_person_cell_set_property;
  object_class->finalize = pm_person_cell_finalize;

  properties[PROP_PERSON] =
      g_param_spec_object ("person", NULL, NULL, PM_TYPE_PERSON,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NOW] = g_param_spec_int64 ("now", NULL, NULL, 0, G_MAXINT64, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_person_cell_init (PmPersonCell *self)
{
  self->clock = g_object_new (PM_TYPE_CLOCK, NULL);
  g_signal_connect_object (self->clock, "notify::now", G_CALLBACK (notify_now), self,
                           G_CONNECT_SWAPPED);
}

/**
 * pm_person_cell_find:
 * @row: (nullable): a widget, such as a list's row
 *
 * Returns: (transfer none) (nullable): the person of the first cell in it
 */
PmPerson *
pm_person_cell_find (GtkWidget *row)
{
  PmPerson *person = NULL;

  if (row == NULL)
    return NULL;
  if (PM_IS_PERSON_CELL (row))
    return PM_PERSON_CELL (row)->person;

  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL && person == NULL;
       child = gtk_widget_get_next_sibling (child))
    person = pm_person_cell_find (child);
  return person;
}
