/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-draft.h"
#include "domain/pm-poc.h"

G_BEGIN_DECLS

/**
 * PmReadinessCode:
 * @PM_READINESS_TASKS: the POC has tasks
 * @PM_READINESS_RESOURCES: the POC has resources
 * @PM_READINESS_ACTIVE: the POC is active
 * @PM_READINESS_NOT_ENDED: the POC is not past its end
 * @PM_READINESS_ADDRESS: the address is well-formed and no typing error is suspected
 * @PM_READINESS_MESSAGE: there is a personal message
 * @PM_READINESS_OWN_WORDS: the message says something of its own
 * @PM_READINESS_OBJECTIVES: the message mentions what the POC is to show
 * @PM_READINESS_FIRST_STEP: the message says what to do first
 * @PM_READINESS_EXPECTATIONS: the message says what is expected and the time it takes
 * @PM_READINESS_ANSWERS: the message says how fast questions are answered
 * @PM_READINESS_CONTACT: the message names a contact
 *
 * What is looked at before an invitation is sent. All of it is advice, none of it blocks.
 */
typedef enum {
  PM_READINESS_TASKS,
  PM_READINESS_RESOURCES,
  PM_READINESS_ACTIVE,
  PM_READINESS_NOT_ENDED,
  PM_READINESS_ADDRESS,
  PM_READINESS_MESSAGE,
  PM_READINESS_OWN_WORDS,
  PM_READINESS_OBJECTIVES,
  PM_READINESS_FIRST_STEP,
  PM_READINESS_EXPECTATIONS,
  PM_READINESS_ANSWERS,
  PM_READINESS_CONTACT,
  PM_READINESS_N_CODES,
} PmReadinessCode;

/**
 * PmReadinessState:
 * @PM_READINESS_UNKNOWN: it cannot be told here; nothing is shown
 * @PM_READINESS_OK: as it should be
 * @PM_READINESS_ADVICE: could be better
 */
typedef enum {
  PM_READINESS_UNKNOWN,
  PM_READINESS_OK,
  PM_READINESS_ADVICE,
} PmReadinessState;

/**
 * PmReadinessInput:
 * @poc: the POC
 * @n_tasks: how many tasks it has, -1 if unknown
 * @n_resources: how many resources it has, -1 if unknown
 * @draft: the invitation
 * @template_message: (nullable): the message as the chosen personal template alone would have it
 * @known_domains: (nullable): %NULL-terminated domains already in use, for the typing-error check
 * @today: today's date, `YYYY-MM-DD`
 */
typedef struct {
  PmPoc *poc;
  int n_tasks;
  int n_resources;
  PmDraft *draft;
  const char *template_message;
  const char *const *known_domains;
  const char *today;
} PmReadinessInput;

/**
 * PmReadiness:
 * @states: one #PmReadinessState for each #PmReadinessCode
 * @n_advice: how many of them are %PM_READINESS_ADVICE
 */
typedef struct {
  PmReadinessState states[PM_READINESS_N_CODES];
  guint n_advice;
} PmReadiness;

PmReadiness pm_readiness_check (const PmReadinessInput *input);

G_END_DECLS
