/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/outbox/pm-discard.h"

#include "ui/common/pm-toast.h"

#include <glib/gi18n.h>

/* What has been taken out of the outbox and can still be put back. */
typedef struct {
  GtkWidget *widget;
  PmWorkspace *workspace;
  PmOperation *operation;
  PmDraft *draft; /* what an invitation is until the undo time is over */
  gboolean undone;
} Discarded;

static void
discarded_clear (gpointer data)
{
  Discarded *discarded = data;

  if (discarded->draft != NULL && !discarded->undone)
    pm_toast_watch (discarded->widget,
                    pm_workspace_delete_draft (discarded->workspace, discarded->draft));
  g_object_unref (discarded->widget);
  g_object_unref (discarded->workspace);
  g_object_unref (discarded->operation);
  g_clear_object (&discarded->draft);
}

static void
discarded_release (gpointer data)
{
  g_rc_box_release_full (data, discarded_clear);
}

static DexFuture *
put_back (Discarded *discarded)
{
  PmOperation *operation = discarded->operation;
  g_autoptr (PmPerson) person = NULL;

  if (discarded->draft != NULL)
    return pm_workspace_send_invitation (discarded->workspace, discarded->draft);

  person = pm_person_new ();
  pm_person_set_poc_id (person, pm_operation_get_poc_id (operation));
  pm_person_set_invitation_id (person, pm_operation_get_invitation_id (operation));
  pm_person_set_email (person, pm_operation_get_email (operation));
  pm_person_set_full_name (person, pm_operation_get_full_name (operation));
  pm_person_set_resend_count (person, pm_operation_get_resend_count (operation));
  if (pm_operation_get_kind (operation) == PM_OPERATION_KIND_RESEND)
    return pm_workspace_resend_invitation (discarded->workspace, person);
  return pm_workspace_cancel_invitation (discarded->workspace, person);
}

static void
on_undo (Discarded *discarded)
{
  discarded->undone = TRUE;
  pm_toast_watch (discarded->widget, put_back (discarded));
}

static DexFuture *
offer_undo (DexFuture *future, gpointer data)
{
  Discarded *discarded = data;
  const GValue *value = dex_future_get_value (future, NULL);
  g_autofree char *title = NULL;
  AdwToast *toast;

  if (G_VALUE_HOLDS (value, PM_TYPE_DRAFT))
    discarded->draft = g_value_dup_object (value);

  /* Translators: %s is a person's address */
  title = g_strdup_printf (_ ("Discarded: %s"), pm_operation_get_email (discarded->operation));
  toast = pm_toast_show_undo (discarded->widget, title, PM_UNDO_SECONDS);
  if (toast != NULL)
    g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo),
                           g_rc_box_acquire (discarded),
                           (GClosureNotify) (GCallback) discarded_release, G_CONNECT_SWAPPED);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_discard_with_undo:
 * @widget: where it is asked for, and where **Undo** is offered
 * @workspace: whose outbox
 * @operation: what is not to be sent
 *
 * Takes an operation out of the outbox. An invitation is a draft again until the undo time is
 * over: whatever happens meanwhile, what was written is not lost.
 */
void
pm_discard_with_undo (GtkWidget *widget, PmWorkspace *workspace, PmOperation *operation)
{
  gint64 id = pm_operation_get_id (operation);
  Discarded *discarded;
  DexFuture *future;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_WORKSPACE (workspace));
  g_return_if_fail (PM_IS_OPERATION (operation));

  discarded = g_rc_box_new0 (Discarded);
  discarded->widget = g_object_ref (widget);
  discarded->workspace = g_object_ref (workspace);
  discarded->operation = PM_OPERATION (pm_record_copy (PM_RECORD (operation)));
  future = pm_operation_get_kind (operation) == PM_OPERATION_KIND_INVITE
               ? pm_workspace_edit_operation (workspace, id)
               : pm_workspace_discard (workspace, id);
  pm_toast_watch (widget, dex_future_then (future, offer_undo, discarded, discarded_release));
}
