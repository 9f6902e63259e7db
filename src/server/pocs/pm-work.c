/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/pocs/pm-work.h"

#include "domain/pm-error.h"
#include "server/pocs/pm-poc-store.h"

#include <string.h>

static gboolean
differs (PmRecord *item, PmRecord *before, guint field)
{
  return before == NULL ||
         g_strcmp0 (pm_record_get_string (item, field), pm_record_get_string (before, field)) != 0;
}

static gboolean
check_day (const PmWork *self, const char *which, const char *day, PmPoc *poc, GError **error)
{
  const char *start = pm_poc_get_start_date (poc), *end = pm_poc_get_end_date (poc);

  if (day != NULL && start != NULL && strcmp (day, start) < 0)
    g_set_error (error, PM_ERROR, PM_ERROR_REFUSED,
                 "%s %s date cannot be before the POC start date", self->name, which);
  else if (day != NULL && end != NULL && strcmp (day, end) > 0)
    g_set_error (error, PM_ERROR, PM_ERROR_REFUSED, "%s %s date cannot be after the POC end date",
                 self->name, which);
  else
    return TRUE;
  return FALSE;
}

/* A day that was good once stays: the POC may have been shortened since. */
static gboolean
check_days (const PmWork *self, PmRecord *item, PmRecord *before, PmPoc *poc, GError **error)
{
  const char *start = pm_record_get_string (item, self->start_date);
  const char *due = pm_record_get_string (item, self->due_date);
  gboolean is_start_new = differs (item, before, self->start_date);
  gboolean is_due_new = differs (item, before, self->due_date);

  if ((is_start_new && !check_day (self, "start", start, poc, error)) ||
      (is_due_new && !check_day (self, "due", due, poc, error)))
    return FALSE;
  if ((!is_start_new && !is_due_new) || start == NULL || due == NULL || strcmp (start, due) <= 0)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_REFUSED, "%s start date cannot be after the %s due date",
               self->name, self->noun);
  return FALSE;
}

/* Done, it stays done while people judge it; taken up again, it is not done any more. */
static void
settle_completion (const PmWork *self, PmRecord *item, PmRequest *request)
{
  switch ((PmTaskStatus) pm_record_get_enum (item, self->status)) {
  case PM_TASK_STATUS_COMPLETED:
  case PM_TASK_STATUS_SATISFIED:
    if (pm_record_is_set (item, self->completed_at))
      return;
    pm_record_set_time (item, self->completed_at, pm_request_get_now (request));
    pm_record_set_integer (item, self->completed_by, pm_request_get_user_id (request));
    break;
  case PM_TASK_STATUS_NOT_STARTED:
  case PM_TASK_STATUS_IN_PROGRESS:
  case PM_TASK_STATUS_BLOCKED:
    pm_record_unset (item, self->completed_at);
    pm_record_unset (item, self->completed_by);
    break;
  case PM_TASK_STATUS_PARTIALLY_SATISFIED:
  case PM_TASK_STATUS_NOT_SATISFIED:
  default:
    break;
  }
}

/**
 * pm_work_read:
 * @self: tasks or groups
 * @db: the connection, in a transaction
 * @request: the request
 * @item: one of them; what the body does not mention keeps its value
 * @before: (nullable): the same as it was; %NULL for a new one
 * @error: return location
 *
 * Reads what is said of it, and holds it against the rules. A new one without a day to be done by
 * gets the POC's last. Who completes it, and when, is written down.
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE or, for days that cannot be, %PM_ERROR_REFUSED
 */
gboolean
pm_work_read (const PmWork *self,
              PmDb *db,
              PmRequest *request,
              PmRecord *item,
              PmRecord *before,
              GError **error)
{
  g_autoptr (PmPoc) poc = pm_poc_store_get (db, pm_request_get_id (request, "poc"), error);

  if (poc == NULL)
    return FALSE;
  if (before == NULL) {
    pm_record_set_enum (item, self->status, PM_TASK_STATUS_NOT_STARTED);
    pm_record_set_integer (item, self->sort_order, 0);
  }
  if (!pm_record_input_read (item, self->inputs, self->n_inputs, pm_request_get_body (request),
                             error))
    return FALSE;
  if (before == NULL && !pm_record_is_set (item, self->due_date))
    pm_record_set_string (item, self->due_date, pm_poc_get_end_date (poc));
  settle_completion (self, item, request);
  return check_days (self, item, before, poc, error);
}
