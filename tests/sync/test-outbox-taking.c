/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync-shop.h"

#define TASK "/tasks/pocs/7/tasks/5"

static DexFuture *
what_stood_on_one_that_is_taken_back_stands_on_what_was_before (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) first = shop_edit (shop, "{\"title\":\"A\"}", "{\"title\":\"Before\"}");
  g_autoptr (PmOperation) middle = shop_edit (shop, "{\"title\":\"B\"}", "{\"title\":\"A\"}");
  g_autoptr (PmOperation) last = shop_edit (shop, "{\"title\":\"C\"}", "{\"title\":\"B\"}");
  PmSyncer *syncer = shop->world->syncer;

  g_assert_true (dex_await (
      pm_outbox_discard (pm_syncer_get_outbox (syncer), pm_operation_get_id (middle)), NULL));
  g_assert_true (dex_await (
      pm_outbox_discard (pm_syncer_get_outbox (syncer), pm_operation_get_id (first)), NULL));
  shop_send_all (shop);
  shop_assert_told (shop, "PUT " TASK " {\"title\":\"C\"}\n");
  return dex_future_new_true ();
}

static DexFuture *
nobody_hears_of_what_was_removed_before_it_was_made (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) task = shop_create (shop, PM_ITEM_TYPE_TASK, "{\"title\":\"Task\"}");
  gint64 task_id = pm_operation_get_item_id (task);
  g_autoptr (PmOperation) change =
      shop_enqueue (shop, PM_OPERATION_KIND_EDIT, PM_ITEM_TYPE_TASK, task_id,
                    "{\"title\":\"Install\"}", "{\"title\":\"Task\"}");
  g_autoptr (PmOperation) removal = shop_enqueue (shop, PM_OPERATION_KIND_DELETE, PM_ITEM_TYPE_TASK,
                                                  task_id, NULL, "{\"title\":\"Install\"}");

  shop_send_all (shop);
  shop_assert_told (shop, "");
  return dex_future_new_true ();
}

/* Both are forgotten at the same time, and one with the other: a sanitizer tells if that frees
 * anything twice. */
static DexFuture *
nobody_hears_of_what_was_removed_with_what_it_hangs_on (gpointer data)
{
  g_autoptr (Shop) shop = shop_new ();
  g_autoptr (PmOperation) task = shop_create (shop, PM_ITEM_TYPE_TASK, "{\"title\":\"Task\"}");
  gint64 task_id = pm_operation_get_item_id (task);
  g_autofree char *payload =
      g_strdup_printf ("{\"content\":\"Done?\",\"poc_task_id\":%" G_GINT64_FORMAT "}", task_id);
  g_autoptr (PmOperation) comment = shop_create (shop, PM_ITEM_TYPE_COMMENT, payload);
  g_autoptr (PmOperation) first =
      shop_enqueue (shop, PM_OPERATION_KIND_DELETE, PM_ITEM_TYPE_COMMENT,
                    pm_operation_get_item_id (comment), NULL, "{\"content\":\"Done?\"}");
  g_autoptr (PmOperation) second = shop_enqueue (shop, PM_OPERATION_KIND_DELETE, PM_ITEM_TYPE_TASK,
                                                 task_id, NULL, "{\"title\":\"Task\"}");

  shop_send_all (shop);
  shop_assert_told (shop, "");
  return dex_future_new_true ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define ADD(test) g_test_add_data_func ("/outbox-taking/" #test, test, pm_test_fiber)
  ADD (what_stood_on_one_that_is_taken_back_stands_on_what_was_before);
  ADD (nobody_hears_of_what_was_removed_before_it_was_made);
  ADD (nobody_hears_of_what_was_removed_with_what_it_hangs_on);
  return g_test_run ();
}
