/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmOperation:
 *
 * One thing this desktop still has to tell the server. `key` is fixed before the first byte
 * leaves; `payload` is what is sent, with this desktop's own numbers for what it has made itself.
 * `item_type` and `item_id` say what is made, changed or removed, a negative number being what was
 * made here; `title` is what people call it. `base` holds what the changed fields were when they
 * were changed, and `conflict` what the server has in those that were changed on both sides.
 * `revision` is the server's tag of what is overwritten, `server_id` the number that it gave to
 * what was made, `step` how many requests of several are done. `send_at` was chosen by a person.
 */
/* clang-format off */
#define PM_OPERATION_FIELDS(F, ...)                                                \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                             \
  F (KEY, key, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                          \
  F (KIND, kind, ENUM, PM_FIELD_PLAIN, pm_operation_kind_get_type, __VA_ARGS__)    \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                   \
  F (POC_TITLE, poc_title, STRING, PM_FIELD_LOCAL, NULL, __VA_ARGS__)              \
  F (INVITATION_ID, invitation_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)     \
  F (USER_ID, user_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                 \
  F (ITEM_TYPE, item_type, ENUM, PM_FIELD_PLAIN, pm_item_type_get_type, __VA_ARGS__) \
  F (ITEM_ID, item_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                 \
  F (TITLE, title, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                      \
  F (EMAIL, email, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                      \
  F (FULL_NAME, full_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)              \
  F (DEPENDS_ON, depends_on, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)           \
  F (PAYLOAD, payload, JSON, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                    \
  F (BASE, base, JSON, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                          \
  F (CONFLICT, conflict, JSON, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                  \
  F (REVISION, revision, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                \
  F (SERVER_ID, server_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)             \
  F (STEP, step, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                       \
  F (STATE, state, ENUM, PM_FIELD_PLAIN, pm_operation_state_get_type, __VA_ARGS__) \
  F (ATTEMPTS, attempts, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)               \
  F (NOT_BEFORE, not_before, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)              \
  F (SEND_AT, send_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                    \
  F (FIRST_TRIED_AT, first_tried_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)      \
  F (LAST_PROBLEM, last_problem, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)        \
  F (POSSIBLE_AT, possible_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)            \
  F (SYNC_SEQ, sync_seq, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)               \
  F (RESEND_COUNT, resend_count, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)       \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_OPERATION (pm_operation_get_type ())
PM_DECLARE_RECORD (PmOperation, pm_operation, PM_OPERATION, OPERATION, PM_OPERATION_FIELDS)

G_END_DECLS
