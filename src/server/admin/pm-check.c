/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-check.h"

#include "domain/pm-error.h"
#include "server/changes/pm-change-type.h"

/*
 * Each check counts what must not be there, and names the first of it. What the file itself and its
 * references say is asked of the database; here stands what belongs together besides.
 */

typedef struct {
  const char *finding;
  const char *sql;
} Check;

/* Everything that the change feed is about. What it may know and need not is not active. */
#define FEED_OBJECTS \
  "(SELECT 'user' AS type, user_id AS id, tenant_id, is_active FROM membership UNION ALL " \
  "SELECT 'organization', id, id, 0 FROM organization UNION ALL " \
  "SELECT 'poc', id, tenant_id, 1 FROM poc UNION ALL " \
  "SELECT 'invitation', id, tenant_id, 1 FROM invitation UNION ALL " \
  "SELECT 'template', id, id, 1 FROM organization UNION ALL " \
  "SELECT 'participant', x.id, tenant_id, 1 FROM participant x JOIN poc ON poc.id = poc_id " \
  "UNION ALL " \
  "SELECT 'engagement', x.id, tenant_id, 0 FROM participant x JOIN poc ON poc.id = poc_id " \
  "UNION ALL " \
  "SELECT 'task', x.id, tenant_id, 1 FROM task x JOIN poc ON poc.id = poc_id UNION ALL " \
  "SELECT 'task_group', x.id, tenant_id, 1 FROM task_group x JOIN poc ON poc.id = poc_id " \
  "UNION ALL " \
  "SELECT 'criterion', x.id, tenant_id, 1 FROM criterion x JOIN poc ON poc.id = poc_id " \
  "UNION ALL " \
  "SELECT 'resource', x.id, tenant_id, 1 FROM resource x JOIN poc ON poc.id = poc_id UNION ALL " \
  "SELECT 'comment', x.id, tenant_id, 1 FROM comment x JOIN poc ON poc.id = poc_id)"

/* Asked for every type of object. */
static const Check object_checks[] = {
  { "of the kind “%s” that the change feed does not know",
    "SELECT COUNT (*), MIN (o.id) FROM " FEED_OBJECTS " o LEFT JOIN change c "
    "ON c.tenant_id = o.tenant_id AND c.type = o.type AND c.object_id = o.id AND c.destroyed = 0 "
    "WHERE o.type = ?1 AND o.is_active = 1 AND c.revision IS NULL" },
  { "of the kind “%s” that only the change feed knows",
    "SELECT COUNT (*), MIN (c.object_id) FROM change c WHERE c.type = ?1 AND c.destroyed = 0 "
    "AND NOT EXISTS (SELECT 1 FROM " FEED_OBJECTS " o WHERE o.type = c.type AND o.id = c.object_id "
    "AND o.tenant_id = c.tenant_id)" },
};

static const Check feed_checks[] = {
  { "revisions beyond their organization's sequence",
    "SELECT COUNT (*), MIN (c.revision) FROM change c "
    "LEFT JOIN change_counter n ON n.tenant_id = c.tenant_id "
    "WHERE n.sequence IS NULL OR c.revision > n.sequence" },
  { "sequences that are behind their own floor",
    "SELECT COUNT (*), MIN (tenant_id) FROM change_counter WHERE floor > sequence OR floor < 0" },
  { "organizations' sequences without an organization",
    "SELECT COUNT (*), MIN (tenant_id) FROM change_counter "
    "WHERE tenant_id NOT IN (SELECT id FROM organization)" },
  { "revisions that stand for two changes",
    "SELECT COUNT (*), MIN (revision) FROM (SELECT tenant_id, revision FROM change "
    "GROUP BY tenant_id, revision HAVING COUNT (*) > 1) AS twice" },
  { "kept answers from beyond every sequence",
    "SELECT COUNT (*), MIN (user_id) FROM idempotency "
    "WHERE sequence > (SELECT COALESCE (MAX (sequence), 0) FROM change_counter)" },
};

static const Check invitation_checks[] = {
  { "pending invitations beside another to the same address and POC",
    "SELECT COUNT (*), MIN (id) FROM (SELECT MAX (id) AS id FROM invitation "
    "WHERE status = 'pending' GROUP BY poc_id, email_folded HAVING COUNT (*) > 1) AS twice" },
  { "invitations of another organization than their POC's",
    "SELECT COUNT (*), MIN (i.id) FROM invitation i JOIN poc p ON p.id = i.poc_id "
    "WHERE p.tenant_id <> i.tenant_id" },
  { "invitations without a mail",
    "SELECT COUNT (*), MIN (i.id) FROM invitation i WHERE NOT EXISTS "
    "(SELECT 1 FROM mail m WHERE m.invitation_id = i.id AND m.kind IN ('first', 'resend'))" },
  { "invitations without a history",
    "SELECT COUNT (*), MIN (i.id) FROM invitation i WHERE NOT EXISTS "
    "(SELECT 1 FROM invitation_event e WHERE e.invitation_id = i.id AND e.kind = 'invited')" },
  { "invitations that wait for a mail which does not exist",
    "SELECT COUNT (*), MIN (i.id) FROM invitation i WHERE i.status = 'pending' "
    "AND i.delivery_state IN ('queued', 'deferred') AND NOT EXISTS "
    "(SELECT 1 FROM mail m WHERE m.invitation_id = i.id AND m.state IN ('queued', 'deferred'))" },
  { "pending invitations without a live link",
    "SELECT COUNT (*), MIN (i.id) FROM invitation i WHERE i.status = 'pending' AND NOT EXISTS "
    "(SELECT 1 FROM invitation_token t WHERE t.invitation_id = i.id AND t.dead_since IS NULL)" },
  { "invitations that are over and have a live link",
    "SELECT COUNT (*), MIN (i.id) FROM invitation i "
    "WHERE i.status IN ('accepted', 'expired', 'revoked') AND EXISTS "
    "(SELECT 1 FROM invitation_token t WHERE t.invitation_id = i.id AND t.dead_since IS NULL)" },
  { "invitations with two live links that are no reminders",
    "SELECT COUNT (*), MIN (id) FROM (SELECT invitation_id AS id FROM invitation_token "
    "WHERE dead_since IS NULL AND kind <> 'reminder' "
    "GROUP BY invitation_id HAVING COUNT (*) > 1) AS twice" },
  { "accepted invitations that nobody accepted",
    "SELECT COUNT (*), MIN (id) FROM invitation WHERE (status = 'accepted') "
    "<> (accepted_by IS NOT NULL AND accepted_at IS NOT NULL)" },
  { "accepted invitations without access, which nobody took away",
    "SELECT COUNT (*), MIN (i.id) FROM invitation i WHERE i.status = 'accepted' AND NOT EXISTS "
    "(SELECT 1 FROM participant x WHERE x.poc_id = i.poc_id AND x.user_id = i.accepted_by) "
    "AND NOT EXISTS (SELECT 1 FROM invitation_event e JOIN invitation o ON o.id = e.invitation_id "
    "WHERE e.kind = 'removed' AND o.poc_id = i.poc_id AND o.accepted_by = i.accepted_by)" },
  { "mails about an invitation that name none",
    "SELECT COUNT (*), MIN (id) FROM mail WHERE invitation_id IS NULL "
    "AND kind IN ('first', 'resend', 'reminder')" },
  { "mails that wait without their link",
    "SELECT COUNT (*), MIN (id) FROM mail WHERE state IN ('queued', 'deferred') AND link IS NULL "
    "AND kind <> 'trial'" },
  { "mails that are over and still hold their link",
    "SELECT COUNT (*), MIN (id) FROM mail WHERE state NOT IN ('queued', 'deferred') "
    "AND link IS NOT NULL" },
  { "mails that wait although their invitation is over",
    "SELECT COUNT (*), MIN (m.id) FROM mail m JOIN invitation i ON i.id = m.invitation_id "
    "WHERE m.state IN ('queued', 'deferred') AND i.status IN ('accepted', 'expired', 'revoked')" },
};

static const Check people_checks[] = {
  { "participants who do not belong to the POC's organization",
    "SELECT COUNT (*), MIN (x.id) FROM participant x JOIN poc p ON p.id = x.poc_id "
    "LEFT JOIN membership m ON m.user_id = x.user_id AND m.tenant_id = p.tenant_id "
    "WHERE m.user_id IS NULL" },
  { "ended sessions that can still be used",
    "SELECT COUNT (*), MIN (s.id) FROM session s JOIN access_token t ON t.session_id = s.id "
    "WHERE s.revoked_at IS NOT NULL" },
  { "sessions of people who are shut out",
    "SELECT COUNT (*), MIN (s.id) FROM session s JOIN account a ON a.id = s.user_id "
    "WHERE a.is_active = 0 AND s.revoked_at IS NULL" },
  { "tasks, comments and resources that hang on something of another POC",
    "SELECT COUNT (*), MIN (id) FROM ("
    "SELECT x.id FROM task x JOIN task_group t ON t.id = x.poc_task_group_id "
    "WHERE t.poc_id <> x.poc_id UNION ALL "
    "SELECT x.id FROM comment x JOIN task t ON t.id = x.poc_task_id "
    "WHERE t.poc_id <> x.poc_id UNION ALL "
    "SELECT x.id FROM comment x JOIN task_group t ON t.id = x.poc_task_group_id "
    "WHERE t.poc_id <> x.poc_id UNION ALL "
    "SELECT x.id FROM resource x JOIN task t ON t.id = x.poc_task_id "
    "WHERE t.poc_id <> x.poc_id UNION ALL "
    "SELECT x.id FROM resource x JOIN task_group t ON t.id = x.poc_task_group_id "
    "WHERE t.poc_id <> x.poc_id UNION ALL "
    "SELECT x.id FROM resource x JOIN criterion t ON t.id = x.success_criteria_id "
    "WHERE t.poc_id <> x.poc_id) AS astray" },
  { "tasks given to people of another POC",
    "SELECT COUNT (*), MIN (a.id) FROM task_assignee a JOIN task t ON t.id = a.task_id "
    "JOIN participant x ON x.id = a.participant_id WHERE x.poc_id <> t.poc_id" },
};

static gboolean
read_finding (PmStatement *row, const char *finding, GString *findings, GError **error)
{
  if (row == NULL || !pm_statement_step (row, error))
    return FALSE;
  if (pm_statement_get_int64 (row, 0) > 0)
    g_string_append_printf (findings, "%s%" G_GINT64_FORMAT " %s (the first: %" G_GINT64_FORMAT ")",
                            findings->len > 0 ? "; " : "", pm_statement_get_int64 (row, 0), finding,
                            pm_statement_get_int64 (row, 1));
  pm_statement_reset (row);
  return TRUE;
}

static gboolean
look_for_all (PmDb *db, const Check *checks, guint n_checks, GString *findings, GError **error)
{
  for (guint i = 0; i < n_checks; i++)
    if (!read_finding (pm_db_query (db, error, checks[i].sql, ""), checks[i].finding, findings,
                       error))
      return FALSE;
  return TRUE;
}

static gboolean
look_at_objects (PmDb *db, GString *findings, GError **error)
{
  for (guint i = 0; i < pm_change_type_count () * G_N_ELEMENTS (object_checks); i++) {
    const Check *check = &object_checks[i % G_N_ELEMENTS (object_checks)];
    const char *type = pm_change_type_get_name (i / G_N_ELEMENTS (object_checks));
    g_auto (GStrv) parts = g_strsplit (check->finding, "%s", 2);
    g_autofree char *finding = g_strjoinv (type, parts);

    if (!read_finding (pm_db_query (db, error, check->sql, "s", type), finding, findings, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * pm_check_database:
 * @db: the connection, in a transaction
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

  if (!pm_db_check_whole (db, error) || !look_at_objects (db, findings, error) ||
      !look_for_all (db, feed_checks, G_N_ELEMENTS (feed_checks), findings, error) ||
      !look_for_all (db, invitation_checks, G_N_ELEMENTS (invitation_checks), findings, error) ||
      !look_for_all (db, people_checks, G_N_ELEMENTS (people_checks), findings, error))
    return FALSE;
  if (findings->len == 0)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED, "The database is not sound: %s.", findings->str);
  return FALSE;
}
