/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Workspaces without a window:
 *
 *   workspace-child FOLDER                            opens what is there
 *   workspace-child FOLDER URL EMAIL PASSWORD KEEP    signs in first; KEEP is `keep` or `forget`
 *
 * Says `refused: WORDS`, or of its one workspace `server URL`, `plain` and the days that
 * invitations live, and then `in step` or `signed out`.
 */

#include "workspace/pm-session.h"
#include "workspace/pm-workspace-private.h"

#include <stdio.h>

typedef struct {
  char **arguments;
  PmSession *session;
} Child;

static PmSyncState
state_of (PmWorkspace *workspace)
{
  PmSyncState state;

  g_object_get (workspace, "sync-state", &state, NULL);
  return state;
}

/* Awaits. In step means that something was stored in this run. */
static void
watch (PmWorkspace *workspace)
{
  gint64 began = g_get_real_time ();
  gint64 saved_at = 0;

  while (saved_at < began && state_of (workspace) != PM_SYNC_STATE_SIGN_IN) {
    dex_await (dex_timeout_new_msec (10), NULL);
    g_object_get (workspace, "saved-at", &saved_at, NULL);
  }
  printf ("server %s\n", pm_workspace_get_account (workspace)->server_url);
  if (pm_workspace_get_capabilities (workspace) == PM_CAPABILITY_NONE)
    printf ("plain %d\n", pm_workspace_get_account (workspace)->invitation_days);
  puts (state_of (workspace) == PM_SYNC_STATE_SIGN_IN ? "signed out" : "in step");
}

/* Awaits. */
static gboolean
sign_in (Child *self, GError **error)
{
  char **words = self->arguments;
  g_autoptr (PmSignIn) in = NULL;
  g_autoptr (PmWorkspace) workspace = NULL;

  in = dex_await_object (pm_sign_in_start (words[2], words[3], words[4]), error);
  if (in == NULL)
    return FALSE;
  workspace = dex_await_object (
      pm_session_add (self->session, in, 1, g_str_equal (words[5], "keep")), error);
  return workspace != NULL;
}

static DexFuture *
run_fiber (gpointer data)
{
  Child *self = data;
  g_autoptr (PmWorkspace) workspace = NULL;
  g_autoptr (GError) error = NULL;

  self->session = pm_session_new (self->arguments[1]);
  if (self->arguments[2] != NULL)
    sign_in (self, &error);
  else
    dex_await (pm_session_load (self->session), &error);
  if (error != NULL) {
    printf ("refused: %s\n", error->message);
    return dex_future_new_true ();
  }
  workspace = g_list_model_get_item (G_LIST_MODEL (self->session), 0);
  watch (workspace);
  return pm_session_close (self->session);
}

int
main (int argc, char *argv[])
{
  Child self = { .arguments = argv };
  g_autoptr (DexFuture) future = NULL;

  if (argc != 2 && argc != 6)
    return 2;
  dex_init ();
  future = dex_scheduler_spawn (NULL, 0, run_fiber, &self, NULL);
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self.session);
  return 0;
}
