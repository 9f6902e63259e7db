/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include "domain/pm-criterion.h"
#include "ui/poc/pm-criterion-dialog.h"
#include "ui/poc/pm-criterion-row.h"
#include "ui/poc/pm-poc-dialog.h"
#include "ui/poc/pm-poc-view.h"

#include <locale.h>

#define FAST "Load within <b>an hour</b>"

static void
add_criteria (PmCache *cache, PmPage *page)
{
  PmCriterion *criterion = pm_criterion_new ();

  pm_criterion_set_id (criterion, 61);
  pm_criterion_set_poc_id (criterion, DESK_POC);
  pm_criterion_set_title (criterion, FAST);
  pm_criterion_set_target_value (criterion, "60 minutes");
  fixture_add (page, criterion);
}

/* --- The page --- */

/* It is what takes longest to make of all that the window has. */
static void
test_what_a_poc_needs_is_made_when_one_is_opened (void)
{
  GtkWidget *page = g_object_ref_sink (GTK_WIDGET (pm_poc_page_new ()));
  g_autoptr (PmPoc) poc = fixture_poc (DESK_POC, DESK_TITLE, "Globex");

  reader_assert (page, "No POC Selected");
  g_assert_null (reader_find_type (page, PM_TYPE_POC_VIEW));
  g_object_set (page, "poc", poc, NULL);
  g_assert_nonnull (reader_find_type (page, PM_TYPE_POC_VIEW));
  reader_assert (page, DESK_TITLE);
  g_object_set (page, "poc", NULL, NULL);
  reader_assert (page, "No POC Selected");
  reader_assert_not (page, DESK_TITLE);
  g_assert_finalize_object (page);
}

/* --- The POC itself --- */

static void
test_a_poc_needs_a_title_and_a_company (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *dialog;

  pm_poc_dialog_present_new (GTK_WIDGET (desk->page), desk->workspace);
  dialog = desk_wait_for_dialog (desk, PM_TYPE_POC_DIALOG);
  reader_wait (dialog, "Create");
  reader_press (dialog, "Create");
  reader_wait (dialog, "Title is missing.");
  desk_write (dialog, "Title", "Phoenix");
  reader_press (dialog, "Create");
  reader_wait (dialog, "Customer’s Company is missing.");
  g_assert_true (desk_nothing_waits (desk));
  desk_write (dialog, "Customer’s Company", "Initech");
  reader_press (dialog, "Create");
  reader_wait_for (desk_has_no_dialog, desk);
  desk_assert_sends (desk, PM_OPERATION_KIND_CREATE, "Phoenix");
}

static void
test_a_poc_goes_to_the_archive_and_back (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);

  gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.archive", NULL);
  reader_wait (desk->window, "POC archived");
  reader_wait (desk->window, "Archived");
  reader_wait (desk->window, "Undo");
  reader_press (desk->window, "Undo");
  reader_wait_until_gone (desk->window, "Archived");
  reader_wait_for (desk_nothing_waits, desk);
}

static void
test_a_customer_is_not_offered_the_poc_itself (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_CUSTOMER, NULL);

  gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.archive", NULL);
  gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.edit", NULL);
  g_assert_null (desk_get_dialog (desk));
  g_assert_true (desk_nothing_waits (desk));
}

static gboolean
begins_with_its_title (gpointer data)
{
  Desk *desk = data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (desk->window));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, ADW_TYPE_ENTRY_ROW) : NULL;

  return row != NULL && row == reader_find_field (GTK_WIDGET (desk_get_dialog (desk)), "Title");
}

static void
assert_begins_with_its_title (AdwDialogPresentationMode mode)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);

  pm_poc_dialog_present_new (GTK_WIDGET (desk->page), desk->workspace);
  adw_dialog_set_presentation_mode (desk_get_dialog (desk), mode);
  desk_wait_for_dialog (desk, PM_TYPE_POC_DIALOG);
  reader_wait_for (begins_with_its_title, desk);
  desk_close_dialog (desk);
}

/* As in a wide window, and as in a narrow one. */
static void
test_a_dialog_begins_with_its_title (void)
{
  assert_begins_with_its_title (ADW_DIALOG_FLOATING);
  assert_begins_with_its_title (ADW_DIALOG_BOTTOM_SHEET);
}

static gboolean
asks_before_it_closes (gpointer data)
{
  return ADW_IS_ALERT_DIALOG (desk_get_dialog (data));
}

static void
test_what_was_typed_is_not_lost_without_asking (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.edit", NULL);
  dialog = desk_wait_for_dialog (desk, PM_TYPE_POC_DIALOG);
  reader_wait (dialog, "Save");
  desk_assert_field (dialog, "Title", DESK_TITLE);
  desk_write (dialog, "Title", "Something else");
  adw_dialog_close (ADW_DIALOG (dialog));
  reader_wait_for (asks_before_it_closes, desk);
  g_signal_emit_by_name (desk_get_dialog (desk), "response::discard", "discard");
  adw_dialog_force_close (desk_get_dialog (desk));
  g_assert_true (desk_nothing_waits (desk));
}

/* --- Success criteria --- */

static void
test_a_criterion_is_agreed_on (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *dialog;

  reader_wait (desk->window, "No success criteria have been agreed on yet.");
  reader_press (desk->window, "Add Criterion");
  dialog = desk_wait_for_dialog (desk, PM_TYPE_CRITERION_DIALOG);
  reader_wait (dialog, "Add");
  reader_press (dialog, "Add");
  reader_wait (dialog, "Title is missing.");
  desk_write (dialog, "Title", FAST);
  desk_write (dialog, "Target", "60 minutes");
  reader_press (dialog, "Add");
  reader_wait_for (desk_has_no_dialog, desk);
  reader_wait (desk->window, FAST);
  reader_wait (desk->window, "Target 60 minutes");
  desk_assert_sends (desk, PM_OPERATION_KIND_CREATE, "60 minutes");
}

static GtkWidget *
find_criterion (Desk *desk)
{
  reader_wait (desk->window, FAST);
  return desk_find_row (desk->window, PM_TYPE_CRITERION_ROW, FAST);
}

static void
test_one_click_says_that_a_criterion_is_met (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_criteria);
  GtkWidget *row = find_criterion (desk);

  reader_assert (row, "Not Met Yet");
  gtk_widget_activate_action (row, "criterion.met", NULL);
  reader_wait (row, "Met");
  desk_assert_sends (desk, PM_OPERATION_KIND_EDIT, "\"is_met\":true");
}

static void
test_a_deleted_criterion_can_be_put_back (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_criteria);

  gtk_widget_activate_action (find_criterion (desk), "criterion.delete", NULL);
  reader_wait (desk->window, "No success criteria have been agreed on yet.");
  reader_wait (desk->window, "Undo");
  reader_press (desk->window, "Undo");
  find_criterion (desk);
  reader_wait_for (desk_nothing_waits, desk);
}

static void
test_a_customer_reads_criteria_and_changes_none (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_CUSTOMER, add_criteria);
  GtkWidget *row = find_criterion (desk);

  g_assert_null (reader_find_button (desk->window, "Add Criterion"));
  reader_assert_not (desk->window, "Invitations");
  gtk_widget_activate_action (row, "criterion.delete", NULL);
  gtk_widget_activate_action (row, "criterion.edit", NULL);
  g_assert_null (desk_get_dialog (desk));
  g_assert_true (desk_nothing_waits (desk));
}

/* As the server has said while one was at work. */
static void
become (Desk *desk, PmRole role)
{
  g_signal_emit_by_name (desk->workspace->syncer, "role-changed", role);
}

static gboolean
remembers_a_customer (gpointer desk)
{
  g_autofree char *path = g_build_filename (((Desk *) desk)->folder, "workspace.ini", NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, "Role=customer") != NULL;
}

static void
test_whose_role_changes_is_offered_what_they_may_do_by_then (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_CUSTOMER, add_criteria);

  reader_assert_not (desk->window, "Invitations");
  become (desk, PM_ROLE_SALES_ENGINEER);
  reader_wait (desk->window, "Invitations");
  become (desk, PM_ROLE_CUSTOMER);
  reader_wait_until_gone (desk->window, "Invitations");
  reader_wait_for (remembers_a_customer, desk);
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();

#define ADD(name, function) g_test_add_func ("/ui/poc/" name, function)
  ADD ("what-a-poc-needs-is-made-when-one-is-opened",
       test_what_a_poc_needs_is_made_when_one_is_opened);
  ADD ("a-poc-needs-a-title-and-a-company", test_a_poc_needs_a_title_and_a_company);
  ADD ("a-poc-goes-to-the-archive-and-back", test_a_poc_goes_to_the_archive_and_back);
  ADD ("a-customer-is-not-offered-the-poc-itself", test_a_customer_is_not_offered_the_poc_itself);
  ADD ("a-dialog-begins-with-its-title", test_a_dialog_begins_with_its_title);
  ADD ("what-was-typed-is-not-lost-without-asking", test_what_was_typed_is_not_lost_without_asking);
  ADD ("a-criterion-is-agreed-on", test_a_criterion_is_agreed_on);
  ADD ("one-click-says-that-a-criterion-is-met", test_one_click_says_that_a_criterion_is_met);
  ADD ("a-deleted-criterion-can-be-put-back", test_a_deleted_criterion_can_be_put_back);
  ADD ("a-customer-reads-criteria-and-changes-none",
       test_a_customer_reads_criteria_and_changes_none);
  ADD ("whose-role-changes-is-offered-what-they-may-do-by-then",
       test_whose_role_changes_is_offered_what_they_may_do_by_then);
#undef ADD
  return g_test_run ();
}
