/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-task-sections.h"

#include "ui/common/pm-list-watch.h"

#include <gtk/gtk.h>

struct _PmTaskSections {
  GObject parent_instance;

  GListModel *tasks;
  GListModel *groups;
  GtkFlattenListModel *sections;
  PmListWatch *tasks_watch;
  PmListWatch *groups_watch;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PmTaskSections,
                               pm_task_sections,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return PM_TYPE_TASK_SECTION;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (PM_TASK_SECTIONS (model)->sections));
}

static gpointer
get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (PM_TASK_SECTIONS (model)->sections), position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* A task has gone to another group, or it is known only now to which it belongs. */
static void
sort_anew (PmTaskSections *self)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (PmTaskSection) section = get_item (G_LIST_MODEL (self), i);

    pm_task_section_sort_anew (section);
  }
}

static gpointer
section_of_group (gpointer item, gpointer data)
{
  PmTaskSections *self = data;
  g_autoptr (PmTaskGroup) group = item;

  return pm_task_section_new (group, self->tasks, self->groups);
}

static void
build (PmTaskSections *self)
{
  g_autoptr (PmTaskSection) others = pm_task_section_new (NULL, self->tasks, self->groups);
  GListStore *parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GListStore) last = g_list_store_new (PM_TYPE_TASK_SECTION);
  g_autoptr (GtkMapListModel) grouped =
      gtk_map_list_model_new (g_object_ref (self->groups), section_of_group, self, NULL);

  g_list_store_append (last, others);
  g_list_store_append (parts, grouped);
  g_list_store_append (parts, last);
  self->sections = gtk_flatten_list_model_new (G_LIST_MODEL (parts));
  g_signal_connect_object (self->sections, "items-changed", G_CALLBACK (g_list_model_items_changed),
                           self, G_CONNECT_SWAPPED);
}

static void
pm_task_sections_dispose (GObject *object)
{
  PmTaskSections *self = PM_TASK_SECTIONS (object);

  g_clear_object (&self->tasks_watch);
  g_clear_object (&self->groups_watch);
  g_clear_object (&self->sections);
  g_clear_object (&self->tasks);
  g_clear_object (&self->groups);

  G_OBJECT_CLASS (pm_task_sections_parent_class)->dispose (object);
}

static void
pm_task_sections_class_init (PmTaskSectionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pm_task_sections_dispose;
}

static void
pm_task_sections_init (PmTaskSections *self)
{
}

/**
 * pm_task_sections_new:
 * @tasks: a POC's tasks
 * @groups: its groups
 *
 * Returns: (transfer full): both together
 */
PmTaskSections *
pm_task_sections_new (GListModel *tasks, GListModel *groups)
{
  PmTaskSections *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (tasks), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (groups), NULL);

  self = g_object_new (PM_TYPE_TASK_SECTIONS, NULL);
  self->tasks = g_object_ref (tasks);
  self->groups = g_object_ref (groups);
  build (self);
  self->tasks_watch = pm_list_watch_new (tasks, "poc-task-group-id");
  self->groups_watch = pm_list_watch_new (groups, "id");
  g_signal_connect_object (self->tasks_watch, "changed", G_CALLBACK (sort_anew), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->groups_watch, "changed", G_CALLBACK (sort_anew), self,
                           G_CONNECT_SWAPPED);
  return self;
}
