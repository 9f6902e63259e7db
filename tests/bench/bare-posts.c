/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bare.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Usage: bare-posts URL TOKEN INVITATIONS POCS
 *
 * Sends so many invitations, spread over so many POCs, one after the other over one connection.
 * Prints how many seconds that took.
 */

int
main (int argc, char **argv)
{
  gint64 start = g_get_monotonic_time ();
  CURL *connection;
  guint n_invitations, n_pocs;

  g_return_val_if_fail (argc == 5, 2);

  connection = bare_connect (argv[2]);
  n_invitations = (guint) atoi (argv[3]);
  n_pocs = (guint) atoi (argv[4]);
  for (guint i = 0; i < n_invitations; i++) {
    g_autofree char *url = g_strdup_printf ("%s/pocs/%u/invitations/", argv[1], 1 + i % n_pocs);
    g_autofree char *body = g_strdup_printf (
        "{\"email\":\"person%u@bare.example\",\"first_name\":\"John\",\"last_name\":\"Miller\","
        "\"title\":\"Platform Lead\",\"personal_message\":\"Looking forward to it.\"}",
        i);

    bare_send (connection, "POST", url, body);
  }
  printf ("%.6f\n", (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  return 0;
}
