/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-reply-private.h"

#include "domain/pm-error.h"

typedef struct {
  char *name;
  char *value;
} Header;

struct _PmReply {
  gatomicrefcount references;
  guint status;
  char *content_type;
  GBytes *body;
  GArray *headers; /* of Header; NULL: none */
};

static void
header_clear (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  g_free (header->value);
}

/**
 * pm_reply_new_bytes:
 * @status: the HTTP status
 * @content_type: (nullable): what @body is; %NULL when it is empty
 * @body: (transfer full): the body
 *
 * Returns: (transfer full): an answer
 */
PmReply *
pm_reply_new_bytes (guint status, const char *content_type, GBytes *body)
{
  PmReply *self = g_new0 (PmReply, 1);

  g_atomic_ref_count_init (&self->references);
  self->status = status;
  self->content_type = g_strdup (content_type);
  self->body = body;
  return self;
}

/**
 * pm_reply_new_json:
 * @status: the HTTP status
 * @body: (transfer full): the body
 *
 * Returns: (transfer full): an answer in JSON
 */
PmReply *
pm_reply_new_json (guint status, JsonNode *body)
{
  char *text = json_to_string (body, FALSE);

  json_node_unref (body);
  return pm_reply_new_bytes (status, "application/json", g_bytes_new_take (text, strlen (text)));
}

/**
 * pm_reply_new_object:
 * @status: the HTTP status
 * @body: (transfer full): the body
 *
 * Returns: (transfer full): an answer in JSON
 */
PmReply *
pm_reply_new_object (guint status, JsonObject *body)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, body);
  return pm_reply_new_json (status, node);
}

/**
 * pm_reply_new_array:
 * @status: the HTTP status
 * @body: (transfer full) (nullable): the body; %NULL if it could not be made
 *
 * Returns: (transfer full) (nullable): an answer in JSON; %NULL for %NULL
 */
PmReply *
pm_reply_new_array (guint status, JsonArray *body)
{
  JsonNode *node;

  if (body == NULL)
    return NULL;
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, body);
  return pm_reply_new_json (status, node);
}

/**
 * pm_reply_new_message:
 * @status: the HTTP status
 * @message: what was done
 *
 * Returns: (transfer full): the answer `{"message": …}`
 */
PmReply *
pm_reply_new_message (guint status, const char *message)
{
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "message", message);
  return pm_reply_new_object (status, body);
}

/**
 * pm_reply_status_of_error:
 * @error: why something was not done
 *
 * Returns: the HTTP status that says so
 */
guint
pm_reply_status_of_error (const GError *error)
{
  if (error->domain != PM_ERROR)
    return 500;
  switch ((PmError) error->code) {
  case PM_ERROR_REFUSED:
    return 400;
  case PM_ERROR_UNAUTHORIZED:
    return 401;
  case PM_ERROR_FORBIDDEN:
    return 403;
  case PM_ERROR_NOT_FOUND:
    return 404;
  case PM_ERROR_CONFLICT:
    return 409;
  case PM_ERROR_GONE:
    return 410;
  case PM_ERROR_INVALID:
  case PM_ERROR_UNPROCESSABLE:
  case PM_ERROR_NOT_JSON:
    return 422;
  case PM_ERROR_TOO_MANY:
    return 429;
  case PM_ERROR_BUSY:
  case PM_ERROR_CANCELLED:
  case PM_ERROR_TIMED_OUT:
    return 503;
  case PM_ERROR_FAILED:
  case PM_ERROR_OFFLINE:
  case PM_ERROR_SERVER:
  case PM_ERROR_DAMAGED:
  case PM_ERROR_NEWER:
  case PM_ERROR_STORAGE:
  default:
    return 500;
  }
}

/* The list form of the base dialect, which names the member but never repeats what was sent. */
static JsonArray *
field_details (const GError *error)
{
  const char *tag = pm_error_get_tag (error);
  const char *field = pm_error_get_field (error);
  JsonArray *list = json_array_new ();
  JsonArray *location = json_array_new ();
  JsonObject *detail = json_object_new ();

  /* A field may name its place itself, as "query.limit"; otherwise it stands in the body. */
  if (field == NULL || strchr (field, '.') == NULL)
    json_array_add_string_element (location, "body");
  if (field != NULL) {
    g_auto (GStrv) parts = g_strsplit (field, ".", 2);

    for (guint i = 0; parts[i] != NULL && parts[i][0] != '\0'; i++)
      json_array_add_string_element (location, parts[i]);
  }
  json_object_set_string_member (detail, "type", tag != NULL ? tag : "value_error");
  json_object_set_array_member (detail, "loc", location);
  json_object_set_string_member (detail, "msg", error->message);
  json_array_add_object_element (list, detail);
  return list;
}

static const char *
words_of (guint status, const GError *error)
{
  if (status == 500)
    return "Internal Server Error";
  if (status == 503)
    return "The server is busy. Please try again.";
  return error->message;
}

static void
set_error_headers (PmReply *self, const GError *error)
{
  gint64 span = error->domain == PM_ERROR ? pm_error_get_retry_after (error) : 0;

  if (self->status == 401)
    pm_reply_set_header (self, "WWW-Authenticate", "Bearer");
  if (span > 0 || self->status == 429 || self->status == 503) {
    gint64 seconds = MAX (1, (span + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
    g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, seconds);

    pm_reply_set_header (self, "Retry-After", text);
  }
}

/**
 * pm_reply_new_error:
 * @error: why something was not done
 *
 * The one place where errors become statuses. What is not in PM_ERROR, or is the server's own
 * fault, is a 500 without details.
 *
 * Returns: (transfer full): the answer `{"detail": …}`
 */
PmReply *
pm_reply_new_error (const GError *error)
{
  guint status = pm_reply_status_of_error (error);
  JsonObject *body = json_object_new ();
  PmReply *self;

  if (status == 422)
    json_object_set_array_member (body, "detail", field_details (error));
  else
    json_object_set_string_member (body, "detail", words_of (status, error));
  if (status != 422 && status < 500 && pm_error_get_tag (error) != NULL)
    json_object_set_string_member (body, "type", pm_error_get_tag (error));

  self = pm_reply_new_object (status, body);
  set_error_headers (self, error);
  return self;
}

/**
 * pm_reply_set_header:
 * @self: an answer
 * @name: a header
 * @value: (nullable): its value; %NULL takes it away. Never text from outside
 */
void
pm_reply_set_header (PmReply *self, const char *name, const char *value)
{
  Header header = { g_strdup (name), g_strdup (value) };

  if (self->headers == NULL) {
    self->headers = g_array_new (FALSE, FALSE, sizeof (Header));
    g_array_set_clear_func (self->headers, header_clear);
  }
  for (guint i = self->headers->len; i-- > 0;)
    if (g_ascii_strcasecmp (g_array_index (self->headers, Header, i).name, name) == 0)
      g_array_remove_index (self->headers, i);
  if (value != NULL)
    g_array_append_val (self->headers, header);
  else
    header_clear (&header);
}

guint
pm_reply_get_status (PmReply *self)
{
  return self->status;
}

/**
 * pm_reply_get_body:
 * @self: an answer
 *
 * Returns: (transfer none): its body, perhaps empty
 */
GBytes *
pm_reply_get_body (PmReply *self)
{
  return self->body;
}

/**
 * pm_reply_fill_headers:
 * @self: an answer
 * @headers: where its headers go
 */
void
pm_reply_fill_headers (PmReply *self, SoupMessageHeaders *headers)
{
  if (self->content_type != NULL)
    soup_message_headers_set_content_type (headers, self->content_type, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  for (guint i = 0; self->headers != NULL && i < self->headers->len; i++) {
    Header *header = &g_array_index (self->headers, Header, i);

    soup_message_headers_replace (headers, header->name, header->value);
  }
}

PmReply *
pm_reply_ref (PmReply *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * pm_reply_free:
 * @self: (transfer full): an answer
 *
 * Lets go of it.
 */
void
pm_reply_free (PmReply *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->content_type);
  g_bytes_unref (self->body);
  g_clear_pointer (&self->headers, g_array_unref);
  g_free (self);
}
