/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-comment-dialog.h"

#include "domain/pm-text.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-text-area.h"

#include <glib/gi18n.h>

struct _PmCommentDialog {
  PmEditDialog parent_instance;

  PmStatusPill *audience;
  PmTextArea *content;
};

G_DEFINE_FINAL_TYPE (PmCommentDialog, pm_comment_dialog, PM_TYPE_EDIT_DIALOG)

static void
pm_comment_dialog_load (PmEditDialog *dialog, PmRecord *item)
{
  PmCommentDialog *self = PM_COMMENT_DIALOG (dialog);

  g_object_set (self->audience, "internal", pm_comment_get_is_internal (PM_COMMENT (item)), NULL);
  g_object_set (self->content, "text", pm_comment_get_content (PM_COMMENT (item)), NULL);
}

static void
pm_comment_dialog_store (PmEditDialog *dialog, PmRecord *item)
{
  g_autofree char *content = pm_text_area_dup_text (PM_COMMENT_DIALOG (dialog)->content);

  pm_comment_set_content (PM_COMMENT (item), content);
}

static gboolean
pm_comment_dialog_check (PmEditDialog *dialog)
{
  return pm_text_area_check (PM_COMMENT_DIALOG (dialog)->content, TRUE, PM_TEXT_COMMENT_MAX);
}

static void
pm_comment_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_COMMENT_DIALOG);

  G_OBJECT_CLASS (pm_comment_dialog_parent_class)->dispose (object);
}

static void
pm_comment_dialog_class_init (PmCommentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PmEditDialogClass *edit_class = PM_EDIT_DIALOG_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pm_comment_dialog_dispose;
  edit_class->load = pm_comment_dialog_load;
  edit_class->store = pm_comment_dialog_store;
  edit_class->check = pm_comment_dialog_check;

  g_type_ensure (PM_TYPE_STATUS_PILL);
  g_type_ensure (PM_TYPE_TEXT_AREA);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/work/pm-comment-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmCommentDialog, audience);
  gtk_widget_class_bind_template_child (widget_class, PmCommentDialog, content);
}

static void
pm_comment_dialog_init (PmCommentDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_comment_dialog_present:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @comment: what is to be changed
 */
void
pm_comment_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmComment *comment)
{
  PmEditDialog *self = g_object_new (PM_TYPE_COMMENT_DIALOG, "title", _ ("Edit Comment"),
                                     "save-label", _ ("Save"), NULL);

  pm_edit_dialog_present (self, widget, workspace, PM_RECORD (comment), FALSE);
}
