/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <curl/curl.h>
#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What ours is held against: SQLite and libcurl with nothing around them. What fails ends the
 * program. */

sqlite3 *bare_open (const char *path, int flags);
void bare_check (sqlite3 *db, int code);
void bare_exec (sqlite3 *db, const char *sql);
sqlite3_stmt *bare_prepare (sqlite3 *db, const char *sql);
void bare_run (sqlite3_stmt *statement);
gint64 bare_ask (sqlite3 *db, const char *sql);

CURL *bare_connect (const char *token);
void bare_send (CURL *connection, const char *method, const char *url, const char *body);
GString *bare_get_answer (CURL *connection);

G_END_DECLS
