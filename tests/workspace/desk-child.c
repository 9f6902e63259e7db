/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A desktop without a window: everything that a person can do with a workspace, to be told and to
 * be killed by a test.
 *
 *   desk-child FOLDER [URL EMAIL PASSWORD]
 *
 * Signs in, or opens what is there, says `{"ready":true}`, and then does what it reads, a JSON
 * object a line with the name of one of the commands below in `do`. Each is answered by a line: what
 * came of it, or `refused` with the reason.
 */

#include "desk-view.h"

#include "domain/pm-error.h"
#include "domain/pm-item.h"
#include "wire/pm-wire.h"
#include "workspace/pm-session.h"
#include "workspace/pm-workspace-private.h"

#include <stdio.h>

#define TENANT 1

typedef struct {
  char **arguments;
  GMainLoop *loop;
  PmSession *session;
  PmWorkspace *workspace;
  DeskView *view;
  GPtrArray *taken;    /* (nullable): what the last `discard` has taken out */
  GHashTable *removed; /* address → PmPerson as it was before its access was removed */
} Desk;

typedef struct {
  Desk *desk;
  char *line;
} Order;

static gint64
number (JsonObject *order, const char *name)
{
  return pm_wire_get_integer (order, name, 0);
}

static JsonObject *
answer_number (const char *name, gint64 value)
{
  JsonObject *answer = json_object_new ();

  json_object_set_int_member (answer, name, value);
  return answer;
}

static void
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_FOUND, words);
}

/* Awaits. */
static JsonObject *
answer_operation (DexFuture *future, GError **error)
{
  g_autoptr (GError) local = NULL;
  gint64 id = dex_await_int64 (future, &local);

  if (local == NULL)
    return answer_number ("operation", id);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* Awaits. */
static JsonObject *
answer_done (DexFuture *future, GError **error)
{
  return dex_await (future, error) ? json_object_new () : NULL;
}

/* --- Items: `type`, and `item` or `id` --- */

static GType
type_of (JsonObject *order)
{
  int type = PM_ITEM_TYPE_NONE;

  pm_enum_from_nick (PM_TYPE_ITEM_TYPE, pm_wire_get_string (order, "type"), &type);
  return pm_item_type_get_record_type ((PmItemType) type);
}

static JsonObject *
create (Desk *self, JsonObject *order, GError **error)
{
  g_autoptr (PmRecord) item = NULL;
  JsonObject *answer;

  item = pm_wire_decode_new (type_of (order), json_object_get_member (order, "item"), error);
  if (item == NULL)
    return NULL;
  answer = answer_operation (pm_workspace_create_item (self->workspace, item), error);
  if (answer != NULL)
    json_object_set_int_member (answer, "id", pm_record_get_integer (item, 0));
  return answer;
}

/* Awaits. As it is shown. */
static PmRecord *
find_item (Desk *self, JsonObject *order, GError **error)
{
  PmCache *cache = pm_workspace_get_cache (self->workspace);
  PmRecord *item =
      dex_await_object (pm_cache_find_record (cache, type_of (order), number (order, "id")), NULL);

  if (item == NULL)
    refuse (error, "This is not there.");
  return item;
}

/* `item` holds the fields that are to be different. */
static JsonObject *
change (Desk *self, JsonObject *order, GError **error)
{
  g_autoptr (PmRecord) before = find_item (self, order, error);
  g_autoptr (PmRecord) after = NULL;

  if (before == NULL)
    return NULL;
  after = pm_record_copy (before);
  if (!pm_wire_decode (pm_wire_get_object (order, "item"), after, error))
    return NULL;
  return answer_operation (pm_workspace_change_item (self->workspace, before, after), error);
}

static JsonObject *delete (Desk *self, JsonObject *order, GError **error)
{
  g_autoptr (PmRecord) item = find_item (self, order, error);

  if (item == NULL)
    return NULL;
  return answer_operation (pm_workspace_delete_item (self->workspace, item), error);
}

/* --- People: `poc` and `email` --- */

static JsonObject *
invite (Desk *self, JsonObject *order, GError **error)
{
  g_autoptr (PmDraft) draft = pm_draft_new ();

  pm_draft_set_poc_id (draft, number (order, "poc"));
  pm_draft_set_email (draft, pm_wire_get_string (order, "email"));
  pm_draft_set_first_name (draft, pm_wire_get_string (order, "first_name"));
  pm_draft_set_last_name (draft, pm_wire_get_string (order, "last_name"));
  pm_draft_set_personal_message (draft, pm_wire_get_string (order, "personal_message"));
  return answer_operation (pm_workspace_send_invitation (self->workspace, draft), error);
}

/* Awaits. */
static PmPerson *
find_person (Desk *self, JsonObject *order, GError **error)
{
  PmPerson *person =
      dex_await_object (pm_workspace_check_address (self->workspace, number (order, "poc"),
                                                    pm_wire_get_string (order, "email")),
                        NULL);

  if (person == NULL)
    refuse (error, "There is nobody of this address.");
  return person;
}

static JsonObject *
follow_up (Desk *self,
           JsonObject *order,
           DexFuture *(*what) (PmWorkspace *workspace, PmPerson *person),
           GError **error)
{
  g_autoptr (PmPerson) person = find_person (self, order, error);

  return person == NULL ? NULL : answer_operation (what (self->workspace, person), error);
}

static JsonObject *
resend (Desk *self, JsonObject *order, GError **error)
{
  return follow_up (self, order, pm_workspace_resend_invitation, error);
}

static JsonObject *
remind (Desk *self, JsonObject *order, GError **error)
{
  return follow_up (self, order, pm_workspace_send_reminder, error);
}

static JsonObject *
cancel (Desk *self, JsonObject *order, GError **error)
{
  return follow_up (self, order, pm_workspace_cancel_invitation, error);
}

static JsonObject *
correct (Desk *self, JsonObject *order, GError **error)
{
  g_autoptr (PmPerson) person = find_person (self, order, error);

  if (person == NULL)
    return NULL;
  return answer_operation (
      pm_workspace_correct_address (self->workspace, person, pm_wire_get_string (order, "to")),
      error);
}

static char *
seat_of (JsonObject *order)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "/%s", number (order, "poc"),
                          pm_wire_get_string (order, "email"));
}

static JsonObject *
take_access (Desk *self, JsonObject *order, GError **error)
{
  g_autoptr (PmPerson) person = find_person (self, order, error);

  if (person == NULL)
    return NULL;
  g_hash_table_insert (self->removed, seat_of (order), pm_record_copy (PM_RECORD (person)));
  return answer_operation (pm_workspace_remove_access (self->workspace, person), error);
}

static JsonObject *
give_access_back (Desk *self, JsonObject *order, GError **error)
{
  g_autofree char *seat = seat_of (order);
  PmPerson *person = g_hash_table_lookup (self->removed, seat);

  if (person == NULL) {
    refuse (error, "Their access was not removed here.");
    return NULL;
  }
  return answer_operation (pm_workspace_restore_access (self->workspace, person), error);
}

/* --- The outbox: `operation` --- */

static JsonObject *
discard (Desk *self, JsonObject *order, GError **error)
{
  g_clear_pointer (&self->taken, g_ptr_array_unref);
  self->taken =
      dex_await_boxed (pm_workspace_discard (self->workspace, number (order, "operation")), error);
  return self->taken != NULL ? json_object_new () : NULL;
}

/* What was discarded last. */
static JsonObject *
put_back (Desk *self, JsonObject *order, GError **error)
{
  return answer_done (pm_workspace_put_back (self->workspace, self->taken), error);
}

static JsonObject *
retry (Desk *self, JsonObject *order, GError **error)
{
  return answer_done (pm_workspace_retry (self->workspace, number (order, "operation")), error);
}

static JsonObject *
keep_mine (Desk *self, JsonObject *order, GError **error)
{
  return answer_done (pm_workspace_keep_mine (self->workspace, number (order, "operation")), error);
}

static JsonObject *
keep_theirs (Desk *self, JsonObject *order, GError **error)
{
  return answer_done (pm_workspace_keep_theirs (self->workspace, number (order, "operation")),
                      error);
}

/* Awaits. What can no longer be sent now has been sent meanwhile. */
static JsonObject *
send_now (Desk *self, JsonObject *order, GError **error)
{
  g_autoptr (GPtrArray) operations =
      dex_await_boxed (pm_cache_list_operations (pm_workspace_get_cache (self->workspace)), error);

  for (guint i = 0; operations != NULL && i < operations->len; i++) {
    PmOperation *operation = g_ptr_array_index (operations, i);

    if (pm_operation_get_state (operation) == PM_OPERATION_STATE_HELD)
      dex_await (pm_workspace_send_now (self->workspace, pm_operation_get_id (operation)), NULL);
  }
  pm_workspace_sync_now (self->workspace);
  return operations == NULL ? NULL : json_object_new ();
}

/* --- Looking, and leaving --- */

/* With `poc`, only into that one. */
static JsonObject *
look (Desk *self, JsonObject *order, GError **error)
{
  JsonObject *view = desk_view_look (self->view, number (order, "poc"));
  PmSyncState state;
  guint n_unsent;

  g_object_get (self->workspace, "sync-state", &state, "n-unsent", &n_unsent, NULL);
  json_object_set_string_member (view, "state", pm_enum_to_nick (PM_TYPE_SYNC_STATE, (int) state));
  json_object_set_int_member (view, "unsent", n_unsent);
  return view;
}

static JsonObject *
quit (Desk *self, JsonObject *order, GError **error)
{
  g_clear_pointer (&self->view, desk_view_free);
  g_clear_object (&self->workspace);
  if (!dex_await (pm_session_close (self->session), error))
    return NULL;
  g_main_loop_quit (self->loop);
  return json_object_new ();
}

static const struct {
  const char *name;
  JsonObject *(*obey) (Desk *self, JsonObject *order, GError **error);
} commands[] = {
  { "create", create },
  { "change", change },
  { "delete", delete },
  { "invite", invite },
  { "resend", resend },
  { "remind", remind },
  { "cancel", cancel },
  { "correct", correct },
  { "remove", take_access },
  { "restore", give_access_back },
  { "discard", discard },
  { "put_back", put_back },
  { "retry", retry },
  { "keep_mine", keep_mine },
  { "keep_theirs", keep_theirs },
  { "send_now", send_now },
  { "look", look },
  { "quit", quit },
};

static JsonObject *
obey (Desk *self, const char *line, GError **error)
{
  g_autoptr (JsonObject) order = pm_wire_parse_object (line, -1, error);
  const char *name = order != NULL ? pm_wire_get_string (order, "do") : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].name, name) == 0)
      return commands[i].obey (self, order, error);
  g_error ("What is “%s”?", line);
}

static void
say (JsonObject *answer)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), answer);
  g_autofree char *text = json_to_string (node, FALSE);

  puts (text);
  fflush (stdout);
}

static DexFuture *
order_fiber (gpointer data)
{
  Order *order = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = obey (order->desk, order->line, &error);

  if (answer == NULL) {
    answer = json_object_new ();
    json_object_set_string_member (answer, "refused", error->message);
  }
  say (answer);
  return dex_future_new_true ();
}

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->line);
  g_free (order);
}

static gboolean
on_line (GIOChannel *channel, GIOCondition condition, gpointer data)
{
  Order *order;
  char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    exit (1);
  order = g_new0 (Order, 1);
  order->desk = data;
  order->line = line;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, order_fiber, order, order_free));
  return G_SOURCE_CONTINUE;
}

/* Awaits. */
static gboolean
sign_in (Desk *self, GError **error)
{
  char **words = self->arguments;
  g_autoptr (PmSignIn) in = NULL;
  g_autoptr (PmWorkspace) workspace = NULL;

  in = dex_await_object (pm_sign_in_start (words[2], words[3], words[4]), error);
  if (in == NULL)
    return FALSE;
  workspace = dex_await_object (pm_session_add (self->session, in, TENANT, TRUE), error);
  return workspace != NULL;
}

static DexFuture *
start_fiber (gpointer data)
{
  Desk *self = data;
  g_autoptr (GIOChannel) channel = g_io_channel_unix_new (0);
  g_autoptr (JsonObject) answer = json_object_new ();
  g_autoptr (GError) error = NULL;

  self->session = pm_session_new (self->arguments[1]);
  if (self->arguments[2] != NULL)
    sign_in (self, &error);
  else
    dex_await (pm_session_load (self->session), &error);
  if (error != NULL) {
    fprintf (stderr, "desk-child: %s\n", error->message);
    exit (1);
  }
  self->workspace = g_list_model_get_item (G_LIST_MODEL (self->session), 0);
  self->view = desk_view_new (self->workspace);
  json_object_set_boolean_member (answer, "ready", TRUE);
  say (answer);
  g_io_add_watch (channel, G_IO_IN | G_IO_HUP, on_line, self);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  Desk self = { .arguments = argv };

  if (argc != 2 && argc != 5)
    return 2;
  dex_init ();
  self.loop = g_main_loop_new (NULL, FALSE);
  self.removed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, start_fiber, &self, NULL));
  g_main_loop_run (self.loop);
  g_clear_pointer (&self.taken, g_ptr_array_unref);
  g_hash_table_unref (self.removed);
  g_clear_object (&self.session);
  g_main_loop_unref (self.loop);
  return 0;
}
