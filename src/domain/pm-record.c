/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-record.h"

/**
 * PmRecord:
 *
 * What all records share: a table of fields, a value for each, and everything that can be done
 * from the table alone.
 */

typedef union {
  gint64 integer;
  char *string;
} PmValue;

typedef struct {
  PmValue *values;
  guint64 set; /* one bit a field: present, and not null */
} PmRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PmRecord, pm_record, G_TYPE_OBJECT)

static inline PmRecordPrivate *
priv_of (PmRecord *self)
{
  return pm_record_get_instance_private (self);
}

static inline gboolean
holds_string (PmFieldKind kind)
{
  return kind == PM_KIND_STRING || kind == PM_KIND_DATE || kind == PM_KIND_JSON;
}

static const PmField *
field_of (PmRecord *self, guint field)
{
  PmRecordClass *klass = PM_RECORD_GET_CLASS (self);

  g_assert (field < klass->n_fields);
  return &klass->fields[field];
}

static void
notify_field (PmRecord *self, guint field)
{
  g_object_notify_by_pspec (G_OBJECT (self), PM_RECORD_GET_CLASS (self)->pspecs[field]);
}

static void
store_integer (PmRecord *self, guint field, gint64 value)
{
  PmRecordPrivate *priv = priv_of (self);
  gboolean was_set = pm_record_is_set (self, field);

  if (was_set && priv->values[field].integer == value)
    return;
  priv->values[field].integer = value;
  priv->set |= G_GUINT64_CONSTANT (1) << field;
  notify_field (self, field);
}

static void
pm_record_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmRecord *self = PM_RECORD (object);
  guint field = prop_id - 1;

  switch (field_of (self, field)->kind) {
  case PM_KIND_INTEGER:
  case PM_KIND_TIME:
    g_value_set_int64 (value, priv_of (self)->values[field].integer);
    break;
  case PM_KIND_BOOLEAN:
    g_value_set_boolean (value, pm_record_get_boolean (self, field));
    break;
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  case PM_KIND_JSON:
    g_value_set_string (value, pm_record_get_string (self, field));
    break;
  case PM_KIND_ENUM:
    g_value_set_enum (value, pm_record_get_enum (self, field));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_record_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmRecord *self = PM_RECORD (object);
  guint field = prop_id - 1;

  switch (field_of (self, field)->kind) {
  case PM_KIND_INTEGER:
  case PM_KIND_TIME:
    store_integer (self, field, g_value_get_int64 (value));
    break;
  case PM_KIND_BOOLEAN:
    pm_record_set_boolean (self, field, g_value_get_boolean (value));
    break;
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  case PM_KIND_JSON:
    pm_record_set_string (self, field, g_value_get_string (value));
    break;
  case PM_KIND_ENUM:
    pm_record_set_enum (self, field, g_value_get_enum (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_record_finalize (GObject *object)
{
  PmRecord *self = PM_RECORD (object);
  PmRecordClass *klass = PM_RECORD_GET_CLASS (self);
  PmRecordPrivate *priv = priv_of (self);

  for (guint i = 0; i < klass->n_fields; i++)
    if (holds_string (klass->fields[i].kind))
      g_free (priv->values[i].string);
  g_free (priv->values);
  G_OBJECT_CLASS (pm_record_parent_class)->finalize (object);
}

static void
pm_record_class_init (PmRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pm_record_finalize;
}

static void
pm_record_init (PmRecord *self)
{
}

/**
 * pm_record_init_values:
 * @self: a record, in its type's instance init
 * @n_fields: the length of its table
 *
 * Makes room for the values; #PmRecord itself cannot, because its own init does not know the
 * final class yet.
 */
void
pm_record_init_values (PmRecord *self, guint n_fields)
{
  priv_of (self)->values = g_new0 (PmValue, n_fields);
}

static GParamSpec *
pspec_for (const PmField *field, const char *name)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  switch (field->kind) {
  case PM_KIND_INTEGER:
  case PM_KIND_TIME:
    return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  case PM_KIND_BOOLEAN:
    return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
  case PM_KIND_ENUM:
    return g_param_spec_enum (name, NULL, NULL, field->get_type (), 0, flags);
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  case PM_KIND_JSON:
  default:
    return g_param_spec_string (name, NULL, NULL, NULL, flags);
  }
}

/**
 * pm_record_class_install_fields:
 * @klass: a record's class, in its class_init
 * @fields: its table, which must stay
 * @n_fields: at most 64
 *
 * Makes a property of every field.
 */
void
pm_record_class_install_fields (PmRecordClass *klass, const PmField *fields, guint n_fields)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  g_assert (n_fields <= 64);

  /* GObject does not hand these down: a class answers for the properties that it installs. */
  object_class->get_property = pm_record_get_property;
  object_class->set_property = pm_record_set_property;
  klass->fields = fields;
  klass->n_fields = n_fields;
  klass->pspecs = g_new0 (GParamSpec *, n_fields);
  for (guint i = 0; i < n_fields; i++) {
    g_autofree char *name = g_strdelimit (g_strdup (fields[i].name), "_", '-');

    klass->pspecs[i] = pspec_for (&fields[i], g_intern_string (name));
    g_object_class_install_property (object_class, i + 1, klass->pspecs[i]);
  }
}

/**
 * pm_record_type_get_fields:
 * @type: a record type
 * @n_fields: (out): how many
 *
 * Returns: (transfer none): the type's field table. Any thread.
 */
const PmField *
pm_record_type_get_fields (GType type, guint *n_fields)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);

  g_assert (g_type_is_a (type, PM_TYPE_RECORD));
  *n_fields = PM_RECORD_CLASS (klass)->n_fields;
  return PM_RECORD_CLASS (klass)->fields;
}

/**
 * pm_record_get_fields:
 * @self: a record
 * @n_fields: (out): how many
 *
 * Returns: (transfer none): the field table of @self's type
 */
const PmField *
pm_record_get_fields (PmRecord *self, guint *n_fields)
{
  *n_fields = PM_RECORD_GET_CLASS (self)->n_fields;
  return PM_RECORD_GET_CLASS (self)->fields;
}

/**
 * pm_record_is_set:
 * @self: a record
 * @field: a field number
 *
 * Returns: whether the field was given a value that is not null
 */
gboolean
pm_record_is_set (PmRecord *self, guint field)
{
  return (priv_of (self)->set >> field) & 1;
}

/**
 * pm_record_unset:
 * @self: a record
 * @field: a field number
 *
 * Makes the field null.
 */
void
pm_record_unset (PmRecord *self, guint field)
{
  PmRecordPrivate *priv = priv_of (self);

  if (!pm_record_is_set (self, field))
    return;
  if (holds_string (field_of (self, field)->kind))
    g_clear_pointer (&priv->values[field].string, g_free);
  else
    priv->values[field].integer = 0;
  priv->set &= ~(G_GUINT64_CONSTANT (1) << field);
  notify_field (self, field);
}

gint64
pm_record_get_integer (PmRecord *self, guint field)
{
  g_assert (field_of (self, field)->kind == PM_KIND_INTEGER);
  return priv_of (self)->values[field].integer;
}

gboolean
pm_record_get_boolean (PmRecord *self, guint field)
{
  g_assert (field_of (self, field)->kind == PM_KIND_BOOLEAN);
  return priv_of (self)->values[field].integer != 0;
}

/**
 * pm_record_get_string:
 * @self: a record
 * @field: a field that holds text, a date or JSON
 *
 * Returns: (transfer none) (nullable): the text
 */
const char *
pm_record_get_string (PmRecord *self, guint field)
{
  g_assert (holds_string (field_of (self, field)->kind));
  return priv_of (self)->values[field].string;
}

gint64
pm_record_get_time (PmRecord *self, guint field)
{
  g_assert (field_of (self, field)->kind == PM_KIND_TIME);
  return priv_of (self)->values[field].integer;
}

int
pm_record_get_enum (PmRecord *self, guint field)
{
  g_assert (field_of (self, field)->kind == PM_KIND_ENUM);
  return (int) priv_of (self)->values[field].integer;
}

void
pm_record_set_integer (PmRecord *self, guint field, gint64 value)
{
  g_assert (field_of (self, field)->kind == PM_KIND_INTEGER);
  store_integer (self, field, value);
}

void
pm_record_set_boolean (PmRecord *self, guint field, gboolean value)
{
  g_assert (field_of (self, field)->kind == PM_KIND_BOOLEAN);
  store_integer (self, field, value != FALSE);
}

/**
 * pm_record_set_string:
 * @self: a record
 * @field: a field that holds text, a date or JSON
 * @value: (nullable): the text, copied; %NULL unsets the field
 */
void
pm_record_set_string (PmRecord *self, guint field, const char *value)
{
  PmRecordPrivate *priv = priv_of (self);

  g_assert (holds_string (field_of (self, field)->kind));

  if (value == NULL) {
    pm_record_unset (self, field);
    return;
  }
  if (!g_set_str (&priv->values[field].string, value))
    return;
  priv->set |= G_GUINT64_CONSTANT (1) << field;
  notify_field (self, field);
}

/**
 * pm_record_set_time:
 * @self: a record
 * @field: a moment
 * @value: microseconds since 1970 UTC; 0 unsets the field
 */
void
pm_record_set_time (PmRecord *self, guint field, gint64 value)
{
  g_assert (field_of (self, field)->kind == PM_KIND_TIME);
  if (value == 0)
    pm_record_unset (self, field);
  else
    store_integer (self, field, value);
}

void
pm_record_set_enum (PmRecord *self, guint field, int value)
{
  g_assert (field_of (self, field)->kind == PM_KIND_ENUM);
  store_integer (self, field, value);
}

static gboolean
field_equal (PmRecord *a, PmRecord *b, guint field)
{
  PmRecordPrivate *pa = priv_of (a), *pb = priv_of (b);

  if (pm_record_is_set (a, field) != pm_record_is_set (b, field))
    return FALSE;
  if (holds_string (field_of (a, field)->kind))
    return g_strcmp0 (pa->values[field].string, pb->values[field].string) == 0;
  return pa->values[field].integer == pb->values[field].integer;
}

/**
 * pm_record_equal:
 * @a: a record
 * @b: another of the same type
 *
 * Returns: whether all fields are the same
 */
gboolean
pm_record_equal (PmRecord *a, PmRecord *b)
{
  g_assert (G_OBJECT_TYPE (a) == G_OBJECT_TYPE (b));

  for (guint i = 0; i < PM_RECORD_GET_CLASS (a)->n_fields; i++)
    if (!field_equal (a, b, i))
      return FALSE;
  return TRUE;
}

static void
assign_field (PmRecord *self, PmRecord *other, guint field)
{
  if (!pm_record_is_set (other, field))
    pm_record_unset (self, field);
  else if (holds_string (field_of (self, field)->kind))
    pm_record_set_string (self, field, priv_of (other)->values[field].string);
  else
    store_integer (self, field, priv_of (other)->values[field].integer);
}

/**
 * pm_record_assign:
 * @self: a record
 * @other: another of the same type
 *
 * Makes @self say what @other says and notifies of the properties that changed, so that what is
 * bound to @self follows.
 *
 * Returns: whether anything changed
 */
gboolean
pm_record_assign (PmRecord *self, PmRecord *other)
{
  gboolean changed = FALSE;

  g_assert (G_OBJECT_TYPE (self) == G_OBJECT_TYPE (other));

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < PM_RECORD_GET_CLASS (self)->n_fields; i++) {
    if (field_equal (self, other, i))
      continue;
    assign_field (self, other, i);
    changed = TRUE;
  }
  g_object_thaw_notify (G_OBJECT (self));
  return changed;
}

/**
 * pm_record_copy:
 * @self: a record
 *
 * Returns: (transfer full): a record of the same type with the same values
 */
PmRecord *
pm_record_copy (PmRecord *self)
{
  PmRecord *copy = g_object_new (G_OBJECT_TYPE (self), NULL);

  pm_record_assign (copy, self);
  return copy;
}

/**
 * pm_enum_to_nick:
 * @type: a registered enumeration
 * @value: one of its values
 *
 * Returns: (nullable): the word that stands in JSON and SQL
 */
const char *
pm_enum_to_nick (GType type, int value)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  const GEnumValue *entry = g_enum_get_value (G_ENUM_CLASS (klass), value);

  return entry == NULL ? NULL : entry->value_nick;
}

/**
 * pm_enum_from_nick:
 * @type: a registered enumeration
 * @nick: (nullable): the word
 * @value: (out): its value
 *
 * Returns: %FALSE if @nick is no word of @type
 */
gboolean
pm_enum_from_nick (GType type, const char *nick, int *value)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  const GEnumValue *entry =
      nick == NULL ? NULL : g_enum_get_value_by_nick (G_ENUM_CLASS (klass), nick);

  if (entry == NULL)
    return FALSE;
  *value = entry->value;
  return TRUE;
}
