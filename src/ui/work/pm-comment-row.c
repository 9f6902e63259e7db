/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-comment-row.h"

#include "domain/pm-comment.h"
#include "domain/pm-role.h"
#include "domain/pm-text.h"
#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-long-text.h"
#include "ui/common/pm-looks.h"
#include "ui/common/pm-pending-mark.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-words.h"
#include "ui/work/pm-comment-dialog.h"
#include "ui/work/pm-comments-view.h"
#include "ui/work/pm-item-actions.h"

#include <glib/gi18n.h>

/* What writes a comment may touch it. */
#define EDITED_AFTER G_TIME_SPAN_SECOND

struct _PmCommentRow {
  PmItemRow parent_instance;

  GtkMenuButton *menu;
};

G_DEFINE_FINAL_TYPE (PmCommentRow, pm_comment_row, PM_TYPE_ITEM_ROW)

static PmComment *
get_comment (PmCommentRow *self)
{
  return pm_item_row_get_item (PM_ITEM_ROW (self));
}

static PmWorkspace *
get_workspace (PmCommentRow *self)
{
  return pm_items_view_get_workspace (pm_item_row_get_context (PM_ITEM_ROW (self)));
}

/* --- What is said --- */

static char *
author (gpointer scope, const char *name)
{
  return g_strdup (pm_text_is_blank (name) ? _ ("Somebody") : name);
}

static gboolean
is_new (gpointer scope, gint64 created_at, gboolean is_mine, gint64 since)
{
  return !is_mine && created_at > since;
}

static char *
row_words (gpointer scope,
           const char *name,
           const char *content,
           gboolean is_internal,
           gboolean is_unread,
           gint64 operation_id,
           PmOperationState operation_state)
{
  g_autofree char *who = author (scope, name);
  g_autofree char *pending = pm_pending_mark_words (operation_id, operation_state);

  g_autofree char *said =
      g_strjoin (", ", who, _ (pm_look_of_audience (is_internal)->words),
                 content != NULL ? content : "", *pending != '\0' ? pending : NULL, NULL);

  /* Translators: %s is a comment */
  return is_unread ? g_strdup_printf (_ ("New: %s"), said) : g_steal_pointer (&said);
}

static char *
time_words (gpointer scope, gint64 created_at, gint64 updated_at, gint64 now)
{
  g_autofree char *ago = pm_words_ago (created_at, now);

  if (updated_at <= created_at + EDITED_AFTER)
    return g_steal_pointer (&ago);
  /* Translators: %s is "2 hours ago" */
  return g_strdup_printf (_ ("%s, edited"), ago);
}

static char *
target_words (gpointer scope,
              PmCommentsView *view,
              GListModel *tasks,
              gint64 task_id,
              gint64 group_id)
{
  const char *title = task_id != 0 ? pm_comments_view_find_title (view, task_id) : NULL;

  if (title != NULL)
    /* Translators: %s is a task */
    return g_strdup_printf (_ ("On the task “%s”"), title);
  if (task_id != 0)
    return g_strdup (_ ("On a task"));
  return g_strdup (group_id != 0 ? _ ("On a group of tasks") : "");
}

/* Its colour is not the only sign. */
static void
show_audience (PmCommentRow *self)
{
  if (pm_comment_get_is_internal (get_comment (self)))
    gtk_widget_add_css_class (GTK_WIDGET (self), "internal");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "internal");
}

/* --- What can be done --- */

static void
allow_actions (PmCommentRow *self)
{
  gboolean is_mine = pm_comment_get_is_mine (get_comment (self));
  PmRole role;

  g_object_get (get_workspace (self), "role", &role, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "comment.edit", is_mine);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "comment.delete",
                                 is_mine || pm_role_can_moderate (role));
}

static void
edit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmCommentRow *self = PM_COMMENT_ROW (widget);

  pm_comment_dialog_present (widget, get_workspace (self), get_comment (self));
}

static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pm_item_copy_text (widget, pm_comment_get_content (get_comment (PM_COMMENT_ROW (widget))));
}

static void
delete_comment (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmCommentRow *self = PM_COMMENT_ROW (widget);

  pm_item_row_focus_neighbour (PM_ITEM_ROW (self));
  pm_item_delete (widget, get_workspace (self), PM_RECORD (get_comment (self)));
}

static void
show_menu (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_menu_button_popup (PM_COMMENT_ROW (widget)->menu);
}

static void
on_secondary_click (PmCommentRow *self)
{
  gtk_menu_button_popup (self->menu);
}

/* --- The object --- */

static void
pm_comment_row_constructed (GObject *object)
{
  PmCommentRow *self = PM_COMMENT_ROW (object);
  PmComment *comment = get_comment (self);

  G_OBJECT_CLASS (pm_comment_row_parent_class)->constructed (object);

  g_signal_connect_object (comment, "notify::is-internal", G_CALLBACK (show_audience), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (comment, "notify::is-mine", G_CALLBACK (allow_actions), self,
                           G_CONNECT_SWAPPED);
  show_audience (self);
  allow_actions (self);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "comment.edit", NULL, edit);
  gtk_widget_class_install_action (widget_class, "comment.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "comment.delete", NULL, delete_comment);
  gtk_widget_class_install_action (widget_class, "comment.menu", NULL, show_menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "comment.copy",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_NO_MODIFIER_MASK,
                                       "comment.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, GDK_NO_MODIFIER_MASK,
                                       "comment.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_NO_MODIFIER_MASK,
                                       "comment.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "comment.menu",
                                       NULL);
}

static void
pm_comment_row_class_init (PmCommentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = pm_comment_row_constructed;
  install_actions (widget_class);

  g_type_ensure (PM_TYPE_COMMENT);
  g_type_ensure (PM_TYPE_LONG_TEXT);
  g_type_ensure (PM_TYPE_PENDING_MARK);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-comment-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PmCommentRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, author);
  gtk_widget_class_bind_template_callback (widget_class, is_new);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  gtk_widget_class_bind_template_callback (widget_class, row_words);
  gtk_widget_class_bind_template_callback (widget_class, target_words);
  gtk_widget_class_bind_template_callback (widget_class, time_words);
  pm_clock_bind (widget_class);
  pm_closures_bind (widget_class);
}

static void
pm_comment_row_init (PmCommentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
