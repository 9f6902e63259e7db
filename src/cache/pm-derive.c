/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-derive.h"

#include "cache/pm-search.h"

#include <gio/gio.h>

#define SCHEMA "/io/github/poc_manager/PocManager/schema/"

/* How far the server's time may step back because nobody knows it to the second. */
#define TREMOR G_TIME_SPAN_MINUTE

/* A row stays as long as anything speaks of its address. */
static const char drop_people[] =
    "DELETE FROM person_row WHERE id IN ("
    "  SELECT r.id FROM touched_person t"
    "  JOIN person_row r ON r.poc_id = t.poc_id AND r.address = t.address"
    "  WHERE NOT EXISTS (SELECT 1 FROM participant x"
    "                    WHERE x.poc_id = t.poc_id AND x.address = t.address)"
    "    AND NOT EXISTS (SELECT 1 FROM invitation x"
    "                    WHERE x.poc_id = t.poc_id AND x.address = t.address)"
    "    AND NOT EXISTS (SELECT 1 FROM operation x WHERE x.poc_id = t.poc_id AND x.item_id IS NULL"
    "                    AND x.address = t.address AND x.state <> 'cancelled'))";

/*
 * Who takes part is accepted, whatever else is said. An invitation of our own that the server has
 * not told us of waits. Otherwise the newest invitation tells; accepted without taking part means
 * that access was taken away.
 */
static const char merge_people[] =
    "INSERT INTO person_row (poc_id, address, participant_id, invitation_id, operation_id,"
    "                        status, is_customer, expires_at)"
    "SELECT m.poc_id, m.address, p.id, i.id, o.id,"
    "  CASE WHEN p.id IS NOT NULL THEN 'accepted'"
    "       WHEN o.kind = 'invite' THEN 'waiting'"
    "       WHEN i.status = 'accepted' THEN 'removed'"
    "       WHEN i.status = 'revoked' THEN 'cancelled'"
    "       WHEN i.status IN ('expired', 'failed') THEN i.status"
    "       WHEN i.expires_at <= (SELECT server_now FROM meta) THEN 'expired'"
    "       ELSE 'pending' END,"
    "  CASE WHEN p.id IS NOT NULL THEN coalesce(p.is_customer, i.is_customer, 0)"
    "       ELSE coalesce(i.is_customer, 1) END,"
    "  i.expires_at "
    "FROM (SELECT t.poc_id, t.address,"
    "        (SELECT x.id FROM participant x WHERE x.poc_id = t.poc_id AND x.address = t.address"
    "         ORDER BY x.id DESC LIMIT 1) AS participant_id,"
    "        (SELECT x.id FROM invitation x WHERE x.poc_id = t.poc_id AND x.address = t.address"
    "         ORDER BY x.created_at DESC, x.id DESC LIMIT 1) AS invitation_id,"
    "        (SELECT x.id FROM operation x WHERE x.poc_id = t.poc_id AND x.address = t.address"
    "         AND x.item_id IS NULL AND x.state <> 'cancelled'"
    "         ORDER BY x.id DESC LIMIT 1) AS operation_id"
    "      FROM touched_person t) m "
    "LEFT JOIN participant p ON p.id = m.participant_id "
    "LEFT JOIN invitation i ON i.id = m.invitation_id "
    "LEFT JOIN operation o ON o.id = m.operation_id "
    "WHERE p.id IS NOT NULL OR i.id IS NOT NULL OR o.id IS NOT NULL "
    "ON CONFLICT (poc_id, address) DO UPDATE SET"
    "  participant_id = excluded.participant_id, invitation_id = excluded.invitation_id,"
    "  operation_id = excluded.operation_id, status = excluded.status,"
    "  is_customer = excluded.is_customer, expires_at = excluded.expires_at";

static const char drop_pocs[] = "DELETE FROM poc_row WHERE id IN (SELECT id FROM touched_poc)"
                                "  AND id NOT IN (SELECT id FROM poc)";

static const char count_pocs[] =
    "UPDATE poc_row SET"
    "  people_count = (SELECT count(*) FROM person_row x"
    "                  WHERE x.poc_id = poc_row.id AND x.status = 'accepted'),"
    "  open_invitations = (SELECT count(*) FROM person_row x"
    "                      WHERE x.poc_id = poc_row.id AND x.status = 'pending'),"
    "  waiting_count = (SELECT count(*) FROM operation x WHERE x.poc_id = poc_row.id"
    "                   AND x.state IN ('held', 'queued', 'sending', 'paused_auth',"
    "                                   'scheduled')),"
    "  attention_count = (SELECT count(*) FROM person_row x"
    "                     WHERE x.poc_id = poc_row.id AND x.status = 'failed')"
    "                  + (SELECT count(*) FROM operation x"
    "                     WHERE x.poc_id = poc_row.id AND x.state = 'needs_attention'),"
    "  tasks_total = (SELECT count(*) FROM task x WHERE x.poc_id = poc_row.id),"
    "  tasks_done = (SELECT count(*) FROM task x WHERE x.poc_id = poc_row.id"
    "                AND x.status IN ('completed', 'satisfied'))"
    "WHERE id IN (SELECT id FROM touched_poc)";

/*
 * Apart from the counts, because the flags stand in every index: they are written when they differ.
 * The first condition says what the others imply, so that no plan walks through all POCs.
 */
static const char flag_pocs[] =
    "UPDATE poc_row SET flags = n.flags FROM ("
    "  SELECT r.id, (p.created_by = m.user_id OR EXISTS (SELECT 1 FROM participant x"
    "                WHERE x.user_id = m.user_id AND x.poc_id = r.id))"
    "    + (r.open_invitations > 0) * 2 + (r.attention_count > 0) * 4"
    "    + CASE p.status WHEN 'active' THEN 32 WHEN 'completed' THEN 64"
    "                    WHEN 'archived' THEN 128 ELSE 16 END AS flags"
    "  FROM touched_poc t JOIN poc_row r ON r.id = t.id JOIN poc p ON p.id = t.id"
    "  JOIN meta m) AS n "
    "WHERE poc_row.id IN (SELECT id FROM touched_poc) AND poc_row.id = n.id"
    "  AND poc_row.flags <> n.flags";

/*
 * Whose words changed, by the number that it has in the index: the POC, and below it somebody in it,
 * or the POC again with the mark of what its own words or its people's hosts are. Were that always
 * the same, all would end alike, and the index finds what it has dropped by how numbers end.
 *
 * The hosts stand in a row of their own, because most people of a customer share one, and
 * everybody's ends alike: who types that would go through all people that there are.
 */
#define KIND      "(t.id >> 30 & 3)"
#define KIND_POC  "2"
#define KIND_HOST "3"

static const char name_texts[] =
    "INSERT OR IGNORE INTO touched_text SELECT r.poc_id << 32 | r.id FROM touched_words t"
    " JOIN person_row r ON r.poc_id = t.poc_id AND r.address = t.address";

static const char name_hosts[] =
    "INSERT OR IGNORE INTO touched_text"
    " SELECT poc_id << 32 | 0xc0000000 | (poc_id & 0x3fffffff) FROM touched_words";

#define WITH_WHAT_IS_SAID_OF_THEM \
  "LEFT JOIN participant p ON p.id = r.participant_id " \
  "LEFT JOIN invitation i ON i.id = r.invitation_id " \
  "LEFT JOIN operation o ON o.id = r.operation_id "
#define EMAIL "coalesce(p.email, i.email, o.email, '')"

/* NULL where there is nothing any more to be found. */
static const char tell_texts[] =
    "SELECT t.id, CASE " KIND " "
    "WHEN " KIND_POC " THEN"
    "  (SELECT coalesce(p.title, '') || char(10) || coalesce(p.customer_company_name, '')"
    "   FROM poc p WHERE p.id = t.id >> 32) "
    "WHEN " KIND_HOST " THEN"
    "  (SELECT group_concat(DISTINCT substr(" EMAIL ", instr(" EMAIL " || '@', '@') + 1))"
    "   FROM person_row r " WITH_WHAT_IS_SAID_OF_THEM "WHERE r.poc_id = t.id >> 32) "
    "ELSE"
    "  (SELECT coalesce(p.full_name, i.full_name, o.full_name, '') || char(10) ||"
    "          substr(" EMAIL ", 1, instr(" EMAIL " || '@', '@') - 1)"
    "   FROM person_row r " WITH_WHAT_IS_SAID_OF_THEM "WHERE r.id = t.id & 0xffffffff) "
    "END FROM touched_text t ORDER BY t.id";

/* A POC's name stands in the rows of its people and of what waits, and those are sorted by it. */
static const char renamed_people[] =
    "SELECT r.id FROM touched_text t JOIN person_row r ON r.poc_id = t.id >> 32 "
    "WHERE " KIND " = " KIND_POC;

static const char renamed_operations[] =
    "SELECT id FROM operation WHERE poc_id IN"
    " (SELECT t.id >> 32 FROM touched_text t WHERE " KIND " = " KIND_POC ")";

static gboolean
run_all (PmDb *mirror, const char *const *statements, gsize n_statements, GError **error)
{
  for (gsize i = 0; i < n_statements; i++)
    if (!pm_db_run (mirror, error, statements[i], ""))
      return FALSE;
  return TRUE;
}

static gboolean
run_script (PmDb *mirror, const char *path, GError **error)
{
  g_autoptr (GBytes) script = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return script != NULL && pm_db_exec (mirror, g_bytes_get_data (script, NULL), error);
}

/**
 * pm_derive_set_up:
 * @mirror: a mirror, for writing
 * @error: return location
 *
 * Prepares the connection: from now on whatever is written marks what is to be redone.
 */
gboolean
pm_derive_set_up (PmDb *mirror, GError **error)
{
  return run_script (mirror, SCHEMA "cache-marks.sql", error);
}

/**
 * pm_derive_index:
 * @mirror: a mirror that is complete
 * @error: return location
 *
 * Makes the indexes that the browser's sorts are answered from.
 */
gboolean
pm_derive_index (PmDb *mirror, GError **error)
{
  return run_script (mirror, SCHEMA "cache-indexes.sql", error);
}

/**
 * pm_derive_sort_keys:
 * @mirror: a mirror
 * @poc: a POC as it is now
 * @error: return location
 *
 * Writes what the POC is sorted by, and its derived row if it has none.
 */
gboolean
pm_derive_sort_keys (PmDb *mirror, PmPoc *poc, GError **error)
{
  g_autofree char *title = pm_search_sort_key (pm_poc_get_title (poc));
  g_autofree char *company = pm_search_sort_key (pm_poc_get_customer_company_name (poc));
  const char *end = pm_poc_get_end_date (poc);

  return pm_db_run (
      mirror, error,
      "INSERT INTO poc_row (id, sort_title, sort_company, sort_end, sort_created,"
      "                     flags) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6 + (?7 = (SELECT user_id FROM meta))) ON CONFLICT (id) DO UPDATE SET"
      "  sort_title = excluded.sort_title, sort_company = excluded.sort_company,"
      "  sort_end = excluded.sort_end, sort_created = excluded.sort_created "
      "WHERE sort_title <> excluded.sort_title"
      "  OR sort_company <> excluded.sort_company"
      "  OR sort_end <> excluded.sort_end OR sort_created <> excluded.sort_created",
      "isssiii", pm_poc_get_id (poc), title, company, end == NULL ? "~" : end,
      pm_poc_get_created_at (poc), (gint64) PM_POC_FLAG_STATUS (pm_poc_get_status (poc)),
      pm_poc_get_created_by (poc));
}

#define POCS_WHERE "INSERT OR IGNORE INTO touched_poc SELECT poc_id FROM person_row WHERE "
#define PEOPLE_WHERE \
  "INSERT OR IGNORE INTO touched_person SELECT poc_id, address FROM person_row WHERE "
#define IS_DUE     "status = 'pending' AND expires_at <= ?1"
#define IS_NOT_DUE "status = 'expired' AND expires_at > ?1"

static gboolean
move_time (PmDb *mirror, gint64 now, const char *name_pocs, const char *name_people, GError **error)
{
  return pm_db_run (mirror, error, "UPDATE meta SET server_now = ?1", "i", now) &&
         pm_db_run (mirror, error, name_pocs, "i", now) &&
         pm_db_run (mirror, error, name_people, "i", now);
}

/**
 * pm_derive_due:
 * @mirror: a mirror
 * @now: the server's time
 * @error: return location
 *
 * Moves the time by which statuses stand, and marks the rows that it turns. Back it goes only when
 * it was wrong: within a minute it is waited for.
 */
gboolean
pm_derive_due (PmDb *mirror, gint64 now, GError **error)
{
  gint64 before = 0;

  if (!pm_db_query_int64 (mirror, &before, error, "SELECT server_now FROM meta", ""))
    return FALSE;
  if (now >= before)
    return move_time (mirror, now, POCS_WHERE IS_DUE, PEOPLE_WHERE IS_DUE, error);
  return before - now < TREMOR ||
         move_time (mirror, now, POCS_WHERE IS_NOT_DUE, PEOPLE_WHERE IS_NOT_DUE, error);
}

/**
 * pm_derive_all_pocs:
 * @mirror: a mirror
 * @error: return location
 *
 * Marks every POC, as when it is another user's workspace.
 */
gboolean
pm_derive_all_pocs (PmDb *mirror, GError **error)
{
  return pm_db_run (mirror, error, "INSERT OR IGNORE INTO touched_poc SELECT id FROM poc", "");
}

static gboolean
write_text (PmDb *mirror, gint64 id, const char *words, GError **error)
{
  if (words == NULL)
    return pm_db_run (mirror, error, "DELETE FROM poc_search WHERE rowid = ?1", "i", id);
  return pm_db_run (mirror, error, "REPLACE INTO poc_search (rowid, words) VALUES (?1, ?2)", "is",
                    id, words);
}

/*
 * One by one, in order: the index gathers such writes in memory and makes one piece of them at the
 * commit. A statement that writes many at once has it write a piece before and after each.
 */
static gboolean
write_texts (PmDb *mirror, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *statement = pm_db_query (mirror, &local, tell_texts, "");

  while (statement != NULL && pm_statement_step (statement, &local))
    if (!write_text (mirror, pm_statement_get_int64 (statement, 0),
                     pm_statement_get_text (statement, 1), &local)) {
      pm_statement_reset (statement);
      break;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
collect (PmDb *mirror, PmChanges *changes, PmSource source, const char *sql, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmStatement *statement = pm_db_query (mirror, &local, sql, "");

  while (statement != NULL && pm_statement_step (statement, &local))
    pm_changes_add (changes, source, pm_statement_get_int64 (statement, 0));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_derive_redo:
 * @mirror: a mirror
 * @changes: gets what lists must look at again
 * @error: return location
 *
 * Redoes the derived rows of everything that was marked.
 */
gboolean
pm_derive_redo (PmDb *mirror, PmChanges *changes, GError **error)
{
  static const char *const redo[] = { drop_people, merge_people, drop_pocs, count_pocs,
                                      flag_pocs,   name_texts,   name_hosts };
  static const char *const forget[] = { "DELETE FROM touched_person", "DELETE FROM touched_poc",
                                        "DELETE FROM touched_words", "DELETE FROM touched_text" };

  return run_all (mirror, redo, G_N_ELEMENTS (redo), error) && write_texts (mirror, error) &&
         collect (mirror, changes, PM_SOURCE_POC, "SELECT id FROM touched_poc", error) &&
         collect (mirror, changes, PM_SOURCE_PERSON,
                  "SELECT r.id FROM touched_person t JOIN person_row r"
                  " ON r.poc_id = t.poc_id AND r.address = t.address",
                  error) &&
         collect (mirror, changes, PM_SOURCE_PERSON, renamed_people, error) &&
         collect (mirror, changes, PM_SOURCE_OPERATION, renamed_operations, error) &&
         run_all (mirror, forget, G_N_ELEMENTS (forget), error);
}
