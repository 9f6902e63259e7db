/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-operation.h"

G_BEGIN_DECLS

gboolean pm_reconcile_is_done (PmOperation *operation, GPtrArray *rows);
gint64 pm_reconcile_resend_count (PmOperation *operation, GPtrArray *rows);

G_END_DECLS
