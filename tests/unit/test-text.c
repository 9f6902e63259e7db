/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-text.h"

#include <string.h>

static void
expect_refused (const char *text, gssize length, PmTextShape shape, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pm_text_check ("Title", text, length, shape, 10, &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, message);
}

static void
bad_text_is_refused_with_the_fields_name (void)
{
  static const struct {
    const char *text;
    gssize length;
    PmTextShape shape;
    const char *message;
  } cases[] = {
    { "a\0b", 3, PM_TEXT_LINES, "Title is not valid text." },
    { "a\xff", -1, PM_TEXT_LINE, "Title is not valid text." },
    { "\xed\xa0\x80", -1, PM_TEXT_LINE, "Title is not valid text." },
    { "a\x01", -1, PM_TEXT_LINES, "Title contains control characters." },
    { "a\x7f", -1, PM_TEXT_LINES, "Title contains control characters." },
    { "a\xc2\x85", -1, PM_TEXT_LINE, "Title contains control characters." },
    { "a\xe2\x80\xa8"
      "b",
      -1, PM_TEXT_LINE, "Title contains control characters." },
    { "a\xe2\x80\xae"
      "b",
      -1, PM_TEXT_LINE, "Title contains control characters." },
    { "a\nb", -1, PM_TEXT_LINE, "Title must be a single line." },
    { "a\rb", -1, PM_TEXT_LINE, "Title must be a single line." },
    { "a\tb", -1, PM_TEXT_LINE, "Title contains control characters." },
    { "12345678901", -1, PM_TEXT_LINE, "Title is too long: at most 10 characters are possible." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    expect_refused (cases[i].text, cases[i].length, cases[i].shape, cases[i].message);
}

static void
good_text_passes (void)
{
  g_assert_true (pm_text_check ("Title", "", -1, PM_TEXT_LINE, 10, NULL));
  g_assert_true (pm_text_check ("Title", "a\n\tb\r\n", -1, PM_TEXT_LINES, 10, NULL));
  g_assert_true (pm_text_check ("Title", "1234567890rest", 10, PM_TEXT_LINE, 10, NULL));
  g_assert_true (pm_text_check ("Title", "żółć🎉日本語äöü", -1, PM_TEXT_LINE, 11, NULL));
}

static void
a_huge_text_is_refused_for_its_length (void)
{
  gsize size = 10 * 1024 * 1024;
  g_autofree char *huge = g_malloc (size);

  memset (huge, 0xff, size);
  expect_refused (huge, (gssize) size, PM_TEXT_LINES,
                  "Title is too long: at most 10 characters are possible.");
}

static void
names_become_a_single_clean_line (void)
{
  static const struct {
    const char *text, *line;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "  \n\t ", "" },
    { "Jane Doe", "Jane Doe" },
    { " Jane \r\n Doe ", "Jane Doe" },
    { "Jane\r\nBcc: eve@evil.example", "Jane Bcc: eve@evil.example" },
    { "a\x01\x02"
      "b",
      "a b" },
    { "a\xe2\x80\xa8"
      "b\xe2\x80\xae"
      "c",
      "a b c" },
    { "a\xff"
      "b",
      "a\xef\xbf\xbd"
      "b" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *line = pm_text_single_line (cases[i].text);

    g_assert_cmpstr (line, ==, cases[i].line);
  }
}

static void
longer_texts_keep_their_lines_only (void)
{
  static const struct {
    const char *text, *lines;
  } cases[] = {
    { NULL, "" },
    { "\n\n a\r\nb\rc\n\nd\te\n ", "a\nb\nc\n\nd\te" },
    { "a\x1b[31mb\x07", "a[31mb" },
    { "a\xe2\x80\xa9"
      "b",
      "a\nb" },
    { "\xff", "\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *lines = pm_text_clean_lines (cases[i].text);

    g_assert_cmpstr (lines, ==, cases[i].lines);
  }
}

static void
text_without_anything_to_read_is_blank (void)
{
  g_assert_true (pm_text_is_blank (NULL));
  g_assert_true (pm_text_is_blank (" \n\t\xc2\xa0"));
  g_assert_false (pm_text_is_blank (" x "));
}

static void
full_names_fall_back_to_the_address (void)
{
  static const struct {
    const char *first, *last, *address, *full;
  } cases[] = {
    { "Jane", "Doe", "jd@globex.example", "Jane Doe" },
    { " Jane ", NULL, "jd@globex.example", "Jane" },
    { NULL, "Doe", NULL, "Doe" },
    { "", " ", "jd@globex.example", "jd" },
    { NULL, NULL, "no address", "" },
    { NULL, NULL, NULL, "" },
    { "Ja\nne", "Doe", NULL, "Ja ne Doe" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *full = pm_text_full_name (cases[i].first, cases[i].last, cases[i].address);

    g_assert_cmpstr (full, ==, cases[i].full);
  }
}

static void
full_names_are_split_at_the_last_word (void)
{
  static const struct {
    const char *full, *first, *last;
  } cases[] = {
    { "Jane Doe", "Jane", "Doe" },
    { "  Ana  Maria  Lopez ", "Ana Maria", "Lopez" },
    { "Cher", "Cher", "" },
    { "", "", "" },
    { NULL, "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *first = NULL, *last = NULL;

    pm_text_split_name (cases[i].full, &first, &last);
    g_assert_cmpstr (first, ==, cases[i].first);
    g_assert_cmpstr (last, ==, cases[i].last);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/bad-text-is-refused-with-the-fields-name",
                   bad_text_is_refused_with_the_fields_name);
  g_test_add_func ("/text/good-text-passes", good_text_passes);
  g_test_add_func ("/text/a-huge-text-is-refused-for-its-length",
                   a_huge_text_is_refused_for_its_length);
  g_test_add_func ("/text/names-become-a-single-clean-line", names_become_a_single_clean_line);
  g_test_add_func ("/text/longer-texts-keep-their-lines-only", longer_texts_keep_their_lines_only);
  g_test_add_func ("/text/text-without-anything-to-read-is-blank",
                   text_without_anything_to_read_is_blank);
  g_test_add_func ("/text/full-names-fall-back-to-the-address",
                   full_names_fall_back_to_the_address);
  g_test_add_func ("/text/full-names-are-split-at-the-last-word",
                   full_names_are_split_at_the_last_word);
  return g_test_run ();
}
