/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-poc-store.h"

#include "domain/pm-error.h"
#include "server/changes/pm-changes.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-activity.h"

/* Every function works on the database's thread; what writes notes its change as well and must
 * stand in the caller's transaction. */

/**
 * pm_poc_store_get:
 * @db: a connection
 * @poc_id: a POC
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the POC; %PM_ERROR_NOT_FOUND if there is none
 */
PmPoc *
pm_poc_store_get (PmDb *db, gint64 poc_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  PmPoc *poc =
      pm_rows_take_record (pm_db_query (db, &local, "SELECT * FROM poc WHERE id = ?1", "i", poc_id),
                           PM_TYPE_POC, &local);

  if (poc == NULL && local == NULL)
    g_set_error (error, PM_ERROR, PM_ERROR_NOT_FOUND, "POC not found");
  else if (poc == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return poc;
}

/**
 * pm_poc_store_add:
 * @db: the connection
 * @poc: a POC without an id, which it gets
 * @error: return location
 *
 * Writes a new POC, in which the person who creates it takes part.
 */
gboolean
pm_poc_store_add (PmDb *db, PmPoc *poc, GError **error)
{
  gint64 id = pm_db_insert_record (db, "poc", PM_RECORD (poc), error);

  if (id < 0)
    return FALSE;
  pm_poc_set_id (poc, id);
  return pm_changes_note (db, pm_poc_get_tenant_id (poc), "poc", id, error) &&
         pm_poc_store_add_participant (db, poc, pm_poc_get_created_by (poc), FALSE, 0,
                                       pm_poc_get_created_at (poc), error);
}

/**
 * pm_poc_store_put:
 * @db: the connection
 * @poc: a POC as it is from now on
 * @error: return location
 */
gboolean
pm_poc_store_put (PmDb *db, PmPoc *poc, GError **error)
{
  return pm_db_upsert_record (db, "poc", PM_RECORD (poc), error) &&
         pm_changes_note (db, pm_poc_get_tenant_id (poc), "poc", pm_poc_get_id (poc), error);
}

/**
 * pm_poc_store_add_participant:
 * @db: the connection
 * @poc: a POC
 * @user_id: who takes part in it from now on
 * @is_customer: on which side
 * @invited_at: when they were invited; 0: they were not
 * @now: the moment
 * @error: return location
 *
 * Taking part already is no failure.
 */
gboolean
pm_poc_store_add_participant (PmDb *db,
                              PmPoc *poc,
                              gint64 user_id,
                              gboolean is_customer,
                              gint64 invited_at,
                              gint64 now,
                              GError **error)
{
  gint64 accepted_at = invited_at == 0 ? 0 : now;
  gint64 id = 0;

  if (!pm_db_query_int64 (db, &id, error,
                          "INSERT INTO participant (poc_id, user_id, is_sales_engineer,"
                          " is_customer, joined_at, invited_at, accepted_at)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, nullif (?6, 0), nullif (?7, 0))"
                          " ON CONFLICT (poc_id, user_id) DO NOTHING RETURNING id",
                          "iiiiiii", pm_poc_get_id (poc), user_id, (gint64) !is_customer,
                          (gint64) is_customer, now, invited_at, accepted_at))
    return FALSE;
  return id == 0 || (pm_changes_note (db, pm_poc_get_tenant_id (poc), "participant", id, error) &&
                     pm_activity_note_return (db, pm_poc_get_id (poc), user_id, error));
}

/**
 * pm_poc_store_find_participant:
 * @db: a connection
 * @poc_id: a POC
 * @user_id: an account
 * @participant_id: (out): its participation; 0: it takes no part
 * @error: return location
 */
gboolean
pm_poc_store_find_participant (PmDb *db,
                               gint64 poc_id,
                               gint64 user_id,
                               gint64 *participant_id,
                               GError **error)
{
  *participant_id = 0;
  return pm_db_query_int64 (db, participant_id, error,
                            "SELECT id FROM participant WHERE poc_id = ?1 AND user_id = ?2", "ii",
                            poc_id, user_id);
}
