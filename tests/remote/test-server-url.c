/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "remote/pm-server-url.h"

static void
good_addresses_are_made_ready_for_paths (void)
{
  static const char *const cases[][2] = {
    { "https://pocs.acme.com", "https://pocs.acme.com" },
    { "  https://pocs.acme.com/  ", "https://pocs.acme.com" },
    { "pocs.acme.com", "https://pocs.acme.com" },
    { "pocs.acme.com:8443/app/api//", "https://pocs.acme.com:8443/app/api" },
    { "HTTPS://pocs.acme.com/App/api", "https://pocs.acme.com/App/api" },
    { "http://localhost:8420", "http://localhost:8420" },
    { "http://127.0.0.1:8420/api", "http://127.0.0.1:8420/api" },
    { "http://127.9.8.7", "http://127.9.8.7" },
    { "http://[::1]:8420/", "http://[::1]:8420" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *address = pm_server_url_normalize (cases[i][0], &error);

    g_assert_no_error (error);
    g_assert_cmpstr (address, ==, cases[i][1]);
  }
}

static void
other_addresses_are_refused_with_the_reason (void)
{
  static const char *const cases[][2] = {
    { "", "Enter the address" },
    { "   ", "Enter the address" },
    { "http://pocs.acme.com", "Without https" },
    { "http://127.0.0.1.acme.com", "Without https" },
    { "http://localhost.acme.com", "Without https" },
    { "http://10.0.0.1", "Without https" },
    { "ftp://pocs.acme.com", "must begin with https" },
    { "file:///etc/passwd", "no host name" },
    { "https://", "" },
    { "https://ann:secret@pocs.acme.com", "name and the password" },
    { "https://pocs.acme.com/?a=b", "before any" },
    { "https://pocs.acme.com/#x", "before any" },
    { "https://po cs.acme.com", "no valid address" },
    { "https://pocs.acme.com:99999", "no valid address" },
    { "\xff\xfe", "Enter the address" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *address = pm_server_url_normalize (cases[i][0], &error);

    g_assert_error (error, PM_ERROR, PM_ERROR_INVALID);
    g_assert_null (address);
    g_assert_nonnull (strstr (error->message, cases[i][1]));
    g_assert_null (strstr (error->message, "secret"));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-url/good-addresses-are-made-ready-for-paths",
                   good_addresses_are_made_ready_for_paths);
  g_test_add_func ("/server-url/other-addresses-are-refused-with-the-reason",
                   other_addresses_are_refused_with_the_reason);
  return g_test_run ();
}
