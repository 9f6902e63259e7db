/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-poc-view.h"

#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-pending-mark.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-words.h"
#include "ui/participants/pm-participants-view.h"
#include "ui/participants/pm-people-tally.h"
#include "ui/poc/pm-poc-overview.h"
#include "ui/work/pm-comments-view.h"
#include "ui/work/pm-resources-view.h"
#include "ui/work/pm-tasks-view.h"
#include "ui/work/pm-unread-comments.h"
#include "workspace/pm-workspace.h"

struct _PmPocView {
  AdwBreakpointBin parent_instance;

  AdwViewStack *tabs;
  PmCommentsView *comments;

  PmWorkspace *workspace;
  PmPoc *poc;
  PmPeopleTally *tally;
  PmUnreadComments *unread;
};

G_DEFINE_FINAL_TYPE (PmPocView, pm_poc_view, ADW_TYPE_BREAKPOINT_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_TALLY,
  PROP_UNREAD,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* The dates stand beside it already. */
static char *
time_left (PmPocView *self,
           PmPocStatus status,
           const char *start_date,
           const char *end_date,
           const char *today)
{
  g_autofree char *words = pm_words_poc_time (status, start_date, end_date, today);
  g_autofree char *dates = pm_words_dates (start_date, end_date);

  return g_strdup (g_str_equal (words, dates) ? "" : words);
}

static void
pm_poc_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmPocView *self = PM_POC_VIEW (object);

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
  case PROP_UNREAD:
    g_value_set_object (value, self->unread);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_poc_view_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmPocView *self = PM_POC_VIEW (object);

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
  case PROP_UNREAD:
    if (!g_set_object (&self->unread, g_value_get_object (value)))
      return;
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
pm_poc_view_dispose (GObject *object)
{
  PmPocView *self = PM_POC_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_POC_VIEW);
  g_clear_object (&self->unread);
  g_clear_object (&self->tally);
  g_clear_object (&self->poc);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_poc_view_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_COMMENTS_VIEW);
  g_type_ensure (PM_TYPE_PARTICIPANTS_VIEW);
  g_type_ensure (PM_TYPE_PENDING_MARK);
  g_type_ensure (PM_TYPE_POC_OVERVIEW);
  g_type_ensure (PM_TYPE_RESOURCES_VIEW);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  g_type_ensure (PM_TYPE_TASKS_VIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/poc/pm-poc-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PmPocView, comments);
  gtk_widget_class_bind_template_child (widget_class, PmPocView, tabs);
  gtk_widget_class_bind_template_callback (widget_class, time_left);
  pm_clock_bind (widget_class);
  pm_closures_bind (widget_class);
}

static void
pm_poc_view_class_init (PmPocViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_poc_view_get_property;
  object_class->set_property = pm_poc_view_set_property;
  object_class->dispose = pm_poc_view_dispose;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_TALLY] =
      g_param_spec_object ("tally", NULL, NULL, PM_TYPE_PEOPLE_TALLY, writable);
  properties[PROP_UNREAD] =
      g_param_spec_object ("unread", NULL, NULL, PM_TYPE_UNREAD_COMMENTS, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
pm_poc_view_init (PmPocView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_poc_view_new:
 *
 * Returns: (transfer floating): a view that shows no POC yet
 */
PmPocView *
pm_poc_view_new (void)
{
  return g_object_new (PM_TYPE_POC_VIEW, NULL);
}

/**
 * pm_poc_view_show_tab:
 * @self: a view
 * @tab: a tab's name; an unknown one is ignored
 */
void
pm_poc_view_show_tab (PmPocView *self, const char *tab)
{
  g_return_if_fail (PM_IS_POC_VIEW (self));

  if (adw_view_stack_get_child_by_name (self->tabs, tab) != NULL)
    adw_view_stack_set_visible_child_name (self->tabs, tab);
}

/**
 * pm_poc_view_comment_on:
 * @self: a view
 * @task_id: a task of its POC
 *
 * Shows the comments, ready to write one on a task.
 */
void
pm_poc_view_comment_on (PmPocView *self, gint64 task_id)
{
  g_return_if_fail (PM_IS_POC_VIEW (self));

  adw_view_stack_set_visible_child_name (self->tabs, "comments");
  pm_comments_view_write_on (self->comments, task_id);
}
