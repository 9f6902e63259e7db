/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-operation-list.h"
#include "cache/pm-person-list.h"
#include "cache/pm-poc-list.h"
#include "domain/pm-error.h"

static DexFuture *
page_shows_in_lists (gpointer data)
{
  char *folder = fixture_make_folder ();
  g_autoptr (PmCache) cache = fixture_open (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  g_autoptr (PmPoc) first = NULL;
  PmPage *page = fixture_page (cache, "s1", 10);

  pm_cache_set_user_id (cache, 1);
  fixture_add (page, fixture_poc (1, "Zebra", "Globex"));
  fixture_add (page, fixture_poc (2, "Apple", "Initech"));
  fixture_add (page, fixture_participant (5, 2, "jane@initech.example", "Jane Doe"));
  fixture_apply (cache, page);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "s1");
  fixture_wait_items (list, 2);

  first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (pm_poc_get_title (first), ==, "Apple");
  g_assert_cmpint (pm_poc_get_people_count (first), ==, 1);
  g_assert_true (pm_poc_get_is_mine (first));

  fixture_await (pm_cache_close (cache));
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* Before the last page there are no indexes yet, but there is a list. */
static DexFuture *
bootstrap_shows_as_it_comes (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  PmPage *page = fixture_page (cache, "b1", 9);

  pm_cache_set_user_id (cache, 1);
  page->has_more = TRUE;
  fixture_add (page, fixture_poc (1, "Zebra", "Globex"));
  fixture_add (page, fixture_poc (2, "Apple", "Initech"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 2);
  pm_poc_list_set_search (list, "zeb");
  fixture_wait_items (list, 1);

  page = fixture_page (cache, "b2", 9);
  page->has_more = TRUE;
  fixture_add (page, fixture_participant (5, 2, "zebulon@initech.example", "Zebulon"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 2);
  fixture_apply (cache, fixture_page (cache, "b3", 9));
  pm_poc_list_set_search (list, NULL);
  g_object_set (list, "sort", PM_POC_SORT_COMPANY, NULL);
  while (pm_key_list_get_key (PM_KEY_LIST (list), 0) != 1)
    dex_await (dex_timeout_new_msec (1), NULL);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/cache/page-shows-in-lists", page_shows_in_lists, pm_test_fiber);
  g_test_add_data_func ("/cache/bootstrap-shows-as-it-comes", bootstrap_shows_as_it_comes,
                        pm_test_fiber);
  return g_test_run ();
}
