/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "wire/pm-wire-bulk.h"

#include "domain/pm-error.h"
#include "wire/pm-wire-private.h"

#include <stdlib.h>
#include <string.h>

/**
 * pm_wire_parse_bulk:
 * @data: (array length=length): bytes from outside
 * @length: how many
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the JSON document. %PM_ERROR_NOT_JSON if it is none or is not
 *   UTF-8. Any thread.
 */
yyjson_doc *
pm_wire_parse_bulk (const char *data, gsize length, GError **error)
{
  yyjson_doc *doc = yyjson_read (data, length, YYJSON_READ_NOFLAG);

  if (doc == NULL)
    g_set_error (error, PM_ERROR, PM_ERROR_NOT_JSON, "What came is not valid JSON.");
  return doc;
}

static gboolean
take_text (yyjson_val *value, PmRecord *record, const PmField *info, guint field, GError **error)
{
  const char *text = yyjson_get_str (value);

  if (text == NULL || strlen (text) != yyjson_get_len (value))
    return pm_wire_refuse (info, "text", error);
  return pm_wire_take_text (text, record, info, field, error);
}

static gboolean
take_json (yyjson_val *value, PmRecord *record, const PmField *info, guint field, GError **error)
{
  gsize length;
  char *text = yyjson_val_write (value, YYJSON_WRITE_NOFLAG, &length);
  gboolean sane = text != NULL && pm_wire_is_sane (text, length);

  if (sane)
    pm_record_set_string (record, field, text);
  free (text);
  return sane || pm_wire_refuse (info, "readable", error);
}

static gboolean
take_integer (yyjson_val *value, PmRecord *record, const PmField *info, guint field, GError **error)
{
  if (!yyjson_is_int (value) || (yyjson_is_uint (value) && yyjson_get_uint (value) > G_MAXINT64))
    return pm_wire_refuse (info, "a whole number", error);
  pm_record_set_integer (record, field, yyjson_get_sint (value));
  return TRUE;
}

static gboolean
take_value (yyjson_val *value, PmRecord *record, const PmField *info, guint field, GError **error)
{
  switch (info->kind) {
  case PM_KIND_INTEGER:
    return take_integer (value, record, info, field, error);
  case PM_KIND_BOOLEAN:
    if (!yyjson_is_bool (value))
      return pm_wire_refuse (info, "true or false", error);
    pm_record_set_boolean (record, field, yyjson_get_bool (value));
    return TRUE;
  case PM_KIND_JSON:
    return take_json (value, record, info, field, error);
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  case PM_KIND_TIME:
  case PM_KIND_ENUM:
  default:
    return take_text (value, record, info, field, error);
  }
}

/* Members mostly come in the order of the fields, so that each is looked for behind the last. */
static yyjson_val *
find_member (yyjson_val *object, yyjson_obj_iter *members, const PmField *info)
{
  const char *split = strchr (info->name, '_');

  if (!(info->flags & PM_FIELD_NESTED))
    return yyjson_obj_iter_get (members, info->name);
  return yyjson_obj_get (yyjson_obj_getn (object, info->name, (gsize) (split - info->name)),
                         split + 1);
}

/**
 * pm_wire_decode_bulk:
 * @type: a record type
 * @value: a JSON value
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a record read from @value as by pm_wire_decode_new(). Any
 *   thread.
 */
PmRecord *
pm_wire_decode_bulk (GType type, yyjson_val *value, GError **error)
{
  g_autoptr (PmRecord) record = g_object_new (type, NULL);
  yyjson_obj_iter members;
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);

  if (!yyjson_obj_iter_init (value, &members)) {
    g_set_error (error, PM_ERROR, PM_ERROR_UNPROCESSABLE, "What came is no JSON object.");
    return NULL;
  }
  for (guint i = 0; i < n_fields; i++) {
    yyjson_val *member =
        fields[i].flags & PM_FIELD_LOCAL ? NULL : find_member (value, &members, &fields[i]);

    if (member != NULL && !yyjson_is_null (member) &&
        !take_value (member, record, &fields[i], i, error))
      return NULL;
  }
  if (!pm_wire_check (record, error))
    return NULL;
  return g_steal_pointer (&record);
}
