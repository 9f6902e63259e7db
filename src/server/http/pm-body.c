/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-body.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-time.h"

#include <string.h>

/* Reading a request's members: each says %FALSE with an error that names the member. */

#define PASSWORD_MAX 1024
#define IDS_MAX      1000

/* FALSE: missing or null although needed. The node is NULL when it is not there. */
static gboolean
find (JsonObject *body, const char *name, PmBodyNeed need, JsonNode **node, GError **error)
{
  *node = body == NULL ? NULL : json_object_get_member (body, name);
  if (*node != NULL && JSON_NODE_HOLDS_NULL (*node))
    *node = NULL;
  if (*node != NULL || need == PM_BODY_OPTIONAL)
    return TRUE;
  pm_error_refuse_field (error, name, "missing", "Field required");
  return FALSE;
}

static gboolean
find_text (JsonObject *body, const char *name, PmBodyNeed need, const char **text, GError **error)
{
  JsonNode *node;

  *text = NULL;
  if (!find (body, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_STRING) {
    pm_error_refuse_field (error, name, "string_type", "Input should be a valid string");
    return FALSE;
  }
  *text = json_node_get_string (node);
  return TRUE;
}

/* Names the member in an error of the domain. */
static gboolean
point_at (const char *name, GError *refusal, GError **error)
{
  pm_error_refuse_field (error, name, NULL, "%s", refusal->message);
  g_error_free (refusal);
  return FALSE;
}

/**
 * pm_body_get_text:
 * @body: (nullable): a request's body
 * @name: a member
 * @need: whether it must be there
 * @shape: what text it holds
 * @max_chars: how long it may be
 * @text: (out) (nullable): the text, which @body owns
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if the member is not as it has to be
 */
gboolean
pm_body_get_text (JsonObject *body,
                  const char *name,
                  PmBodyNeed need,
                  PmTextShape shape,
                  gsize max_chars,
                  const char **text,
                  GError **error)
{
  GError *refusal = NULL;

  if (!find_text (body, name, need, text, error))
    return FALSE;
  if (*text == NULL || pm_text_check (name, *text, -1, shape, max_chars, &refusal))
    return TRUE;
  return point_at (name, refusal, error);
}

/**
 * pm_body_get_integer:
 * @body: (nullable): a request's body
 * @name: a member
 * @need: whether it must be there
 * @value: (out): its value; unchanged when it is not there
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if the member is not as it has to be
 */
gboolean
pm_body_get_integer (JsonObject *body,
                     const char *name,
                     PmBodyNeed need,
                     gint64 *value,
                     GError **error)
{
  JsonNode *node;

  if (!find (body, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_INT64) {
    pm_error_refuse_field (error, name, "int_type", "Input should be a valid integer");
    return FALSE;
  }
  *value = json_node_get_int (node);
  return TRUE;
}

/**
 * pm_body_get_boolean:
 * @body: (nullable): a request's body
 * @name: a member
 * @need: whether it must be there
 * @value: (out): its value; unchanged when it is not there
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if the member is not as it has to be
 */
gboolean
pm_body_get_boolean (JsonObject *body,
                     const char *name,
                     PmBodyNeed need,
                     gboolean *value,
                     GError **error)
{
  JsonNode *node;

  if (!find (body, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN) {
    pm_error_refuse_field (error, name, "bool_type", "Input should be a valid boolean");
    return FALSE;
  }
  *value = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
collect_ids (JsonArray *list, const char *name, GArray *ids, GError **error)
{
  if (json_array_get_length (list) > IDS_MAX) {
    pm_error_refuse_field (error, name, "too_long", "At most %d can be named at once.", IDS_MAX);
    return FALSE;
  }
  for (guint i = 0; i < json_array_get_length (list); i++) {
    JsonNode *node = json_array_get_element (list, i);
    gint64 id;

    if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64) {
      pm_error_refuse_field (error, name, "int_type", "Input should be a list of valid integers");
      return FALSE;
    }
    id = json_node_get_int (node);
    g_array_append_val (ids, id);
  }
  return TRUE;
}

/**
 * pm_body_get_ids:
 * @body: (nullable): a request's body
 * @name: a member
 * @need: whether it must be there
 * @ids: (out) (transfer full) (nullable): its integers, of #gint64; %NULL when it is not there
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if the member is not as it has to be
 */
gboolean
pm_body_get_ids (JsonObject *body, const char *name, PmBodyNeed need, GArray **ids, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (gint64));
  JsonNode *node;

  *ids = NULL;
  if (!find (body, name, need, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node)) {
    pm_error_refuse_field (error, name, "list_type", "Input should be a valid list");
    return FALSE;
  }
  if (!collect_ids (json_node_get_array (node), name, list, error))
    return FALSE;
  *ids = g_steal_pointer (&list);
  return TRUE;
}

/**
 * pm_body_get_time:
 * @body: (nullable): a request's body
 * @name: a member
 * @time: (out): the moment, in microseconds since 1970 UTC; 0 when it is not there
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if the member is not as it has to be
 */
gboolean
pm_body_get_time (JsonObject *body, const char *name, gint64 *time, GError **error)
{
  const char *text;

  *time = 0;
  if (!find_text (body, name, PM_BODY_OPTIONAL, &text, error))
    return FALSE;
  if (text == NULL || pm_time_parse (text, time))
    return TRUE;
  pm_error_refuse_field (error, name, "datetime_parsing",
                         "Input should be a valid datetime with its time zone");
  return FALSE;
}

/**
 * pm_body_get_address:
 * @body: (nullable): a request's body
 * @name: a member
 * @address: (out) (transfer full): the address, normalized
 * @error: return location
 *
 * Reads an e-mail address that must be there.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if the member is not as it has to be
 */
gboolean
pm_body_get_address (JsonObject *body, const char *name, char **address, GError **error)
{
  const char *text;
  GError *refusal = NULL;

  if (!find_text (body, name, PM_BODY_REQUIRED, &text, error))
    return FALSE;
  *address = pm_address_normalize (text, &refusal);
  return *address != NULL || point_at (name, refusal, error);
}

/**
 * pm_body_get_password:
 * @body: (nullable): a request's body
 * @name: a member
 * @password: (out): the password, which @body owns
 * @error: return location
 *
 * Reads a password that must be there: any characters, not too many to be hashed.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if the member is not as it has to be
 */
gboolean
pm_body_get_password (JsonObject *body, const char *name, const char **password, GError **error)
{
  if (!find_text (body, name, PM_BODY_REQUIRED, password, error))
    return FALSE;
  if (strlen (*password) <= PASSWORD_MAX)
    return TRUE;
  pm_error_refuse_field (error, name, "string_too_long", "The password is too long.");
  return FALSE;
}
