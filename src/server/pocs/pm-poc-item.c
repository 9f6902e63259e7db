/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-poc-item.h"

#include "domain/pm-error.h"
#include "server/changes/pm-changes.h"
#include "server/changes/pm-precondition.h"

static gint64
id_of (PmRecord *item)
{
  gint64 id;

  g_object_get (item, "id", &id, NULL);
  return id;
}

/**
 * pm_poc_item_find:
 * @self: a kind of things
 * @db: a connection
 * @request: a request whose path leads to one of them
 * @error: return location
 *
 * Returns: (transfer full) (nullable): it; %PM_ERROR_NOT_FOUND if it is not there
 */
PmRecord *
pm_poc_item_find (const PmPocItem *self, PmDb *db, PmRequest *request, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmRecord *item = self->find (db, request, pm_request_get_id (request, self->segment), &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (item == NULL)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_NOT_FOUND, self->missing);
  return item;
}

static PmReply *
reply_item (const PmPocItem *self,
            guint status,
            PmRecord *item,
            PmDb *db,
            PmRequest *request,
            GError **error)
{
  JsonObject *object = self->encode (db, request, item, error);
  PmReply *reply = object == NULL ? NULL : pm_reply_new_object (status, object);

  return pm_precondition_tag (reply, db, request, self->type, id_of (item), error);
}

/* NULL: it failed, or there is an answer instead. */
static PmRecord *
find_to_write (const PmPocItem *self, PmDb *db, PmRequest *request, PmReply **reply, GError **error)
{
  g_autoptr (PmRecord) item = pm_poc_item_find (self, db, request, error);
  gboolean holds;

  *reply = NULL;
  if (item == NULL || !pm_precondition_check (db, request, self->type, id_of (item), &holds, error))
    return NULL;
  if (holds)
    return g_steal_pointer (&item);
  *reply = pm_precondition_refuse (self->encode (db, request, item, error), db, request, self->type,
                                   id_of (item), error);
  return NULL;
}

static gboolean
finish (const PmPocItem *self,
        PmRecord *item,
        PmRecord *before,
        PmDb *db,
        PmRequest *request,
        GError **error)
{
  return (self->written == NULL || self->written (db, request, item, before, error)) &&
         pm_changes_note (db, pm_request_get_tenant_id (request), self->type, id_of (item), error);
}

/**
 * pm_poc_item_rule_show:
 * @db: a connection
 * @request: the request
 * @data: a #PmPocItem
 * @error: return location
 *
 * Shows the thing that the path leads to.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_item_rule_show (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  const PmPocItem *self = data;
  g_autoptr (PmRecord) item = pm_poc_item_find (self, db, request, error);

  return item == NULL ? NULL : reply_item (self, 200, item, db, request, error);
}

/**
 * pm_poc_item_rule_create:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: a #PmPocItem
 * @error: return location
 *
 * Makes a new one.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_item_rule_create (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  const PmPocItem *self = data;
  g_autoptr (PmRecord) item =
      g_object_new (self->get_type (), "poc-id", pm_request_get_id (request, "poc"), "created-at",
                    pm_request_get_now (request), NULL);
  gint64 id;

  if (!self->read (db, request, item, NULL, error))
    return NULL;
  id = pm_db_insert_record (db, self->type, item, error);
  if (id < 0)
    return NULL;
  g_object_set (item, "id", id, NULL);
  if (!finish (self, item, NULL, db, request, error))
    return NULL;
  return reply_item (self, 201, item, db, request, error);
}

/**
 * pm_poc_item_rule_change:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: a #PmPocItem
 * @error: return location
 *
 * Changes what the body mentions, and nothing else.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_item_rule_change (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  const PmPocItem *self = data;
  PmReply *reply;
  g_autoptr (PmRecord) item = find_to_write (self, db, request, &reply, error);
  g_autoptr (PmRecord) before = NULL;

  if (item == NULL)
    return reply;
  before = pm_record_copy (item);
  if (!self->read (db, request, item, before, error))
    return NULL;
  g_object_set (item, "updated-at", pm_request_get_now (request), NULL);
  if (!pm_db_upsert_record (db, self->type, item, error) ||
      !finish (self, item, before, db, request, error))
    return NULL;
  return reply_item (self, 200, item, db, request, error);
}

static gboolean
delete_row (const PmPocItem *self, gint64 id, PmDb *db, PmRequest *request, GError **error)
{
  return pm_db_run (db, error, self->delete_sql, "i", id) &&
         pm_changes_note_destroyed (db, pm_request_get_tenant_id (request), self->type, id, error);
}

/**
 * pm_poc_item_rule_remove:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: a #PmPocItem
 * @error: return location
 *
 * Removes it for good, with what only makes sense together with it.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_poc_item_rule_remove (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  const PmPocItem *self = data;
  PmReply *reply;
  g_autoptr (PmRecord) item = find_to_write (self, db, request, &reply, error);

  if (item == NULL)
    return reply;
  if ((self->detach != NULL && !self->detach (db, request, item, error)) ||
      !delete_row (self, id_of (item), db, request, error))
    return NULL;
  return pm_reply_new_message (200, self->removed);
}
