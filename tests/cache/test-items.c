/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-cache-private.h"
#include "cache/pm-poc-list.h"
#include "cache/pm-rows.h"

#define N_MANY 40 /* more than are looked at by whoever changes them */

static void
apply_titles (PmCache *cache, const char *state, gint64 seq, const char *title, gint64 n_pocs)
{
  PmPage *page = fixture_page (cache, state, seq);

  for (gint64 id = 1; id <= n_pocs; id++)
    fixture_add (page, fixture_poc (id, title, "Globex"));
  fixture_apply (cache, page);
}

static gboolean
is_called_new (gpointer poc)
{
  return g_strcmp0 (pm_poc_get_title (poc), "New") == 0;
}

static gboolean
is_quiet (gpointer cache)
{
  return !pm_cache_is_reading_rows (cache);
}

static DexFuture *
item_that_goes_and_comes_again_follows_its_row (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (cache, 1);
  PmPage *page;

  apply_titles (cache, "s1", 1, "Old", 1);
  page = fixture_page (cache, "s2", 2);
  fixture_destroy (page, PM_TYPE_POC, 1);
  fixture_apply (cache, page);
  fixture_wait_for (is_quiet, cache);
  apply_titles (cache, "s3", 3, "New", 1);
  fixture_wait_for (is_called_new, poc);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* A question that has read a row and does not come back with it before it may. */
typedef struct {
  PmCache *cache;
  GPtrArray *rows;
  GMutex mutex;
  GCond moved;
  gboolean has_read;
  gboolean may_come_back;
} SlowQuestion;

static gboolean
read_slowly (PmDb *mirror, gpointer data, GError **error)
{
  SlowQuestion *self = data;
  gint64 id = 1;
  gboolean done = pm_rows_load_many (mirror, PM_SOURCE_POC, &id, 1, self->rows, error);

  g_mutex_lock (&self->mutex);
  self->has_read = TRUE;
  while (!self->may_come_back)
    g_cond_wait (&self->moved, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return done;
}

static gboolean
has_read (gpointer data)
{
  SlowQuestion *self = data;
  gboolean answer;

  g_mutex_lock (&self->mutex);
  answer = self->has_read;
  g_mutex_unlock (&self->mutex);
  return answer;
}

static void
let_come_back (SlowQuestion *self)
{
  g_mutex_lock (&self->mutex);
  self->may_come_back = TRUE;
  g_cond_signal (&self->moved);
  g_mutex_unlock (&self->mutex);
}

/* Where few rows have changed, whoever changes them brings them along: whatever the reading thread
 * is busy with. */
static DexFuture *
changed_item_is_up_to_date_when_its_page_is_stored (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (cache, 1);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  SlowQuestion question = { .rows = rows };
  DexFuture *asked;

  apply_titles (cache, "s1", 1, "Old", 3);
  fixture_wait_for (is_quiet, cache);
  asked = pm_cache_read (cache, read_slowly, &question);
  fixture_wait_for (has_read, &question);
  apply_titles (cache, "s2", 2, "New", 3);
  g_assert_cmpstr (pm_poc_get_title (poc), ==, "New");
  let_come_back (&question);
  fixture_await (asked);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
ask_slowly (gpointer data)
{
  SlowQuestion *self = data;

  pm_cache_read_rows (self->cache, read_slowly, self, NULL);
  pm_item_pool_take_rows (pm_cache_get_pool (self->cache, PM_SOURCE_POC), self->rows);
  return dex_future_new_true ();
}

static DexFuture *
what_was_read_before_a_change_does_not_stay_after_it (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (cache, 1);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  SlowQuestion question = { .cache = cache, .rows = rows };
  DexFuture *asked;

  apply_titles (cache, "s1", 1, "Old", 1);
  asked = dex_scheduler_spawn (NULL, 0, ask_slowly, &question, NULL);
  fixture_wait_for (has_read, &question);
  apply_titles (cache, "s2", 2, "New", 1);
  let_come_back (&question);
  fixture_await (asked);
  fixture_wait_for (is_quiet, cache);
  g_assert_cmpstr (pm_poc_get_title (poc), ==, "New");
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static void
on_items_changed (GListModel *list, guint position, guint removed, guint added, gpointer poc)
{
  g_assert_cmpstr (pm_poc_get_title (poc), ==, "New");
}

/* Where many have, what people look at comes before the order of what they do not see. */
static DexFuture *
rows_come_before_the_order_of_their_list (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (cache, 1);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  apply_titles (cache, "s1", 1, "Old", N_MANY);
  fixture_wait_items (list, N_MANY);
  fixture_wait_for (is_quiet, cache);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), poc);
  apply_titles (cache, "s2", 2, "New", N_MANY + 1);
  fixture_wait_items (list, N_MANY + 1);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

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
  ADD ("changed-item-is-up-to-date-when-its-page-is-stored",
       changed_item_is_up_to_date_when_its_page_is_stored);
  ADD ("item-that-goes-and-comes-again-follows-its-row",
       item_that_goes_and_comes_again_follows_its_row);
  ADD ("what-was-read-before-a-change-does-not-stay-after-it",
       what_was_read_before_a_change_does_not_stay_after_it);
  ADD ("rows-come-before-the-order-of-their-list", rows_come_before_the_order_of_their_list);
  ADD ("rows-load-when-they-are-looked-at", rows_load_when_they_are_looked_at);
  ADD ("what-is-let-go-at-once-is-not-loaded", what_is_let_go_at_once_is_not_loaded);
  return g_test_run ();
}
