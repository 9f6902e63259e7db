/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace-private.h"

#include "domain/pm-invitation.h"
#include "domain/pm-text.h"

/* What is done with somebody who was invited, or takes part. */

static PmOperation *
follow_up_new (PmPerson *person, PmOperationKind kind)
{
  PmOperation *operation = pm_workspace_new_operation (kind, pm_person_get_poc_id (person));

  pm_operation_set_invitation_id (operation, pm_person_get_invitation_id (person));
  pm_operation_set_user_id (operation, pm_person_get_user_id (person));
  pm_operation_set_email (operation, pm_person_get_email (person));
  pm_operation_set_full_name (operation, pm_person_get_full_name (person));
  pm_operation_set_resend_count (operation, pm_person_get_resend_count (person));
  return operation;
}

static DexFuture *
follow_up (PmWorkspace *self, PmPerson *person, PmOperationKind kind)
{
  g_autoptr (PmOperation) operation = follow_up_new (person, kind);

  return pm_workspace_enqueue (self, operation, 0);
}

/**
 * pm_workspace_find_invitation:
 * @self: a workspace
 * @invitation_id: an invitation
 *
 * Returns: (transfer full): resolves to the #PmInvitation as last seen, or %NULL
 */
DexFuture *
pm_workspace_find_invitation (PmWorkspace *self, gint64 invitation_id)
{
  return pm_cache_find_record (pm_workspace_get_cache (self), PM_TYPE_INVITATION, invitation_id);
}

/**
 * pm_workspace_resend_invitation:
 * @self: a workspace
 * @person: a row whose invitation is to be mailed again, with a fresh link
 *
 * Returns: (transfer full): resolves to the operation's id when it is safely stored
 */
DexFuture *
pm_workspace_resend_invitation (PmWorkspace *self, PmPerson *person)
{
  return follow_up (self, person, PM_OPERATION_KIND_RESEND);
}

/**
 * pm_workspace_cancel_invitation:
 * @self: a workspace
 * @person: a row whose invitation is to be cancelled
 *
 * Returns: (transfer full): resolves to the operation's id when it is safely stored
 */
DexFuture *
pm_workspace_cancel_invitation (PmWorkspace *self, PmPerson *person)
{
  return follow_up (self, person, PM_OPERATION_KIND_CANCEL);
}

/**
 * pm_workspace_send_reminder:
 * @self: a workspace whose server has %PM_CAPABILITY_REMINDERS
 * @person: a row whose invitation is pending
 *
 * Returns: (transfer full): resolves to the operation's id when it is safely stored
 */
DexFuture *
pm_workspace_send_reminder (PmWorkspace *self, PmPerson *person)
{
  return follow_up (self, person, PM_OPERATION_KIND_REMIND);
}

/**
 * pm_workspace_remove_access:
 * @self: a workspace
 * @person: a row of somebody who takes part
 *
 * Returns: (transfer full): resolves to the operation's id when it is safely stored
 */
DexFuture *
pm_workspace_remove_access (PmWorkspace *self, PmPerson *person)
{
  return follow_up (self, person, PM_OPERATION_KIND_REMOVE);
}

/**
 * pm_workspace_restore_access:
 * @self: a workspace
 * @person: a row as it was before access was removed
 *
 * Lets the same person take part again, without a mail.
 *
 * Returns: (transfer full): resolves to the operation's id when it is safely stored
 */
DexFuture *
pm_workspace_restore_access (PmWorkspace *self, PmPerson *person)
{
  return follow_up (self, person, PM_OPERATION_KIND_RESTORE);
}

/* Another address */

typedef struct {
  PmWorkspace *self;
  PmPerson *person;
  char *email;
} Correction;

static void
correction_free (gpointer data)
{
  Correction *correction = data;

  g_object_unref (correction->self);
  g_object_unref (correction->person);
  g_free (correction->email);
  g_free (correction);
}

/* Awaits. The same invitation, to another address. */
static PmDraft *
draft_again (Correction *correction)
{
  PmPerson *person = correction->person;
  PmDraft *draft = pm_draft_new ();
  g_autoptr (PmInvitation) invitation = NULL;
  g_autofree char *first = NULL, *last = NULL;

  invitation = dex_await_object (
      pm_workspace_find_invitation (correction->self, pm_person_get_invitation_id (person)), NULL);
  pm_text_split_name (pm_person_get_full_name (person), &first, &last);
  pm_draft_set_poc_id (draft, pm_person_get_poc_id (person));
  pm_draft_set_email (draft, correction->email);
  pm_draft_set_first_name (draft, first);
  pm_draft_set_last_name (draft, last);
  pm_draft_set_title (draft, pm_person_get_title (person));
  if (invitation != NULL)
    pm_draft_set_personal_message (draft, pm_invitation_get_personal_message (invitation));
  return draft;
}

/* A server of API 1.0.0 cancels no invitation whose mail has failed, and lets none stand in the
 * way of another. */
static gboolean
needs_cancelling (Correction *correction)
{
  return pm_person_get_status (correction->person) != PM_PERSON_STATUS_FAILED ||
         (pm_workspace_get_capabilities (correction->self) & PM_CAPABILITY_DELIVERY);
}

static DexFuture *
correct_fiber (gpointer data)
{
  Correction *correction = data;
  g_autoptr (PmDraft) draft = draft_again (correction);
  GError *error = NULL;
  g_autoptr (PmOperation) invite = pm_workspace_new_invitation (draft, &error);
  g_autoptr (PmOperation) cancel = NULL;
  gint64 id;

  if (invite == NULL)
    return dex_future_new_for_error (error);
  if (!needs_cancelling (correction))
    return pm_workspace_enqueue (correction->self, invite, 0);
  cancel = follow_up_new (correction->person, PM_OPERATION_KIND_CANCEL);
  id = dex_await_int64 (pm_workspace_enqueue (correction->self, cancel, 0), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  pm_operation_set_depends_on (invite, id);
  if (dex_await_int64 (pm_workspace_enqueue (correction->self, invite, 0), &error) > 0)
    return dex_future_new_for_int64 (id);
  dex_await (pm_workspace_discard (correction->self, id), NULL);
  return dex_future_new_for_error (error);
}

/**
 * pm_workspace_correct_address:
 * @self: a workspace
 * @person: a row whose invitation went to a wrong address
 * @email: the right one
 *
 * Cancels the invitation, if it has to be, and sends the same to the other address once that is
 * done.
 *
 * Returns: (transfer full): resolves to the id of an operation that takes both back
 */
DexFuture *
pm_workspace_correct_address (PmWorkspace *self, PmPerson *person, const char *email)
{
  Correction *correction = g_new0 (Correction, 1);

  correction->self = g_object_ref (self);
  correction->person = g_object_ref (person);
  correction->email = g_strdup (email);
  return dex_scheduler_spawn (NULL, 0, correct_fiber, correction, correction_free);
}
