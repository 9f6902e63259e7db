/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache-fixture.h"

#include "cache/pm-poc-list.h"
#include "domain/pm-error.h"

#include <glib/gstdio.h>
#include <string.h>

#define JANE    "jane@globex.example"
#define N_POCS  60 /* enough for tables of several pages */
#define N_FLIPS 80

/*
 * However the mirror's file is damaged: it is usable or begun anew, drafts.db does not pay for it,
 * and what was queued is still shown.
 */

typedef struct {
  char *mirror; /* as it was written */
  gsize n_mirror;
  char *log; /* of what was written after that */
  gsize n_log;
  char *drafts;
  gsize n_drafts;
} Sound;

static void
fill (PmCache *cache, const char *new_state)
{
  PmPage *page = fixture_page (cache, new_state, 10);

  for (guint i = 1; i <= N_POCS; i++) {
    g_autofree char *title = g_strdup_printf ("Evaluation of the platform, part %u", i);
    g_autofree char *email = g_strdup_printf ("person%u@globex.example", i);

    fixture_add (page, fixture_poc (i, title, "Globex"));
    fixture_add (page, fixture_participant (i, i, email, "Somebody"));
    fixture_add (page,
                 fixture_invitation (i, i, "more@globex.example", PM_INVITATION_STATUS_PENDING));
  }
  fixture_apply (cache, page);
}

static void
read_file (const char *folder, const char *name, char **text, gsize *length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_get_contents (path, text, length, NULL));
}

static void
write_file (const char *folder, const char *name, const char *text, gsize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (
      g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static DexFuture *
write_sound (gpointer data)
{
  Sound *self = data;
  char *folder = fixture_make_folder ();
  PmCache *cache = fixture_open (folder);

  fill (cache, "s10");
  fixture_queue (cache, fixture_operation (PM_OPERATION_KIND_INVITE, 1, JANE, "k"), 0);
  fixture_close (cache);
  read_file (folder, "cache-1.db", &self->mirror, &self->n_mirror);
  read_file (folder, "drafts.db", &self->drafts, &self->n_drafts);
  cache = fixture_open (folder);
  fill (cache, "s11");
  read_file (folder, "cache-1.db-wal", &self->log, &self->n_log);
  fixture_close (cache);
  fixture_remove_folder (folder);
  return dex_future_new_true ();
}

static Sound *
make_sound (void)
{
  Sound *self = g_new0 (Sound, 1);

  pm_test_run_fiber (write_sound, self);
  return self;
}

static void
sound_free (Sound *self)
{
  g_free (self->mirror);
  g_free (self->log);
  g_free (self->drafts);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sound, sound_free)

/* --- Using what is there --- */

static void
read_all (PmCache *cache)
{
  g_autoptr (PmPocList) list = pm_poc_list_new (cache);

  g_object_set (list, "scope", PM_POC_SCOPE_ALL, NULL);
  for (guint sort = PM_POC_SORT_TITLE; sort <= PM_POC_SORT_NEWEST; sort++) {
    g_object_set (list, "sort", sort, NULL);
    for (guint i = 0; pm_key_list_get_loading (PM_KEY_LIST (list)) && i < 1000; i++)
      dex_await (dex_timeout_new_msec (1), NULL);
  }
  for (guint i = 1; i <= N_POCS; i++) {
    g_autoptr (PmPoc) poc = dex_await_object (pm_cache_find_record (cache, PM_TYPE_POC, i), NULL);
  }
}

/* As the pull side does: what cannot be stored because of damage begins again. */
static void
fill_anyhow (PmCache *cache, const char *new_state)
{
  for (guint i = 0;; i++) {
    g_autoptr (PmPage) page = fixture_page (cache, new_state, 20);
    g_autoptr (GError) error = NULL;

    for (guint id = 1; id <= N_POCS; id++)
      fixture_add (page, fixture_poc (id, "Another title", "Globex"));
    if (dex_await (pm_cache_apply_page (cache, page), &error))
      return;
    g_test_message ("%s", error->message);
    if (!g_error_matches (error, PM_ERROR, PM_ERROR_CONFLICT))
      g_assert_error (error, PM_ERROR, PM_ERROR_DAMAGED);
    g_assert_cmpuint (i, <, 5);
  }
}

static gboolean
jane_waits (gpointer cache)
{
  g_autoptr (PmPerson) jane = dex_await_object (pm_cache_find_person (cache, 1, JANE), NULL);

  return jane != NULL && pm_person_get_status (jane) == PM_PERSON_STATUS_WAITING;
}

static gboolean
has_put_drafts_aside (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "drafts-damaged"))
      return TRUE;
  return FALSE;
}

static gboolean
was_lost (PmCache *cache)
{
  return (pm_cache_get_notices (cache) & PM_CACHE_NOTICE_MIRROR_LOST) != 0;
}

typedef struct {
  const char *folder;
  gboolean lost;
} Use;

static DexFuture *
use_fiber (gpointer data)
{
  Use *self = data;
  PmCache *cache = fixture_open (self->folder);

  read_all (cache);
  fill_anyhow (cache, "s20");
  fixture_wait_for (jane_waits, cache);
  g_assert_cmpuint (pm_cache_get_n_unsent (cache), ==, 1);
  g_assert_false (pm_cache_get_notices (cache) & PM_CACHE_NOTICE_DRAFTS_DAMAGED);
  self->lost = was_lost (cache);
  fixture_close (cache);
  g_assert_false (has_put_drafts_aside (self->folder));
  return dex_future_new_true ();
}

/* Whether it had to begin anew. */
static gboolean
use (const char *folder)
{
  Use use = { folder, FALSE };

  pm_test_run_fiber (use_fiber, &use);
  return use.lost;
}

static gboolean
use_with (const Sound *sound, const char *mirror, gsize n_mirror)
{
  char *folder = fixture_make_folder ();
  gboolean lost;

  write_file (folder, "drafts.db", sound->drafts, sound->n_drafts);
  write_file (folder, "cache-1.db", mirror, n_mirror);
  lost = use (folder);
  fixture_remove_folder (folder);
  return lost;
}

/* --- The damages --- */

static void
any_page_may_be_damaged (void)
{
  g_autoptr (Sound) sound = make_sound ();
  guint n_lost = 0;

  g_assert_false (use_with (sound, sound->mirror, sound->n_mirror));
  for (gsize page = 0; page < sound->n_mirror / FIXTURE_PAGE_SIZE; page++) {
    g_autofree char *damaged = g_memdup2 (sound->mirror, sound->n_mirror);

    memset (damaged + page * FIXTURE_PAGE_SIZE, 'x', FIXTURE_PAGE_SIZE);
    n_lost += use_with (sound, damaged, sound->n_mirror);
  }
  g_assert_cmpuint (n_lost, >, 20);
}

static void
any_byte_may_be_another_one (void)
{
  g_autoptr (Sound) sound = make_sound ();

  for (guint i = 0; i < (g_test_slow () ? 75 : 1) * N_FLIPS; i++) {
    g_autofree char *damaged = g_memdup2 (sound->mirror, sound->n_mirror);
    guint n = (guint) g_test_rand_int_range (1, 9);

    while (n-- > 0)
      damaged[g_test_rand_int_range (0, (gint32) sound->n_mirror)] ^=
          (char) (1 << g_test_rand_int_range (0, 8));
    use_with (sound, damaged, sound->n_mirror);
  }
}

/* The first pages hold what all else hangs on. */
static void
any_byte_of_the_head_may_be_another_one (void)
{
  g_autoptr (Sound) sound = make_sound ();
  guint stride = g_test_slow () ? 3 : 193;

  for (gsize at = (gsize) g_test_rand_int_range (0, (gint32) stride); at < 5 * FIXTURE_PAGE_SIZE;
       at += stride) {
    g_autofree char *damaged = g_memdup2 (sound->mirror, sound->n_mirror);

    damaged[at] ^= (char) (1 << g_test_rand_int_range (0, 8));
    use_with (sound, damaged, sound->n_mirror);
  }
}

static void
replace (char *text, gsize length, const char *old, const char *new)
{
  char *place = memmem (text, length, old, strlen (old));

  g_assert_nonnull (place);
  memcpy (place, new, strlen (new));
}

/* What a file says of itself must not be believed either. */
static void
definitions_may_be_others (void)
{
  static const char *const words[][2] = {
    { "(customer_company_name COLLATE NOCASE)", "(customer_company_name COLLATE NMCASE)" },
    { "CREATE INDEX invitation_by_address", "CREATE INDEX invitation_by_addresz" },
    { "CREATE TABLE poc_row (", "CREATE TABLE pod_row (" },
    { "tasks_done INTEGER NOT NULL", "tasks_dune INTEGER NOT NULL" },
  };
  g_autoptr (Sound) sound = make_sound ();

  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *damaged = g_memdup2 (sound->mirror, sound->n_mirror);

    replace (damaged, sound->n_mirror, words[i][0], words[i][1]);
    use_with (sound, damaged, sound->n_mirror);
  }
}

static void
file_may_end_anywhere (void)
{
  g_autoptr (Sound) sound = make_sound ();
  gsize ends[] = { 0, 1, 99, 100, 4095, 4096, 5000, sound->n_mirror / 2, sound->n_mirror - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    gboolean lost = use_with (sound, sound->mirror, ends[i]);

    /* With nothing there it is as at the first start. */
    g_assert_true (lost || ends[i] < 99 || ends[i] > sound->n_mirror / 2);
  }
}

static void
something_else_may_be_in_the_place (void)
{
  static const char *const names[] = { "cache-1.db", "cache-1.db-wal", "cache-1.db-shm" };
  g_autoptr (Sound) sound = make_sound ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    char *folder = fixture_make_folder ();
    g_autofree char *path = g_build_filename (folder, names[i], NULL);

    write_file (folder, "drafts.db", sound->drafts, sound->n_drafts);
    if (i > 0)
      write_file (folder, "cache-1.db", sound->mirror, sound->n_mirror);
    g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
    write_file (path, "somebody's", "x", 1);
    g_assert_true (use (folder));
    fixture_remove_folder (folder);
  }
}

/* As a program that was killed leaves it; then the log is lost, or is another file's. */
static void
use_with_log (const Sound *sound, const char *log, gsize n_log)
{
  char *folder = fixture_make_folder ();

  write_file (folder, "drafts.db", sound->drafts, sound->n_drafts);
  write_file (folder, "cache-1.db", sound->mirror, sound->n_mirror);
  if (n_log > 0)
    write_file (folder, "cache-1.db-wal", log, n_log);
  use (folder);
  fixture_remove_folder (folder);
}

static void
log_may_be_missing_or_damaged (void)
{
  g_autoptr (Sound) sound = make_sound ();

  g_assert_cmpuint (sound->n_log, >, 10 * FIXTURE_PAGE_SIZE);
  use_with_log (sound, sound->log, sound->n_log);
  use_with_log (sound, sound->log, 0);
  use_with_log (sound, sound->log, sound->n_log / 2);
  use_with_log (sound, sound->mirror, sound->n_mirror);
  memset (sound->log + sound->n_log / 2, 'x', 100);
  use_with_log (sound, sound->log, sound->n_log);
}

#define ADD(name, func) g_test_add_func ("/damage/" name, func)

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("any-page-may-be-damaged", any_page_may_be_damaged);
  ADD ("any-byte-may-be-another-one", any_byte_may_be_another_one);
  ADD ("any-byte-of-the-head-may-be-another-one", any_byte_of_the_head_may_be_another_one);
  ADD ("definitions-may-be-others", definitions_may_be_others);
  ADD ("file-may-end-anywhere", file_may_end_anywhere);
  ADD ("something-else-may-be-in-the-place", something_else_may_be_in_the_place);
  ADD ("log-may-be-missing-or-damaged", log_may_be_missing_or_damaged);
  return g_test_run ();
}
