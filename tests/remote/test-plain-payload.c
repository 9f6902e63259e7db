/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-comment.h"
#include "domain/pm-criterion.h"
#include "domain/pm-poc.h"
#include "domain/pm-task.h"
#include "remote/pm-plain-payload.h"
#include "wire/pm-wire.h"

/* Whatever the order of the members; takes @text. */
static void
assert_json (char *text, const char *expected)
{
  g_autofree char *taken = text;
  g_autoptr (JsonNode) one = pm_wire_parse (text, -1, NULL);
  g_autoptr (JsonNode) other = pm_wire_parse (expected, -1, NULL);

  g_test_message ("%s", text);
  g_assert_nonnull (one);
  g_assert_true (json_node_equal (one, other));
}

static PmTask *
task_new (const char *title)
{
  PmTask *task = pm_task_new ();

  pm_task_set_id (task, 7);
  pm_task_set_poc_id (task, 3);
  pm_task_set_title (task, title);
  return task;
}

/* --- What is not possible there --- */

static const char *
explain (PmItemType type, PmOperationKind kind, const char *payload)
{
  g_autoptr (PmOperation) operation = pm_operation_new ();

  pm_operation_set_item_type (operation, type);
  pm_operation_set_kind (operation, kind);
  pm_operation_set_payload (operation, payload);
  return pm_plain_payload_explain_impossible (operation);
}

/* Characters are counted, not bytes. */
static char *
comment_of (guint n_letters)
{
  g_autoptr (GString) content = g_string_new (NULL);

  for (guint i = 0; i < n_letters; i++)
    g_string_append (content, "\xc3\xa4");
  return g_strdup_printf ("{\"content\":\"%s\",\"poc_task_id\":5}", content->str);
}

static void
what_such_a_server_cannot_do_is_said_in_a_sentence (void)
{
  g_autofree char *long_comment = comment_of (1001);
  const struct {
    PmItemType type;
    PmOperationKind kind;
    const char *payload;
  } cases[] = {
    { PM_ITEM_TYPE_NONE, PM_OPERATION_KIND_REMIND, NULL },
    { PM_ITEM_TYPE_TASK_GROUP, PM_OPERATION_KIND_DELETE, NULL },
    { PM_ITEM_TYPE_TASK, PM_OPERATION_KIND_CREATE, "{\"title\":\"a\",\"poc_task_group_id\":2}" },
    { PM_ITEM_TYPE_TASK, PM_OPERATION_KIND_EDIT, "{\"poc_task_group_id\":null}" },
    { PM_ITEM_TYPE_RESOURCE, PM_OPERATION_KIND_EDIT, "{\"resource_type\":\"code\"}" },
    { PM_ITEM_TYPE_COMMENT, PM_OPERATION_KIND_CREATE, "{\"content\":\"of the POC\"}" },
    { PM_ITEM_TYPE_COMMENT, PM_OPERATION_KIND_CREATE, long_comment },
    { PM_ITEM_TYPE_COMMENT, PM_OPERATION_KIND_EDIT, long_comment },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *words = explain (cases[i].type, cases[i].kind, cases[i].payload);

    g_assert_nonnull (words);
    g_assert_true (g_str_has_suffix (words, "."));
  }
}

static void
what_it_can_do_is_not_explained_away (void)
{
  g_autofree char *longest = comment_of (1000);
  const struct {
    PmItemType type;
    PmOperationKind kind;
    const char *payload;
  } cases[] = {
    { PM_ITEM_TYPE_NONE, PM_OPERATION_KIND_INVITE, "{\"email\":\"kim@globex.com\"}" },
    { PM_ITEM_TYPE_POC, PM_OPERATION_KIND_DELETE, NULL },
    { PM_ITEM_TYPE_TASK_GROUP, PM_OPERATION_KIND_CREATE, "{\"title\":\"a\"}" },
    { PM_ITEM_TYPE_TASK, PM_OPERATION_KIND_CREATE, "{\"title\":\"a\",\"poc_task_group_id\":null}" },
    { PM_ITEM_TYPE_TASK, PM_OPERATION_KIND_EDIT, "{\"status\":\"completed\"}" },
    { PM_ITEM_TYPE_RESOURCE, PM_OPERATION_KIND_CREATE, "{\"resource_type\":\"code\"}" },
    { PM_ITEM_TYPE_COMMENT, PM_OPERATION_KIND_CREATE, longest },
    { PM_ITEM_TYPE_COMMENT, PM_OPERATION_KIND_EDIT, "{\"content\":\"of a task\"}" },
    { PM_ITEM_TYPE_COMMENT, PM_OPERATION_KIND_DELETE, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_null (explain (cases[i].type, cases[i].kind, cases[i].payload));
}

/* --- What is said --- */

static void
only_what_it_knows_is_compared (void)
{
  assert_json (
      pm_plain_payload_known (PM_ITEM_TYPE_TASK, "{\"title\":\"a\",\"completed_by\":3,\"rev\":9}"),
      "{\"title\":\"a\"}");
  assert_json (pm_plain_payload_known (PM_ITEM_TYPE_TASK, NULL), "{}");
}

static void
nothing_is_null_that_would_break_its_lists (void)
{
  assert_json (pm_plain_payload_clean (PM_ITEM_TYPE_POC,
                                       "{\"title\":null,\"customer_company_name\":null,"
                                       "\"status\":null,\"description\":null,\"end_date\":null}"),
               "{\"description\":null,\"end_date\":null}");
}

static void
titles_have_one_line_and_other_texts_keep_theirs (void)
{
  assert_json (pm_plain_payload_clean (PM_ITEM_TYPE_POC, "{\"title\":\"Load\\r\\nand go\","
                                                         "\"description\":\"one\\ntwo\"}"),
               "{\"title\":\"Load and go\",\"description\":\"one\\ntwo\"}");
}

static void
an_empty_day_is_none (void)
{
  assert_json (pm_plain_payload_clean (PM_ITEM_TYPE_TASK,
                                       "{\"title\":\"a\",\"start_date\":\"\",\"due_date\":\"\"}"),
               "{\"title\":\"a\",\"start_date\":null,\"due_date\":null}");
}

static void
what_is_made_says_only_what_is_taken_then (void)
{
  PmItemPath poc = { .type = PM_ITEM_TYPE_POC };
  PmItemPath criterion = { .type = PM_ITEM_TYPE_CRITERION, .poc_id = 3 };

  assert_json (pm_plain_payload_of_creation ("{\"title\":\"a\",\"objectives\":\"b\","
                                             "\"status\":\"active\",\"description\":null}",
                                             &poc),
               "{\"title\":\"a\"}");
  assert_json (
      pm_plain_payload_of_creation ("{\"title\":\"a\",\"importance_level\":5}", &criterion),
      "{\"title\":\"a\",\"poc_id\":3}");
}

static void
a_comment_says_its_target_and_has_a_subject (void)
{
  PmItemPath task = { .type = PM_ITEM_TYPE_COMMENT, .poc_id = 3, .task_id = 7 };
  PmItemPath group = { .type = PM_ITEM_TYPE_COMMENT, .poc_id = 3, .group_id = 8 };

  assert_json (pm_plain_payload_of_creation ("{\"content\":\"a\"}", &task),
               "{\"content\":\"a\",\"subject\":\"\",\"poc_task_id\":7}");
  assert_json (pm_plain_payload_of_creation ("{\"content\":\"a\",\"subject\":\"b\"}", &group),
               "{\"content\":\"a\",\"subject\":\"b\",\"poc_task_group_id\":8}");
}

static void
a_change_says_what_is_not_so_yet (void)
{
  g_autoptr (PmTask) present = task_new ("Install");

  pm_task_set_status (present, PM_TASK_STATUS_COMPLETED);
  assert_json (pm_plain_payload_of_change ("{\"title\":\"Install it\",\"status\":\"completed\"}",
                                           PM_RECORD (present)),
               "{\"title\":\"Install it\"}");
}

/* --- Whether it was made --- */

#define CRITERION "{\"title\":\"Load time\",\"target_value\":\"60 min\"}"

static PmCriterion *
criterion_new (const char *title, const char *target)
{
  PmCriterion *criterion = pm_criterion_new ();

  pm_criterion_set_title (criterion, title);
  pm_criterion_set_target_value (criterion, target);
  pm_criterion_set_created_at (criterion, 1000);
  return criterion;
}

static PmPlainLikeness
compare (const char *payload, gpointer item)
{
  PmPlainLikeness likeness = pm_plain_payload_compare (payload, item);

  g_object_unref (item);
  return likeness;
}

static void
what_was_made_is_what_was_said (void)
{
  PmCriterion *filled = criterion_new ("Load time", "60 min");

  /* What the server fills in or drops says nothing. */
  pm_criterion_set_sort_order (filled, 4);
  pm_criterion_set_importance_level (filled, 3);
  g_assert_cmpint (compare (CRITERION, filled), ==, PM_PLAIN_SAME);
}

static void
another_name_is_another_item (void)
{
  g_assert_cmpint (compare (CRITERION, criterion_new ("Throughput", "60 min")), ==, PM_PLAIN_OTHER);
}

static void
what_differs_may_have_been_changed_since (void)
{
  PmCriterion *changed = criterion_new ("Load time", "30 min");

  pm_criterion_set_updated_at (changed, 2000);
  g_assert_cmpint (compare (CRITERION, changed), ==, PM_PLAIN_ALIKE);
  g_assert_cmpint (compare (CRITERION, criterion_new ("Load time", "30 min")), ==, PM_PLAIN_OTHER);
}

static void
of_a_task_nobody_knows_whether_it_was_changed (void)
{
  PmTask *task = task_new ("Install");

  pm_task_set_description (task, "On the new machine");
  g_assert_cmpint (compare ("{\"title\":\"Install\"}", task), ==, PM_PLAIN_ALIKE);
}

/* --- Days --- */

static char *
clamp_dates (const char *payload, const char *start, const char *due)
{
  g_autoptr (PmTask) task = task_new ("Install");
  g_autoptr (PmPoc) poc = pm_poc_new ();

  pm_poc_set_start_date (poc, "2026-11-01");
  pm_poc_set_end_date (poc, "2026-12-01");
  pm_task_set_start_date (task, start);
  pm_task_set_due_date (task, due);
  return pm_plain_payload_clamp_dates (payload, PM_RECORD (task), poc);
}

static void
days_outside_the_poc_are_moved_into_it (void)
{
  assert_json (clamp_dates ("{\"status\":\"completed\"}", "2026-10-20", "2026-12-24"),
               "{\"status\":\"completed\",\"start_date\":\"2026-11-01\","
               "\"due_date\":\"2026-12-01\"}");
  assert_json (clamp_dates ("{\"status\":\"completed\"}", "2026-11-02", "2026-12-24"),
               "{\"status\":\"completed\",\"due_date\":\"2026-12-01\"}");
}

static void
a_day_that_was_chosen_is_not_moved (void)
{
  g_assert_null (clamp_dates ("{\"due_date\":\"2026-12-31\"}", "2026-11-02", "2026-12-24"));
  g_assert_null (clamp_dates ("{\"status\":\"completed\"}", "2026-11-01", "2026-12-01"));
  g_assert_null (clamp_dates ("{\"status\":\"completed\"}", NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add_func ("/plain-payload/" path, function)
  ADD ("what-such-a-server-cannot-do-is-said-in-a-sentence",
       what_such_a_server_cannot_do_is_said_in_a_sentence);
  ADD ("what-it-can-do-is-not-explained-away", what_it_can_do_is_not_explained_away);
  ADD ("only-what-it-knows-is-compared", only_what_it_knows_is_compared);
  ADD ("nothing-is-null-that-would-break-its-lists", nothing_is_null_that_would_break_its_lists);
  ADD ("titles-have-one-line-and-other-texts-keep-theirs",
       titles_have_one_line_and_other_texts_keep_theirs);
  ADD ("an-empty-day-is-none", an_empty_day_is_none);
  ADD ("what-is-made-says-only-what-is-taken-then", what_is_made_says_only_what_is_taken_then);
  ADD ("a-comment-says-its-target-and-has-a-subject", a_comment_says_its_target_and_has_a_subject);
  ADD ("a-change-says-what-is-not-so-yet", a_change_says_what_is_not_so_yet);
  ADD ("what-was-made-is-what-was-said", what_was_made_is_what_was_said);
  ADD ("another-name-is-another-item", another_name_is_another_item);
  ADD ("what-differs-may-have-been-changed-since", what_differs_may_have_been_changed_since);
  ADD ("of-a-task-nobody-knows-whether-it-was-changed",
       of_a_task_nobody_knows_whether_it_was_changed);
  ADD ("days-outside-the-poc-are-moved-into-it", days_outside_the_poc_are_moved_into_it);
  ADD ("a-day-that-was-chosen-is-not-moved", a_day_that_was_chosen_is_not_moved);
  return g_test_run ();
}
