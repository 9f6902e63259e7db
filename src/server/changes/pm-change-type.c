/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/changes/pm-change-type.h"

#include "wire/pm-wire.h"

#include <string.h>

/* The order of a bootstrap: a state names how far it has come, so only the end may grow. */
static const char *const names[] = {
  "user",     "poc",        "participant", "invitation", "task",       "criterion",
  "template", "task_group", "resource",    "comment",    "engagement", "organization",
};

static const PmChangeType *(*const tables[]) (guint *n_types) = {
  pm_accounts_change_types,
  pm_pocs_change_types,
  pm_invitations_change_types,
};

/**
 * pm_change_type_count:
 *
 * Returns: how many types the feed has
 */
guint
pm_change_type_count (void)
{
  return G_N_ELEMENTS (names);
}

/**
 * pm_change_type_get_name:
 * @index: from 0, in the order of a bootstrap
 *
 * Returns: (transfer none): the type's name
 */
const char *
pm_change_type_get_name (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (names), NULL);

  return names[index];
}

/**
 * pm_change_type_find:
 * @name: a type's name
 *
 * Returns: (transfer none) (nullable): how its objects are read
 */
const PmChangeType *
pm_change_type_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    guint n_types;
    const PmChangeType *types = tables[i](&n_types);

    for (guint j = 0; j < n_types; j++)
      if (g_str_equal (types[j].name, name))
        return &types[j];
  }
  return NULL;
}

/**
 * pm_change_type_load:
 * @self: a type
 * @db: the connection, on a database thread
 * @tenant_id: the organization
 * @id: the object
 * @record: (out) (transfer full) (nullable): the object, %NULL if it does not exist
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_change_type_load (const PmChangeType *self,
                     PmDb *db,
                     gint64 tenant_id,
                     gint64 id,
                     PmRecord **record,
                     GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (db, &local, self->sql, "ii", tenant_id, id);

  *record = NULL;
  if (row != NULL && pm_statement_step (row, &local)) {
    *record = pm_statement_new_record (row, self->get_type ());
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_change_type_write:
 * @self: a type
 * @db: the connection, on a database thread
 * @tenant_id: the organization
 * @record: the object
 * @json: the JSON text so far, within the object's braces and after its first member
 * @error: return location
 *
 * Appends the object's own members as the feed carries them.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_change_type_write (const PmChangeType *self,
                      PmDb *db,
                      gint64 tenant_id,
                      PmRecord *record,
                      GString *json,
                      GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autofree char *text = NULL;

  if (self->amend == NULL) {
    pm_wire_write_members (json, record);
    return TRUE;
  }
  object = pm_wire_encode (record);
  if (!self->amend (db, tenant_id, record, object, error))
    return FALSE;
  node = json_node_init_object (json_node_alloc (), object);
  text = pm_wire_to_text (node);
  /* Without its braces. */
  g_string_append_printf (json, ",%.*s", (int) strlen (text) - 2, text + 1);
  return TRUE;
}
