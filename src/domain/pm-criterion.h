/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmCriterion:
 *
 * A success criterion of a POC.
 */
/* clang-format off */
#define PM_CRITERION_FIELDS(F, ...)                                                  \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                               \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                     \
  F (TITLE, title, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)                     \
  F (DESCRIPTION, description, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)            \
  F (TARGET_VALUE, target_value, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)          \
  F (ACHIEVED_VALUE, achieved_value, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)      \
  F (IS_MET, is_met, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                     \
  F (IMPORTANCE_LEVEL, importance_level, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (SORT_ORDER, sort_order, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)             \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                \
  F (UPDATED_AT, updated_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (OPERATION_ID, operation_id, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__) \
  F (OPERATION_KIND, operation_kind, ENUM, PM_FIELD_LOCAL, pm_operation_kind_get_type, __VA_ARGS__) \
  F (OPERATION_STATE, operation_state, ENUM, PM_FIELD_LOCAL, pm_operation_state_get_type, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_CRITERION (pm_criterion_get_type ())
PM_DECLARE_RECORD (PmCriterion, pm_criterion, PM_CRITERION, CRITERION, PM_CRITERION_FIELDS)

G_END_DECLS
