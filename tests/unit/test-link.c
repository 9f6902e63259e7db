/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-link.h"

static void
test_pages_and_mails_can_be_followed (void)
{
  static const char *const links[] = {
    "https://globex.example",
    "http://globex.example:8080/a/b?c=d#e",
    "HTTPS://globex.example/",
    "https://sam@globex.example/",
    "https://[::1]/",
    "https://xn--bcher-kva.example/",
    "https://bücher.example/straße",
    "mailto:sam@acme.example",
    "mailto:sam@acme.example?subject=Hello%20there",
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    g_test_message ("%s", links[i]);
    g_assert_true (pm_link_can_be_followed (links[i]));
    g_assert_cmpint (pm_link_is_web (links[i]), ==, !g_str_has_prefix (links[i], "mailto"));
  }
}

static void
test_nothing_else_can (void)
{
  static const char *const links[] = {
    "",
    "globex.example",
    "//globex.example/",
    "/path",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://globex.example/",
    "smb://globex.example/share",
    "https:",
    "https://",
    "https:///path",
    "https:globex.example",
    "http://globex example/",
    "http://globex.example:99999/",
    "https://globex.example/\njavascript:alert(1)",
    " https://globex.example/",
    "mailto:",
    "mailto:nobody",
    "mailto://",
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++) {
    g_test_message ("%s", links[i]);
    g_assert_false (pm_link_can_be_followed (links[i]));
    g_assert_false (pm_link_is_web (links[i]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/pages-and-mails-can-be-followed", test_pages_and_mails_can_be_followed);
  g_test_add_func ("/link/nothing-else-can", test_nothing_else_can);
  return g_test_run ();
}
