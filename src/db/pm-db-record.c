/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-statement-private.h"

#include "domain/pm-error.h"

#include <string.h>

/* Records in rows: columns have the names of the record's field table. */

/**
 * pm_statement_find_field:
 * @fields: (array length=n_fields): a field table
 * @n_fields: how many
 * @name: a name
 *
 * Returns: the number of the field of that name, or -1
 */
int
pm_statement_find_field (const PmField *fields, guint n_fields, const char *name)
{
  for (guint i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].name, name))
      return (int) i;
  return -1;
}

static void
map_columns (PmStatement *self, GType type)
{
  guint n_fields;
  const PmField *fields = pm_record_type_get_fields (type, &n_fields);
  int n_columns = sqlite3_column_count (self->handle);

  g_clear_pointer (&self->fields, g_array_unref);
  self->fields = g_array_sized_new (FALSE, FALSE, sizeof (int), n_columns);
  self->record_type = type;
  for (int i = 0; i < n_columns; i++) {
    int field = pm_statement_find_field (fields, n_fields, sqlite3_column_name (self->handle, i));

    g_array_append_val (self->fields, field);
  }
}

static void
read_enum (PmStatement *self, int column, PmRecord *record, guint field, GType type)
{
  int value;

  if (pm_enum_from_nick (type, pm_statement_get_text (self, column), &value))
    pm_record_set_enum (record, field, value);
  else
    pm_record_unset (record, field);
}

/**
 * pm_statement_read_field:
 * @self: a statement on a row
 * @column: one of its columns
 * @record: a record
 * @field: the field that the column is for
 *
 * Sets one field; from NULL, unsets it.
 */
void
pm_statement_read_field (PmStatement *self, int column, PmRecord *record, guint field)
{
  guint n_fields;
  const PmField *info = &pm_record_get_fields (record, &n_fields)[field];

  if (pm_statement_is_null (self, column)) {
    pm_record_unset (record, field);
    return;
  }
  switch (info->kind) {
  case PM_KIND_INTEGER:
    pm_record_set_integer (record, field, pm_statement_get_int64 (self, column));
    break;
  case PM_KIND_BOOLEAN:
    pm_record_set_boolean (record, field, pm_statement_get_int64 (self, column) != 0);
    break;
  case PM_KIND_TIME:
    pm_record_set_time (record, field, pm_statement_get_int64 (self, column));
    break;
  case PM_KIND_ENUM:
    read_enum (self, column, record, field, info->get_type ());
    break;
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  case PM_KIND_JSON:
  default:
    pm_record_set_string (record, field, pm_statement_get_text (self, column));
  }
}

/**
 * pm_statement_read_record:
 * @self: a statement on a row
 * @record: a record
 *
 * Sets every field of @record that has a column of its name; other columns are left alone.
 */
void
pm_statement_read_record (PmStatement *self, PmRecord *record)
{
  if (self->record_type != G_OBJECT_TYPE (record))
    map_columns (self, G_OBJECT_TYPE (record));

  for (guint column = 0; column < self->fields->len; column++) {
    int field = g_array_index (self->fields, int, column);

    if (field >= 0)
      pm_statement_read_field (self, (int) column, record, (guint) field);
  }
}

/**
 * pm_statement_new_record:
 * @self: a statement on a row
 * @type: a record type
 *
 * Returns: (transfer full): a record made of the row
 */
PmRecord *
pm_statement_new_record (PmStatement *self, GType type)
{
  PmRecord *record = g_object_new (type, NULL);

  pm_statement_read_record (self, record);
  return record;
}

/* Texts stay the record's: whoever has bound them unbinds them. */
static void
bind_field (sqlite3_stmt *handle, int index, PmRecord *record, const PmField *info, guint field)
{
  if (!pm_record_is_set (record, field)) {
    sqlite3_bind_null (handle, index);
    return;
  }
  switch (info->kind) {
  case PM_KIND_INTEGER:
    sqlite3_bind_int64 (handle, index, pm_record_get_integer (record, field));
    break;
  case PM_KIND_BOOLEAN:
    sqlite3_bind_int64 (handle, index, pm_record_get_boolean (record, field));
    break;
  case PM_KIND_TIME:
    sqlite3_bind_int64 (handle, index, pm_record_get_time (record, field));
    break;
  case PM_KIND_ENUM:
    sqlite3_bind_text (handle, index,
                       pm_enum_to_nick (info->get_type (), pm_record_get_enum (record, field)), -1,
                       SQLITE_STATIC);
    break;
  case PM_KIND_STRING:
  case PM_KIND_DATE:
  case PM_KIND_JSON:
  default:
    sqlite3_bind_text (handle, index, pm_record_get_string (record, field), -1, SQLITE_STATIC);
  }
}

static void
unbind (PmStatement *self)
{
  sqlite3_clear_bindings (self->handle);
}

static gboolean
is_column (const PmField *field, gboolean with_key)
{
  return !(field->flags & PM_FIELD_LOCAL) && (with_key || !(field->flags & PM_FIELD_KEY));
}

static char *
insert_text (const char *table, const PmField *fields, guint n_fields, gboolean with_key)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) places = g_string_new (NULL);
  g_autoptr (GString) updates = g_string_new (NULL);

  for (guint i = 0; i < n_fields; i++) {
    if (!is_column (&fields[i], with_key))
      continue;
    g_string_append_printf (names, "%s\"%s\"", names->len ? ", " : "", fields[i].name);
    g_string_append (places, places->len ? ", ?" : "?");
    if (!(fields[i].flags & PM_FIELD_KEY))
      g_string_append_printf (updates, "%s\"%s\" = excluded.\"%s\"", updates->len ? ", " : "",
                              fields[i].name, fields[i].name);
  }
  if (!with_key)
    return g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s) RETURNING id", table, names->str,
                            places->str);
  return g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (id) DO UPDATE SET %s",
                          table, names->str, places->str, updates->str);
}

/* Table names are literals, so the pointer stands for the name. */
typedef struct {
  const char *table;
  GType type;
  gboolean with_key;
} PmInsertKey;

/* An entry is given the statement once there is one, because looking it up by its text takes as
 * long as half of running it. */
typedef struct {
  PmInsertKey key;
  char *text;
  PmStatement *statement;
} PmInsert;

static void
insert_free (gpointer data)
{
  PmInsert *self = data;

  g_free (self->text);
  g_free (self);
}

static guint
insert_key_hash (gconstpointer data)
{
  const PmInsertKey *key = data;

  return g_direct_hash (key->table) ^ (guint) key->type ^ (guint) key->with_key;
}

static gboolean
insert_key_equal (gconstpointer a, gconstpointer b)
{
  const PmInsertKey *left = a, *right = b;

  return left->table == right->table && left->type == right->type &&
         left->with_key == right->with_key;
}

GHashTable *
pm_inserts_new (void)
{
  return g_hash_table_new_full (insert_key_hash, insert_key_equal, NULL, insert_free);
}

static PmInsert *
find_insert (PmDb *self, const char *table, PmRecord *record, gboolean with_key)
{
  PmInsertKey key = { table, G_OBJECT_TYPE (record), with_key };
  GHashTable *inserts = pm_db_get_inserts (self);
  PmInsert *insert = g_hash_table_lookup (inserts, &key);
  const PmField *fields;
  guint n_fields;

  if (insert != NULL)
    return insert;
  fields = pm_record_get_fields (record, &n_fields);
  insert = g_new0 (PmInsert, 1);
  insert->key = key;
  insert->text = insert_text (table, fields, n_fields, with_key);
  g_hash_table_insert (inserts, &insert->key, insert);
  return insert;
}

static PmStatement *
prepare_insert (PmDb *self, const char *table, PmRecord *record, gboolean with_key, GError **error)
{
  guint n_fields;
  const PmField *fields = pm_record_get_fields (record, &n_fields);
  PmInsert *insert = find_insert (self, table, record, with_key);
  int index = 0;

  if (insert->statement == NULL)
    insert->statement = pm_db_prepare (self, insert->text, error);
  if (insert->statement == NULL)
    return NULL;
  for (guint i = 0; i < n_fields; i++)
    if (is_column (&fields[i], with_key))
      bind_field (insert->statement->handle, ++index, record, &fields[i], i);
  return insert->statement;
}

/**
 * pm_db_upsert_record:
 * @self: a connection
 * @table: a table whose columns are the record's fields that are not local, with the key `id`
 * @record: a record with its key set
 * @error: return location
 *
 * Writes the record's row, new or over the old one.
 */
gboolean
pm_db_upsert_record (PmDb *self, const char *table, PmRecord *record, GError **error)
{
  PmStatement *statement = prepare_insert (self, table, record, TRUE, error);
  g_autoptr (GError) local = NULL;

  if (statement == NULL)
    return FALSE;
  pm_statement_step (statement, &local);
  unbind (statement);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_db_insert_record:
 * @self: a connection
 * @table: a table whose columns are the record's fields that are not local, with the key `id`
 * @record: a record; its key is ignored
 * @error: return location
 *
 * Writes a new row.
 *
 * Returns: the id it got, or -1 on failure
 */
gint64
pm_db_insert_record (PmDb *self, const char *table, PmRecord *record, GError **error)
{
  PmStatement *statement = prepare_insert (self, table, record, FALSE, error);
  gint64 id = -1;

  if (statement == NULL)
    return -1;
  if (pm_statement_step (statement, error)) {
    id = pm_statement_get_int64 (statement, 0);
    id = pm_statement_run_to_end (statement, error) ? id : -1;
  }
  unbind (statement);
  return id;
}
