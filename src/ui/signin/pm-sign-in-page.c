/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/signin/pm-sign-in-page.h"

#include "domain/pm-error.h"
#include "domain/pm-membership.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-toast.h"
#include "ui/signin/pm-organization-page.h"

#include <glib/gi18n.h>

struct _PmSignInPage {
  AdwBin parent_instance;

  PmSession *session;
  PmSignIn *sign_in;
  PmMembership *chosen;
  DexCancellable *cancellable;
  char *problem;
  char *better_address;
  gboolean busy;
  gboolean can_leave;
  gboolean offers_demo;

  AdwNavigationView *pages;
  AdwEntryRow *server;
  AdwEntryRow *email;
  AdwPasswordEntryRow *password;
  AdwSwitchRow *keep;
  GtkButton *cancel_button;
};

G_DEFINE_FINAL_TYPE (PmSignInPage, pm_sign_in_page, ADW_TYPE_BIN)

enum {
  PROP_SESSION = 1,
  PROP_SIGN_IN,
  PROP_CAN_LEAVE,
  PROP_OFFERS_DEMO,
  PROP_BUSY,
  PROP_PROBLEM,
  PROP_BETTER_ADDRESS,
  N_PROPS,
};

enum {
  SIGNED_IN,
  LEFT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
closure_use_address (gpointer scope, const char *address)
{
  /* Translators: %s is the address of a server */
  return g_strdup_printf (_ ("Use %s"), address != NULL ? address : "");
}

static char *
closure_button_words (gpointer scope, gboolean busy)
{
  return g_strdup (busy ? _ ("Signing In…") : _ ("Sign In"));
}

static const PmClosure closures[] = {
  PM_CLOSURE (use_address),
  PM_CLOSURE (button_words),
};

static char *
get_text (gpointer row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static gboolean
is_blank (gpointer row)
{
  g_autofree char *text = get_text (row);

  return *text == '\0';
}

/* The keyboard leaves the form before the form goes grey, and is where one may give up. */
static void
set_busy (PmSignInPage *self, gboolean busy)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_assert (PM_IS_SIGN_IN_PAGE (self));

  if (busy && root != NULL)
    gtk_root_set_focus (root, NULL);
  self->busy = busy;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.cancel", busy);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  if (busy && self->sign_in == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->cancel_button));
}

static void
set_sign_in (PmSignInPage *self, PmSignIn *sign_in)
{
  g_assert (PM_IS_SIGN_IN_PAGE (self));

  if (g_set_object (&self->sign_in, sign_in))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGN_IN]);
}

static void
set_problem (PmSignInPage *self, const char *problem, const char *better_address)
{
  g_assert (PM_IS_SIGN_IN_PAGE (self));

  if (g_set_str (&self->better_address, better_address))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BETTER_ADDRESS]);
  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
mark_row (gpointer row, gboolean wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
clear_problem (PmSignInPage *self)
{
  set_problem (self, NULL, NULL);
  mark_row (self->server, FALSE);
  mark_row (self->email, FALSE);
  mark_row (self->password, FALSE);
}

static char *
api_address (PmSignInPage *self)
{
  g_autofree char *address = get_text (self->server);
  gsize length = strlen (address);

  while (length > 0 && address[length - 1] == '/')
    address[--length] = '\0';
  return g_strconcat (address, "/api", NULL);
}

/* Says what went wrong beside the row where it can be mended. */
static void
show_error (PmSignInPage *self, const GError *error)
{
  g_autofree char *better_address = NULL;

  g_assert (error != NULL);

  if (g_error_matches (error, PM_ERROR, PM_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (g_error_matches (error, PM_ERROR, PM_ERROR_NOT_JSON))
    better_address = api_address (self);

  set_problem (self, error->message, better_address);
  if (g_error_matches (error, PM_ERROR, PM_ERROR_UNAUTHORIZED)) {
    mark_row (self->password, TRUE);
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
  } else if (g_error_matches (error, PM_ERROR, PM_ERROR_NOT_JSON) ||
             g_error_matches (error, PM_ERROR, PM_ERROR_INVALID)) {
    mark_row (self->server, TRUE);
    gtk_widget_grab_focus (GTK_WIDGET (self->server));
  }
}

static gboolean
check_row (PmSignInPage *self, gpointer row, const char *problem)
{
  if (!is_blank (row))
    return TRUE;

  set_problem (self, problem, NULL);
  mark_row (row, TRUE);
  gtk_widget_grab_focus (row);
  return FALSE;
}

static gboolean
is_complete (PmSignInPage *self)
{
  return check_row (self, self->server, _ ("Enter the address of your server.")) &&
         check_row (self, self->email, _ ("Enter the email address you sign in with.")) &&
         check_row (self, self->password, _ ("Enter your password."));
}

static DexFuture *
or_cancelled (PmSignInPage *self, DexFuture *future)
{
  return dex_future_first (future, dex_ref (self->cancellable), NULL);
}

static DexFuture *
start_sign_in (PmSignInPage *self)
{
  g_autofree char *server = get_text (self->server);
  g_autofree char *email = get_text (self->email);
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  return or_cancelled (self, pm_sign_in_start (server, email, password));
}

static PmWorkspace *
await_workspace (PmSignInPage *self, gint64 tenant_id, GError **error)
{
  gboolean keep = adw_switch_row_get_active (self->keep);

  return dex_await_object (pm_session_add (self->session, self->sign_in, tenant_id, keep), error);
}

static gboolean
await_membership (PmSignInPage *self, PmMembership *membership, GError **error)
{
  g_autoptr (PmWorkspace) workspace =
      await_workspace (self, pm_membership_get_tenant_id (membership), error);

  if (workspace == NULL)
    return FALSE;
  g_signal_emit (self, signals[SIGNED_IN], 0, workspace);
  return TRUE;
}

static gboolean
await_sign_in (PmSignInPage *self, GError **error)
{
  g_autoptr (PmSignIn) sign_in = dex_await_object (start_sign_in (self), error);
  g_autoptr (PmMembership) only = NULL;
  GListModel *memberships;

  if (sign_in == NULL)
    return FALSE;

  set_sign_in (self, sign_in);
  memberships = pm_sign_in_get_memberships (sign_in);
  if (g_list_model_get_n_items (memberships) == 0) {
    g_set_error_literal (error, PM_ERROR, PM_ERROR_FORBIDDEN,
                         _ ("This account belongs to no organization. Ask your organization’s "
                            "administrator to add it."));
    return FALSE;
  }
  if (g_list_model_get_n_items (memberships) == 1) {
    only = g_list_model_get_item (memberships, 0);
    return await_membership (self, only, error);
  }
  if (self->pages != NULL)
    adw_navigation_view_push_by_tag (self->pages, "organizations");
  return TRUE;
}

static void
finish (PmSignInPage *self, const GError *error)
{
  set_busy (self, FALSE);
  if (error == NULL || self->pages == NULL) /* the window is gone */
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
  show_error (self, error);
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  PmSignInPage *self = data;
  g_autoptr (GError) error = NULL;

  await_sign_in (self, &error);
  finish (self, error);
  return NULL;
}

static DexFuture *
choose_fiber (gpointer data)
{
  PmSignInPage *self = data;
  g_autoptr (PmMembership) membership = g_steal_pointer (&self->chosen);
  g_autoptr (GError) error = NULL;

  await_membership (self, membership, &error);
  finish (self, error);
  return NULL;
}

static void
spawn (PmSignInPage *self, DexFiberFunc fiber)
{
  dex_clear (&self->cancellable);
  self->cancellable = dex_cancellable_new ();
  set_busy (self, TRUE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, g_object_ref (self), g_object_unref));
}

static void
on_sign_in (PmSignInPage *self)
{
  g_assert (PM_IS_SIGN_IN_PAGE (self));

  if (self->busy)
    return;
  clear_problem (self);
  set_sign_in (self, NULL);
  if (is_complete (self))
    spawn (self, sign_in_fiber);
}

static void
on_chosen (PmSignInPage *self, PmMembership *membership)
{
  g_assert (PM_IS_SIGN_IN_PAGE (self));
  g_assert (PM_IS_MEMBERSHIP (membership));

  if (self->busy)
    return;
  clear_problem (self);
  g_set_object (&self->chosen, membership);
  spawn (self, choose_fiber);
}

static void
on_changed (PmSignInPage *self)
{
  g_assert (PM_IS_SIGN_IN_PAGE (self));

  clear_problem (self);
}

static void
on_use_better_address (PmSignInPage *self)
{
  g_autofree char *address = g_strdup (self->better_address);

  g_assert (PM_IS_SIGN_IN_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->server), address);
  on_sign_in (self);
}

static void
on_launched (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (PmSignInPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    pm_toast_show_error (GTK_WIDGET (self), error);
}

/* The page stands on the server itself, whatever path its API has. */
static void
forgot_password (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmSignInPage *self = PM_SIGN_IN_PAGE (widget);
  g_autofree char *server = get_text (self->server);
  g_autofree char *address = g_uri_resolve_relative (server, "/app/forgot", G_URI_FLAGS_NONE, NULL);
  g_autoptr (GtkUriLauncher) launcher = NULL;

  clear_problem (self);
  if (!check_row (self, self->server, _ ("Enter the address of your server first.")))
    return;
  if (address == NULL) {
    set_problem (self, _ ("This is no server address. It starts with https://."), NULL);
    mark_row (self->server, TRUE);
    return;
  }
  launcher = gtk_uri_launcher_new (address);
  gtk_uri_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, on_launched,
                           g_object_ref (self));
}

static void
cancel (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmSignInPage *self = PM_SIGN_IN_PAGE (widget);

  if (self->cancellable != NULL)
    dex_cancellable_cancel (self->cancellable);
}

static void
leave (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  cancel (widget, action_name, parameter);
  g_signal_emit (widget, signals[LEFT], 0);
}

static void
pm_sign_in_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmSignInPage *self = PM_SIGN_IN_PAGE (object);

  switch (prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_SIGN_IN:
    g_value_set_object (value, self->sign_in);
    break;
  case PROP_CAN_LEAVE:
    g_value_set_boolean (value, self->can_leave);
    break;
  case PROP_OFFERS_DEMO:
    g_value_set_boolean (value, self->offers_demo);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  case PROP_BETTER_ADDRESS:
    g_value_set_string (value, self->better_address);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_sign_in_page_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  PmSignInPage *self = PM_SIGN_IN_PAGE (object);

  switch (prop_id) {
  case PROP_SESSION:
    if (g_set_object (&self->session, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_CAN_LEAVE:
    self->can_leave = g_value_get_boolean (value);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.leave", self->can_leave);
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_OFFERS_DEMO:
    self->offers_demo = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_sign_in_page_dispose (GObject *object)
{
  PmSignInPage *self = PM_SIGN_IN_PAGE (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_SIGN_IN_PAGE);
  dex_clear (&self->cancellable);
  g_clear_object (&self->chosen);
  g_clear_object (&self->session);
  g_clear_object (&self->sign_in);
  g_clear_pointer (&self->better_address, g_free);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (pm_sign_in_page_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PM_TYPE_SESSION, write);
  properties[PROP_SIGN_IN] = g_param_spec_object ("sign-in", NULL, NULL, PM_TYPE_SIGN_IN, read);
  properties[PROP_CAN_LEAVE] = g_param_spec_boolean ("can-leave", NULL, NULL, FALSE, write);
  properties[PROP_OFFERS_DEMO] = g_param_spec_boolean ("offers-demo", NULL, NULL, FALSE, write);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, read);
  properties[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, read);
  properties[PROP_BETTER_ADDRESS] = g_param_spec_string ("better-address", NULL, NULL, NULL, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNED_IN] =
      g_signal_new ("signed-in", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, PM_TYPE_WORKSPACE);
  signals[LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (object_class), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_ORGANIZATION_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/signin/pm-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PmSignInPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PmSignInPage, email);
  gtk_widget_class_bind_template_child (widget_class, PmSignInPage, keep);
  gtk_widget_class_bind_template_child (widget_class, PmSignInPage, pages);
  gtk_widget_class_bind_template_child (widget_class, PmSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, PmSignInPage, server);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_use_better_address);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
  pm_closures_bind (widget_class);
}

static void
pm_sign_in_page_class_init (PmSignInPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_sign_in_page_get_property;
  object_class->set_property = pm_sign_in_page_set_property;
  object_class->dispose = pm_sign_in_page_dispose;

  install_properties (object_class);
  gtk_widget_class_install_action (widget_class, "sign-in.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "sign-in.forgot-password", NULL, forgot_password);
  gtk_widget_class_install_action (widget_class, "sign-in.leave", NULL, leave);
  bind_template (widget_class);
}

static void
pm_sign_in_page_init (PmSignInPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sign-in.cancel", FALSE);
}

/**
 * pm_sign_in_page_prefill:
 * @self: the page
 * @server_url: the address of a server
 * @email: an account there
 * @password: its password
 *
 * Fills in the form, so that **Sign In** is all that is left to do.
 */
void
pm_sign_in_page_prefill (PmSignInPage *self,
                         const char *server_url,
                         const char *email,
                         const char *password)
{
  g_return_if_fail (PM_IS_SIGN_IN_PAGE (self));

  gtk_editable_set_text (GTK_EDITABLE (self->server), server_url);
  gtk_editable_set_text (GTK_EDITABLE (self->email), email);
  gtk_editable_set_text (GTK_EDITABLE (self->password), password);
}

/**
 * pm_sign_in_page_reset:
 * @self: the page
 *
 * Forgets a sign-in that was begun, its password above all.
 */
void
pm_sign_in_page_reset (PmSignInPage *self)
{
  g_return_if_fail (PM_IS_SIGN_IN_PAGE (self));

  adw_navigation_view_pop_to_tag (self->pages, "form");
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  clear_problem (self);
  set_sign_in (self, NULL);
}
