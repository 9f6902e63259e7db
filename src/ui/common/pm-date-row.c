/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-date-row.h"

#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

struct _PmDateRow {
  AdwActionRow parent_instance;

  GtkWidget *choose;
  GtkCalendar *calendar;
  GtkPopover *popover;

  char *date;
  gboolean required;
  int shown_month; /* while the calendar is open */
};

G_DEFINE_FINAL_TYPE (PmDateRow, pm_date_row, ADW_TYPE_ACTION_ROW)

enum {
  PROP_DATE = 1,
  PROP_REQUIRED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
date_words (gpointer scope, const char *date)
{
  g_autofree char *words = pm_words_date (date);

  return *words != '\0' ? g_steal_pointer (&words) : g_strdup (_ ("None"));
}

static gboolean
can_clear (gpointer scope, const char *date, gboolean required)
{
  return date != NULL && !required;
}

static void
set_date (PmDateRow *self, const char *date)
{
  if (g_set_str (&self->date, date))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATE]);
}

static void
on_clear (PmDateRow *self)
{
  set_date (self, NULL);
  gtk_widget_grab_focus (self->choose);
}

/* --- The calendar --- */

static GDateTime *
get_day (PmDateRow *self)
{
  g_autofree char *text = self->date != NULL ? g_strconcat (self->date, "T12:00:00", NULL) : NULL;
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  GDateTime *day = text != NULL ? g_date_time_new_from_iso8601 (text, here) : NULL;

  return day != NULL ? day : g_date_time_new_now_local ();
}

static void
on_shown (PmDateRow *self)
{
  g_autoptr (GDateTime) day = get_day (self);

  self->shown_month = g_date_time_get_month (day);
  gtk_calendar_select_day (self->calendar, day);
  gtk_widget_grab_focus (GTK_WIDGET (self->calendar));
}

/* Turning to another month selects a day in it, too: only a day in the month that shows is one
 * that somebody has chosen. */
static void
on_day_selected (PmDateRow *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");

  if (!gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    return;
  if (g_date_time_get_month (day) != self->shown_month) {
    self->shown_month = g_date_time_get_month (day);
    return;
  }
  set_date (self, date);
  gtk_popover_popdown (self->popover);
}

/* --- The object --- */

static void
pm_date_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmDateRow *self = PM_DATE_ROW (object);

  switch (prop_id) {
  case PROP_DATE:
    g_value_set_string (value, self->date);
    break;
  case PROP_REQUIRED:
    g_value_set_boolean (value, self->required);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_date_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmDateRow *self = PM_DATE_ROW (object);

  switch (prop_id) {
  case PROP_DATE:
    set_date (self, g_value_get_string (value));
    break;
  case PROP_REQUIRED:
    self->required = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_date_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_DATE_ROW);

  G_OBJECT_CLASS (pm_date_row_parent_class)->dispose (object);
}

static void
pm_date_row_finalize (GObject *object)
{
  g_free (PM_DATE_ROW (object)->date);

  G_OBJECT_CLASS (pm_date_row_parent_class)->finalize (object);
}

static void
pm_date_row_class_init (PmDateRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_date_row_get_property;
  object_class->set_property = pm_date_row_set_property;
  object_class->dispose = pm_date_row_dispose;
  object_class->finalize = pm_date_row_finalize;

  properties[PROP_DATE] = g_param_spec_string ("date", NULL, NULL, NULL, flags);
  properties[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/common/pm-date-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PmDateRow, choose);
  gtk_widget_class_bind_template_child (widget_class, PmDateRow, calendar);
  gtk_widget_class_bind_template_child (widget_class, PmDateRow, popover);
  gtk_widget_class_bind_template_callback (widget_class, can_clear);
  gtk_widget_class_bind_template_callback (widget_class, date_words);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_day_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_shown);
}

static void
pm_date_row_init (PmDateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
