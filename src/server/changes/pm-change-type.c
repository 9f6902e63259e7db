/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/changes/pm-change-type.h"

#include "wire/pm-wire.h"

/* The order of a bootstrap: a state names how far it has come, so only the end may grow. */
static const char *const names[] = {
  "user", "poc", "participant", "invitation", "task", "criterion", "template",
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
 * pm_change_type_encode:
 * @self: a type
 * @db: the connection, on a database thread
 * @tenant_id: the organization
 * @id: the object
 * @object: (out) (transfer full) (nullable): the object as the feed carries it, %NULL if it does
 *   not exist
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_change_type_encode (const PmChangeType *self,
                       PmDb *db,
                       gint64 tenant_id,
                       gint64 id,
                       JsonObject **object,
                       GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PmRecord) record = NULL;
  g_autoptr (JsonObject) made = NULL;
  PmStatement *row = pm_db_query (db, &local, self->sql, "ii", tenant_id, id);

  *object = NULL;
  if (row != NULL && pm_statement_step (row, &local)) {
    record = pm_statement_new_record (row, self->get_type ());
    pm_statement_reset (row);
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (record == NULL)
    return TRUE;
  made = pm_wire_encode (record);
  if (self->amend != NULL && !self->amend (db, tenant_id, record, made, error))
    return FALSE;
  *object = g_steal_pointer (&made);
  return TRUE;
}
