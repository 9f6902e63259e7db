/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-mail-html.h"

#include "domain/pm-placeholder.h"

#include <string.h>

/*
 * Mail programs differ in what they keep of a style sheet: the light look is inline, and the few
 * that know a dark one find it in the head. Sizes and colours are those of the application.
 */
#define FONT      "font-family:Cantarell,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"
#define PARAGRAPH "margin:0 0 16px;font-size:16px;line-height:1.5;"

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
    "<title>";

static const char opening[] =
    "</title>\n"
    "<style>\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  .pm-body { background: #222226 !important; }\n"
    "  .pm-card { background: #36363a !important; color: #ffffff !important; "
    "border-color: #36363a !important; }\n"
    "  .pm-details { background: #46464a !important; }\n"
    "  .pm-dim { color: #c0bfbc !important; }\n"
    "  .pm-link { color: #81d0ff !important; }\n"
    "}\n"
    "</style>\n"
    "</head>\n"
    "<body class=\"pm-body\" style=\"margin:0;padding:24px 12px;background:#fafafb;" FONT "\">\n"
    "<div class=\"pm-card\" style=\"max-width:560px;margin:0 auto;padding:28px 28px 12px;"
    "background:#ffffff;color:#2e2e33;border:1px solid #e0e0e2;border-radius:12px;\">\n";

static const char closing[] = "</div>\n</body>\n</html>\n";

/**
 * pm_mail_html_append_escaped:
 * @result: where to append
 * @text: text, not terminated
 * @length: its length in bytes
 *
 * Appends text that means nothing but itself in HTML, in an attribute too; line breaks are kept.
 * Any thread.
 */
void
pm_mail_html_append_escaped (GString *result, const char *text, gsize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) length);
  g_auto (GStrv) lines = g_strsplit (escaped, "\n", -1);
  g_autofree char *joined = g_strjoinv ("<br>\n", lines);

  g_string_append (result, joined);
}

static gboolean
can_be_followed (const char *link)
{
  return g_str_has_prefix (link, "https://") || g_str_has_prefix (link, "http://");
}

static void
append_value (GString *html, const char *text, gsize length)
{
  g_autofree char *escaped = NULL;

  if (!can_be_followed (text) || strpbrk (text, " \n\t") != NULL) {
    pm_mail_html_append_escaped (html, text, length);
    return;
  }
  escaped = g_markup_escape_text (text, (gssize) length);
  g_string_append_printf (html,
                          "<a class=\"pm-link\" href=\"%s\" "
                          "style=\"color:#1c71d8;word-break:break-all;\">%s</a>",
                          escaped, escaped);
}

static gboolean
is_only (GArray *line, PmMailPlaceholder placeholder)
{
  return line->len == 1 && pm_mail_line_uses (line, placeholder);
}

/* "Company: {company}" */
static gboolean
is_detail (GArray *line)
{
  const PmSegment *label, *value;

  if (line->len != 2)
    return FALSE;
  label = &g_array_index (line, PmSegment, 0);
  value = &g_array_index (line, PmSegment, 1);
  return label->placeholder < 0 && value->placeholder >= 0 && label->length > 2 &&
         memchr (label->text, ':', label->length) == label->text + label->length - 2 &&
         label->text[label->length - 1] == ' ';
}

static void
append_detail (GString *html, GArray *line, const PmMailFilling *filling)
{
  const PmSegment *label = &g_array_index (line, PmSegment, 0);
  const char *value = filling->values[g_array_index (line, PmSegment, 1).placeholder];

  g_string_append (html, "<p style=\"margin:0 0 8px;font-size:16px;line-height:1.4;\">"
                         "<span class=\"pm-dim\" style=\"font-size:13px;color:#6a6a70;\">");
  pm_mail_html_append_escaped (html, label->text, label->length - 1);
  g_string_append (html, "</span><br>\n");
  append_value (html, value, strlen (value));
  g_string_append (html, "</p>\n");
}

static void
append_button (GString *html, const PmMailFilling *filling)
{
  const char *link = filling->values[PM_MAIL_LINK];
  g_autofree char *escaped = g_markup_escape_text (link, -1);
  g_autofree char *href =
      can_be_followed (link) ? g_strdup_printf (" href=\"%s\"", escaped) : g_strdup ("");

  g_string_append_printf (html,
                          "<p style=\"margin:0 0 12px;\"><a%s style=\"display:inline-block;"
                          "padding:12px 28px;background:#3584e4;color:#ffffff;font-size:16px;"
                          "font-weight:bold;text-decoration:none;border-radius:9px;\">"
                          "%s</a></p>\n<p class=\"pm-dim\" "
                          "style=\"margin:0 0 16px;font-size:13px;line-height:1.4;"
                          "color:#6a6a70;\">",
                          href, filling->button);
  append_value (html, link, strlen (link));
  g_string_append (html, "</p>\n");
}

static void
append_message (GString *html, const char *message)
{
  g_string_append (html, "<div style=\"" PARAGRAPH "padding:2px 0 2px 16px;"
                         "border-left:3px solid #3584e4;\">");
  pm_mail_html_append_escaped (html, message, strlen (message));
  g_string_append (html, "</div>\n");
}

/* Lines that belong together, up to the next one that stands for itself. */
static guint
append_paragraph (GString *html, GPtrArray *lines, guint i, const PmMailFilling *filling)
{
  gboolean first = TRUE;

  g_string_append (html, "<p style=\"" PARAGRAPH "\">");
  for (; i < lines->len; i++, first = FALSE) {
    GArray *line = g_ptr_array_index (lines, i);

    if (line->len == 0 || is_detail (line) || is_only (line, PM_MAIL_LINK) ||
        is_only (line, PM_MAIL_MESSAGE))
      break;
    if (!first)
      g_string_append (html, "<br>\n");
    pm_mail_line_fill (line, filling, pm_mail_html_append_escaped, append_value, html);
  }
  g_string_append (html, "</p>\n");
  return i;
}

static guint
append_details (GString *html, GPtrArray *lines, guint i, const PmMailFilling *filling)
{
  g_string_append (html, "<div class=\"pm-details\" style=\"margin:0 0 16px;"
                         "padding:14px 16px 6px;background:#f3f3f5;border-radius:9px;\">\n");
  for (; i < lines->len && is_detail (g_ptr_array_index (lines, i)); i++)
    append_detail (html, g_ptr_array_index (lines, i), filling);
  g_string_append (html, "</div>\n");
  return i;
}

static guint
append_block (GString *html, GPtrArray *lines, guint i, const PmMailFilling *filling)
{
  GArray *line = g_ptr_array_index (lines, i);

  if (line->len == 0)
    return i + 1;
  if (is_detail (line))
    return append_details (html, lines, i, filling);
  if (is_only (line, PM_MAIL_LINK)) {
    append_button (html, filling);
    return i + 1;
  }
  if (is_only (line, PM_MAIL_MESSAGE)) {
    append_message (html, filling->values[PM_MAIL_MESSAGE]);
    return i + 1;
  }
  return append_paragraph (html, lines, i, filling);
}

/**
 * pm_mail_html_from_lines:
 * @subject: the mail's subject
 * @lines: (element-type GArray): the lines of the text template that are shown
 * @filling: the values
 *
 * Makes the HTML part of a template that has none of its own: its paragraphs, the details in a box
 * of their own, the personal message set off, and the link as a button and in words. Any thread.
 *
 * Returns: (transfer full): a whole document
 */
char *
pm_mail_html_from_lines (const char *subject, GPtrArray *lines, const PmMailFilling *filling)
{
  GString *html = g_string_new (head);

  pm_mail_html_append_escaped (html, subject, strlen (subject));
  g_string_append (html, opening);
  for (guint i = 0; i < lines->len;)
    i = append_block (html, lines, i, filling);
  g_string_append (html, closing);
  return g_string_free (html, FALSE);
}
