/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/changes/pm-precondition.h"

#include <string.h>

/* An object's revision is its entity tag. Who changes or deletes it may say which revision they
 * have seen, and learns instead of overwriting that it is another one by now. */

#define PRECONDITION_FAILED 412

static gboolean
read_revision (PmDb *db,
               PmRequest *request,
               const char *type,
               gint64 id,
               gint64 *revision,
               GError **error)
{
  *revision = 0;
  return pm_db_query_int64 (db, revision, error,
                            "SELECT revision FROM change WHERE tenant_id = ?1 AND type = ?2"
                            " AND object_id = ?3 AND destroyed = 0",
                            "isi", pm_request_get_tenant_id (request), type, id);
}

/* Tags stand in quotes; a bare number is understood as well. */
static gboolean
is_tag_of (const char *tag, const char *revision)
{
  gsize length = strlen (revision);

  if (*tag != '"')
    return strcmp (tag, revision) == 0;
  return strncmp (tag + 1, revision, length) == 0 && strcmp (tag + 1 + length, "\"") == 0;
}

static gboolean
names_revision (const char *header, gint64 revision)
{
  g_auto (GStrv) tags = g_strsplit (header, ",", -1);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, revision);

  for (guint i = 0; tags[i] != NULL; i++) {
    const char *tag = g_strstrip (tags[i]);

    if (strcmp (tag, "*") == 0 || is_tag_of (tag, text))
      return TRUE;
  }
  return FALSE;
}

/**
 * pm_precondition_check:
 * @db: the connection, in the transaction of the write
 * @request: the request
 * @type: what it changes or deletes, as the feed calls it: `task`
 * @id: which one; it exists
 * @holds: (out): whether it may
 * @error: return location
 *
 * Looks whether the object still has the revision that the request names in `If-Match`. Without
 * that header any will do. What does not hold is answered with pm_precondition_refuse().
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_precondition_check (PmDb *db,
                       PmRequest *request,
                       const char *type,
                       gint64 id,
                       gboolean *holds,
                       GError **error)
{
  const char *header = pm_request_get_header (request, "If-Match");
  gint64 revision;

  *holds = header == NULL;
  if (header == NULL)
    return TRUE;
  if (!read_revision (db, request, type, id, &revision, error))
    return FALSE;
  *holds = names_revision (header, revision);
  return TRUE;
}

/**
 * pm_precondition_refuse:
 * @current: (transfer full) (nullable): the object as it is now, as the caller may see it
 * @db: a connection
 * @request: the request
 * @type: what it is, as the feed calls it
 * @id: which one
 * @error: return location, set already when @current is %NULL
 *
 * Returns: (transfer full) (nullable): the answer to who has not seen the newest revision, which
 *   is not kept for an idempotency key; %NULL on failure
 */
PmReply *
pm_precondition_refuse (JsonObject *current,
                        PmDb *db,
                        PmRequest *request,
                        const char *type,
                        gint64 id,
                        GError **error)
{
  JsonObject *body;

  if (current == NULL)
    return NULL;
  body = json_object_new ();
  json_object_set_string_member (body, "detail", "This has been changed in the meantime.");
  json_object_set_string_member (body, "type", "precondition_failed");
  json_object_set_object_member (body, "current", current);
  return pm_precondition_tag (pm_reply_new_object (PRECONDITION_FAILED, body), db, request, type,
                              id, error);
}

/**
 * pm_precondition_tag:
 * @reply: (transfer full) (nullable): the answer that shows or has changed one object
 * @db: a connection
 * @request: the request
 * @type: what it shows, as the feed calls it
 * @id: which one
 * @error: return location, set already when @reply is %NULL
 *
 * Tells the object's revision in `ETag`.
 *
 * Returns: (transfer full) (nullable): @reply; %NULL on failure
 */
PmReply *
pm_precondition_tag (PmReply *reply,
                     PmDb *db,
                     PmRequest *request,
                     const char *type,
                     gint64 id,
                     GError **error)
{
  g_autoptr (PmReply) tagged = reply;
  g_autofree char *tag = NULL;
  gint64 revision;

  if (tagged == NULL || !read_revision (db, request, type, id, &revision, error))
    return NULL;
  tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", revision);
  pm_reply_set_header (tagged, "ETag", tag);
  return g_steal_pointer (&tagged);
}
