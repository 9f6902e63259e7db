/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "sync/pm-outcome.h"

#define INVITE PM_OPERATION_KIND_INVITE
#define RESEND PM_OPERATION_KIND_RESEND
#define CANCEL PM_OPERATION_KIND_CANCEL
#define REMOVE PM_OPERATION_KIND_REMOVE
#define RETURN PM_OPERATION_KIND_RESTORE
#define CREATE PM_OPERATION_KIND_CREATE
#define CHANGE PM_OPERATION_KIND_EDIT
#define DELETE PM_OPERATION_KIND_DELETE

#define JSON "application/json"
#define HTML "text/html"

/* clang-format off */
static const struct {
  PmOperationKind kind;
  guint status;
  const char *content_type;
  const char *body;
  PmOutboxEvent event;
  gboolean pauses_all;
  gboolean throttled;
} answers[] = {
  { INVITE, 201, JSON, "{\"id\":1}",                                 PM_OUTBOX_CONFIRM,  FALSE, FALSE },
  { CANCEL, 200, JSON, "{\"message\":\"x\"}",                        PM_OUTBOX_CONFIRM,  FALSE, FALSE },
  { INVITE, 200, HTML, "<html>",                                     PM_OUTBOX_FAIL,     TRUE,  FALSE },
  { INVITE, 201, JSON, "{\"id\":",                                   PM_OUTBOX_FAIL,     TRUE,  FALSE },
  { INVITE, 302, NULL, "",                                           PM_OUTBOX_FAIL,     TRUE,  FALSE },
  { INVITE, 400, JSON, "{\"detail\":\"Pending invitation already exists for this email\"}",
                                                                     PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { INVITE, 400, HTML, "<html>",                                     PM_OUTBOX_FAIL,     TRUE,  FALSE },
  { INVITE, 401, JSON, "{\"detail\":\"Could not validate\"}",        PM_OUTBOX_SIGN_OUT, FALSE, FALSE },
  { INVITE, 401, HTML, "<html>",                                     PM_OUTBOX_FAIL,     TRUE,  FALSE },
  { INVITE, 403, JSON, "{\"detail\":\"Access denied\"}",             PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { INVITE, 404, JSON, "{\"detail\":\"POC not found\"}",             PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { INVITE, 408, JSON, "{}",                                         PM_OUTBOX_FAIL,     FALSE, FALSE },
  { INVITE, 409, JSON, "{\"type\":\"request_in_progress\"}",         PM_OUTBOX_FAIL,     FALSE, FALSE },
  { INVITE, 409, JSON, "{\"detail\":\"Changed\"}",                   PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { CHANGE, 412, JSON, "{\"detail\":\"Changed\"}",                   PM_OUTBOX_FAIL,     FALSE, FALSE },
  { INVITE, 422, JSON, "{\"detail\":[]}",                            PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { INVITE, 425, JSON, "{}",                                         PM_OUTBOX_FAIL,     FALSE, FALSE },
  { INVITE, 429, JSON, "{\"detail\":\"Too many invitations\"}",      PM_OUTBOX_UNSENT,   TRUE,  FALSE },
  { RESEND, 429, JSON, "{\"type\":\"resend_throttled\",\"detail\":\"Already sent at 10:00 UTC.\"}",
                                                                     PM_OUTBOX_REFUSE,   FALSE, TRUE  },
  { INVITE, 500, NULL, "Internal Server Error",                      PM_OUTBOX_FAIL,     FALSE, FALSE },
  { INVITE, 502, HTML, "<html>",                                     PM_OUTBOX_FAIL,     FALSE, FALSE },
  { INVITE, 503, JSON, "{\"detail\":\"Busy\"}",                      PM_OUTBOX_FAIL,     TRUE,  FALSE },
  { CANCEL, 400, JSON, "{\"detail\":\"Cannot revoke invitation with status: revoked\"}",
                                                                     PM_OUTBOX_CONFIRM,  FALSE, FALSE },
  { CANCEL, 400, JSON, "{\"detail\":\"Cannot revoke invitation with status: accepted\"}",
                                                                     PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { RESEND, 400, JSON, "{\"detail\":\"Cannot revoke invitation with status: revoked\"}",
                                                                     PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { RESEND, 400, JSON, "{\"detail\":\"A newer invitation exists\"}", PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { INVITE, 400, JSON, "{\"detail\":\"User is already a participant in this POC\"}",
                                                                     PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { RETURN, 400, JSON, "{\"detail\":\"User is already a participant\"}",
                                                                     PM_OUTBOX_CONFIRM,  FALSE, FALSE },
  { RETURN, 404, JSON, "{\"detail\":\"User not found\"}",            PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { REMOVE, 404, JSON, "{\"detail\":\"Participant not found\"}",     PM_OUTBOX_CONFIRM,  FALSE, FALSE },
  { CREATE, 404, JSON, "{\"detail\":\"POC not found\"}",             PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { CHANGE, 404, JSON, "{\"detail\":\"Task not found\"}",            PM_OUTBOX_REFUSE,   FALSE, FALSE },
  { DELETE, 404, JSON, "{\"detail\":\"Task not found\"}",            PM_OUTBOX_CONFIRM,  FALSE, FALSE },
};

static const struct {
  PmError code;
  gboolean told;
  PmOutboxEvent event;
  gboolean pauses_all;
} errors[] = {
  { PM_ERROR_OFFLINE,      FALSE, PM_OUTBOX_UNSENT,   TRUE },
  { PM_ERROR_OFFLINE,      TRUE,  PM_OUTBOX_FAIL,     TRUE }, /* its second step */
  { PM_ERROR_TIMED_OUT,    FALSE, PM_OUTBOX_UNSENT,   TRUE }, /* while looking */
  { PM_ERROR_TIMED_OUT,    TRUE,  PM_OUTBOX_FAIL,     TRUE },
  { PM_ERROR_NOT_JSON,     FALSE, PM_OUTBOX_UNSENT,   TRUE },
  { PM_ERROR_NOT_JSON,     TRUE,  PM_OUTBOX_FAIL,     TRUE },
  { PM_ERROR_UNAUTHORIZED, FALSE, PM_OUTBOX_SIGN_OUT, FALSE },
  { PM_ERROR_UNAUTHORIZED, TRUE,  PM_OUTBOX_SIGN_OUT, FALSE },
  { PM_ERROR_SERVER,       FALSE, PM_OUTBOX_UNSENT,   TRUE }, /* the renewal's: the call has not left */
  { PM_ERROR_SERVER,       TRUE,  PM_OUTBOX_FAIL,     TRUE },
  { PM_ERROR_UNPROCESSABLE, FALSE, PM_OUTBOX_FAIL,    FALSE }, /* shown, and not understood */
  { PM_ERROR_UNPROCESSABLE, TRUE, PM_OUTBOX_FAIL,     FALSE },
  { PM_ERROR_TOO_MANY,     FALSE, PM_OUTBOX_UNSENT,   TRUE },
  { PM_ERROR_CONFLICT,     FALSE, PM_OUTBOX_REFUSE,   FALSE }, /* what was looked at before */
  { PM_ERROR_NOT_FOUND,    FALSE, PM_OUTBOX_REFUSE,   FALSE },
};
/* clang-format on */

static void
every_answer_means_something (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (PmAnswer) answer = pm_answer_new (answers[i].status);
    g_autoptr (GBytes) bytes = g_bytes_new_static (answers[i].body, strlen (answers[i].body));
    PmOutcome outcome;

    g_test_message ("%u %s", answers[i].status, answers[i].body);
    answer->retry_after = 5;
    pm_answer_read_body (answer, answers[i].content_type, bytes);
    outcome = pm_outcome_of_answer (answers[i].kind, answer);
    g_assert_cmpint (outcome.event, ==, answers[i].event);
    g_assert_cmpint (outcome.pauses_all, ==, answers[i].pauses_all);
    g_assert_cmpint (outcome.throttled, ==, answers[i].throttled);
    g_assert_cmpint (outcome.problem == NULL, ==, answers[i].event == PM_OUTBOX_CONFIRM);
    g_assert_cmpint (outcome.wait, ==, 5);
    g_assert_cmpint (answers[i].throttled, ==,
                     g_strcmp0 (outcome.problem, "This customer was sent a mail only recently.") ==
                         0);
  }
}

static void
every_silence_means_something (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++) {
    g_autoptr (GError) error = g_error_new_literal (PM_ERROR, (int) errors[i].code, "Words.");
    PmOutcome outcome;

    pm_error_set_retry_after (error, 9);
    outcome = pm_outcome_of_error (error, errors[i].told);
    g_assert_cmpint (outcome.event, ==, errors[i].event);
    g_assert_cmpint (outcome.pauses_all, ==, errors[i].pauses_all);
    g_assert_cmpstr (outcome.problem, ==, "Words.");
    g_assert_cmpint (outcome.wait, ==, 9);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outcome/every-answer-means-something", every_answer_means_something);
  g_test_add_func ("/outcome/every-silence-means-something", every_silence_means_something);
  return g_test_run ();
}
