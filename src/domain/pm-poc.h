/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmPoc:
 *
 * A proof of concept. The local fields are what a list shows of it: counted from the mirror and the outbox.
 */
/* clang-format off */
#define PM_POC_FIELDS(F, ...)                                                                  \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                                         \
  F (TITLE, title, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)                               \
  F (CUSTOMER_COMPANY_NAME, customer_company_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)  \
  F (DESCRIPTION, description, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                      \
  F (EXECUTIVE_SUMMARY, executive_summary, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)          \
  F (OBJECTIVES, objectives, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                        \
  F (START_DATE, start_date, DATE, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                          \
  F (END_DATE, end_date, DATE, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                              \
  F (TENANT_ID, tenant_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                         \
  F (CREATED_BY, created_by, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                       \
  F (CUSTOMER_LOGO_URL, customer_logo_url, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)          \
  F (STATUS, status, ENUM, PM_FIELD_PLAIN, pm_poc_status_get_type, __VA_ARGS__)                \
  F (OVERALL_SUCCESS_SCORE, overall_success_score, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                          \
  F (UPDATED_AT, updated_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                          \
  F (IS_MINE, is_mine, BOOLEAN, PM_FIELD_LOCAL, NULL, __VA_ARGS__)                             \
  F (PEOPLE_COUNT, people_count, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__)                   \
  F (OPEN_INVITATIONS, open_invitations, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__)           \
  F (WAITING_COUNT, waiting_count, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__)                 \
  F (ATTENTION_COUNT, attention_count, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__)             \
  F (TASKS_TOTAL, tasks_total, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__)                     \
  F (TASKS_DONE, tasks_done, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__) \
  F (OPERATION_ID, operation_id, INTEGER, PM_FIELD_LOCAL, NULL, __VA_ARGS__) \
  F (OPERATION_KIND, operation_kind, ENUM, PM_FIELD_LOCAL, pm_operation_kind_get_type, __VA_ARGS__) \
  F (OPERATION_STATE, operation_state, ENUM, PM_FIELD_LOCAL, pm_operation_state_get_type, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_POC (pm_poc_get_type ())
PM_DECLARE_RECORD (PmPoc, pm_poc, PM_POC, POC, PM_POC_FIELDS)

G_END_DECLS
