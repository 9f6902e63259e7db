/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-rendered-mail.h"

#include "domain/pm-mail-html.h"
#include "domain/pm-text.h"

G_DEFINE_BOXED_TYPE (PmRenderedMail, pm_rendered_mail, pm_rendered_mail_copy, pm_rendered_mail_free)

static void
append_plain (GString *result, const char *text, gsize length)
{
  g_string_append_len (result, text, (gssize) length);
}

/* Lines joined by line breaks; with its own HTML, only what is inserted is escaped. */
static char *
join_lines (GPtrArray *lines, const PmMailFilling *filling, PmMailAppend append_value)
{
  GString *result = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++) {
    g_autoptr (GString) line = g_string_new (NULL);

    pm_mail_line_fill (g_ptr_array_index (lines, i), filling, append_plain, append_value, line);
    g_string_append_printf (result, "%s\n", line->str);
  }
  return g_string_free (result, FALSE);
}

static char *
render_subject (const char *subject, const PmMailFilling *filling, GError **error)
{
  g_autoptr (GPtrArray) lines =
      pm_mail_lines_split (subject, pm_mail_all_placeholder_names (), error);
  g_autofree char *joined = NULL;

  if (lines == NULL)
    return NULL;
  joined = join_lines (lines, filling, append_plain);
  return pm_text_single_line (joined);
}

static char *
render_own_html (const char *html, const PmMailFilling *filling, GError **error)
{
  g_autofree char *clean = pm_text_clean_lines (html);
  g_autoptr (GPtrArray) lines =
      pm_mail_lines_split (clean, pm_mail_all_placeholder_names (), error);
  g_autoptr (GPtrArray) shown = NULL;

  if (lines == NULL)
    return NULL;
  shown = pm_mail_lines_shown (lines, filling);
  return join_lines (shown, filling, pm_mail_html_append_escaped);
}

/**
 * pm_rendered_mail_new:
 * @draft: what is filled in
 * @filling: with what
 * @error: return location
 *
 * Everything inserted is escaped in HTML; nothing inserted breaks the subject's line. Any thread.
 *
 * Returns: (transfer full) (nullable): the mail, or %NULL with %PM_ERROR_INVALID if a placeholder
 *   does not exist
 */
PmRenderedMail *
pm_rendered_mail_new (const PmMailDraft *draft, const PmMailFilling *filling, GError **error)
{
  g_autoptr (PmRenderedMail) mail = g_new0 (PmRenderedMail, 1);
  g_autofree char *text = pm_text_clean_lines (draft->text);
  g_autoptr (GPtrArray) lines = pm_mail_lines_split (text, pm_mail_all_placeholder_names (), error);
  g_autoptr (GPtrArray) shown = NULL;

  if (lines == NULL)
    return NULL;
  shown = pm_mail_lines_shown (lines, filling);
  mail->subject = render_subject (draft->subject, filling, error);
  if (mail->subject == NULL)
    return NULL;
  mail->text = join_lines (shown, filling, append_plain);
  if (pm_text_is_blank (draft->html))
    mail->html = pm_mail_html_from_lines (mail->subject, shown, filling);
  else
    mail->html = render_own_html (draft->html, filling, error);
  return mail->html == NULL ? NULL : g_steal_pointer (&mail);
}

/**
 * pm_rendered_mail_copy:
 * @mail: a mail
 *
 * Returns: (transfer full): the same once more
 */
PmRenderedMail *
pm_rendered_mail_copy (PmRenderedMail *mail)
{
  PmRenderedMail *copy = g_new0 (PmRenderedMail, 1);

  copy->subject = g_strdup (mail->subject);
  copy->text = g_strdup (mail->text);
  copy->html = g_strdup (mail->html);
  return copy;
}

/**
 * pm_rendered_mail_free:
 * @mail: (transfer full) (nullable): a mail
 *
 * Frees it.
 */
void
pm_rendered_mail_free (PmRenderedMail *mail)
{
  if (mail == NULL)
    return;
  g_free (mail->subject);
  g_free (mail->text);
  g_free (mail->html);
  g_free (mail);
}
