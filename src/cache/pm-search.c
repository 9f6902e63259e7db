/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "cache/pm-search.h"

#include "cache/pm-id-set.h"

/* Nobody means more words, or longer ones; an honest search is far below. */
#define MAX_WORDS      12
#define MAX_WORD_CHARS 64

/* Sort keys are made of so many characters: what differs only further on, stands as it came. */
#define SORT_KEY_CHARS 64

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
static void
append_word (GString *match, const char *word)
{
  g_autofree char *start = start_of (word, MAX_WORD_CHARS);
  g_auto (GStrv) pieces = NULL;
  g_autofree char *quoted = NULL;

  if (!is_searchable (start))
    return;
  pieces = g_strsplit (start, "\"", -1);
  quoted = g_strjoinv ("\"\"", pieces);
  g_string_append_printf (match, "%s\"%s\" *", match->len > 0 ? " AND " : "", quoted);
}

/**
 * pm_search_to_match:
 * @text: (nullable): whatever somebody typed
 *
 * Makes an FTS5 query of it: each word must begin a word of the row. Any thread.
 *
 * Returns: (transfer full) (nullable): the query, or %NULL if there is nothing to search for
 */
char *
pm_search_to_match (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text == NULL ? "" : text, -1);
  g_autofree char *start = start_of (valid, MAX_WORDS * MAX_WORD_CHARS);
  g_auto (GStrv) words = g_strsplit_set (start, " \t\r\n", -1);
  g_autoptr (GString) match = g_string_new (NULL);
  guint n_words = 0;

  for (guint i = 0; words[i] != NULL && n_words < MAX_WORDS; i++) {
    gsize length = match->len;

    append_word (match, words[i]);
    n_words += match->len > length;
  }
  return match->len > 0 ? g_string_free_and_steal (g_steal_pointer (&match)) : NULL;
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

static PmIdSet *
find_matches (PmDb *mirror, const char *match, gint64 low, gint64 high, GError **error)
{
  g_autoptr (PmIdSet) matches = pm_id_set_new (low, high);
  g_autoptr (GError) local = NULL;
  PmStatement *statement = pm_db_query (
      mirror, &local, "SELECT rowid FROM poc_search WHERE poc_search MATCH ?1", "s", match);

  while (statement != NULL && pm_statement_step (statement, &local))
    pm_id_set_add (matches, pm_statement_get_int64 (statement, 0));
  if (local == NULL)
    return g_steal_pointer (&matches);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/**
 * pm_search_within:
 * @mirror: a mirror
 * @match: what to search for
 * @order: POCs
 * @error: return location
 *
 * Returns: (transfer full) (nullable): those of @order that match, in its order
 */
PmKeys *
pm_search_within (PmDb *mirror, const char *match, PmKeys *order, GError **error)
{
  g_autoptr (PmIdSet) matches = NULL;
  GArray *keys;
  gint64 low = G_MAXINT64, high = G_MININT64;

  for (guint i = 0; i < order->n; i++) {
    low = MIN (low, order->keys[i]);
    high = MAX (high, order->keys[i]);
  }
  matches = find_matches (mirror, match, low, high, error);
  if (matches == NULL)
    return NULL;
  keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < order->n; i++)
    if (pm_id_set_contains (matches, order->keys[i]))
      g_array_append_val (keys, order->keys[i]);
  return pm_keys_new_take (keys);
}
