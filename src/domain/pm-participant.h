/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmParticipant:
 *
 * A person with access to a POC. What they do there is a record of its own, #PmEngagement.
 */
/* clang-format off */
#define PM_PARTICIPANT_FIELDS(F, ...)                                                  \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                                 \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                       \
  F (USER_ID, user_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                     \
  F (EMAIL, email, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                          \
  F (FULL_NAME, full_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                  \
  F (TITLE, title, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                          \
  F (IS_SALES_ENGINEER, is_sales_engineer, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (IS_CUSTOMER, is_customer, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)             \
  F (JOINED_AT, joined_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                    \
  F (INVITED_AT, invited_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                  \
  F (ACCEPTED_AT, accepted_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_PARTICIPANT (pm_participant_get_type ())
PM_DECLARE_RECORD (PmParticipant,
                   pm_participant,
                   PM_PARTICIPANT,
                   PARTICIPANT,
                   PM_PARTICIPANT_FIELDS)

G_END_DECLS
