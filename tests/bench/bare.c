/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bare.h"

#include <errno.h>
#include <stdlib.h>

void
bare_check (sqlite3 *db, int code)
{
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE)
    return;
  g_printerr ("%s: %s\n", program_invocation_short_name, sqlite3_errmsg (db));
  exit (1);
}

sqlite3 *
bare_open (const char *path, int flags)
{
  sqlite3 *db = NULL;

  bare_check (db, sqlite3_open_v2 (path, &db, flags, NULL));
  return db;
}

void
bare_exec (sqlite3 *db, const char *sql)
{
  bare_check (db, sqlite3_exec (db, sql, NULL, NULL, NULL));
}

sqlite3_stmt *
bare_prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  bare_check (db, sqlite3_prepare_v2 (db, sql, -1, &statement, NULL));
  return statement;
}

/* To its end, whatever rows it has. */
void
bare_run (sqlite3_stmt *statement)
{
  while (sqlite3_step (statement) == SQLITE_ROW)
    ;
  bare_check (sqlite3_db_handle (statement), sqlite3_reset (statement));
}

gint64
bare_ask (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = bare_prepare (db, sql);
  gint64 answer;

  bare_check (db, sqlite3_step (statement));
  answer = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return answer;
}

static size_t
take (char *data, size_t size, size_t count, void *answer)
{
  g_string_append_len (answer, data, (gssize) (size * count));
  return size * count;
}

/* A connection that is kept; its answers come to one place, each over the one before. */
CURL *
bare_connect (const char *token)
{
  g_autofree char *bearer = g_strdup_printf ("Authorization: Bearer %s", token);
  struct curl_slist *headers = curl_slist_append (NULL, "Content-Type: application/json");
  CURL *self = curl_easy_init ();
  GString *answer = g_string_new (NULL);

  headers = curl_slist_append (headers, bearer);
  curl_easy_setopt (self, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt (self, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt (self, CURLOPT_WRITEDATA, answer);
  curl_easy_setopt (self, CURLOPT_PRIVATE, answer);
  curl_easy_setopt (self, CURLOPT_FAILONERROR, 1L);
  return self;
}

GString *
bare_get_answer (CURL *connection)
{
  char *answer = NULL;

  curl_easy_getinfo (connection, CURLINFO_PRIVATE, &answer);
  return (GString *) (gpointer) answer;
}

/* @body: NULL for none; it need not stay. */
void
bare_send (CURL *connection, const char *method, const char *url, const char *body)
{
  CURLcode code;

  g_string_truncate (bare_get_answer (connection), 0);
  curl_easy_setopt (connection, CURLOPT_URL, url);
  if (body != NULL)
    curl_easy_setopt (connection, CURLOPT_COPYPOSTFIELDS, body);
  curl_easy_setopt (connection, CURLOPT_CUSTOMREQUEST, method);
  code = curl_easy_perform (connection);
  if (code == CURLE_OK)
    return;
  g_printerr ("%s: %s %s: %s\n", program_invocation_short_name, method, url,
              curl_easy_strerror (code));
  exit (1);
}
