/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/audit/pm-audit.h"

#include "server/changes/pm-change-log.h"

/* As long as most trades have to be able to say who did what. */
#define KEPT_SPAN (730 * G_TIME_SPAN_DAY)

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
