/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-mail-lines.h"

#include "domain/pm-placeholder.h"

#include <string.h>

#define TEMPLATE_NAMES \
  [PM_MAIL_POC] = "poc", [PM_MAIL_COMPANY] = "company", [PM_MAIL_CUSTOMER_NAME] = "customer_name", \
  [PM_MAIL_FIRST_NAME] = "first_name", [PM_MAIL_INVITER] = "inviter", \
  [PM_MAIL_ORGANIZATION] = "organization", [PM_MAIL_MESSAGE] = "message", [PM_MAIL_LINK] = "link", \
  [PM_MAIL_EXPIRES] = "expires", [PM_MAIL_STARTS] = "starts", [PM_MAIL_ENDS] = "ends", \
  [PM_MAIL_DESCRIPTION] = "description"

static const char *const template_names[] = {
  TEMPLATE_NAMES,
  [PM_MAIL_N_PLACEHOLDERS] = NULL,
};

static const char *const all_names[] = {
  TEMPLATE_NAMES,
  [PM_MAIL_ADDRESS] = "address",
  [PM_MAIL_N_VALUES] = NULL,
};

/**
 * pm_mail_placeholder_names:
 *
 * Returns: (transfer none): the names of the placeholders that may stand in a template,
 *   %NULL-terminated, in the order of #PmMailPlaceholder. Any thread.
 */
const char *const *
pm_mail_placeholder_names (void)
{
  return template_names;
}

/**
 * pm_mail_all_placeholder_names:
 *
 * Returns: (transfer none): these, and the names that only the server's own mails know. Any thread.
 */
const char *const *
pm_mail_all_placeholder_names (void)
{
  return all_names;
}

/**
 * pm_mail_filling_clear:
 * @filling: values
 *
 * Frees the values.
 */
void
pm_mail_filling_clear (PmMailFilling *filling)
{
  for (guint i = 0; i < PM_MAIL_N_VALUES; i++)
    g_clear_pointer (&filling->values[i], g_free);
}

/**
 * pm_mail_lines_split:
 * @text: a template's subject, text or HTML; must outlive the result
 * @names: the placeholders that exist
 * @error: return location
 *
 * Cuts a template into lines and each line into literal text and placeholders. Any thread.
 *
 * Returns: (transfer full) (nullable) (element-type GArray): the lines, or %NULL with
 *   %PM_ERROR_INVALID
 */
GPtrArray *
pm_mail_lines_split (const char *text, const char *const *names, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autoptr (GArray) segments = pm_placeholder_split (text, names, error);
  GArray *line;

  if (segments == NULL)
    return NULL;
  line = g_array_new (FALSE, FALSE, sizeof (PmSegment));
  g_ptr_array_add (lines, line);
  for (guint i = 0; i < segments->len; i++) {
    PmSegment segment = g_array_index (segments, PmSegment, i);
    const char *newline;

    while (segment.placeholder < 0 &&
           (newline = memchr (segment.text, '\n', segment.length)) != NULL) {
      PmSegment head = { segment.text, (gsize) (newline - segment.text), -1 };

      if (head.length > 0)
        g_array_append_val (line, head);
      segment.length -= head.length + 1;
      segment.text = newline + 1;
      line = g_array_new (FALSE, FALSE, sizeof (PmSegment));
      g_ptr_array_add (lines, line);
    }
    if (segment.length > 0)
      g_array_append_val (line, segment);
  }
  return g_steal_pointer (&lines);
}

static gboolean
is_name (int placeholder)
{
  return placeholder == PM_MAIL_CUSTOMER_NAME || placeholder == PM_MAIL_FIRST_NAME;
}

static gboolean
is_space (const PmSegment *segment)
{
  for (gsize i = 0; i < segment->length; i++)
    if (!g_ascii_isspace (segment->text[i]))
      return FALSE;
  return segment->placeholder < 0;
}

static gboolean
is_blank (GArray *line)
{
  for (guint i = 0; i < line->len; i++)
    if (!is_space (&g_array_index (line, PmSegment, i)))
      return FALSE;
  return TRUE;
}

/*
 * A line that says something of unset values only says nothing: "Company: {company}" vanishes.
 * A greeting stays without the name ("Hello,"), unless the name was all of it.
 */
static gboolean
is_shown (GArray *line, const PmMailFilling *filling)
{
  gboolean has_unset = FALSE, has_literal = FALSE;

  for (guint i = 0; i < line->len; i++) {
    const PmSegment *segment = &g_array_index (line, PmSegment, i);

    if (segment->placeholder < 0)
      has_literal |= !is_space (segment);
    else if (filling->values[segment->placeholder] != NULL)
      return TRUE;
    else
      has_unset |= !is_name (segment->placeholder);
  }
  return has_literal && !has_unset;
}

/**
 * pm_mail_lines_shown:
 * @lines: a template's lines
 * @filling: the values
 *
 * Chooses the lines that appear: those with unset values only vanish, and so does the gap that
 * they would leave. Any thread.
 *
 * Returns: (transfer container) (element-type GArray): the lines in order
 */
GPtrArray *
pm_mail_lines_shown (GPtrArray *lines, const PmMailFilling *filling)
{
  GPtrArray *shown = g_ptr_array_new ();
  gboolean after_vanished = FALSE, after_blank = TRUE;

  for (guint i = 0; i < lines->len; i++) {
    GArray *line = g_ptr_array_index (lines, i);
    gboolean blank = is_blank (line);

    if (!blank && !is_shown (line, filling)) {
      after_vanished = TRUE;
      continue;
    }
    if (blank && after_vanished && after_blank)
      continue;
    g_ptr_array_add (shown, line);
    after_blank = blank;
    after_vanished = after_vanished && blank;
  }
  return shown;
}

/**
 * pm_mail_line_uses:
 * @line: (element-type PmSegment): a line
 * @placeholder: a placeholder
 *
 * Returns: whether the line contains it. Any thread.
 */
gboolean
pm_mail_line_uses (GArray *line, PmMailPlaceholder placeholder)
{
  for (guint i = 0; i < line->len; i++)
    if (g_array_index (line, PmSegment, i).placeholder == (int) placeholder)
      return TRUE;
  return FALSE;
}

/**
 * pm_mail_line_fill:
 * @line: (element-type PmSegment): a line
 * @filling: the values
 * @append_literal: how the template's own words are appended
 * @append_value: how values are appended
 * @result: where to
 *
 * Writes a line with its values. Values are not looked into: a placeholder inside one stays as it
 * is. An unset one takes the space before it along. Any thread.
 */
void
pm_mail_line_fill (GArray *line,
                   const PmMailFilling *filling,
                   PmMailAppend append_literal,
                   PmMailAppend append_value,
                   GString *result)
{
  for (guint i = 0; i < line->len; i++) {
    const PmSegment *segment = &g_array_index (line, PmSegment, i);
    const char *value = segment->placeholder < 0 ? NULL : filling->values[segment->placeholder];

    if (segment->placeholder < 0)
      append_literal (result, segment->text, segment->length);
    else if (value != NULL)
      append_value (result, value, strlen (value));
    else if (result->len > 0 && result->str[result->len - 1] == ' ')
      g_string_truncate (result, result->len - 1);
  }
}
