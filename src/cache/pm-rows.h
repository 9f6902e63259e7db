/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-changes.h"
#include "db/pm-db.h"

G_BEGIN_DECLS

/* Rows as lists show them. On the thread that owns @mirror. */

gboolean pm_rows_load (PmDb *mirror, PmSource source, gint64 key, PmRecord **row, GError **error);
gboolean pm_rows_load_many (PmDb *mirror,
                            PmSource source,
                            const gint64 *keys,
                            gsize n_keys,
                            GPtrArray *rows,
                            GError **error);

G_END_DECLS
