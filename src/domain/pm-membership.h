/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmMembership:
 *
 * An organization that an account belongs to, as sign-in offers it.
 */
/* clang-format off */
#define PM_MEMBERSHIP_FIELDS(F, ...)                                      \
  F (TENANT_ID, tenant_id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)      \
  F (TENANT_NAME, tenant_name, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (TENANT_SLUG, tenant_slug, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (ROLE, role, ENUM, PM_FIELD_PLAIN, pm_role_get_type, __VA_ARGS__)     \
  F (IS_DEFAULT, is_default, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_MEMBERSHIP (pm_membership_get_type ())
PM_DECLARE_RECORD (PmMembership, pm_membership, PM_MEMBERSHIP, MEMBERSHIP, PM_MEMBERSHIP_FIELDS)

G_END_DECLS
