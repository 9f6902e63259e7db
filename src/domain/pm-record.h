/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PmFieldKind:
 * @PM_KIND_INTEGER: a #gint64
 * @PM_KIND_BOOLEAN: a #gboolean
 * @PM_KIND_STRING: UTF-8 text, nullable
 * @PM_KIND_DATE: a day as `YYYY-MM-DD`, nullable; never shifted by a time zone
 * @PM_KIND_TIME: a moment in microseconds since 1970 UTC, 0 when there is none
 * @PM_KIND_ENUM: a registered enumeration; its nick is what stands in JSON and SQL
 * @PM_KIND_JSON: a JSON value kept as text, nullable
 */
typedef enum {
  PM_KIND_INTEGER,
  PM_KIND_BOOLEAN,
  PM_KIND_STRING,
  PM_KIND_DATE,
  PM_KIND_TIME,
  PM_KIND_ENUM,
  PM_KIND_JSON,
} PmFieldKind;

/**
 * PmFieldFlags:
 * @PM_FIELD_KEY: the record's identity
 * @PM_FIELD_REQUIRED: decoding fails without it
 * @PM_FIELD_LOCAL: known on this machine only; neither read from nor written to JSON
 * @PM_FIELD_NESTED: `delivery_state` stands in JSON as `{"delivery": {"state": …}}`
 */
typedef enum {
  PM_FIELD_PLAIN = 0,
  PM_FIELD_KEY = 1 << 0,
  PM_FIELD_REQUIRED = 1 << 1,
  PM_FIELD_LOCAL = 1 << 2,
  PM_FIELD_NESTED = 1 << 3,
} PmFieldFlags;

/**
 * PmField:
 * @name: the JSON name and the SQL column; with dashes, the property
 * @kind: what it holds
 * @flags: how it travels
 * @get_type: (nullable): the enumeration's type
 *
 * One line of a record's field table. JSON, SQL, properties, copying and comparison are all read
 * from it: adding a field to a record is one line in its table plus one schema step.
 */
typedef struct {
  const char *name;
  PmFieldKind kind;
  PmFieldFlags flags;
  GType (*get_type) (void);
} PmField;

#define PM_TYPE_RECORD (pm_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (PmRecord, pm_record, PM, RECORD, GObject)

struct _PmRecordClass {
  GObjectClass parent_class;

  /*< private >*/
  const PmField *fields;
  GParamSpec **pspecs;
  guint n_fields;
};

/*
 * Records may be handed from one thread to another; once shared they are not changed, except
 * by the thread that owns them (for what is on screen: the main thread).
 */

const PmField *pm_record_type_get_fields (GType type, guint *n_fields);
const PmField *pm_record_get_fields (PmRecord *self, guint *n_fields);

gboolean pm_record_is_set (PmRecord *self, guint field);
void pm_record_unset (PmRecord *self, guint field);

gint64 pm_record_get_integer (PmRecord *self, guint field);
gboolean pm_record_get_boolean (PmRecord *self, guint field);
const char *pm_record_get_string (PmRecord *self, guint field);
gint64 pm_record_get_time (PmRecord *self, guint field);
int pm_record_get_enum (PmRecord *self, guint field);

void pm_record_set_integer (PmRecord *self, guint field, gint64 value);
void pm_record_set_boolean (PmRecord *self, guint field, gboolean value);
void pm_record_set_string (PmRecord *self, guint field, const char *value);
void pm_record_set_time (PmRecord *self, guint field, gint64 value);
void pm_record_set_enum (PmRecord *self, guint field, int value);

gboolean pm_record_equal (PmRecord *a, PmRecord *b);
gboolean pm_record_assign (PmRecord *self, PmRecord *other);
PmRecord *pm_record_copy (PmRecord *self);

const char *pm_enum_to_nick (GType type, int value);
gboolean pm_enum_from_nick (GType type, const char *nick, int *value);

/* Used by the record types only: a field list makes the type. */

void pm_record_class_install_fields (PmRecordClass *klass, const PmField *fields, guint n_fields);
void pm_record_init_values (PmRecord *self, guint n_fields);

#define PM_RECORD_C_INTEGER gint64
#define PM_RECORD_C_BOOLEAN gboolean
#define PM_RECORD_C_STRING  const char *
#define PM_RECORD_C_DATE    const char *
#define PM_RECORD_C_TIME    gint64
#define PM_RECORD_C_ENUM    int
#define PM_RECORD_C_JSON    const char *

#define PM_RECORD_GET_INTEGER pm_record_get_integer
#define PM_RECORD_GET_BOOLEAN pm_record_get_boolean
#define PM_RECORD_GET_STRING  pm_record_get_string
#define PM_RECORD_GET_DATE    pm_record_get_string
#define PM_RECORD_GET_TIME    pm_record_get_time
#define PM_RECORD_GET_ENUM    pm_record_get_enum
#define PM_RECORD_GET_JSON    pm_record_get_string

#define PM_RECORD_SET_INTEGER pm_record_set_integer
#define PM_RECORD_SET_BOOLEAN pm_record_set_boolean
#define PM_RECORD_SET_STRING  pm_record_set_string
#define PM_RECORD_SET_DATE    pm_record_set_string
#define PM_RECORD_SET_TIME    pm_record_set_time
#define PM_RECORD_SET_ENUM    pm_record_set_enum
#define PM_RECORD_SET_JSON    pm_record_set_string

#define PM_RECORD_FIELD_INDEX(NAME, name, KIND, flags, type, Type, prefix, PREFIX) PREFIX##_##NAME,
#define PM_RECORD_FIELD_LINE(NAME, name, KIND, flags, type, Type, prefix, PREFIX) \
  { #name, PM_KIND_##KIND, flags, type },
#define PM_RECORD_FIELD_ACCESS(NAME, name, KIND, flags, type, Type, prefix, PREFIX) \
  G_GNUC_UNUSED static inline PM_RECORD_C_##KIND prefix##_get_##name (Type *self) \
  { \
    return PM_RECORD_GET_##KIND ((PmRecord *) self, PREFIX##_##NAME); \
  } \
  G_GNUC_UNUSED static inline void prefix##_set_##name (Type *self, PM_RECORD_C_##KIND value) \
  { \
    PM_RECORD_SET_##KIND ((PmRecord *) self, PREFIX##_##NAME, value); \
  }

/**
 * PM_DECLARE_RECORD:
 * @Type: the type, `PmPoc`
 * @prefix: its functions' prefix, `pm_poc`
 * @PREFIX: its field numbers' prefix, `PM_POC`
 * @NAME: the type name without `PM_`, `POC`
 * @FIELDS: its field list, an X-macro
 *
 * Declares a record: the type, a number for each field (`PM_POC_TITLE`, and `PM_POC_N_FIELDS`),
 * and for each field `pm_poc_get_title()` and `pm_poc_set_title()`. Strings are owned by the
 * record; setters copy and notify on change.
 */
#define PM_DECLARE_RECORD(Type, prefix, PREFIX, NAME, FIELDS) \
  G_DECLARE_FINAL_TYPE (Type, prefix, PM, NAME, PmRecord) \
  enum { \
    FIELDS (PM_RECORD_FIELD_INDEX, Type, prefix, PREFIX) PREFIX##_N_FIELDS \
  }; \
  FIELDS (PM_RECORD_FIELD_ACCESS, Type, prefix, PREFIX) \
  static inline Type *prefix##_new (void) \
  { \
    return g_object_new (prefix##_get_type (), NULL); \
  }

#define PM_DEFINE_RECORD(Type, prefix, PREFIX, FIELDS) \
  struct _##Type { \
    PmRecord parent_instance; \
  }; \
  G_DEFINE_FINAL_TYPE (Type, prefix, PM_TYPE_RECORD) \
  static const PmField prefix##_fields[] = { FIELDS (PM_RECORD_FIELD_LINE, Type, prefix, \
                                                     PREFIX) }; \
  static void prefix##_class_init (Type##Class *klass) \
  { \
    pm_record_class_install_fields (PM_RECORD_CLASS (klass), prefix##_fields, PREFIX##_N_FIELDS); \
  } \
  static void prefix##_init (Type *self) \
  { \
    pm_record_init_values (PM_RECORD (self), PREFIX##_N_FIELDS); \
  }

G_END_DECLS
