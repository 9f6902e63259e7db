/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include "domain/pm-comment.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "ui/common/pm-words.h"
#include "ui/outbox/pm-conflict-row.h"
#include "ui/outbox/pm-operation-row.h"
#include "ui/outbox/pm-outbox-dialog.h"

#include <locale.h>

#define TASK    77
#define GROUP_A 5
#define GROUP_B 6

static void
add_group (PmPage *page, gint64 id, const char *title)
{
  PmTaskGroup *group = pm_task_group_new ();

  pm_task_group_set_id (group, id);
  pm_task_group_set_poc_id (group, DESK_POC);
  pm_task_group_set_title (group, title);
  fixture_add (page, group);
}

static void
add_work (PmCache *cache, PmPage *page)
{
  PmTask *task = pm_task_new ();

  pm_task_set_id (task, TASK);
  pm_task_set_poc_id (task, DESK_POC);
  pm_task_set_title (task, "Install <agent>");
  fixture_add (page, task);
  add_group (page, GROUP_A, "Setup");
  add_group (page, GROUP_B, "Dashboards");
}

/* --- What waits --- */

static PmOperation *
edit_new (const char *payload, const char *conflict)
{
  PmOperation *operation = fixture_operation (PM_OPERATION_KIND_EDIT, DESK_POC, NULL, "edit");

  pm_operation_set_item_type (operation, PM_ITEM_TYPE_TASK);
  pm_operation_set_item_id (operation, TASK);
  pm_operation_set_title (operation, "Install <agent>");
  pm_operation_set_payload (operation, payload);
  if (conflict != NULL) {
    pm_operation_set_state (operation, PM_OPERATION_STATE_NEEDS_ATTENTION);
    pm_operation_set_conflict (operation, conflict);
    pm_operation_set_last_problem (operation, "Somebody else has changed the same.");
  }
  return operation;
}

/* Takes the operation; stored as if an earlier run had left it. */
static gint64
leave (Desk *desk, PmOperation *operation)
{
  g_autoptr (PmOperation) owned = operation;

  desk_await (pm_cache_add_operation (pm_workspace_get_cache (desk->workspace), owned, 0));
  pm_workspace_start (desk->workspace);
  return pm_operation_get_id (owned);
}

static GtkWidget *
open_outbox (Desk *desk)
{
  AdwDialog *dialog = pm_outbox_dialog_new (desk->workspace);

  adw_dialog_present (dialog, desk->window);
  return GTK_WIDGET (dialog);
}

static PmOperation *
find_operation (Desk *desk, gint64 id)
{
  g_autoptr (DexFuture) listed =
      pm_cache_list_operations (pm_workspace_get_cache (desk->workspace));
  GPtrArray *operations;

  pm_test_await (listed);
  operations = g_value_get_boxed (dex_future_get_value (listed, NULL));
  for (guint i = 0; i < operations->len; i++)
    if (pm_operation_get_id (g_ptr_array_index (operations, i)) == id)
      return g_object_ref (g_ptr_array_index (operations, i));
  return NULL;
}

/* --- Taking back --- */

static void
test_whatever_is_discarded_comes_back_whole (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  g_autoptr (PmPoc) poc = pm_poc_new ();
  g_autoptr (PmComment) comment = pm_comment_new ();
  GtkWidget *outbox;

  pm_poc_set_title (poc, "Phoenix");
  desk_await (pm_workspace_create_item (desk->workspace, PM_RECORD (poc)));
  pm_comment_set_poc_id (comment, pm_poc_get_id (poc));
  pm_comment_set_content (comment, "For us & nobody else");
  pm_comment_set_is_internal (comment, TRUE);
  desk_await (pm_workspace_create_item (desk->workspace, PM_RECORD (comment)));

  outbox = open_outbox (desk);
  reader_wait (outbox, "Create the POC “Phoenix”");
  reader_wait (outbox, "New internal comment on the POC");
  reader_assert (outbox, "For us & nobody else");
  reader_assert (outbox, "Phoenix");

  reader_press (outbox, "Discard");
  reader_wait (outbox, "Nothing Is Waiting");
  reader_wait (outbox, "Discarded: Create the POC “Phoenix”, and 1 change in it");
  reader_press (outbox, "Undo");
  reader_wait (outbox, "Create the POC “Phoenix”");
  reader_wait (outbox, "New internal comment on the POC");
  reader_wait (outbox, "For us & nobody else");
}

static void
test_what_is_discarded_comes_back_when_the_outbox_is_closed (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  g_autoptr (PmPoc) poc = pm_poc_new ();
  GtkWidget *outbox;

  pm_poc_set_title (poc, "Phoenix");
  desk_await (pm_workspace_create_item (desk->workspace, PM_RECORD (poc)));
  outbox = open_outbox (desk);
  reader_wait (outbox, "Create the POC “Phoenix”");
  reader_press (outbox, "Discard");
  reader_wait (outbox, "Discarded: Create the POC “Phoenix”");
  desk_close_dialog (desk);
  g_assert_true (desk_nothing_waits (desk));
  reader_wait (desk->window, "Discarded: Create the POC “Phoenix”");
  reader_press (desk->window, "Undo");
  outbox = open_outbox (desk);
  reader_wait (outbox, "Create the POC “Phoenix”");
}

static void
test_what_was_chosen_for_later_says_when_and_can_leave_now (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  gint64 in_a_year = g_get_real_time () + 365 * G_TIME_SPAN_DAY;
  g_autofree char *when = pm_words_appointment (in_a_year, g_get_real_time ());
  g_autofree char *words = g_strdup_printf ("Send Later: %s", when);
  g_autoptr (PmOperation) after = NULL;
  PmOperation *operation =
      fixture_operation (PM_OPERATION_KIND_INVITE, DESK_POC, "kim@globex.example", "later");
  GtkWidget *outbox;
  gint64 id;

  pm_operation_set_send_at (operation, in_a_year);
  pm_operation_set_state (operation, PM_OPERATION_STATE_SCHEDULED);
  pm_operation_set_payload (operation, "{\"email\":\"kim@globex.example\"}");
  id = leave (desk, operation);
  outbox = open_outbox (desk);
  reader_wait (outbox, words);
  reader_assert (outbox, "Edit");
  reader_assert (outbox, "Discard");
  reader_press (outbox, "Send Now");
  reader_wait_until_gone (outbox, words);
  after = find_operation (desk, id);
  g_assert_cmpint (pm_operation_get_state (after), !=, PM_OPERATION_STATE_SCHEDULED);
}

static void
test_what_is_late_asks (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  PmOperation *operation =
      fixture_operation (PM_OPERATION_KIND_INVITE, DESK_POC, "kim@globex.example", "late");
  GtkWidget *outbox;

  pm_operation_set_send_at (operation, g_get_real_time () - G_TIME_SPAN_DAY);
  pm_operation_set_state (operation, PM_OPERATION_STATE_NEEDS_ATTENTION);
  pm_operation_set_last_problem (operation, "The time is over.");
  leave (desk, operation);
  outbox = open_outbox (desk);
  reader_wait (outbox, "The time is over.");
  reader_assert (outbox, "Send Now");
  reader_assert (outbox, "Discard");
  reader_assert_not (outbox, "Retry");
}

static gboolean
has_the_keyboard (gpointer dialog)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (dialog));

  return focus != NULL && gtk_widget_is_ancestor (focus, dialog);
}

static gboolean
has_given_the_keyboard_back (gpointer desk)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (((Desk *) desk)->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (((Desk *) desk)->page));
}

typedef struct {
  GtkWidget *outbox;
  const char *words;
  GtkWidget *button; /* that is pressed; not to be looked at */
} Parting;

static gboolean
has_gone_without_the_keyboard (gpointer data)
{
  Parting *parting = data;
  GtkRoot *root = gtk_widget_get_root (parting->outbox);

  return reader_find_label (parting->outbox, parting->words) == NULL &&
         has_the_keyboard (parting->outbox) && gtk_root_get_focus (root) != parting->button;
}

static void
discard_by_keyboard (GtkWidget *outbox, const char *words)
{
  GtkWidget *row = desk_find_row (outbox, PM_TYPE_OPERATION_ROW, words);
  Parting parting = { outbox, words, reader_find_button (row, "Discard") };

  g_assert_true (gtk_widget_grab_focus (parting.button));
  g_assert_true (has_the_keyboard (outbox));
  reader_press (row, "Discard");
  reader_wait_for (has_gone_without_the_keyboard, &parting);
}

/* That a person must look at, so that it stays until then. */
static void
leave_refused (Desk *desk, const char *email)
{
  PmOperation *operation = fixture_operation (PM_OPERATION_KIND_INVITE, DESK_POC, email, email);

  pm_operation_set_state (operation, PM_OPERATION_STATE_NEEDS_ATTENTION);
  pm_operation_set_last_problem (operation, "No.");
  leave (desk, operation);
}

/* Without it, Escape would close nothing. */
static void
test_the_keyboard_stays_when_its_row_goes (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *outbox;

  leave_refused (desk, "jane@globex.example");
  leave_refused (desk, "kim@globex.example");
  gtk_widget_child_focus (GTK_WIDGET (desk->page), GTK_DIR_TAB_FORWARD);
  outbox = open_outbox (desk);
  reader_wait (outbox, "Invite kim@globex.example");
  discard_by_keyboard (outbox, "Invite kim@globex.example");
  discard_by_keyboard (outbox, "Invite jane@globex.example");
  reader_wait (outbox, "Nothing Is Waiting");
  desk_close_dialog (desk);
  reader_wait_for (has_given_the_keyboard_back, desk);
}

/* --- Both versions --- */

static void
test_a_conflict_shows_both_versions (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *outbox;

  leave (desk, edit_new ("{\"due_date\":\"2026-12-20\",\"description\":\"By <hand>\"}",
                         "{\"due_date\":\"2026-12-24\",\"description\":null}"));
  outbox = open_outbox (desk);
  reader_wait (outbox, "Change the task “Install <agent>”");
  reader_wait (outbox, "Somebody else has changed the same.");
  reader_wait (outbox, "12/20/26");
  reader_assert (outbox, "12/24/26");
  reader_assert (outbox, "By <hand>");
  reader_assert (outbox, "Nothing");
  reader_assert_not (outbox, "Retry");
  g_assert_nonnull (reader_find_button (outbox, "Keep Mine"));
  g_assert_nonnull (reader_find_button (outbox, "Keep Theirs"));
}

static void
test_a_conflict_names_groups_by_their_titles (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *outbox;

  leave (desk, edit_new ("{\"poc_task_group_id\":5}", "{\"poc_task_group_id\":6}"));
  outbox = open_outbox (desk);
  reader_wait (outbox, "Setup");
  reader_wait (outbox, "Dashboards");
}

static void
test_a_conflict_is_heard_whole (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *outbox, *row;

  leave (desk, edit_new ("{\"status\":\"completed\"}", "{\"status\":\"blocked\"}"));
  outbox = open_outbox (desk);
  reader_wait (outbox, "Complete the task “Install <agent>”");
  row = reader_find_type (outbox, PM_TYPE_CONFLICT_ROW);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Status. Yours: Completed. Theirs: Blocked.");
}

static void
test_keeping_ones_own_sends_it_over_theirs (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  g_autoptr (PmOperation) after = NULL;
  GtkWidget *outbox;
  gint64 id;

  id = leave (desk,
              edit_new ("{\"title\":\"Mine\",\"description\":\"New\"}", "{\"title\":\"Theirs\"}"));
  outbox = open_outbox (desk);
  reader_wait (outbox, "Mine");
  reader_press (outbox, "Keep Mine");
  reader_wait_until_gone (outbox, "Keep Mine");
  after = find_operation (desk, id);
  g_assert_cmpstr (pm_operation_get_payload (after), ==,
                   "{\"title\":\"Mine\",\"description\":\"New\"}");
  g_assert_cmpstr (pm_operation_get_base (after), ==, "{\"title\":\"Theirs\"}");
  g_assert_null (pm_operation_get_conflict (after));
}

static void
test_keeping_theirs_sends_the_rest (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  g_autoptr (PmOperation) after = NULL;
  GtkWidget *outbox;
  gint64 id;

  id = leave (desk,
              edit_new ("{\"title\":\"Mine\",\"description\":\"New\"}", "{\"title\":\"Theirs\"}"));
  outbox = open_outbox (desk);
  reader_wait (outbox, "Mine");
  reader_press (outbox, "Keep Theirs");
  reader_wait_until_gone (outbox, "Keep Theirs");
  after = find_operation (desk, id);
  g_assert_cmpstr (pm_operation_get_payload (after), ==, "{\"description\":\"New\"}");
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();

#define ADD(name, function) g_test_add_func ("/ui/outbox/" name, function)
  ADD ("whatever-is-discarded-comes-back-whole", test_whatever_is_discarded_comes_back_whole);
  ADD ("what-is-discarded-comes-back-when-the-outbox-is-closed",
       test_what_is_discarded_comes_back_when_the_outbox_is_closed);
  ADD ("what-was-chosen-for-later-says-when-and-can-leave-now",
       test_what_was_chosen_for_later_says_when_and_can_leave_now);
  ADD ("what-is-late-asks", test_what_is_late_asks);
  ADD ("the-keyboard-stays-when-its-row-goes", test_the_keyboard_stays_when_its_row_goes);
  ADD ("a-conflict-shows-both-versions", test_a_conflict_shows_both_versions);
  ADD ("a-conflict-names-groups-by-their-titles", test_a_conflict_names_groups_by_their_titles);
  ADD ("a-conflict-is-heard-whole", test_a_conflict_is_heard_whole);
  ADD ("keeping-ones-own-sends-it-over-theirs", test_keeping_ones_own_sends_it_over_theirs);
  ADD ("keeping-theirs-sends-the-rest", test_keeping_theirs_sends_the_rest);
#undef ADD
  return g_test_run ();
}
