/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outcome.h"

#include "domain/pm-error.h"

/* What API 1.0.0 says to cancelling what is cancelled already. */
#define ALREADY_CANCELLED "Cannot revoke invitation with status: revoked"

static gboolean
means_success (PmOperationKind kind, PmAnswer *answer)
{
  return kind == PM_OPERATION_KIND_CANCEL && answer->status == 400 &&
         g_strcmp0 (answer->error->message, ALREADY_CANCELLED) == 0;
}

static PmOutcome
judge_too_many (PmAnswer *answer, PmOutcome outcome)
{
  if (g_strcmp0 (answer->type, "resend_throttled") == 0) {
    outcome.event = PM_OUTBOX_REFUSE;
    outcome.throttled = TRUE;
  } else {
    outcome.event = PM_OUTBOX_UNSENT;
    outcome.pauses_all = TRUE;
  }
  return outcome;
}

/**
 * pm_outcome_of_answer:
 * @kind: what the operation does
 * @answer: what the server said to it
 *
 * Returns: what that means for the operation. What no rule of the server's has decided is tried
 *   again, for as long as it takes
 */
PmOutcome
pm_outcome_of_answer (PmOperationKind kind, PmAnswer *answer)
{
  PmOutcome outcome = { PM_OUTBOX_REFUSE, NULL, answer->retry_after, FALSE, FALSE };

  if (answer->error == NULL || means_success (kind, answer)) {
    outcome.event = PM_OUTBOX_CONFIRM;
    return outcome;
  }
  outcome.problem = answer->error->message;
  if (g_error_matches (answer->error, PM_ERROR, PM_ERROR_NOT_JSON) || answer->status == 503) {
    outcome.event = PM_OUTBOX_FAIL;
    outcome.pauses_all = TRUE;
  } else if (answer->status == 401) {
    outcome.event = PM_OUTBOX_SIGN_OUT;
  } else if (answer->status == 429) {
    outcome = judge_too_many (answer, outcome);
  } else if (answer->status >= 500 || answer->status == 408 || answer->status == 425 ||
             (answer->status == 409 && g_strcmp0 (answer->type, "request_in_progress") == 0)) {
    outcome.event = PM_OUTBOX_FAIL;
  }
  return outcome;
}

/**
 * pm_outcome_of_error:
 * @error: why there was no answer, in PM_ERROR
 *
 * Returns: what that means for the operation
 */
PmOutcome
pm_outcome_of_error (const GError *error)
{
  PmOutcome outcome = { PM_OUTBOX_UNSENT, error->message, 0, TRUE, FALSE };

  if (error->domain == PM_ERROR)
    outcome.wait = pm_error_get_retry_after (error);
  if (g_error_matches (error, PM_ERROR, PM_ERROR_TIMED_OUT) ||
      g_error_matches (error, PM_ERROR, PM_ERROR_NOT_JSON))
    outcome.event = PM_OUTBOX_FAIL;
  else if (g_error_matches (error, PM_ERROR, PM_ERROR_UNAUTHORIZED))
    outcome.event = PM_OUTBOX_SIGN_OUT;
  outcome.pauses_all = outcome.event != PM_OUTBOX_SIGN_OUT;
  return outcome;
}
