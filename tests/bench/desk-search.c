/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bare.h"
#include "busy.h"
#include "cache/pm-derive.h"
#include "cache/pm-search.h"
#include "desk.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Usage: desk-search FOLDER URL ROUNDS PHRASE…
 *
 * Types the phrases into the search of a list of all POCs, letter by letter, each letter once the
 * list has answered to the one before: while the desktop's first sync is under way, and again when
 * it has ended, in turns with SQLite alone on the same file. The first letter of a phrase takes the
 * place of what was there. Prints a line for each measure:
 *
 *   WHAT ROUND LETTERS MICROSECONDS
 *
 * The first sync must go on, after all that can be found has come, with people who cannot.
 */

#define SCREENFUL 30

/* Nobody types as fast. */
#define BURST_PAUSE 2

#define FILTER       "SELECT id FROM poc_row WHERE flags & ?1 = ?1 AND flags & ?2 <> 0"
#define FOUND        " AND id IN (SELECT rowid >> 32 FROM poc_search WHERE poc_search MATCH ?)"
#define ORDER        " ORDER BY sort_title, id"
#define NOT_ARCHIVED (PM_POC_FLAG_ANY_STATUS & ~PM_POC_FLAG_STATUS (PM_POC_STATUS_ARCHIVED))

/* The last person whom no phrase finds is there, and all whom one does, too. */
#define STRANGERS "SELECT count(*) FROM poc_search WHERE poc_search MATCH 'xu*'"

typedef struct {
  char *text;
  guint n_letters;
  guint n_found;
  gint64 first[SCREENFUL];
} Keystroke;

typedef struct {
  char **arguments;
  Desk *desk;
  PmPocList *list;
  sqlite3 *bare;
  GPtrArray *keystrokes;
  GObject *held[SCREENFUL]; /* as a view holds what it shows */
  Keystroke *awaited;
  DexPromise *answered;
} Search;

static void
print (const char *what, guint round, guint n_letters, gint64 microseconds)
{
  printf ("%s %u %u %" G_GINT64_FORMAT "\n", what, round, n_letters, microseconds);
}

static Keystroke *
get_keystroke (Search *self, guint number)
{
  return number < self->keystrokes->len ? g_ptr_array_index (self->keystrokes, number) : NULL;
}

/* --- SQLite alone --- */

static sqlite3_stmt *
prepare_bare (Search *self, const char *text, const char *end)
{
  g_auto (GStrv) matches = pm_search_parse (text);
  g_autoptr (GString) sql = g_string_new (FILTER);
  sqlite3_stmt *statement;

  for (guint i = 0; matches[i] != NULL; i++)
    g_string_append (sql, FOUND);
  g_string_append_printf (sql, ORDER "%s", end);
  statement = bare_prepare (self->bare, sql->str);
  sqlite3_bind_int64 (statement, 1, 0);
  sqlite3_bind_int64 (statement, 2, NOT_ARCHIVED);
  for (guint i = 0; matches[i] != NULL; i++)
    sqlite3_bind_text (statement, (int) i + 3, matches[i], -1, SQLITE_TRANSIENT);
  return statement;
}

static void
ask_bare (Search *self, const char *what, guint round, const char *end)
{
  for (guint i = 0; i < self->keystrokes->len; i++) {
    Keystroke *keystroke = get_keystroke (self, i);
    sqlite3_stmt *statement = prepare_bare (self, keystroke->text, end);
    gint64 start = g_get_monotonic_time ();

    bare_run (statement);
    print (what, round, keystroke->n_letters, g_get_monotonic_time () - start);
    sqlite3_finalize (statement);
  }
}

static void
find_answer (Search *self, Keystroke *keystroke)
{
  sqlite3_stmt *statement = prepare_bare (self, keystroke->text, "");

  while (sqlite3_step (statement) == SQLITE_ROW) {
    if (keystroke->n_found < SCREENFUL)
      keystroke->first[keystroke->n_found] = sqlite3_column_int64 (statement, 0);
    keystroke->n_found++;
  }
  sqlite3_finalize (statement);
}

/* A letter that leaves what was found cannot be seen in the list: it comes along with the next. */
static void
read_phrase (Search *self, const char *phrase)
{
  for (const char *end = g_utf8_next_char (phrase); end[-1] != '\0'; end = g_utf8_next_char (end)) {
    Keystroke *before = get_keystroke (self, self->keystrokes->len - 1);
    Keystroke *keystroke = g_new0 (Keystroke, 1);

    keystroke->text = g_strndup (phrase, (gsize) (end - phrase));
    keystroke->n_letters = (guint) g_utf8_strlen (keystroke->text, -1);
    find_answer (self, keystroke);
    if (before == NULL || before->n_found != keystroke->n_found) {
      g_ptr_array_add (self->keystrokes, keystroke);
      continue;
    }
    g_free (keystroke->text);
    g_free (keystroke);
  }
}

/* --- Ours --- */

static void
hold_screenful (Search *self)
{
  for (guint i = 0; i < SCREENFUL; i++) {
    g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

    g_set_object (&self->held[i], item);
  }
}

static void on_filled (PmPoc *poc, GParamSpec *pspec, Search *self);

/* The rows themselves, not only that there are some. */
static gboolean
is_filled (Search *self, guint n_shown)
{
  for (guint i = 0; i < n_shown; i++) {
    if (pm_poc_get_title (PM_POC (self->held[i])) != NULL)
      continue;
    g_signal_connect (self->held[i], "notify::title", G_CALLBACK (on_filled), self);
    return FALSE;
  }
  return TRUE;
}

static gboolean
shows_answer (Search *self)
{
  Keystroke *awaited = self->awaited;
  guint n_shown = MIN (awaited->n_found, SCREENFUL);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) != awaited->n_found)
    return FALSE;
  for (guint i = 0; i < n_shown; i++)
    if (pm_key_list_get_key (PM_KEY_LIST (self->list), i) != awaited->first[i])
      return FALSE;
  hold_screenful (self);
  return is_filled (self, n_shown);
}

static void
on_items_changed (Search *self)
{
  if (self->answered != NULL && shows_answer (self))
    dex_promise_resolve_int64 (g_steal_pointer (&self->answered), g_get_monotonic_time ());
}

static void
on_filled (PmPoc *poc, GParamSpec *pspec, Search *self)
{
  g_signal_handlers_disconnect_by_func (poc, on_filled, self);
  on_items_changed (self);
}

/* Types one letter; how long the list took to answer. Awaits. */
static gint64
type (Search *self, Keystroke *keystroke)
{
  DexPromise *answered = dex_promise_new ();
  gint64 start;

  hold_screenful (self);
  start = g_get_monotonic_time ();
  self->awaited = keystroke;
  self->answered = dex_ref (answered);
  pm_poc_list_set_search (self->list, keystroke->text);
  return dex_await_int64 (DEX_FUTURE (answered), NULL) - start;
}

static gboolean
is_syncing (Search *self)
{
  return bare_ask (self->bare, "SELECT complete FROM meta") == 0;
}

/* A round ends early when syncing does. */
static void
type_all (Search *self, const char *what, guint round, gboolean while_syncing)
{
  g_autofree char *busy = g_strconcat (what, "-main", NULL);

  busy_begin ();
  for (guint i = 0; i < self->keystrokes->len; i++) {
    Keystroke *keystroke = get_keystroke (self, i);
    gint64 span = type (self, keystroke);

    if (while_syncing && !is_syncing (self))
      return;
    print (what, round, keystroke->n_letters, span);
  }
  print (busy, round, 0, busy_end ());
}

/* Each phrase faster than it can be answered: what the list takes for its end, which is asked while
 * the answers to its beginning are still being looked for. */
static void
type_bursts (Search *self, guint round)
{
  for (guint i = 0; i < self->keystrokes->len; i++) {
    Keystroke *keystroke = get_keystroke (self, i);
    Keystroke *next = get_keystroke (self, i + 1);

    if (next != NULL && next->n_letters > keystroke->n_letters) {
      pm_poc_list_set_search (self->list, keystroke->text);
      desk_pause (BURST_PAUSE);
    } else {
      print ("burst", round, keystroke->n_letters, type (self, keystroke));
    }
  }
}

/* Nothing moves while the answers are looked for that the list must give later. Awaits. */
static void
pause_syncing (Search *self)
{
  PmSyncer *next =
      pm_syncer_new (self->desk->cache, self->desk->remote, g_network_monitor_get_default ());

  while (bare_ask (self->bare, STRANGERS) == 0)
    desk_pause (20);
  dex_await (pm_syncer_stop (self->desk->syncer), NULL);
  for (guint i = 4; self->arguments[i] != NULL; i++)
    read_phrase (self, self->arguments[i]);
  g_object_unref (self->desk->syncer);
  self->desk->syncer = next;
  pm_syncer_start (next);
}

static void
open_bare (Search *self)
{
  g_autofree char *path = g_build_filename (self->arguments[1], "cache-1.db", NULL);

  self->bare = bare_open (path, SQLITE_OPEN_READWRITE);
  /* So that it need not read the tables for each query again. */
  bare_exec (self->bare, "PRAGMA query_only = 1; PRAGMA cache_size = -65536");
}

static DexFuture *
run (gpointer data)
{
  Search self = { .arguments = data, .keystrokes = g_ptr_array_new () };
  guint n_rounds;

  self.desk = desk_open (self.arguments[1], self.arguments[2]);
  self.list = desk_list_all (self.desk);
  n_rounds = (guint) atoi (self.arguments[3]);
  g_signal_connect_swapped (self.list, "items-changed", G_CALLBACK (on_items_changed), &self);
  open_bare (&self);
  pm_syncer_start (self.desk->syncer);
  pause_syncing (&self);
  for (guint round = 0; round < n_rounds && is_syncing (&self); round++)
    type_all (&self, "syncing", round, TRUE);
  desk_wait_until_synced (self.desk);
  for (guint round = 0; round < n_rounds; round++) {
    type_all (&self, "quiet", round, FALSE);
    ask_bare (&self, "bare", round, "");
    ask_bare (&self, "bare-screenful", round, " LIMIT 30");
    type_bursts (&self, round);
  }
  for (guint i = 0; i < SCREENFUL; i++)
    g_clear_object (&self.held[i]);
  g_clear_object (&self.list);
  sqlite3_close (self.bare);
  desk_close (self.desk);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  g_return_val_if_fail (argc > 4, 2);
  return desk_run (run, argv);
}
