/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Workspaces without a window:
 *
 *   workspace-child FOLDER                            opens what is there
 *   workspace-child FOLDER URL EMAIL PASSWORD KEEP    signs in first; KEEP is `keep` or `forget`
 *
 * Says `refused: WORDS`, or of its one workspace `ahead` and by how many hours the server's clock
 * is at the beginning, `server URL`, `plain` and the days that invitations live, and then `in
 * step`, `offline` or `signed out`.
 */

#include "workspace/pm-session.h"
#include "workspace/pm-workspace-private.h"

#include <math.h>
#include <stdio.h>

typedef struct {
  char **arguments;
  PmSession *session;
  gint64 saved_before; /* this run */
} Child;

static PmSyncState
state_of (PmWorkspace *workspace)
{
  PmSyncState state;

  g_object_get (workspace, "sync-state", &state, NULL);
  return state;
}

static gint64
saved_at (PmWorkspace *workspace)
{
  gint64 moment;

  g_object_get (workspace, "saved-at", &moment, NULL);
  return moment;
}

static void
on_opened (Child *self)
{
  g_autoptr (PmWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->session), 0);

  if (workspace != NULL)
    self->saved_before = saved_at (workspace);
}

/* In step means that something was stored in this run. */
static const char *
outcome (Child *self, PmWorkspace *workspace)
{
  if (state_of (workspace) == PM_SYNC_STATE_SIGN_IN)
    return "signed out";
  if (saved_at (workspace) != self->saved_before)
    return "in step";
  return state_of (workspace) == PM_SYNC_STATE_OFFLINE ? "offline" : NULL;
}

/* Awaits. */
static void
watch (Child *self, PmWorkspace *workspace)
{
  gint64 ahead = pm_workspace_get_server_now (workspace) - g_get_real_time ();

  printf ("ahead %d\n", (int) round ((double) ahead / G_TIME_SPAN_HOUR));
  while (outcome (self, workspace) == NULL)
    dex_await (dex_timeout_new_msec (10), NULL);
  printf ("server %s\n", pm_workspace_get_account (workspace)->server_url);
  if (pm_workspace_get_capabilities (workspace) == PM_CAPABILITY_NONE)
    printf ("plain %d\n", pm_workspace_get_account (workspace)->invitation_days);
  puts (outcome (self, workspace));
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
  g_signal_connect_swapped (self->session, "items-changed", G_CALLBACK (on_opened), self);
  if (self->arguments[2] != NULL)
    sign_in (self, &error);
  else
    dex_await (pm_session_load (self->session), &error);
  if (error != NULL) {
    printf ("refused: %s\n", error->message);
    return dex_future_new_true ();
  }
  workspace = g_list_model_get_item (G_LIST_MODEL (self->session), 0);
  watch (self, workspace);
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
