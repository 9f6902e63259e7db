/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-comments-view.h"

#include "domain/pm-comment.h"
#include "domain/pm-task.h"
#include "ui/common/pm-list-watch.h"
#include "ui/common/pm-toast.h"
#include "ui/work/pm-comment-composer.h"
#include "ui/work/pm-comment-row.h"
#include "ui/work/pm-unread-comments.h"

#include <glib/gi18n.h>

struct _PmCommentsView {
  PmItemsView parent_instance;

  AdwToastOverlay *toasts;
  GtkListBox *list;
  GtkAdjustment *heights;
  PmCommentComposer *composer;

  PmUnreadComments *unread;
  PmChildList *tasks;
  PmListWatch *tasks_watch;
  gboolean is_at_end; /* the newest shows, and so will what comes */
};

G_DEFINE_FINAL_TYPE (PmCommentsView, pm_comments_view, PM_TYPE_ITEMS_VIEW)

enum {
  PROP_UNREAD = 1,
  PROP_TASKS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* --- The newest is at the end, and shows --- */

static void
go_to_end (gpointer data)
{
  g_autoptr (GtkAdjustment) heights = data;

  gtk_adjustment_set_value (heights, gtk_adjustment_get_upper (heights));
}

static void
on_grown (PmCommentsView *self)
{
  if (self->is_at_end)
    g_idle_add_once (go_to_end, g_object_ref (self->heights));
}

static void
on_scrolled (PmCommentsView *self)
{
  double end =
      gtk_adjustment_get_upper (self->heights) - gtk_adjustment_get_page_size (self->heights);

  self->is_at_end = gtk_adjustment_get_value (self->heights) >= end - 1;
  /* Who goes back to what was said reads. */
  if (!self->is_at_end)
    g_object_set (self->composer, "taken-up", FALSE, NULL);
}

/* --- What is shown --- */

static void
notify_tasks (PmCommentsView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TASKS]);
}

static void
forget_tasks (PmCommentsView *self)
{
  g_clear_object (&self->tasks_watch);
  g_clear_object (&self->tasks);
}

static void
open_tasks (PmCommentsView *self)
{
  PmItemsView *view = PM_ITEMS_VIEW (self);
  gint64 poc_id = pm_items_view_get_poc_id (view);

  self->tasks =
      pm_workspace_create_child_list (pm_items_view_get_workspace (view), PM_TYPE_TASK, poc_id);
  self->tasks_watch = pm_list_watch_new (G_LIST_MODEL (self->tasks), "title");
  g_signal_connect_object (self->tasks_watch, "changed", G_CALLBACK (notify_tasks), self,
                           G_CONNECT_SWAPPED);
  pm_comment_composer_open (self->composer, poc_id, G_LIST_MODEL (self->tasks));
}

static void
pm_comments_view_show (PmItemsView *view)
{
  PmCommentsView *self = PM_COMMENTS_VIEW (view);
  GListModel *comments = pm_items_view_open_list (view, PM_TYPE_COMMENT);

  self->is_at_end = TRUE;
  forget_tasks (self);
  if (comments != NULL)
    open_tasks (self);
  pm_item_row_show_all (self->list, comments, PM_TYPE_COMMENT_ROW, self);
  notify_tasks (self);
}

static void
set_seeing (PmCommentsView *self, gboolean seeing)
{
  if (self->unread != NULL)
    g_object_set (self->unread, "seeing", seeing, NULL);
}

static void
pm_comments_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pm_comments_view_parent_class)->map (widget);

  set_seeing (PM_COMMENTS_VIEW (widget), TRUE);
}

static void
pm_comments_view_unmap (GtkWidget *widget)
{
  set_seeing (PM_COMMENTS_VIEW (widget), FALSE);

  GTK_WIDGET_CLASS (pm_comments_view_parent_class)->unmap (widget);
}

/* --- The object --- */

static void
pm_comments_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmCommentsView *self = PM_COMMENTS_VIEW (object);

  switch (prop_id) {
  case PROP_UNREAD:
    g_value_set_object (value, self->unread);
    break;
  case PROP_TASKS:
    g_value_set_object (value, self->tasks);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_comments_view_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  PmCommentsView *self = PM_COMMENTS_VIEW (object);

  switch (prop_id) {
  case PROP_UNREAD:
    if (g_set_object (&self->unread, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_comments_view_dispose (GObject *object)
{
  PmCommentsView *self = PM_COMMENTS_VIEW (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  forget_tasks (self);
  g_clear_object (&self->unread);

  G_OBJECT_CLASS (pm_comments_view_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_UNREAD] =
      g_param_spec_object ("unread", NULL, NULL, PM_TYPE_UNREAD_COMMENTS, writable);
  properties[PROP_TASKS] = g_param_spec_object ("tasks", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_comments_view_class_init (PmCommentsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_comments_view_get_property;
  object_class->set_property = pm_comments_view_set_property;
  object_class->dispose = pm_comments_view_dispose;
  widget_class->map = pm_comments_view_map;
  widget_class->unmap = pm_comments_view_unmap;
  PM_ITEMS_VIEW_CLASS (klass)->show = pm_comments_view_show;
  install_properties (object_class);

  g_type_ensure (PM_TYPE_COMMENT_COMPOSER);
  g_type_ensure (PM_TYPE_UNREAD_COMMENTS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-comments-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PmCommentsView, toasts);
  gtk_widget_class_bind_template_child (widget_class, PmCommentsView, list);
  gtk_widget_class_bind_template_child (widget_class, PmCommentsView, heights);
  gtk_widget_class_bind_template_child (widget_class, PmCommentsView, composer);
  gtk_widget_class_bind_template_callback (widget_class, on_grown);
  gtk_widget_class_bind_template_callback (widget_class, on_scrolled);
}

static void
pm_comments_view_init (PmCommentsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What is said of a comment does not lie on the next one while it is written. */
  pm_toast_set_overlay (GTK_WIDGET (self), self->toasts);
}

/**
 * pm_comments_view_write_on:
 * @self: the view, which shows
 * @task_id: a task
 *
 * Lets the keyboard write a comment on the task.
 */
void
pm_comments_view_write_on (PmCommentsView *self, gint64 task_id)
{
  g_return_if_fail (PM_IS_COMMENTS_VIEW (self));

  pm_comment_composer_write_on (self->composer, task_id);
}

/**
 * pm_comments_view_find_title:
 * @self: the view
 * @task_id: a task
 *
 * Returns: (transfer none) (nullable): the task's title, when it is known
 */
const char *
pm_comments_view_find_title (PmCommentsView *self, gint64 task_id)
{
  guint position;
  g_autoptr (PmTask) task = NULL;

  g_return_val_if_fail (PM_IS_COMMENTS_VIEW (self), NULL);

  if (self->tasks == NULL || !pm_key_list_find (PM_KEY_LIST (self->tasks), task_id, &position))
    return NULL;
  task = g_list_model_get_item (G_LIST_MODEL (self->tasks), position);
  return pm_task_get_title (task);
}
