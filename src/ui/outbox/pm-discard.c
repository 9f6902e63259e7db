/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/outbox/pm-discard.h"

#include "ui/common/pm-toast.h"
#include "ui/outbox/pm-operation-words.h"

#include <glib/gi18n.h>

/* What has been taken out of the outbox and can still be put back. */
typedef struct {
  GtkWidget *widget;
  PmWorkspace *workspace;
  GPtrArray *operations;
} Discarded;

static void
discarded_clear (gpointer data)
{
  Discarded *discarded = data;

  g_object_unref (discarded->widget);
  g_object_unref (discarded->workspace);
  g_clear_pointer (&discarded->operations, g_ptr_array_unref);
}

static void
discarded_release (gpointer data)
{
  g_rc_box_release_full (data, discarded_clear);
}

static void
on_undo (gpointer data)
{
  Discarded *discarded = data;

  pm_toast_watch (discarded->widget,
                  pm_workspace_put_back (discarded->workspace, discarded->operations));
}

static char *
describe (GPtrArray *operations)
{
  g_autofree char *title = pm_operation_words_title (g_ptr_array_index (operations, 0));
  guint n_more = operations->len - 1;

  if (n_more == 0)
    /* Translators: %s is what was to be done, "Invite Jane Doe" */
    return g_strdup_printf (_ ("Discarded: %s"), title);
  return g_strdup_printf (
      /* Translators: %s is what was to be done, "Create the POC “Phoenix”" */
      ngettext ("Discarded: %s, and %u change in it", "Discarded: %s, and %u changes in it",
                n_more),
      title, n_more);
}

static DexFuture *
offer_undo (DexFuture *future, gpointer data)
{
  Discarded *discarded = data;
  g_autofree char *title = NULL;

  discarded->operations = g_value_dup_boxed (dex_future_get_value (future, NULL));
  title = describe (discarded->operations);
  pm_toast_offer_undo (discarded->widget, title, PM_UNDO_SECONDS, on_undo,
                       g_rc_box_acquire (discarded), discarded_release);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_discard_with_undo:
 * @widget: where it is asked for, and where **Undo** is offered
 * @workspace: whose outbox
 * @operation_id: what is not to be sent
 *
 * Takes an operation out of the outbox, with what makes no sense without it.
 */
void
pm_discard_with_undo (GtkWidget *widget, PmWorkspace *workspace, gint64 operation_id)
{
  Discarded *discarded;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_WORKSPACE (workspace));

  discarded = g_rc_box_new0 (Discarded);
  discarded->widget = g_object_ref (widget);
  discarded->workspace = g_object_ref (workspace);
  pm_toast_watch (widget, dex_future_then (pm_workspace_discard (workspace, operation_id),
                                           offer_undo, discarded, discarded_release));
}
