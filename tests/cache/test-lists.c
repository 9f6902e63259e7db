/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-child-list.h"
#include "cache/pm-poc-list.h"
#include "domain/pm-criterion.h"
#include "domain/pm-task.h"

#include <string.h>

#define N_IDS    120
#define N_ROUNDS 150

/* --- A plain list that does by hand what the model does by indexes --- */

typedef struct {
  gint64 id;
  gboolean here;
  char *title;
  char *company;
  int status;
  gint64 created_by;
  gint64 created_at;
  char *end_date;
} Row;

typedef struct {
  Row rows[N_IDS + 1];
  PmPocScope scope;
  int status;
  PmPocSort sort;
  gboolean show_archived;
  const char *search;
} Oracle;

static gboolean
has_word (const char *text, const char *start)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strncasecmp (words[i], start, strlen (start)) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
matches (Oracle *oracle, Row *row)
{
  g_auto (GStrv) words = g_strsplit (oracle->search, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (!has_word (row->title, words[i]) && !has_word (row->company, words[i]))
      return FALSE;
  return TRUE;
}

static gboolean
belongs (Oracle *oracle, Row *row)
{
  if (!row->here || (oracle->scope == PM_POC_SCOPE_MINE && row->created_by != 1))
    return FALSE;
  if (oracle->status >= 0 && row->status != oracle->status)
    return FALSE;
  if (oracle->status < 0 && !oracle->show_archived && row->status == PM_POC_STATUS_ARCHIVED)
    return FALSE;
  return matches (oracle, row);
}

static int
compare_ids (const Row *a, const Row *b)
{
  return (a->id > b->id) - (a->id < b->id);
}

static int
compare_titles (const Row *a, const Row *b)
{
  int order = g_ascii_strcasecmp (a->title, b->title);

  return order != 0 ? order : compare_ids (a, b);
}

static int
compare_rows (gconstpointer left, gconstpointer right, gpointer data)
{
  const Row *a = *(const Row *const *) left, *b = *(const Row *const *) right;
  int order = 0;

  switch (((Oracle *) data)->sort) {
  case PM_POC_SORT_NEWEST:
    order = (a->created_at < b->created_at) - (a->created_at > b->created_at);
    return order != 0 ? order : -compare_ids (a, b);
  case PM_POC_SORT_COMPANY:
    order = g_ascii_strcasecmp (a->company, b->company);
    break;
  case PM_POC_SORT_END_DATE:
    order =
        strcmp (a->end_date != NULL ? a->end_date : "~", b->end_date != NULL ? b->end_date : "~");
    break;
  case PM_POC_SORT_TITLE:
  default:
    break;
  }
  return order != 0 ? order : compare_titles (a, b);
}

static GPtrArray *
expected_rows (Oracle *oracle)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 1; i <= N_IDS; i++)
    if (belongs (oracle, &oracle->rows[i]))
      g_ptr_array_add (rows, &oracle->rows[i]);
  g_ptr_array_sort_with_data (rows, compare_rows, oracle);
  return rows;
}

/* --- A view that believes nothing but items-changed, and holds what it was given --- */

typedef struct {
  GPtrArray *items;
  guint n_signals;
} View;

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  View *view = data;

  g_assert_cmpuint (position + removed, <=, view->items->len);
  g_assert_true (removed > 0 || added > 0);
  if (removed > 0)
    g_ptr_array_remove_range (view->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (view->items, (gint) (position + i),
                        g_list_model_get_item (model, position + i));
  /* At every step, not only at the end: a real view looks in between. */
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, view->items->len);
  for (guint i = 0; i < view->items->len; i++) {
    PmPoc *poc = g_ptr_array_index (view->items, i);

    g_assert_cmpint (pm_poc_get_id (poc), ==, pm_key_list_get_key (PM_KEY_LIST (model), i));
  }
  view->n_signals++;
}

typedef struct {
  PmCache *cache;
  PmPocList *list;
  Oracle *oracle;
  View *view;
  guint n_states;
} Scene;

static gboolean
row_is_shown (Row *row, PmPoc *poc)
{
  return pm_poc_get_id (poc) == row->id && g_strcmp0 (pm_poc_get_title (poc), row->title) == 0 &&
         g_strcmp0 (pm_poc_get_customer_company_name (poc), row->company) == 0 &&
         pm_poc_get_status (poc) == row->status;
}

static gboolean
model_is_as_expected (gpointer data)
{
  Scene *scene = data;
  g_autoptr (GPtrArray) rows = expected_rows (scene->oracle);

  if (scene->view->items->len != rows->len)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!row_is_shown (g_ptr_array_index (rows, i), g_ptr_array_index (scene->view->items, i)))
      return FALSE;
  return TRUE;
}

/* --- What happens --- */

static const char *
pick (const char *const *words, guint n_words)
{
  return words[g_test_rand_int_range (0, (gint32) n_words)];
}

static void
change_row (Row *row)
{
  static const char *const words[] = { "Atlas", "borealis", "Cargo", "delta", "Echo", "falcon" };
  static const char *const companies[] = { "Globex", "initech", "Umbrella Corp", "Wonka" };

  g_free (row->title);
  row->title = g_strdup_printf ("%s %s", pick (words, G_N_ELEMENTS (words)),
                                pick (words, G_N_ELEMENTS (words)));
  g_set_str (&row->company, pick (companies, G_N_ELEMENTS (companies)));
  row->status = g_test_rand_int_range (0, PM_POC_STATUS_ARCHIVED + 1);
  row->created_by = g_test_rand_int_range (1, 4);
  row->created_at = NOON + g_test_rand_int_range (0, 50);
  g_free (row->end_date);
  row->end_date =
      g_test_rand_bit () ? g_strdup_printf ("2027-01-%02d", g_test_rand_int_range (1, 29)) : NULL;
}

static PmPoc *
poc_of (Row *row)
{
  PmPoc *poc = fixture_poc (row->id, row->title, row->company);

  pm_poc_set_status (poc, row->status);
  pm_poc_set_created_by (poc, row->created_by);
  pm_poc_set_created_at (poc, row->created_at);
  pm_poc_set_end_date (poc, row->end_date);
  return poc;
}

static void
apply_changes (Scene *scene, guint n_changes)
{
  g_autofree char *state = g_strdup_printf ("s%u", ++scene->n_states);
  PmPage *page = fixture_page (scene->cache, state, scene->n_states);

  for (guint i = 0; i < n_changes; i++) {
    Row *row = &scene->oracle->rows[g_test_rand_int_range (1, N_IDS + 1)];

    if (row->here && g_test_rand_int_range (0, 4) == 0) {
      row->here = FALSE;
      fixture_destroy (page, PM_TYPE_POC, row->id);
      break; /* destroyed is done last: nothing may come after it in this page */
    }
    row->here = TRUE;
    change_row (row);
    fixture_add (page, poc_of (row));
  }
  fixture_apply (scene->cache, page);
}

static void
change_view (Scene *scene)
{
  static const char *const searches[] = { "", "a", "at", "atlas", "echo g", "w", "corp", "zzz" };
  Oracle *oracle = scene->oracle;

  switch (g_test_rand_int_range (0, 6)) {
  case 0:
    oracle->scope = g_test_rand_bit () ? PM_POC_SCOPE_MINE : PM_POC_SCOPE_ALL;
    g_object_set (scene->list, "scope", oracle->scope, NULL);
    break;
  case 1:
    oracle->status = g_test_rand_int_range (-1, PM_POC_STATUS_ARCHIVED + 1);
    g_object_set (scene->list, "status", oracle->status, NULL);
    break;
  case 2:
    oracle->sort = (PmPocSort) g_test_rand_int_range (0, PM_POC_SORT_NEWEST + 1);
    g_object_set (scene->list, "sort", oracle->sort, NULL);
    break;
  case 3:
    oracle->show_archived = g_test_rand_bit ();
    g_object_set (scene->list, "show-archived", oracle->show_archived, NULL);
    break;
  default:
    oracle->search = pick (searches, G_N_ELEMENTS (searches));
    pm_poc_list_set_search (scene->list, oracle->search);
  }
}

static void
clear_oracle (Oracle *oracle)
{
  for (guint i = 1; i <= N_IDS; i++) {
    g_free (oracle->rows[i].title);
    g_free (oracle->rows[i].company);
    g_free (oracle->rows[i].end_date);
  }
  g_free (oracle);
}

static Oracle *
make_oracle (void)
{
  Oracle *oracle = g_new0 (Oracle, 1);

  oracle->status = -1;
  oracle->search = "";
  for (guint i = 1; i <= N_IDS; i++)
    oracle->rows[i].id = i;
  return oracle;
}

static DexFuture *
model_equals_a_plain_list (gpointer data)
{
  char *folder = fixture_make_folder ();
  View view = { g_ptr_array_new_with_free_func (g_object_unref), 0 };
  Scene scene = { fixture_open (folder), NULL, make_oracle (), &view, 0 };

  pm_cache_set_user_id (scene.cache, 1);
  scene.list = pm_poc_list_new (scene.cache);
  g_signal_connect (scene.list, "items-changed", G_CALLBACK (on_items_changed), &view);
  apply_changes (&scene, 100);
  for (guint round = 0; round < N_ROUNDS; round++) {
    guint n_events = (guint) g_test_rand_int_range (1, 4);

    for (guint i = 0; i < n_events; i++) {
      if (g_test_rand_bit ())
        change_view (&scene);
      else
        apply_changes (&scene, (guint) g_test_rand_int_range (1, round % 10 == 0 ? 90 : 4));
    }
    fixture_wait_for (model_is_as_expected, &scene);
  }
  g_assert_cmpuint (view.n_signals, >, N_ROUNDS / 2);
  g_clear_object (&scene.list);
  fixture_close (scene.cache);
  g_ptr_array_unref (view.items);
  clear_oracle (scene.oracle);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static gboolean
is_named (gpointer poc)
{
  return g_strcmp0 (pm_poc_get_title (poc), "Zebra") == 0;
}

static void
count (GObject *object, GParamSpec *pspec, gpointer data)
{
  (*(guint *) data)++;
}

/* Whoever holds an item sees it change, wherever it moves; both lists show the same object. */
static DexFuture *
item_stays_itself_while_it_moves (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  g_autoptr (PmPocList) other = pm_poc_list_new (cache);
  g_autoptr (PmPoc) held = NULL;
  g_autoptr (PmPoc) last = NULL;
  g_autoptr (PmPoc) elsewhere = NULL;
  g_autoptr (PmPoc) asked = NULL;
  guint n_notified = 0, position = 0;
  PmPage *page = fixture_page (cache, "s1", 1);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  g_object_set (other, "scope", PM_POC_SCOPE_ALL, "sort", PM_POC_SORT_NEWEST, NULL);
  for (guint i = 1; i <= 5; i++)
    fixture_add (page,
                 fixture_poc (i, (const char *[]) { "A", "B", "C", "D", "E" }[i - 1], "Globex"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 5);
  fixture_wait_items (other, 5);
  held = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_signal_connect (held, "notify::title", G_CALLBACK (count), &n_notified);

  page = fixture_page (cache, "s2", 2);
  fixture_add (page, fixture_poc (2, "Zebra", "Globex"));
  fixture_apply (cache, page);
  fixture_wait_for (is_named, held);
  while (pm_key_list_get_key (PM_KEY_LIST (list), 4) != 2)
    dex_await (dex_timeout_new_msec (1), NULL);
  last = g_list_model_get_item (G_LIST_MODEL (list), 4);
  elsewhere = g_list_model_get_item (G_LIST_MODEL (other), 3);
  asked = pm_cache_ref_poc (cache, 2);
  g_assert_true (last == held);
  g_assert_true (elsewhere == held);
  g_assert_true (asked == held);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_true (pm_key_list_find (PM_KEY_LIST (list), 2, &position));
  g_assert_cmpuint (position, ==, 4);
  g_assert_false (pm_key_list_find (PM_KEY_LIST (list), 77, NULL));
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

typedef struct {
  guint position, removed, added, n;
} Change;

static void
remember (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  Change *change = data;

  *change = (Change) { position, removed, added, change->n + 1 };
}

/* A view loses neither its place nor its selection to a change that moves nothing. */
static DexFuture *
change_that_moves_nothing_is_not_told_as_one (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  g_autoptr (PmPoc) poc = NULL;
  Change change = { 0 };
  PmPage *page = fixture_page (cache, "s1", 1);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  for (guint i = 1; i <= 9; i++)
    fixture_add (page, fixture_poc (i, (const char[]) { (char) ('a' + i), '\0' }, "Globex"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 9);
  g_signal_connect (list, "items-changed", G_CALLBACK (remember), &change);
  poc = g_list_model_get_item (G_LIST_MODEL (list), 4);

  page = fixture_page (cache, "s2", 2);
  fixture_add (page, fixture_poc (5, "f changed", "Initech"));
  fixture_apply (cache, page);
  page = fixture_page (cache, "s3", 3);
  fixture_add (page, fixture_poc (20, "ee", "Globex"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 10);
  g_assert_cmpuint (change.n, ==, 1);
  g_assert_cmpuint (change.position, ==, 4);
  g_assert_cmpuint (change.removed, ==, 0);
  g_assert_cmpuint (change.added, ==, 1);
  g_assert_cmpstr (pm_poc_get_customer_company_name (poc), ==, "Initech");
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static void
add_many (PmCache *cache, guint number)
{
  g_autofree char *state = g_strdup_printf ("s%u", number + 1);
  PmPage *page = fixture_page (cache, state, number + 1);

  for (gint64 i = 1; i <= 100; i++)
    fixture_add (page, fixture_poc (number * 100 + i, number % 2 == 0 ? "Even" : "Odd", "Globex"));
  page->has_more = number < 9;
  fixture_apply (cache, page);
}

/* While more comes than can be placed one by one, whoever types has an answer, and all is there in
 * the end. */
static DexFuture *
what_comes_in_masses_can_be_searched_meanwhile (gpointer data)
{
  static const char *const searches[] = { "e", "od", "odd", "", "even" };
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  add_many (cache, 0);
  fixture_wait_items (list, 100);
  for (guint i = 1; i <= 9; i++) {
    add_many (cache, i);
    pm_poc_list_set_search (list, searches[i % G_N_ELEMENTS (searches)]);
  }
  fixture_wait_items (list, 500);
  pm_poc_list_set_search (list, "");
  fixture_wait_items (list, 1000);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static void
check_exchange (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  guint *n_most = data;

  if (removed > 0)
    *n_most = MAX (*n_most, added);
}

/* It looks for what it has lost among all that comes in the same step. */
static DexFuture *
view_that_loses_something_need_not_look_through_thousands (gpointer data)
{
  char *folder = fixture_make_folder ();
  View view = { g_ptr_array_new_with_free_func (g_object_unref), 0 };
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);
  PmPage *page = fixture_page (cache, "s1", 1);
  guint n_most = 0;

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &view);
  g_signal_connect (list, "items-changed", G_CALLBACK (check_exchange), &n_most);
  for (guint i = 1; i <= 3000; i++)
    fixture_add (page, fixture_poc (i, i % 7 == 0 ? "Odd" : "Same", i % 2 == 0 ? "B" : "A"));
  fixture_apply (cache, page);
  fixture_wait_items (list, 3000);
  pm_poc_list_set_search (list, "odd");
  fixture_wait_items (list, 3000 / 7);
  pm_poc_list_set_search (list, "same");
  fixture_wait_items (list, 3000 - 3000 / 7);
  g_assert_cmpuint (n_most, >, 0);
  g_assert_cmpuint (n_most, <=, 32);
  fixture_close (cache);
  g_ptr_array_unref (view.items);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static PmTask *
task (gint64 id, gint64 poc_id, int sort_order, PmTaskStatus status)
{
  PmTask *self = pm_task_new ();

  pm_task_set_id (self, id);
  pm_task_set_poc_id (self, poc_id);
  pm_task_set_title (self, "Do it");
  pm_task_set_sort_order (self, sort_order);
  pm_task_set_status (self, status);
  return self;
}

static gboolean
all_are_done (gpointer poc)
{
  return pm_poc_get_tasks_total (poc) == 2 && pm_poc_get_tasks_done (poc) == 2;
}

static DexFuture *
children_stand_in_their_own_order (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmChildList) tasks = pm_child_list_new (cache, PM_TYPE_TASK, 1);
  g_autoptr (PmChildList) criteria = pm_child_list_new (cache, PM_TYPE_CRITERION, 1);
  g_autoptr (PmPoc) poc = pm_cache_ref_poc (cache, 1);
  PmCriterion *criterion = pm_criterion_new ();
  PmPage *page = fixture_page (cache, "s1", 1);

  pm_criterion_set_id (criterion, 5);
  pm_criterion_set_poc_id (criterion, 1);
  fixture_add (page, criterion);
  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_add (page, task (1, 1, 9, PM_TASK_STATUS_COMPLETED));
  fixture_add (page, task (2, 1, 3, PM_TASK_STATUS_IN_PROGRESS));
  fixture_add (page, task (3, 2, 1, PM_TASK_STATUS_IN_PROGRESS));
  fixture_apply (cache, page);
  fixture_wait_items (tasks, 2);
  fixture_wait_items (criteria, 1);
  g_assert_cmpint (pm_key_list_get_key (PM_KEY_LIST (tasks), 0), ==, 2);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (tasks)) == PM_TYPE_TASK);

  page = fixture_page (cache, "s2", 2);
  fixture_add (page, task (2, 1, 3, PM_TASK_STATUS_SATISFIED));
  fixture_destroy (page, PM_TYPE_CRITERION, 5);
  fixture_apply (cache, page);
  fixture_wait_for (all_are_done, poc);
  fixture_wait_items (criteria, 0);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

#define ADD(name, func) g_test_add_data_func ("/lists/" name, func, pm_test_fiber)

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("model-equals-a-plain-list", model_equals_a_plain_list);
  ADD ("item-stays-itself-while-it-moves", item_stays_itself_while_it_moves);
  ADD ("change-that-moves-nothing-is-not-told-as-one",
       change_that_moves_nothing_is_not_told_as_one);
  ADD ("what-comes-in-masses-can-be-searched-meanwhile",
       what_comes_in_masses_can_be_searched_meanwhile);
  ADD ("view-that-loses-something-need-not-look-through-thousands",
       view_that_loses_something_need_not_look_through_thousands);
  ADD ("children-stand-in-their-own-order", children_stand_in_their_own_order);
  return g_test_run ();
}
