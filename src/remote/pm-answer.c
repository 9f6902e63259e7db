/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-answer.h"

#include "domain/pm-error.h"
#include "wire/pm-wire.h"

#include <string.h>

/* A server's words are shown to people: no more of them than fit a dialog. */
#define MAX_WORDS  300
#define MAX_FIELDS 3

#define WEB_PAGE_WORDS "This address answers with a web page. The API is often under /api."

G_DEFINE_BOXED_TYPE (PmAnswer, pm_answer, pm_answer_ref, pm_answer_unref)

static void
clear_answer (gpointer data)
{
  PmAnswer *self = data;

  g_clear_pointer (&self->body, json_node_unref);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_error (&self->error);
  g_free (self->type);
  g_free (self->revision);
}

static PmError
code_for (guint status)
{
  static const struct {
    guint status;
    PmError code;
  } codes[] = {
    { 400, PM_ERROR_REFUSED },       { 401, PM_ERROR_UNAUTHORIZED },
    { 403, PM_ERROR_FORBIDDEN },     { 404, PM_ERROR_NOT_FOUND },
    { 408, PM_ERROR_TIMED_OUT },     { 409, PM_ERROR_CONFLICT },
    { 410, PM_ERROR_GONE },          { 412, PM_ERROR_CONFLICT },
    { 413, PM_ERROR_UNPROCESSABLE }, { 422, PM_ERROR_UNPROCESSABLE },
    { 425, PM_ERROR_SERVER },        { 429, PM_ERROR_TOO_MANY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].status == status)
      return codes[i].code;
  return status >= 500 ? PM_ERROR_SERVER : PM_ERROR_FAILED;
}

static const char *
general_words (guint status)
{
  switch (code_for (status)) {
  case PM_ERROR_UNAUTHORIZED:
    return "The server does not accept this sign-in any more.";
  case PM_ERROR_FORBIDDEN:
    return "The server does not allow this account to do that.";
  case PM_ERROR_NOT_FOUND:
    return "The server does not have what was asked for.";
  case PM_ERROR_TOO_MANY:
    return "The server asks to wait before trying again.";
  case PM_ERROR_GONE:
    return "The server can no longer say what has changed since.";
  case PM_ERROR_SERVER:
  case PM_ERROR_TIMED_OUT:
    return "The server has a problem of its own. It will be tried again.";
  case PM_ERROR_FAILED:
  case PM_ERROR_INVALID:
  case PM_ERROR_OFFLINE:
  case PM_ERROR_REFUSED:
  case PM_ERROR_CONFLICT:
  case PM_ERROR_UNPROCESSABLE:
  case PM_ERROR_NOT_JSON:
  case PM_ERROR_DAMAGED:
  case PM_ERROR_NEWER:
  case PM_ERROR_STORAGE:
  case PM_ERROR_BUSY:
  case PM_ERROR_CANCELLED:
  default:
    return "The server refused this without saying why.";
  }
}

/* One line, no control characters, of a length that can be shown. */
static char *
presentable (const char *words)
{
  g_autofree char *clean = g_strndup (words, MIN (strlen (words), 4 * MAX_WORDS));
  g_autofree char *valid = g_utf8_make_valid (clean, -1);
  g_autoptr (GString) line = g_string_new (NULL);
  glong n_chars = 0;

  for (const char *c = g_strstrip (valid); *c != '\0' && n_chars < MAX_WORDS; n_chars++) {
    gunichar letter = g_utf8_get_char (c);

    g_string_append_unichar (line, g_unichar_iscntrl (letter) ? ' ' : letter);
    c = g_utf8_next_char (c);
    if (n_chars == MAX_WORDS - 1 && *c != '\0')
      g_string_append (line, "…");
  }
  return line->len > 0 ? g_strdup (line->str) : NULL;
}

static const char *
field_of (JsonObject *problem)
{
  JsonArray *place = pm_wire_get_array (problem, "loc");
  guint length = place != NULL ? json_array_get_length (place) : 0;
  JsonNode *last = length > 1 ? json_array_get_element (place, length - 1) : NULL;

  if (last == NULL || json_node_get_value_type (last) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (last);
}

/* One entry of a 422's list. Its `input` echoes what was sent, passwords included: never used. */
static char *
words_of_field (JsonObject *problem)
{
  const char *words = pm_wire_get_string (problem, "msg");
  const char *field = field_of (problem);

  if (words == NULL)
    return NULL;
  if (g_str_has_prefix (words, "Value error, "))
    words += strlen ("Value error, ");
  return field != NULL ? g_strdup_printf ("“%s”: %s", field, words) : g_strdup (words);
}

static char *
words_of_list (JsonArray *problems)
{
  g_autoptr (GString) all = g_string_new (NULL);
  guint length = MIN (json_array_get_length (problems), MAX_FIELDS);

  for (guint i = 0; i < length; i++) {
    JsonNode *node = json_array_get_element (problems, i);
    g_autofree char *words = NULL;

    if (JSON_NODE_HOLDS_OBJECT (node))
      words = words_of_field (json_node_get_object (node));
    if (words != NULL)
      g_string_append_printf (all, "%s%s", all->len > 0 ? "; " : "", words);
  }
  if (all->len == 0)
    return NULL;
  return g_strdup_printf ("The server cannot take this: %s", all->str);
}

static char *
words_of_object (JsonObject *detail)
{
  static const char *const names[] = { "message", "detail", "msg", "error", "reason" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (pm_wire_get_string (detail, names[i]) != NULL)
      return g_strdup (pm_wire_get_string (detail, names[i]));
  return NULL;
}

static char *
words_of (JsonNode *body)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (body) ? json_node_get_object (body) : NULL;
  JsonNode *detail = object != NULL ? json_object_get_member (object, "detail") : NULL;

  if (detail == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (detail))
    return words_of_list (json_node_get_array (detail));
  if (JSON_NODE_HOLDS_OBJECT (detail))
    return words_of_object (json_node_get_object (detail));
  return g_strdup (pm_wire_get_string (object, "detail"));
}

static void
take_refusal (PmAnswer *self)
{
  g_autofree char *words = words_of (self->body);
  g_autofree char *shown = words != NULL ? presentable (words) : NULL;

  if (JSON_NODE_HOLDS_OBJECT (self->body))
    self->type = g_strdup (pm_wire_get_string (json_node_get_object (self->body), "type"));
  self->error = g_error_new_literal (PM_ERROR, code_for (self->status),
                                     shown != NULL ? shown : general_words (self->status));
}

static void
take_stranger (PmAnswer *self, const char *content_type)
{
  gboolean is_page = content_type != NULL && strstr (content_type, "html") != NULL;

  if (self->status >= 500)
    g_set_error_literal (&self->error, PM_ERROR, PM_ERROR_SERVER, general_words (self->status));
  else
    g_set_error_literal (&self->error, PM_ERROR, PM_ERROR_NOT_JSON,
                         is_page ? WEB_PAGE_WORDS
                                 : "This address does not answer as a POC Manager server does.");
}

/**
 * pm_answer_new:
 * @status: the HTTP status
 *
 * Returns: (transfer full): an answer without a body. Any thread.
 */
PmAnswer *
pm_answer_new (guint status)
{
  PmAnswer *self = g_atomic_rc_box_new0 (PmAnswer);

  self->status = status;
  return self;
}

/**
 * pm_answer_ref:
 * @self: an answer
 *
 * Returns: (transfer full): @self. Any thread.
 */
PmAnswer *
pm_answer_ref (PmAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * pm_answer_unref:
 * @self: (transfer full): an answer
 *
 * Gives up a reference; the last one frees the answer. Any thread.
 */
void
pm_answer_unref (PmAnswer *self)
{
  g_atomic_rc_box_release_full (self, clear_answer);
}

/**
 * pm_answer_get_object:
 * @self: an answer
 *
 * Returns: (transfer none) (nullable): the body, when it is an object
 */
JsonObject *
pm_answer_get_object (PmAnswer *self)
{
  if (self->body == NULL || !JSON_NODE_HOLDS_OBJECT (self->body))
    return NULL;
  return json_node_get_object (self->body);
}

static gboolean
is_success (PmAnswer *self)
{
  return self->status >= 200 && self->status < 300;
}

static gboolean
is_json (const char *content_type)
{
  return g_strcmp0 (content_type, "application/json") == 0;
}

static void
judge (PmAnswer *self, const char *content_type, const char *data, gsize length)
{
  if (self->status == 204) /* any other success without a body may be one that was cut short */
    return;
  if (self->status >= 300 && self->status < 400) {
    g_set_error_literal (&self->error, PM_ERROR, PM_ERROR_NOT_JSON,
                         "This address sends on to another one, which is not followed. Enter the "
                         "server's own address.");
    return;
  }
  if (is_json (content_type))
    self->body = pm_wire_parse (data, (gssize) length, NULL);
  if (self->body == NULL)
    take_stranger (self, content_type);
  else if (!is_success (self))
    take_refusal (self);
}

/**
 * pm_answer_read_body:
 * @self: an answer that nobody else has yet
 * @content_type: (nullable): what the body says it is, without parameters
 * @bytes: the body
 *
 * Reads the body and decides whether this is a success; everything else gets an error whose
 * words can be shown, and which tells how long the server asks to wait. A redirect is never
 * followed, so it is an answer from a wrong address. May take long for a big body; any thread.
 */
void
pm_answer_read_body (PmAnswer *self, const char *content_type, GBytes *bytes)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  judge (self, content_type, data, length);
  if (self->error != NULL)
    pm_error_set_retry_after (self->error, self->retry_after);
}

/**
 * pm_answer_keep_body:
 * @self: an answer that nobody else has yet
 * @content_type: (nullable): what the body says it is, without parameters
 * @bytes: the body
 *
 * Leaves the body of a success as it came.
 *
 * Returns: %FALSE if it is none: then pm_answer_read_body() says why
 */
gboolean
pm_answer_keep_body (PmAnswer *self, const char *content_type, GBytes *bytes)
{
  if (!is_success (self) || !is_json (content_type))
    return FALSE;
  self->text = g_bytes_ref (bytes);
  return TRUE;
}
