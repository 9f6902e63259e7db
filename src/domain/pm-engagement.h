/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmEngagement:
 *
 * How much a participant takes part; the id is the participant's. The activity is a list of
 * `{"day": "2026-03-01", "count": 3}`, the days of UTC on which something was done, the oldest
 * first.
 */
/* clang-format off */
#define PM_ENGAGEMENT_FIELDS(F, ...)                                               \
  F (ID, id, INTEGER, PM_FIELD_KEY, NULL, __VA_ARGS__)                             \
  F (POC_ID, poc_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                   \
  F (USER_ID, user_id, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)                 \
  F (LAST_SEEN_AT, last_seen_at, TIME, PM_FIELD_PLAIN, NULL, __VA_ARGS__)          \
  F (COMMENTS_COUNT, comments_count, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__)   \
  F (TASKS_COMPLETED, tasks_completed, INTEGER, PM_FIELD_PLAIN, NULL, __VA_ARGS__) \
  F (ACTIVITY, activity, JSON, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_ENGAGEMENT (pm_engagement_get_type ())
PM_DECLARE_RECORD (PmEngagement, pm_engagement, PM_ENGAGEMENT, ENGAGEMENT, PM_ENGAGEMENT_FIELDS)

G_END_DECLS
