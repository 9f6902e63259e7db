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

const char *pm_plain_payload_explain_impossible (PmOperation *operation);
char *pm_plain_payload_known (PmItemType type, const char *payload);
char *pm_plain_payload_clean (PmItemType type, const char *payload);
char *pm_plain_payload_of_creation (const char *payload, const PmItemPath *path);
char *pm_plain_payload_of_change (const char *payload, PmRecord *present);
gboolean pm_plain_payload_made (const char *payload, PmRecord *present);
char *pm_plain_payload_clamp_dates (const char *payload, PmRecord *present, PmPoc *poc);

G_END_DECLS
