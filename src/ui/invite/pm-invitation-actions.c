/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-invitation-actions.h"

#include "domain/pm-error.h"
#include "domain/pm-reminder-rules.h"
#include "domain/pm-text.h"
#include "ui/common/pm-toast.h"
#include "ui/common/pm-words.h"
#include "ui/invite/pm-invite-dialog.h"
#include "ui/outbox/pm-discard.h"

#include <glib/gi18n.h>

/* Whom an action is about and where it is spoken of, as long as it takes. */
typedef struct {
  GtkWidget *widget;
  PmWorkspace *workspace;
  PmPerson *person; /* (nullable): the row as it was */
  char *who;
  gint64 poc_id;
  gint64 operation_id;
} Act;

static Act *
act_new (GtkWidget *widget, PmWorkspace *workspace, gint64 poc_id, const char *who)
{
  Act *act = g_rc_box_new0 (Act);

  act->widget = g_object_ref (widget);
  act->workspace = g_object_ref (workspace);
  act->poc_id = poc_id;
  act->who = g_strdup (who);
  return act;
}

static void
act_clear (gpointer data)
{
  Act *act = data;

  g_clear_object (&act->widget);
  g_clear_object (&act->workspace);
  g_clear_object (&act->person);
  g_clear_pointer (&act->who, g_free);
}

static void
act_unref (gpointer act)
{
  g_rc_box_release_full (act, act_clear);
}

static Act *
act_new_for_person (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  const char *name = pm_person_get_full_name (person);
  Act *act = act_new (widget, workspace, pm_person_get_poc_id (person),
                      pm_text_is_blank (name) ? pm_person_get_email (person) : name);

  act->person = PM_PERSON (pm_record_copy (PM_RECORD (person)));
  return act;
}

static gboolean
is_offline (PmWorkspace *workspace)
{
  PmSyncState state;

  g_object_get (workspace, "sync-state", &state, NULL);
  return state == PM_SYNC_STATE_OFFLINE;
}

static void
take_back (gpointer data)
{
  Act *act = data;

  pm_toast_watch (act->widget, pm_workspace_discard (act->workspace, act->operation_id));
}

static DexFuture *
send_at_once (DexFuture *future, gpointer data)
{
  Act *act = data;

  return pm_workspace_send_now (act->workspace,
                                g_value_get_int64 (dex_future_get_value (future, NULL)));
}

/* It has been sent already: the same person takes part again, without a mail. */
static DexFuture *
restore (DexFuture *future, gpointer data)
{
  Act *act = data;

  return dex_future_then (pm_workspace_restore_access (act->workspace, act->person), send_at_once,
                          g_rc_box_acquire (act), act_unref);
}

static void
give_back (gpointer data)
{
  Act *act = data;
  DexFuture *taken_back = pm_workspace_discard (act->workspace, act->operation_id);

  pm_toast_watch (act->widget,
                  dex_future_catch (taken_back, restore, g_rc_box_acquire (act), act_unref));
}

static void
offer_undo (Act *act, DexFuture *future, const char *text, PmToastUndo undo)
{
  act->operation_id = g_value_get_int64 (dex_future_get_value (future, NULL));
  pm_toast_offer_undo (act->widget, text, PM_UNDO_SECONDS, undo, g_rc_box_acquire (act), act_unref);
}

static DexFuture *
say_resending (DexFuture *future, gpointer data)
{
  Act *act = data;
  /* Translators: %s is a person */
  g_autofree char *text = g_strdup_printf (is_offline (act->workspace)
                                               ? _ ("Invitation to %s will be resent when online")
                                               : _ ("Resending the invitation to %s…"),
                                           act->who);

  offer_undo (act, future, text, take_back);
  return NULL;
}

static DexFuture *
say_reminding (DexFuture *future, gpointer data)
{
  Act *act = data;
  /* Translators: %s is a person */
  g_autofree char *text = g_strdup_printf (
      is_offline (act->workspace) ? _ ("%s will be reminded when online") : _ ("Reminding %s…"),
      act->who);

  offer_undo (act, future, text, take_back);
  return NULL;
}

static DexFuture *
say_removing (DexFuture *future, gpointer data)
{
  Act *act = data;
  g_autofree char *text =
      g_strdup_printf (is_offline (act->workspace)
                           /* Translators: %s is a person */
                           ? _ ("Removing access… %s has it until this desktop is online")
                           : _ ("Removing access of %s…"),
                       act->who);

  offer_undo (act, future, text, give_back);
  return NULL;
}

static DexFuture *
say_correcting (DexFuture *future, gpointer data)
{
  Act *act = data;
  /* Translators: %s is an e-mail address */
  g_autofree char *text =
      g_strdup_printf (is_offline (act->workspace) ? _ ("%s will be invited instead when online")
                                                   : _ ("Inviting %s instead…"),
                       act->who);

  offer_undo (act, future, text, take_back);
  return NULL;
}

static DexFuture *
say_cancelling (DexFuture *future, gpointer data)
{
  Act *act = data;
  /* Translators: %s is a person */
  g_autofree char *text =
      g_strdup_printf (is_offline (act->workspace)
                           ? _ ("Cancelling… The link to %s works until this desktop is online")
                           : _ ("Cancelling the invitation to %s…"),
                       act->who);

  offer_undo (act, future, text, take_back);
  return NULL;
}

static DexFuture *
open_draft (DexFuture *future, gpointer data)
{
  Act *act = data;
  g_autoptr (PmPoc) poc = pm_workspace_ref_poc (act->workspace, act->poc_id);
  PmDraft *draft = g_value_get_object (dex_future_get_value (future, NULL));

  if (poc != NULL && draft != NULL)
    pm_invite_dialog_present (act->widget, act->workspace, poc, draft);
  return NULL;
}

static void
write_again (gpointer data)
{
  Act *act = data;
  DexFuture *draft = pm_workspace_edit_operation (act->workspace, act->operation_id);

  pm_toast_watch (act->widget,
                  dex_future_then (draft, open_draft, g_rc_box_acquire (act), act_unref));
}

static void
run (Act *act, DexFuture *future, DexFutureCallback then)
{
  pm_toast_watch (act->widget, dex_future_then (future, then, act, act_unref));
}

/**
 * pm_invitation_resend:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: who gets a new mail with a fresh link
 */
void
pm_invitation_resend (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_PERSON (person));

  run (act_new_for_person (widget, workspace, person),
       pm_workspace_resend_invitation (workspace, person), say_resending);
}

/**
 * pm_invitation_cancel:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: whose invitation is called off
 */
void
pm_invitation_cancel (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_PERSON (person));

  run (act_new_for_person (widget, workspace, person),
       pm_workspace_cancel_invitation (workspace, person), say_cancelling);
}

static DexFuture *
remind (DexFuture *future, gpointer data)
{
  Act *act = data;
  const GValue *value = dex_future_get_value (future, NULL);
  PmInvitation *invitation = value != NULL ? g_value_get_object (value) : NULL;

  if (invitation != NULL && pm_invitation_get_reminder_count (invitation) >= PM_REMINDERS_MAX)
    return dex_future_new_reject (
        PM_ERROR, PM_ERROR_REFUSED, "%s",
        _ ("Two reminders were sent already. Resend the invitation instead."));
  return pm_workspace_send_reminder (act->workspace, act->person);
}

/**
 * pm_invitation_remind:
 * @widget: the widget that asks
 * @workspace: a workspace whose server has %PM_CAPABILITY_REMINDERS
 * @person: who is reminded of an invitation
 */
void
pm_invitation_remind (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  Act *act;
  DexFuture *found;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_PERSON (person));

  act = act_new_for_person (widget, workspace, person);
  found = pm_workspace_find_invitation (workspace, pm_person_get_invitation_id (person));
  run (act, dex_future_then (found, remind, g_rc_box_acquire (act), act_unref), say_reminding);
}

/**
 * pm_invitation_remove_access:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: who is not to take part any more
 */
void
pm_invitation_remove_access (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_PERSON (person));

  run (act_new_for_person (widget, workspace, person),
       pm_workspace_remove_access (workspace, person), say_removing);
}

/**
 * pm_invitation_correct_address:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: whose invitation went to a wrong address
 * @email: the right one
 */
void
pm_invitation_correct_address (GtkWidget *widget,
                               PmWorkspace *workspace,
                               PmPerson *person,
                               const char *email)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_PERSON (person));
  g_return_if_fail (email != NULL);

  run (act_new (widget, workspace, pm_person_get_poc_id (person), email),
       pm_workspace_correct_address (workspace, person, email), say_correcting);
}

/**
 * pm_invitation_send_now:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: whose row waits in the outbox
 */
void
pm_invitation_send_now (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_PERSON (person));

  pm_toast_watch (widget, pm_workspace_send_now (workspace, pm_person_get_operation_id (person)));
}

/**
 * pm_invitation_discard:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: a row of which something waits in the outbox, and is not to be sent
 */
void
pm_invitation_discard (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_PERSON (person));

  pm_discard_with_undo (widget, workspace, pm_person_get_operation_id (person));
}

/**
 * pm_invitation_edit:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: whose invitation waits in the outbox; it is taken back and opened as a draft
 */
void
pm_invitation_edit (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_PERSON (person));

  run (act_new_for_person (widget, workspace, person),
       pm_workspace_edit_operation (workspace, pm_person_get_operation_id (person)), open_draft);
}

/**
 * pm_invitation_invite_again:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: whose invitation was called off, or whose access was removed; the dialog opens with
 *   what is known of the person
 */
void
pm_invitation_invite_again (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  g_autoptr (PmDraft) draft = NULL;
  g_autoptr (PmPoc) poc = NULL;
  g_autofree char *first_name = NULL;
  g_autofree char *last_name = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_PERSON (person));

  poc = pm_workspace_ref_poc (workspace, pm_person_get_poc_id (person));
  if (poc == NULL)
    return;
  pm_text_split_name (pm_person_get_full_name (person), &first_name, &last_name);
  draft = pm_draft_new ();
  pm_draft_set_poc_id (draft, pm_poc_get_id (poc));
  pm_draft_set_email (draft, pm_person_get_email (person));
  pm_draft_set_first_name (draft, first_name);
  pm_draft_set_last_name (draft, last_name);
  pm_draft_set_title (draft, pm_person_get_title (person));
  pm_invite_dialog_present (widget, workspace, poc, draft);
}

static char *
words_for_queued (PmWorkspace *workspace, const char *name, gint64 send_at)
{
  g_autofree char *when = NULL;

  if (send_at != 0) {
    when = pm_words_appointment (send_at, pm_workspace_get_server_now (workspace));
    /* Translators: a person, and a moment to come, "tomorrow 09:00" */
    return g_strdup_printf (_ ("Invitation to %s will be sent %s"), name, when);
  }
  /* Translators: %s is a person */
  return g_strdup_printf (is_offline (workspace) ? _ ("Invitation to %s will be sent when online")
                                                 : _ ("Invitation to %s queued"),
                          name);
}

/**
 * pm_invitation_say_queued:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @draft: what has just been sent
 * @operation_id: what it has become in the outbox
 * @send_at: when it is to leave, or 0
 *
 * Says that an invitation is on its way; **Undo** opens it again for writing.
 */
void
pm_invitation_say_queued (GtkWidget *widget,
                          PmWorkspace *workspace,
                          PmDraft *draft,
                          gint64 operation_id,
                          gint64 send_at)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  Act *act;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_DRAFT (draft));

  name = pm_text_full_name (pm_draft_get_first_name (draft), pm_draft_get_last_name (draft),
                            pm_draft_get_email (draft));
  text = words_for_queued (workspace, name, send_at);
  act = act_new (widget, workspace, pm_draft_get_poc_id (draft), name);
  act->operation_id = operation_id;
  pm_toast_offer_undo (widget, text, PM_UNDO_SECONDS, write_again, act, act_unref);
}
