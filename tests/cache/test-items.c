/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-poc-list.h"

static gboolean
all_are_filled (gpointer data)
{
  GPtrArray *items = data;

  for (guint i = 0; i < items->len; i++)
    if (pm_poc_get_title (g_ptr_array_index (items, i)) == NULL)
      return FALSE;
  return TRUE;
}

/* However far one jumps: items stand at once, and fill. */
static DexFuture *
rows_load_when_they_are_looked_at (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  PmPage *page = fixture_page (cache, "s1", 1);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  for (guint i = 1; i <= 3000; i++)
    fixture_add (page, fixture_poc (i, "Same", "Globex"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 3000);
  for (guint i = 0; i < 3000; i += 7) {
    PmPoc *poc = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_assert_cmpint (pm_poc_get_id (poc), ==, i + 1);
    g_ptr_array_add (items, poc);
  }
  g_assert_false (all_are_filled (items));
  fixture_wait_for (all_are_filled, items);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 3000));
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static gboolean
is_filled (gpointer poc)
{
  return pm_poc_get_title (poc) != NULL;
}

/* Rows are read in the order in which they were asked for. */
static DexFuture *
what_is_let_go_at_once_is_not_loaded (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  g_autoptr (PmPoc) held = NULL;
  g_autoptr (PmPoc) again = NULL;
  PmPage *page = fixture_page (cache, "s1", 1);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  for (guint i = 1; i <= 1000; i++)
    fixture_add (page, fixture_poc (i, "Same", "Globex"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 1000);
  for (guint i = 0; i < 999; i++) {
    PmPoc *poc = g_list_model_get_item (G_LIST_MODEL (list), i);

    g_object_unref (poc);
  }
  held = g_list_model_get_item (G_LIST_MODEL (list), 999);
  fixture_wait_for (is_filled, held);
  again = g_list_model_get_item (G_LIST_MODEL (list), 998);
  g_assert_false (is_filled (again));
  fixture_wait_for (is_filled, again);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

#define ADD(name, func) g_test_add_data_func ("/items/" name, func, pm_test_fiber)

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("rows-load-when-they-are-looked-at", rows_load_when_they_are_looked_at);
  ADD ("what-is-let-go-at-once-is-not-loaded", what_is_let_go_at_once_is_not_loaded);
  return g_test_run ();
}
