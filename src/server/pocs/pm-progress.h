/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/* Which tasks count as done. */
#define PM_TASK_IS_DONE "status IN ('completed', 'satisfied')"

/**
 * PmProgress:
 * @total: how many tasks a POC has
 * @done: how many of them are done
 * @percent: how far that is; 0 when there are none
 *
 * How far a POC is.
 */
typedef struct {
  gint64 total;
  gint64 done;
  gint64 percent;
} PmProgress;

gboolean pm_progress_read (PmProgress *self, PmDb *db, gint64 poc_id, GError **error);

G_END_DECLS
