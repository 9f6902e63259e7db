/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/work/pm-item-actions.h"

#include "domain/pm-item.h"
#include "ui/common/pm-toast.h"

#include <glib/gi18n.h>

/* What has been done, as long as it can be undone. A row may be gone before there is anything to
 * say of it. */
typedef struct {
  GtkWidget *place;
  PmWorkspace *workspace;
  char *text;
  gint64 operation_id;
} Deed;

static void
deed_clear (gpointer data)
{
  Deed *deed = data;

  g_object_unref (deed->place);
  g_object_unref (deed->workspace);
  g_free (deed->text);
}

static void
deed_release (gpointer data)
{
  g_rc_box_release_full (data, deed_clear);
}

static void
on_undo (gpointer data)
{
  Deed *deed = data;

  pm_toast_watch (deed->place, pm_workspace_discard (deed->workspace, deed->operation_id));
}

static DexFuture *
say (DexFuture *future, gpointer data)
{
  Deed *deed = data;

  deed->operation_id = g_value_get_int64 (dex_future_get_value (future, NULL));
  if (deed->operation_id == 0)
    return NULL; /* it went into something that cannot be undone by itself */
  pm_toast_offer_undo (deed->place, deed->text, PM_UNDO_SECONDS, on_undo, g_rc_box_acquire (deed),
                       deed_release);
  return NULL;
}

/**
 * pm_item_offer_undo:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @done: (transfer full): what is being done; it resolves to its operation's id
 * @text: what to say of it
 *
 * Says that something has been done, and offers **Undo**.
 */
void
pm_item_offer_undo (GtkWidget *widget, PmWorkspace *workspace, DexFuture *done, const char *text)
{
  Deed *deed;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_WORKSPACE (workspace));
  g_return_if_fail (text != NULL);

  deed = g_rc_box_new0 (Deed);
  deed->place = g_object_ref (pm_toast_get_place (widget));
  deed->workspace = g_object_ref (workspace);
  deed->text = g_strdup (text);
  pm_toast_watch (deed->place, dex_future_then (done, say, deed, deed_release));
}

static char *
words_for_deletion (PmRecord *item)
{
  if (pm_item_type_for_record (G_OBJECT_TYPE (item)) == PM_ITEM_TYPE_COMMENT)
    return g_strdup (_ ("Comment deleted"));
  /* Translators: %s is what is called so: a task, a resource */
  return g_strdup_printf (_ ("“%s” deleted"), pm_item_get_title (item));
}

/**
 * pm_item_delete:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @item: what is not to be there any more
 */
void
pm_item_delete (GtkWidget *widget, PmWorkspace *workspace, PmRecord *item)
{
  g_autofree char *words = NULL;

  g_return_if_fail (PM_IS_RECORD (item));

  words = words_for_deletion (item);
  pm_item_offer_undo (widget, workspace, pm_workspace_delete_item (workspace, item), words);
}

/**
 * pm_item_copy_text:
 * @widget: the widget that asks
 * @text: what is to be on the clipboard
 */
void
pm_item_copy_text (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text != NULL ? text : "");
  pm_toast_show (widget, _ ("Copied"));
}
