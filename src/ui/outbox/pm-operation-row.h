/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-operation.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PmOperationRow:
 *
 * One thing that waits in the outbox, with what can be done about it. It stands in a
 * #PmOutboxDialog. Properties: `operation` (#PmOperation), `n-conflicts` (read-only, how many
 * fields were changed on both sides). Its buttons activate `outbox.send-now`, `outbox.retry`,
 * `outbox.edit`, `outbox.discard`, `outbox.keep-mine` and `outbox.keep-theirs` with the operation's
 * id.
 */
#define PM_TYPE_OPERATION_ROW (pm_operation_row_get_type ())
G_DECLARE_FINAL_TYPE (PmOperationRow, pm_operation_row, PM, OPERATION_ROW, GtkBox)

G_END_DECLS
