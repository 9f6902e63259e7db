/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bare.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Usage: bare-delta SERVER-DB CACHE-DB URL CHANGES
 *
 * What a change needs at least, one step after the other: a durable commit of its rows as the
 * server has them, a round trip for its page, which URL serves, and a commit of the rows as the
 * desktop has them. For each line that it reads it does so for so many POCs, and prints how many
 * microseconds each took.
 */

#define TOUCH_SERVER "UPDATE poc SET title = ?2, updated_at = ?3 WHERE id = ?1"
#define COUNT        "UPDATE change_counter SET sequence = sequence + 1 WHERE tenant_id = 1"
#define NOTE \
  "UPDATE change SET revision = (SELECT sequence FROM change_counter WHERE tenant_id = 1)," \
  " changed_at = ?3 WHERE tenant_id = 1 AND type = 'poc' AND object_id = ?1 AND ?2 <> ''"
#define TOUCH_ROW  "UPDATE poc_row SET sort_title = ?2 WHERE id = ?1"
#define TEXT_ID    "?1 << 32 | 0x80000000 | (?1 & 0x3fffffff)"
#define DROP_TEXT  "DELETE FROM poc_search WHERE rowid = " TEXT_ID
#define WRITE_TEXT "INSERT INTO poc_search (rowid, words) VALUES (" TEXT_ID ", ?2)"
#define MOVE_STATE "UPDATE meta SET state = ?2, seq = seq + 1, saved_at = ?3"

#define MAX_STEPS 8

typedef struct {
  sqlite3 *db;
  sqlite3_stmt *steps[MAX_STEPS];
  guint n_steps;
} Side;

static void
open_side (Side *self, const char *path, const char *pragma, const char *const *steps)
{
  self->db = bare_open (path, SQLITE_OPEN_READWRITE);
  bare_exec (self->db, "PRAGMA journal_mode = WAL");
  bare_exec (self->db, pragma);
  for (; steps[self->n_steps] != NULL; self->n_steps++)
    self->steps[self->n_steps] = bare_prepare (self->db, steps[self->n_steps]);
}

static void
commit (Side *self, gint64 poc_id, const char *title)
{
  for (guint i = 0; i < self->n_steps; i++) {
    int n = sqlite3_bind_parameter_count (self->steps[i]);

    if (n >= 1)
      sqlite3_bind_int64 (self->steps[i], 1, poc_id);
    if (n >= 2)
      sqlite3_bind_text (self->steps[i], 2, title, -1, SQLITE_STATIC);
    if (n >= 3)
      sqlite3_bind_int64 (self->steps[i], 3, g_get_real_time ());
    bare_run (self->steps[i]);
  }
}

int
main (int argc, char **argv)
{
  static const char *const server_steps[] = { "BEGIN IMMEDIATE", TOUCH_SERVER, COUNT, NOTE,
                                              "COMMIT",          NULL };
  static const char *const cache_steps[] = { "BEGIN IMMEDIATE", TOUCH_SERVER, TOUCH_ROW, DROP_TEXT,
                                             WRITE_TEXT,        MOVE_STATE,   "COMMIT",  NULL };
  Side server = { NULL }, cache = { NULL };
  CURL *connection = bare_connect ("");
  guint n_changes, n_pocs;

  g_return_val_if_fail (argc == 5, 2);

  open_side (&server, argv[1], "PRAGMA synchronous = FULL", server_steps);
  open_side (&cache, argv[2], "PRAGMA synchronous = NORMAL", cache_steps);
  n_changes = (guint) atoi (argv[4]);
  n_pocs = (guint) bare_ask (cache.db, "SELECT max(id) FROM poc");
  while (getchar () != EOF)
    for (guint i = 0; i < n_changes; i++) {
      gint64 poc_id = 1 + rand () % n_pocs;
      g_autofree char *title = g_strdup_printf ("Retitled POC %d", rand ());
      gint64 start = g_get_monotonic_time ();

      commit (&server, poc_id, title);
      bare_send (connection, "GET", argv[3], NULL);
      commit (&cache, poc_id, title);
      printf ("%" G_GINT64_FORMAT "%c", g_get_monotonic_time () - start,
              i + 1 < n_changes ? ' ' : '\n');
      fflush (stdout);
    }
  return 0;
}
