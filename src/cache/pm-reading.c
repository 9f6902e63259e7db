/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-reading.h"

/**
 * pm_reading_find:
 * @drafts: drafts.db
 * @poc_id: a POC
 * @seen_at: (out): when the newest comment that was seen was made, in microseconds; 0 if none was
 * @error: return location
 */
gboolean
pm_reading_find (PmDb *drafts, gint64 poc_id, gint64 *seen_at, GError **error)
{
  *seen_at = 0;
  return pm_db_query_int64 (drafts, seen_at, error, "SELECT seen_at FROM reading WHERE id = ?1",
                            "i", poc_id);
}

/**
 * pm_reading_save:
 * @drafts: drafts.db
 * @poc_id: a POC
 * @seen_at: when the newest comment that was seen was made; what was seen once stays seen
 * @error: return location
 */
gboolean
pm_reading_save (PmDb *drafts, gint64 poc_id, gint64 seen_at, GError **error)
{
  return pm_db_run (drafts, error,
                    "INSERT INTO reading (id, seen_at) VALUES (?1, ?2)"
                    " ON CONFLICT (id) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)",
                    "ii", poc_id, seen_at);
}
