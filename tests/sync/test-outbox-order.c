/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-outbox-order.h"

/* An outbox is what waits, the oldest first. Its operations are numbered from 1. */

static GPtrArray *
outbox_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) pm_outbox_entry_free);
}

static PmOperation *
operation_new (GPtrArray *outbox, PmOperationKind kind, gint64 poc_id)
{
  PmOperation *operation = pm_operation_new ();

  pm_operation_set_id (operation, (gint64) outbox->len + 1);
  pm_operation_set_kind (operation, kind);
  pm_operation_set_poc_id (operation, poc_id);
  pm_operation_set_state (operation, PM_OPERATION_STATE_QUEUED);
  return operation;
}

static PmOutboxEntry *
add (GPtrArray *outbox, PmOperation *operation)
{
  PmOutboxEntry *entry = pm_outbox_entry_new (operation);

  g_ptr_array_add (outbox, entry);
  return entry;
}

/* To an item of POC 7, or to that POC. */
static PmOutboxEntry *
add_about (GPtrArray *outbox,
           PmOperationKind kind,
           PmItemType type,
           gint64 item_id,
           const char *payload)
{
  PmOperation *operation = operation_new (outbox, kind, 7);

  pm_operation_set_item_type (operation, (int) type);
  pm_operation_set_item_id (operation, item_id);
  pm_operation_set_payload (operation, payload);
  return add (outbox, operation);
}

static PmOutboxEntry *
add_invitation (GPtrArray *outbox, gint64 poc_id, const char *email)
{
  PmOperation *operation = operation_new (outbox, PM_OPERATION_KIND_INVITE, poc_id);

  pm_operation_set_email (operation, email);
  return add (outbox, operation);
}

static void
set_state (PmOutboxEntry *entry, PmOperationState state)
{
  pm_operation_set_state (entry->operation, state);
}

/* Those that need not wait are these, by their numbers. */
static void
assert_ready (GPtrArray *outbox, const char *numbers)
{
  g_autoptr (PmOutboxOrder) order = pm_outbox_order_new (outbox);
  g_autoptr (GString) ready = g_string_new (NULL);

  for (guint i = 0; i < outbox->len; i++) {
    PmOutboxEntry *entry = g_ptr_array_index (outbox, i);

    if (pm_outbox_entry_is_waiting (entry) && pm_outbox_order_lets_go (order, entry))
      g_string_append_printf (ready, " %" G_GINT64_FORMAT, pm_operation_get_id (entry->operation));
    pm_outbox_order_pass (order, entry);
  }
  g_assert_cmpstr (ready->len > 0 ? ready->str + 1 : "", ==, numbers);
}

#define CREATE PM_OPERATION_KIND_CREATE
#define EDIT   PM_OPERATION_KIND_EDIT
#define DELETE PM_OPERATION_KIND_DELETE

#define POC       PM_ITEM_TYPE_POC
#define TASK      PM_ITEM_TYPE_TASK
#define GROUP     PM_ITEM_TYPE_TASK_GROUP
#define CRITERION PM_ITEM_TYPE_CRITERION
#define RESOURCE  PM_ITEM_TYPE_RESOURCE
#define COMMENT   PM_ITEM_TYPE_COMMENT

static void
what_is_about_one_thing_goes_in_its_order (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();

  add_about (outbox, EDIT, TASK, 5, "{\"title\":\"One\"}");
  add_about (outbox, EDIT, TASK, 5, "{\"status\":\"completed\"}");
  add_about (outbox, EDIT, TASK, 6, "{\"title\":\"Other\"}");
  add_about (outbox, EDIT, GROUP, 5, "{\"title\":\"Of that number, too\"}");
  assert_ready (outbox, "1 3 4");
}

static void
what_stands_in_something_waits_for_what_is_done_to_that (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();

  add_about (outbox, EDIT, POC, 7, "{\"title\":\"Renamed\"}");
  add_invitation (outbox, 7, "ann@acme.com");
  add_about (outbox, CREATE, TASK, -1, "{\"title\":\"Inside\"}");
  add_invitation (outbox, 8, "ann@acme.com");
  assert_ready (outbox, "1 4");
}

static void
what_is_done_to_something_waits_for_what_was_put_into_it (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();

  add_about (outbox, CREATE, COMMENT, -1, "{\"content\":\"Bye\",\"poc_task_id\":5}");
  add_about (outbox, DELETE, TASK, 5, NULL);
  add_about (outbox, DELETE, TASK, 6, NULL);
  assert_ready (outbox, "1 3");
}

/* What a task was in before, it leaves; and that is not gone before it has left. */
static void
what_leaves_something_goes_before_that_is_removed (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();
  PmOutboxEntry *move = add_about (outbox, EDIT, TASK, 5, NULL);

  pm_outbox_entry_set_texts (move, "{\"poc_task_group_id\":null}", "{\"poc_task_group_id\":3}");
  add_about (outbox, DELETE, GROUP, 3, NULL);
  assert_ready (outbox, "1");
}

static void
a_chain_goes_link_by_link (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();
  const char *base = "{\"poc_task_group_id\":-1}";
  PmOutboxEntry *edit, *removal;

  add_about (outbox, CREATE, GROUP, -1, "{\"title\":\"Group\"}");
  add_about (outbox, CREATE, TASK, -2, "{\"title\":\"Task\",\"poc_task_group_id\":-1}");
  edit = add_about (outbox, EDIT, TASK, -2, NULL);
  pm_outbox_entry_set_texts (edit, "{\"status\":\"completed\"}", base);
  removal = add_about (outbox, DELETE, TASK, -2, NULL);
  pm_outbox_entry_set_texts (removal, NULL, base);
  add_about (outbox, DELETE, GROUP, -1, NULL);
  for (guint done = 0; outbox->len > 0; done++) {
    g_autofree char *next = g_strdup_printf ("%u", done + 1);

    assert_ready (outbox, next);
    g_ptr_array_remove_index (outbox, 0);
  }
}

/* Where making takes two steps, the item is there after the first. */
static void
what_is_made_is_there_before_all_is_done_to_it (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();
  PmOutboxEntry *group = add_about (outbox, CREATE, GROUP, -1, "{\"title\":\"Group\"}");

  add_about (outbox, CREATE, TASK, -2, "{\"title\":\"Task\",\"poc_task_group_id\":-1}");
  pm_operation_set_server_id (group->operation, 31);
  set_state (group, PM_OPERATION_STATE_NEEDS_ATTENTION);
  assert_ready (outbox, "2");
}

static void
what_is_made_in_one_place_arrives_as_it_was_made (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();

  add_about (outbox, CREATE, TASK, -1, "{\"title\":\"First\"}");
  add_about (outbox, CREATE, TASK, -2, "{\"title\":\"Second\"}");
  add_about (outbox, CREATE, CRITERION, -3, "{\"title\":\"Elsewhere\"}");
  assert_ready (outbox, "1 3");
}

static void
what_needs_attention_holds_up_only_what_cannot_be_without_it (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();
  PmOutboxEntry *edit = add_about (outbox, EDIT, POC, 7, "{\"title\":\"\"}");
  PmOutboxEntry *task = add_about (outbox, CREATE, TASK, -1, "{\"title\":\"\"}");

  add_about (outbox, EDIT, POC, 7, "{\"status\":\"active\"}");
  add_about (outbox, EDIT, TASK, -1, "{\"status\":\"completed\"}");
  add_about (outbox, CREATE, COMMENT, -2, "{\"content\":\"On it\",\"poc_task_id\":-1}");
  add_about (outbox, CREATE, TASK, -3, "{\"title\":\"Beside it\"}");
  set_state (edit, PM_OPERATION_STATE_NEEDS_ATTENTION);
  set_state (task, PM_OPERATION_STATE_NEEDS_ATTENTION);
  assert_ready (outbox, "3");
  set_state (g_ptr_array_index (outbox, 2), PM_OPERATION_STATE_NEEDS_ATTENTION);
  assert_ready (outbox, "6");
}

static void
a_second_step_waits_for_the_first (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();
  PmOutboxEntry *second;

  add_invitation (outbox, 7, "wrong@acme.com");
  second = add_invitation (outbox, 7, "right@acme.com");
  assert_ready (outbox, "1 2");
  pm_operation_set_depends_on (second->operation, 1);
  assert_ready (outbox, "1");
  set_state (g_ptr_array_index (outbox, 0), PM_OPERATION_STATE_NEEDS_ATTENTION);
  assert_ready (outbox, "");
}

/* What was refused is amended, and may then name what was made after it. */
static void
what_names_something_newer_waits_for_it_and_does_not_hold_it_up (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();
  PmOutboxEntry *task = add_about (outbox, CREATE, TASK, -1, "{\"title\":\"\"}");

  add_about (outbox, EDIT, TASK, -1, "{\"status\":\"completed\"}");
  add_about (outbox, CREATE, GROUP, -2, "{\"title\":\"Group\"}");
  pm_outbox_entry_set_texts (task, "{\"title\":\"Task\",\"poc_task_group_id\":-2}", NULL);
  assert_ready (outbox, "3");
  g_ptr_array_remove_index (outbox, 2);
  assert_ready (outbox, "1");
}

static void
assert_hanging (GPtrArray *outbox, guint number, const char *numbers)
{
  g_autoptr (GString) hanging = g_string_new (NULL);

  for (guint i = 0; i < outbox->len; i++)
    if (pm_outbox_entry_hangs_on (g_ptr_array_index (outbox, i),
                                  g_ptr_array_index (outbox, number - 1)))
      g_string_append_printf (hanging, " %u", i + 1);
  g_assert_cmpstr (hanging->len > 0 ? hanging->str + 1 : "", ==, numbers);
}

static void
what_makes_no_sense_without_something_hangs_on_it (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();

  add_about (outbox, CREATE, GROUP, -1, "{\"title\":\"Group\"}");
  add_about (outbox, CREATE, TASK, -2, "{\"title\":\"Task\",\"poc_task_group_id\":-1}");
  add_about (outbox, EDIT, TASK, -2, "{\"status\":\"completed\"}");
  add_about (outbox, CREATE, COMMENT, -3, "{\"content\":\"Words\",\"poc_task_id\":-2}");
  add_about (outbox, CREATE, CRITERION, -4, "{\"title\":\"Criterion\"}");
  add_about (outbox, CREATE, RESOURCE, -5,
             "{\"title\":\"Guide\",\"poc_task_group_id\":-1,\"success_criteria_id\":-4}");
  assert_hanging (outbox, 1, "6"); /* a task can be without its group */
  assert_hanging (outbox, 2, "3 4");
  assert_hanging (outbox, 3, "");
  assert_hanging (outbox, 5, "");
}

static void
what_keeps_failing_holds_up_only_what_cannot_be_without_it (void)
{
  g_autoptr (GPtrArray) outbox = outbox_new ();
  PmOutboxEntry *task = add_about (outbox, CREATE, TASK, -1, "{\"title\":\"Fails\"}");
  PmOutboxEntry *invitation = add_invitation (outbox, 7, "ann@acme.com");

  add_about (outbox, CREATE, TASK, -2, "{\"title\":\"Next\"}");
  add_about (outbox, EDIT, TASK, -1, "{\"status\":\"completed\"}");
  add_about (outbox, CREATE, COMMENT, -1, "{\"content\":\"On it\",\"poc_task_id\":-1}");
  add_invitation (outbox, 7, "ann@acme.com");
  add_about (outbox, EDIT, POC, 7, "{\"title\":\"Renamed\"}");
  assert_ready (outbox, "1 2");

  for (guint i = 0; i < 5; i++) {
    PmOutcome failure = { PM_OUTBOX_FAIL, "It failed.", 0, FALSE, FALSE, FALSE };

    g_assert_false (pm_outbox_entry_keeps_failing (task));
    set_state (task, PM_OPERATION_STATE_SENDING);
    pm_outbox_entry_judge (task, &failure, 0, 0);
    set_state (invitation, PM_OPERATION_STATE_SENDING);
    pm_outbox_entry_judge (invitation, &failure, 0, 0);
  }
  assert_ready (outbox, "1 2 3");
  g_ptr_array_remove_range (outbox, 2, 4);
  assert_ready (outbox, "1 2 7");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(test) g_test_add_func ("/outbox-order/" #test, test)
  ADD (what_is_about_one_thing_goes_in_its_order);
  ADD (what_stands_in_something_waits_for_what_is_done_to_that);
  ADD (what_is_done_to_something_waits_for_what_was_put_into_it);
  ADD (what_leaves_something_goes_before_that_is_removed);
  ADD (a_chain_goes_link_by_link);
  ADD (what_is_made_is_there_before_all_is_done_to_it);
  ADD (what_is_made_in_one_place_arrives_as_it_was_made);
  ADD (what_needs_attention_holds_up_only_what_cannot_be_without_it);
  ADD (what_keeps_failing_holds_up_only_what_cannot_be_without_it);
  ADD (a_second_step_waits_for_the_first);
  ADD (what_names_something_newer_waits_for_it_and_does_not_hold_it_up);
  ADD (what_makes_no_sense_without_something_hangs_on_it);
  return g_test_run ();
}
