/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PmPendingMark:
 *
 * Says quietly, in the row of something that people write, what still waits in the outbox about
 * it; hidden when nothing does. What needs attention leads to the outbox. Properties, all
 * writable: `operation-id` (0 for none), `operation-state` (#PmOperationState).
 */
#define PM_TYPE_PENDING_MARK (pm_pending_mark_get_type ())
G_DECLARE_FINAL_TYPE (PmPendingMark, pm_pending_mark, PM, PENDING_MARK, AdwBin)

char *pm_pending_mark_words (gint64 operation_id, PmOperationState state);

G_END_DECLS
