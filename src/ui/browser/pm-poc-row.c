/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/browser/pm-poc-row.h"

#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-progress-ring.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

struct _PmPocRow {
  GtkBox parent_instance;

  PmPoc *poc;
  char *description;
};

G_DEFINE_FINAL_TYPE (PmPocRow, pm_poc_row, GTK_TYPE_BOX)

enum {
  PROP_POC = 1,
  PROP_DESCRIPTION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* What a screen reader says after the title; the eye sees icons for some of it. */
static char *
closure_description (gpointer scope,
                     const char *company,
                     PmPocStatus status,
                     const char *start_date,
                     const char *end_date,
                     const char *today,
                     gint64 n_people,
                     gint64 n_open)
{
  g_autofree char *time = pm_words_poc_time (status, start_date, end_date, today);
  g_autofree char *people = NULL;
  g_autofree char *open = NULL;

  people = g_strdup_printf (ngettext ("%d person", "%d people", (gulong) n_people), (int) n_people);
  open = g_strdup_printf (ngettext ("%d open invitation", "%d open invitations", (gulong) n_open),
                          (int) n_open);
  return g_strjoin (", ", company != NULL ? company : "", _ (pm_look_of_poc_status (status)->words),
                    time, people, n_open > 0 ? open : NULL, NULL);
}

static const PmClosure closures[] = {
  PM_CLOSURE (description),
};

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
    if (g_set_object (&PM_POC_ROW (object)->poc, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_DESCRIPTION:
    if (g_set_str (&PM_POC_ROW (object)->description, g_value_get_string (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_POC_ROW);
  g_clear_object (&PM_POC_ROW (object)->poc);
  g_clear_pointer (&PM_POC_ROW (object)->description, g_free);

  G_OBJECT_CLASS (pm_poc_row_parent_class)->dispose (object);
}

static void
pm_poc_row_class_init (PmPocRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_poc_row_get_property;
  object_class->set_property = pm_poc_row_set_property;
  object_class->dispose = pm_poc_row_dispose;

  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PM_TYPE_PROGRESS_RING);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/browser/pm-poc-row.ui");
  pm_clock_bind (widget_class);
  pm_closures_bind (widget_class);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
}

static void
pm_poc_row_init (PmPocRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
