/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmInvitation:
 *
 * An e-mailed, unique, single-use, expiring offer to become a participant.
 */
/* clang-format off */
#define PM_INVITATION_FIELDS(F, ...)                                                                 \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                                               \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                     \
  F (EMAIL, email, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)                                     \
  F (FULL_NAME, full_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                \
  F (FIRST_NAME, first_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                              \
  F (LAST_NAME, last_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                \
  F (TITLE, title, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                        \
  F (STATUS, status, ENUM, PM_FIELD_PLAIN, pm_invitation_status_get_type, __VA_ARGS__)               \
  F (IS_CUSTOMER, is_customer, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                           \
  F (PERSONAL_MESSAGE, personal_message, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                  \
  F (INVITED_BY, invited_by, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                             \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                \
  F (EXPIRES_AT, expires_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                \
  F (ACCEPTED_AT, accepted_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                              \
  F (EMAIL_SENT, email_sent, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                             \
  F (EMAIL_ERROR, email_error, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                            \
  F (RESEND_COUNT, resend_count, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                         \
  F (LAST_RESENT_AT, last_resent_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                        \
  F (SEND_AT, send_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                                      \
  F (REMINDER_COUNT, reminder_count, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                     \
  F (LAST_REMINDED_AT, last_reminded_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                    \
  F (DELIVERY_STATE, delivery_state, ENUM, PM_FIELD_NESTED, pm_delivery_state_get_type, __VA_ARGS__) \
  F (DELIVERY_ATTEMPTS, delivery_attempts, INTEGER, PM_FIELD_NESTED, NULL, __VA_ARGS__)              \
  F (DELIVERY_LAST_ERROR, delivery_last_error, STRING, PM_FIELD_NESTED, NULL, __VA_ARGS__)           \
  F (DELIVERY_SENT_AT, delivery_sent_at, TIME, PM_FIELD_NESTED, NULL, __VA_ARGS__)                   \
  F (DELIVERY_LINK_OPENED_AT, delivery_link_opened_at, TIME, PM_FIELD_NESTED, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_INVITATION (pm_invitation_get_type ())
PM_DECLARE_RECORD (PmInvitation, pm_invitation, PM_INVITATION, INVITATION, PM_INVITATION_FIELDS)

G_END_DECLS
