/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-operation.h"

G_BEGIN_DECLS

gboolean pm_reconcile_is_done (PmOperation *operation, GPtrArray *rows);
gint64 pm_reconcile_resend_count (PmOperation *operation, GPtrArray *rows);
GPtrArray *pm_reconcile_list_made (PmOperation *operation,
                                   const char *payload,
                                   GPtrArray *rows,
                                   gint64 user_id);

G_END_DECLS
