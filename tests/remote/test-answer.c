/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "remote/pm-answer.h"

#define JSON "application/json"

static PmAnswer *
read_answer (guint status, const char *content_type, const char *body)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  PmAnswer *answer = pm_answer_new (status);

  pm_answer_read_body (answer, content_type, bytes);
  return answer;
}

static void
every_status_has_its_error (void)
{
  static const struct {
    guint status;
    PmError code;
  } cases[] = {
    { 400, PM_ERROR_REFUSED },       { 401, PM_ERROR_UNAUTHORIZED },  { 403, PM_ERROR_FORBIDDEN },
    { 404, PM_ERROR_NOT_FOUND },     { 405, PM_ERROR_FAILED },        { 408, PM_ERROR_TIMED_OUT },
    { 409, PM_ERROR_CONFLICT },      { 410, PM_ERROR_GONE },          { 412, PM_ERROR_CONFLICT },
    { 413, PM_ERROR_UNPROCESSABLE }, { 422, PM_ERROR_UNPROCESSABLE }, { 425, PM_ERROR_SERVER },
    { 429, PM_ERROR_TOO_MANY },      { 500, PM_ERROR_SERVER },        { 502, PM_ERROR_SERVER },
    { 503, PM_ERROR_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PmAnswer) words =
        read_answer (cases[i].status, JSON, "{\"detail\":\"So it is\",\"type\":\"a_case\"}");
    g_autoptr (PmAnswer) silent = read_answer (cases[i].status, JSON, "{}");

    g_assert_error (words->error, PM_ERROR, (int) cases[i].code);
    g_assert_cmpstr (words->error->message, ==, "So it is");
    g_assert_cmpstr (words->type, ==, "a_case");
    g_assert_error (silent->error, PM_ERROR, (int) cases[i].code);
    g_assert_true (g_str_has_suffix (silent->error->message, "."));
  }
}

/* As when the connection breaks off after one of the head's lines. */
static void
success_that_was_cut_short_is_none (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (PmAnswer) answer = pm_answer_new (201);

  pm_answer_read_body (answer, JSON, nothing);
  g_assert_error (answer->error, PM_ERROR, PM_ERROR_NOT_JSON);
}

static void
success_has_a_body_or_none (void)
{
  g_autoptr (PmAnswer) object = read_answer (200, JSON, "{\"a\":1}");
  g_autoptr (PmAnswer) list = read_answer (201, JSON, "[]");
  g_autoptr (PmAnswer) nothing = read_answer (204, NULL, "");

  g_assert_no_error (object->error);
  g_assert_nonnull (pm_answer_get_object (object));
  g_assert_no_error (list->error);
  g_assert_null (pm_answer_get_object (list));
  g_assert_no_error (nothing->error);
  g_assert_null (nothing->body);
}

static void
what_is_not_json_is_told_apart (void)
{
  static const struct {
    guint status;
    const char *content_type;
    const char *body;
    PmError code;
    const char *words;
  } cases[] = {
    { 200, "text/html", "<html>", PM_ERROR_NOT_JSON, "answers with a web page" },
    { 404, "text/html", "<html>", PM_ERROR_NOT_JSON, "often under /api" },
    { 403, "text/html", "<html>", PM_ERROR_NOT_JSON, "answers with a web page" },
    { 200, JSON, "<html>", PM_ERROR_NOT_JSON, "does not answer as" },
    { 200, JSON, "{\"cut\":", PM_ERROR_NOT_JSON, "does not answer as" },
    { 200, JSON, "{\"a\":\"\xff\"}", PM_ERROR_NOT_JSON, "does not answer as" },
    { 200, "text/plain", "{}", PM_ERROR_NOT_JSON, "does not answer as" },
    { 200, NULL, "{}", PM_ERROR_NOT_JSON, "does not answer as" },
    { 201, JSON, "", PM_ERROR_NOT_JSON, "does not answer as" },
    { 400, "text/plain", "no", PM_ERROR_NOT_JSON, "does not answer as" },
    { 500, "text/plain", "Internal Server Error", PM_ERROR_SERVER, "tried again" },
    { 502, "text/html", "<html>", PM_ERROR_SERVER, "tried again" },
    { 302, JSON, "{}", PM_ERROR_NOT_JSON, "not followed" },
    { 307, NULL, "", PM_ERROR_NOT_JSON, "not followed" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PmAnswer) answer =
        read_answer (cases[i].status, cases[i].content_type, cases[i].body);

    g_assert_error (answer->error, PM_ERROR, (int) cases[i].code);
    g_assert_nonnull (strstr (answer->error->message, cases[i].words));
  }
}

static void
details_become_sentences (void)
{
  static const char *const cases[][2] = {
    { "{\"detail\":\"Pending invitation already exists for this email\"}",
      "Pending invitation already exists for this email" },
    { "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"email\"],\"msg\":\"Field "
      "required\"}]}",
      "The server cannot take this: “email”: Field required" },
    { "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"Value error, too long\"},{\"loc\":[\"body\",3],"
      "\"msg\":\"Bad JSON\"}]}",
      "The server cannot take this: too long; Bad JSON" },
    { "{\"detail\":{\"message\":\"In use\",\"count\":3}}", "In use" },
    { "{\"detail\":\"two\\nlines\\u0007and a bell\"}", "two lines and a bell" },
    { "{\"detail\":\"\"}", "The server refused this without saying why." },
    { "{\"detail\":null}", "The server refused this without saying why." },
    { "{\"detail\":42}", "The server refused this without saying why." },
    { "{\"detail\":[]}", "The server refused this without saying why." },
    { "{\"detail\":[1,\"x\",{}]}", "The server refused this without saying why." },
    { "{\"detail\":{}}", "The server refused this without saying why." },
    { "[]", "The server refused this without saying why." },
    { "\"no\"", "The server refused this without saying why." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (PmAnswer) answer = read_answer (400, JSON, cases[i][0]);

    g_assert_cmpstr (answer->error->message, ==, cases[i][1]);
  }
}

static void
what_was_sent_is_never_repeated (void)
{
  g_autoptr (PmAnswer) answer = read_answer (
      422, JSON,
      "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"email\"],\"msg\":\"Field required\","
      "\"input\":{\"password\":\"hunter2\"},\"ctx\":{\"error\":{\"x\":\"hunter2\"}}}]}");

  g_assert_error (answer->error, PM_ERROR, PM_ERROR_UNPROCESSABLE);
  g_assert_null (strstr (answer->error->message, "hunter2"));
}

static void
a_refusal_tells_how_long_to_wait_wherever_it_goes (void)
{
  g_autoptr (PmAnswer) answer = pm_answer_new (503);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"detail\":\"Busy\"}", 17);
  g_autoptr (GError) copy = NULL;

  answer->retry_after = 90;
  pm_answer_read_body (answer, JSON, body);
  copy = g_error_copy (answer->error);
  g_assert_cmpint (pm_error_get_retry_after (copy), ==, 90);
}

static void
long_words_are_cut (void)
{
  g_autofree char *flood = g_strnfill (100000, 'x');
  g_autofree char *body = g_strdup_printf ("{\"detail\":\"%s\"}", flood);
  g_autoptr (PmAnswer) answer = read_answer (400, JSON, body);

  g_assert_cmpint (g_utf8_strlen (answer->error->message, -1), <=, 301);
  g_assert_true (g_str_has_suffix (answer->error->message, "…"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer/every-status-has-its-error", every_status_has_its_error);
  g_test_add_func ("/answer/success-has-a-body-or-none", success_has_a_body_or_none);
  g_test_add_func ("/answer/success-that-was-cut-short-is-none",
                   success_that_was_cut_short_is_none);
  g_test_add_func ("/answer/what-is-not-json-is-told-apart", what_is_not_json_is_told_apart);
  g_test_add_func ("/answer/details-become-sentences", details_become_sentences);
  g_test_add_func ("/answer/what-was-sent-is-never-repeated", what_was_sent_is_never_repeated);
  g_test_add_func ("/answer/a-refusal-tells-how-long-to-wait-wherever-it-goes",
                   a_refusal_tells_how_long_to_wait_wherever_it_goes);
  g_test_add_func ("/answer/long-words-are-cut", long_words_are_cut);
  return g_test_run ();
}
