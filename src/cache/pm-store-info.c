/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-store-private.h"
#include "domain/pm-error.h"

/* What is known of the files, and what is found out about them. */

void
pm_store_info_clear (PmStoreInfo *info)
{
  g_clear_pointer (&info->state, g_free);
}

/**
 * pm_store_info_needs_mending:
 * @info: what is known of the files
 *
 * Returns: whether pm_store_mend() has something to do. Any thread.
 */
gboolean
pm_store_info_needs_mending (const PmStoreInfo *info)
{
  return info->ready || info->lost || info->spoilt || info->behind;
}

/**
 * pm_store_fail_damaged:
 * @error: return location
 *
 * Says that a mirror is damaged where the database itself has not noticed.
 *
 * Returns: %FALSE
 */
gboolean
pm_store_fail_damaged (GError **error)
{
  g_set_error_literal (error, PM_ERROR, PM_ERROR_DAMAGED, "The offline copy is damaged.");
  return FALSE;
}

/* What cannot be written may be refused because of what was there: worth a look, but only once. */
static void
suspect (PmStore *self, PmDb *mirror, GError **local)
{
  GError *found = NULL;

  if (self->suspected || !g_error_matches (*local, PM_ERROR, PM_ERROR_FAILED))
    return;
  self->suspected = TRUE;
  if (pm_db_check_whole (mirror, &found))
    return;
  g_clear_error (local);
  g_propagate_error (local, found);
}

/* Whoever finds damage says so; the next order mends it. Damage to a mirror that is not shown yet
 * costs nobody what is. */
static gboolean
note_damage (PmStore *self, PmDb *mirror, GError *local, GError **error)
{
  suspect (self, mirror, &local);
  if (g_error_matches (local, PM_ERROR, PM_ERROR_DAMAGED)) {
    if (mirror == self->next)
      self->spoilt = TRUE;
    else
      self->lost = TRUE;
  }
  g_propagate_error (error, local);
  return FALSE;
}

/**
 * pm_store_transact:
 * @self: an open store
 * @mirror: one of its mirrors
 * @func: what to do
 * @data: for @func
 * @error: return location
 *
 * As pm_db_transact(), and notices when the mirror is damaged.
 */
gboolean
pm_store_transact (PmStore *self, PmDb *mirror, PmDbFunc func, gpointer data, GError **error)
{
  GError *local = NULL;

  return pm_db_transact (mirror, func, data, &local) || note_damage (self, mirror, local, error);
}

static gboolean
read_progress (PmStore *self, PmStoreInfo *info, GError **error)
{
  PmDb *target = self->next != NULL ? self->next : self->mirror;
  GError *local = NULL;
  PmStatement *statement =
      pm_db_query (target, &local, "SELECT state, complete, total, done FROM meta", "");

  if (statement == NULL || !pm_statement_step (statement, &local)) {
    if (local == NULL)
      pm_store_fail_damaged (&local);
    return note_damage (self, target, local, error);
  }
  info->state = g_strdup (pm_statement_get_text (statement, 0));
  info->complete = pm_statement_get_int64 (statement, 1) != 0;
  info->total = pm_statement_get_int64 (statement, 2);
  info->done = pm_statement_get_int64 (statement, 3);
  pm_statement_reset (statement);
  return TRUE;
}

static gboolean
read_shown (PmStore *self, PmStoreInfo *info, GError **error)
{
  GError *local = NULL;

  info->next_expiry = 0;
  return (pm_db_query_int64 (self->mirror, &info->saved_at, &local, "SELECT saved_at FROM meta",
                             "") &&
          pm_db_query_int64 (self->mirror, &info->next_expiry, &local,
                             "SELECT expires_at FROM person_row WHERE status = 'pending'"
                             " AND expires_at > 0 ORDER BY expires_at LIMIT 1",
                             "")) ||
         note_damage (self, self->mirror, local, error);
}

/**
 * pm_store_read_info:
 * @self: an open store
 * @drafts: drafts.db
 * @info: (out caller-allocates): filled anew; cleared by the caller
 * @error: return location
 *
 * Even when it fails, @info says what needs mending.
 */
gboolean
pm_store_read_info (PmStore *self, PmDb *drafts, PmStoreInfo *info, GError **error)
{
  gboolean done;

  pm_store_info_clear (info);
  done = read_progress (self, info, error) && read_shown (self, info, error) &&
         pm_db_query_int64 (drafts, &info->n_unsent, error,
                            "SELECT count(*) FROM operation"
                            " WHERE state NOT IN ('confirmed', 'cancelled')",
                            "");
  info->mirror = self->n;
  info->ready = self->ready;
  info->lost = self->lost;
  info->spoilt = self->spoilt;
  info->behind = self->behind;
  info->n_returned = self->n_returned;
  return done;
}
