/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-record.h"

G_BEGIN_DECLS

/**
 * PmDb:
 *
 * One connection to one database. It belongs to the thread that opened it.
 */
typedef struct _PmDb PmDb;

/**
 * PmStatement:
 *
 * A prepared statement, kept by its #PmDb and used again. At most one walk over it at a time.
 */
typedef struct _PmStatement PmStatement;

/**
 * PmDbFlags:
 * @PM_DB_DURABLE: a commit survives power loss (synchronous=FULL); without it the last commits
 *   may be lost, never torn (NORMAL)
 * @PM_DB_READ_ONLY: may only ask; never checkpoints
 * @PM_DB_IN_MEMORY: no file; gone when it is closed
 */
typedef enum {
  PM_DB_PLAIN = 0,
  PM_DB_DURABLE = 1 << 0,
  PM_DB_READ_ONLY = 1 << 1,
  PM_DB_IN_MEMORY = 1 << 2,
} PmDbFlags;

/**
 * PmDbFunc:
 * @db: the connection
 * @data: the caller's
 * @error: (out): set when %FALSE is returned
 *
 * Work on a connection, on its thread. In a transaction %FALSE rolls back.
 */
typedef gboolean (*PmDbFunc) (PmDb *db, gpointer data, GError **error);

/**
 * PmDbVisit:
 * @value: an integer of a row
 * @data: the caller's
 *
 * Is shown one row after the other, on the connection's thread.
 */
typedef void (*PmDbVisit) (gint64 value, gpointer data);

PmDb *pm_db_open (const char *path, PmDbFlags flags, GError **error);
void pm_db_close (PmDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmDb, pm_db_close)

gboolean pm_db_migrate (PmDb *self, const char *resource_folder, GError **error);
char *pm_db_name_steps (const char *resource_folder);
char *pm_db_name_form (PmDb *self, GError **error);
gboolean pm_db_check_shape (PmDb *self, const char *resource_folder, GError **error);
gboolean pm_db_attach (PmDb *self, const char *path, const char *schema, GError **error);
gboolean pm_db_backup (PmDb *self, const char *path, GError **error);
gboolean pm_db_check (PmDb *self, GError **error);
gboolean pm_db_check_whole (PmDb *self, GError **error);
void pm_db_interrupt (PmDb *self);
void pm_db_set_user_data (PmDb *self, gpointer data);
gpointer pm_db_get_user_data (PmDb *self);

gboolean pm_db_exec (PmDb *self, const char *script, GError **error);
gboolean pm_db_run (PmDb *self, GError **error, const char *sql, const char *types, ...);
PmStatement *pm_db_query (PmDb *self, GError **error, const char *sql, const char *types, ...);
gboolean pm_db_query_int64 (PmDb *self,
                            gint64 *value,
                            GError **error,
                            const char *sql,
                            const char *types,
                            ...);
gboolean pm_db_visit (PmDb *self,
                      PmDbVisit func,
                      gpointer data,
                      GError **error,
                      const char *sql,
                      const char *types,
                      ...);
gint64 pm_db_changes (PmDb *self);

gboolean pm_db_transact (PmDb *self, PmDbFunc func, gpointer data, GError **error);
gboolean pm_db_is_transacting (PmDb *self);

gboolean pm_statement_step (PmStatement *self, GError **error);
void pm_statement_reset (PmStatement *self);
gint64 pm_statement_get_int64 (PmStatement *self, int column);
const char *pm_statement_get_text (PmStatement *self, int column);
gconstpointer pm_statement_get_blob (PmStatement *self, int column, gsize *length);
gboolean pm_statement_is_null (PmStatement *self, int column);

void pm_statement_read_record (PmStatement *self, PmRecord *record);
PmRecord *pm_statement_new_record (PmStatement *self, GType type);
gboolean pm_db_upsert_record (PmDb *self, const char *table, PmRecord *record, GError **error);
gint64 pm_db_insert_record (PmDb *self, const char *table, PmRecord *record, GError **error);

gboolean
pm_db_get_json (PmDb *self, const char *table, GType type, gint64 id, char **json, GError **error);
gboolean pm_db_read_json (PmDb *self, const char *json, PmRecord *record, GError **error);

G_END_DECLS
