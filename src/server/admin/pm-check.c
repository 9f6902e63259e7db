/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-check.h"

#include "domain/pm-error.h"

/* Each counts what must not be there. */
static const struct {
  const char *finding;
  const char *sql;
} checks[] = {
  { "revisions beyond their organization's sequence",
    "SELECT COUNT (*) FROM change c LEFT JOIN change_counter n ON n.tenant_id = c.tenant_id "
    "WHERE n.sequence IS NULL OR c.revision > n.sequence" },
  { "members that the change feed does not know",
    "SELECT COUNT (*) FROM membership m LEFT JOIN change c ON c.tenant_id = m.tenant_id "
    "AND c.type = 'user' AND c.object_id = m.user_id AND c.destroyed = 0 "
    "WHERE c.revision IS NULL" },
  { "POCs that the change feed does not know",
    "SELECT COUNT (*) FROM poc p LEFT JOIN change c ON c.tenant_id = p.tenant_id "
    "AND c.type = 'poc' AND c.object_id = p.id AND c.destroyed = 0 WHERE c.revision IS NULL" },
  { "participants that the change feed does not know",
    "SELECT COUNT (*) FROM participant x JOIN poc p ON p.id = x.poc_id "
    "LEFT JOIN change c ON c.tenant_id = p.tenant_id AND c.type = 'participant' "
    "AND c.object_id = x.id AND c.destroyed = 0 WHERE c.revision IS NULL" },
  { "invitations that the change feed does not know",
    "SELECT COUNT (*) FROM invitation i LEFT JOIN change c ON c.tenant_id = i.tenant_id "
    "AND c.type = 'invitation' AND c.object_id = i.id AND c.destroyed = 0 "
    "WHERE c.revision IS NULL" },
  { "tasks that the change feed does not know",
    "SELECT COUNT (*) FROM task x JOIN poc p ON p.id = x.poc_id "
    "LEFT JOIN change c ON c.tenant_id = p.tenant_id AND c.type = 'task' "
    "AND c.object_id = x.id AND c.destroyed = 0 WHERE c.revision IS NULL" },
  { "criteria that the change feed does not know",
    "SELECT COUNT (*) FROM criterion x JOIN poc p ON p.id = x.poc_id "
    "LEFT JOIN change c ON c.tenant_id = p.tenant_id AND c.type = 'criterion' "
    "AND c.object_id = x.id AND c.destroyed = 0 WHERE c.revision IS NULL" },
  { "objects in the change feed that are not there",
    "SELECT COUNT (*) FROM change c WHERE c.destroyed = 0 AND ("
    "(c.type = 'poc' AND c.object_id NOT IN (SELECT id FROM poc)) "
    "OR (c.type = 'participant' AND c.object_id NOT IN (SELECT id FROM participant)) "
    "OR (c.type = 'invitation' AND c.object_id NOT IN (SELECT id FROM invitation)))" },
  { "invitations that wait for a mail which does not exist",
    "SELECT COUNT (*) FROM invitation i WHERE i.status = 'pending' "
    "AND i.delivery_state IN ('queued', 'deferred') AND NOT EXISTS "
    "(SELECT 1 FROM mail m WHERE m.invitation_id = i.id AND m.state IN ('queued', 'deferred'))" },
  { "pending invitations whose mail has no live link",
    "SELECT COUNT (*) FROM invitation i WHERE i.status = 'pending' "
    "AND EXISTS (SELECT 1 FROM mail m WHERE m.invitation_id = i.id) AND NOT EXISTS "
    "(SELECT 1 FROM invitation_token t WHERE t.invitation_id = i.id AND t.dead_since IS NULL)" },
  { "mails without an invitation",
    "SELECT COUNT (*) FROM mail m LEFT JOIN invitation i ON i.id = m.invitation_id "
    "WHERE i.id IS NULL" },
  { "accepted invitations of people without an account",
    "SELECT COUNT (*) FROM invitation i LEFT JOIN account a ON a.id = i.accepted_by "
    "WHERE i.status = 'accepted' AND a.id IS NULL" },
};

/**
 * pm_check_database:
 * @db: the connection
 * @error: return location
 *
 * Looks for damage in the file, and for effects that lack what belongs to them.
 *
 * Returns: %FALSE with %PM_ERROR_DAMAGED if there is any
 */
gboolean
pm_check_database (PmDb *db, GError **error)
{
  g_autoptr (GString) findings = g_string_new (NULL);

  if (!pm_db_check (db, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++) {
    gint64 count = 0;

    if (!pm_db_query_int64 (db, &count, error, checks[i].sql, ""))
      return FALSE;
    if (count > 0)
      g_string_append_printf (findings, "%s%" G_GINT64_FORMAT " %s", findings->len > 0 ? ", " : "",
                              count, checks[i].finding);
  }
  if (findings->len > 0) {
    g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED, "The database is not sound: %s.",
                 findings->str);
    return FALSE;
  }
  return TRUE;
}
