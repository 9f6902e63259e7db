/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmPerson:
 *
 * One row of the participants view: one address in one POC, with its newest state.
 */
/* clang-format off */
#define PM_PERSON_FIELDS(F, ...)                                                                       \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                                                 \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                       \
  F (POC_TITLE, poc_title, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                  \
  F (POC_COMPANY, poc_company, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                              \
  F (EMAIL, email, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                          \
  F (FULL_NAME, full_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                  \
  F (TITLE, title, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                          \
  F (STATUS, status, ENUM, PM_FIELD_PLAIN, pm_person_status_get_type, __VA_ARGS__)                     \
  F (IS_CUSTOMER, is_customer, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                             \
  F (USER_ID, user_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                     \
  F (INVITATION_ID, invitation_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                         \
  F (OPERATION_ID, operation_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                           \
  F (OPERATION_KIND, operation_kind, ENUM, PM_FIELD_PLAIN, pm_operation_kind_get_type, __VA_ARGS__)    \
  F (OPERATION_STATE, operation_state, ENUM, PM_FIELD_PLAIN, pm_operation_state_get_type, __VA_ARGS__) \
  F (INVITED_AT, invited_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                  \
  F (INVITED_BY_NAME, invited_by_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                      \
  F (ACCEPTED_AT, accepted_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                \
  F (EXPIRES_AT, expires_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                  \
  F (RESEND_COUNT, resend_count, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                           \
  F (DELIVERY_STATE, delivery_state, ENUM, PM_FIELD_PLAIN, pm_delivery_state_get_type, __VA_ARGS__)    \
  F (PROBLEM, problem, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                      \
  F (LAST_SEEN_AT, last_seen_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                              \
  F (COMMENTS_COUNT, comments_count, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                       \
  F (TASKS_COMPLETED, tasks_completed, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                     \
  F (ACTIVITY, activity, JSON, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_PERSON (pm_person_get_type ())
PM_DECLARE_RECORD (PmPerson, pm_person, PM_PERSON, PERSON, PM_PERSON_FIELDS)

G_END_DECLS
