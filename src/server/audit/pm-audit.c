/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/audit/pm-audit.h"

#include "domain/pm-time.h"
#include "server/changes/pm-change-log.h"

/* As long as most trades have to be able to say who did what. */
#define KEPT_SPAN (730 * G_TIME_SPAN_DAY)

/**
 * pm_audit_set_user:
 * @db: the connection, in the transaction of what is done
 * @user_id: who does it
 *
 * Says who acts, where a secret has just told what the request itself did not. On the writing
 * thread.
 */
void
pm_audit_set_user (PmDb *db, gint64 user_id)
{
  PmChangeLog *log = pm_db_get_user_data (db);

  if (log != NULL)
    log->user_id = user_id;
}

/**
 * pm_audit_note:
 * @db: the connection, in the transaction of what is done
 * @tenant_id: the organization that it concerns; 0: none, or several
 * @action: what was done, a `PM_AUDIT_` word
 * @target: (nullable): to whom or what, in words that still say it when the object is gone; never
 *   a secret
 * @error: return location
 *
 * Writes down what is being done, by whom and from where, as the write's #PmChangeLog says. On the
 * writing thread.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_audit_note (PmDb *db, gint64 tenant_id, const char *action, const char *target, GError **error)
{
  PmChangeLog *log = pm_db_get_user_data (db);

  return pm_db_run (db, error,
                    "INSERT INTO audit (at, tenant_id, user_id, client, action, target)"
                    " VALUES (?1, nullif (?2, 0), nullif (?3, 0), ?4, ?5, ?6)",
                    "iiisss", log != NULL ? log->now : g_get_real_time (), tenant_id,
                    log != NULL ? log->user_id : (gint64) 0, log != NULL ? log->client : NULL,
                    action, target);
}

static void
set_text (JsonObject *line, const char *name, const char *text)
{
  if (text != NULL)
    json_object_set_string_member (line, name, text);
  else
    json_object_set_null_member (line, name);
}

static JsonObject *
encode (PmStatement *row)
{
  JsonObject *line = json_object_new ();
  g_autofree char *at = pm_time_format (pm_statement_get_int64 (row, 1));

  json_object_set_int_member (line, "id", pm_statement_get_int64 (row, 0));
  json_object_set_string_member (line, "at", at);
  if (pm_statement_is_null (row, 2))
    json_object_set_null_member (line, "user_id");
  else
    json_object_set_int_member (line, "user_id", pm_statement_get_int64 (row, 2));
  set_text (line, "user_email", pm_statement_get_text (row, 3));
  set_text (line, "client", pm_statement_get_text (row, 4));
  set_text (line, "action", pm_statement_get_text (row, 5));
  set_text (line, "target", pm_statement_get_text (row, 6));
  return line;
}

/**
 * pm_audit_read:
 * @db: the connection, on any database thread
 * @tenant_id: an organization
 * @before: only lines older than this one; 0: from the newest on
 * @limit: how many at most
 * @error: return location
 *
 * Reads the log, newest first: objects with `id`, `at`, `user_id`, `user_email`, `client`, `action`
 * and `target`, where what is not known is null.
 *
 * Returns: (transfer full) (nullable): the lines; %NULL on failure
 */
JsonArray *
pm_audit_read (PmDb *db, gint64 tenant_id, gint64 before, gint64 limit, GError **error)
{
  g_autoptr (JsonArray) lines = json_array_new ();
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (
      db, &local,
      "SELECT l.id, l.at, l.user_id, a.email, l.client, l.action, l.target FROM audit l "
      "LEFT JOIN account a ON a.id = l.user_id WHERE l.tenant_id = ?1 AND (?2 = 0 OR l.id < ?2) "
      "ORDER BY l.id DESC LIMIT ?3",
      "iii", tenant_id, before, limit);

  while (row != NULL && pm_statement_step (row, &local))
    json_array_add_object_element (lines, encode (row));
  if (local == NULL)
    return g_steal_pointer (&lines);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * pm_audit_prune:
 * @db: the connection, in a transaction
 * @now: the moment
 * @error: return location
 *
 * Forgets what is older than two years.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_audit_prune (PmDb *db, gint64 now, GError **error)
{
  return pm_db_run (db, error, "DELETE FROM audit WHERE at < ?1", "i", now - KEPT_SPAN);
}
