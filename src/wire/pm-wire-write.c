/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "wire/pm-wire.h"

#include "domain/pm-time.h"

#include <string.h>

/* Records as JSON text without a tree in between: for answers that hold thousands of them. */

static void
write_escaped (GString *json, char c)
{
  const char *short_form = strchr ("\"\"\\\\\bb\ff\nn\rr\tt", c);

  if (c != '\0' && short_form != NULL && (c < ' ' || c == '"' || c == '\\'))
    g_string_append_printf (json, "\\%c", short_form[1]);
  else
    g_string_append_printf (json, "\\u%04x", (guint) (guchar) c);
}

/**
 * pm_wire_write_string:
 * @json: the JSON text so far
 * @text: valid UTF-8
 *
 * Appends a string.
 */
void
pm_wire_write_string (GString *json, const char *text)
{
  const char *start = text;
  const char *p;

  g_string_append_c (json, '"');
  for (p = text; *p != '\0'; p++) {
    if ((guchar) *p >= ' ' && *p != '"' && *p != '\\' && *p != 0x7f)
      continue;
    g_string_append_len (json, start, p - start);
    write_escaped (json, *p);
    start = p + 1;
  }
  g_string_append_len (json, start, p - start);
  g_string_append_c (json, '"');
}

/* What is kept as JSON comes back as it went in, or not at all. */
static void
write_json (GString *json, const char *text)
{
  g_autoptr (JsonNode) node = pm_wire_parse (text, -1, NULL);
  g_autofree char *compact = node == NULL ? NULL : pm_wire_to_text (node);

  g_string_append (json, compact != NULL ? compact : "null");
}

/* As printf does it, which would take a third of a page's time. */
static void
write_integer (GString *json, gint64 value)
{
  char digits[24];
  char *p = digits + sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    *--p = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    *--p = '-';
  g_string_append_len (json, p, digits + sizeof digits - p);
}

static void
write_name (GString *json, const char *name)
{
  g_string_append_c (json, '"');
  g_string_append (json, name);
  g_string_append_len (json, "\":", 2);
}

static void
write_time (GString *json, gint64 time)
{
  g_autofree char *text = pm_time_format (time);

  pm_wire_write_string (json, text);
}

static void
write_value (GString *json, PmRecord *record, const PmField *info, guint field)
{
  if (!pm_record_is_set (record, field)) {
    g_string_append (json, "null");
    return;
  }
  switch (info->kind) {
  case PM_KIND_INTEGER:
    write_integer (json, pm_record_get_integer (record, field));
    break;
  case PM_KIND_BOOLEAN:
    g_string_append (json, pm_record_get_boolean (record, field) ? "true" : "false");
    break;
  case PM_KIND_TIME:
    write_time (json, pm_record_get_time (record, field));
    break;
  case PM_KIND_ENUM:
    pm_wire_write_string (json,
                          pm_enum_to_nick (info->get_type (), pm_record_get_enum (record, field)));
    break;
  case PM_KIND_JSON:
    write_json (json, pm_record_get_string (record, field));
    break;
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  default:
    pm_wire_write_string (json, pm_record_get_string (record, field));
  }
}

static void
write_comma (GString *json)
{
  char last = json->len > 0 ? json->str[json->len - 1] : '{';

  if (last != '{' && last != '[')
    g_string_append_c (json, ',');
}

static gsize
parent_length (const PmField *info)
{
  return info->flags & PM_FIELD_NESTED ? (gsize) (strchr (info->name, '_') - info->name) : 0;
}

/* The members of an object inside stand together in the table. */
static gboolean
is_same_parent (const PmField *a, const PmField *b)
{
  gsize length = parent_length (a);

  return length == parent_length (b) && strncmp (a->name, b->name, length) == 0;
}

/* Closes the object inside that ends here, opens the one that begins. */
static void
change_parent (GString *json, const PmField *from, const PmField *to)
{
  gsize left = from != NULL ? parent_length (from) : 0;
  gsize entered = to != NULL ? parent_length (to) : 0;

  if (from != NULL && to != NULL && is_same_parent (from, to))
    return;
  if (left > 0)
    g_string_append_c (json, '}');
  if (entered == 0)
    return;
  write_comma (json);
  g_string_append_printf (json, "\"%.*s\":{", (int) entered, to->name);
}

/**
 * pm_wire_write_members:
 * @json: the JSON text so far, within an object's braces
 * @record: a record
 *
 * Appends the members that pm_wire_encode() gives the record, with a comma before them if any
 * stand there.
 */
void
pm_wire_write_members (GString *json, PmRecord *record)
{
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);
  const PmField *before = NULL;

  for (guint i = 0; i < n_fields; i++) {
    const PmField *info = &fields[i];
    gsize length = parent_length (info);

    if (info->flags & PM_FIELD_LOCAL)
      continue;
    change_parent (json, before, info);
    write_comma (json);
    write_name (json, info->name + (length > 0 ? length + 1 : 0));
    write_value (json, record, info, i);
    before = info;
  }
  change_parent (json, before, NULL);
}

/**
 * pm_wire_write_record:
 * @json: the JSON text so far
 * @record: a record
 *
 * Appends the object that pm_wire_encode() makes of the record, with a comma before it if it
 * follows another one.
 */
void
pm_wire_write_record (GString *json, PmRecord *record)
{
  write_comma (json);
  g_string_append_c (json, '{');
  pm_wire_write_members (json, record);
  g_string_append_c (json, '}');
}
