/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-record-input.h"
#include "server/http/pm-request.h"

G_BEGIN_DECLS

/* How well it was done: from 0 to this. */
#define PM_WORK_LEVEL_MAX 100

/**
 * PmWork:
 * @name: as a sentence begins with it, "Task group"
 * @noun: as it stands within one, "task group"
 * @inputs: what may be said of it from outside
 * @n_inputs: how many
 * @status: a field, as are all of the following
 * @sort_order: its place among others
 * @start_date: when it is to be begun
 * @due_date: when it is to be done
 * @completed_at: when it was done
 * @completed_by: by whom
 *
 * What tasks and groups of tasks have in common: a status, and days within those of the POC.
 */
typedef struct {
  const char *name;
  const char *noun;
  const PmInput *inputs;
  guint n_inputs;
  guint status;
  guint sort_order;
  guint start_date;
  guint due_date;
  guint completed_at;
  guint completed_by;
} PmWork;

gboolean pm_work_read (const PmWork *self,
                       PmDb *db,
                       PmRequest *request,
                       PmRecord *item,
                       PmRecord *before,
                       GError **error);

G_END_DECLS
