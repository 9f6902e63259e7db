/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-message-template.h"
#include "domain/pm-readiness.h"

static const char good_message[] =
    "Hi Jane,\n\nour goal is to show that payments work in three regions. Please start with the "
    "first task; it takes about 30 minutes. I'm happy to answer and will respond within one "
    "business day: call me on +49 30 1234567.\n\nSam";

static PmReadiness
check (PmPocStatus status,
       int n_tasks,
       const char *end_date,
       const char *email,
       const char *message)
{
  g_autoptr (PmPoc) poc = pm_poc_new ();
  g_autoptr (PmDraft) draft = pm_draft_new ();
  PmReadinessInput input = { poc, n_tasks, n_tasks, draft, NULL, NULL, "2026-11-22" };

  pm_poc_set_status (poc, (int) status);
  pm_poc_set_end_date (poc, end_date);
  pm_draft_set_email (draft, email);
  pm_draft_set_personal_message (draft, message);
  return pm_readiness_check (&input);
}

static PmReadinessState
state_of_message (PmReadinessCode code, const char *message)
{
  return check (PM_POC_STATUS_ACTIVE, 1, NULL, "j@globex.example", message).states[code];
}

static void
a_well_prepared_invitation_needs_no_advice (void)
{
  PmReadiness readiness =
      check (PM_POC_STATUS_ACTIVE, 3, "2026-11-22", "j@globex.example", good_message);

  for (guint i = 0; i < PM_READINESS_N_CODES; i++) {
    g_test_message ("%u", i);
    g_assert_cmpint (readiness.states[i], ==, PM_READINESS_OK);
  }
  g_assert_cmpint (readiness.n_advice, ==, 0);
}

static void
an_unprepared_poc_gets_advice (void)
{
  PmReadiness readiness = check (PM_POC_STATUS_DRAFT, 0, "2026-11-21", "j@gmial.com", good_message);

  g_assert_cmpint (readiness.states[PM_READINESS_TASKS], ==, PM_READINESS_ADVICE);
  g_assert_cmpint (readiness.states[PM_READINESS_RESOURCES], ==, PM_READINESS_ADVICE);
  g_assert_cmpint (readiness.states[PM_READINESS_ACTIVE], ==, PM_READINESS_ADVICE);
  g_assert_cmpint (readiness.states[PM_READINESS_NOT_ENDED], ==, PM_READINESS_ADVICE);
  g_assert_cmpint (readiness.states[PM_READINESS_ADDRESS], ==, PM_READINESS_ADVICE);
  g_assert_cmpint (readiness.n_advice, ==, 5);
}

static void
what_is_not_known_is_not_judged (void)
{
  PmReadiness readiness = check (PM_POC_STATUS_ACTIVE, -1, NULL, "j@globex.example", good_message);

  g_assert_cmpint (readiness.states[PM_READINESS_TASKS], ==, PM_READINESS_UNKNOWN);
  g_assert_cmpint (readiness.states[PM_READINESS_RESOURCES], ==, PM_READINESS_UNKNOWN);
  g_assert_cmpint (readiness.states[PM_READINESS_NOT_ENDED], ==, PM_READINESS_UNKNOWN);
  g_assert_cmpint (readiness.n_advice, ==, 0);
}

static void
a_missing_message_is_one_advice_not_seven (void)
{
  PmReadiness readiness = check (PM_POC_STATUS_ACTIVE, 1, NULL, "j@globex.example", " \n");

  g_assert_cmpint (readiness.states[PM_READINESS_MESSAGE], ==, PM_READINESS_ADVICE);
  g_assert_cmpint (readiness.states[PM_READINESS_OBJECTIVES], ==, PM_READINESS_UNKNOWN);
  g_assert_cmpint (readiness.n_advice, ==, 1);
}

static void
each_subject_is_told_from_its_words (void)
{
  static const struct {
    PmReadinessCode code;
    const char *with, *without;
  } cases[] = {
    { PM_READINESS_OBJECTIVES, "The OBJECTIVES are clear.", "Welcome aboard." },
    { PM_READINESS_OBJECTIVES, "Unser Ziel ist klar.", "Das Spielzielfoto." },
    { PM_READINESS_FIRST_STEP, "Start with task one.", "Have a look." },
    { PM_READINESS_EXPECTATIONS, "Please plan two hours.", "Please have a look." },
    { PM_READINESS_EXPECTATIONS, "We expect feedback in a week.", "It runs for a week." },
    { PM_READINESS_ANSWERS, "We respond the same day.", "Ask anything." },
    { PM_READINESS_CONTACT, "sam@initech.example", "Ask anything." },
    { PM_READINESS_CONTACT, "Dial (030) 123-4567.", "Order 12 34." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_assert_cmpint (state_of_message (cases[i].code, cases[i].with), ==, PM_READINESS_OK);
    g_assert_cmpint (state_of_message (cases[i].code, cases[i].without), ==, PM_READINESS_ADVICE);
  }
}

static void
a_bare_template_says_nothing_of_its_own (void)
{
  PmMessageValues values = { "Jane", "Phoenix", "Globex", "Sam" };
  g_autofree char *note = pm_message_expand (pm_message_template_built_in (), &values, NULL);
  g_autofree char *own = g_strconcat (note, "\n\nP.S. I have prepared your two test shops.", NULL);
  g_autoptr (PmPoc) poc = pm_poc_new ();
  g_autoptr (PmDraft) draft = pm_draft_new ();
  PmReadinessInput input = { poc, 1, 1, draft, note, NULL, "2026-11-22" };

  pm_draft_set_personal_message (draft, note);
  g_assert_cmpint (pm_readiness_check (&input).states[PM_READINESS_OWN_WORDS], ==,
                   PM_READINESS_ADVICE);
  pm_draft_set_personal_message (draft, own);
  g_assert_cmpint (pm_readiness_check (&input).states[PM_READINESS_OWN_WORDS], ==, PM_READINESS_OK);
}

static void
hostile_input_is_only_advice (void)
{
  g_assert_cmpint (state_of_message (PM_READINESS_OBJECTIVES, "\xff\xfe\x01"), ==,
                   PM_READINESS_ADVICE);
  g_assert_cmpint (
      check (PM_POC_STATUS_ACTIVE, 1, "2026-02-30", "\xff", NULL).states[PM_READINESS_NOT_ENDED],
      ==, PM_READINESS_UNKNOWN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/readiness/" path, function)
  ADD ("a-well-prepared-invitation-needs-no-advice", a_well_prepared_invitation_needs_no_advice);
  ADD ("an-unprepared-poc-gets-advice", an_unprepared_poc_gets_advice);
  ADD ("what-is-not-known-is-not-judged", what_is_not_known_is_not_judged);
  ADD ("a-missing-message-is-one-advice-not-seven", a_missing_message_is_one_advice_not_seven);
  ADD ("each-subject-is-told-from-its-words", each_subject_is_told_from_its_words);
  ADD ("a-bare-template-says-nothing-of-its-own", a_bare_template_says_nothing_of_its_own);
  ADD ("hostile-input-is-only-advice", hostile_input_is_only_advice);
  return g_test_run ();
}
