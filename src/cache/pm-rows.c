/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-rows.h"

/* What somebody has does not end, and what waits has not begun: neither has an expiry. */
static const char person_sql[] =
    "SELECT r.id, r.poc_id, c.title AS poc_title, c.customer_company_name AS poc_company,"
    "  coalesce(p.email, i.email, o.email) AS email,"
    "  CASE WHEN r.status = 'waiting' THEN coalesce(o.full_name, i.full_name)"
    "       ELSE coalesce(p.full_name, i.full_name, o.full_name) END AS full_name,"
    "  CASE WHEN r.status = 'waiting' AND json_valid(o.payload)"
    "       THEN coalesce(o.payload ->> '$.title', i.title)"
    "       ELSE coalesce(p.title, i.title) END AS title,"
    "  r.status, r.is_customer, p.user_id, r.invitation_id,"
    "  o.id AS operation_id, o.kind AS operation_kind, o.state AS operation_state,"
    "  CASE WHEN r.status <> 'waiting' THEN coalesce(i.created_at, p.invited_at) END AS invited_at,"
    "  u.full_name AS invited_by_name,"
    "  coalesce(p.accepted_at, p.joined_at,"
    "           CASE WHEN r.status = 'removed' THEN i.accepted_at END) AS accepted_at,"
    "  CASE WHEN r.status IN ('pending', 'expired', 'failed') THEN i.expires_at END AS expires_at,"
    "  i.resend_count, i.delivery_state,"
    "  coalesce(o.last_problem, CASE WHEN i.status = 'failed' OR i.delivery_state IN"
    "           ('failed', 'deferred') THEN coalesce(i.delivery_last_error, i.email_error) END)"
    "    AS problem,"
    "  e.last_seen_at, e.comments_count, e.tasks_completed, e.activity "
    "FROM person_row r "
    "LEFT JOIN poc c ON c.id = r.poc_id "
    "LEFT JOIN participant p ON p.id = r.participant_id "
    "LEFT JOIN engagement e ON e.id = r.participant_id "
    "LEFT JOIN invitation i ON i.id = r.invitation_id "
    "LEFT JOIN operation o ON o.id = r.operation_id "
    "LEFT JOIN user u ON u.id = i.invited_by "
    "WHERE r.id = ?1";

static const char operation_sql[] = "SELECT o.*, c.title AS poc_title "
                                    "FROM operation o LEFT JOIN poc c ON c.id = o.poc_id "
                                    "WHERE o.id = ?1";

/* With what waits in the outbox about it: what a person must look at, or else the newest. */
#define ITEM_COLUMNS ", o.id AS operation_id, o.kind AS operation_kind, o.state AS operation_state "
#define ITEM_OPERATION(type) \
  "LEFT JOIN operation o ON o.id = (SELECT x.id FROM operation x" \
  "  WHERE x.item_type = '" type "' AND x.item_id = t.id AND x.state <> 'cancelled'" \
  "  ORDER BY x.state = 'needs_attention' DESC, x.id DESC LIMIT 1) "
#define ITEM(type) \
  "SELECT t.*" ITEM_COLUMNS "FROM " type " t " ITEM_OPERATION (type) "WHERE t.id = ?1"

static const char poc_sql[] =
    "SELECT t.*, r.flags & 1 AS is_mine, r.people_count, r.open_invitations, r.waiting_count,"
    "  r.attention_count, r.tasks_total, r.tasks_done" ITEM_COLUMNS
    "FROM poc t JOIN poc_row r ON r.id = t.id " ITEM_OPERATION ("poc") "WHERE t.id = ?1";

static const char comment_sql[] =
    "SELECT t.*, coalesce(u.full_name, p.full_name, u.email, p.email) AS author,"
    "  t.user_id = m.user_id AS is_mine" ITEM_COLUMNS
    "FROM comment t JOIN meta m LEFT JOIN user u ON u.id = t.user_id "
    "LEFT JOIN participant p ON p.user_id = t.user_id AND p.poc_id = t.poc_id " ITEM_OPERATION (
        "comment") "WHERE t.id = ?1";

static const char *const sql_of[PM_N_SOURCES] = {
  [PM_SOURCE_POC] = poc_sql,
  [PM_SOURCE_PERSON] = person_sql,
  [PM_SOURCE_OPERATION] = operation_sql,
  [PM_SOURCE_TASK] = ITEM ("task"),
  [PM_SOURCE_CRITERION] = ITEM ("criterion"),
  [PM_SOURCE_TASK_GROUP] = ITEM ("task_group"),
  [PM_SOURCE_RESOURCE] = ITEM ("resource"),
  [PM_SOURCE_COMMENT] = comment_sql,
};

/**
 * pm_rows_load:
 * @mirror: a mirror
 * @source: a source
 * @key: a row's key
 * @row: (out) (nullable) (transfer full): the row, or %NULL if there is none
 * @error: return location
 */
gboolean
pm_rows_load (PmDb *mirror, PmSource source, gint64 key, PmRecord **row, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *statement = pm_db_query (mirror, &local, sql_of[source], "i", key);

  *row = NULL;
  if (statement != NULL && pm_statement_step (statement, &local)) {
    *row = pm_statement_new_record (statement, pm_source_get_item_type (source));
    pm_statement_reset (statement);
  }
  if (local == NULL)
    return TRUE;
  g_clear_object (row);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_rows_load_many:
 * @mirror: a mirror
 * @source: a source
 * @keys: (array length=n_keys): keys
 * @n_keys: how many
 * @rows: (element-type PmRecord): gets those that exist
 * @error: return location
 */
gboolean
pm_rows_load_many (PmDb *mirror,
                   PmSource source,
                   const gint64 *keys,
                   gsize n_keys,
                   GPtrArray *rows,
                   GError **error)
{
  for (gsize i = 0; i < n_keys; i++) {
    PmRecord *row;

    if (!pm_rows_load (mirror, source, keys[i], &row, error))
      return FALSE;
    if (row != NULL)
      g_ptr_array_add (rows, row);
  }
  return TRUE;
}
