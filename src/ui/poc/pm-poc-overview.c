/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-poc-overview.h"

#include "domain/pm-criterion.h"
#include "domain/pm-task.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-lacks.h"
#include "ui/participants/pm-people-tally.h"
#include "ui/poc/pm-criterion-row.h"
#include "ui/poc/pm-funnel.h"
#include "ui/poc/pm-poc-part.h"
#include "ui/poc/pm-task-row.h"
#include "workspace/pm-workspace.h"

#include <glib/gi18n.h>

struct _PmPocOverview {
  AdwBin parent_instance;

  GtkWidget *progress;

  PmWorkspace *workspace;
  PmPoc *poc;
  PmPeopleTally *tally;
  PmChildList *criteria;
  PmChildList *tasks;
};

G_DEFINE_FINAL_TYPE (PmPocOverview, pm_poc_overview, ADW_TYPE_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_TALLY,
  PROP_CRITERIA,
  PROP_TASKS,
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
show_lists (PmPocOverview *self)
{
  gboolean complete = self->workspace != NULL && self->poc != NULL;
  gint64 poc_id = complete ? pm_poc_get_id (self->poc) : 0;

  g_clear_object (&self->criteria);
  g_clear_object (&self->tasks);
  if (complete) {
    self->criteria = pm_workspace_create_child_list (self->workspace, PM_TYPE_CRITERION, poc_id);
    self->tasks = pm_workspace_create_child_list (self->workspace, PM_TYPE_TASK, poc_id);
  }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CRITERIA]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TASKS]);
}

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
  case PROP_CRITERIA:
    g_value_set_object (value, self->criteria);
    break;
  case PROP_TASKS:
    g_value_set_object (value, self->tasks);
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
    show_lists (self);
    break;
  case PROP_POC:
    if (!g_set_object (&self->poc, g_value_get_object (value)))
      return;
    show_lists (self);
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
  g_clear_object (&self->criteria);
  g_clear_object (&self->tasks);
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
  g_type_ensure (PM_TYPE_CRITERION_ROW);
  g_type_ensure (PM_TYPE_FUNNEL);
  g_type_ensure (PM_TYPE_POC_PART);
  g_type_ensure (PM_TYPE_TASK_ROW);
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
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_poc_overview_get_property;
  object_class->set_property = pm_poc_overview_set_property;
  object_class->dispose = pm_poc_overview_dispose;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_TALLY] =
      g_param_spec_object ("tally", NULL, NULL, PM_TYPE_PEOPLE_TALLY, writable);
  properties[PROP_CRITERIA] =
      g_param_spec_object ("criteria", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  properties[PROP_TASKS] = g_param_spec_object ("tasks", NULL, NULL, G_TYPE_LIST_MODEL, readable);
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
