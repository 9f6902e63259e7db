/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "db/pm-db.h"

#include "domain/pm-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "db/pm-statement-private.h"

struct _PmDb {
  sqlite3 *handle;
  GHashTable *statements; /* SQL text → PmStatement */
  GHashTable *inserts;    /* PmInsertKey → PmInsert */
  guint depth;            /* how many transactions stand inside each other */
  gboolean read_only;
  gpointer user_data;
  PmDbVisit visit; /* what visit(…) calls in the statement that runs */
  gpointer visit_data;
};

static PmError
kind_of (int code)
{
  switch (code) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return PM_ERROR_DAMAGED;
  case SQLITE_INTERRUPT:
    return PM_ERROR_CANCELLED;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return PM_ERROR_BUSY;
  case SQLITE_FULL:
  case SQLITE_READONLY:
  case SQLITE_CANTOPEN:
  case SQLITE_PERM:
  case SQLITE_IOERR:
    return PM_ERROR_STORAGE;
  default:
    return PM_ERROR_FAILED;
  }
}

gboolean
pm_db_fail (PmDb *self, GError **error)
{
  int code = sqlite3_errcode (self->handle);

  if (code == SQLITE_FULL)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_STORAGE,
                         "The disk is full. Nothing can be saved until there is room again.");
  else if (kind_of (code) == PM_ERROR_STORAGE)
    g_set_error (error, PM_ERROR, PM_ERROR_STORAGE,
                 "The disk cannot be read or written: %s. Nothing was saved.",
                 sqlite3_errmsg (self->handle));
  else
    g_set_error (error, PM_ERROR, kind_of (code), "The database answered: %s.",
                 sqlite3_errmsg (self->handle));
  return FALSE;
}

static void
statement_free (gpointer data)
{
  PmStatement *statement = data;

  sqlite3_finalize (statement->handle);
  g_clear_pointer (&statement->fields, g_array_unref);
  g_free (statement);
}

/* Pragmas are refused silently, so each is read back. */
static gboolean
set_pragma (PmDb *self, const char *set, const char *get, const char *expected, GError **error)
{
  PmStatement *statement;

  if (!pm_db_exec (self, set, error))
    return FALSE;
  statement = pm_db_query (self, error, get, "");
  if (statement == NULL || !pm_statement_step (statement, error))
    return FALSE;
  if (g_strcmp0 (pm_statement_get_text (statement, 0), expected) != 0) {
    g_set_error (error, PM_ERROR, PM_ERROR_FAILED, "The database refused “%s”.", set);
    return FALSE;
  }
  while (pm_statement_step (statement, NULL))
    ;
  return TRUE;
}

static void
visit_row (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  PmDb *self = sqlite3_user_data (context);

  if (self->visit != NULL)
    self->visit (sqlite3_value_int64 (values[0]), self->visit_data);
}

static void
end_visit (sqlite3_context *context)
{
  sqlite3_result_null (context);
}

static gboolean
set_up (PmDb *self, PmDbFlags flags, GError **error)
{
  sqlite3_extended_result_codes (self->handle, 0);
  sqlite3_busy_timeout (self->handle, 5000);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_create_function (self->handle, "visit", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, self, NULL,
                           visit_row, end_visit);

  if (flags & PM_DB_READ_ONLY)
    return set_pragma (self, "PRAGMA query_only = 1", "PRAGMA query_only", "1", error);

  if (flags & PM_DB_IN_MEMORY)
    return TRUE;

  return set_pragma (self, "PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal", error) &&
         (flags & PM_DB_DURABLE
              ? set_pragma (self, "PRAGMA synchronous = FULL", "PRAGMA synchronous", "2", error)
              : set_pragma (self, "PRAGMA synchronous = NORMAL", "PRAGMA synchronous", "1", error));
}

/* One that the system lets us write to, but SQLite does not, says that it is from the future. */
static gboolean
check_writable (PmDb *self, const char *path, GError **error)
{
  if (self->read_only || sqlite3_db_readonly (self->handle, "main") != 1)
    return TRUE;
  if (g_access (path, W_OK) == 0)
    g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED, "The head of “%s” is damaged.", path);
  else
    g_set_error (error, PM_ERROR, PM_ERROR_STORAGE,
                 "The file “%s” cannot be written to. Nothing can be saved.", path);
  return FALSE;
}

/* A folder where one of the database's files should be. */
static gboolean
is_in_the_way (const char *path, GError **error)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *file = g_strconcat (path, endings[i], NULL);

    if (g_file_test (file, G_FILE_TEST_IS_DIR)) {
      g_set_error (error, PM_ERROR, PM_ERROR_DAMAGED, "“%s” is a folder.", file);
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * pm_db_open:
 * @path: (nullable): the file; %NULL for %PM_DB_IN_MEMORY
 * @flags: how
 * @error: return location
 *
 * Opens a connection for the calling thread; makes the file unless it is opened read-only.
 * A write-ahead log is used, never memory mapping.
 *
 * Returns: (transfer full) (nullable): the connection. %PM_ERROR_DAMAGED if the file is no
 *   database
 */
PmDb *
pm_db_open (const char *path, PmDbFlags flags, GError **error)
{
  g_autoptr (PmDb) self = g_new0 (PmDb, 1);
  GError *local = NULL;
  int mode = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

  if (!(flags & PM_DB_READ_ONLY))
    mode |= SQLITE_OPEN_CREATE;
  self->read_only = (flags & PM_DB_READ_ONLY) != 0;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, statement_free);
  self->inserts = pm_inserts_new ();

  if (flags & PM_DB_IN_MEMORY)
    path = ":memory:";
  else if (is_in_the_way (path, error))
    return NULL;
  if (sqlite3_open_v2 (path, &self->handle, mode, NULL) != SQLITE_OK) {
    pm_db_fail (self, error);
    return NULL;
  }
  if (!set_up (self, flags, &local)) {
    pm_db_fail_damaged (local, error);
    return NULL;
  }
  if (!check_writable (self, path, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * pm_db_close:
 * @self: (transfer full): the connection
 *
 * Closes it and finalizes its statements. An open transaction is rolled back.
 */
void
pm_db_close (PmDb *self)
{
  g_hash_table_unref (self->statements);
  g_hash_table_unref (self->inserts);
  sqlite3_close (self->handle);
  g_free (self);
}

/**
 * pm_db_attach:
 * @self: a connection
 * @path: another database's file
 * @schema: the name it gets, a literal
 * @error: return location
 *
 * Makes another file readable through this connection.
 */
gboolean
pm_db_attach (PmDb *self, const char *path, const char *schema, GError **error)
{
  return pm_db_run (self, error, "ATTACH ?1 AS ?2", "ss", path, schema);
}

/**
 * pm_db_backup:
 * @self: a connection
 * @path: a file that does not exist yet
 * @error: return location
 *
 * Writes a consistent copy while others read and write.
 */
gboolean
pm_db_backup (PmDb *self, const char *path, GError **error)
{
  return pm_db_run (self, error, "VACUUM INTO ?1", "s", path);
}

/**
 * pm_db_interrupt:
 * @self: a connection
 *
 * Makes what it is doing fail with %PM_ERROR_CANCELLED. Any thread, while @self is open.
 */
void
pm_db_interrupt (PmDb *self)
{
  sqlite3_interrupt (self->handle);
}

/**
 * pm_db_set_user_data:
 * @self: a connection
 * @data: (nullable): what the present work on the connection belongs to
 *
 * Lets those who start work on a connection speak to those who are called deep inside it.
 */
void
pm_db_set_user_data (PmDb *self, gpointer data)
{
  self->user_data = data;
}

/**
 * pm_db_get_user_data:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): what was set last
 */
gpointer
pm_db_get_user_data (PmDb *self)
{
  return self->user_data;
}

/**
 * pm_db_exec:
 * @self: a connection
 * @script: statements without parameters, our own text
 * @error: return location
 */
gboolean
pm_db_exec (PmDb *self, const char *script, GError **error)
{
  if (sqlite3_exec (self->handle, script, NULL, NULL, NULL) != SQLITE_OK)
    return pm_db_fail (self, error);
  return TRUE;
}

GHashTable *
pm_db_get_inserts (PmDb *self)
{
  return self->inserts;
}

PmStatement *
pm_db_prepare (PmDb *self, const char *sql, GError **error)
{
  PmStatement *statement = g_hash_table_lookup (self->statements, sql);
  sqlite3_stmt *handle = NULL;

  if (statement != NULL) {
    sqlite3_reset (statement->handle);
    sqlite3_clear_bindings (statement->handle);
    return statement;
  }
  if (sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL) !=
      SQLITE_OK) {
    pm_db_fail (self, error);
    g_prefix_error (error, "In “%s”: ", sql);
    return NULL;
  }
  statement = g_new0 (PmStatement, 1);
  statement->db = self;
  statement->handle = handle;
  g_hash_table_insert (self->statements, g_strdup (sql), statement);
  return statement;
}

static void
bind_all (PmStatement *statement, const char *types, va_list args)
{
  for (int i = 0; types[i] != '\0'; i++) {
    switch (types[i]) {
    case 'i':
      sqlite3_bind_int64 (statement->handle, i + 1, va_arg (args, gint64));
      break;
    case 's':
      sqlite3_bind_text (statement->handle, i + 1, va_arg (args, const char *), -1,
                         SQLITE_TRANSIENT);
      break;
    case 'b': {
      GBytes *bytes = va_arg (args, GBytes *);
      gsize length = 0;
      gconstpointer data = bytes == NULL ? NULL : g_bytes_get_data (bytes, &length);

      sqlite3_bind_blob64 (statement->handle, i + 1, data, length, SQLITE_TRANSIENT);
      break;
    }
    default:
      g_assert_not_reached ();
    }
  }
}

static PmStatement *
query_valist (PmDb *self, GError **error, const char *sql, const char *types, va_list args)
{
  PmStatement *statement = pm_db_prepare (self, sql, error);

  if (statement == NULL)
    return NULL;
  g_assert ((int) strlen (types) == sqlite3_bind_parameter_count (statement->handle));
  bind_all (statement, types, args);
  return statement;
}

/**
 * pm_db_query:
 * @self: a connection
 * @error: return location
 * @sql: one statement, our own text, with parameters `?1`, `?2`, …
 * @types: a letter for each parameter: `i` a #gint64 (cast literals!), `s` text (nullable),
 *   `b` a #GBytes (nullable)
 * @...: the parameters
 *
 * Prepares a walk; pm_statement_step() makes the steps. The statement is kept and used again
 * the next time the same text comes.
 *
 * Returns: (transfer none) (nullable): the statement, until the same text is asked again
 */
PmStatement *
pm_db_query (PmDb *self, GError **error, const char *sql, const char *types, ...)
{
  PmStatement *statement;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, error, sql, types, args);
  va_end (args);
  return statement;
}

/**
 * pm_db_run:
 * @self: a connection
 * @error: return location
 * @sql: one statement, our own text
 * @types: as for pm_db_query()
 * @...: the parameters
 *
 * Runs a statement to its end. pm_db_changes() tells how many rows it changed.
 */
gboolean
pm_db_run (PmDb *self, GError **error, const char *sql, const char *types, ...)
{
  PmStatement *statement;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, error, sql, types, args);
  va_end (args);
  return statement != NULL && pm_statement_run_to_end (statement, error);
}

/**
 * pm_db_query_int64:
 * @self: a connection
 * @value: (out): the first row's first column; unchanged when there is no row
 * @error: return location
 * @sql: one statement, our own text
 * @types: as for pm_db_query()
 * @...: the parameters
 *
 * Returns: %FALSE on failure; no row is no failure
 */
gboolean
pm_db_query_int64 (PmDb *self,
                   gint64 *value,
                   GError **error,
                   const char *sql,
                   const char *types,
                   ...)
{
  g_autoptr (GError) local = NULL;
  PmStatement *statement;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, error, sql, types, args);
  va_end (args);
  if (statement == NULL)
    return FALSE;
  if (pm_statement_step (statement, &local)) {
    *value = pm_statement_get_int64 (statement, 0);
    return pm_statement_run_to_end (statement, error);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_db_visit:
 * @self: a connection
 * @func: what is called for each row; it must not use @self
 * @data: for @func
 * @error: return location
 * @sql: a SELECT of visit() of an integer, and of nothing else
 * @types: as for pm_db_query()
 * @...: the parameters
 *
 * Goes through very many rows without stepping out of the database at each, which saves a third
 * of the time.
 */
gboolean
pm_db_visit (PmDb *self,
             PmDbVisit func,
             gpointer data,
             GError **error,
             const char *sql,
             const char *types,
             ...)
{
  PmStatement *statement;
  gboolean done;
  va_list args;

  va_start (args, types);
  statement = query_valist (self, error, sql, types, args);
  va_end (args);
  self->visit = func;
  self->visit_data = data;
  done = statement != NULL && pm_statement_run_to_end (statement, error);
  self->visit = NULL;
  return done;
}

/**
 * pm_db_changes:
 * @self: a connection
 *
 * Returns: how many rows the last INSERT, UPDATE or DELETE changed
 */
gint64
pm_db_changes (PmDb *self)
{
  return sqlite3_changes64 (self->handle);
}

static const char *const begin_words[] = { "BEGIN IMMEDIATE", "SAVEPOINT inner1",
                                           "SAVEPOINT inner2", "SAVEPOINT inner3" };
static const char *const commit_words[] = { "COMMIT", "RELEASE inner1", "RELEASE inner2",
                                            "RELEASE inner3" };
static const char *const rollback_words[] = { "ROLLBACK", "ROLLBACK TO inner1; RELEASE inner1",
                                              "ROLLBACK TO inner2; RELEASE inner2",
                                              "ROLLBACK TO inner3; RELEASE inner3" };

/* A full disk, among others, ends a transaction from within. A savepoint would then be the
 * beginning of one that nobody has asked for. */
static gboolean
check_outer (PmDb *self, GError **error)
{
  if (self->depth == 0 || pm_db_is_transacting (self))
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_FAILED, "The database has given up the transaction.");
  return FALSE;
}

/**
 * pm_db_transact:
 * @self: a connection
 * @func: what to do
 * @data: for @func
 * @error: return location
 *
 * Runs @func in a transaction, or in a savepoint when one is already open (three deep at most):
 * all of it happens, or nothing. On a connection that may only ask, all of it sees one moment.
 */
gboolean
pm_db_transact (PmDb *self, PmDbFunc func, gpointer data, GError **error)
{
  guint depth = self->depth;
  gboolean done;

  g_assert (depth < G_N_ELEMENTS (begin_words));

  if (!check_outer (self, error) ||
      !pm_db_exec (self, depth == 0 && self->read_only ? "BEGIN" : begin_words[depth], error))
    return FALSE;
  self->depth++;
  done = func (self, data, error) && pm_db_exec (self, commit_words[depth], error);
  self->depth--;
  if (!done && (depth > 0 || pm_db_is_transacting (self)))
    pm_db_exec (self, rollback_words[depth], NULL);
  return done;
}

/**
 * pm_db_is_transacting:
 * @self: a connection
 *
 * Returns: whether a transaction is open: one that pm_db_transact() began may have ended from within
 */
gboolean
pm_db_is_transacting (PmDb *self)
{
  return !sqlite3_get_autocommit (self->handle);
}
