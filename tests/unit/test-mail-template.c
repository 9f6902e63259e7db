/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-mail-template.h"

#include <string.h>

#define REMINDER_LEAD "A friendly reminder: this invitation is still open for you."

static const PmMailValues full = {
  .poc = "Phoenix",
  .company = "Globex",
  .customer_name = "Jane Doe",
  .first_name = "Jane",
  .inviter = "Sam Engineer",
  .organization = "Initech",
  .message = "Looking forward to it.\n\nSam",
  .link = "https://poc.example/i/abc",
  .expires_at = G_GINT64_CONSTANT (1795341884236844),
  .start_date = "2026-11-23",
  .end_date = "2026-12-04",
  .description = "Payments in three regions.",
};

static const PmMailValues bare = {
  .poc = "Phoenix",
  .inviter = "Sam Engineer",
  .organization = "Initech",
  .link = "https://poc.example/i/abc",
  .expires_at = G_GINT64_CONSTANT (1795341884236844),
};

static PmRenderedMail *
render (PmTemplate *mail_template, const PmMailValues *values)
{
  g_autoptr (GError) error = NULL;
  PmRenderedMail *mail = pm_mail_render (mail_template, values, &error);

  g_assert_no_error (error);
  g_assert_nonnull (mail);
  return mail;
}

static PmTemplate *
template_of (const char *subject, const char *text, const char *html)
{
  PmTemplate *mail_template = pm_template_new ();

  pm_template_set_subject (mail_template, subject);
  pm_template_set_text (mail_template, text);
  pm_template_set_html (mail_template, html);
  return mail_template;
}

static char *
render_text (const char *text, const PmMailValues *values)
{
  g_autoptr (PmTemplate) mail_template = template_of ("s", text, NULL);
  g_autoptr (PmRenderedMail) mail = render (mail_template, values);

  return g_steal_pointer (&mail->text);
}

static void
the_default_mail_has_the_pinned_wording (void)
{
  g_autoptr (PmTemplate) mail_template = pm_mail_template_default ();
  g_autoptr (PmRenderedMail) mail = render (mail_template, &full);

  g_assert_cmpstr (mail->subject, ==, "You've been invited to participate in Phoenix");
  g_assert_cmpstr (
      mail->text, ==,
      "Hello Jane Doe,\n"
      "\n"
      "You've been invited to participate in a Proof of Concept engagement.\n"
      "\n"
      "POC: Phoenix\n"
      "Invited by: Sam Engineer\n"
      "Organization: Initech\n"
      "Company: Globex\n"
      "Starts: 23 November 2026\n"
      "Ends: 4 December 2026\n"
      "Description: Payments in three regions.\n"
      "\n"
      "Looking forward to it.\n"
      "\n"
      "Sam\n"
      "\n"
      "To get started, click the link below:\n"
      "https://poc.example/i/abc\n"
      "\n"
      "If you don't have an account, you'll be prompted to create one.\n"
      "The link is yours alone, works once, and expires on 22 November 2026, 10:04 UTC.\n"
      "\n"
      "Best regards,\n"
      "The POC Manager Team\n");
}

static void
a_reminder_is_the_same_mail_behind_a_line_of_its_own (void)
{
  g_autoptr (PmTemplate) standard = pm_mail_template_default ();
  g_autoptr (PmTemplate) own =
      template_of ("s", "{link}",
                   "<html><BODY class=\"x\">\n<p>{inviter}: <a href=\"{link}\">go</a></p></BODY>");
  g_autoptr (PmRenderedMail) mail = render (standard, &full);
  g_autoptr (PmRenderedMail) reminder = pm_mail_render_reminder (standard, &full, NULL);
  g_autoptr (PmRenderedMail) own_reminder = pm_mail_render_reminder (own, &full, NULL);
  g_autofree char *expected = g_strconcat (REMINDER_LEAD "\n\n", mail->text, NULL);

  g_assert_cmpstr (reminder->subject, ==,
                   "Reminder: You've been invited to participate in Phoenix");
  g_assert_cmpstr (reminder->text, ==, expected);
  g_assert_nonnull (strstr (reminder->html, ">" REMINDER_LEAD "<"));
  g_assert_true (g_str_has_prefix (own_reminder->html, "<html><BODY class=\"x\"><p>" REMINDER_LEAD
                                                       "</p>\n\n<p>Sam Engineer: "));
}

static void
a_trial_is_the_same_mail_without_a_link (void)
{
  g_autoptr (PmTemplate) mail_template = pm_mail_template_default ();
  g_autoptr (PmRenderedMail) trial = pm_mail_render_trial (mail_template, &full, NULL);
  g_autoptr (PmRenderedMail) preview = NULL;
  PmMailValues values = full;

  values.link = PM_MAIL_LINK_IN_PREVIEW;
  preview = render (mail_template, &values);
  g_assert_cmpstr (trial->subject, ==, "[Test] You've been invited to participate in Phoenix");
  g_assert_cmpstr (trial->text, ==, preview->text);
  g_assert_null (strstr (trial->text, full.link));
  g_assert_null (strstr (trial->html, full.link));
}

static void
prefixes_do_not_make_a_subject_too_long (void)
{
  g_autofree char *subject = g_strnfill (255, 's');
  g_autoptr (PmTemplate) mail_template = template_of (subject, "{link}", NULL);
  g_autoptr (PmRenderedMail) reminder = pm_mail_render_reminder (mail_template, &full, NULL);

  g_assert_true (g_str_has_prefix (reminder->subject, "Reminder: sss"));
}

static void
what_is_not_known_leaves_no_gap (void)
{
  g_autoptr (PmTemplate) mail_template = pm_mail_template_default ();
  g_autoptr (PmRenderedMail) mail = render (mail_template, &bare);

  g_assert_true (g_str_has_prefix (mail->text, "Hello,\n\nYou've been invited"));
  g_assert_nonnull (strstr (mail->text, "Organization: Initech\n\nTo get started, click the link "
                                        "below:\nhttps://poc.example/i/abc\n\nIf you"));
  g_assert_null (strstr (mail->text, "Company"));
  g_assert_null (strstr (mail->text, "Starts"));
  g_assert_null (strstr (mail->text, "\n\n\n"));
}

static void
lines_vanish_only_if_all_they_say_is_unset (void)
{
  static const struct {
    const char *text, *rendered;
  } cases[] = {
    { "Dates: {starts} {ends}\n{link}", "https://poc.example/i/abc\n" },
    { "{poc} {company}\n{link}", "Phoenix\nhttps://poc.example/i/abc\n" },
    { "{company}, {poc}\n{link}", ", Phoenix\nhttps://poc.example/i/abc\n" },
    { "Dear {first_name}!\n{link}", "Dear!\nhttps://poc.example/i/abc\n" },
    { "{first_name}\n{link}", "https://poc.example/i/abc\n" },
    { "a\n\n\nb {link}", "a\n\n\nb https://poc.example/i/abc\n" },
    { "a\n\n{message}\n\n{company}\n\nb {link}", "a\n\nb https://poc.example/i/abc\n" },
    { "a\n{company}\nb {link}", "a\nb https://poc.example/i/abc\n" },
    { "{company}\n\na {link}", "a https://poc.example/i/abc\n" },
    { "{{not a placeholder}} {link}", "{not a placeholder} https://poc.example/i/abc\n" },
    { "a\r\n\r\nb {link}\r\n", "a\n\nb https://poc.example/i/abc\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *rendered = render_text (cases[i].text, &bare);

    g_assert_cmpstr (rendered, ==, cases[i].rendered);
  }
}

static void
a_bad_template_is_refused_with_a_sentence (void)
{
  static const struct {
    const char *subject, *text, *html, *sentence;
  } cases[] = {
    { "s", "no link", NULL,
      "The text needs the placeholder {link}: nobody could accept without it." },
    { "s", "", NULL, "The text needs the placeholder {link}: nobody could accept without it." },
    { "s", NULL, NULL, "The text needs the placeholder {link}: nobody could accept without it." },
    { "s", "{link}", "<p>no link",
      "The HTML needs the placeholder {link}: nobody could accept without it." },
    { "{link}", "{link}", NULL,
      "The subject must not contain {link}: it would be seen in every list of mails." },
    { "", "{link}", NULL, "The subject is empty." },
    { NULL, "{link}", NULL, "The subject is empty." },
    { "a\nb", "{link}", NULL, "The subject must be a single line." },
    { "s", "{link} {password}", NULL, "The text: There is no placeholder {password}." },
    { "{POC}", "{link}", NULL, "The subject: There is no placeholder {POC}." },
    { "s", "{link} {", NULL,
      "The text: A brace is opened and never closed. Write {{ for a brace." },
    { "s", "{link} {poc {link}", NULL,
      "The text: A brace is opened and never closed. Write {{ for a brace." },
    { "s", "{link} }", NULL,
      "The text: A brace is closed that was never opened. Write }} for a brace." },
    { "s", "{link} {}", NULL,
      "The text: A brace stands where no placeholder is. Write {{ or }} for a brace." },
    { "s", "{link}", "{link}<style>p { color: red }</style>",
      "The HTML: A brace stands where no placeholder is. Write {{ or }} for a brace." },
    { "s", "{link}\x01", NULL, "The text contains control characters." },
    { "s", "{link}\xff", NULL, "The text is not valid text." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PmTemplate) mail_template =
        template_of (cases[i].subject, cases[i].text, cases[i].html);
    g_autoptr (GError) error = NULL;

    g_assert_false (pm_mail_template_check (mail_template, &error));
    g_assert_error (error, PM_ERROR, PM_ERROR_INVALID);
    g_assert_cmpstr (error->message, ==, cases[i].sentence);
    g_assert_null (pm_mail_render (mail_template, &full, NULL));
  }
}

static void
a_huge_template_is_refused (void)
{
  gsize size = 10 * 1024 * 1024;
  g_autofree char *huge = g_malloc0 (size + 1);
  g_autoptr (PmTemplate) mail_template = NULL;

  memset (huge, '{', size);
  mail_template = template_of ("s", huge, NULL);
  g_assert_false (pm_mail_template_check (mail_template, NULL));
}

static void
a_value_is_inserted_once_and_as_it_is (void)
{
  PmMailValues values = full;
  g_autofree char *rendered = NULL;

  values.message = "{link} {{poc}} {unknown";
  values.poc = "{message}";
  rendered = render_text ("{poc}\n{message}\n{link}", &values);
  g_assert_cmpstr (rendered, ==, "{message}\n{link} {{poc}} {unknown\nhttps://poc.example/i/abc\n");
}

static void
the_subject_is_one_line_whatever_comes_in (void)
{
  PmMailValues values = full;
  g_autoptr (PmTemplate) mail_template = pm_mail_template_default ();
  g_autoptr (PmRenderedMail) mail = NULL;

  values.poc = "Phoenix\r\nBcc: eve@evil.example\xe2\x80\xa8\x01";
  mail = render (mail_template, &values);
  g_assert_cmpstr (mail->subject, ==,
                   "You've been invited to participate in Phoenix Bcc: eve@evil.example");
  g_assert_nonnull (strstr (mail->text, "POC: Phoenix Bcc: eve@evil.example\n"));
}

static void
names_stay_on_their_line_in_the_text_too (void)
{
  PmMailValues values = full;
  g_autofree char *rendered = NULL;

  values.inviter = "Sam\n\nPay here: https://evil.example";
  rendered = render_text ("From {inviter}.\n{link}", &values);
  g_assert_cmpstr (rendered, ==,
                   "From Sam Pay here: https://evil.example.\nhttps://poc.example/i/abc\n");
}

static void
everything_inserted_is_escaped_in_html (void)
{
  static const char hostile[] = "<script>alert(1)</script>&\"'";
  static const char escaped[] = "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&apos;";
  PmMailValues values = {
    hostile, hostile, hostile, hostile, hostile, hostile, hostile, hostile, 1, NULL, NULL, hostile,
  };
  static const char text[] =
      "{poc} {company} {customer_name} {first_name} {inviter} {organization} "
      "{message} {description}\n{link}";
  g_autoptr (PmTemplate) generated = template_of ("{poc}", text, NULL);
  g_autoptr (PmTemplate) own = template_of ("{poc}", text, text);
  g_autoptr (PmRenderedMail) first = render (generated, &values), second = render (own, &values);
  guint found = 0;

  g_assert_null (strstr (first->html, "<script"));
  g_assert_null (strstr (second->html, "<script"));
  for (const char *p = second->html; (p = strstr (p, escaped)) != NULL; p++)
    found++;
  g_assert_cmpint (found, ==, 9);
}

static void
the_template_itself_is_escaped_in_generated_html (void)
{
  g_autoptr (PmTemplate) mail_template = template_of ("<b>", "<b>bold</b> & {link}", NULL);
  g_autoptr (PmRenderedMail) mail = render (mail_template, &full);

  g_assert_nonnull (strstr (mail->html, "&lt;b&gt;bold&lt;/b&gt; &amp; <a"));
  g_assert_nonnull (strstr (mail->html, "<title>&lt;b&gt;</title>"));
}

static void
the_html_says_what_the_text_says (void)
{
  static const char *const said[] = {
    "<title>You&apos;ve been invited to participate in Phoenix</title>",
    "Hello Jane Doe,",
    ">Invited by:</span><br>\nSam Engineer</p>",
    ">Description:</span><br>\nPayments in three regions.</p>",
    "Looking forward to it.<br>\n<br>\nSam",
    "<a href=\"https://poc.example/i/abc\" ",
    ">Get Started</a>",
    ">https://poc.example/i/abc</a>",
    "expires on 22 November 2026, 10:04 UTC.",
    "Best regards,<br>\nThe POC Manager Team",
  };
  g_autoptr (PmTemplate) mail_template = pm_mail_template_default ();
  g_autoptr (PmRenderedMail) mail = render (mail_template, &full);

  for (guint i = 0; i < G_N_ELEMENTS (said); i++) {
    g_test_message ("%s", said[i]);
    g_assert_nonnull (strstr (mail->html, said[i]));
  }
}

static void
the_preview_shows_no_link_that_could_be_followed (void)
{
  PmMailValues values = full;
  g_autoptr (PmTemplate) mail_template = pm_mail_template_default ();
  g_autoptr (PmRenderedMail) mail = NULL;

  values.link = PM_MAIL_LINK_IN_PREVIEW;
  mail = render (mail_template, &values);
  g_assert_nonnull (strstr (mail->text, "\n(a personal link, made when sent)\n"));
  g_assert_null (strstr (mail->html, "href"));
}

static void
only_web_links_become_links (void)
{
  PmMailValues values = full;
  g_autoptr (PmTemplate) mail_template = pm_mail_template_default ();
  g_autoptr (PmRenderedMail) mail = NULL;

  values.link = "javascript:alert(1)";
  mail = render (mail_template, &values);
  g_assert_null (strstr (mail->html, "href"));
}

static void
invalid_text_in_values_does_no_harm (void)
{
  PmMailValues values = full;
  g_autoptr (PmTemplate) mail_template = pm_mail_template_default ();
  g_autoptr (PmRenderedMail) mail = NULL;

  values.message = "a\xff\x01"
                   "b";
  values.customer_name = "\xc3";
  values.start_date = "2026-02-30";
  values.end_date = "soon";
  mail = render (mail_template, &values);
  g_assert_true (g_utf8_validate (mail->text, -1, NULL));
  g_assert_true (g_utf8_validate (mail->html, -1, NULL));
  g_assert_null (strstr (mail->text, "Starts"));
  g_assert_null (strstr (mail->text, "Ends"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/mail-template/" path, function)
  ADD ("the-default-mail-has-the-pinned-wording", the_default_mail_has_the_pinned_wording);
  ADD ("a-reminder-is-the-same-mail-behind-a-line-of-its-own",
       a_reminder_is_the_same_mail_behind_a_line_of_its_own);
  ADD ("a-trial-is-the-same-mail-without-a-link", a_trial_is_the_same_mail_without_a_link);
  ADD ("prefixes-do-not-make-a-subject-too-long", prefixes_do_not_make_a_subject_too_long);
  ADD ("what-is-not-known-leaves-no-gap", what_is_not_known_leaves_no_gap);
  ADD ("lines-vanish-only-if-all-they-say-is-unset", lines_vanish_only_if_all_they_say_is_unset);
  ADD ("a-bad-template-is-refused-with-a-sentence", a_bad_template_is_refused_with_a_sentence);
  ADD ("a-huge-template-is-refused", a_huge_template_is_refused);
  ADD ("a-value-is-inserted-once-and-as-it-is", a_value_is_inserted_once_and_as_it_is);
  ADD ("the-subject-is-one-line-whatever-comes-in", the_subject_is_one_line_whatever_comes_in);
  ADD ("names-stay-on-their-line-in-the-text-too", names_stay_on_their_line_in_the_text_too);
  ADD ("everything-inserted-is-escaped-in-html", everything_inserted_is_escaped_in_html);
  ADD ("the-template-itself-is-escaped-in-generated-html",
       the_template_itself_is_escaped_in_generated_html);
  ADD ("the-html-says-what-the-text-says", the_html_says_what_the_text_says);
  ADD ("the-preview-shows-no-link-that-could-be-followed",
       the_preview_shows_no_link_that_could_be_followed);
  ADD ("only-web-links-become-links", only_web_links_become_links);
  ADD ("invalid-text-in-values-does-no-harm", invalid_text_in_values_does_no_harm);
  return g_test_run ();
}
