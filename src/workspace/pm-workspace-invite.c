/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace-private.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-invitation.h"
#include "domain/pm-mail-template.h"
#include "domain/pm-template.h"
#include "domain/pm-text.h"
#include "remote/pm-payload.h"

/* What a fiber of this file is about. */
typedef struct {
  PmWorkspace *self;
  PmDraft *draft;
  PmPerson *person;
  char *text;
  gint64 id;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_object_unref (ask->self);
  g_clear_object (&ask->draft);
  g_clear_object (&ask->person);
  g_free (ask->text);
  g_free (ask);
}

static Ask *
ask_new (PmWorkspace *self, PmDraft *draft, PmPerson *person, gint64 id, const char *text)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->self = g_object_ref (self);
  g_set_object (&ask->draft, draft);
  g_set_object (&ask->person, person);
  ask->id = id;
  ask->text = g_strdup (text);
  return ask;
}

static DexFuture *
spawn (DexFiberFunc fiber, Ask *ask)
{
  return dex_scheduler_spawn (NULL, 0, fiber, ask, ask_free);
}

/* Drafts */

/**
 * pm_workspace_find_draft:
 * @self: a workspace
 * @poc_id: a POC
 *
 * Returns: (transfer full): resolves to the #PmDraft written last for the POC, or %NULL
 */
DexFuture *
pm_workspace_find_draft (PmWorkspace *self, gint64 poc_id)
{
  return pm_cache_find_draft (pm_workspace_get_cache (self), poc_id);
}

/**
 * pm_workspace_save_draft:
 * @self: a workspace
 * @draft: a draft; it gets its id when it is new
 *
 * Returns: (transfer full): resolves when the draft would survive a power cut
 */
DexFuture *
pm_workspace_save_draft (PmWorkspace *self, PmDraft *draft)
{
  return pm_cache_save_draft (pm_workspace_get_cache (self), draft);
}

/**
 * pm_workspace_delete_draft:
 * @self: a workspace
 * @draft: a draft
 *
 * Returns: (transfer full): resolves when it is gone
 */
DexFuture *
pm_workspace_delete_draft (PmWorkspace *self, PmDraft *draft)
{
  return pm_cache_delete_draft (pm_workspace_get_cache (self), pm_draft_get_id (draft));
}

/* Before sending */

/**
 * pm_workspace_check_address:
 * @self: a workspace
 * @poc_id: the POC to invite to
 * @email: an address
 *
 * Looks, without the network, whether the address already has to do with the POC;
 * pm_verdict_at() says what follows.
 *
 * Returns: (transfer full): resolves to the POC's #PmPerson of that address, or %NULL
 */
DexFuture *
pm_workspace_check_address (PmWorkspace *self, gint64 poc_id, const char *email)
{
  return pm_cache_find_person (pm_workspace_get_cache (self), poc_id, email);
}

static DexFuture *
suggest_fiber (gpointer data)
{
  Ask *ask = data;
  PmCache *cache = pm_workspace_get_cache (ask->self);
  g_autoptr (PmPoc) poc =
      dex_await_object (pm_cache_find_record (cache, PM_TYPE_POC, ask->id), NULL);

  return pm_cache_find_people (cache, poc == NULL ? NULL : pm_poc_get_customer_company_name (poc),
                               ask->text);
}

/**
 * pm_workspace_suggest_people:
 * @self: a workspace
 * @poc_id: the POC to invite to
 * @prefix: what has been typed
 *
 * Returns: (transfer full): resolves to a #GListModel of #PmPerson: people of the POC's customer
 *   whose name or address begins with @prefix
 */
DexFuture *
pm_workspace_suggest_people (PmWorkspace *self, gint64 poc_id, const char *prefix)
{
  return spawn (suggest_fiber, ask_new (self, NULL, NULL, poc_id, prefix));
}

static PmTemplate *
await_template (PmWorkspace *self)
{
  gint64 tenant_id = pm_workspace_get_account (self)->tenant_id;
  PmTemplate *found = dex_await_object (
      pm_cache_find_record (pm_workspace_get_cache (self), PM_TYPE_TEMPLATE, tenant_id), NULL);

  return found != NULL ? found : pm_mail_template_default ();
}

static DexFuture *
render_fiber (gpointer data)
{
  Ask *ask = data;
  PmAccount *account = pm_workspace_get_account (ask->self);
  g_autoptr (PmTemplate) mail_template = await_template (ask->self);
  g_autoptr (PmPoc) poc = NULL;
  g_autofree char *name = NULL;
  PmRenderedMail *mail;
  GError *error = NULL;

  poc = dex_await_object (pm_cache_find_record (pm_workspace_get_cache (ask->self), PM_TYPE_POC,
                                                pm_draft_get_poc_id (ask->draft)),
                          &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (poc == NULL)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_NOT_FOUND, "This POC is no longer there.");

  name = pm_text_full_name (pm_draft_get_first_name (ask->draft),
                            pm_draft_get_last_name (ask->draft), NULL);
  mail = pm_mail_render (mail_template,
                         &(PmMailValues) {
                             .poc = pm_poc_get_title (poc),
                             .company = pm_poc_get_customer_company_name (poc),
                             .customer_name = name,
                             .first_name = pm_draft_get_first_name (ask->draft),
                             .inviter = account->full_name,
                             .organization = account->organization,
                             .message = pm_draft_get_personal_message (ask->draft),
                             .link = PM_MAIL_LINK_IN_PREVIEW,
                             .expires_at = pm_workspace_get_server_now (ask->self) +
                                           account->invitation_days * G_TIME_SPAN_DAY,
                             .start_date = pm_poc_get_start_date (poc),
                             .end_date = pm_poc_get_end_date (poc),
                             .description = pm_poc_get_description (poc),
                         },
                         &error);
  if (mail == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (PM_TYPE_RENDERED_MAIL, mail);
}

/**
 * pm_workspace_render_invitation:
 * @self: a workspace
 * @draft: an invitation
 *
 * Makes the mail that the customer will get, by the organization's template as it was last seen.
 * Works without the network.
 *
 * Returns: (transfer full): resolves to a boxed #PmRenderedMail
 */
DexFuture *
pm_workspace_render_invitation (PmWorkspace *self, PmDraft *draft)
{
  return spawn (render_fiber, ask_new (self, draft, NULL, 0, NULL));
}

/* Operations */

static PmOperation *
operation_new (PmOperationKind kind, gint64 poc_id)
{
  PmOperation *operation = pm_operation_new ();
  g_autofree char *key = g_uuid_string_random ();
  gint64 now = g_get_real_time ();

  pm_operation_set_kind (operation, kind);
  pm_operation_set_key (operation, key);
  pm_operation_set_poc_id (operation, poc_id);
  pm_operation_set_state (operation, PM_OPERATION_STATE_HELD);
  pm_operation_set_created_at (operation, now);
  pm_operation_set_not_before (operation, now + PM_UNDO_SECONDS * G_TIME_SPAN_SECOND);
  return operation;
}

static DexFuture *
enqueue (PmWorkspace *self, PmOperation *operation, gint64 draft_id)
{
  return pm_syncer_enqueue (pm_workspace_get_syncer (self), operation, draft_id);
}

static DexFuture *
send_fiber (gpointer data)
{
  Ask *ask = data;
  PmDraft *draft = ask->draft;
  g_autoptr (PmOperation) operation =
      operation_new (PM_OPERATION_KIND_INVITE, pm_draft_get_poc_id (draft));
  g_autofree char *email = NULL, *payload = NULL, *name = NULL;
  GError *error = NULL;

  email = pm_address_normalize (pm_draft_get_email (draft), &error);
  if (email == NULL)
    return dex_future_new_for_error (error);
  pm_draft_set_email (draft, email);
  payload = pm_payload_from_draft (draft);
  name = pm_text_full_name (pm_draft_get_first_name (draft), pm_draft_get_last_name (draft), NULL);
  pm_operation_set_email (operation, email);
  pm_operation_set_full_name (operation, *name == '\0' ? NULL : name);
  pm_operation_set_payload (operation, payload);
  return enqueue (ask->self, operation, pm_draft_get_id (draft));
}

/**
 * pm_workspace_send_invitation:
 * @self: a workspace
 * @draft: an invitation; with an id, the stored draft turns into the operation in one step
 *
 * Puts the invitation into the outbox. It can be taken back for ten seconds, leaves by itself
 * when the server can be reached, and has one effect however often it is tried.
 *
 * Returns: (transfer full): resolves to the operation's id when it would survive a power cut
 */
DexFuture *
pm_workspace_send_invitation (PmWorkspace *self, PmDraft *draft)
{
  return spawn (send_fiber, ask_new (self, draft, NULL, 0, NULL));
}

static DexFuture *
follow_up_fiber (gpointer data)
{
  Ask *ask = data;
  g_autoptr (PmOperation) operation =
      operation_new ((PmOperationKind) ask->id, pm_person_get_poc_id (ask->person));

  pm_operation_set_invitation_id (operation, pm_person_get_invitation_id (ask->person));
  pm_operation_set_email (operation, pm_person_get_email (ask->person));
  pm_operation_set_full_name (operation, pm_person_get_full_name (ask->person));
  pm_operation_set_resend_count (operation, pm_person_get_resend_count (ask->person));
  return enqueue (ask->self, operation, 0);
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
  return spawn (follow_up_fiber, ask_new (self, NULL, person, PM_OPERATION_KIND_RESEND, NULL));
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
  return spawn (follow_up_fiber, ask_new (self, NULL, person, PM_OPERATION_KIND_CANCEL, NULL));
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
 * pm_workspace_send_now:
 * @self: a workspace
 * @operation_id: an operation
 *
 * Ends its undo time or its pause and tries at once.
 *
 * Returns: (transfer full): resolves when that is stored, not when it is sent
 */
DexFuture *
pm_workspace_send_now (PmWorkspace *self, gint64 operation_id)
{
  return pm_syncer_send_now (pm_workspace_get_syncer (self), operation_id);
}

/**
 * pm_workspace_retry:
 * @self: a workspace
 * @operation_id: an operation that needs attention
 *
 * Returns: (transfer full): resolves when it is queued again
 */
DexFuture *
pm_workspace_retry (PmWorkspace *self, gint64 operation_id)
{
  return pm_syncer_retry (pm_workspace_get_syncer (self), operation_id);
}

/**
 * pm_workspace_discard:
 * @self: a workspace
 * @operation_id: an operation that has not been sent
 *
 * Returns: (transfer full): resolves when it is gone; rejects with %PM_ERROR_REFUSED when the
 *   server may already have acted on it
 */
DexFuture *
pm_workspace_discard (PmWorkspace *self, gint64 operation_id)
{
  return pm_syncer_discard (pm_workspace_get_syncer (self), operation_id);
}

static PmOperation *
find_operation (GPtrArray *operations, gint64 id)
{
  for (guint i = 0; i < operations->len; i++) {
    PmOperation *operation = g_ptr_array_index (operations, i);

    if (pm_operation_get_id (operation) == id)
      return operation;
  }
  return NULL;
}

static DexFuture *
edit_fiber (gpointer data)
{
  Ask *ask = data;
  PmCache *cache = pm_workspace_get_cache (ask->self);
  g_autoptr (GPtrArray) operations = NULL;
  g_autoptr (PmDraft) draft = NULL;
  PmOperation *operation;
  GError *error = NULL;

  operations = dex_await_boxed (pm_cache_list_operations (cache), &error);
  if (operations == NULL)
    return dex_future_new_for_error (error);
  operation = find_operation (operations, ask->id);
  if (operation == NULL || pm_operation_get_kind (operation) != PM_OPERATION_KIND_INVITE)
    return dex_future_new_reject (PM_ERROR, PM_ERROR_NOT_FOUND, "It has already been sent.");
  draft = pm_payload_to_draft (pm_operation_get_payload (operation), &error);
  if (draft == NULL)
    return dex_future_new_for_error (error);
  pm_draft_set_poc_id (draft, pm_operation_get_poc_id (operation));
  pm_draft_set_created_at (draft, pm_operation_get_created_at (operation));

  /* The draft first: should the machine stop in between, both are there and nothing is lost. */
  if (!dex_await (pm_cache_save_draft (cache, draft), &error))
    return dex_future_new_for_error (error);
  if (!dex_await (pm_syncer_discard (pm_workspace_get_syncer (ask->self), ask->id), &error)) {
    dex_await (pm_cache_delete_draft (cache, pm_draft_get_id (draft)), NULL);
    return dex_future_new_for_error (error);
  }
  return dex_future_new_take_object (g_steal_pointer (&draft));
}

/**
 * pm_workspace_edit_operation:
 * @self: a workspace
 * @operation_id: an invitation in the outbox
 *
 * Takes the invitation back, so that it is a draft again.
 *
 * Returns: (transfer full): resolves to the #PmDraft; rejects when it is too late
 */
DexFuture *
pm_workspace_edit_operation (PmWorkspace *self, gint64 operation_id)
{
  return spawn (edit_fiber, ask_new (self, NULL, NULL, operation_id, NULL));
}
