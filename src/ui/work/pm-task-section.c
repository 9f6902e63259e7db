/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-task-section.h"

#include "domain/pm-task.h"

#include <gtk/gtk.h>

struct _PmTaskSection {
  GObject parent_instance;

  PmTaskGroup *group;
  GListModel *groups; /* all there are */
  GtkCustomFilter *filter;
  GtkFilterListModel *tasks;
};

G_DEFINE_FINAL_TYPE (PmTaskSection, pm_task_section, G_TYPE_OBJECT)

enum {
  PROP_GROUP = 1,
  PROP_TASKS,
  PROP_N_TASKS,
  PROP_IS_ONLY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_known (PmTaskSection *self, gint64 group_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->groups); i++) {
    g_autoptr (PmTaskGroup) group = g_list_model_get_item (self->groups, i);

    if (pm_task_group_get_id (group) == group_id)
      return TRUE;
  }
  return FALSE;
}

/* A task of a group that is not there belongs to none. */
static gboolean
belongs (gpointer item, gpointer data)
{
  PmTaskSection *self = data;
  gint64 group_id = pm_task_get_poc_task_group_id (PM_TASK (item));

  if (self->group != NULL)
    return pm_task_group_get_id (self->group) == group_id;
  return group_id == 0 || !is_known (self, group_id);
}

static void
notify_count (PmTaskSection *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_TASKS]);
}

static void
pm_task_section_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmTaskSection *self = PM_TASK_SECTION (object);

  switch (prop_id) {
  case PROP_GROUP:
    g_value_set_object (value, self->group);
    break;
  case PROP_TASKS:
    g_value_set_object (value, self->tasks);
    break;
  case PROP_N_TASKS:
    g_value_set_uint (value, g_list_model_get_n_items (G_LIST_MODEL (self->tasks)));
    break;
  case PROP_IS_ONLY:
    g_value_set_boolean (value,
                         self->group == NULL && g_list_model_get_n_items (self->groups) == 0);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_task_section_dispose (GObject *object)
{
  PmTaskSection *self = PM_TASK_SECTION (object);

  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->tasks);
  g_clear_object (&self->filter);
  g_clear_object (&self->groups);
  g_clear_object (&self->group);

  G_OBJECT_CLASS (pm_task_section_parent_class)->dispose (object);
}

static void
pm_task_section_class_init (PmTaskSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_task_section_get_property;
  object_class->dispose = pm_task_section_dispose;

  properties[PROP_GROUP] = g_param_spec_object ("group", NULL, NULL, PM_TYPE_TASK_GROUP, flags);
  properties[PROP_TASKS] = g_param_spec_object ("tasks", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_N_TASKS] = g_param_spec_uint ("n-tasks", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_IS_ONLY] = g_param_spec_boolean ("is-only", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_task_section_init (PmTaskSection *self)
{
}

/**
 * pm_task_section_new:
 * @group: (nullable): a group; %NULL for what belongs to none
 * @tasks: all tasks of the POC
 * @groups: all its groups
 *
 * Returns: (transfer full): the section
 */
PmTaskSection *
pm_task_section_new (PmTaskGroup *group, GListModel *tasks, GListModel *groups)
{
  PmTaskSection *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (tasks), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (groups), NULL);

  self = g_object_new (PM_TYPE_TASK_SECTION, NULL);
  g_set_object (&self->group, group);
  self->groups = g_object_ref (groups);
  self->filter = gtk_custom_filter_new (belongs, self, NULL);
  self->tasks =
      gtk_filter_list_model_new (g_object_ref (tasks), GTK_FILTER (g_object_ref (self->filter)));
  g_signal_connect_object (self->tasks, "items-changed", G_CALLBACK (notify_count), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * pm_task_section_sort_anew:
 * @self: a section
 *
 * Looks again which tasks belong to it.
 */
void
pm_task_section_sort_anew (PmTaskSection *self)
{
  g_return_if_fail (PM_IS_TASK_SECTION (self));

  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_ONLY]);
}
