/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-message-template.h"

#include <string.h>

static const PmMessageValues known = { "Jane", "Phoenix", "Globex", "Sam Engineer" };
static const PmMessageValues nothing = { NULL, NULL, " ", "" };

static void
placeholders_are_filled_in (void)
{
  static const struct {
    const char *message;
    const PmMessageValues *values;
    const char *expanded;
    PmMessageGaps gaps;
  } cases[] = {
    { "", &known, "", PM_MESSAGE_COMPLETE },
    { "Hi {first_name}!", &known, "Hi Jane!", PM_MESSAGE_COMPLETE },
    { "{poc} {company} {inviter}", &known, "Phoenix Globex Sam Engineer", PM_MESSAGE_COMPLETE },
    { "Hi {first_name},", &nothing, "Hi,", PM_MESSAGE_LACKS_FIRST_NAME },
    { "{first_name}: {poc}", &nothing, ": {poc}",
      PM_MESSAGE_LACKS_FIRST_NAME | PM_MESSAGE_LACKS_POC },
    { "{company} {inviter}", &nothing, "{company} {inviter}",
      PM_MESSAGE_LACKS_COMPANY | PM_MESSAGE_LACKS_INVITER },
    { "{last_name}", &known, "{last_name}", PM_MESSAGE_HAS_UNKNOWN },
    { "a { b } {} {{poc}} {poc", &known, "a { b } {} {Phoenix} {poc", PM_MESSAGE_COMPLETE },
    { "{{{{{", &known, "{{{{{", PM_MESSAGE_COMPLETE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    PmMessageGaps gaps = 42;
    g_autofree char *expanded = pm_message_expand (cases[i].message, cases[i].values, &gaps);

    g_assert_cmpstr (expanded, ==, cases[i].expanded);
    g_assert_cmpint (gaps, ==, cases[i].gaps);
  }
}

static void
a_value_is_never_expanded_itself (void)
{
  PmMessageValues values = { "{poc}", "{inviter}\r\n{company}", "Globex", "Sam" };
  g_autofree char *expanded = pm_message_expand ("{first_name} {poc}", &values, NULL);

  g_assert_cmpstr (expanded, ==, "{poc} {inviter} {company}");
}

static void
the_built_in_note_greets_names_the_poc_and_signs (void)
{
  PmMessageGaps gaps;
  g_autofree char *note = pm_message_expand (pm_message_template_built_in (), &known, &gaps);

  g_assert_cmpint (gaps, ==, PM_MESSAGE_COMPLETE);
  g_assert_true (g_str_has_prefix (note, "Hi Jane,\n"));
  g_assert_true (g_str_has_suffix (note, "\nSam Engineer"));
  g_assert_nonnull (strstr (note, "Phoenix"));
  g_assert_nonnull (strstr (note, "progress"));
  g_assert_nonnull (strstr (note, "feedback"));
  g_assert_nonnull (strstr (note, "tasks"));
}

static void
a_huge_message_is_expanded_in_one_pass (void)
{
  gsize size = 10 * 1024 * 1024;
  g_autofree char *huge = g_malloc0 (size + 1);
  g_autofree char *expanded = NULL;

  memset (huge, '{', size);
  expanded = pm_message_expand (huge, &known, NULL);
  g_assert_cmpstr (expanded, ==, huge);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/message-template/placeholders-are-filled-in", placeholders_are_filled_in);
  g_test_add_func ("/message-template/a-value-is-never-expanded-itself",
                   a_value_is_never_expanded_itself);
  g_test_add_func ("/message-template/the-built-in-note-greets-names-the-poc-and-signs",
                   the_built_in_note_greets_names_the_poc_and_signs);
  g_test_add_func ("/message-template/a-huge-message-is-expanded-in-one-pass",
                   a_huge_message_is_expanded_in_one_pass);
  return g_test_run ();
}
