/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/browser/pm-poc-row.h"

#include "ui/common/pm-clock.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-progress-ring.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

/*
 * A list makes two hundred of these, most of them out of sight. With what it shows bound in its
 * template a row took three times as long to make and twice the memory, so it is filled by hand.
 */
struct _PmPocRow {
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *company;
  PmProgressRing *ring;
  PmStatusPill *pill;
  GtkLabel *time;
  GtkWidget *open_box;
  GtkLabel *open_count;
  GtkWidget *people_box;
  GtkLabel *people_count;

  PmPoc *poc;
  PmClock *clock;
  char *description;
};

G_DEFINE_FINAL_TYPE (PmPocRow, pm_poc_row, GTK_TYPE_BOX)

enum {
  PROP_POC = 1,
  PROP_DESCRIPTION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const char *
text_of (const char *text)
{
  return text != NULL ? text : "";
}

static void
show_number (GtkLabel *label, gint64 number)
{
  g_autofree char *words = g_strdup_printf ("%'" G_GINT64_FORMAT, number);

  gtk_label_set_label (label, words);
}

static void
show_tasks (PmPocRow *self)
{
  gint64 done = pm_poc_get_tasks_done (self->poc);
  gint64 total = pm_poc_get_tasks_total (self->poc);
  g_autofree char *words = pm_words_tasks_done (done, total);

  gtk_widget_set_visible (GTK_WIDGET (self->ring), total != 0);
  if (total == 0)
    return;
  g_object_set (self->ring, "fraction", (double) done / (double) total, "tooltip-text", words,
                NULL);
}

/* What a screen reader says after the title; the eye sees icons for some of it. */
static void
describe (PmPocRow *self, const char *time, const char *people, const char *open)
{
  const char *company = text_of (pm_poc_get_customer_company_name (self->poc));
  const PmLook *look = pm_look_of_poc_status ((PmPocStatus) pm_poc_get_status (self->poc));
  g_autofree char *words = NULL;

  if (pm_poc_get_open_invitations (self->poc) == 0)
    open = NULL;
  words = g_strjoin (", ", company, _ (look->words), time, people, open, NULL);
  if (g_set_str (&self->description, words))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

static void
show (PmPocRow *self)
{
  PmPoc *poc = self->poc;
  PmPocStatus status = (PmPocStatus) pm_poc_get_status (poc);
  gint64 n_open = pm_poc_get_open_invitations (poc);
  gint64 n_people = pm_poc_get_people_count (poc);
  g_autofree char *time = NULL;
  g_autofree char *open = pm_words_open_invitations (n_open);
  g_autofree char *people = pm_words_people (n_people);

  time = pm_words_poc_time (status, pm_poc_get_start_date (poc), pm_poc_get_end_date (poc),
                            pm_clock_get_today (self->clock));
  gtk_label_set_label (self->title, text_of (pm_poc_get_title (poc)));
  gtk_label_set_label (self->company, text_of (pm_poc_get_customer_company_name (poc)));
  gtk_label_set_label (self->time, time);
  g_object_set (self->pill, "poc-status", status, NULL);
  show_tasks (self);
  gtk_widget_set_visible (self->open_box, n_open != 0);
  gtk_widget_set_tooltip_text (self->open_box, open);
  show_number (self->open_count, n_open);
  gtk_widget_set_tooltip_text (self->people_box, people);
  show_number (self->people_count, n_people);
  describe (self, time, people, open);
}

static void
on_new_day (PmPocRow *self)
{
  if (self->poc != NULL)
    show (self);
}

static void
set_poc (PmPocRow *self, PmPoc *poc)
{
  g_assert (PM_IS_POC_ROW (self));
  g_assert (poc == NULL || PM_IS_POC (poc));

  if (self->poc == poc)
    return;
  if (self->poc != NULL)
    g_signal_handlers_disconnect_by_func (self->poc, show, self);
  g_set_object (&self->poc, poc);
  if (poc != NULL) {
    g_signal_connect_object (poc, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
    show (self);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POC]);
}

static void
pm_poc_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_POC:
    g_value_set_object (value, PM_POC_ROW (object)->poc);
    break;
  case PROP_DESCRIPTION:
    g_value_set_string (value, PM_POC_ROW (object)->description);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_POC:
    set_poc (PM_POC_ROW (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_row_dispose (GObject *object)
{
  PmPocRow *self = PM_POC_ROW (object);

  set_poc (self, NULL);
  g_clear_object (&self->clock);
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_POC_ROW);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (pm_poc_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_PROGRESS_RING);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/browser/pm-poc-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PmPocRow, title);
  gtk_widget_class_bind_template_child (widget_class, PmPocRow, company);
  gtk_widget_class_bind_template_child (widget_class, PmPocRow, ring);
  gtk_widget_class_bind_template_child (widget_class, PmPocRow, pill);
  gtk_widget_class_bind_template_child (widget_class, PmPocRow, time);
  gtk_widget_class_bind_template_child (widget_class, PmPocRow, open_box);
  gtk_widget_class_bind_template_child (widget_class, PmPocRow, open_count);
  gtk_widget_class_bind_template_child (widget_class, PmPocRow, people_box);
  gtk_widget_class_bind_template_child (widget_class, PmPocRow, people_count);
}

static void
pm_poc_row_class_init (PmPocRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_poc_row_get_property;
  object_class->set_property = pm_poc_row_set_property;
  object_class->dispose = pm_poc_row_dispose;

  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, write);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  bind_template (widget_class);
}

static void
pm_poc_row_init (PmPocRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->clock = g_object_new (PM_TYPE_CLOCK, NULL);
  g_signal_connect_object (self->clock, "notify::today", G_CALLBACK (on_new_day), self,
                           G_CONNECT_SWAPPED);
}
