/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-request-private.h"

#include "domain/pm-error.h"
#include "server/changes/pm-change-log.h"
#include "server/changes/pm-changes.h"
#include "server/http/pm-access.h"
#include "server/http/pm-idempotency.h"
#include "server/http/pm-kept.h"
#include "server/http/pm-reply-private.h"
#include "server/pm-server.h"
#include "server/pocs/pm-activity.h"
#include "wire/pm-wire.h"

#include <string.h>

typedef struct {
  PmRequest *request;
  PmRule rule;
  gpointer data;
  const char *key;
  PmReply *reply;
  gboolean is_visit; /* a customer looks at a POC, and that is worth a note */
} Work;

/* The last hop is the one that our own proxy has written. */
static char *
find_client (PmServer *server, SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *forwarded = soup_message_headers_get_list (headers, "X-Forwarded-For");
  const char *host = soup_server_message_get_remote_host (message);

  if (pm_server_get_config (server)->trust_proxy && forwarded != NULL) {
    const char *comma = strrchr (forwarded, ',');
    g_autofree char *last = g_strstrip (g_strdup (comma != NULL ? comma + 1 : forwarded));
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (last);

    if (address != NULL)
      return g_inet_address_to_string (address);
  }
  return g_strdup (host != NULL ? host : "");
}

static char *
decode_path (SoupServerMessage *message)
{
  const char *raw = g_uri_get_path (soup_server_message_get_uri (message));
  char *path = g_uri_unescape_string (raw, "/");

  if (path != NULL && g_utf8_validate (path, -1, NULL))
    return path;
  g_free (path);
  return g_strdup (raw);
}

/**
 * pm_request_new:
 * @server: the server
 * @message: a request that has been read
 * @query: (nullable): its query
 *
 * Returns: (transfer full): the request
 */
PmRequest *
pm_request_new (PmServer *server, SoupServerMessage *message, GHashTable *query)
{
  PmRequest *self = g_new0 (PmRequest, 1);
  const char *method = soup_server_message_get_method (message);

  self->server = g_object_ref (server);
  self->message = g_object_ref (message);
  self->headers = soup_message_headers_ref (soup_server_message_get_request_headers (message));
  self->method = g_intern_string (g_str_equal (method, "HEAD") ? "GET" : method);
  self->path = decode_path (message);
  self->query = query == NULL ? NULL : g_hash_table_ref (query);
  self->client = find_client (server, message);
  self->raw_body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  self->now = g_get_real_time ();
  self->started_at = g_get_monotonic_time ();
  self->token_hash = pm_access_find_credentials (self, &self->by_cookie);
  pm_router_match (self->method, self->path, &self->match);
  return self;
}

void
pm_request_free (PmRequest *self)
{
  pm_match_clear (&self->match);
  g_clear_pointer (&self->body, json_object_unref);
  g_clear_pointer (&self->raw_body, g_bytes_unref);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->question, g_ref_string_release);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
  g_clear_object (&self->message);
  g_clear_object (&self->server);
  g_clear_pointer (&self->kept, pm_reply_free);
  g_free (self->identity.email);
  g_free (self->token_hash);
  g_free (self->client);
  g_free (self->path);
  g_free (self);
}

static gboolean
is_json (SoupMessageHeaders *headers)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  return type != NULL &&
         (g_ascii_strcasecmp (type, "application/json") == 0 || g_str_has_suffix (type, "+json"));
}

/**
 * pm_request_parse_body:
 * @self: a request
 * @error: return location
 *
 * Reads the body, if there is one and the method takes one.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if it is not a JSON object
 */
gboolean
pm_request_parse_body (PmRequest *self, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (self->raw_body, &length);
  g_autoptr (JsonNode) node = NULL;

  if (length == 0 || g_str_equal (self->method, "GET"))
    return TRUE;
  node = is_json (self->headers) ? pm_wire_parse (data, (gssize) length, error) : NULL;
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node)) {
    self->body = json_node_dup_object (node);
    return TRUE;
  }
  g_clear_error (error);
  if (node == NULL && is_json (self->headers))
    pm_error_refuse_field (error, NULL, "json_invalid", "JSON decode error");
  else
    pm_error_refuse_field (error, NULL, "model_attributes_type",
                           "Input should be a valid dictionary or object to extract fields from");
  return FALSE;
}

static gboolean
authorize_work (PmDb *db, gpointer data, GError **error)
{
  PmRequest *request = data;

  if (!pm_access_check (db, request, error))
    return FALSE;
  return !request->match.route->is_kept ||
         pm_kept_find (pm_server_get_kept (request->server), db, request, &request->kept, error);
}

/**
 * pm_request_authorize:
 * @self: a request
 * @error: return location
 *
 * Finds out who asks, and refuses those who may not, before anything else is looked at. What is
 * then done looks again, in its own transaction. On the request's fiber.
 *
 * Returns: %FALSE with the reason if it is not allowed
 */
gboolean
pm_request_authorize (PmRequest *self, GError **error)
{
  if (self->match.route->access == PM_ACCESS_PUBLIC && self->token_hash == NULL)
    return TRUE;
  return dex_await (pm_server_read (self->server, authorize_work, self, NULL), error);
}

/**
 * pm_request_park:
 * @self: a request
 * @sequence: what its organization's sequence must exceed
 * @seconds: how long it waits at most, from its arrival
 * @rule: what reads the answer then. It may look at the query and at who asks, and appends to its
 *   data, a #GArray of #gint64, the users to whom the answer says more than to all others
 *
 * Makes the request wait without a fiber once its handler has returned nothing.
 */
void
pm_request_park (PmRequest *self, gint64 sequence, guint seconds, PmRule rule)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (self->message));

  self->wake_after = sequence;
  self->park_until = self->started_at + (gint64) seconds * G_USEC_PER_SEC;
  self->wake_rule = rule;
  self->question = g_ref_string_new_intern (query != NULL ? query : "");
}

/**
 * pm_request_may_wait:
 * @self: a request
 *
 * Returns: whether there is something to wait for: the answer to HEAD says nothing
 */
gboolean
pm_request_may_wait (PmRequest *self)
{
  return g_str_equal (soup_server_message_get_method (self->message), "GET");
}

/**
 * pm_request_is_secure:
 * @self: a request
 *
 * Returns: whether it came by TLS
 */
gboolean
pm_request_is_secure (PmRequest *self)
{
  return self->message != NULL &&
         g_str_equal (g_uri_get_scheme (soup_server_message_get_uri (self->message)), "https");
}

/**
 * pm_request_take_connection:
 * @self: a request that did not come by TLS
 *
 * Takes the connection from libsoup, and lets go of all that is not needed while it waits: what is
 * left knows who asks, and the query.
 */
void
pm_request_take_connection (PmRequest *self)
{
  self->stream = soup_server_message_steal_connection (self->message);
  pm_match_clear (&self->match);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->raw_body, g_bytes_unref);
  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->message);
}

/**
 * pm_request_get_server:
 * @self: a request
 *
 * Returns: (transfer none): the server; main thread
 */
PmServer *
pm_request_get_server (PmRequest *self)
{
  return self->server;
}

/**
 * pm_request_get_user_id:
 * @self: a request
 *
 * Returns: who asks; 0 on a public route when nobody is signed in
 */
gint64
pm_request_get_user_id (PmRequest *self)
{
  return self->identity.user_id;
}

/**
 * pm_request_get_tenant_id:
 * @self: a request
 *
 * Returns: the organization that the caller acts for
 */
gint64
pm_request_get_tenant_id (PmRequest *self)
{
  return self->identity.tenant_id;
}

PmRole
pm_request_get_role (PmRequest *self)
{
  return self->identity.role;
}

/**
 * pm_request_get_email:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): the caller's address
 */
const char *
pm_request_get_email (PmRequest *self)
{
  return self->identity.email;
}

gint64
pm_request_get_session_id (PmRequest *self)
{
  return self->identity.session_id;
}

gboolean
pm_request_came_by_cookie (PmRequest *self)
{
  return self->by_cookie;
}

/**
 * pm_request_get_client:
 * @self: a request
 *
 * Returns: (transfer none): the address that the caller connects from
 */
const char *
pm_request_get_client (PmRequest *self)
{
  return self->client;
}

/**
 * pm_request_get_now:
 * @self: a request
 *
 * Returns: when it came, in microseconds since 1970 UTC
 */
gint64
pm_request_get_now (PmRequest *self)
{
  return self->now;
}

/**
 * pm_request_get_route_data:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): what its route holds for its handler
 */
gpointer
pm_request_get_route_data (PmRequest *self)
{
  return self->match.route->data;
}

/**
 * pm_request_get_id:
 * @self: a request
 * @name: a name in braces of the route's path, without them
 *
 * Returns: the integer that stands there, -1 if it is out of range
 */
gint64
pm_request_get_id (PmRequest *self, const char *name)
{
  return pm_match_get_id (&self->match, name);
}

/**
 * pm_request_get_segment:
 * @self: a request
 * @name: a name in braces of the route's path, without them
 *
 * Returns: (transfer none) (nullable): the text that stands there
 */
const char *
pm_request_get_segment (PmRequest *self, const char *name)
{
  return pm_match_get_segment (&self->match, name);
}

/**
 * pm_request_get_query:
 * @self: a request
 * @name: a parameter
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
pm_request_get_query (PmRequest *self, const char *name)
{
  const char *value = self->query == NULL ? NULL : g_hash_table_lookup (self->query, name);

  return value != NULL && g_utf8_validate (value, -1, NULL) ? value : NULL;
}

/**
 * pm_request_get_header:
 * @self: a request
 * @name: a header
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
pm_request_get_header (PmRequest *self, const char *name)
{
  return soup_message_headers_get_one (self->headers, name);
}

/**
 * pm_request_get_body:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): its body, %NULL if it has none
 */
JsonObject *
pm_request_get_body (PmRequest *self)
{
  return self->body;
}

static gboolean
read_work (PmDb *db, gpointer data, GError **error)
{
  Work *work = data;

  if (!pm_access_check (db, work->request, error))
    return FALSE;
  work->reply = work->rule (db, work->request, work->data, error);
  if (work->reply == NULL || !pm_activity_is_visit (db, work->request, &work->is_visit, error))
    return FALSE;
  return !work->request->match.route->is_kept ||
         pm_kept_store (pm_server_get_kept (work->request->server), db, work->request, work->reply,
                        error);
}

/**
 * pm_request_read:
 * @self: a request
 * @rule: what reads the answer, on a reading thread
 * @data: for @rule
 * @error: return location
 *
 * Answers from the database, as of one moment. Awaits: on the request's fiber only.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_request_read (PmRequest *self, PmRule rule, gpointer data, GError **error)
{
  Work work = { .request = self, .rule = rule, .data = data };

  if (!dex_await (pm_server_read (self->server, read_work, &work, NULL), error))
    g_clear_pointer (&work.reply, pm_reply_free);
  else if (work.is_visit)
    pm_activity_note_visit (self);
  return work.reply;
}

static gboolean
run_rule (PmDb *db, gpointer data, GError **error)
{
  Work *work = data;

  work->reply = work->rule (db, work->request, work->data, error);
  return work->reply != NULL;
}

/* What a rule did or decided may be said again; what was chance or will change may not. */
static gboolean
is_final (guint status)
{
  return status < 300 || status == 400 || status == 403 || status == 404 || status == 422;
}

/* The rule's effects go back, its refusal stays. */
static gboolean
run_keyed_rule (PmDb *db, Work *work, GError **error)
{
  PmChangeLog *log = pm_db_get_user_data (db);
  GError *refusal = NULL;

  log->client_key = work->key;
  if (pm_db_transact (db, run_rule, work, &refusal))
    return TRUE;
  g_clear_pointer (&work->reply, pm_reply_free);
  g_array_set_size (log->moved, 0);
  if (!is_final (pm_reply_status_of_error (refusal))) {
    g_propagate_error (error, refusal);
    return FALSE;
  }
  work->reply = pm_reply_new_error (refusal);
  g_error_free (refusal);
  return TRUE;
}

static gboolean
apply_work (PmDb *db, gpointer data, GError **error)
{
  Work *work = data;
  PmRequest *request = work->request;
  PmChangeLog *log = pm_db_get_user_data (db);
  gint64 sequence;

  if (!pm_access_check (db, request, error))
    return FALSE;
  log->user_id = request->identity.user_id;
  log->client = request->client;
  if (work->key != NULL && !pm_idempotency_find (db, request, work->key, &work->reply, error))
    return FALSE;
  if (work->reply != NULL)
    return TRUE;
  if (!(work->key != NULL ? run_keyed_rule (db, work, error) : run_rule (db, work, error)))
    return FALSE;
  if (request->identity.user_id == 0)
    return TRUE;
  if (!pm_changes_read_sequence (db, request->identity.tenant_id, &sequence, error))
    return FALSE;
  pm_idempotency_set_sequence (work->reply, sequence);
  return work->key == NULL || !is_final (pm_reply_get_status (work->reply)) ||
         pm_idempotency_store (db, request, work->key, work->reply, sequence, error);
}

/**
 * pm_request_apply:
 * @self: a request
 * @rule: what it does, on the writing thread; an error undoes all of it
 * @data: for @rule
 * @error: return location
 *
 * Does what is asked, in one transaction with the changes it notes and the answer that is kept
 * for its key. Awaits: on the request's fiber only.
 *
 * Returns: (transfer full) (nullable): the answer, once it is durable
 */
PmReply *
pm_request_apply (PmRequest *self, PmRule rule, gpointer data, GError **error)
{
  Work work = { .request = self, .rule = rule, .data = data };

  if (!pm_idempotency_get_key (self, &work.key, error))
    return NULL;
  if (!dex_await (pm_server_write (self->server, apply_work, &work, NULL), error))
    g_clear_pointer (&work.reply, pm_reply_free);
  return work.reply;
}
