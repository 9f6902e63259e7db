/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "sync-shop.h"

#define TASK "/tasks/pocs/7/tasks/5"

/* --- What was written later --- */

static gboolean
refuse_the_first (Shop *shop, const PmTestRequest *request, char **reply)
{
  if (strstr (request->body, "One") == NULL)
    return FALSE;
  *reply = pm_test_reply_json (422, "{\"detail\":\"Not that one.\"}");
  return TRUE;
}

static DexFuture *
an_edit_does_not_build_on_an_earlier_one_that_was_refused (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) first = shop_edit (shop, "{\"title\":\"One\"}", "{\"title\":\"Before\"}");
  g_autoptr (PmOperation) second = shop_edit (shop, "{\"title\":\"Two\"}", "{\"title\":\"One\"}");

  shop->rule = refuse_the_first;
  world_start (shop->world);
  world_wait (shop->world, world_has_unsent, 1);
  shop_wait_for_attention (shop, first);
  shop_assert_told (shop, "PUT " TASK " {\"title\":\"One\"}\n"
                          "PUT " TASK " {\"title\":\"Two\"}\n");
  return dex_future_new_true ();
}

static gboolean
tidy_up (Shop *shop, const PmTestRequest *request, char **reply)
{
  if (strstr (request->body, " One ") == NULL)
    return FALSE;
  shop_change (shop, "{\"title\":\"One\"}");
  *reply = shop_reply_task (shop, 200);
  return TRUE;
}

static DexFuture *
an_edit_builds_on_what_the_server_made_of_an_earlier_one (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) first =
      shop_edit (shop, "{\"title\":\" One \"}", "{\"title\":\"Before\"}");
  g_autoptr (PmOperation) second = shop_edit (shop, "{\"title\":\"Two\"}", "{\"title\":\" One \"}");

  shop->rule = tidy_up;
  shop_send_all (shop);
  shop_assert_told (shop, "PUT " TASK " {\"title\":\" One \"}\n"
                          "PUT " TASK " {\"title\":\"Two\"}\n");
  return dex_future_new_true ();
}

static DexFuture *
a_chain_is_told_link_by_link_in_the_servers_numbers (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) group =
      shop_create (shop, PM_ITEM_TYPE_TASK_GROUP, "{\"title\":\"Group\"}");
  g_autofree char *base = g_strdup_printf ("{\"poc_task_group_id\":%" G_GINT64_FORMAT "}",
                                           pm_operation_get_item_id (group));
  g_autofree char *payload =
      g_strdup_printf ("{\"title\":\"Task\",\"poc_task_group_id\":%" G_GINT64_FORMAT "}",
                       pm_operation_get_item_id (group));
  g_autoptr (PmOperation) task = shop_create (shop, PM_ITEM_TYPE_TASK, payload);
  gint64 task_id = pm_operation_get_item_id (task);
  g_autoptr (PmOperation) change =
      shop_enqueue (shop, PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_TASK, task_id,
                    "{\"title\":\"Install\",\"poc_task_group_id\":null}", base);
  g_autoptr (PmOperation) removal = NULL;

  shop_send_all (shop);
  removal = shop_enqueue (shop, PM_OPERATION_KIND_DELETE, PM_ITEM_TYPE_TASK, task_id, NULL,
                          "{\"title\":\"Install\"}");
  world_wait (shop->world, world_has_unsent, 0);
  shop_assert_told (
      shop, "POST /tasks/pocs/7/task-groups {\"title\":\"Group\"}\n"
            "POST /tasks/pocs/7/tasks {\"title\":\"Task\",\"poc_task_group_id\":31}\n"
            "PUT /tasks/pocs/7/tasks/32 {\"title\":\"Install\",\"poc_task_group_id\":null}\n"
            "DELETE /tasks/pocs/7/tasks/32 \n");
  return dex_future_new_true ();
}

/* --- What was refused is amended --- */

static gboolean
want_a_title (Shop *shop, const PmTestRequest *request, char **reply)
{
  if (strstr (request->body, "\"title\":\"\"") == NULL)
    return FALSE;
  *reply = pm_test_reply_json (422, "{\"detail\":\"It needs a title.\"}");
  return TRUE;
}

static gboolean
was_told_twice (World *world, gint64 number)
{
  return pm_test_peer_count (world->peer, "POST /tasks/") == 2;
}

static DexFuture *
what_is_being_sent_cannot_be_amended_any_more (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) task = shop_create (shop, PM_ITEM_TYPE_TASK, "{\"title\":\"\"}");
  gint64 id = pm_operation_get_id (task);
  PmSyncer *syncer = shop->world->syncer;
  g_autoptr (GError) error = NULL;

  g_assert_false (dex_await (
      pm_outbox_amend (pm_syncer_get_outbox (syncer), id, "{\"title\":\"Early\"}"), NULL));
  shop->rule = want_a_title;
  world_start (shop->world);
  shop_wait_for_attention (shop, task);
  shop_set_rule (shop, shop_think);
  g_assert_true (dex_await (
      pm_outbox_amend (pm_syncer_get_outbox (syncer), id, "{\"title\":\"Named\"}"), NULL));
  world_wait (shop->world, was_told_twice, 0);
  g_assert_false (dex_await (
      pm_outbox_amend (pm_syncer_get_outbox (syncer), id, "{\"title\":\"Late\"}"), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_CONFLICT);
  shop_release (shop);
  world_wait (shop->world, world_has_unsent, 0);
  shop_assert_told (shop, "POST /tasks/pocs/7/tasks {\"title\":\"\"}\n"
                          "POST /tasks/pocs/7/tasks {\"title\":\"Named\"}\n");
  return dex_future_new_true ();
}

static DexFuture *
what_is_made_once_more_is_made_as_it_was_changed_since (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) task = shop_create (shop, PM_ITEM_TYPE_TASK, "{\"title\":\"\"}");
  g_autoptr (PmOperation) change =
      shop_enqueue (shop, PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_TASK,
                    pm_operation_get_item_id (task), "{\"title\":\"Named\"}", "{\"title\":\"\"}");

  shop->rule = want_a_title;
  world_start (shop->world);
  shop_wait_for_attention (shop, task);
  g_assert_true (dex_await (
      pm_outbox_retry (pm_syncer_get_outbox (shop->world->syncer), pm_operation_get_id (task)),
      NULL));
  world_wait (shop->world, world_has_unsent, 0);
  shop_assert_told (shop, "POST /tasks/pocs/7/tasks {\"title\":\"\"}\n"
                          "POST /tasks/pocs/7/tasks {\"title\":\"Named\"}\n");
  return dex_future_new_true ();
}

static DexFuture *
what_is_amended_to_name_something_newer_waits_for_it (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) task = shop_create (shop, PM_ITEM_TYPE_TASK, "{\"title\":\"\"}");
  g_autoptr (PmOperation) group = NULL;
  g_autofree char *payload = NULL;

  shop->rule = want_a_title;
  world_start (shop->world);
  shop_wait_for_attention (shop, task);
  world_restart (shop->world);
  group = shop_create (shop, PM_ITEM_TYPE_TASK_GROUP, "{\"title\":\"Group\"}");
  payload = g_strdup_printf ("{\"title\":\"Named\",\"poc_task_group_id\":%" G_GINT64_FORMAT "}",
                             pm_operation_get_item_id (group));
  world_start (shop->world);
  while (!dex_await (pm_outbox_amend (pm_syncer_get_outbox (shop->world->syncer),
                                      pm_operation_get_id (task), payload),
                     NULL))
    dex_await (dex_timeout_new_msec (2), NULL);
  world_wait (shop->world, world_has_unsent, 0);
  g_assert_nonnull (strstr (shop->told->str, "{\"title\":\"Named\",\"poc_task_group_id\":31}"));
  return dex_future_new_true ();
}

/* --- What others have changed meanwhile --- */

static gboolean
let_others_describe_it (Shop *shop, const PmTestRequest *request, char **reply)
{
  shop->rule = NULL;
  shop_change (shop, "{\"description\":\"Theirs\"}");
  return FALSE;
}

static DexFuture *
what_others_have_changed_elsewhere_in_it_stays (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) change =
      shop_edit (shop, "{\"title\":\"Mine\"}", "{\"title\":\"Before\"}");

  shop->rule = let_others_describe_it;
  shop_send_all (shop);
  shop_assert_told (shop, "PUT " TASK " {\"title\":\"Mine\"}\n"
                          "PUT " TASK " {\"title\":\"Mine\"}\n");
  g_assert_cmpstr (json_object_get_string_member (shop->task, "description"), ==, "Theirs");
  g_assert_cmpstr (json_object_get_string_member (shop->task, "title"), ==, "Mine");
  return dex_future_new_true ();
}

static gboolean
let_others_name_it (Shop *shop, const PmTestRequest *request, char **reply)
{
  shop->rule = NULL;
  shop_change (shop, "{\"title\":\"Theirs\"}");
  return FALSE;
}

static DexFuture *
what_others_have_changed_too_is_for_a_person_to_decide (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) change =
      shop_edit (shop, "{\"title\":\"Mine\"}", "{\"title\":\"Before\"}");
  gint64 id = pm_operation_get_id (change);
  g_autoptr (PmOperation) stored = NULL;

  shop->rule = let_others_name_it;
  world_start (shop->world);
  shop_wait_for_attention (shop, change);
  stored = world_find (shop->world, id);
  g_assert_cmpstr (pm_operation_get_conflict (stored), ==, "{\"title\":\"Theirs\"}");
  while (!dex_await (pm_outbox_keep_mine (pm_syncer_get_outbox (shop->world->syncer), id), NULL))
    dex_await (dex_timeout_new_msec (2), NULL);
  world_wait (shop->world, world_has_unsent, 0);
  g_assert_cmpstr (json_object_get_string_member (shop->task, "title"), ==, "Mine");
  return dex_future_new_true ();
}

/* --- Answers that do not come, or cannot be read --- */

static char *
say_nothing (const PmTestRequest *request, gpointer data)
{
  return NULL;
}

static gboolean
waits_again (World *world, gint64 operation_id)
{
  g_autoptr (PmOperation) operation = world_find (world, operation_id);

  return pm_operation_get_state (operation) == PM_OPERATION_STATE_QUEUED &&
         pm_operation_get_last_problem (operation) != NULL;
}

static DexFuture *
what_was_only_looked_at_can_be_taken_back (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) change =
      shop_edit (shop, "{\"title\":\"Mine\"}", "{\"title\":\"Before\"}");
  gint64 id = pm_operation_get_id (change);

  shop->world->read = say_nothing;
  world_start (shop->world);
  world_wait (shop->world, waits_again, id);
  while (!dex_await (pm_outbox_discard (pm_syncer_get_outbox (shop->world->syncer), id), NULL))
    dex_await (dex_timeout_new_msec (2), NULL);
  world_wait (shop->world, world_has_unsent, 0);
  shop_assert_told (shop, "");
  return dex_future_new_true ();
}

static gboolean
speak_in_riddles (Shop *shop, const PmTestRequest *request, char **reply)
{
  shop->rule = NULL;
  *reply = pm_test_reply_json (201, "{\"id\":\"the one after the last\"}");
  return TRUE;
}

static DexFuture *
what_was_answered_in_riddles_may_be_done (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) task = shop_create (shop, PM_ITEM_TYPE_TASK, "{\"title\":\"Task\"}");
  gint64 id = pm_operation_get_id (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL, *second = NULL;

  shop->rule = speak_in_riddles;
  world_start (shop->world);
  world_wait (shop->world, waits_again, id);
  g_assert_false (
      dex_await (pm_outbox_discard (pm_syncer_get_outbox (shop->world->syncer), id), &error));
  g_assert_error (error, PM_ERROR, PM_ERROR_CONFLICT);
  world_wait (shop->world, world_has_unsent, 0);
  first = pm_test_peer_find_header (shop->world->peer, "POST /tasks/", 0, "Idempotency-Key");
  second = pm_test_peer_find_header (shop->world->peer, "POST /tasks/", 1, "Idempotency-Key");
  g_assert_nonnull (first);
  g_assert_cmpstr (first, ==, second);
  return dex_future_new_true ();
}

/* It has made the group, and asks to be left alone for long; or the answer never comes at all. */
static gboolean
make_group_and_fail (Shop *shop, const PmTestRequest *request, char **reply)
{
  if (strstr (request->line, "task-groups") == NULL)
    return FALSE;
  *reply = pm_test_reply (500, "Content-Type: application/json\r\nRetry-After: 600\r\n",
                          "{\"detail\":\"It failed.\"}");
  return TRUE;
}

static gboolean
make_group_and_fall_silent (Shop *shop, const PmTestRequest *request, char **reply)
{
  return strstr (request->line, "task-groups") != NULL && shop_think (shop, request, reply);
}

static char *
tell_of_group (World *world)
{
  g_autofree char *key =
      pm_test_peer_find_header (world->peer, "POST /tasks/", 0, "Idempotency-Key");
  g_autofree char *page =
      g_strdup_printf ("{\"new_state\":\"after\",\"has_more\":false,\"seq\":2,\"list\":["
                       "{\"type\":\"task_group\",\"id\":44,\"rev\":1,\"poc_id\":7,"
                       "\"title\":\"Group\",\"client_key\":\"%s\"}],\"destroyed\":[]}",
                       key);

  return pm_test_reply_json (200, page);
}

static void
wait_for_it (Shop *shop)
{
  g_mutex_lock (&shop->world->lock);
  while (shop->told->len == 0 && !shop->world->closing)
    g_cond_wait (&shop->world->news, &shop->world->lock);
  g_mutex_unlock (&shop->world->lock);
}

/* What is made shows up as soon as it was. */
static char *
answer_changes_by (const PmTestRequest *request, World *world, char *(*tell) (World *world))
{
  if (world_asks_from (request, "before")) {
    wait_for_it (world->data);
    return tell (world);
  }
  if (world_asks_from (request, "after"))
    world_park (world);
  return pm_test_reply_json (200, "{\"new_state\":\"before\",\"has_more\":false,\"seq\":1,"
                                  "\"list\":[],\"destroyed\":[]}");
}

static char *
answer_changes (const PmTestRequest *request, gpointer data)
{
  return answer_changes_by (request, data, tell_of_group);
}

static gboolean
was_task_told (World *world, gint64 number)
{
  return pm_test_peer_count (world->peer, "POST /tasks/pocs/7/tasks") == 1;
}

static void
tell_of_task_in_group (ShopRule rule)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) group =
      shop_create (shop, PM_ITEM_TYPE_TASK_GROUP, "{\"title\":\"Group\"}");
  g_autofree char *payload =
      g_strdup_printf ("{\"title\":\"Task\",\"poc_task_group_id\":%" G_GINT64_FORMAT "}",
                       pm_operation_get_item_id (group));
  g_autoptr (PmOperation) task = shop_create (shop, PM_ITEM_TYPE_TASK, payload);

  shop->world->changes = answer_changes;
  shop->rule = rule;
  world_start (shop->world);
  world_wait (shop->world, was_task_told, 0);
  shop_assert_told (shop,
                    "POST /tasks/pocs/7/task-groups {\"title\":\"Group\"}\n"
                    "POST /tasks/pocs/7/tasks {\"title\":\"Task\",\"poc_task_group_id\":44}\n");
  shop_release (shop);
}

static DexFuture *
what_the_feed_shows_to_be_done_is_waited_for_no_longer (gpointer data)
{
  tell_of_task_in_group (make_group_and_fail);
  tell_of_task_in_group (make_group_and_fall_silent);
  return dex_future_new_true ();
}

static char *
tell_of_task (World *world)
{
  Shop *shop = world->data;
  g_autofree char *key =
      pm_test_peer_find_header (world->peer, "POST /tasks/", 0, "Idempotency-Key");
  g_autofree char *page = NULL;

  g_mutex_lock (&world->lock);
  page = g_strdup_printf ("{\"new_state\":\"after\",\"has_more\":false,\"seq\":2,\"list\":["
                          "{\"type\":\"task\",\"id\":5,\"rev\":1,\"poc_id\":7,\"title\":\"%s\","
                          "\"status\":\"not_started\",\"sort_order\":3,\"client_key\":\"%s\"}],"
                          "\"destroyed\":[]}",
                          json_object_get_string_member (shop->task, "title"), key);
  g_mutex_unlock (&world->lock);
  return pm_test_reply_json (200, page);
}

static char *
answer_task_changes (const PmTestRequest *request, gpointer data)
{
  return answer_changes_by (request, data, tell_of_task);
}

/* It has made the task, and does not say so. */
static gboolean
make_task_and_fail (Shop *shop, const PmTestRequest *request, char **reply)
{
  shop->rule = NULL;
  shop_change (shop, request->body);
  *reply = pm_test_reply (500, "Content-Type: application/json\r\nRetry-After: 600\r\n",
                          "{\"detail\":\"It failed.\"}");
  return TRUE;
}

static gboolean
make_task_for_others_to_name (Shop *shop, const PmTestRequest *request, char **reply)
{
  make_task_and_fail (shop, request, reply);
  shop_change (shop, "{\"title\":\"Theirs\"}");
  return TRUE;
}

/* Makes a task and changes it, twice; the answer to the first never comes. */
static PmOperation *
change_what_is_made (Shop *shop, ShopRule rule)
{
  g_autoptr (PmOperation) task = shop_create (shop, PM_ITEM_TYPE_TASK, "{\"title\":\"One\"}");
  gint64 id = pm_operation_get_item_id (task);
  PmOperation *change = shop_enqueue (shop, PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_TASK, id,
                                      "{\"title\":\"Two\"}", "{\"title\":\"One\"}");
  g_autoptr (PmOperation) last =
      shop_enqueue (shop, PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_TASK, id,
                    "{\"sort_order\":1,\"title\":\"Three\"}", "{\"title\":\"Two\"}");

  shop->world->changes = answer_task_changes;
  shop->rule = rule;
  world_start (shop->world);
  return change;
}

static DexFuture *
what_builds_on_what_the_feed_shows_to_be_done_is_said_as_it_was_written (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) change = change_what_is_made (shop, make_task_and_fail);

  world_wait (shop->world, world_has_unsent, 0);
  shop_assert_told (shop, "POST /tasks/pocs/7/tasks {\"title\":\"One\"}\n"
                          "PUT " TASK " {\"title\":\"Two\"}\n"
                          "PUT " TASK " {\"sort_order\":1,\"title\":\"Three\"}\n");
  return dex_future_new_true ();
}

/* The feed tells of what is there by now, and not of what was made of it at first. */
static DexFuture *
what_others_have_made_of_it_before_the_feed_shows_it_is_not_overwritten (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) change = change_what_is_made (shop, make_task_for_others_to_name);
  g_autoptr (PmOperation) stored = NULL;

  shop_wait_for_attention (shop, change);
  stored = world_find (shop->world, pm_operation_get_id (change));
  g_assert_cmpstr (pm_operation_get_conflict (stored), ==, "{\"title\":\"Theirs\"}");
  g_assert_cmpstr (pm_operation_get_payload (stored), ==, "{\"title\":\"Two\"}");
  world_wait (shop->world, world_has_unsent, 2);
  g_assert_cmpstr (json_object_get_string_member (shop->task, "title"), ==, "Theirs");
  return dex_future_new_true ();
}

/* --- What never gets an answer --- */

static gboolean
fail_to_invite (Shop *shop, const PmTestRequest *request, char **reply)
{
  if (strstr (request->line, "/invitations/") == NULL)
    return FALSE;
  *reply = pm_test_reply_json (500, "{\"detail\":\"It failed.\"}");
  return TRUE;
}

static gboolean
say_nothing_of_inviting (Shop *shop, const PmTestRequest *request, char **reply)
{
  return strstr (request->line, "/invitations/") != NULL;
}

/* Time passes: whatever waits for a better moment has waited long enough. */
static gboolean
is_renamed (World *world, gint64 number)
{
  dex_await (dex_timeout_new_msec (20), NULL); /* the desktop has other things to do, too */
  pm_syncer_poke (world->syncer);
  return pm_test_peer_count (world->peer, "PUT /pocs/7") == 1;
}

static void
rename_poc_with_invitation (ShopRule rule)
{
  g_autoptr (Shop) shop = shop_new ();
  gint64 invitation = world_invite (shop->world, "kim@globex.example", 0);
  g_autoptr (PmOperation) change =
      shop_enqueue (shop, PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_POC, 7, "{\"title\":\"Renamed\"}",
                    "{\"title\":\"Before\"}");
  g_autoptr (PmOperation) waiting = NULL;

  shop->rule = rule;
  world_start (shop->world);
  world_wait (shop->world, is_renamed, 0);
  waiting = world_find (shop->world, invitation);
  g_assert_cmpint (pm_operation_get_attempts (waiting), >=, 5);
  shop_set_rule (shop, NULL);
  pm_syncer_poke (shop->world->syncer);
  world_wait (shop->world, world_has_unsent, 0);
}

static DexFuture *
what_keeps_failing_does_not_hold_up_its_poc_and_is_done_in_the_end (gpointer data)
{
  rename_poc_with_invitation (fail_to_invite);
  rename_poc_with_invitation (say_nothing_of_inviting);
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(test) g_test_add_data_func ("/outbox-items/" #test, test, pm_test_fiber)
  ADD (an_edit_does_not_build_on_an_earlier_one_that_was_refused);
  ADD (an_edit_builds_on_what_the_server_made_of_an_earlier_one);
  ADD (a_chain_is_told_link_by_link_in_the_servers_numbers);
  ADD (what_is_being_sent_cannot_be_amended_any_more);
  ADD (what_is_made_once_more_is_made_as_it_was_changed_since);
  ADD (what_is_amended_to_name_something_newer_waits_for_it);
  ADD (what_others_have_changed_elsewhere_in_it_stays);
  ADD (what_others_have_changed_too_is_for_a_person_to_decide);
  ADD (what_was_only_looked_at_can_be_taken_back);
  ADD (what_was_answered_in_riddles_may_be_done);
  ADD (what_the_feed_shows_to_be_done_is_waited_for_no_longer);
  ADD (what_builds_on_what_the_feed_shows_to_be_done_is_said_as_it_was_written);
  ADD (what_others_have_made_of_it_before_the_feed_shows_it_is_not_overwritten);
  ADD (what_keeps_failing_does_not_hold_up_its_poc_and_is_done_in_the_end);
  return g_test_run ();
}
