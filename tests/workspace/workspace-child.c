/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Workspaces without a window:
 *
 *   workspace-child FOLDER                            opens what is there
 *   workspace-child FOLDER URL EMAIL PASSWORD KEEP    signs in first; KEEP is `keep` or `forget`
 *
 * Says `refused: WORDS`; or of each workspace that cannot be opened `failed NAME (CODE): WORDS`,
 * and of the first one that can `ahead` and by how many hours the server's clock is at the
 * beginning, `server URL`, `plain` and the days that invitations live, and then `in step`,
 * `offline` or `signed out`. Then it says `ready` and does what it reads, line by line, until there
 * is no more: `retry` what failed, `sign-out`, `draft TEXT` for the POC 1, `read` that draft,
 * `correct EMAIL` of that POC's first invitation, whose mail has failed. It says `ready` after each.
 */

#include "workspace/pm-session.h"
#include "workspace/pm-workspace-private.h"

#include <math.h>
#include <stdio.h>

typedef struct {
  char **arguments;
  PmSession *session;
  GMainLoop *loop;
  PmWorkspace *first;  /* unowned: the one that is told of */
  gint64 saved_before; /* this run */
} Child;

static void say (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

static PmWorkspace *
ref_workspace (Child *self)
{
  return g_list_model_get_item (G_LIST_MODEL (self->session), 0);
}

static GListModel *
ref_failures (Child *self)
{
  GListModel *failures;

  g_object_get (self->session, "failures", &failures, NULL);
  return failures;
}

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
  g_autoptr (PmWorkspace) workspace = ref_workspace (self);

  if (workspace == NULL || workspace == self->first)
    return;
  self->first = workspace;
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

  say ("ahead %d", (int) round ((double) ahead / G_TIME_SPAN_HOUR));
  while (outcome (self, workspace) == NULL)
    dex_await (dex_timeout_new_msec (10), NULL);
  say ("server %s", pm_workspace_get_account (workspace)->server_url);
  if (pm_workspace_get_capabilities (workspace) == PM_CAPABILITY_NONE)
    say ("plain %d", pm_workspace_get_account (workspace)->invitation_days);
  say ("%s", outcome (self, workspace));
}

static const char *
name_of (PmError code)
{
  static const struct {
    PmError code;
    const char *name;
  } names[] = {
    { PM_ERROR_BUSY, "busy" },
    { PM_ERROR_NEWER, "newer" },
    { PM_ERROR_STORAGE, "storage" },
    { PM_ERROR_DAMAGED, "damaged" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].code == code)
      return names[i].name;
  return "other";
}

static void
tell_failures (Child *self)
{
  g_autoptr (GListModel) failures = ref_failures (self);

  for (guint i = 0; i < g_list_model_get_n_items (failures); i++) {
    g_autoptr (PmFailure) failure = g_list_model_get_item (failures, i);
    g_autofree char *name = NULL, *message = NULL;
    int code;

    g_object_get (failure, "name", &name, "code", &code, "message", &message, NULL);
    say ("failed %s (%s): %s", name, name_of ((PmError) code), message);
  }
}

/* Awaits. */
static void
tell (Child *self)
{
  g_autoptr (PmWorkspace) workspace = ref_workspace (self);

  tell_failures (self);
  if (workspace != NULL)
    watch (self, workspace);
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

/* What is told to do; all of it awaits. */

static void
retry (Child *self, const char *text)
{
  g_autoptr (GListModel) failures = ref_failures (self);
  g_autoptr (PmFailure) failure = g_list_model_get_item (failures, 0);

  dex_await (pm_session_retry (self->session, failure), NULL);
  tell (self);
}

static void
sign_out (Child *self, const char *text)
{
  g_autoptr (PmWorkspace) workspace = ref_workspace (self);

  dex_await (pm_session_sign_out (self->session, workspace), NULL);
}

static void
write_draft (Child *self, const char *text)
{
  g_autoptr (PmWorkspace) workspace = ref_workspace (self);
  g_autoptr (PmDraft) draft = pm_draft_new ();

  pm_draft_set_poc_id (draft, 1);
  pm_draft_set_personal_message (draft, text);
  dex_await (pm_workspace_save_draft (workspace, draft), NULL);
}

static void
read_draft (Child *self, const char *text)
{
  g_autoptr (PmWorkspace) workspace = ref_workspace (self);
  g_autoptr (PmDraft) draft = dex_await_object (pm_workspace_find_draft (workspace, 1), NULL);

  say ("%s", draft != NULL ? pm_draft_get_personal_message (draft) : "nothing");
}

/* As if the list had shown that the mail to the invitation 1 has failed. */
static void
correct (Child *self, const char *email)
{
  g_autoptr (PmWorkspace) workspace = ref_workspace (self);
  g_autoptr (PmPerson) person = pm_person_new ();
  gint64 id;

  pm_person_set_poc_id (person, 1);
  pm_person_set_invitation_id (person, 1);
  pm_person_set_status (person, PM_PERSON_STATUS_FAILED);
  id = dex_await_int64 (pm_workspace_correct_address (workspace, person, email), NULL);
  dex_await (pm_workspace_send_now (workspace, id), NULL);
}

static const struct {
  const char *name;
  void (*run) (Child *self, const char *text);
} commands[] = {
  { "correct", correct }, { "draft", write_draft }, { "read", read_draft },
  { "retry", retry },     { "sign-out", sign_out },
};

typedef struct {
  Child *child;
  char **words;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_strfreev (line->words);
  g_free (line);
}

static DexFuture *
line_fiber (gpointer data)
{
  Line *line = data;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, line->words[0]))
      commands[i].run (line->child, line->words[1]);
  say ("ready");
  return dex_future_new_true ();
}

static DexFuture *
end_fiber (gpointer data)
{
  Child *self = data;

  dex_await (pm_session_close (self->session), NULL);
  g_main_loop_quit (self->loop);
  return dex_future_new_true ();
}

static gboolean
on_line (GIOChannel *channel, GIOCondition condition, gpointer data)
{
  char *text = NULL;
  Line *line;

  if (g_io_channel_read_line (channel, &text, NULL, NULL, NULL) != G_IO_STATUS_NORMAL) {
    dex_future_disown (dex_scheduler_spawn (NULL, 0, end_fiber, data, NULL));
    return G_SOURCE_REMOVE;
  }
  line = g_new0 (Line, 1);
  line->child = data;
  line->words = g_strsplit (g_strchomp (text), " ", 2);
  g_free (text);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, line_fiber, line, line_free));
  return G_SOURCE_CONTINUE;
}

static DexFuture *
start_fiber (gpointer data)
{
  Child *self = data;
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (0);
  g_autoptr (GError) error = NULL;

  self->session = pm_session_new (self->arguments[1]);
  g_signal_connect_swapped (self->session, "items-changed", G_CALLBACK (on_opened), self);
  if (self->arguments[2] != NULL)
    sign_in (self, &error);
  else
    dex_await (pm_session_load (self->session), &error);
  if (error != NULL)
    say ("refused: %s", error->message);
  else
    tell (self);
  say ("ready");
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, on_line, self);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  Child self = { .arguments = argv };

  if (argc != 2 && argc != 6)
    return 2;
  dex_init ();
  self.loop = g_main_loop_new (NULL, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, start_fiber, &self, NULL));
  g_main_loop_run (self.loop);
  g_clear_object (&self.session);
  g_main_loop_unref (self.loop);
  return 0;
}
