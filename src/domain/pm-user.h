/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmUser:
 *
 * A person with an account.
 */
/* clang-format off */
#define PM_USER_FIELDS(F, ...)                                          \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                  \
  F (EMAIL, email, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)        \
  F (FULL_NAME, full_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)   \
  F (FIRST_NAME, first_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (LAST_NAME, last_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)   \
  F (TITLE, title, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)           \
  F (ROLE, role, ENUM, PM_FIELD_PLAIN, pm_role_get_type, __VA_ARGS__)   \
  F (IS_ACTIVE, is_active, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)  \
  F (TENANT_ID, tenant_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)  \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)   \
  F (LAST_LOGIN, last_login, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_USER (pm_user_get_type ())
PM_DECLARE_RECORD (PmUser, pm_user, PM_USER, USER, PM_USER_FIELDS)

G_END_DECLS
