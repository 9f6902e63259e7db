/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-poc-overview.h"

#include "ui/common/pm-closures.h"
#include "ui/common/pm-lacks.h"
#include "ui/participants/pm-people-tally.h"
#include "ui/poc/pm-criteria-view.h"
#include "ui/poc/pm-funnel.h"
#include "workspace/pm-workspace.h"

#include <glib/gi18n.h>

struct _PmPocOverview {
  AdwBin parent_instance;

  GtkWidget *progress;

  PmWorkspace *workspace;
  PmPoc *poc;
  PmPeopleTally *tally;
};

G_DEFINE_FINAL_TYPE (PmPocOverview, pm_poc_overview, ADW_TYPE_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_TALLY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* --- Words --- */

static char *
closure_sent_count (gpointer scope, guint count)
{
  return g_strdup_printf (ngettext ("%u sent", "%u sent", count), count);
}

static char *
closure_delivered_count (gpointer scope, guint count)
{
  return g_strdup_printf (ngettext ("%u delivered", "%u delivered", count), count);
}

static gboolean
closure_tells_delivery (gpointer scope, guint capabilities)
{
  return (capabilities & PM_CAPABILITY_DELIVERY) != 0;
}

static char *
closure_delivery_lack (gpointer scope, guint capabilities)
{
  return g_strdup (pm_lack_words (capabilities, PM_CAPABILITY_DELIVERY));
}

static char *
closure_accepted_count (gpointer scope, guint count)
{
  return g_strdup_printf (ngettext ("%u accepted", "%u accepted", count), count);
}

/* --- The object --- */

static void
pm_poc_overview_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmPocOverview *self = PM_POC_OVERVIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_POC:
    g_value_set_object (value, self->poc);
    break;
  case PROP_TALLY:
    g_value_set_object (value, self->tally);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_overview_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  PmPocOverview *self = PM_POC_OVERVIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    if (!g_set_object (&self->workspace, g_value_get_object (value)))
      return;
    break;
  case PROP_POC:
    if (!g_set_object (&self->poc, g_value_get_object (value)))
      return;
    break;
  case PROP_TALLY:
    if (!g_set_object (&self->tally, g_value_get_object (value)))
      return;
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
pm_poc_overview_dispose (GObject *object)
{
  PmPocOverview *self = PM_POC_OVERVIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_POC_OVERVIEW);
  g_clear_object (&self->tally);
  g_clear_object (&self->poc);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_poc_overview_parent_class)->dispose (object);
}

static const struct {
  const char *name;
  GCallback callback;
} closures[] = {
  { "sent_count", G_CALLBACK (closure_sent_count) },
  { "delivered_count", G_CALLBACK (closure_delivered_count) },
  { "accepted_count", G_CALLBACK (closure_accepted_count) },
  { "tells_delivery", G_CALLBACK (closure_tells_delivery) },
  { "delivery_lack", G_CALLBACK (closure_delivery_lack) },
};

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_CRITERIA_VIEW);
  g_type_ensure (PM_TYPE_FUNNEL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-poc-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, PmPocOverview, progress);
  for (guint i = 0; i < G_N_ELEMENTS (closures); i++)
    gtk_widget_class_bind_template_callback_full (widget_class, closures[i].name,
                                                  closures[i].callback);
  pm_closures_bind (widget_class);
}

static void
pm_poc_overview_class_init (PmPocOverviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_poc_overview_get_property;
  object_class->set_property = pm_poc_overview_set_property;
  object_class->dispose = pm_poc_overview_dispose;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_TALLY] =
      g_param_spec_object ("tally", NULL, NULL, PM_TYPE_PEOPLE_TALLY, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
pm_poc_overview_init (PmPocOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress"), -1);
}
