/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "domain/pm-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_DRAFTS     24 /* two or three a page, some longer than a page */
#define N_OPERATIONS 90

/*
 * drafts.db with trees of several pages, of which one after the other is damaged: a row is lost
 * only with the page that it stands in.
 */

typedef struct {
  char *folder;
  char *text; /* the file */
  gsize length;
} Sound;

static char *
mark_of_draft (guint n)
{
  return g_strdup_printf ("<draft %04u>", n);
}

static char *
mark_of_operation (guint n)
{
  return g_strdup_printf ("<operation %04u>", n);
}

static void
save_draft (PmCache *cache, guint n)
{
  g_autoptr (PmDraft) draft = pm_draft_new ();
  g_autofree char *mark = mark_of_draft (n);
  g_autofree char *message = g_strnfill (n % 8 == 0 ? 9000 : 1200, 'm');

  pm_draft_set_poc_id (draft, n);
  pm_draft_set_email (draft, mark);
  pm_draft_set_personal_message (draft, message);
  fixture_await (pm_cache_save_draft (cache, draft));
}

static void
queue_operation (PmCache *cache, guint n)
{
  g_autofree char *mark = mark_of_operation (n);
  g_autofree char *key = g_strdup_printf ("key-%u", n);
  g_autofree char *payload = g_strnfill (200, 'p');
  PmOperation *operation = fixture_operation (PM_OPERATION_KIND_INVITE, 1, mark, key);

  pm_operation_set_payload (operation, payload);
  fixture_queue (cache, operation, 0);
}

static void
read_sound (Sound *self)
{
  g_autofree char *path = g_build_filename (self->folder, "drafts.db", NULL);

  g_assert_true (g_file_get_contents (path, &self->text, &self->length, NULL));
}

static void
fill (PmCache *cache, const char *new_state)
{
  PmPage *page = fixture_page (cache, new_state, 10);

  fixture_add (page, fixture_poc (1, "One", "Globex"));
  fixture_apply (cache, page);
}

/* The mirror is the third one already. */
static DexFuture *
write_sound (gpointer data)
{
  Sound *self = data;
  PmCache *cache;

  self->folder = fixture_make_folder ();
  cache = fixture_open (self->folder);
  fill (cache, "s8");
  fixture_await (pm_cache_begin_rebuild (cache));
  fill (cache, "s9");
  fixture_await (pm_cache_begin_rebuild (cache));
  fill (cache, "s10");
  for (guint n = 1; n <= N_DRAFTS; n++)
    save_draft (cache, n);
  for (guint n = 1; n <= N_OPERATIONS; n++)
    queue_operation (cache, n);
  fixture_close (cache);
  read_sound (self);
  return dex_future_new_true ();
}

/* --- What must be there again --- */

static char *
find_aside (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  char *found = NULL;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_assert_false (g_str_has_suffix (name, "-copy"));
    if (g_str_has_prefix (name, "drafts-damaged-") && g_str_has_suffix (name, ".db"))
      found = g_build_filename (folder, name, NULL);
  }
  return found;
}

/* Whether the row with that mark stood, or began, where the damage is. */
static gboolean
stood_in (const char *mark, const char *place, gsize length)
{
  return memmem (place, length, mark, strlen (mark)) != NULL;
}

static gboolean
has_draft (PmCache *cache, guint n, const char *mark)
{
  g_autoptr (PmDraft) draft = dex_await_object (pm_cache_find_draft (cache, n), NULL);

  if (draft == NULL)
    return FALSE;
  g_assert_cmpstr (pm_draft_get_email (draft), ==, mark);
  g_assert_cmpuint (strlen (pm_draft_get_personal_message (draft)), ==, n % 8 == 0 ? 9000 : 1200);
  return TRUE;
}

static PmOperation *
find_operation (GPtrArray *operations, const char *mark)
{
  for (guint i = 0; i < operations->len; i++)
    if (g_strcmp0 (pm_operation_get_email (g_ptr_array_index (operations, i)), mark) == 0)
      return g_ptr_array_index (operations, i);
  return NULL;
}

/* A long draft lies in pages of its own besides: whoever damages one of them has damaged it. */
static gboolean
is_of_long_draft (const char *place)
{
  return memcmp (place + 100, "mmmmmmmm", 8) == 0;
}

static void
check_drafts (PmCache *cache, const char *place, gsize length)
{
  guint n_lost = 0;

  for (guint n = 1; n <= N_DRAFTS; n++) {
    g_autofree char *mark = mark_of_draft (n);

    if (stood_in (mark, place, length))
      continue;
    if (!has_draft (cache, n, mark)) {
      g_assert_true (n % 8 == 0 && is_of_long_draft (place));
      n_lost++;
    }
  }
  g_assert_cmpuint (n_lost, <=, 1);
}

static void
check_operations (PmCache *cache, const char *place, gsize length)
{
  g_autoptr (GPtrArray) operations = dex_await_boxed (pm_cache_list_operations (cache), NULL);
  guint n_hit = 0, n_held_back = 0;

  for (guint n = 1; n <= N_OPERATIONS; n++) {
    g_autofree char *mark = mark_of_operation (n);
    PmOperation *operation = find_operation (operations, mark);
    gboolean was_hit = stood_in (mark, place, length);

    g_assert_true (operation != NULL || was_hit);
    n_hit += was_hit;
    n_held_back += operation != NULL &&
                   pm_operation_get_state (operation) == PM_OPERATION_STATE_NEEDS_ATTENTION;
  }
  /* Around a leaf that is lost the database itself finds its way. */
  g_assert_true (n_hit == 0 || n_held_back <= n_hit);
  g_assert_cmpuint (operations->len, <=, N_OPERATIONS);
}

typedef struct {
  const Sound *sound;
  gsize at; /* where the damage begins */
  gsize length;
} Damage;

static DexFuture *
open_damaged (gpointer data)
{
  Damage *damage = data;
  const Sound *sound = damage->sound;
  const char *place = sound->text + damage->at;
  PmCache *cache = fixture_open (sound->folder);
  g_autofree char *aside = find_aside (sound->folder);
  gboolean noticed = (pm_cache_get_notices (cache) & PM_CACHE_NOTICE_DRAFTS_DAMAGED) != 0;

  g_assert_true (noticed == (aside != NULL));
  check_drafts (cache, place, damage->length);
  check_operations (cache, place, damage->length);
  /* The mirror is another file and stays. */
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "s10");
  save_draft (cache, N_DRAFTS + 1);
  fixture_close (cache);
  if (aside != NULL)
    g_assert_cmpint (g_unlink (aside), ==, 0);
  return dex_future_new_true ();
}

/* What was damaged had been put aside already. */
static DexFuture *
open_finished (gpointer data)
{
  Damage *damage = data;
  PmCache *cache = fixture_open (damage->sound->folder);

  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_DRAFTS_DAMAGED);
  check_drafts (cache, damage->sound->text, 0);
  check_operations (cache, damage->sound->text, 0);
  fixture_close (cache);
  return dex_future_new_true ();
}

static void
write_drafts (const Sound *sound, const char *text, gsize length)
{
  g_autofree char *path = g_build_filename (sound->folder, "drafts.db", NULL);

  g_assert_true (
      g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
damage (const Sound *sound, gsize at, gsize length)
{
  Damage damage = { sound, at, length };
  g_autofree char *text = g_memdup2 (sound->text, sound->length);

  memset (text + at, 'x', length);
  write_drafts (sound, text, sound->length);
  pm_test_run_fiber (open_damaged, &damage);
}

static void
sound_clear (Sound *self)
{
  fixture_remove_folder (self->folder);
  g_free (self->text);
}

static void
row_is_lost_only_with_its_page (void)
{
  Sound sound = { 0 };

  pm_test_run_fiber (write_sound, &sound);
  g_assert_cmpuint (sound.length, >, 25 * FIXTURE_PAGE_SIZE);
  for (gsize at = 0; at < sound.length; at += FIXTURE_PAGE_SIZE)
    damage (&sound, at, FIXTURE_PAGE_SIZE);
  sound_clear (&sound);
}

static void
bytes_anywhere_cost_no_more_than_their_page (void)
{
  Sound sound = { 0 };

  pm_test_run_fiber (write_sound, &sound);
  for (guint i = 0; i < (g_test_slow () ? 2000 : 60); i++) {
    gsize page = (gsize) g_test_rand_int_range (0, (gint32) (sound.length / FIXTURE_PAGE_SIZE));
    gsize within = (gsize) g_test_rand_int_range (0, 200);
    Damage damage = { &sound, page * FIXTURE_PAGE_SIZE, FIXTURE_PAGE_SIZE };
    g_autofree char *text = g_memdup2 (sound.text, sound.length);

    memset (text + damage.at + within, 'x', 16);
    write_drafts (&sound, text, sound.length);
    pm_test_run_fiber (open_damaged, &damage);
  }
  sound_clear (&sound);
}

/* --- What else may have become of it --- */

static DexFuture *
open_nothing (gpointer data)
{
  const Sound *sound = data;
  PmCache *cache = fixture_open (sound->folder);

  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_DRAFTS_DAMAGED);
  g_assert_cmpstr (pm_cache_get_state (cache), ==, "s10");
  save_draft (cache, N_DRAFTS + 1);
  queue_operation (cache, N_OPERATIONS + 1);
  fixture_close (cache);
  return dex_future_new_true ();
}

static void
file_may_be_no_database_at_all (void)
{
  gsize ends[] = { 0, 1, 99, 100, 4095, 4096, 5000, 100000 };
  Sound sound = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *within = NULL;

  pm_test_run_fiber (write_sound, &sound);
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    write_drafts (&sound, sound.text, ends[i]);
    pm_test_run_fiber (open_nothing, &sound);
  }
  sound.text[47] = 99; /* the format of its schema, which nobody knows */
  write_drafts (&sound, sound.text, sound.length);
  pm_test_run_fiber (open_nothing, &sound);
  path = g_build_filename (sound.folder, "drafts.db", NULL);
  within = g_build_filename (path, "somebody's", NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (within, "x", 1, NULL));
  pm_test_run_fiber (open_nothing, &sound);
  sound_clear (&sound);
}

/* As when the program is killed while it puts the one in the other's place. */
static void
rescue_cut_short_is_finished (void)
{
  Sound sound = { 0 };
  Damage nothing = { &sound, 0, 0 };
  g_autofree char *path = NULL;

  pm_test_run_fiber (write_sound, &sound);
  path = g_build_filename (sound.folder, "drafts.db", NULL);
  for (guint i = 0; i < 2; i++) {
    g_autofree char *made = g_build_filename (sound.folder, "drafts-rescued-7.db", NULL);
    g_autofree char *unfinished = g_build_filename (sound.folder, "drafts-unfinished.db", NULL);

    write_drafts (&sound, "This is what is damaged.", 24);
    g_assert_true (g_file_set_contents (made, sound.text, (gssize) sound.length, NULL));
    g_assert_true (g_file_set_contents (unfinished, "x", 1, NULL));
    if (i == 1)
      g_assert_cmpint (g_unlink (path), ==, 0);
    pm_test_run_fiber (i == 0 ? open_damaged : open_finished, &nothing);
  }
  sound_clear (&sound);
}

typedef struct {
  const Sound *sound;
  const char *words;
} Told;

static DexFuture *
look_where_it_is_told (gpointer data)
{
  const Told *told = data;
  PmCache *cache = fixture_open (told->sound->folder);
  g_autofree char *text = NULL;

  g_assert_cmpint (pm_cache_get_notices (cache), ==, PM_CACHE_NOTICE_DRAFTS_DAMAGED);
  g_assert_true (g_file_get_contents (pm_cache_get_rescue (cache)->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, told->words);
  fixture_close (cache);
  return dex_future_new_true ();
}

static void
assert_told (const Sound *sound, const char *words)
{
  Told told = { sound, words };

  pm_test_run_fiber (look_where_it_is_told, &told);
}

/* Killed before and after it was put aside, and while it was. */
static void
damaged_file_is_where_it_is_told_to_be (void)
{
  static const char words[] = "This is what is damaged.";
  Sound sound = { 0 };
  g_autofree char *drafts = NULL, *made = NULL, *aside = NULL;

  pm_test_run_fiber (write_sound, &sound);
  drafts = g_build_filename (sound.folder, "drafts.db", NULL);
  made = g_build_filename (sound.folder, "drafts-rescued-7.db", NULL);
  aside = g_build_filename (sound.folder, "drafts-damaged-7.db", NULL);
  for (guint i = 0; i < 2; i++) {
    write_drafts (&sound, words, strlen (words));
    g_assert_true (g_file_set_contents (made, sound.text, (gssize) sound.length, NULL));
    if (i == 1)
      g_assert_cmpint (g_rename (drafts, aside), ==, 0);
    assert_told (&sound, words);
  }
  sound_clear (&sound);
}

/* The first one is told, from which the other was made. */
static void
what_was_rescued_may_be_damaged_too (void)
{
  Sound sound = { 0 };
  g_autofree char *made = NULL;

  pm_test_run_fiber (write_sound, &sound);
  made = g_build_filename (sound.folder, "drafts-rescued-7.db", NULL);
  write_drafts (&sound, "The first.", 10);
  g_assert_true (g_file_set_contents (made, "The other.", 10, NULL));
  assert_told (&sound, "The first.");
  sound_clear (&sound);
}

static DexFuture *
hold_back (gpointer data)
{
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);
  g_autoptr (GPtrArray) operations = NULL;

  queue_operation (cache, 1);
  fixture_close (cache);
  fixture_spoil (folder, "drafts.db", 0, FIXTURE_PAGE_SIZE);
  cache = fixture_open (folder);
  operations = dex_await_boxed (pm_cache_list_operations (cache), NULL);
  g_assert_cmpuint (operations->len, ==, 1);
  g_assert_cmpint (pm_operation_get_state (g_ptr_array_index (operations, 0)), ==,
                   PM_OPERATION_STATE_NEEDS_ATTENTION);
  g_assert_cmpstr (pm_operation_get_last_problem (g_ptr_array_index (operations, 0)), ==,
                   "This was rescued from a damaged file. It may have reached the server already.");
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rescue/row-is-lost-only-with-its-page", row_is_lost_only_with_its_page);
  g_test_add_func ("/rescue/bytes-anywhere-cost-no-more-than-their-page",
                   bytes_anywhere_cost_no_more_than_their_page);
  g_test_add_func ("/rescue/cut-short-is-finished", rescue_cut_short_is_finished);
  g_test_add_func ("/rescue/damaged-file-is-where-it-is-told-to-be",
                   damaged_file_is_where_it_is_told_to_be);
  g_test_add_func ("/rescue/what-was-rescued-may-be-damaged-too",
                   what_was_rescued_may_be_damaged_too);
  g_test_add_func ("/rescue/file-may-be-no-database-at-all", file_may_be_no_database_at_all);
  g_test_add_data_func ("/rescue/what-was-found-page-by-page-is-not-sent-by-itself", hold_back,
                        pm_test_fiber);
  return g_test_run ();
}
