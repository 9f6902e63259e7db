/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-text.h"

#include "domain/pm-error.h"

#include <string.h>

/* Line and paragraph separators and the marks that reorder text are as good as line breaks. */
static gboolean
is_control (gunichar c)
{
  return g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static gboolean
is_welcome (gunichar c, PmTextShape shape)
{
  if (shape == PM_TEXT_LINES && (c == '\n' || c == '\t' || c == '\r'))
    return TRUE;
  /* A byte order mark and direction marks do no harm inside a longer text. */
  if (shape == PM_TEXT_LINES && !g_unichar_iscntrl (c))
    return TRUE;
  return !is_control (c);
}

static gboolean
check_characters (const char *field, const char *text, PmTextShape shape, GError **error)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (is_welcome (c, shape))
      continue;
    if (c == '\n' || c == '\r')
      g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "%s must be a single line.", field);
    else
      g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "%s contains control characters.", field);
    return FALSE;
  }
  return TRUE;
}

/**
 * pm_text_check:
 * @field: the field's visible name, which starts the error's sentence
 * @text: bytes from outside
 * @length: how many, or -1 if terminated
 * @shape: what kind of text it should be
 * @max_chars: the longest that is taken, in characters
 * @error: return location
 *
 * Checks that a text is valid UTF-8 without NUL and control characters and not too long.
 * Any thread.
 *
 * Returns: %FALSE with %PM_ERROR_INVALID if it is not
 */
gboolean
pm_text_check (const char *field,
               const char *text,
               gssize length,
               PmTextShape shape,
               gsize max_chars,
               GError **error)
{
  gsize bytes = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *copy = NULL;

  /* No character is longer than 4 bytes: a huge text is refused before it is looked at. */
  if (bytes <= max_chars * 4 && !g_utf8_validate_len (text, bytes, NULL)) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "%s is not valid text.", field);
    return FALSE;
  }
  if (bytes > max_chars * 4 || (gsize) g_utf8_strlen (text, (gssize) bytes) > max_chars) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
                 "%s is too long: at most %" G_GSIZE_FORMAT " characters are possible.", field,
                 max_chars);
    return FALSE;
  }
  copy = g_strndup (text, bytes);
  return check_characters (field, copy, shape, error);
}

/**
 * pm_text_single_line:
 * @text: (nullable): a name or a title, in any condition
 *
 * Makes a single clean line: control characters and line breaks become spaces, runs of spaces
 * become one, and none stand at the ends. Invalid UTF-8 is replaced. Any thread.
 *
 * Returns: (transfer full): the line, empty for %NULL
 */
char *
pm_text_single_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text == NULL ? "" : text, -1);
  GString *line = g_string_new (NULL);
  gboolean space = FALSE;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == ' ' || is_control (c)) {
      space = line->len > 0;
      continue;
    }
    if (space)
      g_string_append_c (line, ' ');
    space = FALSE;
    g_string_append_unichar (line, c);
  }
  return g_string_free (line, FALSE);
}

/**
 * pm_text_clean_lines:
 * @text: (nullable): a longer text, in any condition
 *
 * Makes all line breaks `\n`, drops other control characters but tabs, and cuts off empty lines
 * and spaces at both ends. Invalid UTF-8 is replaced. Any thread.
 *
 * Returns: (transfer full): the text, empty for %NULL
 */
char *
pm_text_clean_lines (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text == NULL ? "" : text, -1);
  GString *lines = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\r' && p[1] == '\n')
      continue;
    if (c == '\r' || c == 0x2028 || c == 0x2029)
      c = '\n';
    if (c == '\n' || c == '\t' || !g_unichar_iscntrl (c))
      g_string_append_unichar (lines, c);
  }
  return g_strstrip (g_string_free (lines, FALSE));
}

/**
 * pm_text_is_blank:
 * @text: (nullable): valid UTF-8
 *
 * Returns: whether there is nothing to read in it. Any thread.
 */
gboolean
pm_text_is_blank (const char *text)
{
  if (text == NULL)
    return TRUE;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)) && !is_control (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/**
 * pm_text_full_name:
 * @first_name: (nullable): the first name
 * @last_name: (nullable): the last name
 * @address: (nullable): the e-mail address, for when there is no name
 *
 * Any thread.
 *
 * Returns: (transfer full): "First Last", or the local part of @address, or an empty text
 */
char *
pm_text_full_name (const char *first_name, const char *last_name, const char *address)
{
  g_autofree char *both = g_strconcat (first_name == NULL ? "" : first_name, " ",
                                       last_name == NULL ? "" : last_name, NULL);
  g_autofree char *name = pm_text_single_line (both);
  const char *at = address == NULL ? NULL : strrchr (address, '@');

  if (*name == '\0' && at != NULL) {
    g_free (name);
    name = g_strndup (address, (gsize) (at - address));
  }
  return g_steal_pointer (&name);
}

/**
 * pm_text_split_name:
 * @full_name: (nullable): a name as one text
 * @first_name: (out) (transfer full): all but the last word; a single word is the first name
 * @last_name: (out) (transfer full): the last word, or an empty text
 *
 * A guess that the person can correct. Any thread.
 */
void
pm_text_split_name (const char *full_name, char **first_name, char **last_name)
{
  g_autofree char *line = pm_text_single_line (full_name);
  char *space = strrchr (line, ' ');

  if (space == NULL) {
    *first_name = g_steal_pointer (&line);
    *last_name = g_strdup ("");
    return;
  }
  *first_name = g_strndup (line, (gsize) (space - line));
  *last_name = g_strdup (space + 1);
}
