/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-remote-items.h"

#include "domain/pm-error.h"
#include "domain/pm-item.h"
#include "remote/pm-remote-private.h"
#include "wire/pm-wire.h"

/* POCs and what they consist of, read and written one by one. */

#define PRECONDITION_FAILED 412

static const struct {
  const char *before; /* the POC's number */
  const char *after;
} places[] = {
  [PM_ITEM_TYPE_TASK] = { "/tasks/pocs/", "/tasks" },
  [PM_ITEM_TYPE_TASK_GROUP] = { "/tasks/pocs/", "/task-groups" },
  [PM_ITEM_TYPE_CRITERION] = { "/pocs/", "/success-criteria" },
  [PM_ITEM_TYPE_RESOURCE] = { "/pocs/", "/resources" },
  [PM_ITEM_TYPE_COMMENT] = { "/pocs/", "/comments" },
};

static void
append_parent (GString *text, const char *before, gint64 number)
{
  if (number != 0)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, before, number);
}

/* A new comment says where it belongs in its query; API 1.0.0 wants it there, too. */
static void
append_target (GString *text, const PmItemPath *path)
{
  if (path->task_id != 0)
    append_parent (text, "?task_id=", path->task_id);
  else
    append_parent (text, "?task_group_id=", path->group_id);
}

static char *
to_text (const PmItemPath *path)
{
  g_autoptr (GString) text = NULL;

  if (path->type == PM_ITEM_TYPE_POC && path->id == 0)
    return g_strdup ("/pocs/");
  if (path->type == PM_ITEM_TYPE_POC)
    return g_strdup_printf ("/pocs/%" G_GINT64_FORMAT, path->id);
  text = g_string_new (NULL);
  append_parent (text, places[path->type].before, path->poc_id);
  if (path->type == PM_ITEM_TYPE_RESOURCE) {
    append_parent (text, "/tasks/", path->task_id);
    append_parent (text, "/task-groups/", path->group_id);
  }
  g_string_append (text, places[path->type].after);
  append_parent (text, "/", path->id);
  if (path->type == PM_ITEM_TYPE_COMMENT && path->id == 0)
    append_target (text, path);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static DexFuture *
overwrite (PmRemote *self,
           const char *method,
           const PmItemPath *path,
           const char *payload,
           const char *key,
           const char *revision)
{
  PmTrip *trip = pm_trip_new (self, NULL, method, to_text (path));

  trip->call->key = g_strdup (key);
  trip->call->body = g_strdup (payload);
  trip->call->revision = g_strdup (revision);
  return pm_trip_start (trip);
}

/**
 * pm_remote_read_item:
 * @self: a server that gives items one by one, with %PM_CAPABILITY_IF_MATCH
 * @path: an item
 *
 * Returns: (transfer full): resolves to a #PmAnswer, whatever the server said
 */
DexFuture *
pm_remote_read_item (PmRemote *self, const PmItemPath *path)
{
  return pm_trip_start (pm_trip_new (self, NULL, "GET", to_text (path)));
}

/**
 * pm_remote_create_item:
 * @self: a server
 * @path: where
 * @payload: what is to be made, with the server's numbers
 * @key: (nullable): the operation's key
 *
 * Returns: (transfer full): resolves to a #PmAnswer; pm_answer_read_item() reads what was made
 */
DexFuture *
pm_remote_create_item (PmRemote *self, const PmItemPath *path, const char *payload, const char *key)
{
  return pm_remote_write (self, "POST", to_text (path), payload, key);
}

/**
 * pm_remote_change_item:
 * @self: a server
 * @path: an item
 * @payload: the fields that are to change
 * @key: (nullable): the operation's key
 * @revision: (nullable): what it may overwrite; 412 if it is another one by now
 *
 * Returns: (transfer full): resolves to a #PmAnswer
 */
DexFuture *
pm_remote_change_item (PmRemote *self,
                       const PmItemPath *path,
                       const char *payload,
                       const char *key,
                       const char *revision)
{
  return overwrite (self, "PUT", path, payload, key, revision);
}

/**
 * pm_remote_delete_item:
 * @self: a server
 * @path: an item
 * @key: (nullable): the operation's key
 * @revision: (nullable): what it may remove; 412 if it is another one by now
 *
 * Returns: (transfer full): resolves to a #PmAnswer
 */
DexFuture *
pm_remote_delete_item (PmRemote *self,
                       const PmItemPath *path,
                       const char *key,
                       const char *revision)
{
  return overwrite (self, "DELETE", path, NULL, key, revision);
}

/**
 * pm_answer_read_item:
 * @answer: an answer that shows an item: to reading, making or changing it, or a refusal to
 *   overwrite it
 * @type: what it is
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the item
 */
PmRecord *
pm_answer_read_item (PmAnswer *answer, PmItemType type, GError **error)
{
  JsonObject *object = pm_answer_get_object (answer);
  g_autoptr (PmRecord) item = NULL;

  if (object != NULL && answer->status == PRECONDITION_FAILED)
    object = pm_wire_get_object (object, "current");
  if (object == NULL) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_JSON,
                         "The server's answer does not show what it is about.");
    return NULL;
  }
  item = g_object_new (pm_item_type_get_record_type (type), NULL);
  if (!pm_wire_decode (object, item, error))
    return NULL;
  return g_steal_pointer (&item);
}
