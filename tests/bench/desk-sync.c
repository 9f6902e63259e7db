/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include <stdio.h>

/*
 * Usage: desk-sync FOLDER URL TEXT
 *
 * Fills an empty cache from a server while the list of all POCs is open, as it is in the window.
 * Prints how many seconds it took until that list had answered to TEXT.
 */

static gboolean
has_answered (PmPocList *list, guint n_all)
{
  guint n_found = g_list_model_get_n_items (G_LIST_MODEL (list));

  return n_found > 0 && n_found < n_all;
}

static DexFuture *
run (gpointer data)
{
  char **arguments = data;
  Desk *desk = desk_open (arguments[1], arguments[2]);
  PmPocList *list = desk_list_all (desk);
  gint64 start = g_get_monotonic_time ();
  guint n_all;

  pm_syncer_start (desk->syncer);
  desk_wait_until_synced (desk);
  n_all = g_list_model_get_n_items (G_LIST_MODEL (list));
  pm_poc_list_set_search (list, arguments[3]);
  while (!has_answered (list, n_all))
    desk_pause (1);
  printf ("%.6f\n", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  g_object_unref (list);
  desk_close (desk);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  g_return_val_if_fail (argc == 4, 2);
  return desk_run (run, argv);
}
