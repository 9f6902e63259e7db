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

/* Sending */

/**
 * pm_workspace_new_invitation:
 * @draft: an invitation, whose address is tidied up
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what sends it
 */
PmOperation *
pm_workspace_new_invitation (PmDraft *draft, GError **error)
{
  g_autofree char *email = pm_address_normalize (pm_draft_get_email (draft), error);
  g_autofree char *payload = NULL, *name = NULL;
  PmOperation *operation;

  if (email == NULL)
    return NULL;
  pm_draft_set_email (draft, email);
  payload = pm_payload_from_draft (draft);
  name = pm_text_full_name (pm_draft_get_first_name (draft), pm_draft_get_last_name (draft), NULL);
  operation = pm_workspace_new_operation (PM_OPERATION_KIND_INVITE, pm_draft_get_poc_id (draft));
  pm_operation_set_email (operation, email);
  pm_operation_set_full_name (operation, *name == '\0' ? NULL : name);
  pm_operation_set_payload (operation, payload);
  return operation;
}

static DexFuture *
send_fiber (gpointer data)
{
  Ask *ask = data;
  GError *error = NULL;
  g_autoptr (PmOperation) operation = pm_workspace_new_invitation (ask->draft, &error);

  if (operation == NULL)
    return dex_future_new_for_error (error);
  return pm_workspace_enqueue (ask->self, operation, pm_draft_get_id (ask->draft));
}

/**
 * pm_workspace_send_invitation:
 * @self: a workspace
 * @draft: an invitation; with an id, the stored draft turns into the operation in one step
 *
 * Puts the invitation into the outbox.
 *
 * Returns: (transfer full): resolves to the operation's id when it would survive a power cut
 */
DexFuture *
pm_workspace_send_invitation (PmWorkspace *self, PmDraft *draft)
{
  return spawn (send_fiber, ask_new (self, draft, NULL, 0, NULL));
}

/* Our server keeps it for that long; for another one it waits here. */
static DexFuture *
send_later_fiber (gpointer data)
{
  Ask *ask = data;
  GError *error = NULL;
  g_autoptr (PmOperation) operation = pm_workspace_new_invitation (ask->draft, &error);
  g_autofree char *payload = NULL;

  if (operation == NULL)
    return dex_future_new_for_error (error);
  if (pm_workspace_get_capabilities (ask->self) & PM_CAPABILITY_SCHEDULE) {
    payload = pm_payload_send_later (pm_operation_get_payload (operation), ask->id);
    pm_operation_set_payload (operation, payload);
  } else {
    pm_operation_set_not_before (operation, 0);
    pm_operation_set_send_at (operation, ask->id);
  }
  return pm_workspace_enqueue (ask->self, operation, pm_draft_get_id (ask->draft));
}

/**
 * pm_workspace_send_later:
 * @self: a workspace
 * @draft: an invitation, as for pm_workspace_send_invitation()
 * @send_at: when it is to be mailed, by the server's time
 *
 * Puts the invitation into the outbox. Our own server gets it at once and keeps the mail until
 * then; for a server without %PM_CAPABILITY_SCHEDULE it waits here, and if this desktop does not
 * run at that time, a person is asked.
 *
 * Returns: (transfer full): resolves to the operation's id when it would survive a power cut
 */
DexFuture *
pm_workspace_send_later (PmWorkspace *self, PmDraft *draft, gint64 send_at)
{
  return spawn (send_later_fiber, ask_new (self, draft, NULL, send_at, NULL));
}

/* Editing what was sent but has not left */

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
  if (!dex_await (pm_outbox_discard (pm_workspace_get_outbox (ask->self), ask->id), &error)) {
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
