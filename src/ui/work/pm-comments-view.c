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
  AdwBin parent_instance;

  AdwToastOverlay *toasts;
  GtkListBox *list;
  GtkAdjustment *heights;
  PmCommentComposer *composer;

  PmWorkspace *workspace;
  PmPoc *poc;
  PmUnreadComments *unread;
  PmChildList *comments;
  PmChildList *tasks;
  PmListWatch *tasks_watch;
  GSignalGroup *comments_signals;
  gboolean is_stale;  /* what is shown is of another POC, or nothing yet */
  gboolean is_at_end; /* the newest shows, and so will what comes */
};

G_DEFINE_FINAL_TYPE (PmCommentsView, pm_comments_view, ADW_TYPE_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_UNREAD,
  PROP_TASKS,
  PROP_N_COMMENTS,
  PROP_LOADING,
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
}

/* --- What is shown --- */

static char *
page_name (gpointer scope, guint n, gboolean loading)
{
  if (n > 0)
    return g_strdup ("comments");
  return g_strdup (loading ? "loading" : "empty");
}

static void
notify_comments (PmCommentsView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_COMMENTS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
notify_tasks (PmCommentsView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TASKS]);
}

static void
forget_lists (PmCommentsView *self)
{
  g_clear_object (&self->tasks_watch);
  g_clear_object (&self->tasks);
  g_clear_object (&self->comments);
}

static void
create_lists (PmCommentsView *self)
{
  gint64 poc_id = pm_poc_get_id (self->poc);

  self->comments = pm_workspace_create_child_list (self->workspace, PM_TYPE_COMMENT, poc_id);
  self->tasks = pm_workspace_create_child_list (self->workspace, PM_TYPE_TASK, poc_id);
  self->tasks_watch = pm_list_watch_new (G_LIST_MODEL (self->tasks), "title");
  g_signal_connect_object (self->tasks_watch, "changed", G_CALLBACK (notify_tasks), self,
                           G_CONNECT_SWAPPED);
  pm_comment_composer_open (self->composer, poc_id, G_LIST_MODEL (self->tasks));
}

static void
show_lists (PmCommentsView *self)
{
  self->is_stale = FALSE;
  self->is_at_end = TRUE;
  forget_lists (self);
  if (self->workspace != NULL && self->poc != NULL)
    create_lists (self);
  g_signal_group_set_target (self->comments_signals, self->comments);
  pm_item_row_show_all (self->list, self->comments != NULL ? G_LIST_MODEL (self->comments) : NULL,
                        PM_TYPE_COMMENT_ROW, self);
  notify_comments (self);
  notify_tasks (self);
}

/* Nobody waits for what nobody sees. */
static void
show_when_seen (PmCommentsView *self)
{
  self->is_stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_lists (self);
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

  if (PM_COMMENTS_VIEW (widget)->is_stale)
    show_lists (PM_COMMENTS_VIEW (widget));
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
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_POC:
    g_value_set_object (value, self->poc);
    break;
  case PROP_UNREAD:
    g_value_set_object (value, self->unread);
    break;
  case PROP_TASKS:
    g_value_set_object (value, self->tasks);
    break;
  case PROP_N_COMMENTS:
    g_value_set_uint (value, self->comments != NULL
                                 ? g_list_model_get_n_items (G_LIST_MODEL (self->comments))
                                 : 0);
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->comments != NULL &&
                                    pm_key_list_get_loading (PM_KEY_LIST (self->comments)));
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
  case PROP_WORKSPACE:
    if (!g_set_object (&self->workspace, g_value_get_object (value)))
      return;
    break;
  case PROP_POC:
    if (!g_set_object (&self->poc, g_value_get_object (value)))
      return;
    break;
  case PROP_UNREAD:
    if (g_set_object (&self->unread, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    return;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  g_object_notify_by_pspec (object, pspec);
  show_when_seen (self);
}

static void
pm_comments_view_dispose (GObject *object)
{
  PmCommentsView *self = PM_COMMENTS_VIEW (object);

  g_clear_object (&self->comments_signals);
  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_COMMENTS_VIEW);
  forget_lists (self);
  g_clear_object (&self->poc);
  g_clear_object (&self->unread);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_comments_view_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_UNREAD] =
      g_param_spec_object ("unread", NULL, NULL, PM_TYPE_UNREAD_COMMENTS, writable);
  properties[PROP_TASKS] = g_param_spec_object ("tasks", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  properties[PROP_N_COMMENTS] =
      g_param_spec_uint ("n-comments", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
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
  gtk_widget_class_bind_template_callback (widget_class, page_name);
}

static void
pm_comments_view_init (PmCommentsView *self)
{
  self->comments_signals = g_signal_group_new (PM_TYPE_CHILD_LIST);
  g_signal_group_connect_swapped (self->comments_signals, "items-changed",
                                  G_CALLBACK (notify_comments), self);
  g_signal_group_connect_swapped (self->comments_signals, "notify::loading",
                                  G_CALLBACK (notify_comments), self);
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

  if (self->is_stale)
    show_lists (self);
  pm_comment_composer_write_on (self->composer, task_id);
}

/**
 * pm_comments_view_get_workspace:
 * @self: the view
 *
 * Returns: (transfer none): whose comments it shows
 */
PmWorkspace *
pm_comments_view_get_workspace (PmCommentsView *self)
{
  g_return_val_if_fail (PM_IS_COMMENTS_VIEW (self), NULL);

  return self->workspace;
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
