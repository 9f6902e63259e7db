/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bare.h"

#include <stdio.h>
#include <string.h>

/*
 * Usage: bare-invitations DATABASE SOURCE SECONDS
 *
 * Writes invitations that SOURCE has and DATABASE has not into DATABASE, with all rows that belong
 * to each, one durable transaction an invitation, as fast as SQLite alone can. Prints how many a
 * second.
 */

#define MAX_INVITATIONS 20000

typedef struct {
  const char *select; /* what SOURCE has of one invitation */
  const char *insert; /* how it goes into DATABASE */
  sqlite3_stmt *from;
  sqlite3_stmt *into;
  GPtrArray **rows; /* of an array of values, an entry for each invitation */
} Table;

#define COUNT \
  "INSERT INTO change_counter (tenant_id, sequence) VALUES (?1, 1) " \
  "ON CONFLICT (tenant_id) DO UPDATE SET sequence = sequence + 1 RETURNING sequence"

static Table tables[] = {
  { "SELECT * FROM invitation WHERE id = ?1", "invitation" },
  { "SELECT * FROM invitation_token WHERE invitation_id = ?1", "invitation_token" },
  { "SELECT * FROM invitation_event WHERE invitation_id = ?1 ORDER BY id LIMIT 1",
    "invitation_event" },
  { "SELECT * FROM mail WHERE invitation_id = ?1", "mail" },
  { "SELECT tenant_id FROM invitation WHERE id = ?1", COUNT },
  { "SELECT * FROM change WHERE tenant_id = 1 AND type = 'invitation' AND object_id = ?1",
    "change" },
  { "SELECT * FROM audit WHERE tenant_id = 1 AND action = 'invited' AND at = "
    "(SELECT created_at FROM invitation WHERE id = ?1) LIMIT 1",
    "audit" },
};

/* A name stands for an INSERT of all columns. */
static char *
insert_text (const Table *table)
{
  GString *text;

  if (strchr (table->insert, ' ') != NULL)
    return g_strdup (table->insert);
  text = g_string_new (NULL);
  g_string_printf (text, "INSERT INTO %s VALUES (", table->insert);
  for (int i = 1; i <= sqlite3_column_count (table->from); i++)
    g_string_append_printf (text, "%s?%d", i > 1 ? ", " : "", i);
  return g_string_free (g_string_append_c (text, ')'), FALSE);
}

static void
prepare_tables (sqlite3 *source, sqlite3 *target)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *insert = NULL;

    tables[i].from = bare_prepare (source, tables[i].select);
    insert = insert_text (&tables[i]);
    tables[i].into = bare_prepare (target, insert);
    tables[i].rows = g_new0 (GPtrArray *, MAX_INVITATIONS);
  }
}

static GPtrArray *
read_rows (sqlite3_stmt *from, gint64 invitation)
{
  GPtrArray *values = g_ptr_array_new ();

  sqlite3_bind_int64 (from, 1, invitation);
  while (sqlite3_step (from) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (from); i++)
      g_ptr_array_add (values, sqlite3_value_dup (sqlite3_column_value (from, i)));
  sqlite3_reset (from);
  return values;
}

/* All is read before the clock runs. */
static guint
read_source (sqlite3 *source, gint64 after)
{
  gint64 last = bare_ask (source, "SELECT max (id) FROM invitation");
  guint count = (guint) MIN (last - after, MAX_INVITATIONS);

  for (guint i = 0; i < count; i++)
    for (guint j = 0; j < G_N_ELEMENTS (tables); j++)
      tables[j].rows[i] = read_rows (tables[j].from, after + 1 + i);
  return count;
}

static void
write_rows (sqlite3 *target, sqlite3_stmt *into, GPtrArray *values)
{
  int n_columns = sqlite3_bind_parameter_count (into);

  for (guint start = 0; start < values->len; start += (guint) n_columns) {
    for (int i = 0; i < n_columns; i++)
      sqlite3_bind_value (into, i + 1, g_ptr_array_index (values, start + (guint) i));
    while (sqlite3_step (into) == SQLITE_ROW)
      ;
    bare_check (target, sqlite3_reset (into));
  }
}

static void
write_invitation (sqlite3 *target, sqlite3_stmt *begin, sqlite3_stmt *commit, guint number)
{
  bare_check (target, sqlite3_step (begin));
  sqlite3_reset (begin);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    write_rows (target, tables[i].into, tables[i].rows[number]);
  bare_check (target, sqlite3_step (commit));
  sqlite3_reset (commit);
}

int
main (int argc, char **argv)
{
  sqlite3 *target = bare_open (argv[1], SQLITE_OPEN_READWRITE);
  sqlite3 *source = bare_open (argv[2], SQLITE_OPEN_READONLY);
  double span = g_ascii_strtod (argv[3], NULL);
  gint64 start;
  guint count, done = 0;
  sqlite3_stmt *begin, *commit;

  /* As the server's own connection has it. */
  bare_check (target, sqlite3_exec (target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL",
                                    NULL, NULL, NULL));
  prepare_tables (source, target);
  count = read_source (source, bare_ask (target, "SELECT coalesce (max (id), 0) FROM invitation"));
  begin = bare_prepare (target, "BEGIN IMMEDIATE");
  commit = bare_prepare (target, "COMMIT");

  start = g_get_monotonic_time ();
  while (done < count && g_get_monotonic_time () - start < (gint64) (span * G_USEC_PER_SEC))
    write_invitation (target, begin, commit, done++);
  printf ("%.1f\n", done / ((double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC));
  return 0;
}
