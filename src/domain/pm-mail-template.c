/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-mail-template.h"

#include "domain/pm-error.h"
#include "domain/pm-mail-value.h"
#include "domain/pm-text.h"

#include <string.h>

#define SUBJECT_MAX 255
#define TEXT_MAX    20000
#define HTML_MAX    200000

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

static const char reminder_lead[] = "A friendly reminder: this invitation is still open for you.";

static void
fill (PmMailFilling *filling, const PmMailValues *values)
{
  char **v = filling->values;

  v[PM_MAIL_POC] = pm_mail_value_line (values->poc);
  v[PM_MAIL_COMPANY] = pm_mail_value_line (values->company);
  v[PM_MAIL_FIRST_NAME] = pm_mail_value_line (values->first_name);
  v[PM_MAIL_CUSTOMER_NAME] = pm_mail_value_line (values->customer_name);
  if (v[PM_MAIL_CUSTOMER_NAME] == NULL)
    v[PM_MAIL_CUSTOMER_NAME] = g_strdup (v[PM_MAIL_FIRST_NAME]);
  v[PM_MAIL_INVITER] = pm_mail_value_line (values->inviter);
  v[PM_MAIL_ORGANIZATION] = pm_mail_value_line (values->organization);
  v[PM_MAIL_MESSAGE] = pm_mail_value_lines (values->message);
  v[PM_MAIL_LINK] = pm_mail_value_line (values->link);
  v[PM_MAIL_EXPIRES] = pm_mail_value_moment (values->expires_at);
  v[PM_MAIL_STARTS] = pm_mail_value_day (values->start_date);
  v[PM_MAIL_ENDS] = pm_mail_value_day (values->end_date);
  v[PM_MAIL_DESCRIPTION] = pm_mail_value_lines (values->description);
}

/* Where the visible part of somebody's own HTML begins. */
static const char *
find_body (const char *html)
{
  g_autofree char *lower = g_ascii_strdown (html, -1);
  const char *body = strstr (lower, "<body");
  const char *end = body == NULL ? NULL : strchr (body, '>');

  return end == NULL ? html : html + (end + 1 - lower);
}

static char *
put_before (const char *lead, const char *html)
{
  const char *body = find_body (html);

  return g_strdup_printf ("%.*s<p>%s</p>\n%s", (int) (body - html), html, lead, body);
}

static PmRenderedMail *
render (PmTemplate *mail_template,
        const PmMailValues *values,
        const char *subject_prefix,
        const char *lead,
        GError **error)
{
  g_auto (PmMailFilling) filling = { .button = "Get Started" };
  g_autofree char *subject = NULL, *text = NULL, *html = NULL;

  if (!pm_mail_template_check (mail_template, error))
    return NULL;
  fill (&filling, values);
  subject = g_strconcat (subject_prefix, pm_template_get_subject (mail_template), NULL);
  text = g_strdup (pm_template_get_text (mail_template));
  html = g_strdup (pm_template_get_html (mail_template));
  if (lead != NULL) {
    g_autofree char *own_text = g_steal_pointer (&text), *own_html = g_steal_pointer (&html);

    text = g_strconcat (lead, "\n\n", own_text, NULL);
    html = pm_text_is_blank (own_html) ? NULL : put_before (lead, own_html);
  }
  return pm_rendered_mail_new (&(PmMailDraft) { subject, text, html }, &filling, error);
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
  lines = pm_mail_lines_split (text, pm_mail_placeholder_names (), error);
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
  return render (mail_template, values, "", NULL, error);
}

/**
 * pm_mail_render_reminder:
 * @mail_template: a template
 * @values: what it is filled with; the link is one of its own
 * @error: return location
 *
 * Makes the mail that reminds somebody of an invitation: the invitation's own, and before it a
 * line that says why it comes again. Otherwise as pm_mail_render().
 *
 * Returns: (transfer full) (nullable): the mail
 */
PmRenderedMail *
pm_mail_render_reminder (PmTemplate *mail_template, const PmMailValues *values, GError **error)
{
  return render (mail_template, values, "Reminder: ", reminder_lead, error);
}

/**
 * pm_mail_render_trial:
 * @mail_template: a template
 * @values: what it is filled with, but the link
 * @error: return location
 *
 * Makes the mail that who invites sends to themselves, to see it before anybody else does: it
 * leads nowhere. Otherwise as pm_mail_render().
 *
 * Returns: (transfer full) (nullable): the mail
 */
PmRenderedMail *
pm_mail_render_trial (PmTemplate *mail_template, const PmMailValues *values, GError **error)
{
  PmMailValues without_link = *values;

  without_link.link = PM_MAIL_LINK_IN_PREVIEW;
  return render (mail_template, &without_link, "[Test] ", NULL, error);
}
