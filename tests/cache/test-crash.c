/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "domain/pm-error.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The program starts itself as a child that writes as fast as it can and says after each future
 * what is done; it is killed in the middle of its work, again and again in the same folder.
 */

#define N_ROUNDS       12 /* in one folder */
#define N_FOLDERS      1
#define N_LONG_FOLDERS 40

/* Of the mirrors that are built anew without end. */
#define N_PAGES       5
#define POCS_PER_PAGE 2

static const char *self_path;

/* --- The child --- */

static void
say (const char *word, guint n)
{
  g_autofree char *line = g_strdup_printf ("%s %u\n", word, n);

  g_assert_cmpint (write (STDOUT_FILENO, line, strlen (line)), ==, strlen (line));
}

static guint
number_of (const char *state)
{
  return *state == '\0' ? 0 : (guint) atoi (state + 1);
}

static void
write_page (PmCache *cache, guint n)
{
  g_autofree char *state = g_strdup_printf ("s%u", n);
  g_autofree char *email = g_strdup_printf ("p%u@globex.example", n);
  PmPage *page = fixture_page (cache, state, n);

  fixture_add (page, fixture_poc (1, state, "Globex"));
  fixture_add (page, fixture_poc (n + 1, "One more", "Globex"));
  fixture_add (page, fixture_participant (n, 1, email, "Somebody"));
  fixture_apply (cache, page);
  say ("page", n);
}

static void
write_draft_and_operation (PmCache *cache, guint n)
{
  g_autoptr (PmDraft) draft = pm_draft_new ();
  g_autofree char *key = g_strdup_printf ("key-%u", n);

  pm_draft_set_poc_id (draft, 1000000 + n);
  pm_draft_set_title (draft, key);
  fixture_await (pm_cache_save_draft (cache, draft));
  say ("draft", n);
  if (n % 2 == 1)
    return;
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, key, key),
                 pm_draft_get_id (draft));
  say ("operation", n);
}

static DexFuture *
write_for_ever (gpointer folder)
{
  PmCache *cache = fixture_open (folder);
  guint n = number_of (pm_cache_get_state (cache));

  for (;;) {
    n++;
    write_page (cache, n);
    write_draft_and_operation (cache, n);
  }
  return NULL;
}

/* Mirrors are numbered by generations; a page's state is its generation and its place in it. */
static guint
state_after (guint generation, guint page)
{
  return generation * 10 + page;
}

static void
write_page_of_generation (PmCache *cache, guint generation, guint number)
{
  g_autofree char *state = g_strdup_printf ("s%u", state_after (generation, number));
  g_autofree char *title = g_strdup_printf ("Generation %u", generation);
  PmPage *page = fixture_page (cache, state, generation);

  page->has_more = number < N_PAGES;
  for (guint i = 0; i < POCS_PER_PAGE; i++)
    fixture_add (page, fixture_poc (1 + (number - 1) * POCS_PER_PAGE + i, title, "Globex"));
  fixture_apply (cache, page);
  say ("page", state_after (generation, number));
}

static DexFuture *
rebuild_for_ever (gpointer folder)
{
  PmCache *cache = fixture_open (folder);
  guint n = number_of (pm_cache_get_state (cache));
  guint generation = n == 0 ? 1 : n / 10, page = n % 10;

  for (;;) {
    if (page == N_PAGES) {
      fixture_await (pm_cache_begin_rebuild (cache));
      generation++;
      page = 0;
    }
    write_page_of_generation (cache, generation, ++page);
  }
  return NULL;
}

/* --- The parent --- */

typedef struct {
  guint page;         /* the last one */
  GArray *drafts;     /* numbers, all of them */
  GArray *operations; /* numbers, all of them */
} Said;

static void
hear (Said *said, const char *line)
{
  guint n = (guint) atoi (strchr (line, ' '));

  if (g_str_has_prefix (line, "page "))
    said->page = n;
  else if (g_str_has_prefix (line, "draft "))
    g_array_append_val (said->drafts, n);
  else
    g_array_append_val (said->operations, n);
}

static void
assert_belongs_to_the_child (const char *folder)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dex_await_object (pm_cache_open (folder), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_BUSY);
}

/* Lets the child work a while and kills it. */
static void
run_and_kill (const char *folder, const char *work, Said *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self_path, work, folder, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  guint n_lines = (guint) g_test_rand_int_range (1, 40);
  char *line;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (guint i = 0; (line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL; i++) {
    hear (said, line);
    g_free (line);
    if (i == 0)
      assert_belongs_to_the_child (folder);
    if (i == n_lines) {
      g_usleep ((gulong) g_test_rand_int_range (0, 3000));
      g_subprocess_force_exit (child);
    }
  }
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (child));
}

static void
check_page (PmCache *cache, Said *said)
{
  guint n = number_of (pm_cache_get_state (cache));
  g_autoptr (GError) error = NULL;
  g_autoptr (PmPoc) poc = dex_await_object (pm_cache_find_record (cache, PM_TYPE_POC, 1), &error);
  g_autoptr (PmPoc) last = NULL;
  g_autoptr (PmPoc) next = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (n, >=, said->page);
  g_assert_cmpuint (n, <=, said->page + 1);
  g_assert_cmpstr (pm_poc_get_title (poc), ==, pm_cache_get_state (cache));
  g_assert_cmpint (pm_poc_get_people_count (poc), ==, n);
  last = dex_await_object (pm_cache_find_record (cache, PM_TYPE_POC, n + 1), NULL);
  next = dex_await_object (pm_cache_find_record (cache, PM_TYPE_POC, n + 2), NULL);
  g_assert_nonnull (last);
  g_assert_null (next);
}

static gboolean
has_draft (PmCache *cache, guint n)
{
  g_autoptr (PmDraft) draft = dex_await_object (pm_cache_find_draft (cache, 1000000 + n), NULL);

  return draft != NULL;
}

static gboolean
has_operation (GPtrArray *operations, guint n)
{
  g_autofree char *key = g_strdup_printf ("key-%u", n);

  for (guint i = 0; i < operations->len; i++)
    if (g_strcmp0 (pm_operation_get_key (g_ptr_array_index (operations, i)), key) == 0)
      return TRUE;
  return FALSE;
}

/* What was called saved is there, once: as a draft or as the operation that consumed it. */
static void
check_drafts (PmCache *cache, Said *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) operations = dex_await_boxed (pm_cache_list_operations (cache), &error);

  g_assert_no_error (error);
  for (guint i = 0; i < said->drafts->len; i++) {
    guint n = g_array_index (said->drafts, guint, i);

    g_assert_true (has_draft (cache, n) != has_operation (operations, n));
  }
  for (guint i = 0; i < said->operations->len; i++)
    g_assert_true (has_operation (operations, g_array_index (said->operations, guint, i)));
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, operations->len);
}

/* The rows beside the mirror say what the outbox says. */
static void
check_overlay (PmCache *cache)
{
  g_autoptr (GPtrArray) operations = dex_await_boxed (pm_cache_list_operations (cache), NULL);

  for (guint i = 0; i < operations->len; i++) {
    PmOperation *operation = g_ptr_array_index (operations, i);
    g_autoptr (PmPerson) person = dex_await_object (
        pm_cache_find_person (cache, 1, pm_operation_get_email (operation)), NULL);

    g_assert_nonnull (person);
    g_assert_cmpint (pm_person_get_operation_id (person), ==, pm_operation_get_id (operation));
  }
}

typedef struct {
  char *folder;
  Said said;
} Round;

static DexFuture *
write_and_kill (gpointer data)
{
  Round *self = data;
  PmCache *cache;

  run_and_kill (self->folder, "--write", &self->said);
  cache = fixture_open (self->folder);
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  check_page (cache, &self->said);
  check_drafts (cache, &self->said);
  check_overlay (cache);
  fixture_close (cache);
  return dex_future_new_true ();
}

/* All of one generation: while the next one is built, of the last. */
static void
check_generation (PmCache *cache, guint n)
{
  guint generation = n % 10 == N_PAGES ? n / 10 : n / 10 - 1;
  g_autofree char *title = g_strdup_printf ("Generation %u", generation);

  for (guint id = 1; id <= N_PAGES * POCS_PER_PAGE && generation > 0; id++) {
    g_autoptr (PmPoc) poc = dex_await_object (pm_cache_find_record (cache, PM_TYPE_POC, id), NULL);

    g_assert_nonnull (poc);
    g_assert_cmpstr (pm_poc_get_title (poc), ==, title);
  }
}

static DexFuture *
rebuild_and_kill (gpointer data)
{
  Round *self = data;
  PmCache *cache;
  guint n;

  run_and_kill (self->folder, "--rebuild", &self->said);
  cache = fixture_open (self->folder);
  n = number_of (pm_cache_get_state (cache));
  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_NONE);
  g_assert_cmpuint (n, >=, self->said.page); /* no page is fetched twice */
  check_generation (cache, n);
  fixture_close (cache);
  return dex_future_new_true ();
}

static void
go_through_rounds (DexFiberFunc func)
{
  Round round = { fixture_make_folder (),
                  { 0, g_array_new (FALSE, FALSE, sizeof (guint)),
                    g_array_new (FALSE, FALSE, sizeof (guint)) } };

  for (guint i = 0; i < N_ROUNDS; i++)
    pm_test_run_fiber (func, &round);
  g_array_unref (round.said.drafts);
  g_array_unref (round.said.operations);
  fixture_remove_folder (round.folder);
}

static void
in_many_folders (DexFiberFunc func)
{
  for (guint i = 0; i < (g_test_slow () ? N_LONG_FOLDERS : N_FOLDERS); i++)
    go_through_rounds (func);
}

static void
what_was_said_survives_kill (void)
{
  in_many_folders (write_and_kill);
}

static void
rebuild_goes_on_after_kill (void)
{
  in_many_folders (rebuild_and_kill);
}

int
main (int argc, char **argv)
{
  dex_init ();
  if (argc == 3 && (g_str_equal (argv[1], "--write") || g_str_equal (argv[1], "--rebuild"))) {
    pm_test_run_fiber (g_str_equal (argv[1], "--write") ? write_for_ever : rebuild_for_ever,
                       argv[2]);
    return 1;
  }
  self_path = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crash/what-was-said-survives-kill", what_was_said_survives_kill);
  g_test_add_func ("/crash/rebuild-goes-on-after-kill", rebuild_goes_on_after_kill);
  return g_test_run ();
}
