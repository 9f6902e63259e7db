/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Usage: bare-sync URL TOKEN SOURCE TARGET SCHEMA…
 *
 * Downloads the pages of a bootstrap one after the other, then inserts the rows that our desktop
 * has made of them, which SOURCE has, into TARGET, a new file of the same schema: rows, search
 * text and, as we do it, the browser's indexes at the end. All is one transaction, without ours'
 * duty to be able to go on after each page. Prints how many seconds both took together.
 */

#define MORE  "\"has_more\":true"
#define STATE "\"new_state\":\""

/* Read while the clock stands, so many at a time. */
#define CHUNK 20000

#define TEXTS_OF_POCS \
  "SELECT id << 32 | 0x80000000 | (id & 0x3fffffff)," \
  " coalesce(title, '') || char(10) || coalesce(customer_company_name, '') FROM poc"
#define PEOPLE \
  " FROM person_row r LEFT JOIN participant p ON p.id = r.participant_id" \
  " LEFT JOIN invitation i ON i.id = r.invitation_id"
#define EMAIL "coalesce(p.email, i.email, '')"
#define TEXTS_OF_PEOPLE \
  "SELECT r.poc_id << 32 | r.id, coalesce(p.full_name, i.full_name, '') || char(10) ||" \
  " substr(" EMAIL ", 1, instr(" EMAIL " || '@', '@') - 1)" PEOPLE
#define TEXTS_OF_HOSTS \
  "SELECT r.poc_id << 32 | 0xc0000000 | (r.poc_id & 0x3fffffff)," \
  " group_concat(DISTINCT substr(" EMAIL ", instr(" EMAIL " || '@', '@') + 1))" PEOPLE \
  " GROUP BY r.poc_id"
#define INSERT_TEXT "INSERT INTO poc_search (rowid, words) VALUES (?1, ?2)"

static char *
state_of (const char *page)
{
  const char *start = strstr (page, STATE);
  const char *end = start != NULL ? strchr (start + strlen (STATE), '"') : NULL;

  if (end == NULL)
    exit (1);
  start += strlen (STATE);
  return g_strndup (start, (gsize) (end - start));
}

/* What stands before the list of objects. */
static gboolean
has_more (const char *page)
{
  const char *end = strstr (page, "\"list\"");

  return g_strstr_len (page, end - page, MORE) != NULL;
}

static void
download (const char *url, const char *token)
{
  CURL *connection = bare_connect (token);
  g_autofree char *state = g_strdup ("");
  const char *page;

  do {
    g_autofree char *address =
        g_strdup_printf ("%s/sync/changes?max=1000&wait=0&since=%s", url, state);

    bare_send (connection, "GET", address, NULL);
    page = bare_get_answer (connection)->str;
    g_free (state);
    state = state_of (page);
  } while (has_more (page));
  curl_easy_cleanup (connection);
}

typedef struct {
  sqlite3 *source;
  sqlite3 *target;
  gint64 span; /* of inserting alone */
} Copy;

static GPtrArray *
read_chunk (sqlite3_stmt *from)
{
  g_autoptr (GPtrArray) values =
      g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);
  int n_columns = sqlite3_column_count (from);

  for (guint i = 0; i < CHUNK && sqlite3_step (from) == SQLITE_ROW; i++)
    for (int column = 0; column < n_columns; column++)
      g_ptr_array_add (values, sqlite3_value_dup (sqlite3_column_value (from, column)));
  return g_steal_pointer (&values);
}

static void
insert_chunk (Copy *self, sqlite3_stmt *into, GPtrArray *values)
{
  guint n_columns = (guint) sqlite3_bind_parameter_count (into);
  gint64 start = g_get_monotonic_time ();

  for (guint row = 0; row < values->len; row += n_columns) {
    for (guint i = 0; i < n_columns; i++)
      sqlite3_bind_value (into, (int) i + 1, g_ptr_array_index (values, row + i));
    bare_run (into);
  }
  self->span += g_get_monotonic_time () - start;
}

static void
copy_rows (Copy *self, const char *select, const char *insert)
{
  sqlite3_stmt *from = bare_prepare (self->source, select);
  sqlite3_stmt *into = bare_prepare (self->target, insert);
  gboolean done = FALSE;

  while (!done) {
    g_autoptr (GPtrArray) values = read_chunk (from);

    insert_chunk (self, into, values);
    done = values->len < CHUNK * (guint) sqlite3_column_count (from);
  }
  sqlite3_finalize (from);
  sqlite3_finalize (into);
}

static void
copy_table (Copy *self, const char *table)
{
  g_autofree char *ask =
      g_strdup_printf ("SELECT '\"' || name || '\"' FROM pragma_table_info('%s')", table);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) places = g_string_new (NULL);
  g_autofree char *select = NULL;
  g_autofree char *insert = NULL;
  sqlite3_stmt *columns = bare_prepare (self->source, ask);

  while (sqlite3_step (columns) == SQLITE_ROW) {
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                            (const char *) sqlite3_column_text (columns, 0));
    g_string_append (places, places->len > 0 ? ", ?" : "?");
  }
  sqlite3_finalize (columns);
  select = g_strdup_printf ("SELECT %s FROM %s", names->str, table);
  insert = g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", table, names->str, places->str);
  copy_rows (self, select, insert);
}

static void
run_timed (Copy *self, const char *sql)
{
  gint64 start = g_get_monotonic_time ();

  bare_exec (self->target, sql);
  self->span += g_get_monotonic_time () - start;
}

static char *
read_script (const char *path)
{
  char *script = NULL;

  if (!g_file_get_contents (path, &script, NULL, NULL))
    exit (1);
  return script;
}

static void
make_tables (sqlite3 *db, char **schema)
{
  /* As our cache has it. */
  bare_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
                 "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768");
  for (guint i = 0; schema[i + 1] != NULL; i++) {
    g_autofree char *script = read_script (schema[i]);

    bare_exec (db, script);
  }
}

/* The last file of the schema has the indexes that are made when all rows are there. */
static gint64
insert (const char *source, const char *target, char **schema)
{
  static const char *const tables[] = { "user",       "poc",        "participant",  "invitation",
                                        "task",       "criterion",  "task_group",   "resource",
                                        "comment",    "engagement", "organization", "template",
                                        "person_row", "poc_row" };
  Copy copy = { bare_open (source, SQLITE_OPEN_READONLY),
                bare_open (target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE), 0 };
  g_autofree char *indexes = read_script (schema[g_strv_length (schema) - 1]);

  make_tables (copy.target, schema);
  run_timed (&copy, "BEGIN");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    copy_table (&copy, tables[i]);
  copy_rows (&copy, TEXTS_OF_POCS, INSERT_TEXT);
  copy_rows (&copy, TEXTS_OF_PEOPLE, INSERT_TEXT);
  copy_rows (&copy, TEXTS_OF_HOSTS, INSERT_TEXT);
  run_timed (&copy, indexes);
  run_timed (&copy, "COMMIT");
  sqlite3_close (copy.source);
  sqlite3_close (copy.target);
  return copy.span;
}

int
main (int argc, char **argv)
{
  gint64 start = g_get_monotonic_time ();
  gint64 span;

  g_return_val_if_fail (argc > 6, 2);

  download (argv[1], argv[2]);
  span = g_get_monotonic_time () - start;
  span += insert (argv[3], argv[4], argv + 5);
  printf ("%.6f\n", (double) span / G_USEC_PER_SEC);
  return 0;
}
