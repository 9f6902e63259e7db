/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-comment.h"
#include "domain/pm-conflict.h"
#include "domain/pm-poc.h"
#include "domain/pm-resource.h"
#include "domain/pm-task.h"
#include "remote/pm-item-payload.h"
#include "wire/pm-wire.h"

/* Whatever the order of the members. */
static void
assert_json (const char *text, const char *expected)
{
  g_autoptr (JsonNode) one = pm_wire_parse (text, -1, NULL);
  g_autoptr (JsonNode) other = pm_wire_parse (expected, -1, NULL);

  g_test_message ("%s", text);
  g_assert_nonnull (one);
  g_assert_true (json_node_equal (one, other));
}

static PmTask *
task_new (const char *title, PmTaskStatus status)
{
  PmTask *task = pm_task_new ();

  pm_task_set_id (task, 7);
  pm_task_set_poc_id (task, 3);
  pm_task_set_title (task, title);
  pm_task_set_status (task, status);
  return task;
}

static void
what_is_new_says_what_was_written_and_where_it_belongs (void)
{
  g_autoptr (PmComment) comment = pm_comment_new ();
  g_autofree char *payload = NULL;

  pm_comment_set_poc_id (comment, 3);
  pm_comment_set_poc_task_id (comment, -5);
  pm_comment_set_content (comment, "Hello");
  pm_comment_set_is_internal (comment, TRUE);
  payload = pm_item_payload_new (PM_RECORD (comment));
  assert_json (payload, "{\"content\":\"Hello\",\"is_internal\":true,\"poc_task_id\":-5}");
}

static void
a_change_says_only_what_differs (void)
{
  g_autoptr (PmTask) before = task_new ("Install", PM_TASK_STATUS_NOT_STARTED);
  g_autoptr (PmTask) after = PM_TASK (pm_record_copy (PM_RECORD (before)));
  g_autofree char *payload = NULL;

  g_assert_null (pm_item_payload_of_change (PM_RECORD (before), PM_RECORD (after)));
  pm_task_set_due_date (before, "2026-12-01");
  pm_task_set_status (after, PM_TASK_STATUS_COMPLETED);
  payload = pm_item_payload_of_change (PM_RECORD (before), PM_RECORD (after));
  assert_json (payload, "{\"status\":\"completed\",\"due_date\":null}");
}

static void
the_base_holds_the_same_fields_as_they_were_and_where_it_belongs (void)
{
  g_autoptr (PmResource) resource = pm_resource_new ();
  g_autofree char *base = NULL, *whole = NULL;

  pm_resource_set_title (resource, "Guide");
  pm_resource_set_content (resource, "https://acme.com");
  pm_resource_set_poc_task_id (resource, 8);
  base = pm_item_payload_of_base (PM_RECORD (resource), "{\"title\":\"Handbook\"}", TRUE);
  assert_json (base, "{\"title\":\"Guide\",\"poc_task_id\":8}");
  g_assert_cmpint (pm_item_payload_get_reference (base, "poc_task_id"), ==, 8);
  g_assert_cmpint (pm_item_payload_get_reference (base, "poc_task_group_id"), ==, 0);
  whole = pm_item_payload_of_base (PM_RECORD (resource), NULL, TRUE);
  g_assert_nonnull (strstr (whole, "\"content\":\"https://acme.com\""));
}

static void
only_what_was_changed_on_both_sides_to_something_else_is_in_conflict (void)
{
  const char *payload = "{\"title\":\"Mine\",\"status\":\"completed\"}";
  const char *base = "{\"title\":\"Install\",\"status\":\"not_started\"}";
  g_autoptr (PmTask) present = task_new ("Install", PM_TASK_STATUS_NOT_STARTED);
  g_autofree char *conflict = NULL;

  g_assert_null (pm_item_payload_find_conflict (payload, base, PM_RECORD (present)));
  pm_task_set_description (present, "Somebody's, and nobody else's");
  pm_task_set_status (present, PM_TASK_STATUS_COMPLETED);
  g_assert_null (pm_item_payload_find_conflict (payload, base, PM_RECORD (present)));
  pm_task_set_title (present, "Theirs");
  conflict = pm_item_payload_find_conflict (payload, base, PM_RECORD (present));
  assert_json (conflict, "{\"title\":\"Theirs\"}");
}

/* The base names what an item belongs to, whatever is changed. */
static void
a_task_in_another_group_can_be_renamed (void)
{
  const char *base = "{\"title\":\"Install\",\"poc_task_group_id\":4}";
  g_autoptr (PmTask) present = task_new ("Install", PM_TASK_STATUS_NOT_STARTED);

  pm_task_set_poc_task_group_id (present, 5);
  g_assert_null (pm_item_payload_find_conflict ("{\"title\":\"Mine\"}", base, PM_RECORD (present)));
}

static void
a_removal_is_in_conflict_with_any_change (void)
{
  g_autoptr (PmTask) seen = task_new ("Install", PM_TASK_STATUS_NOT_STARTED);
  g_autoptr (PmTask) present = task_new ("Install", PM_TASK_STATUS_COMPLETED);
  g_autofree char *base = pm_item_payload_of_base (PM_RECORD (seen), NULL, TRUE);
  g_autofree char *conflict = NULL;

  g_assert_null (pm_item_payload_find_conflict (NULL, base, PM_RECORD (seen)));
  conflict = pm_item_payload_find_conflict (NULL, base, PM_RECORD (present));
  assert_json (conflict, "{\"status\":\"completed\"}");
}

static void
what_is_there_already_need_not_be_sent (void)
{
  g_autoptr (PmTask) present = task_new ("Mine", PM_TASK_STATUS_COMPLETED);

  g_assert_true (pm_item_payload_is_shown ("{\"title\":\"Mine\"}", PM_RECORD (present)));
  g_assert_false (pm_item_payload_is_shown ("{\"title\":\"mine\"}", PM_RECORD (present)));
}

static void
payloads_are_merged_and_shortened (void)
{
  g_autofree char *merged =
      pm_item_payload_merge ("{\"title\":\"A\",\"status\":\"blocked\"}", "{\"title\":\"B\"}");
  g_autofree char *rest = pm_item_payload_without (merged, "{\"title\":\"whatever\"}");
  g_autofree char *nothing = pm_item_payload_without (rest, rest);

  assert_json (merged, "{\"title\":\"B\",\"status\":\"blocked\"}");
  assert_json (rest, "{\"status\":\"blocked\"}");
  g_assert_true (pm_item_payload_is_empty (nothing));
  g_assert_false (pm_item_payload_is_empty (rest));
}

static void
both_versions_are_told_in_words (void)
{
  g_autoptr (PmOperation) operation = pm_operation_new ();
  g_autoptr (GListModel) list = NULL;
  g_autoptr (PmConflict) conflict = NULL;

  list = pm_item_payload_list_conflicts (operation);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_clear_object (&list);
  pm_operation_set_payload (operation, "{\"title\":\"Mine\",\"due_date\":null}");
  pm_operation_set_conflict (operation, "{\"due_date\":\"2026-12-01\"}");
  list = pm_item_payload_list_conflicts (operation);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  conflict = g_list_model_get_item (list, 0);
  g_assert_cmpstr (pm_conflict_get_field (conflict), ==, "due_date");
  g_assert_null (pm_conflict_get_mine (conflict));
  g_assert_cmpstr (pm_conflict_get_theirs (conflict), ==, "2026-12-01");
}

static void
what_is_named_is_found_and_translated (void)
{
  const char *payload =
      "{\"poc_task_id\":-4,\"success_criteria_id\":-5,\"poc_task_group_id\":9,\"sort_order\":-1}";
  g_autoptr (GArray) named = pm_item_payload_list_references (PM_ITEM_TYPE_RESOURCE, payload);
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_int64_hash, g_int64_equal);
  gint64 task = -4, there = 77, criterion = -5, nowhere = 0;
  g_autofree char *translated = NULL;

  g_assert_cmpuint (named->len, ==, 3);
  for (guint i = 0; i < named->len; i++) {
    PmItemReference *one = &g_array_index (named, PmItemReference, i);

    g_assert_cmpint (one->loose, ==, one->type == PM_ITEM_TYPE_CRITERION);
    g_assert_cmpint (one->number, ==,
                     one->type == PM_ITEM_TYPE_TASK        ? -4
                     : one->type == PM_ITEM_TYPE_CRITERION ? -5
                                                           : 9);
  }
  g_hash_table_insert (numbers, &task, &there);
  g_hash_table_insert (numbers, &criterion, &nowhere);
  translated = pm_item_payload_translate (payload, numbers);
  assert_json (translated, "{\"poc_task_id\":77,\"success_criteria_id\":null,"
                           "\"poc_task_group_id\":9,\"sort_order\":-1}");
  g_assert_null (pm_item_payload_translate (NULL, numbers));
}

/* A task can be without its group, but what lies with a group cannot. */
static void
what_is_removed_is_let_go_of (void)
{
  const char *payload = "{\"title\":\"Mine\",\"poc_task_group_id\":-4}";
  g_autofree char *task =
      pm_item_payload_let_go (payload, PM_ITEM_TYPE_TASK, PM_ITEM_TYPE_TASK_GROUP, -4);
  g_autofree char *other =
      pm_item_payload_let_go (payload, PM_ITEM_TYPE_TASK, PM_ITEM_TYPE_TASK_GROUP, -5);
  g_autofree char *kind =
      pm_item_payload_let_go (payload, PM_ITEM_TYPE_TASK, PM_ITEM_TYPE_TASK, -4);
  g_autofree char *resource =
      pm_item_payload_let_go (payload, PM_ITEM_TYPE_RESOURCE, PM_ITEM_TYPE_TASK_GROUP, -4);

  assert_json (task, "{\"title\":\"Mine\",\"poc_task_group_id\":null}");
  assert_json (other, payload);
  assert_json (kind, payload);
  assert_json (resource, payload);
  g_assert_null (pm_item_payload_let_go (NULL, PM_ITEM_TYPE_TASK, PM_ITEM_TYPE_TASK_GROUP, -4));
}

/* What the server has made of it is what a later change has seen; what it was not told of is not. */
static void
a_later_change_builds_on_what_became_of_an_earlier_one (void)
{
  g_autoptr (PmTask) result = task_new ("Install", PM_TASK_STATUS_NOT_STARTED);
  const char *base = "{\"title\":\" Install \",\"status\":\"blocked\",\"poc_task_group_id\":-3}";
  g_autofree char *seen = NULL, *all = NULL;

  seen =
      pm_item_payload_take_over (base, "{\"title\":\"New\",\"due_date\":null}",
                                 "{\"title\":\" Install \",\"due_date\":null}", PM_RECORD (result));
  assert_json (seen, "{\"title\":\"Install\",\"status\":\"blocked\",\"poc_task_group_id\":-3,"
                     "\"due_date\":null}");
  all = pm_item_payload_take_over (base, NULL, "{\"status\":null}", PM_RECORD (result));
  assert_json (all, "{\"title\":\" Install \",\"status\":\"not_started\","
                    "\"poc_task_group_id\":-3}");
}

static void
a_later_change_builds_on_what_was_there_before_one_that_is_not_to_be (void)
{
  g_autofree char *seen = pm_item_payload_roll_back (
      "{\"title\":\"Mine\",\"status\":\"blocked\",\"description\":\"Unknown\"}",
      "{\"title\":\"Mine\",\"status\":\"completed\",\"description\":\"Unknown\",\"sort_order\":1}",
      "{\"title\":\"Before\",\"status\":\"not_started\",\"sort_order\":0}");

  assert_json (seen, "{\"title\":\"Before\",\"status\":\"blocked\"}");
}

/* Such a payload has never been made here, but drafts.db may have been damaged. */
static void
what_is_no_payload_says_nothing (void)
{
  g_autoptr (PmTask) present = task_new ("Install", PM_TASK_STATUS_NOT_STARTED);
  g_autoptr (GArray) named = pm_item_payload_list_references (PM_ITEM_TYPE_TASK, "[1,");

  g_assert_cmpuint (named->len, ==, 0);
  g_assert_true (pm_item_payload_is_empty ("no"));
  g_assert_null (pm_item_payload_find_conflict ("]", "", PM_RECORD (present)));
}

#define ADD(test) g_test_add_func ("/item-payload/" #test, test)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD (what_is_new_says_what_was_written_and_where_it_belongs);
  ADD (a_change_says_only_what_differs);
  ADD (the_base_holds_the_same_fields_as_they_were_and_where_it_belongs);
  ADD (only_what_was_changed_on_both_sides_to_something_else_is_in_conflict);
  ADD (a_task_in_another_group_can_be_renamed);
  ADD (a_removal_is_in_conflict_with_any_change);
  ADD (what_is_there_already_need_not_be_sent);
  ADD (payloads_are_merged_and_shortened);
  ADD (both_versions_are_told_in_words);
  ADD (what_is_named_is_found_and_translated);
  ADD (what_is_removed_is_let_go_of);
  ADD (a_later_change_builds_on_what_became_of_an_earlier_one);
  ADD (a_later_change_builds_on_what_was_there_before_one_that_is_not_to_be);
  ADD (what_is_no_payload_says_nothing);
  return g_test_run ();
}
