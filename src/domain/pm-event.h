/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"
#include "domain/pm-record.h"

G_BEGIN_DECLS

/* What happens to an invitation, as its history says it: #PmEvent's kind. */
#define PM_EVENT_KIND_INVITED     "invited"
#define PM_EVENT_KIND_RESENT      "resent"
#define PM_EVENT_KIND_REMINDED    "reminded"
#define PM_EVENT_KIND_CANCELLED   "cancelled"
#define PM_EVENT_KIND_EXPIRED     "expired"
#define PM_EVENT_KIND_ACCEPTED    "accepted"
#define PM_EVENT_KIND_REMOVED     "removed"
#define PM_EVENT_KIND_MAIL_SENT   "mail_sent"
#define PM_EVENT_KIND_MAIL_FAILED "mail_failed"
#define PM_EVENT_KIND_LINK_OPENED "link_opened"

/**
 * PmEvent:
 *
 * One line of an invitation's history.
 */
/* clang-format off */
#define PM_EVENT_FIELDS(F, ...)                                \
  F (AT, at, TIME, PM_FIELD_REQUIRED, NULL, __VA_ARGS__)       \
  F (KIND, kind, STRING, PM_FIELD_REQUIRED, NULL, __VA_ARGS__) \
  F (BY, by, STRING, PM_FIELD_PLAIN, NULL, __VA_ARGS__)
/* clang-format on */

#define PM_TYPE_EVENT (pm_event_get_type ())
PM_DECLARE_RECORD (PmEvent, pm_event, PM_EVENT, EVENT, PM_EVENT_FIELDS)

G_END_DECLS
