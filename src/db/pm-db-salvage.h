/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/**
 * PmSalvagedFunc:
 * @db: the database that a row was added to
 * @table: in which table
 * @row: the row's id
 * @data: the caller's
 * @error: return location
 *
 * Told of each row that was salvaged.
 */
typedef gboolean (
    *PmSalvagedFunc) (PmDb *db, const char *table, gint64 row, gpointer data, GError **error);

gboolean pm_db_copy_row (PmDb *self, const char *insert, PmStatement *row, GError **error);
gboolean pm_db_salvage (PmDb *self,
                        const char *path,
                        const char *const *tables,
                        PmSalvagedFunc func,
                        gpointer data,
                        GError **error);

G_END_DECLS
