/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bare.h"
#include "desk.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Usage: desk-delta FOLDER URL TOKEN CHANGES
 *
 * A desk that has everything and waits for changes, with the list of all POCs open. It says `ready`.
 * For each line that it then hears, somebody else retitles so many POCs on the server, one after
 * the other; it prints how many microseconds each took from sending the request until the row in
 * the list said so.
 */

typedef struct {
  const char *url;
  const char *token;
  GAsyncQueue *changes;
  gint64 sent;
} Other;

typedef struct {
  gint64 poc_id;
  char *title;
} Change;

static void
send_change (Other *self, CURL *connection, Change *change)
{
  g_autofree char *url = g_strdup_printf ("%s/pocs/%" G_GINT64_FORMAT, self->url, change->poc_id);
  g_autofree char *body = g_strdup_printf ("{\"title\":\"%s\"}", change->title);

  self->sent = g_get_monotonic_time ();
  bare_send (connection, "PUT", url, body);
}

static gpointer
work_elsewhere (gpointer data)
{
  Other *self = data;
  CURL *connection = bare_connect (self->token);

  for (;;)
    send_change (self, connection, g_async_queue_pop (self->changes));
  return NULL;
}

static void
on_title (PmPoc *poc, GParamSpec *pspec, gpointer data)
{
  dex_promise_resolve_int64 (data, g_get_monotonic_time ());
}

/* Awaits. */
static gint64
measure (Other *other, PmPocList *list, guint number)
{
  DexPromise *retitled = dex_promise_new ();
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_autoptr (PmPoc) poc = g_list_model_get_item (G_LIST_MODEL (list), number % n_rows);
  Change change = { pm_poc_get_id (poc), NULL };
  gulong handler;
  gint64 seen;

  while (pm_poc_get_title (poc) == NULL) /* until its row is loaded */
    desk_pause (1);
  change.title =
      g_strdup_printf ("%c%s", 'A' + rand () % 26, g_utf8_next_char (pm_poc_get_title (poc)));
  if (g_str_equal (change.title, pm_poc_get_title (poc)))
    change.title[0] = '0'; /* it must be another one */
  handler = g_signal_connect (poc, "notify::title", G_CALLBACK (on_title), retitled);
  g_async_queue_push (other->changes, &change);
  seen = dex_await_int64 (dex_ref (DEX_FUTURE (retitled)), NULL);
  g_signal_handler_disconnect (poc, handler);
  dex_unref (retitled);
  g_free (change.title);
  return seen - other->sent;
}

static DexFuture *
run (gpointer data)
{
  char **arguments = data;
  Desk *desk = desk_open (arguments[1], arguments[2]);
  PmPocList *list = desk_list_all (desk);
  Other other = { arguments[2], arguments[3], g_async_queue_new (), 0 };
  guint n_changes = (guint) atoi (arguments[4]);

  pm_syncer_start (desk->syncer);
  desk_wait_until_synced (desk);
  g_thread_unref (g_thread_new ("other", work_elsewhere, &other));
  desk_say ("ready");
  while (desk_hear ())
    for (guint i = 0; i < n_changes; i++) {
      gint64 span = measure (&other, list, (guint) rand ());

      desk_wait_until_synced (desk);
      printf ("%" G_GINT64_FORMAT "%c", span, i + 1 < n_changes ? ' ' : '\n');
      fflush (stdout);
    }
  exit (0); /* as it is, with its connections */
}

int
main (int argc, char **argv)
{
  g_return_val_if_fail (argc == 5, 2);
  return desk_run (run, argv);
}
