/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-changes.h"
#include "db/pm-db.h"
#include "domain/pm-poc.h"

G_BEGIN_DECLS

/* What stands in poc_row.flags. Each status has a bit, so that any set of them is one test. */
#define PM_POC_FLAG_MINE           1
#define PM_POC_FLAG_PENDING        2
#define PM_POC_FLAG_ATTENTION      4
#define PM_POC_FLAG_STATUS(status) (16 << (status))
#define PM_POC_FLAG_ANY_STATUS     (15 * 16)

/*
 * The derived tables: who is who in each POC, what the browser shows of it, and its search text.
 * On the writing thread, inside a transaction of the mirror.
 */

gboolean pm_derive_set_up (PmDb *mirror, GError **error);
gboolean pm_derive_index (PmDb *mirror, GError **error);
gboolean pm_derive_sort_keys (PmDb *mirror, PmPoc *poc, GError **error);
gboolean pm_derive_due (PmDb *mirror, gint64 now, GError **error);
gboolean pm_derive_all_pocs (PmDb *mirror, GError **error);
gboolean pm_derive_redo (PmDb *mirror, PmChanges *changes, GError **error);

G_END_DECLS
