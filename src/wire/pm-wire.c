/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "wire/pm-wire-private.h"

#include "domain/pm-error.h"
#include "domain/pm-time.h"

#include <string.h>

/* Deeper nesting than any message of ours; json-glib recurses, so the depth is looked at first. */
#define MAX_DEPTH 64

static gboolean
is_escaped_nul (const char *data, gsize rest)
{
  return rest >= 6 && memcmp (data, "\\u0000", 6) == 0;
}

gboolean
pm_wire_is_sane (const char *data, gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++) {
    if (in_string) {
      if (is_escaped_nul (data + i, length - i))
        return FALSE;
      if (data[i] == '\\')
        i++;
      else if (data[i] == '"')
        in_string = FALSE;
    } else if (data[i] == '"') {
      in_string = TRUE;
    } else if (data[i] == '{' || data[i] == '[') {
      if (++depth > MAX_DEPTH)
        return FALSE;
    } else if (data[i] == '}' || data[i] == ']') {
      depth -= depth > 0;
    }
  }
  return TRUE;
}

/**
 * pm_wire_parse:
 * @data: (array length=length) (nullable): bytes from outside
 * @length: how many, or -1 when @data ends with NUL
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the JSON value. %PM_ERROR_NOT_JSON if it is none, is not
 *   UTF-8, holds a NUL, or is nested more than 64 deep
 */
JsonNode *
pm_wire_parse (const char *data, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  gsize size = length < 0 ? strlen (data) : (gsize) length;

  json_parser_set_strict (parser, TRUE);
  if (size == 0 || !g_utf8_validate_len (data, size, NULL) || !pm_wire_is_sane (data, size) ||
      !json_parser_load_from_data (parser, data, (gssize) size, NULL) ||
      json_parser_get_root (parser) == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_NOT_JSON, "What came is not valid JSON.");
    return NULL;
  }
  return json_parser_steal_root (parser);
}

/**
 * pm_wire_parse_object:
 * @data: (array length=length): bytes from outside
 * @length: how many, or -1 when @data ends with NUL
 * @error: return location
 *
 * Returns: (transfer full) (nullable): as pm_wire_parse(), but it must be an object
 */
JsonObject *
pm_wire_parse_object (const char *data, gssize length, GError **error)
{
  g_autoptr (JsonNode) node = pm_wire_parse (data, length, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, PM_ERROR, PM_ERROR_NOT_JSON, "What came is no JSON object.");
    return NULL;
  }
  return json_node_dup_object (node);
}

/**
 * pm_wire_to_text:
 * @node: a JSON value
 *
 * Returns: (transfer full): it as compact text
 */
char *
pm_wire_to_text (JsonNode *node)
{
  return json_to_string (node, FALSE);
}

static JsonNode *
encode_value (PmRecord *record, const PmField *info, guint field)
{
  g_autofree char *text = NULL;
  JsonNode *node = json_node_alloc ();

  if (!pm_record_is_set (record, field))
    return json_node_init_null (node);
  switch (info->kind) {
  case PM_KIND_INTEGER:
    return json_node_init_int (node, pm_record_get_integer (record, field));
  case PM_KIND_BOOLEAN:
    return json_node_init_boolean (node, pm_record_get_boolean (record, field));
  case PM_KIND_TIME:
    text = pm_time_format (pm_record_get_time (record, field));
    return json_node_init_string (node, text);
  case PM_KIND_ENUM:
    return json_node_init_string (
        node, pm_enum_to_nick (info->get_type (), pm_record_get_enum (record, field)));
  case PM_KIND_JSON:
    json_node_free (node);
    node = pm_wire_parse (pm_record_get_string (record, field), -1, NULL);
    return node != NULL ? node : json_node_new (JSON_NODE_NULL);
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  default:
    return json_node_init_string (node, pm_record_get_string (record, field));
  }
}

static JsonObject *
nested_object (JsonObject *object, const char *name, const char **member)
{
  const char *split = strchr (name, '_');
  g_autofree char *parent = g_strndup (name, split - name);
  JsonObject *child;

  *member = split + 1;
  if (json_object_has_member (object, parent))
    return json_object_get_object_member (object, parent);
  child = json_object_new ();
  json_object_set_object_member (object, parent, child);
  return child;
}

/**
 * pm_wire_encode_field:
 * @record: a record
 * @field: a field number
 * @object: the object that gets the member
 *
 * Writes one field, null when it is not set.
 */
void
pm_wire_encode_field (PmRecord *record, guint field, JsonObject *object)
{
  guint n_fields;
  const PmField *info = &pm_record_get_fields (record, &n_fields)[field];
  const char *member = info->name;

  if (info->flags & PM_FIELD_NESTED)
    object = nested_object (object, info->name, &member);
  json_object_set_member (object, member, encode_value (record, info, field));
}

/**
 * pm_wire_encode:
 * @record: a record
 *
 * Returns: (transfer full): the record as the API writes it: every field that is not local, null
 *   where it is not set
 */
JsonObject *
pm_wire_encode (PmRecord *record)
{
  JsonObject *object = json_object_new ();
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);

  for (guint i = 0; i < n_fields; i++)
    if (!(fields[i].flags & PM_FIELD_LOCAL))
      pm_wire_encode_field (record, i, object);
  return object;
}

gboolean
pm_wire_refuse (const PmField *info, const char *wanted, GError **error)
{
  g_set_error (error, PM_ERROR, PM_ERROR_UNPROCESSABLE, "“%s” must be %s.", info->name, wanted);
  return FALSE;
}

gboolean
pm_wire_take_text (const char *text,
                   PmRecord *record,
                   const PmField *info,
                   guint field,
                   GError **error)
{
  gint64 time;
  int value;

  if (info->kind == PM_KIND_TIME) {
    if (!pm_time_parse (text, &time))
      return pm_wire_refuse (info, "a time", error);
    pm_record_set_time (record, field, time);
  } else if (info->kind == PM_KIND_ENUM) {
    if (!pm_enum_from_nick (info->get_type (), text, &value))
      return pm_wire_refuse (info, "one of its known words", error);
    pm_record_set_enum (record, field, value);
  } else if (info->kind == PM_KIND_DATE && !pm_date_is_valid (text)) {
    return pm_wire_refuse (info, "a date as YYYY-MM-DD", error);
  } else {
    pm_record_set_string (record, field, text);
  }
  return TRUE;
}

static gboolean
decode_value (JsonNode *node, PmRecord *record, const PmField *info, guint field, GError **error)
{
  g_autofree char *text = NULL;

  switch (info->kind) {
  case PM_KIND_INTEGER:
    if (json_node_get_value_type (node) != G_TYPE_INT64)
      return pm_wire_refuse (info, "a whole number", error);
    pm_record_set_integer (record, field, json_node_get_int (node));
    return TRUE;
  case PM_KIND_BOOLEAN:
    if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
      return pm_wire_refuse (info, "true or false", error);
    pm_record_set_boolean (record, field, json_node_get_boolean (node));
    return TRUE;
  case PM_KIND_JSON:
    text = pm_wire_to_text (node);
    pm_record_set_string (record, field, text);
    return TRUE;
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  case PM_KIND_TIME:
  case PM_KIND_ENUM:
  default:
    if (json_node_get_value_type (node) != G_TYPE_STRING)
      return pm_wire_refuse (info, "text", error);
    return pm_wire_take_text (json_node_get_string (node), record, info, field, error);
  }
}

static JsonNode *
find_member (JsonObject *object, const PmField *info)
{
  const char *split = strchr (info->name, '_');
  g_autofree char *parent = NULL;
  JsonObject *child;

  if (!(info->flags & PM_FIELD_NESTED))
    return json_object_get_member (object, info->name);
  parent = g_strndup (info->name, split - info->name);
  child = pm_wire_get_object (object, parent);
  return child == NULL ? NULL : json_object_get_member (child, split + 1);
}

static gboolean
decode_field (JsonObject *object,
              PmRecord *record,
              const PmField *info,
              guint field,
              GError **error)
{
  JsonNode *node = find_member (object, info);

  if (node != NULL && !JSON_NODE_HOLDS_NULL (node))
    return decode_value (node, record, info, field, error);
  if (node != NULL)
    pm_record_unset (record, field);
  return TRUE;
}

gboolean
pm_wire_check (PmRecord *record, GError **error)
{
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);

  for (guint i = 0; i < n_fields; i++)
    if (fields[i].flags & PM_FIELD_REQUIRED && !pm_record_is_set (record, i))
      return pm_wire_refuse (&fields[i], "there", error);
  return TRUE;
}

/**
 * pm_wire_decode_some:
 * @object: a JSON object with some of a record's members
 * @record: a record; fields that @object does not mention keep their value
 * @error: return location
 *
 * As pm_wire_decode(), but nothing has to be there.
 */
gboolean
pm_wire_decode_some (JsonObject *object, PmRecord *record, GError **error)
{
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);

  for (guint i = 0; i < n_fields; i++)
    if (!(fields[i].flags & PM_FIELD_LOCAL) && !decode_field (object, record, &fields[i], i, error))
      return FALSE;
  return TRUE;
}

/**
 * pm_wire_decode:
 * @object: a JSON object
 * @record: a record; fields that @object does not mention keep their value
 * @error: return location
 *
 * Reads what the API wrote. Members that the record does not know are ignored; null unsets.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE, naming the member, if one has the wrong type or
 *   a required one is missing; @record may then be half filled
 */
gboolean
pm_wire_decode (JsonObject *object, PmRecord *record, GError **error)
{
  return pm_wire_decode_some (object, record, error) && pm_wire_check (record, error);
}

/**
 * pm_wire_decode_new:
 * @type: a record type
 * @node: a JSON value
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a record read from @node, which must be an object
 */
PmRecord *
pm_wire_decode_new (GType type, JsonNode *node, GError **error)
{
  g_autoptr (PmRecord) record = g_object_new (type, NULL);

  if (!JSON_NODE_HOLDS_OBJECT (node)) {
    g_set_error (error, PM_ERROR, PM_ERROR_UNPROCESSABLE, "What came is no JSON object.");
    return NULL;
  }
  if (!pm_wire_decode (json_node_get_object (node), record, error))
    return NULL;
  return g_steal_pointer (&record);
}

/**
 * pm_wire_get_string:
 * @object: a JSON object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): its text, or %NULL if it is missing or no text
 */
const char *
pm_wire_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

gint64
pm_wire_get_integer (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64)
    return fallback;
  return json_node_get_int (node);
}

gboolean
pm_wire_get_boolean (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return fallback;
  return json_node_get_boolean (node);
}

/**
 * pm_wire_get_array:
 * @object: a JSON object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): its array, or %NULL if it is missing or none
 */
JsonArray *
pm_wire_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * pm_wire_get_object:
 * @object: a JSON object
 * @name: a member
 *
 * Returns: (transfer none) (nullable): its object, or %NULL if it is missing or none
 */
JsonObject *
pm_wire_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}
