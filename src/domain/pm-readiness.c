/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-readiness.h"

#include "domain/pm-address.h"
#include "domain/pm-text.h"
#include "domain/pm-time.h"

#include <string.h>

/* So much text beside a template's counts as words of one's own, in characters. */
#define OWN_WORDS_MIN 20

/*
 * What a message speaks of is told from the words it uses, English and German. Each entry is found
 * at the start of a word, case-folded.
 */
static const char *const objective_words[] = {
  "objective", "goal", "success criteri", "aim to",   "prove that", "show that", "achieve",
  "outcome",   "ziel", "erfolgskriteri",  "nachweis", "erreichen",  NULL,
};
static const char *const first_step_words[] = {
  "first",     "start with",     "start by", "begin with",       "begin by",
  "next step", "to get started", "kick-off", "kickoff",          "zuerst",
  "zunächst",  "als erstes",     "beginnen", "nächster schritt", NULL,
};
static const char *const time_words[] = {
  "minute",  "hour",   "day", "week",  "month", "by end of", "deadline",
  "minuten", "stunde", "tag", "woche", "monat", "frist",     NULL,
};
static const char *const expectation_words[] = {
  "expect",    "please",       "we need",  "need you to",   "ask you to",
  "your part", "your task",    "try out",  "your feedback", "bitte",
  "erwart",    "ihre aufgabe", "brauchen", "rückmeldung",   NULL,
};
static const char *const answer_words[] = {
  "respond",         "response", "reply within", "answer within", "answers within",
  "get back to you", "same day", "within one",   "within a day",  "within 24",
  "business day",    "antwort",  "werktag",      "innerhalb",     NULL,
};
static const char *const contact_words[] = {
  "contact",
  "call me",
  "phone",
  "reach me",
  "reach us",
  "reach out",
  "e-mail me",
  "email me",
  "just reply",
  "reply to",
  "kontakt",
  "telefon",
  "erreichen sie mich",
  "anrufen",
  "ansprechpartner",
  NULL,
};

static gboolean
starts_word (const char *text, const char *found)
{
  return found == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (found)));
}

static gboolean
mentions (const char *folded, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    for (const char *found = folded; (found = strstr (found, words[i])) != NULL; found++)
      if (starts_word (folded, found))
        return TRUE;
  return FALSE;
}

/* A phone number is a contact too. */
static gboolean
has_phone_number (const char *text)
{
  guint digits = 0;

  for (const char *p = text; *p != '\0'; p++) {
    if (g_ascii_isdigit (*p))
      digits++;
    else if (strchr (" -/().", *p) == NULL)
      digits = 0;
    if (digits >= 7)
      return TRUE;
  }
  return FALSE;
}

static char *
fold (const char *text)
{
  g_autofree char *line = pm_text_single_line (text);

  return g_utf8_casefold (line, -1);
}

/* What is left of a message when the template's own lines are taken away. */
static gboolean
has_own_words (const char *message, const char *template_message)
{
  g_autofree char *clean = pm_text_clean_lines (message);
  g_auto (GStrv) lines = g_strsplit (clean, "\n", -1);
  g_autofree char *known = pm_text_clean_lines (template_message);
  glong own = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    g_strstrip (lines[i]);
    if (strstr (known, lines[i]) == NULL)
      own += g_utf8_strlen (lines[i], -1);
  }
  return own >= OWN_WORDS_MIN;
}

static void
put (PmReadiness *readiness, PmReadinessCode code, gboolean ok)
{
  readiness->states[code] = ok ? PM_READINESS_OK : PM_READINESS_ADVICE;
  readiness->n_advice += ok ? 0 : 1;
}

static void
check_poc (PmReadiness *readiness, const PmReadinessInput *input)
{
  const char *end_date = pm_poc_get_end_date (input->poc);
  int days_left;

  if (input->n_tasks >= 0)
    put (readiness, PM_READINESS_TASKS, input->n_tasks > 0);
  if (input->n_resources >= 0)
    put (readiness, PM_READINESS_RESOURCES, input->n_resources > 0);
  put (readiness, PM_READINESS_ACTIVE, pm_poc_get_status (input->poc) == PM_POC_STATUS_ACTIVE);
  if (pm_date_days_between (input->today, end_date, &days_left))
    put (readiness, PM_READINESS_NOT_ENDED, days_left >= 0);
}

static void
check_address (PmReadiness *readiness, const PmReadinessInput *input)
{
  const char *address = pm_draft_get_email (input->draft);
  g_autofree char *suggestion = NULL;

  if (address == NULL || !pm_address_check (address, NULL)) {
    put (readiness, PM_READINESS_ADDRESS, FALSE);
    return;
  }
  suggestion = pm_address_suggest (address, input->known_domains);
  put (readiness, PM_READINESS_ADDRESS, suggestion == NULL);
}

/* Without a message one advice is enough: what it should speak of is not told yet. */
static void
check_message (PmReadiness *readiness, const PmReadinessInput *input)
{
  const char *message = pm_draft_get_personal_message (input->draft);
  g_autofree char *folded = NULL;

  put (readiness, PM_READINESS_MESSAGE, !pm_text_is_blank (message));
  if (readiness->states[PM_READINESS_MESSAGE] != PM_READINESS_OK)
    return;
  folded = fold (message);
  put (readiness, PM_READINESS_OWN_WORDS, has_own_words (message, input->template_message));
  put (readiness, PM_READINESS_OBJECTIVES, mentions (folded, objective_words));
  put (readiness, PM_READINESS_FIRST_STEP, mentions (folded, first_step_words));
  put (readiness, PM_READINESS_EXPECTATIONS,
       mentions (folded, expectation_words) && mentions (folded, time_words));
  put (readiness, PM_READINESS_ANSWERS, mentions (folded, answer_words));
  put (readiness, PM_READINESS_CONTACT,
       mentions (folded, contact_words) || strchr (message, '@') != NULL ||
           has_phone_number (message));
}

/**
 * pm_readiness_check:
 * @input: the POC, the invitation and today's date
 *
 * Looks at what makes an invitation succeed. It is advice, never a block; whether a message speaks
 * of something is guessed from its words. Any thread.
 *
 * Returns: what is well and what could be better
 */
PmReadiness
pm_readiness_check (const PmReadinessInput *input)
{
  PmReadiness readiness = { 0 };

  check_poc (&readiness, input);
  check_address (&readiness, input);
  check_message (&readiness, input);
  return readiness;
}
