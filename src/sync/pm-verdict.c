/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-verdict.h"

#include "domain/pm-error.h"

/* What API 1.0.0 says to cancelling what is cancelled already. */
#define ALREADY_CANCELLED "Cannot revoke invitation with status: revoked"

static gboolean
means_success (PmOperationKind kind, PmAnswer *answer)
{
  return kind == PM_OPERATION_KIND_CANCEL && answer->status == 400 &&
         g_strcmp0 (answer->error->message, ALREADY_CANCELLED) == 0;
}

static PmVerdict
judge_too_many (PmAnswer *answer, PmVerdict verdict)
{
  if (g_strcmp0 (answer->type, "resend_throttled") == 0) {
    verdict.event = PM_OUTBOX_REFUSE;
    verdict.throttled = TRUE;
  } else {
    verdict.event = PM_OUTBOX_UNSENT;
    verdict.pauses_all = TRUE;
  }
  return verdict;
}

/**
 * pm_verdict_of_answer:
 * @kind: what the operation does
 * @answer: what the server said to it
 *
 * Returns: what that means for the operation. What no rule of the server's has decided is tried
 *   again, for as long as it takes
 */
PmVerdict
pm_verdict_of_answer (PmOperationKind kind, PmAnswer *answer)
{
  PmVerdict verdict = { PM_OUTBOX_REFUSE, NULL, answer->retry_after, FALSE, FALSE };

  if (answer->error == NULL || means_success (kind, answer)) {
    verdict.event = PM_OUTBOX_CONFIRM;
    return verdict;
  }
  verdict.problem = answer->error->message;
  if (g_error_matches (answer->error, PM_ERROR, PM_ERROR_NOT_JSON) || answer->status == 503) {
    verdict.event = PM_OUTBOX_FAIL;
    verdict.pauses_all = TRUE;
  } else if (answer->status == 401) {
    verdict.event = PM_OUTBOX_SIGN_OUT;
  } else if (answer->status == 429) {
    verdict = judge_too_many (answer, verdict);
  } else if (answer->status >= 500 || answer->status == 408 || answer->status == 425 ||
             (answer->status == 409 && g_strcmp0 (answer->type, "request_in_progress") == 0)) {
    verdict.event = PM_OUTBOX_FAIL;
  }
  return verdict;
}

/**
 * pm_verdict_of_error:
 * @error: why there was no answer, in PM_ERROR
 *
 * Returns: what that means for the operation
 */
PmVerdict
pm_verdict_of_error (const GError *error)
{
  PmVerdict verdict = { PM_OUTBOX_UNSENT, error->message, 0, TRUE, FALSE };

  if (error->domain == PM_ERROR)
    verdict.wait = pm_error_get_retry_after (error);
  if (g_error_matches (error, PM_ERROR, PM_ERROR_TIMED_OUT) ||
      g_error_matches (error, PM_ERROR, PM_ERROR_NOT_JSON))
    verdict.event = PM_OUTBOX_FAIL;
  else if (g_error_matches (error, PM_ERROR, PM_ERROR_UNAUTHORIZED))
    verdict.event = PM_OUTBOX_SIGN_OUT;
  return verdict;
}
