/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/pm-window.h"

#include "domain/pm-role.h"
#include "ui/browser/pm-browser-page.h"
#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-toast.h"
#include "ui/notices/pm-notice-list.h"
#include "ui/outbox/pm-outbox-dialog.h"
#include "ui/poc/pm-poc-dialog.h"
#include "ui/poc/pm-poc-page.h"
#include "ui/signin/pm-sign-in-page.h"

#include <glib/gi18n.h>

struct _PmWindow {
  AdwApplicationWindow parent_instance;

  PmSession *session;
  GListModel *failures;
  PmWorkspace *workspace;
  gboolean loading;
  gboolean adding;
  gboolean offers_demo;

  AdwToastOverlay *toasts;
  AdwNavigationSplitView *split_view;
  PmBrowserPage *browser;
  PmPocPage *poc_page;
  AdwBin *sign_in_place;
  PmSignInPage *sign_in; /* NULL until somebody is to sign in */
};

G_DEFINE_FINAL_TYPE (PmWindow, pm_window, ADW_TYPE_APPLICATION_WINDOW)

enum {
  PROP_SESSION = 1,
  PROP_WORKSPACE,
  PROP_LOADING,
  PROP_ADDING,
  PROP_OFFERS_DEMO,
  PROP_N_FAILURES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
closure_view_name (gpointer scope,
                   gboolean loading,
                   PmWorkspace *workspace,
                   gboolean adding,
                   guint n_failures)
{
  if (loading)
    return g_strdup ("loading");
  if (adding)
    return g_strdup ("sign-in");
  if (workspace != NULL)
    return g_strdup ("main");
  return g_strdup (n_failures > 0 ? "failed" : "sign-in");
}

static const PmClosure closures[] = {
  PM_CLOSURE (view_name),
};

static guint
count_failures (PmWindow *self)
{
  return self->failures != NULL ? g_list_model_get_n_items (self->failures) : 0;
}

static void
update_actions (PmWindow *self)
{
  static const char *const actions[] = { "win.edit-draft", "win.invite", "win.open-poc",
                                         "win.outbox",     "win.search", "win.sign-out",
                                         "win.sync",       "win.tab" };
  gboolean enabled = self->workspace != NULL && !self->adding;
  PmRole role = PM_ROLE_CUSTOMER;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.add-account",
                                 enabled || (count_failures (self) > 0 && !self->adding));
  if (self->workspace != NULL)
    g_object_get (self->workspace, "role", &role, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new-poc",
                                 enabled && pm_role_can_edit_pocs (role));
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i], enabled);
}

/* What nobody can see, minimized or covered, need not be up to date to the second. */
static void
tell_visible (PmWindow *self)
{
  if (self->workspace != NULL)
    g_object_set (self->workspace, "visible", !gtk_window_is_suspended (GTK_WINDOW (self)), NULL);
}

static void
set_workspace (PmWindow *self, PmWorkspace *workspace)
{
  g_assert (PM_IS_WINDOW (self));

  if (self->workspace == workspace)
    return;
  if (self->workspace != NULL) {
    g_signal_handlers_disconnect_by_func (self->workspace, update_actions, self);
    g_object_set (self->workspace, "visible", FALSE, NULL);
  }
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    g_signal_connect_object (workspace, "notify::role", G_CALLBACK (update_actions), self,
                             G_CONNECT_SWAPPED);
  pm_clock_follow (workspace);
  tell_visible (self);
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
set_adding (PmWindow *self, gboolean adding)
{
  g_assert (PM_IS_WINDOW (self));

  if (self->adding == adding)
    return;
  self->adding = adding;
  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDING]);
}

static gboolean
has_workspace (PmWindow *self, PmWorkspace *workspace)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->session)); i++) {
    g_autoptr (PmWorkspace) other = g_list_model_get_item (G_LIST_MODEL (self->session), i);

    if (other == workspace)
      return TRUE;
  }
  return FALSE;
}

/* A workspace that was signed out of gives way to another one, or to signing in. */
static void
on_workspaces_changed (PmWindow *self)
{
  g_autoptr (PmWorkspace) first = NULL;

  g_assert (PM_IS_WINDOW (self));

  if (self->workspace != NULL && has_workspace (self, self->workspace))
    return;
  first = g_list_model_get_item (G_LIST_MODEL (self->session), 0);
  set_workspace (self, first);
}

static void
on_failures_changed (PmWindow *self)
{
  g_assert (PM_IS_WINDOW (self));

  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FAILURES]);
}

static void
on_signed_in (PmWindow *self, PmWorkspace *workspace)
{
  g_assert (PM_IS_WINDOW (self));

  set_workspace (self, workspace);
  set_adding (self, FALSE);
  pm_sign_in_page_reset (self->sign_in);
}

static void
on_sign_in_left (PmWindow *self)
{
  g_assert (PM_IS_WINDOW (self));

  set_adding (self, FALSE);
  pm_sign_in_page_reset (self->sign_in);
}

/* Seldom does anybody sign in, and the page is made of much. */
static void
need_sign_in (PmWindow *self)
{
  g_assert (PM_IS_WINDOW (self));

  if (self->sign_in != NULL)
    return;
  self->sign_in = g_object_new (PM_TYPE_SIGN_IN_PAGE, "session", self->session, "offers-demo",
                                self->offers_demo, NULL);
  g_object_bind_property (self, "adding", self->sign_in, "can-leave", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->sign_in, "signed-in", G_CALLBACK (on_signed_in), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_in, "left", G_CALLBACK (on_sign_in_left), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (self->sign_in_place, GTK_WIDGET (self->sign_in));
}

static void
on_opened (PmWindow *self)
{
  g_assert (PM_IS_WINDOW (self));

  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

static void
start_search (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmWindow *self = PM_WINDOW (widget);

  adw_navigation_split_view_set_show_content (self->split_view, FALSE);
  pm_browser_page_start_search (self->browser);
}

static void
sync_now (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  pm_workspace_sync_now (PM_WINDOW (widget)->workspace);
}

static void
show_outbox (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  adw_dialog_present (pm_outbox_dialog_new (PM_WINDOW (widget)->workspace), widget);
}

static void
add_account (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  set_adding (PM_WINDOW (widget), TRUE);
}

static PmFailure *
find_failure (PmWindow *self, const char *folder)
{
  for (guint i = 0; i < count_failures (self); i++) {
    g_autoptr (PmFailure) failure = g_list_model_get_item (self->failures, i);

    if (g_str_equal (pm_failure_get_folder (failure), folder))
      return g_steal_pointer (&failure);
  }
  return NULL;
}

static void
retry_workspace (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmWindow *self = PM_WINDOW (widget);
  g_autoptr (PmFailure) failure = find_failure (self, g_variant_get_string (parameter, NULL));

  if (failure != NULL)
    pm_toast_watch (widget, pm_session_retry (self->session, failure));
}

static void
sign_out_now (PmWindow *self)
{
  g_assert (PM_IS_WINDOW (self));

  if (self->workspace != NULL)
    pm_toast_watch (GTK_WIDGET (self), pm_session_sign_out (self->session, self->workspace));
}

static void
confirm_sign_out (PmWindow *self, guint n_unsent)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Sign Out With Unsent Work?"), NULL);
  AdwAlertDialog *alert = ADW_ALERT_DIALOG (dialog);

  adw_alert_dialog_format_body (
      alert,
      ngettext ("%u change has not been sent yet. It stays on this computer and is sent when you "
                "sign in to this account again.",
                "%u changes have not been sent yet. They stay on this computer and are sent when "
                "you sign in to this account again.",
                n_unsent),
      n_unsent);
  adw_alert_dialog_add_responses (alert, "cancel", _ ("_Cancel"), "sign-out", _ ("_Sign Out"),
                                  NULL);
  g_signal_connect_object (dialog, "response::sign-out", G_CALLBACK (sign_out_now), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
sign_out (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmWindow *self = PM_WINDOW (widget);
  guint n_unsent = 0;

  g_object_get (self->workspace, "n-unsent", &n_unsent, NULL);
  if (n_unsent > 0)
    confirm_sign_out (self, n_unsent);
  else
    sign_out_now (self);
}

static void
invite (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_widget_activate_action (GTK_WIDGET (PM_WINDOW (widget)->poc_page), "poc.invite", NULL);
}

static void
show_tab (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_widget_activate_action_variant (GTK_WIDGET (PM_WINDOW (widget)->poc_page), "poc.tab",
                                      parameter);
}

static void
create_poc (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  pm_poc_dialog_present_new (widget, PM_WINDOW (widget)->workspace);
}

static void
open_poc (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  pm_window_open_poc (PM_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
edit_draft (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  pm_window_open_poc (PM_WINDOW (widget), g_variant_get_int64 (parameter));
  invite (widget, NULL, NULL);
}

static void
pm_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmWindow *self = PM_WINDOW (object);

  switch (prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->loading);
    break;
  case PROP_ADDING:
    g_value_set_boolean (value, self->adding);
    break;
  case PROP_OFFERS_DEMO:
    g_value_set_boolean (value, self->offers_demo);
    break;
  case PROP_N_FAILURES:
    g_value_set_uint (value, count_failures (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmWindow *self = PM_WINDOW (object);

  switch (prop_id) {
  case PROP_SESSION:
    self->session = g_value_dup_object (value);
    break;
  case PROP_WORKSPACE:
    set_workspace (self, g_value_get_object (value));
    break;
  case PROP_LOADING:
    self->loading = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_OFFERS_DEMO:
    self->offers_demo = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_window_constructed (GObject *object)
{
  PmWindow *self = PM_WINDOW (object);

  G_OBJECT_CLASS (pm_window_parent_class)->constructed (object);

  pm_toast_set_overlay (GTK_WIDGET (self), self->toasts);
  g_signal_connect_object (self->session, "items-changed", G_CALLBACK (on_workspaces_changed), self,
                           G_CONNECT_SWAPPED);
  g_object_get (self->session, "failures", &self->failures, NULL);
  g_signal_connect_object (self->failures, "items-changed", G_CALLBACK (on_failures_changed), self,
                           G_CONNECT_SWAPPED);
  on_workspaces_changed (self);
}

static void
pm_window_dispose (GObject *object)
{
  PmWindow *self = PM_WINDOW (object);

  set_workspace (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_WINDOW);
  g_clear_object (&self->failures);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (pm_window_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  properties[PROP_SESSION] =
      g_param_spec_object ("session", NULL, NULL, PM_TYPE_SESSION, construct);
  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, write);
  properties[PROP_LOADING] =
      g_param_spec_boolean ("loading", NULL, NULL, TRUE, write | G_PARAM_CONSTRUCT);
  properties[PROP_ADDING] = g_param_spec_boolean ("adding", NULL, NULL, FALSE, read);
  properties[PROP_OFFERS_DEMO] = g_param_spec_boolean ("offers-demo", NULL, NULL, FALSE, construct);
  properties[PROP_N_FAILURES] = g_param_spec_uint ("n-failures", NULL, NULL, 0, G_MAXUINT, 0, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, add_account);
  gtk_widget_class_install_action (widget_class, "win.edit-draft", "x", edit_draft);
  gtk_widget_class_install_action (widget_class, "win.invite", NULL, invite);
  gtk_widget_class_install_action (widget_class, "win.new-poc", NULL, create_poc);
  gtk_widget_class_install_action (widget_class, "win.open-poc", "x", open_poc);
  gtk_widget_class_install_action (widget_class, "win.outbox", NULL, show_outbox);
  gtk_widget_class_install_action (widget_class, "win.retry-workspace", "s", retry_workspace);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, start_search);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out);
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, sync_now);
  gtk_widget_class_install_action (widget_class, "win.tab", "s", show_tab);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_BROWSER_PAGE);
  g_type_ensure (PM_TYPE_NOTICE_LIST);
  g_type_ensure (PM_TYPE_POC_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/poc_manager/PocManager/ui/pm-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PmWindow, browser);
  gtk_widget_class_bind_template_child (widget_class, PmWindow, poc_page);
  gtk_widget_class_bind_template_child (widget_class, PmWindow, sign_in_place);
  gtk_widget_class_bind_template_child (widget_class, PmWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, PmWindow, toasts);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
  gtk_widget_class_bind_template_callback (widget_class, need_sign_in);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
  pm_closures_bind (widget_class);
}

static void
pm_window_class_init (PmWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_window_get_property;
  object_class->set_property = pm_window_set_property;
  object_class->constructed = pm_window_constructed;
  object_class->dispose = pm_window_dispose;

  install_properties (object_class);
  install_actions (widget_class);
  bind_template (widget_class);
}

static void
pm_window_init (PmWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::suspended", G_CALLBACK (tell_visible), NULL);
  update_actions (self);
}

/**
 * pm_window_new:
 * @application: the application
 * @session: the workspaces that can be shown
 * @offers_demo: whether signing in also offers the demo
 *
 * Returns: (transfer none): the window, owned by GTK
 */
PmWindow *
pm_window_new (AdwApplication *application, PmSession *session, gboolean offers_demo)
{
  g_return_val_if_fail (ADW_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (PM_IS_SESSION (session), NULL);

  return g_object_new (PM_TYPE_WINDOW, "application", application, "session", session,
                       "offers-demo", offers_demo, NULL);
}

/**
 * pm_window_prefill_sign_in:
 * @self: the window
 * @server_url: the address of a server
 * @email: an account there
 * @password: its password
 *
 * Fills in the sign-in form.
 */
void
pm_window_prefill_sign_in (PmWindow *self,
                           const char *server_url,
                           const char *email,
                           const char *password)
{
  g_return_if_fail (PM_IS_WINDOW (self));

  need_sign_in (self);
  pm_sign_in_page_prefill (self->sign_in, server_url, email, password);
}

/**
 * pm_window_open_poc:
 * @self: the window
 * @poc_id: a POC of the workspace that is shown
 *
 * Opens a POC, whether or not the list shows it.
 */
void
pm_window_open_poc (PmWindow *self, gint64 poc_id)
{
  g_autoptr (PmPoc) poc = NULL;

  g_return_if_fail (PM_IS_WINDOW (self));

  if (self->workspace == NULL)
    return;
  poc = pm_workspace_ref_poc (self->workspace, poc_id);
  if (poc != NULL)
    pm_browser_page_open_poc (self->browser, poc);
  else
    pm_toast_show (GTK_WIDGET (self), _ ("This POC is no longer there."));
}
