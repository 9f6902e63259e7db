/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

#include <sqlite3.h>

struct _PmStatement {
  PmDb *db;
  sqlite3_stmt *handle;
  GType record_type; /* the type that @fields is for */
  GArray *fields;    /* column → field number, or -1 */
};

PmStatement *pm_db_prepare (PmDb *self, const char *sql, GError **error);
GHashTable *pm_db_get_inserts (PmDb *self);
GHashTable *pm_inserts_new (void);
gboolean pm_db_fail (PmDb *self, GError **error);
gboolean pm_db_fail_damaged (GError *local, GError **error);
int pm_statement_find_field (const PmField *fields, guint n_fields, const char *name);
void pm_statement_read_field (PmStatement *self, int column, PmRecord *record, guint field);
gboolean pm_statement_run_to_end (PmStatement *self, GError **error);
