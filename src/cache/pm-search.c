/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-search.h"

#include "cache/pm-id-set.h"

/* Nobody means more words, or longer ones; an honest search is far below. */
#define MAX_WORDS      12
#define MAX_WORD_CHARS 64

/* Sort keys are made of so many characters: what differs only further on, stands as it came. */
#define SORT_KEY_CHARS 32

static char *
start_of (const char *text, guint n_chars)
{
  const char *end = text;

  for (guint i = 0; i < n_chars && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  return g_strndup (text, (gsize) (end - text));
}

/* What the index has words of: letters, digits and marks, not punctuation. */
static gboolean
is_searchable (const char *word)
{
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (g_unichar_isalnum (c) || g_unichar_type (c) == G_UNICODE_PRIVATE_USE)
      return TRUE;
  }
  return FALSE;
}

/* In quotes everything is text; the index breaks it into words that must follow each other. */
static char *
quote (const char *word)
{
  g_auto (GStrv) pieces = g_strsplit (word, "\"", -1);
  g_autofree char *doubled = g_strjoinv ("\"\"", pieces);

  return g_strdup_printf ("\"%s\" *", doubled);
}

/**
 * pm_search_parse:
 * @text: (nullable): whatever somebody typed
 *
 * Makes FTS5 queries of it, one for each word, which must begin a word of the row. An address is
 * two words: what stands behind the @ has a row of its own. Any thread.
 *
 * Returns: (transfer full) (nullable): the queries, or %NULL if there is nothing to search for
 */
GStrv
pm_search_parse (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text == NULL ? "" : text, -1);
  g_autofree char *start = start_of (valid, MAX_WORDS * MAX_WORD_CHARS);
  g_auto (GStrv) words = g_strsplit_set (start, " \t\r\n@", -1);
  g_autoptr (GStrvBuilder) matches = g_strv_builder_new ();
  guint n_matches = 0;

  for (guint i = 0; words[i] != NULL && n_matches < MAX_WORDS; i++) {
    g_autofree char *word = start_of (words[i], MAX_WORD_CHARS);

    if (!is_searchable (word))
      continue;
    g_strv_builder_take (matches, quote (word));
    n_matches++;
  }
  return n_matches == 0 ? NULL : g_strv_builder_end (matches);
}

/**
 * pm_search_sort_key:
 * @text: (nullable): a title or a name
 *
 * Any thread.
 *
 * Returns: (transfer full): bytes that compare as the locale sorts the text, whatever its case
 */
char *
pm_search_sort_key (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text == NULL ? "" : text, -1);
  g_autofree char *start = start_of (valid, SORT_KEY_CHARS);
  g_autofree char *folded = g_utf8_casefold (start, -1);

  return g_utf8_collate_key (folded, -1);
}

/* A row of the index is of the POC itself, of somebody in it, or of all their hosts. Of a second
 * word's hits most may be of POCs that the first has not found; remembering those would take longer
 * than all else. */
static void
add_poc (gint64 rowid, gpointer found)
{
  gint64 poc_id = rowid >> 32;

  if (pm_id_set_expects (found, poc_id))
    pm_id_set_add (found, poc_id);
}

static PmKeys *
keep_found (PmKeys *keys, PmIdSet *found)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < keys->n; i++)
    if (pm_id_set_contains (found, keys->keys[i]))
      g_array_append_val (kept, keys->keys[i]);
  return pm_keys_new_take (kept);
}

/**
 * pm_search_within:
 * @mirror: a mirror
 * @matches: what to search for, of pm_search_parse()
 * @order: POCs
 * @error: return location
 *
 * Returns: (transfer full) (nullable): those of @order that have them all, in its order
 */
PmKeys *
pm_search_within (PmDb *mirror, const char *const *matches, PmKeys *order, GError **error)
{
  g_autoptr (PmKeys) keys = pm_keys_ref (order);

  for (guint i = 0; matches[i] != NULL && keys->n > 0; i++) {
    g_autoptr (PmIdSet) found = pm_id_set_new_for_range (keys->keys, keys->n);
    PmKeys *kept;

    if (!pm_db_visit (mirror, add_poc, found, error,
                      "SELECT visit(rowid) FROM poc_search WHERE poc_search MATCH ?1", "s",
                      matches[i]))
      return NULL;
    kept = keep_found (keys, found);
    pm_keys_unref (keys);
    keys = kept;
  }
  return g_steal_pointer (&keys);
}
