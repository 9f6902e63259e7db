/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmResource:
 *
 * A link, a piece of code or a text to work with: of a task, of a task group, or, with neither, of
 * the POC.
 */
/* clang-format off */
#define PM_RESOURCE_FIELDS(F, ...)                                                               \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                                           \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                 \
  F (POC_TASK_ID, poc_task_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                       \
  F (POC_TASK_GROUP_ID, poc_task_group_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)           \
  F (SUCCESS_CRITERIA_ID, success_criteria_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)       \
  F (TITLE, title, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)                                 \
  F (DESCRIPTION, description, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                        \
  F (RESOURCE_TYPE, resource_type, ENUM, PM_FIELD_PLAIN, pm_resource_type_get_type, __VA_ARGS__) \
  F (CONTENT, content, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)                             \
  F (SORT_ORDER, sort_order, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                         \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                            \
  F (UPDATED_AT, updated_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (OPERATION_ID, operation_id, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__) \
  F (OPERATION_KIND, operation_kind, ENUM, PM_FIELD_LOCAL, pm_operation_kind_get_type, __VA_ARGS__) \
  F (OPERATION_STATE, operation_state, ENUM, PM_FIELD_LOCAL, pm_operation_state_get_type, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_RESOURCE (pm_resource_get_type ())
PM_DECLARE_RECORD (PmResource, pm_resource, PM_RESOURCE, RESOURCE, PM_RESOURCE_FIELDS)

G_END_DECLS
