/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "workspace/pm-workspace-private.h"

#include "domain/pm-error.h"
#include "domain/pm-role.h"
#include "remote/pm-server-clock.h"
#include "secrets/pm-secrets.h"

#define QUIT_SECONDS 10

/* A server of API 1.0.0 does not say how long its invitations live. */
#define PLAIN_INVITATION_DAYS 1

/* Words show no less of a clock that is wrong. */
#define CLOCK_GRAIN G_TIME_SPAN_MINUTE

enum {
  PROP_ID = 1,
  PROP_SERVER_URL,
  PROP_EMAIL,
  PROP_FULL_NAME,
  PROP_ORGANIZATION_NAME,
  PROP_ROLE,
  PROP_CAN_INVITE,
  PROP_SYNC_STATE,
  PROP_SYNC_PROGRESS,
  PROP_PROBLEM,
  PROP_CAPABILITIES,
  PROP_SERVER_NOW,
  PROP_SAVED_AT,
  PROP_N_UNSENT,
  PROP_NOTICES,
  PROP_VISIBLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PmWorkspace, pm_workspace, G_TYPE_OBJECT)

void
pm_workspace_notify_all (PmWorkspace *self)
{
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
on_syncer_notify (PmWorkspace *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYNC_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYNC_PROGRESS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVED_AT]);
}

static void
on_operations_changed (PmWorkspace *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNSENT]);
}

/* What the server is, remembered for when it cannot be asked. */
static void
on_server_info (PmWorkspace *self)
{
  PmServerInfo *info = pm_remote_get_server_info (self->remote);
  gboolean plain = info != NULL && !(info->capabilities & PM_CAPABILITY_CHANGES);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAPABILITIES]);
  if (info == NULL || plain == self->account->plain)
    return;
  self->account->plain = plain;
  if (plain)
    self->account->invitation_days = PLAIN_INVITATION_DAYS;
  dex_future_disown (pm_workspace_save_account (self));
}

static gint64
measure_ahead (PmWorkspace *self)
{
  return pm_remote_get_server_now (self->remote) - g_get_real_time ();
}

/* Resolves when what is on disk of the server's clock is right, to what words can show. */
static DexFuture *
remember_clock (PmWorkspace *self)
{
  if (!pm_remote_knows_server_now (self->remote) ||
      ABS (measure_ahead (self) - self->account->server_ahead) < CLOCK_GRAIN)
    return dex_future_new_true ();
  return pm_workspace_save_account (self);
}

static void
on_time_moved (PmWorkspace *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVER_NOW]);
  dex_future_disown (remember_clock (self));
}

/**
 * pm_workspace_save_account:
 * @self: a workspace
 *
 * Writes what is remembered of the account into the workspace's folder, replacing it whole.
 *
 * Returns: (transfer full): resolves to %TRUE when it is on disk
 */
DexFuture *
pm_workspace_save_account (PmWorkspace *self)
{
  g_autoptr (GFile) file = g_file_new_build_filename (self->folder, "workspace.ini", NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (pm_remote_knows_server_now (self->remote))
    self->account->server_ahead = measure_ahead (self);
  bytes = pm_account_to_bytes (self->account);
  return dex_file_replace_contents_bytes (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE);
}

/* Life */

static DexFuture *
close_fiber (gpointer data)
{
  PmWorkspace *self = data;

  if (self->started)
    dex_await (pm_outbox_flush (pm_workspace_get_outbox (self), QUIT_SECONDS), NULL);
  dex_await (pm_syncer_stop (self->syncer), NULL);
  dex_await (remember_clock (self), NULL); /* this machine's may have been set meanwhile */
  dex_await (pm_workspace_finish_keeping (self), NULL);
  return pm_cache_close (self->cache);
}

/**
 * pm_workspace_close:
 * @self: a workspace
 *
 * Ends the undo time, sends what can be sent within ten seconds, stops syncing and closes the
 * files. What could not be sent is sent the next time.
 *
 * Returns: (transfer full): resolves when the files are closed
 */
DexFuture *
pm_workspace_close (PmWorkspace *self)
{
  g_return_val_if_fail (PM_IS_WORKSPACE (self), NULL);

  return dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
sign_out_fiber (gpointer data)
{
  PmWorkspace *self = data;

  dex_await (pm_syncer_stop (self->syncer), NULL);
  dex_await (pm_remote_logout (self->remote), NULL);
  dex_await (pm_workspace_finish_keeping (self),
             NULL); /* so that nothing comes after the clearing */
  dex_await (pm_secrets_clear (self->account->id), NULL);
  self->account->signed_out = TRUE;
  dex_await (pm_workspace_save_account (self), NULL);
  return pm_cache_close (self->cache);
}

/**
 * pm_workspace_sign_out:
 * @self: a workspace
 *
 * Ends the session on the server, as far as it can be reached, and forgets what is in the
 * keyring. Drafts and unsent work stay in the folder until the same account signs in again.
 *
 * Returns: (transfer full): resolves when the workspace is closed
 */
DexFuture *
pm_workspace_sign_out (PmWorkspace *self)
{
  g_return_val_if_fail (PM_IS_WORKSPACE (self), NULL);

  return dex_scheduler_spawn (NULL, 0, sign_out_fiber, g_object_ref (self), g_object_unref);
}

/**
 * pm_workspace_sync_now:
 * @self: a workspace
 *
 * Asks the server at once, whatever pause is being kept.
 */
void
pm_workspace_sync_now (PmWorkspace *self)
{
  g_return_if_fail (PM_IS_WORKSPACE (self));

  if (self->started)
    pm_syncer_poke (self->syncer);
}

/**
 * pm_workspace_watch_poc:
 * @self: a workspace
 * @poc_id: the POC whose page is shown, or 0
 *
 * Keeps it more up to date than the others where the server does not tell of changes.
 */
void
pm_workspace_watch_poc (PmWorkspace *self, gint64 poc_id)
{
  g_return_if_fail (PM_IS_WORKSPACE (self));

  pm_syncer_watch_poc (self->syncer, poc_id);
}

/**
 * pm_workspace_get_capabilities:
 * @self: a workspace
 *
 * Returns: what its server adds to API 1.0.0, as far as that is known: before a server was asked,
 *   what it was last time
 */
PmCapabilities
pm_workspace_get_capabilities (PmWorkspace *self)
{
  PmServerInfo *info = pm_remote_get_server_info (self->remote);

  if (info != NULL)
    return info->capabilities;
  return self->account->plain ? PM_CAPABILITY_NONE : (PmCapabilities) ~0u;
}

static void
set_visible (PmWorkspace *self, gboolean visible)
{
  if (self->visible == visible)
    return;
  self->visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
  pm_syncer_set_hidden (self->syncer, !visible);
}

static void
pm_workspace_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmWorkspace *self = PM_WORKSPACE (object);

  switch (prop_id) {
  case PROP_ID:
    g_value_set_string (value, self->account->id);
    break;
  case PROP_SERVER_URL:
    g_value_set_string (value, self->account->server_url);
    break;
  case PROP_EMAIL:
    g_value_set_string (value, self->account->email);
    break;
  case PROP_FULL_NAME:
    g_value_set_string (value, self->account->full_name);
    break;
  case PROP_ORGANIZATION_NAME:
    g_value_set_string (value, self->account->organization);
    break;
  case PROP_ROLE:
    g_value_set_enum (value, self->account->role);
    break;
  case PROP_CAN_INVITE:
    g_value_set_boolean (value, pm_role_can_invite (self->account->role));
    break;
  case PROP_SYNC_STATE:
    g_object_get_property (G_OBJECT (self->syncer), "state", value);
    break;
  case PROP_SYNC_PROGRESS:
    g_object_get_property (G_OBJECT (self->syncer), "progress", value);
    break;
  case PROP_PROBLEM:
    g_object_get_property (G_OBJECT (self->syncer), "problem", value);
    break;
  case PROP_CAPABILITIES:
    g_value_set_uint (value, pm_workspace_get_capabilities (self));
    break;
  case PROP_SERVER_NOW:
    g_value_set_int64 (value, pm_workspace_get_server_now (self));
    break;
  case PROP_SAVED_AT:
    g_value_set_int64 (value, pm_cache_get_saved_at (self->cache));
    break;
  case PROP_N_UNSENT:
    g_value_set_uint (value, pm_cache_get_n_unsent (self->cache));
    break;
  case PROP_NOTICES:
    g_value_set_object (value, self->notices);
    break;
  case PROP_VISIBLE:
    g_value_set_boolean (value, self->visible);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_workspace_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_VISIBLE:
    set_visible (PM_WORKSPACE (object), g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_workspace_finalize (GObject *object)
{
  PmWorkspace *self = PM_WORKSPACE (object);

  dex_clear (&self->kept);
  g_clear_object (&self->syncer);
  g_clear_object (&self->remote);
  g_clear_object (&self->cache);
  g_clear_object (&self->notices);
  g_clear_pointer (&self->account, pm_account_free);
  g_free (self->folder);
  G_OBJECT_CLASS (pm_workspace_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_SERVER_URL] = g_param_spec_string ("server-url", NULL, NULL, NULL, flags);
  properties[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  properties[PROP_FULL_NAME] = g_param_spec_string ("full-name", NULL, NULL, NULL, flags);
  properties[PROP_ORGANIZATION_NAME] =
      g_param_spec_string ("organization-name", NULL, NULL, NULL, flags);
  properties[PROP_ROLE] =
      g_param_spec_enum ("role", NULL, NULL, PM_TYPE_ROLE, PM_ROLE_CUSTOMER, flags);
  properties[PROP_CAN_INVITE] = g_param_spec_boolean ("can-invite", NULL, NULL, FALSE, flags);
  properties[PROP_SYNC_STATE] = g_param_spec_enum ("sync-state", NULL, NULL, PM_TYPE_SYNC_STATE,
                                                   PM_SYNC_STATE_UP_TO_DATE, flags);
  properties[PROP_SYNC_PROGRESS] =
      g_param_spec_double ("sync-progress", NULL, NULL, -1.0, 1.0, -1.0, flags);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  properties[PROP_CAPABILITIES] =
      g_param_spec_uint ("capabilities", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SERVER_NOW] =
      g_param_spec_int64 ("server-now", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SAVED_AT] = g_param_spec_int64 ("saved-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_N_UNSENT] = g_param_spec_uint ("n-unsent", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NOTICES] = g_param_spec_object ("notices", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_VISIBLE] = g_param_spec_boolean (
      "visible", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_workspace_class_init (PmWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pm_workspace_finalize;
  object_class->get_property = pm_workspace_get_property;
  object_class->set_property = pm_workspace_set_property;
  install_properties (object_class);
}

static void
pm_workspace_init (PmWorkspace *self)
{
  self->notices = g_list_store_new (PM_TYPE_NOTICE);
}

/* Opening */

typedef struct {
  char *folder;
  PmAccount *account;
  PmRemote *remote;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->folder);
  g_clear_pointer (&opening->account, pm_account_free);
  g_object_unref (opening->remote);
  g_free (opening);
}

static void
connect_parts (PmWorkspace *self)
{
  g_signal_connect_object (self->remote, "refresh-token",
                           G_CALLBACK (pm_workspace_take_refresh_token), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->remote, "notify::server-info", G_CALLBACK (on_server_info), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->remote, "notify::server-now", G_CALLBACK (on_time_moved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->syncer, "role-changed", G_CALLBACK (pm_workspace_take_role), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->syncer, "awoken", G_CALLBACK (on_time_moved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->syncer, "notify", G_CALLBACK (on_syncer_notify), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cache, "operations-changed", G_CALLBACK (on_operations_changed),
                           self, G_CONNECT_SWAPPED);
}

/* Until the server says what time it is there. */
static void
assume_time (PmWorkspace *self)
{
  gint64 probably = pm_server_clock_guess (g_get_real_time (), self->account->server_ahead,
                                           pm_cache_get_saved_at (self->cache));

  pm_remote_assume_server_now (self->remote, probably);
}

static DexFuture *
open_fiber (gpointer data)
{
  Opening *opening = data;
  g_autoptr (PmWorkspace) self = g_object_new (PM_TYPE_WORKSPACE, NULL);
  GError *error = NULL;

  self->folder = g_strdup (opening->folder);
  self->account = g_steal_pointer (&opening->account);
  self->remote = g_object_ref (opening->remote);
  self->cache = dex_await_object (pm_cache_open (self->folder), &error);
  if (self->cache == NULL)
    return dex_future_new_for_error (error);
  pm_cache_set_user_id (self->cache, self->account->user_id);
  assume_time (self);
  self->syncer = pm_syncer_new (self->cache, self->remote, g_network_monitor_get_default ());
  pm_syncer_set_role (self->syncer, self->account->role);
  pm_syncer_set_hidden (self->syncer, TRUE);
  connect_parts (self);
  pm_workspace_watch_notices (self);
  on_server_info (self);
  return dex_future_new_take_object (g_steal_pointer (&self));
}

/**
 * pm_workspace_open:
 * @folder: the workspace's folder
 * @account: (transfer full): whose it is
 * @remote: its server
 *
 * Opens the offline copy. Nothing is asked of the network before pm_workspace_start().
 *
 * Returns: (transfer full): resolves to a #PmWorkspace
 */
DexFuture *
pm_workspace_open (const char *folder, PmAccount *account, PmRemote *remote)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->folder = g_strdup (folder);
  opening->account = account;
  opening->remote = g_object_ref (remote);
  return dex_scheduler_spawn (NULL, 0, open_fiber, opening, opening_free);
}

PmAccount *
pm_workspace_get_account (PmWorkspace *self)
{
  return self->account;
}

PmCache *
pm_workspace_get_cache (PmWorkspace *self)
{
  return self->cache;
}

PmOutbox *
pm_workspace_get_outbox (PmWorkspace *self)
{
  return pm_syncer_get_outbox (self->syncer);
}
