/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-remote-plain.h"

#include "domain/pm-error.h"
#include "remote/pm-plain-reader.h"
#include "remote/pm-remote-private.h"

/* Reading what a server of API 1.0.0 has, list by list. */

#define READER_STACK (1024 * 1024)

/* Path: before, the POC, after; and where the list hangs below something, its id and the end. */
static const struct {
  const char *before;
  const char *after;
  const char *end;
} paths[] = {
  [PM_PLAIN_POCS] = { "/pocs/", NULL, NULL },
  [PM_PLAIN_USERS] = { "/users/", NULL, NULL },
  [PM_PLAIN_PEOPLE] = { "/pocs/", "/participants", NULL },
  [PM_PLAIN_INVITATIONS] = { "/pocs/", "/invitations/", NULL },
  [PM_PLAIN_TASKS] = { "/tasks/pocs/", "/tasks", NULL },
  [PM_PLAIN_GROUPS] = { "/tasks/pocs/", "/task-groups", NULL },
  [PM_PLAIN_CRITERIA] = { "/pocs/", "/success-criteria", NULL },
  [PM_PLAIN_RESOURCES] = { "/pocs/", "/resources", NULL },
  [PM_PLAIN_TASK_RESOURCES] = { "/pocs/", "/tasks/", "/resources" },
  [PM_PLAIN_GROUP_RESOURCES] = { "/pocs/", "/task-groups/", "/resources" },
  [PM_PLAIN_TASK_COMMENTS] = { "/pocs/", "/comments?task_id=", "" },
  [PM_PLAIN_GROUP_COMMENTS] = { "/pocs/", "/comments?task_group_id=", "" },
  [PM_PLAIN_COMMENTS] = { "/pocs/", "/comments", NULL },
};

typedef struct {
  DexFuture *trip;
  PmAnswer *answer;
  PmPlainList list;
  gint64 poc_id;
} PmListReading;

static void
list_reading_free (gpointer data)
{
  PmListReading *self = data;

  dex_clear (&self->trip);
  g_clear_pointer (&self->answer, pm_answer_unref);
  g_free (self);
}

/* On a thread of the pool. */
static DexFuture *
decode_fiber (gpointer data)
{
  PmListReading *self = data;
  GError *error = NULL;
  GPtrArray *rows = pm_plain_read_rows (self->answer->body, self->list, self->poc_id, &error);

  if (rows == NULL)
    pm_error_set_tag (error, PM_PLAIN_LIST_BROKEN);
  return pm_resolve_boxed (G_TYPE_PTR_ARRAY, rows, error);
}

/* A server that fails at one list, or keeps it from this account, can still give the others. */
static gboolean
concerns_this_list (PmAnswer *answer)
{
  return answer->status == 500 || answer->status == 400 || answer->status == 403 ||
         answer->status == 404 || answer->status == 422;
}

static DexFuture *
list_fiber (gpointer data)
{
  PmListReading *self = data;
  PmListReading *reading;
  GError *error = NULL;

  self->answer = dex_await_boxed (dex_ref (self->trip), &error);
  if (self->answer == NULL)
    return dex_future_new_for_error (error);
  if (self->answer->error != NULL) {
    error = g_error_copy (self->answer->error);
    if (concerns_this_list (self->answer))
      pm_error_set_tag (error, PM_PLAIN_LIST_BROKEN);
    return dex_future_new_for_error (error);
  }
  reading = g_new0 (PmListReading, 1);
  reading->answer = g_steal_pointer (&self->answer);
  reading->list = self->list;
  reading->poc_id = self->poc_id;
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), READER_STACK, decode_fiber,
                              reading, list_reading_free);
}

static DexFuture *
read_path (PmRemote *self, PmPlainList list, gint64 poc_id, char *path, GCancellable *cancellable)
{
  PmListReading *reading = g_new0 (PmListReading, 1);
  PmTrip *trip = pm_trip_new (self, NULL, "GET", path);

  g_set_object (&trip->call->cancellable, cancellable);
  reading->trip = pm_trip_start (trip);
  reading->list = list;
  reading->poc_id = poc_id;
  return dex_scheduler_spawn (NULL, 0, list_fiber, reading, list_reading_free);
}

/**
 * pm_remote_read_page:
 * @self: a server
 * @list: %PM_PLAIN_POCS or %PM_PLAIN_USERS
 * @skip: how many rows to pass over
 * @limit: how many at most
 * @cancellable: (nullable): gives up
 *
 * Returns: (transfer full): resolves to a #GPtrArray of #PmRecord, in no order. Only an empty one
 *   is the end: a short one is not
 */
DexFuture *
pm_remote_read_page (PmRemote *self,
                     PmPlainList list,
                     guint skip,
                     guint limit,
                     GCancellable *cancellable)
{
  return read_path (self, list, 0,
                    g_strdup_printf ("%s?skip=%u&limit=%u", paths[list].before, skip, limit),
                    cancellable);
}

/**
 * pm_remote_read_list:
 * @self: a server
 * @list: a list of a POC
 * @poc_id: the POC
 * @parent_id: the task or the group that the list hangs below, or 0
 * @cancellable: (nullable): gives up
 *
 * Returns: (transfer full): resolves to a #GPtrArray of #PmRecord. Rejected with the tag
 *   %PM_PLAIN_LIST_BROKEN when the server can be reached but this list cannot be had
 */
DexFuture *
pm_remote_read_list (PmRemote *self,
                     PmPlainList list,
                     gint64 poc_id,
                     gint64 parent_id,
                     GCancellable *cancellable)
{
  g_autoptr (GString) path = g_string_new (paths[list].before);

  g_string_append_printf (path, "%" G_GINT64_FORMAT "%s", poc_id, paths[list].after);
  if (paths[list].end != NULL)
    g_string_append_printf (path, "%" G_GINT64_FORMAT "%s", parent_id, paths[list].end);
  return read_path (self, list, poc_id, g_string_free (g_steal_pointer (&path), FALSE),
                    cancellable);
}

static DexFuture *
count_fiber (gpointer data)
{
  PmListReading *self = data;
  gint64 n_assignees = 0;
  JsonNode *body;
  GError *error = NULL;

  self->answer = dex_await_boxed (dex_ref (self->trip), &error);
  if (self->answer == NULL)
    return dex_future_new_for_error (error);
  if (self->answer->error != NULL)
    return dex_future_new_for_error (g_error_copy (self->answer->error));
  body = self->answer->body;
  if (body != NULL && JSON_NODE_HOLDS_ARRAY (body))
    n_assignees = json_array_get_length (json_node_get_array (body));
  return dex_future_new_for_int64 (n_assignees);
}

/**
 * pm_remote_count_assignees:
 * @self: a server
 * @poc_id: a POC
 * @task_id: a task in it
 *
 * A task that somebody is assigned to makes the list of tasks fail, and the answer to a change of
 * it, but not this.
 *
 * Returns: (transfer full): resolves to how many are assigned to it, a #gint64
 */
DexFuture *
pm_remote_count_assignees (PmRemote *self, gint64 poc_id, gint64 task_id)
{
  PmListReading *reading = g_new0 (PmListReading, 1);
  char *path = g_strdup_printf (
      "/tasks/pocs/%" G_GINT64_FORMAT "/tasks/%" G_GINT64_FORMAT "/assignees", poc_id, task_id);

  reading->trip = pm_trip_start (pm_trip_new (self, NULL, "GET", path));
  return dex_scheduler_spawn (NULL, 0, count_fiber, reading, list_reading_free);
}
