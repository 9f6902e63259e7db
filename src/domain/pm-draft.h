/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmDraft:
 *
 * An invitation being written on this desktop. It is never on the wire as such.
 */
/* clang-format off */
#define PM_DRAFT_FIELDS(F, ...)                                                     \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                              \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                    \
  F (EMAIL, email, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                       \
  F (FIRST_NAME, first_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)             \
  F (LAST_NAME, last_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)               \
  F (TITLE, title, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                       \
  F (PERSONAL_MESSAGE, personal_message, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)               \
  F (UPDATED_AT, updated_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_DRAFT (pm_draft_get_type ())
PM_DECLARE_RECORD (PmDraft, pm_draft, PM_DRAFT, DRAFT, PM_DRAFT_FIELDS)

G_END_DECLS
