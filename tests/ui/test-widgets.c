/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "ui/browser/pm-poc-row.h"
#include "ui/common/pm-long-text.h"
#include "ui/common/pm-progress-ring.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-toast.h"
#include "ui/outbox/pm-operation-row.h"
#include "ui/outbox/pm-section-list.h"
#include "ui/signin/pm-sign-in-page.h"

#include "reader.h"

#include <locale.h>

/* The pill */

static void
test_pill_says_words_and_shows_an_icon (void)
{
  GtkWidget *pill = g_object_ref_sink (
      g_object_new (PM_TYPE_STATUS_PILL, "person-status", PM_PERSON_STATUS_FAILED, NULL));

  reader_assert (pill, "Failed");
  g_assert_true (gtk_widget_has_css_class (pill, "error"));

  g_object_set (pill, "person-status", PM_PERSON_STATUS_WAITING, NULL);
  reader_assert (pill, "Waiting to Send");
  reader_assert_not (pill, "Failed");
  g_assert_false (gtk_widget_has_css_class (pill, "error"));
  g_assert_finalize_object (pill);
}

/* The ring */

static void
test_ring_tells_its_value (void)
{
  GtkWidget *ring = g_object_ref_sink (g_object_new (PM_TYPE_PROGRESS_RING, NULL));
  const char *words = "38 % done";

  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (ring), GTK_ACCESSIBLE_ROLE_METER);
  g_object_set (ring, "fraction", 0.375, NULL);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ring), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                       0.375);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (ring), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                       words);
  g_assert_finalize_object (ring);
}

/* The row of a POC */

static PmPoc *
poc_new (const char *title)
{
  PmPoc *poc = pm_poc_new ();

  pm_poc_set_id (poc, 1);
  pm_poc_set_title (poc, title);
  pm_poc_set_customer_company_name (poc, "Globex & Sons");
  pm_poc_set_status (poc, PM_POC_STATUS_COMPLETED);
  pm_poc_set_start_date (poc, "2026-11-01");
  pm_poc_set_end_date (poc, "2026-12-04");
  pm_poc_set_people_count (poc, 4);
  return poc;
}

static void
test_row_shows_texts_as_they_are (void)
{
  g_autoptr (PmPoc) poc = poc_new ("Zero <b>Trust</b> & more");
  GtkWidget *row = g_object_ref_sink (g_object_new (PM_TYPE_POC_ROW, "poc", poc, NULL));

  reader_assert (row, "Zero <b>Trust</b> & more");
  reader_assert (row, "Globex & Sons");
  reader_assert (row, "Completed");
  reader_assert (row, "11/01/26 – 12/04/26");
  reader_assert (row, "4");
  g_assert_finalize_object (row);
}

static void
test_row_follows_its_poc (void)
{
  g_autoptr (PmPoc) poc = poc_new ("Before");
  GtkWidget *row = g_object_ref_sink (g_object_new (PM_TYPE_POC_ROW, "poc", poc, NULL));

  reader_assert_not (row, "2");
  pm_poc_set_title (poc, "After");
  pm_poc_set_open_invitations (poc, 2);
  reader_assert (row, "After");
  reader_assert (row, "2");
  g_assert_finalize_object (row);
}

static void
test_row_follows_no_other_poc_than_its_own (void)
{
  g_autoptr (PmPoc) first = poc_new ("First");
  g_autoptr (PmPoc) second = poc_new ("Second");
  GtkWidget *row = g_object_ref_sink (g_object_new (PM_TYPE_POC_ROW, "poc", first, NULL));

  g_object_set (row, "poc", second, NULL);
  pm_poc_set_title (first, "Another");
  reader_assert (row, "Second");
  reader_assert_not (row, "Another");

  g_object_set (row, "poc", NULL, NULL);
  pm_poc_set_title (second, "Another");
  reader_assert_not (row, "Another");
  g_assert_finalize_object (row);
}

static void
test_row_says_all_that_it_shows (void)
{
  g_autoptr (PmPoc) poc = poc_new ("Title");
  GtkWidget *row = g_object_ref_sink (g_object_new (PM_TYPE_POC_ROW, "poc", poc, NULL));
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_object_get (row, "description", &before, NULL);
  g_assert_cmpstr (before, ==, "Globex & Sons, Completed, 11/01/26 – 12/04/26, 4 people");
  pm_poc_set_open_invitations (poc, 1);
  g_object_get (row, "description", &after, NULL);
  g_assert_cmpstr (after, ==,
                   "Globex & Sons, Completed, 11/01/26 – 12/04/26, 4 people, 1 open invitation");
  g_assert_finalize_object (row);
}

/* The outbox */

static PmOperation *
operation_new (gint64 id, gint64 poc_id, PmOperationState state)
{
  PmOperation *operation = pm_operation_new ();

  pm_operation_set_id (operation, id);
  pm_operation_set_poc_id (operation, poc_id);
  pm_operation_set_email (operation, "maria@globex.example");
  pm_operation_set_full_name (operation, "Maria Lopez");
  pm_operation_set_state (operation, state);
  return operation;
}

static void
test_operation_offers_what_can_be_done (void)
{
  g_autoptr (PmOperation) operation = operation_new (1, 1, PM_OPERATION_STATE_QUEUED);
  GtkWidget *row =
      g_object_ref_sink (g_object_new (PM_TYPE_OPERATION_ROW, "operation", operation, NULL));

  reader_assert (row, "Invite Maria Lopez");
  reader_assert (row, "Send Now");
  reader_assert (row, "Edit");
  reader_assert (row, "Discard");
  reader_assert_not (row, "Retry");

  pm_operation_set_last_problem (operation, "The mailbox <does> not exist.");
  pm_operation_set_state (operation, PM_OPERATION_STATE_NEEDS_ATTENTION);
  reader_assert (row, "The mailbox <does> not exist.");
  reader_assert (row, "Retry");
  reader_assert_not (row, "Send Now");

  pm_operation_set_state (operation, PM_OPERATION_STATE_SENDING);
  reader_assert_not (row, "Discard");
  reader_assert_not (row, "Edit");
  g_assert_finalize_object (row);
}

/* Once, and as people here say it: the words are not the server's, which tell times in UTC. */
static void
test_throttled_operation_says_when_it_is_possible (void)
{
  g_autoptr (PmOperation) operation = operation_new (1, 1, PM_OPERATION_STATE_NEEDS_ATTENTION);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) next = g_date_time_add_days (now, 1);
  g_autofree char *when = g_date_time_format (next, "Too often. Next possible %x, %H:%M.");
  GtkWidget *row;

  pm_operation_set_last_problem (operation, "Too often.");
  pm_operation_set_possible_at (operation, g_date_time_to_unix_usec (next));
  row = g_object_ref_sink (g_object_new (PM_TYPE_OPERATION_ROW, "operation", operation, NULL));
  reader_assert (row, when);
  pm_operation_set_possible_at (operation, g_date_time_to_unix_usec (now));
  reader_assert (row, "Too often. It is possible again now.");
  g_assert_finalize_object (row);
}

static void
test_operation_that_keeps_failing_says_how_often_it_was_tried (void)
{
  g_autoptr (PmOperation) operation = operation_new (1, 1, PM_OPERATION_STATE_QUEUED);
  GtkWidget *row;

  pm_operation_set_last_problem (operation, "It <failed>.");
  pm_operation_set_first_tried_at (operation, 1);
  pm_operation_set_attempts (operation, 1);
  row = g_object_ref_sink (g_object_new (PM_TYPE_OPERATION_ROW, "operation", operation, NULL));
  reader_assert (row, "It <failed>.");
  pm_operation_set_attempts (operation, 12);
  reader_assert (row, "It <failed>. Tried 12 times so far; it goes on by itself.");
  reader_assert_not (row, "Discard");
  g_assert_finalize_object (row);
}

static void
append_operation (GListStore *store, gint64 id, gint64 poc_id)
{
  g_autoptr (PmOperation) operation = operation_new (id, poc_id, PM_OPERATION_STATE_QUEUED);

  g_list_store_append (store, operation);
}

static void
assert_section (PmSectionList *list, guint position, guint expected_start, guint expected_end)
{
  guint start, end;

  gtk_section_model_get_section (GTK_SECTION_MODEL (list), position, &start, &end);
  g_assert_cmpuint (start, ==, expected_start);
  g_assert_cmpuint (end, ==, expected_end);
}

static void
count (guint *counter)
{
  (*counter)++;
}

static void
test_operations_stand_by_poc (void)
{
  g_autoptr (GListStore) store = g_list_store_new (PM_TYPE_OPERATION);
  PmSectionList *list;

  append_operation (store, 1, 7);
  append_operation (store, 2, 7);
  append_operation (store, 3, 9);
  list = g_object_new (PM_TYPE_SECTION_LIST, "model", store, NULL);

  assert_section (list, 0, 0, 2);
  assert_section (list, 1, 0, 2);
  assert_section (list, 2, 2, 3);
  assert_section (list, 3, 3, G_MAXUINT);
  g_assert_finalize_object (list);
}

static void
test_sections_form_when_rows_have_been_read (void)
{
  g_autoptr (GListStore) store = g_list_store_new (PM_TYPE_OPERATION);
  g_autoptr (PmOperation) late = NULL;
  PmSectionList *list;
  guint n_changes = 0;

  append_operation (store, 1, 0);
  append_operation (store, 2, 0);
  list = g_object_new (PM_TYPE_SECTION_LIST, "model", store, NULL);
  assert_section (list, 0, 0, 2);
  while (g_main_context_iteration (NULL, FALSE))
    continue;

  g_signal_connect_swapped (list, "sections-changed", G_CALLBACK (count), &n_changes);
  late = g_list_model_get_item (G_LIST_MODEL (store), 1);
  pm_operation_set_poc_id (late, 9);
  while (n_changes == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_section (list, 0, 0, 1);
  g_assert_finalize_object (list);
}

/* Long texts */

static int
measure_for (GtkWidget *widget, int width)
{
  int height;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static gboolean
is_laid_out (gpointer widget)
{
  return gtk_widget_get_height (widget) > 0;
}

static void
test_a_long_text_unfolds (void)
{
  GtkWidget *window = gtk_window_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = g_object_new (PM_TYPE_LONG_TEXT, "text", "1\n2\n3\n<4>\n5\n6", NULL);
  int folded, whole;

  gtk_box_append (GTK_BOX (box), text);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  reader_wait_for (is_laid_out, text);
  folded = measure_for (text, 300);
  reader_press (text, "Show More");
  reader_wait (text, "Show Less");
  whole = measure_for (text, 300);
  g_assert_cmpint (whole, >, folded);
  reader_press (text, "Show Less");
  g_assert_cmpint (measure_for (text, 300), ==, folded);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_a_short_text_offers_nothing (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *text = g_object_new (PM_TYPE_LONG_TEXT, "text", "1\n2\n3\n4", NULL);

  gtk_window_set_child (GTK_WINDOW (window), text);
  gtk_window_present (GTK_WINDOW (window));
  reader_wait_for (is_laid_out, text);
  reader_assert_not (text, "Show More");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Toasts */

static GtkWidget *
overlay_window_new (GtkWidget **content)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();

  *content = gtk_label_new ("content");
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), *content);
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 300);
  gtk_window_set_child (GTK_WINDOW (window), overlay);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
test_failures_are_said_as_they_are (void)
{
  GtkWidget *content;
  GtkWidget *window = overlay_window_new (&content);

  pm_toast_watch (content, dex_future_new_reject (PM_ERROR, PM_ERROR_REFUSED,
                                                  "Already <b>resent</b> at 14:05."));
  reader_wait (window, "Already <b>resent</b> at 14:05.");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_giving_up_is_no_failure (void)
{
  GtkWidget *content;
  GtkWidget *window = overlay_window_new (&content);

  pm_toast_watch (content, dex_future_new_reject (PM_ERROR, PM_ERROR_CANCELLED, "Cancelled."));
  pm_toast_show (content, "Afterwards");
  reader_wait (window, "Afterwards");
  reader_assert_not (window, "Cancelled.");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What is offered, and what has come of it. */
typedef struct {
  guint n_undone;
  guint n_freed;
} Offered;

static void
undo (gpointer data)
{
  ((Offered *) data)->n_undone++;
}

static void
free_offered (gpointer data)
{
  ((Offered *) data)->n_freed++;
}

static gboolean
is_over (gpointer data)
{
  return ((Offered *) data)->n_freed == 1;
}

static void
test_what_was_done_can_be_undone_once (void)
{
  GtkWidget *content;
  GtkWidget *window = overlay_window_new (&content);
  Offered offered = { 0 };

  pm_toast_offer_undo (content, "Deleted", 600, undo, &offered, free_offered);
  reader_wait (window, "Undo");
  reader_press (window, "Undo");
  reader_wait_until_gone (window, "Deleted");
  g_assert_cmpuint (offered.n_undone, ==, 1);
  g_assert_cmpuint (offered.n_freed, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_what_was_done_cannot_be_undone_for_ever (void)
{
  GtkWidget *content;
  GtkWidget *window = overlay_window_new (&content);
  Offered offered = { 0 };

  pm_toast_offer_undo (content, "Deleted", 1, undo, &offered, free_offered);
  reader_wait (window, "Undo");
  reader_wait_for (is_over, &offered);
  reader_wait_until_gone (window, "Deleted");
  g_assert_cmpuint (offered.n_undone, ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_what_was_done_can_be_undone_from_another_tab (void)
{
  GtkWidget *content, *tabs = gtk_stack_new (), *first = adw_toast_overlay_new ();
  GtkWidget *window = overlay_window_new (&content);
  Offered offered = { 0 };

  gtk_stack_add_named (GTK_STACK (tabs), first, "first");
  gtk_stack_add_named (GTK_STACK (tabs), gtk_label_new ("second"), "second");
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (gtk_window_get_child (GTK_WINDOW (window))),
                               tabs);
  pm_toast_offer_undo (first, "Deleted", 600, undo, &offered, free_offered);
  reader_wait (first, "Undo");
  gtk_stack_set_visible_child_name (GTK_STACK (tabs), "second");
  reader_wait (window, "Undo");
  g_assert_cmpuint (offered.n_freed, ==, 0);
  reader_press (window, "Undo");
  reader_wait_until_gone (window, "Deleted");
  gtk_stack_set_visible_child_name (GTK_STACK (tabs), "first");
  reader_wait_until_gone (window, "Deleted");
  g_assert_cmpuint (offered.n_undone, ==, 1);
  g_assert_cmpuint (offered.n_freed, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Signing in */

static GtkWidget *
sign_in_window_new (PmSignInPage **page)
{
  g_autofree char *folder = g_build_filename (g_get_tmp_dir (), "workspaces", NULL);
  g_autoptr (PmSession) session = pm_session_new (folder);
  GtkWidget *window = gtk_window_new ();

  *page = g_object_new (PM_TYPE_SIGN_IN_PAGE, "session", session, NULL);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (*page));
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
test_an_empty_form_says_what_is_missing (void)
{
  PmSignInPage *page;
  GtkWidget *window = sign_in_window_new (&page);

  reader_press (window, "Sign In");
  reader_assert (window, "Enter the address of your server.");
  pm_sign_in_page_prefill (page, "https://poc.example", "", "");
  reader_assert_not (window, "Enter the address of your server.");
  reader_press (window, "Sign In");
  reader_assert (window, "Enter the email address you sign in with.");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_a_refused_address_says_why (void)
{
  PmSignInPage *page;
  GtkWidget *window = sign_in_window_new (&page);
  g_autofree char *problem = NULL;

  pm_sign_in_page_prefill (page, "http://poc.example", "sam@poc.example", "secret");
  reader_press (window, "Sign In");
  while (problem == NULL) {
    g_main_context_iteration (NULL, TRUE);
    g_object_get (page, "problem", &problem, NULL);
  }
  reader_assert (window, problem);
  g_assert_true (gtk_widget_get_sensitive (reader_find_button (window, "Sign In")));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();

  g_test_add_func ("/ui/pill/says-words-and-shows-an-icon", test_pill_says_words_and_shows_an_icon);
  g_test_add_func ("/ui/ring/tells-its-value", test_ring_tells_its_value);
  g_test_add_func ("/ui/poc-row/shows-texts-as-they-are", test_row_shows_texts_as_they_are);
  g_test_add_func ("/ui/poc-row/follows-its-poc", test_row_follows_its_poc);
  g_test_add_func ("/ui/poc-row/follows-no-other-poc-than-its-own",
                   test_row_follows_no_other_poc_than_its_own);
  g_test_add_func ("/ui/poc-row/says-all-that-it-shows", test_row_says_all_that_it_shows);
  g_test_add_func ("/ui/outbox/offers-what-can-be-done", test_operation_offers_what_can_be_done);
  g_test_add_func ("/ui/outbox/throttled-operation-says-when-it-is-possible",
                   test_throttled_operation_says_when_it_is_possible);
  g_test_add_func ("/ui/outbox/operation-that-keeps-failing-says-how-often-it-was-tried",
                   test_operation_that_keeps_failing_says_how_often_it_was_tried);
  g_test_add_func ("/ui/outbox/operations-stand-by-poc", test_operations_stand_by_poc);
  g_test_add_func ("/ui/outbox/sections-form-when-rows-have-been-read",
                   test_sections_form_when_rows_have_been_read);
  g_test_add_func ("/ui/long-text/a-long-text-unfolds", test_a_long_text_unfolds);
  g_test_add_func ("/ui/long-text/a-short-text-offers-nothing", test_a_short_text_offers_nothing);
  g_test_add_func ("/ui/toast/failures-are-said-as-they-are", test_failures_are_said_as_they_are);
  g_test_add_func ("/ui/toast/giving-up-is-no-failure", test_giving_up_is_no_failure);
  g_test_add_func ("/ui/toast/what-was-done-can-be-undone-once",
                   test_what_was_done_can_be_undone_once);
  g_test_add_func ("/ui/toast/what-was-done-cannot-be-undone-for-ever",
                   test_what_was_done_cannot_be_undone_for_ever);
  g_test_add_func ("/ui/toast/what-was-done-can-be-undone-from-another-tab",
                   test_what_was_done_can_be_undone_from_another_tab);
  g_test_add_func ("/ui/sign-in/an-empty-form-says-what-is-missing",
                   test_an_empty_form_says_what_is_missing);
  g_test_add_func ("/ui/sign-in/a-refused-address-says-why", test_a_refused_address_says_why);
  return g_test_run ();
}
