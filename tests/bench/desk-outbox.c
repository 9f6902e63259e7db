/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Usage: desk-outbox FOLDER URL INVITATIONS POCS
 *
 * Queues so many invitations, spread over so many POCs, while nothing is sent. Prints how many
 * seconds it then took until the server had heard of all.
 */

static void
queue (Desk *desk, guint number, guint n_pocs)
{
  g_autoptr (PmOperation) operation = pm_operation_new ();
  g_autofree char *email = g_strdup_printf ("person%u@queue.example", number);
  g_autofree char *payload = g_strdup_printf (
      "{\"email\":\"%s\",\"first_name\":\"John\",\"last_name\":\"Miller\","
      "\"title\":\"Platform Lead\",\"personal_message\":\"Looking forward to it.\"}",
      email);
  GError *error = NULL;

  pm_operation_set_kind (operation, PM_OPERATION_KIND_INVITE);
  pm_operation_set_poc_id (operation, 1 + number % n_pocs);
  pm_operation_set_email (operation, email);
  pm_operation_set_full_name (operation, "John Miller");
  pm_operation_set_payload (operation, payload);
  dex_await (pm_outbox_enqueue (pm_syncer_get_outbox (desk->syncer), operation, 0), &error);
  desk_check (error);
}

static void
on_unsent (PmCache *cache, GParamSpec *pspec, gpointer data)
{
  if (pm_cache_get_n_unsent (cache) == 0)
    dex_promise_resolve_int64 (data, g_get_monotonic_time ());
}

static DexFuture *
run (gpointer data)
{
  char **arguments = data;
  Desk *desk = desk_open (arguments[1], arguments[2]);
  guint n_invitations = (guint) atoi (arguments[3]);
  guint n_pocs = (guint) atoi (arguments[4]);
  DexPromise *drained = dex_promise_new ();
  gint64 start, end;

  for (guint i = 0; i < n_invitations; i++)
    queue (desk, i, n_pocs);
  g_signal_connect (desk->cache, "notify::n-unsent", G_CALLBACK (on_unsent), drained);
  start = g_get_monotonic_time ();
  pm_syncer_start (desk->syncer);
  end = dex_await_int64 (dex_ref (DEX_FUTURE (drained)), NULL);
  printf ("%.6f\n", (double) (end - start) / G_USEC_PER_SEC);
  g_signal_handlers_disconnect_by_data (desk->cache, drained);
  dex_unref (drained);
  desk_close (desk);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  g_return_val_if_fail (argc == 5, 2);
  return desk_run (run, argv);
}
