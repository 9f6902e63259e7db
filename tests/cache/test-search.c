/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-poc-list.h"
#include "db/pm-db.h"

typedef struct {
  PmPocList *list;
  const char *search;
  const char *found;
} Case;

static char *
titles_of (PmPocList *list)
{
  GString *titles = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    g_string_append_printf (titles, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            pm_key_list_get_key (PM_KEY_LIST (list), i));
  return g_string_free_and_steal (titles);
}

static gboolean
shows_what_is_wanted (gpointer data)
{
  Case *wanted = data;
  g_autofree char *titles = titles_of (wanted->list);

  return g_str_equal (titles, wanted->found);
}

/* What is found, by its ids; @found in the order of titles. */
static void
expect (PmPocList *list, const char *search, const char *found)
{
  Case wanted = { list, search, found };
  g_autofree char *what = g_strdup_printf ("“%s” finds “%s”", search, found);

  pm_poc_list_set_search (list, search);
  fixture_wait_saying (shows_what_is_wanted, &wanted, what);
}

static void
fill (PmCache *cache)
{
  PmPage *page = fixture_page (cache, "s1", 1);

  fixture_add (page, fixture_poc (1, "Alles Ärger mit Émile", "Müller & Söhne"));
  fixture_add (page, fixture_poc (2, "Backup rollout", "Globex"));
  fixture_add (page, fixture_poc (3, "Cloud backup", "Initech \"North\""));
  fixture_add (page, fixture_poc (4, "Data lake (phase 2)", "Ünïcode GmbH"));
  fixture_add (page, fixture_participant (11, 2, "j.doe@globex.example", "Jane Doe"));
  fixture_add (page, fixture_participant (12, 3, "Zoë.O'Neil+x@initech.example", "Zoë O'Neil"));
  fixture_add (page,
               fixture_invitation (21, 4, "jim@globex.example", PM_INVITATION_STATUS_PENDING));
  fixture_apply (cache, page);
}

static PmPocList *
list_of_all (PmCache *cache)
{
  PmPocList *list = pm_poc_list_new (cache);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  return list;
}

static DexFuture *
finds_by_the_start_of_words (gpointer data)
{
  static const char *const cases[][2] = {
    { "backup", "2 3" },
    { "BACK", "2 3" },
    { "b", "2 3" },
    { "ackup", "" },
    { "backup roll", "2" },
    { "roll backup", "2" },
    { "backup backup", "2 3" },
    { "  cloud\t\n", "3" },
    { "globex", "2 4" },
    { "globex rollout", "2" },
    { "jane", "2" },
    { "jane doe", "2" },
    { "jim lake", "4" },
    { "jane lake", "" },
    { "j.doe", "2" },
    { "j.doe@glo", "2" },
    { "j.doe@globex.example", "2" },
    { "@globex.example", "2 4" },
    { "jim@", "4" },
    { "o'neil", "3" },
    { "2)", "4" },
    { "phase 2", "4" },
  };
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = list_of_all (cache);

  fill (cache);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    expect (list, "", "1 2 3 4");
    expect (list, cases[i][0], cases[i][1]);
  }
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
folds_accents_both_ways (gpointer data)
{
  static const char *const cases[][2] = {
    { "arger", "1" }, { "ärger", "1" },        { "ÄRGER", "1" },
    { "emile", "1" }, { "Muller sohne", "1" }, { "zoe", "3" },
    { "zoë", "3" },   { "unicode", "4" },      { "A\xcc\x88rger", "1" },
  };
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = list_of_all (cache);

  fill (cache);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    expect (list, "", "1 2 3 4");
    expect (list, cases[i][0], cases[i][1]);
  }
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* None is an error, none is syntax; afterwards the list still answers. */
static DexFuture *
hostile_text_is_only_text (gpointer data)
{
  static const char *const cases[][2] = {
    { "\"", "1 2 3 4" },
    { "\"\"\"", "1 2 3 4" },
    { "\"North\"", "3" },
    { "* ( ) : ^ - +", "1 2 3 4" },
    { "!!!", "1 2 3 4" },
    { "€ £", "1 2 3 4" },
    { ": backup :", "2 3" },
    { "words:backup", "" },
    { "backup AND cloud", "" },
    { "backup OR cloud", "" },
    { "NOT backup", "" },
    { "NEAR(backup rollout)", "" },
    { "back*", "2 3" },
    { "{words}", "" },
    { "' OR 1=1 --", "" },
    { "'; DROP TABLE poc; --", "" },
    { "?1", "" },
    { "\xff\xfe", "1 2 3 4" },
    { "back\x01up", "" },
    { "\xf0\x9e\xa4\x80\xf0\x9e\xa4\x81", "" }, /* letters that older tables do not know */
  };
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = list_of_all (cache);

  fill (cache);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    expect (list, "cloud", "3");
    expect (list, cases[i][0], cases[i][1]);
  }
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
endless_text_ends (gpointer data)
{
  g_autofree char *long_word = g_strnfill (10000, 'a');
  g_autoptr (GString) many_words = g_string_new (NULL);
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = list_of_all (cache);

  for (guint i = 0; i < 5000; i++)
    g_string_append (many_words, "\"b* ");
  fill (cache);
  expect (list, long_word, "");
  expect (list, many_words->str, "2 3");
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* Whatever writes a name is found by the new one and no longer by the old one. */
static DexFuture *
follows_what_changes (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = list_of_all (cache);
  PmPage *page;

  fill (cache);
  expect (list, "jane", "2");
  page = fixture_page (cache, "s2", 2);
  fixture_add (page, fixture_participant (11, 2, "j.doe@globex.example", "Joan Doe"));
  fixture_apply (cache, page);
  expect (list, "joan", "2");
  expect (list, "jane", "");

  page = fixture_page (cache, "s3", 3);
  fixture_add (page, fixture_poc (2, "Restore", "Globex"));
  fixture_destroy (page, PM_TYPE_PARTICIPANT, 11);
  fixture_apply (cache, page);
  expect (list, "restore", "2");
  expect (list, "rollout", "");
  expect (list, "j.doe", "");

  fixture_queue (cache,
                 fixture_operation (PM_OPERATION_KIND_INVITE, 1, "wendy@wonka.example", "k1"), 0);
  expect (list, "wonka", "1");

  page = fixture_page (cache, "s4", 4);
  fixture_destroy (page, PM_TYPE_POC, 1);
  fixture_apply (cache, page);
  expect (list, "wonka", "");
  expect (list, "", "3 4 2");
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static DexFuture *
host_is_found_as_long_as_somebody_has_it (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (PmPocList) list = list_of_all (cache);
  PmPage *page;

  fill (cache);
  expect (list, "initech.example rollout", "");
  page = fixture_page (cache, "s2", 2);
  fixture_add (page, fixture_participant (13, 2, "Ann@Initech.example", "Ann"));
  fixture_add (page, fixture_participant (14, 2, "bob@initech.example", "Bob"));
  fixture_apply (cache, page);
  expect (list, "initech.example rollout", "2");
  expect (list, "bob@initech.example", "2");

  page = fixture_page (cache, "s3", 3);
  fixture_destroy (page, PM_TYPE_PARTICIPANT, 13);
  fixture_apply (cache, page);
  expect (list, "ann", "");
  expect (list, "initech.example rollout", "2");

  page = fixture_page (cache, "s4", 4);
  fixture_add (page, fixture_participant (14, 2, "bob@hooli.example", "Bob"));
  fixture_apply (cache, page);
  expect (list, "bob@hooli", "2");
  expect (list, "initech.example rollout", "");
  expect (list, "globex rollout", "2");
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

/* The index looks up what it has dropped by the last bits: were they all the same, it would go
 * through all of that for each hit. */
static DexFuture *
rows_of_the_index_do_not_end_alike (gpointer data)
{
  char *folder = fixture_make_folder ();
  g_autofree char *path = g_build_filename (folder, "cache-1.db", NULL);
  PmCache *cache = fixture_open (folder);
  PmPage *page = fixture_page (cache, "s1", 1);
  g_autoptr (PmDb) mirror = NULL;
  gint64 n_rows = 0, n_alike = 0;

  for (gint64 id = 1; id <= 64; id++) {
    fixture_add (page, fixture_poc (id, "Alike", "Globex"));
    fixture_add (page, fixture_participant (id, id, "jane@globex.example", "Jane"));
  }
  fixture_apply (cache, page);
  mirror = pm_db_open (path, PM_DB_READ_ONLY, NULL);
  pm_db_query_int64 (mirror, &n_rows, NULL, "SELECT count(*) FROM poc_search", "");
  pm_db_query_int64 (mirror, &n_alike, NULL,
                     "SELECT count(*) FROM poc_search GROUP BY rowid & 63 ORDER BY 1 DESC", "");
  g_assert_cmpint (n_rows, ==, 3 * 64);
  g_assert_cmpint (n_alike, ==, 3);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/search/finds-by-the-start-of-words", finds_by_the_start_of_words,
                        pm_test_fiber);
  g_test_add_data_func ("/search/folds-accents-both-ways", folds_accents_both_ways, pm_test_fiber);
  g_test_add_data_func ("/search/hostile-text-is-only-text", hostile_text_is_only_text,
                        pm_test_fiber);
  g_test_add_data_func ("/search/endless-text-ends", endless_text_ends, pm_test_fiber);
  g_test_add_data_func ("/search/rows-of-the-index-do-not-end-alike",
                        rows_of_the_index_do_not_end_alike, pm_test_fiber);
  g_test_add_data_func ("/search/follows-what-changes", follows_what_changes, pm_test_fiber);
  g_test_add_data_func ("/search/host-is-found-as-long-as-somebody-has-it",
                        host_is_found_as_long_as_somebody_has_it, pm_test_fiber);
  return g_test_run ();
}
