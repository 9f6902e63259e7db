/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmComment:
 *
 * What somebody said: on a task, on a task group, or, with neither, on the POC. An internal one is
 * for the vendor's own people only.
 */
/* clang-format off */
#define PM_COMMENT_FIELDS(F, ...)                                                      \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                                 \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                       \
  F (POC_TASK_ID, poc_task_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)             \
  F (POC_TASK_GROUP_ID, poc_task_group_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (USER_ID, user_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                     \
  F (SUBJECT, subject, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)                   \
  F (CONTENT, content, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)                   \
  F (IS_INTERNAL, is_internal, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)             \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                  \
  F (UPDATED_AT, updated_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (AUTHOR, author, STRING, PM_FIELD_LOCAL, NULL, __VA_ARGS__) \
  F (IS_MINE, is_mine, BOOLEAN, PM_FIELD_LOCAL, NULL, __VA_ARGS__) \
  F (OPERATION_ID, operation_id, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__) \
  F (OPERATION_KIND, operation_kind, ENUM, PM_FIELD_LOCAL, pm_operation_kind_get_type, __VA_ARGS__) \
  F (OPERATION_STATE, operation_state, ENUM, PM_FIELD_LOCAL, pm_operation_state_get_type, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_COMMENT (pm_comment_get_type ())
PM_DECLARE_RECORD (PmComment, pm_comment, PM_COMMENT, COMMENT, PM_COMMENT_FIELDS)

G_END_DECLS
