/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmConflict:
 *
 * A field of an item that was changed on this desktop and, to something else, by somebody else.
 * `field` is its name on the wire; a value is %NULL where there is none. Where this desktop removes
 * the item, `is_removal` is set, and there is nothing of its own.
 */
/* clang-format off */
#define PM_CONFLICT_FIELDS(F, ...)                                \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)            \
  F (ITEM_TYPE, item_type, ENUM, PM_FIELD_PLAIN, pm_item_type_get_type, __VA_ARGS__) \
  F (IS_REMOVAL, is_removal, BOOLEAN, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (FIELD, field, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)     \
  F (MINE, mine, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)       \
  F (THEIRS, theirs, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_CONFLICT (pm_conflict_get_type ())
PM_DECLARE_RECORD (PmConflict, pm_conflict, PM_CONFLICT, CONFLICT, PM_CONFLICT_FIELDS)

G_END_DECLS
