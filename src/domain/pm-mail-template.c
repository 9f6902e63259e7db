/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-mail-template.h"

#include "domain/pm-error.h"
#include "domain/pm-mail-html.h"
#include "domain/pm-text.h"
#include "domain/pm-time.h"

#define SUBJECT_MAX 255
#define TEXT_MAX    20000
#define HTML_MAX    200000

G_DEFINE_BOXED_TYPE (PmRenderedMail, pm_rendered_mail, pm_rendered_mail_copy, pm_rendered_mail_free)

static const char default_subject[] = "You've been invited to participate in {poc}";

static const char default_text[] =
    "Hello {customer_name},\n"
    "\n"
    "You've been invited to participate in a Proof of Concept engagement.\n"
    "\n"
    "POC: {poc}\n"
    "Invited by: {inviter}\n"
    "Organization: {organization}\n"
    "Company: {company}\n"
    "Starts: {starts}\n"
    "Ends: {ends}\n"
    "Description: {description}\n"
    "\n"
    "{message}\n"
    "\n"
    "To get started, click the link below:\n"
    "{link}\n"
    "\n"
    "If you don't have an account, you'll be prompted to create one.\n"
    "The link is yours alone, works once, and expires on {expires}.\n"
    "\n"
    "Best regards,\n"
    "The POC Manager Team\n";

/* A mail goes to another country: months are words, and in the language of the mail. */
static const char *const months[] = {
  "January", "February", "March",     "April",   "May",      "June",
  "July",    "August",   "September", "October", "November", "December",
};

static char *
day_in_words (const char *date)
{
  if (!pm_date_is_valid (date))
    return NULL;
  return g_strdup_printf ("%d %s %.4s", (int) g_ascii_strtoll (date + 8, NULL, 10),
                          months[g_ascii_strtoll (date + 5, NULL, 10) - 1], date);
}

static char *
moment_in_words (gint64 time)
{
  g_autofree char *text = time == 0 ? NULL : pm_time_format (time);
  g_autofree char *date = text == NULL ? NULL : g_strndup (text, 10);
  g_autofree char *day = date == NULL ? NULL : day_in_words (date);

  return day == NULL ? NULL : g_strdup_printf ("%s, %.5s UTC", day, text + 11);
}

/* Both take what came in any condition and give NULL for nothing. */
static char *
line_or_null (const char *text)
{
  g_autofree char *line = pm_text_single_line (text);

  return *line == '\0' ? NULL : g_steal_pointer (&line);
}

static char *
lines_or_null (const char *text)
{
  g_autofree char *lines = pm_text_clean_lines (text);

  return *lines == '\0' ? NULL : g_steal_pointer (&lines);
}

static void
fill (PmMailFilling *filling, const PmMailValues *values)
{
  char **v = filling->values;

  v[PM_MAIL_POC] = line_or_null (values->poc);
  v[PM_MAIL_COMPANY] = line_or_null (values->company);
  v[PM_MAIL_FIRST_NAME] = line_or_null (values->first_name);
  v[PM_MAIL_CUSTOMER_NAME] = line_or_null (values->customer_name);
  if (v[PM_MAIL_CUSTOMER_NAME] == NULL)
    v[PM_MAIL_CUSTOMER_NAME] = g_strdup (v[PM_MAIL_FIRST_NAME]);
  v[PM_MAIL_INVITER] = line_or_null (values->inviter);
  v[PM_MAIL_ORGANIZATION] = line_or_null (values->organization);
  v[PM_MAIL_MESSAGE] = lines_or_null (values->message);
  v[PM_MAIL_LINK] = line_or_null (values->link);
  v[PM_MAIL_EXPIRES] = moment_in_words (values->expires_at);
  v[PM_MAIL_STARTS] = day_in_words (values->start_date);
  v[PM_MAIL_ENDS] = day_in_words (values->end_date);
  v[PM_MAIL_DESCRIPTION] = lines_or_null (values->description);
}

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
  g_autoptr (GPtrArray) lines = pm_mail_lines_split (subject, error);
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
  g_autoptr (GPtrArray) lines = pm_mail_lines_split (clean, error);
  g_autoptr (GPtrArray) shown = NULL;

  if (lines == NULL)
    return NULL;
  shown = pm_mail_lines_shown (lines, filling);
  return join_lines (shown, filling, pm_mail_html_append_escaped);
}

static gboolean
uses_link (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    if (pm_mail_line_uses (g_ptr_array_index (lines, i), PM_MAIL_LINK))
      return TRUE;
  return FALSE;
}

/* Indexed by the template's fields. */
static const struct {
  const char *field;
  const char *name;
  PmTextShape shape;
  gsize max_chars;
  gboolean wants_link;
} parts[] = {
  [PM_TEMPLATE_SUBJECT] = { "subject", "The subject", PM_TEXT_LINE, SUBJECT_MAX, FALSE },
  [PM_TEMPLATE_TEXT] = { "text", "The text", PM_TEXT_LINES, TEXT_MAX, TRUE },
  [PM_TEMPLATE_HTML] = { "html", "The HTML", PM_TEXT_LINES, HTML_MAX, TRUE },
};

static gboolean
check_words (guint part, const char *text, GError **error)
{
  const char *name = parts[part].name;
  gboolean wants_link = parts[part].wants_link;
  g_autoptr (GPtrArray) lines = NULL;

  if (!pm_text_check (name, text, -1, parts[part].shape, parts[part].max_chars, error))
    return FALSE;
  lines = pm_mail_lines_split (text, error);
  if (lines == NULL) {
    g_prefix_error (error, "%s: ", name);
    return FALSE;
  }
  if (uses_link (lines) == wants_link)
    return TRUE;
  g_set_error (error, PM_ERROR, PM_ERROR_INVALID,
               wants_link ? "%s needs the placeholder {link}: nobody could accept without it."
                          : "%s must not contain {link}: it would be seen in every list of mails.",
               name);
  return FALSE;
}

static gboolean
check_part (PmTemplate *mail_template, guint part, GError **error)
{
  const char *text = pm_record_get_string (PM_RECORD (mail_template), part);
  GError *refusal = NULL;

  if (pm_text_is_blank (text) && part == PM_TEMPLATE_HTML)
    return TRUE;
  if (pm_text_is_blank (text) && part == PM_TEMPLATE_SUBJECT)
    refusal = g_error_new_literal (PM_ERROR, PM_ERROR_INVALID, "The subject is empty.");
  else if (check_words (part, text == NULL ? "" : text, &refusal))
    return TRUE;
  pm_error_set_field (refusal, parts[part].field);
  g_propagate_error (error, refusal);
  return FALSE;
}

/**
 * pm_mail_template_default:
 *
 * Returns: (transfer full): the template that an organization has until it makes its own. Any
 *   thread.
 */
PmTemplate *
pm_mail_template_default (void)
{
  PmTemplate *mail_template = pm_template_new ();

  pm_template_set_subject (mail_template, default_subject);
  pm_template_set_text (mail_template, default_text);
  return mail_template;
}

/**
 * pm_mail_template_check:
 * @mail_template: a template
 * @error: return location
 *
 * Checks that mails can be made from a template: no part is too long or contains control
 * characters, every placeholder exists, and the text and the HTML contain `{link}`. Any thread.
 *
 * Returns: %FALSE with %PM_ERROR_INVALID, naming the field, if not
 */
gboolean
pm_mail_template_check (PmTemplate *mail_template, GError **error)
{
  return check_part (mail_template, PM_TEMPLATE_SUBJECT, error) &&
         check_part (mail_template, PM_TEMPLATE_TEXT, error) &&
         check_part (mail_template, PM_TEMPLATE_HTML, error);
}

/**
 * pm_mail_template_placeholders:
 *
 * Returns: (transfer none): the names of the placeholders, %NULL-terminated. Any thread.
 */
const char *const *
pm_mail_template_placeholders (void)
{
  return pm_mail_placeholder_names ();
}

/**
 * pm_mail_render:
 * @mail_template: a template
 * @values: what it is filled with
 * @error: return location
 *
 * Makes an invitation mail. The server sends what this gives, and the desktop shows it before:
 * the same values give the same mail. Everything inserted is escaped in HTML, and control
 * characters and line breaks are dropped where they have no place. Any thread.
 *
 * Returns: (transfer full) (nullable): the mail, or %NULL with %PM_ERROR_INVALID if the template
 *   does not pass pm_mail_template_check()
 */
PmRenderedMail *
pm_mail_render (PmTemplate *mail_template, const PmMailValues *values, GError **error)
{
  g_autoptr (PmRenderedMail) mail = g_new0 (PmRenderedMail, 1);
  g_auto (PmMailFilling) filling = { 0 };
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) lines = NULL, shown = NULL;

  if (!pm_mail_template_check (mail_template, error))
    return NULL;
  text = pm_text_clean_lines (pm_template_get_text (mail_template));
  lines = pm_mail_lines_split (text, error);
  if (lines == NULL)
    return NULL;
  fill (&filling, values);
  shown = pm_mail_lines_shown (lines, &filling);
  mail->subject = render_subject (pm_template_get_subject (mail_template), &filling, error);
  mail->text = join_lines (shown, &filling, append_plain);
  if (pm_text_is_blank (pm_template_get_html (mail_template)))
    mail->html = pm_mail_html_from_lines (mail->subject, shown, &filling);
  else
    mail->html = render_own_html (pm_template_get_html (mail_template), &filling, error);
  return mail->subject == NULL || mail->html == NULL ? NULL : g_steal_pointer (&mail);
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
