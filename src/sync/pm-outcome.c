/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outcome.h"

#include "domain/pm-error.h"
#include "remote/pm-remote-plain.h"

/* What API 1.0.0 says to cancelling what is cancelled already. */
#define ALREADY_CANCELLED "Cannot revoke invitation with status: revoked"

/* And to letting somebody take part who does. */
#define ALREADY_THERE "User is already a participant"

/* The server's own words name times of day as it sees them: when it is possible again is known
 * apart, and shown as this machine's people say it. */
#define THROTTLED "This customer was sent a mail only recently."

/* What is wanted is so already. */
static gboolean
means_success (PmOperationKind kind, PmAnswer *answer)
{
  if (kind == PM_OPERATION_KIND_DELETE || kind == PM_OPERATION_KIND_REMOVE)
    return answer->status == 404;
  if (answer->status != 400)
    return FALSE;
  if (kind == PM_OPERATION_KIND_CANCEL)
    return g_strcmp0 (answer->error->message, ALREADY_CANCELLED) == 0;
  return kind == PM_OPERATION_KIND_RESTORE &&
         g_strcmp0 (answer->error->message, ALREADY_THERE) == 0;
}

static PmOutcome
judge_too_many (PmAnswer *answer, PmOutcome outcome)
{
  if (g_strcmp0 (answer->type, "resend_throttled") == 0) {
    outcome.event = PM_OUTBOX_REFUSE;
    outcome.throttled = TRUE;
    outcome.problem = THROTTLED;
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
  } else if (answer->status >= 500 || answer->status == 408 || answer->status == 412 ||
             answer->status == 425 ||
             (answer->status == 409 && g_strcmp0 (answer->type, "request_in_progress") == 0)) {
    outcome.event = PM_OUTBOX_FAIL;
  }
  return outcome;
}

/* Somebody must look at it before it makes sense to try again. */
static gboolean
decides (const GError *error)
{
  return g_error_matches (error, PM_ERROR, PM_ERROR_CONFLICT) ||
         g_error_matches (error, PM_ERROR, PM_ERROR_NOT_FOUND) ||
         g_error_matches (error, PM_ERROR, PM_ERROR_FORBIDDEN) ||
         g_error_matches (error, PM_ERROR, PM_ERROR_REFUSED);
}

/* A list that the server cannot give, or an item that cannot be read, holds up only what needs it. */
static gboolean
concerns_nobody_else (const GError *error)
{
  return error->domain == PM_ERROR &&
         (error->code == PM_ERROR_UNPROCESSABLE ||
          g_strcmp0 (pm_error_get_tag (error), PM_PLAIN_LIST_BROKEN) == 0);
}

/**
 * pm_outcome_of_error:
 * @error: why there was no answer, in PM_ERROR; or why none is to be asked for
 * @told: whether the server may have acted on what it was told before
 *
 * Returns: what that means for the operation
 */
PmOutcome
pm_outcome_of_error (const GError *error, gboolean told)
{
  PmOutcome outcome = { PM_OUTBOX_UNSENT, error->message, 0, TRUE, FALSE };

  if (error->domain == PM_ERROR)
    outcome.wait = pm_error_get_retry_after (error);
  if (told)
    outcome.event = PM_OUTBOX_FAIL;
  if (g_error_matches (error, PM_ERROR, PM_ERROR_UNAUTHORIZED))
    outcome.event = PM_OUTBOX_SIGN_OUT;
  else if (decides (error))
    outcome.event = PM_OUTBOX_REFUSE;
  else if (concerns_nobody_else (error))
    outcome.event = PM_OUTBOX_FAIL;
  outcome.pauses_all = (outcome.event == PM_OUTBOX_FAIL || outcome.event == PM_OUTBOX_UNSENT) &&
                       !concerns_nobody_else (error);
  outcome.timed_out = g_error_matches (error, PM_ERROR, PM_ERROR_TIMED_OUT);
  return outcome;
}
