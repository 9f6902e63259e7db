/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmOrganization:
 *
 * The vendor company that owns POCs ("tenant" on the wire).
 */
/* clang-format off */
#define PM_ORGANIZATION_FIELDS(F, ...)                                             \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                             \
  F (NAME, name, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)                     \
  F (SLUG, slug, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                        \
  F (CONTACT_EMAIL, contact_email, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)      \
  F (IS_ACTIVE, is_active, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)             \
  F (CREATED_AT, created_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)              \
  F (INVITATION_DAYS, invitation_days, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (REMINDERS, reminders, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_ORGANIZATION (pm_organization_get_type ())
PM_DECLARE_RECORD (PmOrganization,
                   pm_organization,
                   PM_ORGANIZATION,
                   ORGANIZATION,
                   PM_ORGANIZATION_FIELDS)

G_END_DECLS
