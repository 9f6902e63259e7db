/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-page.h"
#include "domain/pm-poc.h"

static PmPage *
make_page (const char *old_state, const char *new_state, gint64 poc_id)
{
  PmPage *page = pm_page_new ();
  PmPoc *poc = pm_poc_new ();

  pm_poc_set_id (poc, poc_id);
  g_ptr_array_add (page->records, poc);
  page->old_state = g_strdup (old_state);
  page->new_state = g_strdup (new_state);
  page->epoch = g_strdup ("e1");
  page->seq = page->date = poc_id;
  page->has_more = TRUE;
  return page;
}

static void
two_pages_become_one_that_says_the_same (void)
{
  g_autoptr (PmPage) page = make_page ("s0", "s1", 1);
  g_autoptr (PmPage) next = make_page ("s1", "s2", 2);
  PmTombstone gone = { PM_TYPE_POC, 1 };

  page->total = 9;
  g_array_append_val (next->destroyed, gone);
  next->has_more = FALSE;
  pm_page_add_settled (page, "k1", PM_TYPE_POC, 1);
  pm_page_add_settled (next, "k2", PM_TYPE_POC, 2);
  g_assert_true (pm_page_append (page, next));
  g_clear_pointer (&next, pm_page_unref);
  g_assert_cmpstr (page->old_state, ==, "s0");
  g_assert_cmpstr (page->new_state, ==, "s2");
  g_assert_cmpint (page->total, ==, 9);
  g_assert_cmpint (page->seq, ==, 2);
  g_assert_cmpint (page->date, ==, 2);
  g_assert_false (page->has_more);
  g_assert_cmpuint (page->records->len, ==, 2);
  g_assert_cmpint (pm_poc_get_id (g_ptr_array_index (page->records, 0)), ==, 1);
  g_assert_cmpint (pm_poc_get_id (g_ptr_array_index (page->records, 1)), ==, 2);
  g_assert_cmpuint (page->destroyed->len, ==, 1);
  g_assert_cmpstr (g_array_index (page->settled, PmSettled, 0).key, ==, "k1");
  g_assert_cmpstr (g_array_index (page->settled, PmSettled, 1).key, ==, "k2");
}

static void
assert_stay_apart (PmPage *page, PmPage *next)
{
  g_assert_false (pm_page_append (page, next));
  g_assert_cmpuint (page->records->len, ==, 1);
  g_assert_cmpstr (page->new_state, ==, "s1");
}

static void
pages_that_one_could_not_say_stay_apart (void)
{
  g_autoptr (PmPage) page = make_page ("s0", "s1", 1);
  g_autoptr (PmPage) same = make_page ("s1", "s1", 1);
  g_autoptr (PmPage) read = make_page ("s1", "s2", 1);
  g_autoptr (PmPage) other = make_page ("s1", "s2", 1);
  g_autoptr (PmPage) next = make_page ("s1", "s2", 2);
  PmTombstone gone = { PM_TYPE_POC, 2 };

  read->read = 1;
  g_set_str (&other->epoch, "e2");
  assert_stay_apart (page, same);
  assert_stay_apart (page, read);
  assert_stay_apart (page, other);
  g_array_append_val (page->destroyed, gone); /* what comes next would be gone, too */
  assert_stay_apart (page, next);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/joined-pages/two-become-one-that-says-the-same",
                   two_pages_become_one_that_says_the_same);
  g_test_add_func ("/joined-pages/those-that-one-could-not-say-stay-apart",
                   pages_that_one_could_not_say_stay_apart);
  return g_test_run ();
}
