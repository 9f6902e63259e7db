/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-operation.h"
#include "domain/pm-poc.h"
#include "remote/pm-remote-items.h"

G_BEGIN_DECLS

/*
 * What an operation says of an item, in the words of API 1.0.0: which fields such a server knows,
 * which of them it takes when an item is made, and which it must never be told are null, because
 * it then gives no list any more. Any thread.
 */

/**
 * PmPlainLikeness:
 * @PM_PLAIN_OTHER: it is another one
 * @PM_PLAIN_ALIKE: it has the same name, and may have been changed since
 * @PM_PLAIN_SAME: it is just what was said
 *
 * Whether an item is what the server makes when something is said.
 */
typedef enum {
  PM_PLAIN_OTHER,
  PM_PLAIN_ALIKE,
  PM_PLAIN_SAME,
} PmPlainLikeness;

const char *pm_plain_payload_explain_impossible (PmOperation *operation);
char *pm_plain_payload_known (PmItemType type, const char *payload);
char *pm_plain_payload_clean (PmItemType type, const char *payload);
char *pm_plain_payload_of_creation (const char *payload, const PmItemPath *path);
char *pm_plain_payload_of_change (const char *payload, PmRecord *present);
PmPlainLikeness pm_plain_payload_compare (const char *payload, PmRecord *present);
char *pm_plain_payload_clamp_dates (const char *payload, PmRecord *present, PmPoc *poc);

G_END_DECLS
