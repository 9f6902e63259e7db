/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include "domain/pm-comment.h"
#include "ui/common/pm-text-area.h"
#include "ui/work/pm-comment-composer.h"
#include "ui/work/pm-comment-row.h"
#include "ui/work/pm-comments-view.h"

#include <locale.h>

#define OTHER_POC 2

static void
add_comment (PmPage *page, gint64 id, gint64 user_id, const char *text, gboolean is_internal)
{
  PmComment *comment = pm_comment_new ();

  pm_comment_set_id (comment, id);
  pm_comment_set_poc_id (comment, DESK_POC);
  pm_comment_set_user_id (comment, user_id);
  pm_comment_set_subject (comment, "");
  pm_comment_set_content (comment, text);
  pm_comment_set_is_internal (comment, is_internal);
  pm_comment_set_created_at (comment, id * G_TIME_SPAN_HOUR);
  fixture_add (page, comment);
}

static void
add_talk (PmCache *cache, PmPage *page)
{
  add_comment (page, 41, 1, "Mine & <b>public</b>", FALSE);
  add_comment (page, 42, 2, "Theirs, internal", TRUE);
  fixture_add (page, fixture_poc (OTHER_POC, "Another one", "Initech"));
}

/* --- Acting and looking --- */

static void
write_text (GtkWidget *area, const char *text)
{
  g_object_set (area, "text", text, NULL);
}

static void
assert_text (GtkWidget *area, const char *text)
{
  g_autofree char *present = pm_text_area_dup_text (PM_TEXT_AREA (area));

  g_assert_cmpstr (present, ==, text);
}

typedef struct {
  GtkWidget *area;
  const char *text;
  Desk *desk;
} Writing;

static gboolean
is_written (gpointer data)
{
  Writing *writing = data;
  g_autofree char *present = pm_text_area_dup_text (PM_TEXT_AREA (writing->area));

  return g_str_equal (present, writing->text);
}

static void
wait_for_text (GtkWidget *area, const char *text)
{
  Writing writing = { area, text, NULL };

  reader_wait_for (is_written, &writing);
}

static GtkWidget *
find_text_area (GtkWidget *within)
{
  return reader_find_type (within, PM_TYPE_TEXT_AREA);
}

static GtkWidget *
show_composer (Desk *desk)
{
  desk_show_tab (desk, "comments");
  reader_wait (desk->window, "Nobody Has Said Anything Yet");
  return reader_find_type (desk->window, PM_TYPE_COMMENT_COMPOSER);
}

static void
post (GtkWidget *composer, const char *text, gboolean internal)
{
  g_object_set (composer, "internal", internal, NULL);
  write_text (find_text_area (composer), text);
  gtk_widget_activate_action (composer, "comment.post", NULL);
}

/* --- The tests --- */

static void
test_who_reads_a_comment_is_plain_before_it_is_posted (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *composer = show_composer (desk);

  reader_assert (composer, "Post Internally");
  reader_assert (composer, "Only your colleagues can read it.");
  g_assert_true (gtk_widget_has_css_class (composer, "internal"));
  g_object_set (composer, "internal", FALSE, NULL);
  reader_assert (composer, "Post to Customer");
  reader_assert (composer, "The customer can read it, and everybody in this POC.");
  g_assert_false (gtk_widget_has_css_class (composer, "internal"));
}

static void
test_a_comment_goes_to_whom_it_was_meant_for (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *composer = show_composer (desk);

  post (composer, "Between us & <b>only</b> us", TRUE);
  reader_wait (desk->window, "Comment posted internally");
  reader_wait (desk->window, "Between us & <b>only</b> us");
  desk_assert_sends (desk, PM_OPERATION_KIND_CREATE, "\"is_internal\":true");
  assert_text (find_text_area (composer), "");
}

static void
test_nothing_is_not_posted (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);

  post (show_composer (desk), " \n ", FALSE);
  reader_wait (desk->window, "Write something first.");
  g_assert_true (desk_nothing_waits (desk));
}

static void
test_a_comment_that_is_taken_back_is_there_to_be_written_anew (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *composer = show_composer (desk);

  post (composer, "Too early", FALSE);
  reader_wait (desk->window, "Comment posted to the customer");
  reader_wait (desk->window, "Undo");
  reader_press (desk->window, "Undo");
  reader_wait_for (desk_nothing_waits, desk);
  reader_wait (desk->window, "Nobody Has Said Anything Yet");
  wait_for_text (find_text_area (composer), "Too early");
  reader_assert (composer, "Post to Customer");
}

static void
test_a_comment_can_be_taken_back_from_another_tab (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *composer = show_composer (desk);

  post (composer, "Too early", FALSE);
  reader_wait (desk->window, "Comment posted to the customer");
  desk_show_tab (desk, "tasks");
  reader_wait (desk->window, "Comment posted to the customer");
  reader_press (desk->window, "Undo");
  reader_wait_for (desk_nothing_waits, desk);
  desk_show_tab (desk, "comments");
  wait_for_text (find_text_area (composer), "Too early");
}

static void
show_poc (Desk *desk, gint64 id)
{
  g_autoptr (PmPoc) poc = pm_workspace_ref_poc (desk->workspace, id);

  g_object_set (desk->page, "poc", poc, NULL);
}

static void
test_what_is_being_written_stays_with_its_poc (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_talk);
  GtkWidget *composer;

  desk_show_tab (desk, "comments");
  reader_wait (desk->window, "Theirs, internal");
  composer = reader_find_type (desk->window, PM_TYPE_COMMENT_COMPOSER);
  g_object_set (composer, "internal", FALSE, NULL);
  write_text (find_text_area (composer), "Half a sentence");
  show_poc (desk, OTHER_POC);
  reader_wait (desk->window, "Nobody Has Said Anything Yet");
  assert_text (find_text_area (composer), "");
  reader_assert (composer, "Post Internally");
  show_poc (desk, DESK_POC);
  wait_for_text (find_text_area (composer), "Half a sentence");
  reader_assert (composer, "Post to Customer");
}

static gboolean
is_kept (gpointer data)
{
  Writing *writing = data;
  g_autoptr (PmComment) comment =
      desk_await_object (pm_workspace_find_comment_draft (writing->desk->workspace, DESK_POC));

  return g_strcmp0 (comment != NULL ? pm_comment_get_content (comment) : NULL, writing->text) == 0;
}

static void
wait_until_kept (Desk *desk, const char *text)
{
  Writing writing = { NULL, text, desk };

  reader_wait_for (is_kept, &writing);
}

static void
test_what_is_being_written_is_kept_until_it_is_posted (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *composer = show_composer (desk), *area = find_text_area (composer);

  write_text (area, "Half a sentence");
  wait_until_kept (desk, "Half a sentence");
  write_text (area, "Half a sentence, and the rest");
  desk_show_tab (desk, "tasks");
  wait_until_kept (desk, "Half a sentence, and the rest");
  desk_show_tab (desk, "comments");
  post (composer, "A whole sentence", TRUE);
  reader_wait (desk->window, "Comment posted internally");
  wait_until_kept (desk, NULL);
}

static void
test_what_was_written_before_is_gone_on_with (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  g_autoptr (PmComment) comment = pm_comment_new ();
  GtkWidget *composer;

  pm_comment_set_poc_id (comment, DESK_POC);
  pm_comment_set_content (comment, "Dear customer, <");
  desk_await (pm_workspace_save_comment_draft (desk->workspace, comment));
  composer = show_composer (desk);
  wait_for_text (find_text_area (composer), "Dear customer, <");
  reader_assert (composer, "Post to Customer");
}

static gboolean
has_news (gpointer page)
{
  g_autoptr (GObject) unread = NULL;
  guint n_unread;

  g_object_get (page, "unread", &unread, NULL);
  g_object_get (unread, "n-unread", &n_unread, NULL);
  return n_unread == 1;
}

static gboolean
has_no_news (gpointer page)
{
  return !has_news (page);
}

static gboolean
is_marked (gpointer desk)
{
  GtkWidget *row = desk_find_row (((Desk *) desk)->window, PM_TYPE_COMMENT_ROW, "Theirs, internal");

  return row != NULL && reader_find_label (row, "New") != NULL;
}

static gboolean
is_not_marked (gpointer desk)
{
  return !is_marked (desk);
}

static void
test_what_others_say_is_new_until_one_has_looked (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_talk);

  reader_wait_for (has_news, desk->page);
  desk_show_tab (desk, "comments");
  reader_wait_for (is_marked, desk);
  g_assert_true (has_no_news (desk->page));
  reader_assert_not (desk_find_row (desk->window, PM_TYPE_COMMENT_ROW, "Mine & <b>public</b>"),
                     "New");
  desk_show_tab (desk, "tasks");
  g_assert_true (has_no_news (desk->page));
  show_poc (desk, OTHER_POC);
  show_poc (desk, DESK_POC);
  desk_show_tab (desk, "comments");
  reader_wait (desk->window, "Theirs, internal");
  reader_wait_for (is_not_marked, desk);
}

static void
add_answered_talk (PmCache *cache, PmPage *page)
{
  add_talk (cache, page);
  add_comment (page, 43, 1, "An answer", TRUE);
}

static void
test_who_has_answered_has_read (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_answered_talk);

  desk_show_tab (desk, "comments");
  reader_wait (desk->window, "Theirs, internal");
  reader_wait (desk->window, "An answer");
  reader_wait_for (is_not_marked, desk);
  g_assert_true (has_no_news (desk->page));
}

static void
test_an_internal_comment_looks_different_and_says_so (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_talk);
  GtkWidget *mine, *theirs;

  desk_show_tab (desk, "comments");
  reader_wait (desk->window, "Theirs, internal");
  mine = desk_find_row (desk->window, PM_TYPE_COMMENT_ROW, "Mine & <b>public</b>");
  theirs = desk_find_row (desk->window, PM_TYPE_COMMENT_ROW, "Theirs, internal");
  reader_assert (mine, "Customer Sees This");
  reader_assert (theirs, "Internal");
  g_assert_false (gtk_widget_has_css_class (mine, "internal"));
  g_assert_true (gtk_widget_has_css_class (theirs, "internal"));
}

static void
test_only_ones_own_comments_are_deleted (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_talk);

  desk_show_tab (desk, "comments");
  reader_wait (desk->window, "Theirs, internal");
  gtk_widget_activate_action (desk_find_row (desk->window, PM_TYPE_COMMENT_ROW, "Theirs, internal"),
                              "comment.delete", NULL);
  gtk_widget_activate_action (
      desk_find_row (desk->window, PM_TYPE_COMMENT_ROW, "Mine & <b>public</b>"), "comment.delete",
      NULL);
  reader_wait_until_gone (desk->window, "Mine & <b>public</b>");
  reader_assert (desk->window, "Theirs, internal");
  reader_wait (desk->window, "Undo");
  reader_press (desk->window, "Undo");
  reader_wait (desk->window, "Mine & <b>public</b>");
  reader_wait_for (desk_nothing_waits, desk);
}

/* The keyboard does not go back to where it was. */
static void
look_away_and_back (Desk *desk)
{
  gtk_window_set_focus (GTK_WINDOW (desk->window), NULL);
  desk_show_tab (desk, "tasks");
  desk_show_tab (desk, "comments");
}

static gboolean
has_its_size (gpointer widget)
{
  return gtk_widget_get_width (widget) > 0;
}

static gboolean
is_narrow (gpointer composer)
{
  gboolean narrow;

  g_object_get (composer, "narrow", &narrow, NULL);
  return narrow && gtk_widget_get_mapped (composer);
}

static void
make_narrow (Desk *desk, GtkWidget *composer)
{
  reader_wait_for (has_its_size, composer);
  look_away_and_back (desk);
  gtk_window_set_default_size (GTK_WINDOW (desk->window), 360, 640);
  reader_wait_for (is_narrow, composer);
  reader_assert_not (composer, "Post Internally");
}

static void
test_in_a_narrow_window_there_is_but_a_field_until_it_is_used (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, NULL);
  GtkWidget *composer = show_composer (desk), *area = find_text_area (composer);

  make_narrow (desk, composer);
  gtk_widget_grab_focus (area);
  reader_assert (composer, "Post Internally");
  reader_assert (composer, "To the Customer");
  look_away_and_back (desk);
  reader_assert_not (composer, "Post Internally");
  write_text (area, "Half a sentence");
  look_away_and_back (desk);
  reader_assert (composer, "Post Internally");
}

static void
add_much_talk (PmCache *cache, PmPage *page)
{
  add_talk (cache, page);
  for (gint64 id = 43; id < 60; id++)
    add_comment (page, id, 2, "Blah", FALSE);
}

static gboolean
is_at_end (gpointer heights)
{
  double end = gtk_adjustment_get_upper (heights) - gtk_adjustment_get_page_size (heights);

  return end > 0 && gtk_adjustment_get_value (heights) >= end - 1;
}

static void
test_in_a_narrow_window_who_goes_back_to_what_was_said_sees_more_of_it (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_SALES_ENGINEER, add_much_talk);
  GtkAdjustment *heights;
  GtkWidget *view, *composer;

  desk_show_tab (desk, "comments");
  reader_wait (desk->window, "Theirs, internal");
  view = reader_find_type (desk->window, PM_TYPE_COMMENTS_VIEW);
  composer = reader_find_type (view, PM_TYPE_COMMENT_COMPOSER);
  heights = gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (reader_find_type (view, GTK_TYPE_SCROLLED_WINDOW)));
  make_narrow (desk, composer);
  gtk_widget_grab_focus (find_text_area (composer));
  reader_wait_for (is_at_end, heights);
  reader_assert (composer, "Post Internally");
  gtk_adjustment_set_value (heights, 0);
  reader_assert_not (composer, "Post Internally");
}

static void
test_a_customer_has_no_choice_to_make (void)
{
  g_autoptr (Desk) desk = desk_new (PM_ROLE_CUSTOMER, NULL);
  GtkWidget *composer = show_composer (desk);

  reader_assert (composer, "Post");
  reader_assert_not (composer, "Internal");
  reader_assert (composer, "Everybody in this POC can read it.");
  post (composer, "Hello", TRUE);
  reader_wait (desk->window, "Comment posted");
  desk_assert_sends (desk, PM_OPERATION_KIND_CREATE, "\"is_internal\":false");
}

static void
test_a_server_without_comments_on_pocs_is_explained (void)
{
  g_autoptr (Desk) desk = desk_new_at_plain_server (NULL);

  post (show_composer (desk), "Hello", FALSE);
  reader_assert (desk->window, pm_workspace_explain_missing (PM_CAPABILITY_POC_COMMENTS));
  g_assert_true (desk_nothing_waits (desk));
  assert_text (find_text_area (show_composer (desk)), "Hello");
}

int
main (int argc, char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  dex_init ();

#define ADD(name, function) g_test_add_func ("/ui/comments/" name, function)
  ADD ("who-reads-a-comment-is-plain-before-it-is-posted",
       test_who_reads_a_comment_is_plain_before_it_is_posted);
  ADD ("a-comment-goes-to-whom-it-was-meant-for", test_a_comment_goes_to_whom_it_was_meant_for);
  ADD ("nothing-is-not-posted", test_nothing_is_not_posted);
  ADD ("a-comment-that-is-taken-back-is-there-to-be-written-anew",
       test_a_comment_that_is_taken_back_is_there_to_be_written_anew);
  ADD ("a-comment-can-be-taken-back-from-another-tab",
       test_a_comment_can_be_taken_back_from_another_tab);
  ADD ("what-is-being-written-stays-with-its-poc", test_what_is_being_written_stays_with_its_poc);
  ADD ("what-is-being-written-is-kept-until-it-is-posted",
       test_what_is_being_written_is_kept_until_it_is_posted);
  ADD ("what-was-written-before-is-gone-on-with", test_what_was_written_before_is_gone_on_with);
  ADD ("an-internal-comment-looks-different-and-says-so",
       test_an_internal_comment_looks_different_and_says_so);
  ADD ("what-others-say-is-new-until-one-has-looked",
       test_what_others_say_is_new_until_one_has_looked);
  ADD ("who-has-answered-has-read", test_who_has_answered_has_read);
  ADD ("only-ones-own-comments-are-deleted", test_only_ones_own_comments_are_deleted);
  ADD ("in-a-narrow-window-there-is-but-a-field-until-it-is-used",
       test_in_a_narrow_window_there_is_but_a_field_until_it_is_used);
  ADD ("in-a-narrow-window-who-goes-back-to-what-was-said-sees-more-of-it",
       test_in_a_narrow_window_who_goes_back_to_what_was_said_sees_more_of_it);
  ADD ("a-customer-has-no-choice-to-make", test_a_customer_has_no_choice_to_make);
  ADD ("a-server-without-comments-on-pocs-is-explained",
       test_a_server_without_comments_on_pocs_is_explained);
#undef ADD
  return g_test_run ();
}
