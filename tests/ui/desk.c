/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk.h"

#include "ui/common/pm-toast.h"

typedef struct {
  Desk *desk;
  PmRole role;
  gboolean plain;
  DeskFill fill;
} Opening;

static PmAccount *
account_new (PmRole role, gboolean plain)
{
  PmAccount *account = pm_account_new ();

  g_set_str (&account->full_name, "Sam Rivera");
  g_set_str (&account->organization, "Northwind");
  account->role = role;
  account->plain = plain;
  account->user_id = 1;
  account->tenant_id = 1;
  account->invitation_days = 7;
  return account;
}

static DexFuture *
open_fiber (gpointer data)
{
  Opening *opening = data;
  Desk *desk = opening->desk;
  g_autoptr (PmRemote) remote = pm_remote_new ("http://127.0.0.1:9", NULL);
  g_autoptr (GError) error = NULL;
  PmCache *cache;
  PmPage *page;

  desk->workspace = dex_await_object (
      pm_workspace_open (desk->folder, account_new (opening->role, opening->plain), remote),
      &error);
  g_assert_no_error (error);
  cache = pm_workspace_get_cache (desk->workspace);
  page = fixture_page (cache, "1", 1);
  fixture_add (page, fixture_poc (DESK_POC, DESK_TITLE, "Globex"));
  if (opening->fill != NULL)
    opening->fill (cache, page);
  fixture_apply (cache, page);
  return NULL;
}

static void
open_window (Desk *desk)
{
  GtkWidget *overlay = adw_toast_overlay_new (), *view = adw_navigation_view_new ();

  desk->window = g_object_new (ADW_TYPE_APPLICATION_WINDOW, "default-width", 1100, "default-height",
                               800, NULL);
  desk->page = pm_poc_page_new ();
  adw_navigation_view_add (ADW_NAVIGATION_VIEW (view), ADW_NAVIGATION_PAGE (desk->page));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), view);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (desk->window), overlay);
  pm_toast_set_overlay (desk->window, ADW_TOAST_OVERLAY (overlay));
  gtk_window_present (GTK_WINDOW (desk->window));
}

static Desk *
set_up (PmRole role, gboolean plain, DeskFill fill)
{
  Desk *desk = g_new0 (Desk, 1);
  Opening opening = { desk, role, plain, fill };
  g_autoptr (DexFuture) opened = NULL;
  g_autoptr (PmPoc) poc = NULL;

  desk->folder = fixture_make_folder ();
  opened = dex_scheduler_spawn (NULL, 0, open_fiber, &opening, NULL);
  pm_test_await (opened);
  open_window (desk);

  poc = pm_workspace_ref_poc (desk->workspace, DESK_POC);
  g_object_set (desk->page, "workspace", desk->workspace, "poc", poc, NULL);
  reader_wait (desk->window, DESK_TITLE);
  return desk;
}

Desk *
desk_new (PmRole role, DeskFill fill)
{
  return set_up (role, FALSE, fill);
}

Desk *
desk_new_at_plain_server (DeskFill fill)
{
  return set_up (PM_ROLE_SALES_ENGINEER, TRUE, fill);
}

void
desk_free (Desk *desk)
{
  g_autoptr (DexFuture) closed = NULL;

  gtk_window_destroy (GTK_WINDOW (desk->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  closed = pm_workspace_close (desk->workspace);
  pm_test_await (closed);
  g_object_unref (desk->workspace);
  fixture_remove_folder (desk->folder);
  g_free (desk);
}

void
desk_show_tab (Desk *desk, const char *tab)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (desk->page), "poc.tab", "s", tab));
}

AdwDialog *
desk_get_dialog (Desk *desk)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (desk->window));
}

typedef struct {
  Desk *desk;
  GType type;
} Sight;

static gboolean
shows_dialog (gpointer data)
{
  Sight *sight = data;
  AdwDialog *dialog = desk_get_dialog (sight->desk);

  return dialog != NULL && g_type_is_a (G_OBJECT_TYPE (dialog), sight->type) &&
         gtk_widget_get_mapped (GTK_WIDGET (dialog));
}

GtkWidget *
desk_wait_for_dialog (Desk *desk, GType type)
{
  Sight sight = { desk, type };

  reader_wait_for (shows_dialog, &sight);
  return GTK_WIDGET (desk_get_dialog (desk));
}

gboolean
desk_has_no_dialog (gpointer desk)
{
  return desk_get_dialog (desk) == NULL;
}

void
desk_close_dialog (Desk *desk)
{
  adw_dialog_close (desk_get_dialog (desk));
  reader_wait_for (desk_has_no_dialog, desk);
}

void
desk_write (GtkWidget *within, const char *field, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (reader_find_field (within, field)), text);
}

void
desk_assert_field (GtkWidget *within, const char *field, const char *text)
{
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (reader_find_field (within, field))), ==,
                   text);
}

/* The row of a type that says the words, or NULL. */
GtkWidget *
desk_find_row (GtkWidget *widget, GType type, const char *words)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && reader_find_label (widget, words) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = desk_find_row (child, type, words);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* The first of a kind in the outbox, or NULL. */
PmOperation *
desk_find_operation (Desk *desk, PmOperationKind kind)
{
  g_autoptr (DexFuture) listed =
      pm_cache_list_operations (pm_workspace_get_cache (desk->workspace));
  GPtrArray *operations;

  pm_test_await (listed);
  operations = g_value_get_boxed (dex_future_get_value (listed, NULL));
  for (guint i = 0; i < operations->len; i++)
    if (pm_operation_get_kind (g_ptr_array_index (operations, i)) == (int) kind)
      return g_object_ref (g_ptr_array_index (operations, i));
  return NULL;
}

/* What is sent of the first of a kind says the words. */
void
desk_assert_sends (Desk *desk, PmOperationKind kind, const char *words)
{
  g_autoptr (PmOperation) operation = desk_find_operation (desk, kind);

  g_assert_nonnull (operation);
  g_assert_nonnull (strstr (pm_operation_get_payload (operation), words));
}

gboolean
desk_nothing_waits (gpointer data)
{
  Desk *desk = data;
  guint n_unsent;

  g_object_get (desk->workspace, "n-unsent", &n_unsent, NULL);
  return n_unsent == 0;
}

static const GValue *
wait_for_value (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value;

  pm_test_await (future);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  return value;
}

/* Takes the future. */
void
desk_await (DexFuture *future)
{
  wait_for_value (future);
  dex_unref (future);
}

/* Takes the future; its object, or NULL. */
gpointer
desk_await_object (DexFuture *future)
{
  gpointer object = g_value_dup_object (wait_for_value (future));

  dex_unref (future);
  return object;
}
