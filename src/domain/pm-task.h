/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmTask:
 *
 * A step of a POC.
 */
/* clang-format off */
#define PM_TASK_FIELDS(F, ...)                                                         \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                                 \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                       \
  F (POC_TASK_GROUP_ID, poc_task_group_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (TITLE, title, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)                       \
  F (DESCRIPTION, description, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)              \
  F (STATUS, status, ENUM, PM_FIELD_PLAIN, pm_task_status_get_type, __VA_ARGS__)       \
  F (SUCCESS_LEVEL, success_level, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)         \
  F (SORT_ORDER, sort_order, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)               \
  F (START_DATE, start_date, DATE, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                  \
  F (DUE_DATE, due_date, DATE, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                      \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                  \
  F (UPDATED_AT, updated_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                  \
  F (COMPLETED_AT, completed_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)              \
  F (COMPLETED_BY, completed_by, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (OPERATION_ID, operation_id, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__) \
  F (OPERATION_KIND, operation_kind, ENUM, PM_FIELD_LOCAL, pm_operation_kind_get_type, __VA_ARGS__) \
  F (OPERATION_STATE, operation_state, ENUM, PM_FIELD_LOCAL, pm_operation_state_get_type, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_TASK (pm_task_get_type ())
PM_DECLARE_RECORD (PmTask, pm_task, PM_TASK, TASK, PM_TASK_FIELDS)

G_END_DECLS
