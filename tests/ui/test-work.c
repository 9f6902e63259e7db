/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include "domain/pm-resource.h"
#include "domain/pm-task-group.h"
#include "domain/pm-task.h"
#include "ui/common/pm-date-row.h"
#include "ui/common/pm-text-area.h"
#include "ui/work/pm-resource-dialog.h"
#include "ui/work/pm-resource-row.h"
#include "ui/work/pm-resources-view.h"
#include "ui/work/pm-task-dialog.h"
#include "ui/work/pm-task-row.h"
#include "ui/work/pm-task-section-row.h"

#include <locale.h>

#define INSTALL "Install <b>agent</b> & go"
#define MEASURE "Measure"

static void
add_task (PmPage *page, gint64 id, const char *title, PmTaskStatus status, gint64 group_id)
{
  PmTask *task = pm_task_new ();

  pm_task_set_id (task, id);
  pm_task_set_poc_id (task, DESK_POC);
  pm_task_set_title (task, title);
  pm_task_set_status (task, (int) status);
  if (group_id != 0)
    pm_task_set_poc_task_group_id (task, group_id);
  fixture_add (page, task);
}

static void
add_work (PmCache *cache, PmPage *page)
{
  PmTaskGroup *group = pm_task_group_new ();

  pm_task_group_set_id (group, 31);
  pm_task_group_set_poc_id (group, DESK_POC);
  pm_task_group_set_title (group, "Get <i>going</i>");
  fixture_add (page, group);
  add_task (page, 21, INSTALL, PM_TASK_STATUS_NOT_STARTED, 31);
  add_task (page, 22, MEASURE, PM_TASK_STATUS_COMPLETED, 0);
}

static void
add_resources (PmCache *cache, PmPage *page)
{
  PmResource *resource = pm_resource_new ();

  pm_resource_set_id (resource, 51);
  pm_resource_set_poc_id (resource, DESK_POC);
  pm_resource_set_title (resource, "Load");
  pm_resource_set_resource_type (resource, PM_RESOURCE_TYPE_CODE);
  pm_resource_set_content (resource, "nw load --all");
  fixture_add (page, resource);
}

static void
add_work_with_dates (PmCache *cache, PmPage *page)
{
  PmPoc *poc = fixture_poc (DESK_POC, DESK_TITLE, "Globex");

  pm_poc_set_start_date (poc, "2026-03-01");
  pm_poc_set_end_date (poc, "2026-03-31");
  fixture_add (page, poc);
  add_work (cache, page);
}

/* --- Acting and looking --- */

static GtkWidget *
find_task (Desk *desk, const char *title)
{
  return desk_find_row (desk->window, PM_TYPE_TASK_ROW, title);
}

typedef struct {
  Desk *desk;
  const char *title;
  const char *words;
} TaskWords;

static gboolean
task_says (gpointer data)
{
  TaskWords *expected = data;
  GtkWidget *row = find_task (expected->desk, expected->title);

  return row != NULL && reader_find_label (row, expected->words) != NULL;
}

static void
wait_for_task (Desk *desk, const char *title, const char *words)
{
  TaskWords expected = { desk, title, words };

  reader_wait_for (task_says, &expected);
}

/* Until then a row may give way to another one, in the task's own group. */
static gboolean
groups_are_known (gpointer data)
{
  GtkWidget *row = find_task (data, INSTALL);

  return row != NULL && reader_find_label (gtk_widget_get_ancestor (row, PM_TYPE_TASK_SECTION_ROW),
                                           "Get <i>going</i>") != NULL;
}

static GtkWidget *
show_task (Desk *desk, const char *title)
{
  desk_show_tab (desk, "tasks");
  reader_wait_for (groups_are_known, desk);
  wait_for_task (desk, title, title);
  return find_task (desk, title);
}

static GtkWidget *
edit_task (Desk *desk, const char *title)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (show_task (desk, title), "task.edit", NULL);
  dialog = desk_wait_for_dialog (desk, PM_TYPE_TASK_DIALOG);
  reader_wait (dialog, "Save");
  return dialog;
}

/* --- Tasks --- */

static void
test_tasks_stand_in_their_groups (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);

  show_task (desk, INSTALL);
  reader_wait (desk->window, "Get <i>going</i>");
  reader_wait (desk->window, "More Tasks");
  reader_wait (desk->window, "1 of 2 tasks done");
}

static void
test_a_task_is_added_by_its_title (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *field;

  show_task (desk, INSTALL);
  field = reader_find_field (desk->window, "Add a Task by Its Title");
  desk_write (desk->window, "Add a Task by Its Title", "  Sign <u>off</u> ");
  g_signal_emit_by_name (field, "entry-activated");
  reader_wait (desk->window, "Sign <u>off</u>");
  wait_for_task (desk, "Sign <u>off</u>", "Waiting to Send");
  desk_assert_sends (desk, PM_OPERATION_KIND_CREATE, "Sign <u>off</u>");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (field)), ==, "");
}

static void
add_work_and_another_poc (PmCache *cache, PmPage *page)
{
  add_work (cache, page);
  fixture_add (page, fixture_poc (2, "Another one", "Initech"));
}

static void
test_a_title_that_was_begun_stays_with_its_poc (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work_and_another_poc);
  g_autoptr (PmPoc) poc = pm_workspace_ref_poc (desk->workspace, DESK_POC);
  g_autoptr (PmPoc) another = pm_workspace_ref_poc (desk->workspace, 2);

  show_task (desk, INSTALL);
  desk_write (desk->window, "Add a Task by Its Title", "Sign off");
  g_object_set (desk->page, "poc", another, NULL);
  reader_wait (desk->window, "No Tasks Yet");
  desk_assert_field (desk->window, "Add a Task by Its Title", "");
  g_object_set (desk->page, "poc", poc, NULL);
  wait_for_task (desk, INSTALL, INSTALL);
  desk_assert_field (desk->window, "Add a Task by Its Title", "Sign off");
}

static gboolean
asks_before_it_closes (gpointer data)
{
  return ADW_IS_ALERT_DIALOG (desk_get_dialog (data));
}

static void
test_a_title_that_was_begun_is_taken_along (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *dialog;

  show_task (desk, INSTALL);
  desk_write (desk->window, "Add a Task by Its Title", "Sign off");
  reader_press (desk->window, "Add Task");
  dialog = desk_wait_for_dialog (desk, PM_TYPE_TASK_DIALOG);
  reader_wait (dialog, "Add");
  desk_assert_field (dialog, "Title", "Sign off");
  desk_assert_field (desk->window, "Add a Task by Its Title", "");
  adw_dialog_close (ADW_DIALOG (dialog));
  reader_wait_for (asks_before_it_closes, desk);
  adw_dialog_force_close (desk_get_dialog (desk));
}

static void
test_a_task_that_says_nothing_cannot_be_saved (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *dialog = edit_task (desk, MEASURE);

  desk_assert_field (dialog, "Title", MEASURE);
  desk_write (dialog, "Title", " ");
  reader_press (dialog, "Save");
  reader_wait (dialog, "Title is missing.");
  desk_write (dialog, "Title", "Measure twice");
  reader_press (dialog, "Save");
  reader_wait_for (desk_has_no_dialog, desk);
  reader_wait (desk->window, "Measure twice");
  desk_assert_sends (desk, PM_OPERATION_KIND_EDIT, "Measure twice");
}

static void
test_one_click_completes_and_reopens (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);

  gtk_widget_activate_action (show_task (desk, INSTALL), "task.done", NULL);
  wait_for_task (desk, INSTALL, "Completed");
  desk_assert_sends (desk, PM_OPERATION_KIND_EDIT, "\"completed\"");

  gtk_widget_activate_action (show_task (desk, MEASURE), "task.done", NULL);
  wait_for_task (desk, MEASURE, "In Progress");
}

static gboolean
knows_the_groups (gpointer row)
{
  GListModel *groups = adw_combo_row_get_model (row);

  return groups != NULL && g_list_model_get_n_items (groups) == 2;
}

static gboolean
stands_in_group (gpointer data)
{
  Desk *desk = data;
  GtkWidget *section = desk_find_row (desk->window, PM_TYPE_TASK_SECTION_ROW, "Get <i>going</i>");

  return section != NULL && reader_find_label (section, MEASURE) != NULL;
}

static void
test_a_task_moves_to_another_group (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *dialog = edit_task (desk, MEASURE);
  GtkWidget *row = desk_find_row (dialog, ADW_TYPE_COMBO_ROW, "Task Group");

  reader_wait_for (knows_the_groups, row);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  reader_press (dialog, "Save");
  reader_wait_for (stands_in_group, desk);
  desk_assert_sends (desk, PM_OPERATION_KIND_EDIT, "\"poc_task_group_id\":31");
}

static void
test_a_task_keeps_to_the_days_of_its_poc (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work_with_dates);
  GtkWidget *dialog = edit_task (desk, MEASURE);
  GtkWidget *due = desk_find_row (dialog, PM_TYPE_DATE_ROW, "Due Date");

  g_object_set (due, "date", "2026-04-01", NULL);
  reader_press (dialog, "Save");
  reader_wait (dialog, "The POC ends on 03/31/26.");
  g_object_set (due, "date", "2026-02-28", NULL);
  reader_press (dialog, "Save");
  reader_wait (dialog, "The POC does not start before 03/01/26.");
  g_assert_true (desk_nothing_waits (desk));
  g_object_set (due, "date", "2026-03-31", NULL);
  reader_press (dialog, "Save");
  reader_wait_for (desk_has_no_dialog, desk);
  desk_assert_sends (desk, PM_OPERATION_KIND_EDIT, "2026-03-31");
}

static gboolean
has_its_place (gpointer widget)
{
  return gtk_widget_get_width (widget) > 0;
}

/* A click on the pill is for its menu, not for the row beneath. */
static void
test_the_status_can_be_clicked (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *pill = reader_find_label (show_task (desk, INSTALL), "Not Started");
  graphene_rect_t bounds;
  GtkWidget *hit;

  reader_wait_for (has_its_place, pill);
  g_assert_true (gtk_widget_compute_bounds (pill, desk->window, &bounds));
  hit = gtk_widget_pick (desk->window, bounds.origin.x + bounds.size.width / 2,
                         bounds.origin.y + bounds.size.height / 2, GTK_PICK_DEFAULT);
  g_assert_nonnull (gtk_widget_get_ancestor (hit, GTK_TYPE_MENU_BUTTON));
}

static void
test_a_deleted_task_can_be_put_back (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);

  gtk_widget_activate_action (show_task (desk, MEASURE), "task.delete", NULL);
  reader_wait_until_gone (desk->window, MEASURE);
  reader_wait (desk->window, "Undo");
  reader_press (desk->window, "Undo");
  reader_wait (desk->window, MEASURE);
  reader_wait_for (desk_nothing_waits, desk);
}

static void
test_a_customer_completes_and_changes_nothing_else (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_CUSTOMER, add_work);

  gtk_widget_activate_action (show_task (desk, INSTALL), "task.delete", NULL);
  gtk_widget_activate_action (show_task (desk, INSTALL), "task.edit", NULL);
  g_assert_true (desk_nothing_waits (desk));
  g_assert_null (desk_get_dialog (desk));
  gtk_widget_activate_action (show_task (desk, INSTALL), "task.done", NULL);
  wait_for_task (desk, INSTALL, "Completed");
}

/* --- Resources --- */

static gboolean
has_items (gpointer list)
{
  return g_list_model_get_n_items (list) > 0;
}

/* What is asked for later comes later: by then they would be there. */
static void
test_resources_are_not_asked_for_before_they_are_seen (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_resources);
  g_autoptr (PmPoc) poc = pm_workspace_ref_poc (desk->workspace, DESK_POC);
  g_autoptr (GtkWidget) unseen = g_object_ref_sink (
      g_object_new (PM_TYPE_RESOURCES_VIEW, "workspace", desk->workspace, "poc", poc, NULL));
  g_autoptr (PmChildList) later =
      pm_workspace_create_child_list (desk->workspace, PM_TYPE_RESOURCE, DESK_POC);
  guint n_items;

  reader_wait_for (has_items, later);
  g_object_get (unseen, "n-items", &n_items, NULL);
  g_assert_cmpuint (n_items, ==, 0);
}

static GtkWidget *
add_resource (Desk *desk)
{
  desk_show_tab (desk, "resources");
  reader_wait (desk->window, "No Resources Yet");
  reader_press (desk->window, "Add Resource");
  return desk_wait_for_dialog (desk, PM_TYPE_RESOURCE_DIALOG);
}

static void
test_a_link_must_be_one (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *dialog = add_resource (desk);

  reader_wait (dialog, "Address");
  desk_write (dialog, "Title", "The <b>docs</b>");
  desk_write (dialog, "Address", "javascript:alert(1)");
  reader_press (dialog, "Add");
  reader_wait (dialog, "A link starts with https://, http:// or mailto:.");
  g_assert_true (desk_nothing_waits (desk));
  desk_write (dialog, "Address", "https://docs.example/a&b");
  reader_press (dialog, "Add");
  reader_wait_for (desk_has_no_dialog, desk);
  reader_wait (desk->window, "The <b>docs</b>");
  reader_wait (desk->window, "https://docs.example/a&b");
  desk_assert_sends (desk, PM_OPERATION_KIND_CREATE, "https://docs.example/a&b");
}

static void
test_a_text_is_kept_as_it_was_written (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_work);
  GtkWidget *dialog = add_resource (desk);
  GtkWidget *kind;

  reader_wait (dialog, "Address");
  kind = desk_find_row (dialog, ADW_TYPE_COMBO_ROW, "Kind");
  adw_combo_row_set_selected (ADW_COMBO_ROW (kind), PM_RESOURCE_TYPE_TEXT);
  desk_write (dialog, "Title", "Ten questions");
  reader_assert_not (dialog, "Address");
  reader_press (dialog, "Add");
  reader_wait (dialog, "Write something first.");
  g_object_set (reader_find_type (dialog, PM_TYPE_TEXT_AREA), "text", "1. <Why>?\n  2. How & when?",
                NULL);
  reader_press (dialog, "Add");
  reader_wait_for (desk_has_no_dialog, desk);
  reader_wait (desk->window, "1. <Why>?\n  2. How & when?");
  desk_assert_sends (desk, PM_OPERATION_KIND_CREATE, "\"text\"");
}

static void
test_a_deleted_resource_can_be_put_back (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_resources);

  desk_show_tab (desk, "resources");
  reader_wait (desk->window, "nw load --all");
  gtk_widget_activate_action (desk_find_row (desk->window, PM_TYPE_RESOURCE_ROW, "Load"),
                              "resource.delete", NULL);
  reader_wait (desk->window, "No Resources Yet");
  reader_wait (desk->window, "Undo");
  reader_press (desk->window, "Undo");
  reader_wait (desk->window, "nw load --all");
  reader_wait_for (desk_nothing_waits, desk);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();

#define ADD(name, function) g_test_add_func ("/ui/work/" name, function)
  ADD ("tasks-stand-in-their-groups", test_tasks_stand_in_their_groups);
  ADD ("a-task-is-added-by-its-title", test_a_task_is_added_by_its_title);
  ADD ("a-title-that-was-begun-stays-with-its-poc", test_a_title_that_was_begun_stays_with_its_poc);
  ADD ("a-title-that-was-begun-is-taken-along", test_a_title_that_was_begun_is_taken_along);
  ADD ("a-task-that-says-nothing-cannot-be-saved", test_a_task_that_says_nothing_cannot_be_saved);
  ADD ("one-click-completes-and-reopens", test_one_click_completes_and_reopens);
  ADD ("the-status-can-be-clicked", test_the_status_can_be_clicked);
  ADD ("a-deleted-task-can-be-put-back", test_a_deleted_task_can_be_put_back);
  ADD ("a-customer-completes-and-changes-nothing-else",
       test_a_customer_completes_and_changes_nothing_else);
  ADD ("a-task-moves-to-another-group", test_a_task_moves_to_another_group);
  ADD ("a-task-keeps-to-the-days-of-its-poc", test_a_task_keeps_to_the_days_of_its_poc);
  ADD ("resources-are-not-asked-for-before-they-are-seen",
       test_resources_are_not_asked_for_before_they_are_seen);
  ADD ("a-link-must-be-one", test_a_link_must_be_one);
  ADD ("a-text-is-kept-as-it-was-written", test_a_text_is_kept_as_it_was_written);
  ADD ("a-deleted-resource-can-be-put-back", test_a_deleted_resource_can_be_put_back);
#undef ADD
  return g_test_run ();
}
