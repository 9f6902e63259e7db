/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace-private.h"

#include "domain/pm-organization.h"
#include "secrets/pm-secrets.h"

/* A workspace's session: opened, kept and taken up again. */

/* The keyring */

static DexFuture *
on_secret_refused (DexFuture *future, gpointer data)
{
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  pm_workspace_notice (data, pm_notice_new (PM_NOTICE_NOT_KEPT, error->message, 0, 0));
  return dex_future_new_for_boolean (FALSE);
}

/* The keyring may still be busy with an earlier one. */
static void
keep (PmWorkspace *self, PmSecretKind kind, const char *secret)
{
  g_autofree char *label = g_strdup_printf ("POC Manager: %s", self->account->email);
  DexFuture *kept = dex_future_catch (pm_secrets_store (self->account->id, kind, label, secret),
                                      on_secret_refused, g_object_ref (self), g_object_unref);

  if (self->kept != NULL && dex_future_is_pending (self->kept))
    kept = dex_future_all (dex_ref (self->kept), kept, NULL);
  dex_clear (&self->kept);
  self->kept = kept;
}

/**
 * pm_workspace_finish_keeping:
 * @self: a workspace
 *
 * For closing it: a secret that the keyring does not have yet may be the only one that still counts.
 *
 * Returns: (transfer full): resolves when the keyring has taken or refused all that it was given
 */
DexFuture *
pm_workspace_finish_keeping (PmWorkspace *self)
{
  return self->kept != NULL ? g_steal_pointer (&self->kept) : dex_future_new_true ();
}

/**
 * pm_workspace_take_refresh_token:
 * @self: a workspace
 * @token: (nullable): what renews its session from now on
 *
 * Keeps it in the keyring, if it may.
 */
void
pm_workspace_take_refresh_token (PmWorkspace *self, const char *token)
{
  if (self->account->keep_signed_in && token != NULL)
    keep (self, PM_SECRET_REFRESH_TOKEN, token);
}

/* Where only the password renews a session, it is kept, but only when the user says so. */
static void
keep_password (PmWorkspace *self, const char *password)
{
  PmAccount *account = self->account;

  if (!account->keep_signed_in || !pm_remote_needs_password (self->remote))
    return;
  pm_remote_set_password (self->remote, account->tenant_id, account->email, password);
  keep (self, PM_SECRET_PASSWORD, password);
}

/* Awaits. */
static void
take_up_session (PmWorkspace *self)
{
  PmAccount *account = self->account;
  g_autofree char *token = NULL;
  g_autofree char *password = NULL;

  token = dex_await_string (pm_secrets_lookup (account->id, PM_SECRET_REFRESH_TOKEN), NULL);
  if (token != NULL) {
    pm_remote_set_refresh_token (self->remote, token);
    return;
  }
  password = dex_await_string (pm_secrets_lookup (account->id, PM_SECRET_PASSWORD), NULL);
  pm_remote_set_password (self->remote, account->tenant_id, account->email, password);
}

static DexFuture *
start_fiber (gpointer data)
{
  PmWorkspace *self = data;

  if (!pm_remote_has_session (self->remote) && self->account->keep_signed_in)
    take_up_session (self);
  if (!self->started) {
    self->started = TRUE;
    pm_syncer_start (self->syncer);
  } else {
    pm_syncer_resume (self->syncer);
  }
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_workspace_take_role:
 * @self: a workspace
 * @role: what its account has become
 *
 * Lets people do what they may do by now, and remembers it.
 */
void
pm_workspace_take_role (PmWorkspace *self, PmRole role)
{
  self->account->role = role;
  dex_future_disown (pm_workspace_save_account (self));
  pm_workspace_notify_all (self);
}

/**
 * pm_workspace_start:
 * @self: a workspace
 *
 * Takes up the session, from the keyring where need be, and begins to sync. Without a session the
 * sync state asks to sign in again, and everything that was saved is there all the same.
 */
void
pm_workspace_start (PmWorkspace *self)
{
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, start_fiber, g_object_ref (self), g_object_unref));
}

/* Signing in */

typedef struct {
  PmWorkspace *self;
  char *password;
} SignIn;

static void
sign_in_free (gpointer data)
{
  SignIn *sign_in = data;

  g_object_unref (sign_in->self);
  g_free (sign_in->password);
  g_free (sign_in);
}

static void
take_identity (PmAccount *account, PmIdentity *identity)
{
  account->user_id = identity->user_id;
  account->tenant_id = identity->tenant_id;
  account->role = identity->role;
  g_set_str (&account->full_name, identity->full_name);
  if (identity->tenant_name != NULL)
    g_set_str (&account->organization, identity->tenant_name);
}

/* What is asked here is a comfort, so a server that cannot tell is no reason to fail. */
static void
ask_for_organization (PmWorkspace *self)
{
  g_autoptr (PmOrganization) organization =
      dex_await_object (pm_remote_get_organization (self->remote, self->account->tenant_id), NULL);

  if (organization == NULL)
    return;
  if (pm_organization_get_name (organization) != NULL)
    g_set_str (&self->account->organization, pm_organization_get_name (organization));
  if (pm_organization_get_invitation_days (organization) > 0)
    self->account->invitation_days = (int) pm_organization_get_invitation_days (organization);
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  SignIn *sign_in = data;
  PmWorkspace *self = sign_in->self;
  g_autoptr (PmIdentity) identity = NULL;
  GError *error = NULL;

  identity = dex_await_boxed (pm_remote_select_tenant (self->remote, self->account->tenant_id,
                                                       self->account->email, sign_in->password),
                              &error);
  if (identity == NULL)
    return dex_future_new_for_error (error);
  take_identity (self->account, identity);
  pm_syncer_set_role (self->syncer, identity->role);
  keep_password (self, sign_in->password);
  self->account->signed_out = FALSE;
  ask_for_organization (self);
  pm_cache_set_user_id (self->cache, self->account->user_id);
  if (!dex_await (pm_workspace_save_account (self), &error))
    return dex_future_new_for_error (error);
  pm_workspace_notify_all (self);
  pm_workspace_start (self);
  return dex_future_new_for_boolean (TRUE);
}

/**
 * pm_workspace_sign_in_again:
 * @self: a workspace
 * @password: the account's password; it is kept only where nothing else renews a session, and
 *   the user wants to stay signed in
 *
 * Opens a new session and goes on syncing.
 *
 * Returns: (transfer full): resolves to %TRUE; rejects with what is to be said to the user
 */
DexFuture *
pm_workspace_sign_in_again (PmWorkspace *self, const char *password)
{
  SignIn *sign_in;

  g_return_val_if_fail (PM_IS_WORKSPACE (self), NULL);

  sign_in = g_new0 (SignIn, 1);
  sign_in->self = g_object_ref (self);
  sign_in->password = g_strdup (password);
  return dex_scheduler_spawn (NULL, 0, sign_in_fiber, sign_in, sign_in_free);
}
