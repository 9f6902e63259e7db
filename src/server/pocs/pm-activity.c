/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "server/pocs/pm-activity.h"

#include "domain/pm-time.h"
#include "server/changes/pm-changes.h"
#include "server/http/pm-request-private.h"
#include "server/pm-server.h"

/* How much customers take part in a POC. Only of those who take part as its customers anything is
 * kept: the vendor's own people work on a copy of their own, so what they look at is not known. */

#define DAYS_SHOWN 28

/* Nobody is seen anew more often than this. */
#define SEEN_SPAN (5 * G_TIME_SPAN_MINUTE)

/* After that long an absence another visit begins. */
#define VISIT_SPAN (30 * G_TIME_SPAN_MINUTE)

/* A customer's part in a POC. */
typedef struct {
  gint64 id; /* 0: has none */
  gint64 tenant_id;
  gint64 last_seen_at; /* 0: never */
} Part;

static gboolean
find_part (PmDb *db, gint64 poc_id, gint64 user_id, Part *part, GError **error)
{
  PmStatement *row = pm_db_query (db, error,
                                  "SELECT participant.id, tenant_id, last_seen_at"
                                  " FROM participant JOIN poc ON poc.id = poc_id"
                                  " WHERE poc_id = ?1 AND user_id = ?2 AND is_customer = 1",
                                  "ii", poc_id, user_id);
  g_autoptr (GError) local = NULL;

  *part = (Part) { 0 };
  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    *part = (Part) {
      pm_statement_get_int64 (row, 0),
      pm_statement_get_int64 (row, 1),
      pm_statement_get_int64 (row, 2),
    };
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Requests may come to the writing thread in another order than they came to the server. */
static gboolean
was_seen_within (const Part *part, gint64 span, gint64 now)
{
  return part->last_seen_at != 0 && ABS (now - part->last_seen_at) < span;
}

static char *
day_of (gint64 time)
{
  g_autofree char *text = pm_time_format (time);

  return g_strndup (text, strlen ("YYYY-MM-DD"));
}

static gboolean
count (PmDb *db,
       gint64 poc_id,
       gint64 user_id,
       PmActivity what,
       const Part *part,
       gint64 now,
       GError **error)
{
  g_autofree char *day = day_of (now);
  gint64 visits = what == PM_ACTIVITY_VISIT && !was_seen_within (part, VISIT_SPAN, now);
  gint64 comments = what == PM_ACTIVITY_COMMENT;
  gint64 tasks = what == PM_ACTIVITY_TASK;

  return pm_db_run (db, error,
                    "INSERT INTO activity (poc_id, user_id, day, visits, comments, tasks)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
                    " ON CONFLICT (poc_id, user_id, day) DO UPDATE SET"
                    " visits = activity.visits + excluded.visits,"
                    " comments = activity.comments + excluded.comments,"
                    " tasks = activity.tasks + excluded.tasks",
                    "iisiii", poc_id, user_id, day, visits, comments, tasks);
}

/**
 * pm_activity_note:
 * @db: the connection, in a transaction on the writing thread
 * @poc_id: a POC
 * @user_id: who did something in it
 * @what: what they did
 * @now: when, in microseconds since 1970 UTC
 * @error: return location
 *
 * Writes down that a customer was seen in a POC and what they did there. Looking again within five
 * minutes changes nothing. Nothing is noted of people who are not the POC's customers.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_activity_note (PmDb *db,
                  gint64 poc_id,
                  gint64 user_id,
                  PmActivity what,
                  gint64 now,
                  GError **error)
{
  Part part;

  if (!find_part (db, poc_id, user_id, &part, error))
    return FALSE;
  if (part.id == 0 || (what == PM_ACTIVITY_VISIT && was_seen_within (&part, SEEN_SPAN, now)))
    return TRUE;
  return count (db, poc_id, user_id, what, &part, now, error) &&
         pm_db_run (db, error,
                    "UPDATE participant SET last_seen_at = ?2 WHERE id = ?1"
                    " AND (last_seen_at IS NULL OR last_seen_at < ?2)",
                    "ii", part.id, now) &&
         pm_changes_note (db, part.tenant_id, "engagement", part.id, error);
}

/**
 * pm_activity_note_figures:
 * @db: the connection, in a transaction on the writing thread
 * @poc_id: a POC
 * @user_id: somebody
 * @error: return location
 *
 * Tells that what is counted of a customer has changed without their doing anything: a task that
 * they had completed was reopened or deleted by others, or a comment of theirs was.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_activity_note_figures (PmDb *db, gint64 poc_id, gint64 user_id, GError **error)
{
  Part part;

  return find_part (db, poc_id, user_id, &part, error) &&
         (part.id == 0 || pm_changes_note (db, part.tenant_id, "engagement", part.id, error));
}

/**
 * pm_activity_note_return:
 * @db: the connection, in a transaction on the writing thread
 * @poc_id: a POC
 * @user_id: who takes part in it from now on
 * @error: return location
 *
 * What somebody did when they took part before counts on.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_activity_note_return (PmDb *db, gint64 poc_id, gint64 user_id, GError **error)
{
  gint64 was_here = 0;

  return pm_db_query_int64 (db, &was_here, error,
                            "SELECT count (*) FROM activity WHERE poc_id = ?1 AND user_id = ?2",
                            "ii", poc_id, user_id) &&
         (was_here == 0 || pm_activity_note_figures (db, poc_id, user_id, error));
}

/**
 * pm_activity_get_days:
 * @db: a connection
 * @poc_id: a POC
 * @user_id: somebody
 * @now: the time
 * @error: return location
 *
 * Returns: (transfer full) (nullable): `{"day", "count"}` of the days of UTC, of the last 28, on
 *   which they did something there, the oldest first; %NULL on failure
 */
JsonArray *
pm_activity_get_days (PmDb *db, gint64 poc_id, gint64 user_id, gint64 now, GError **error)
{
  g_autofree char *first = day_of (now - (DAYS_SHOWN - 1) * G_TIME_SPAN_DAY);
  PmStatement *rows = pm_db_query (db, error,
                                   "SELECT day, visits + comments + tasks FROM activity"
                                   " WHERE poc_id = ?1 AND user_id = ?2 AND day >= ?3 ORDER BY day",
                                   "iis", poc_id, user_id, first);
  g_autoptr (JsonArray) days = json_array_new ();
  g_autoptr (GError) local = NULL;

  if (rows == NULL)
    return NULL;
  while (pm_statement_step (rows, &local)) {
    JsonObject *day = json_object_new ();

    json_object_set_string_member (day, "day", pm_statement_get_text (rows, 0));
    json_object_set_int_member (day, "count", pm_statement_get_int64 (rows, 1));
    json_array_add_object_element (days, day);
  }
  if (local == NULL)
    return g_steal_pointer (&days);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * pm_activity_is_visit:
 * @db: a connection
 * @request: a request that may be made
 * @is_visit: (out): whether a customer looks at a POC and has not been seen there just now
 * @error: return location
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_activity_is_visit (PmDb *db, PmRequest *request, gboolean *is_visit, GError **error)
{
  Part part;

  *is_visit = FALSE;
  if (request->match.route->scope != PM_SCOPE_POC)
    return TRUE;
  if (!find_part (db, pm_request_get_id (request, "poc"), request->identity.user_id, &part, error))
    return FALSE;
  *is_visit = part.id != 0 && !was_seen_within (&part, SEEN_SPAN, request->now);
  return TRUE;
}

static gboolean
note_visit (PmDb *db, gpointer data, GError **error)
{
  PmRequest *request = data;

  return pm_activity_note (db, pm_request_get_id (request, "poc"), request->identity.user_id,
                           PM_ACTIVITY_VISIT, request->now, error);
}

/**
 * pm_activity_note_visit:
 * @request: a request that is a visit
 *
 * Writes the visit down. What was asked for is answered even if that fails. Awaits: on the
 * request's fiber only.
 */
void
pm_activity_note_visit (PmRequest *request)
{
  g_autoptr (GError) error = NULL;

  if (!dex_await (pm_server_write (request->server, note_visit, request, NULL), &error))
    g_warning ("A visit was not noted: %s", error->message);
}
