/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-placeholder.h"

#include "domain/pm-error.h"

#include <string.h>

static void
add_segment (GArray *segments, const char *text, gsize length, int placeholder)
{
  PmSegment segment = { text, length, placeholder };

  if (length > 0)
    g_array_append_val (segments, segment);
}

static int
find_name (const char *name, gsize length, const char *const *names)
{
  for (int i = 0; names[i] != NULL; i++)
    if (strlen (names[i]) == length && strncmp (names[i], name, length) == 0)
      return i;
  return -1;
}

/* What stands between braces is quoted back only as far as it looks like a name. */
static gboolean
refuse_name (const char *name, GError **error)
{
  gsize length = strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

  if (length == 0 || length > 40)
    g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID,
                         "A brace stands where no placeholder is. Write {{ or }} for a brace.");
  else
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "There is no placeholder {%.*s}.", (int) length,
                 name);
  return FALSE;
}

static gboolean
take_placeholder (GArray *segments, const char **cursor, const char *const *names, GError **error)
{
  const char *name = *cursor + 1;
  const char *end = strpbrk (name, "{}");
  int number;

  if (end == NULL || *end == '{') {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID,
                         "A brace is opened and never closed. Write {{ for a brace.");
    return FALSE;
  }
  number = find_name (name, (gsize) (end - name), names);
  if (number < 0)
    return refuse_name (name, error);
  add_segment (segments, *cursor, (gsize) (end + 1 - *cursor), number);
  *cursor = end + 1;
  return TRUE;
}

/**
 * pm_placeholder_split:
 * @text: a template; must outlive the result
 * @names: %NULL-terminated names of the placeholders that exist
 * @error: return location
 *
 * Cuts a template into literal text and placeholders. `{{` and `}}` stand for single braces.
 * Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type PmSegment): the pieces in order, or %NULL with
 *   %PM_ERROR_INVALID for an unknown placeholder or a brace that stands alone
 */
GArray *
pm_placeholder_split (const char *text, const char *const *names, GError **error)
{
  g_autoptr (GArray) segments = g_array_new (FALSE, FALSE, sizeof (PmSegment));
  const char *cursor = text;

  while (*cursor != '\0') {
    gsize literal = strcspn (cursor, "{}");

    add_segment (segments, cursor, literal, -1);
    cursor += literal;
    if (*cursor == '\0')
      break;
    if (cursor[0] == cursor[1]) {
      add_segment (segments, cursor, 1, -1);
      cursor += 2;
    } else if (*cursor == '}') {
      g_set_error_literal (error, PM_ERROR, PM_ERROR_INVALID,
                           "A brace is closed that was never opened. Write }} for a brace.");
      return NULL;
    } else if (!take_placeholder (segments, &cursor, names, error)) {
      return NULL;
    }
  }
  return g_steal_pointer (&segments);
}
