/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-invitation.h"
#include "domain/pm-poc.h"
#include "remote/pm-page-reader.h"

#include <string.h>

static PmPage *
read_page (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return pm_page_read (bytes, "before", error);
}

static void
a_page_carries_records_tombstones_and_keys (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PmPage) page = read_page (
      "{\"old_state\":\"before\",\"new_state\":\"after\",\"has_more\":true,\"total\":7,\"seq\":41,"
      "\"epoch\":\"e1\","
      "\"list\":[{\"type\":\"poc\",\"id\":3,\"rev\":9,\"title\":\"Pilot\"},"
      "{\"type\":\"invitation\",\"id\":5,\"poc_id\":3,\"email\":\"a@b.com\",\"client_key\":\"k1\","
      "\"delivery\":{\"state\":\"sent\"}},"
      "{\"type\":\"something-new\",\"id\":1}],"
      "\"destroyed\":[{\"type\":\"invitation\",\"id\":4},{\"type\":\"something-new\",\"id\":2}]}",
      &error);

  g_assert_no_error (error);
  g_assert_cmpstr (page->old_state, ==, "before");
  g_assert_cmpstr (page->new_state, ==, "after");
  g_assert_cmpstr (page->epoch, ==, "e1");
  g_assert_true (page->has_more);
  g_assert_cmpint (page->total, ==, 7);
  g_assert_cmpint (page->seq, ==, 41);
  g_assert_cmpuint (page->records->len, ==, 2);
  g_assert_cmpstr (pm_poc_get_title (PM_POC (g_ptr_array_index (page->records, 0))), ==, "Pilot");
  g_assert_cmpint (
      pm_invitation_get_delivery_state (PM_INVITATION (g_ptr_array_index (page->records, 1))), ==,
      PM_DELIVERY_STATE_SENT);
  g_assert_cmpuint (page->destroyed->len, ==, 1);
  g_assert_true (g_array_index (page->destroyed, PmTombstone, 0).type == PM_TYPE_INVITATION);
  g_assert_cmpint (g_array_index (page->destroyed, PmTombstone, 0).id, ==, 4);
  g_assert_cmpuint (page->settled->len, ==, 1);
  g_assert_cmpstr (g_array_index (page->settled, PmSettled, 0).key, ==, "k1");
}

static void
what_is_no_page_is_refused (void)
{
  static const char *const cases[] = {
    "",
    "[]",
    "{\"new_state\":\"s\"",
    "{}",
    "{\"new_state\":\"\"}",
    "{\"new_state\":5}",
    "{\"new_state\":\"s\",\"list\":[1]}",
    "{\"new_state\":\"s\",\"list\":[null]}",
    "{\"new_state\":\"s\",\"destroyed\":[\"x\"]}",
    "{\"new_state\":\"s\",\"list\":[{\"type\":\"poc\",\"id\":1,\"title\":7}]}",
    "{\"new_state\":\"s\",\"list\":[{\"type\":\"poc\",\"id\":1}]}",
    "{\"new_state\":\"s\",\"list\":[{\"type\":\"poc\",\"id\":\"one\",\"title\":\"x\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (PmPage) page = read_page (cases[i], &error);

    g_assert_null (page);
    g_assert_true (error != NULL && error->domain == PM_ERROR);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/page/carries-records-tombstones-and-keys",
                   a_page_carries_records_tombstones_and_keys);
  g_test_add_func ("/page/what-is-no-page-is-refused", what_is_no_page_is_refused);
  return g_test_run ();
}
