/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "pm-ui"

#include "ui/pm-application.h"

#include "ui/common/pm-toast.h"
#include "ui/pm-shortcuts.h"
#include "ui/pm-window.h"
#include "workspace/pm-session.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <pm-config.h>

#define DEMO_ID     PM_APP_ID ".Demo"
#define RESOURCES   "/io/github/poc_manager/PocManager"
#define MAX_N_POCS  1000000
#define NO_DEMO     (-1)
#define UNSENT_NOTE "unsent"

struct _PmApplication {
  AdwApplication parent_instance;

  PmSession *session;
  PmDemo *demo;
  GSettings *settings;
  gboolean quitting;
};

G_DEFINE_FINAL_TYPE (PmApplication, pm_application, ADW_TYPE_APPLICATION)

/* How many POCs the demo starts with; 0: its usual ones. */
static int demo_pocs = NO_DEMO;

static GtkWidget *
get_window (PmApplication *self)
{
  return GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (self)));
}

/* Starting */

static gboolean
parse_demo (const char *option, const char *value, gpointer data, GError **error)
{
  guint64 n_pocs = 0;

  if (value != NULL && !g_ascii_string_to_unsigned (value, 10, 1, MAX_N_POCS, &n_pocs, NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("--demo takes a number of POCs from 1 to %d."), MAX_N_POCS);
    return FALSE;
  }
  demo_pocs = (int) n_pocs;
  return TRUE;
}

static int
pm_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (demo_pocs != NO_DEMO)
    g_application_set_application_id (application, DEMO_ID);
  return -1;
}

static void
create_services (PmApplication *self)
{
  g_autofree char *folder = NULL;
  g_autofree char *workspaces = NULL;

  folder = demo_pocs != NO_DEMO
               ? g_build_filename (g_get_user_cache_dir (), "poc-manager-demo", NULL)
               : g_build_filename (g_get_user_data_dir (), "poc-manager", NULL);
  workspaces = g_build_filename (folder, "workspaces", NULL);
  self->session = pm_session_new (workspaces);
  if (demo_pocs != NO_DEMO)
    self->demo = pm_demo_new (folder, demo_pocs);
}

static void
prefill_sign_in (PmApplication *self, PmWindow *window)
{
  g_autofree char *server_url = NULL;
  g_autofree char *email = NULL;
  g_autofree char *password = NULL;

  g_object_get (self->demo, "server-url", &server_url, "email", &email, "password", &password,
                NULL);
  pm_window_prefill_sign_in (window, server_url, email, password);
}

/* The demo's server is waited for; the session is opened from files alone. */
static DexFuture *
load_fiber (gpointer data)
{
  PmApplication *self = data;
  g_autoptr (PmWindow) window = g_object_ref (PM_WINDOW (get_window (self)));
  g_autoptr (GError) error = NULL;

  if (self->demo != NULL)
    dex_await (pm_demo_clear (self->demo), NULL);
  if (self->demo != NULL && dex_await (pm_demo_start (self->demo), &error))
    prefill_sign_in (self, window);
  dex_await (pm_session_load (self->session), NULL);
  g_object_set (window, "loading", FALSE, NULL);

  if (error != NULL)
    pm_toast_show_error (GTK_WIDGET (window), error);
  return NULL;
}

static void
create_window (PmApplication *self)
{
  PmWindow *window = pm_window_new (ADW_APPLICATION (self), self->session, self->demo == NULL);

  g_settings_bind (self->settings, "window-width", window, "default-width",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", window, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", window, "maximized",
                   G_SETTINGS_BIND_DEFAULT);
  gtk_window_present (GTK_WINDOW (window));
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref));
}

static void
pm_application_activate (GApplication *application)
{
  PmApplication *self = PM_APPLICATION (application);
  GtkWidget *window = get_window (self);

  if (self->quitting)
    return;
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    create_window (self);
}

/* Ending */

static guint
count_stranded (PmApplication *self)
{
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->session)); i++) {
    g_autoptr (PmWorkspace) workspace = g_list_model_get_item (G_LIST_MODEL (self->session), i);
    PmSyncState state;
    guint n_unsent;

    g_object_get (workspace, "sync-state", &state, "n-unsent", &n_unsent, NULL);
    if (state != PM_SYNC_STATE_UP_TO_DATE && state != PM_SYNC_STATE_SYNCING)
      count += n_unsent;
  }
  return count;
}

static void
tell_stranded (PmApplication *self, guint count)
{
  g_autoptr (GNotification) note = NULL;
  g_autofree char *title = NULL;

  title = g_strdup_printf (
      ngettext ("%u change is not sent yet", "%u changes are not sent yet", count), count);
  note = g_notification_new (title);
  g_notification_set_body (
      note, _ ("It waits in the outbox and is sent when POC Manager is open and online again."));
  g_application_send_notification (G_APPLICATION (self), UNSENT_NOTE, note);
}

static void
destroy_windows (PmApplication *self)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  g_list_free_full (windows, (GDestroyNotify) gtk_window_destroy);
}

static DexFuture *
quit_fiber (gpointer data)
{
  PmApplication *self = data;
  guint n_stranded = count_stranded (self);

  if (n_stranded > 0)
    tell_stranded (self, n_stranded);
  dex_await (pm_session_close (self->session), NULL);
  if (self->demo != NULL)
    dex_await (pm_demo_stop (self->demo), NULL);

  destroy_windows (self);
  g_application_quit (G_APPLICATION (self));
  g_application_release (G_APPLICATION (self));
  return NULL;
}

/* The windows go at once; the process stays until what was held back is sent, ten seconds at
 * most. */
static void
begin_quitting (PmApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  g_assert (PM_IS_APPLICATION (self));

  if (self->quitting)
    return;
  self->quitting = TRUE;
  g_application_hold (G_APPLICATION (self));
  for (GList *iter = windows; iter != NULL; iter = iter->next)
    gtk_widget_set_visible (iter->data, FALSE);
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, quit_fiber, g_object_ref (self), g_object_unref));
}

static gboolean
on_close_request (PmApplication *self)
{
  begin_quitting (self);
  return GDK_EVENT_STOP;
}

static gboolean
on_signal (gpointer data)
{
  begin_quitting (data);
  return G_SOURCE_CONTINUE;
}

static void
pm_application_window_added (GtkApplication *application, GtkWindow *window)
{
  GTK_APPLICATION_CLASS (pm_application_parent_class)->window_added (application, window);

  g_signal_connect_object (window, "close-request", G_CALLBACK (on_close_request), application,
                           G_CONNECT_SWAPPED);
}

/* Actions */

static void
show_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  AdwDialog *dialog = adw_about_dialog_new ();
  AdwAboutDialog *about = ADW_ABOUT_DIALOG (dialog);

  adw_about_dialog_set_application_name (about, _ ("POC Manager"));
  adw_about_dialog_set_application_icon (about, PM_APP_ID);
  adw_about_dialog_set_version (about, PM_VERSION);
  adw_about_dialog_set_developer_name (about, _ ("The POC Manager developers"));
  adw_about_dialog_set_comments (
      about, _ ("Invites customers to a proof of concept and sees them through it."));
  adw_about_dialog_set_license_type (about, GTK_LICENSE_GPL_3_0);
  /* Translators: your name here, one translator a line */
  adw_about_dialog_set_translator_credits (about, _ ("translator-credits"));
  adw_dialog_present (dialog, get_window (data));
}

static void
show_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_dialog_present (pm_shortcuts_dialog_new (), get_window (data));
}

static void
quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  begin_quitting (data);
}

static void
try_demo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error,
                              program != NULL ? program : PM_BINDIR "/poc-manager", "--demo", NULL);
  if (process == NULL)
    pm_toast_show_error (get_window (data), error);
}

static void
on_launched (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (PmApplication) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (object), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    pm_toast_show_error (get_window (self), error);
}

static void
open_mail_folder (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PmApplication *self = data;
  g_autoptr (GFile) folder = g_file_new_for_path (pm_demo_get_mail_folder (self->demo));
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (folder);

  gtk_file_launcher_launch (launcher, GTK_WINDOW (get_window (self)), NULL, on_launched,
                            g_object_ref (self));
}

static void
change_demo_offline (GSimpleAction *action, GVariant *offline, gpointer data)
{
  PmApplication *self = data;

  g_simple_action_set_state (action, offline);
  pm_toast_watch (get_window (self), g_variant_get_boolean (offline) ? pm_demo_stop (self->demo)
                                                                     : pm_demo_start (self->demo));
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = show_about },
  { .name = "quit", .activate = quit },
  { .name = "shortcuts", .activate = show_shortcuts },
};

static const GActionEntry real_actions[] = {
  { .name = "try-demo", .activate = try_demo },
};

static const GActionEntry demo_actions[] = {
  { .name = "open-mail-folder", .activate = open_mail_folder },
  { .name = "demo-offline", .state = "false", .change_state = change_demo_offline },
};

static void
install_actions (PmApplication *self)
{
  GActionMap *map = G_ACTION_MAP (self);

  g_action_map_add_action_entries (map, actions, G_N_ELEMENTS (actions), self);
  if (self->demo != NULL)
    g_action_map_add_action_entries (map, demo_actions, G_N_ELEMENTS (demo_actions), self);
  else
    g_action_map_add_action_entries (map, real_actions, G_N_ELEMENTS (real_actions), self);
  pm_shortcuts_install (GTK_APPLICATION (self));
}

static void
pm_application_startup (GApplication *application)
{
  PmApplication *self = PM_APPLICATION (application);

  G_APPLICATION_CLASS (pm_application_parent_class)->startup (application);

  /* Who comes by with the keyboard has not come to copy. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
  self->settings = g_settings_new (PM_APP_ID);
  create_services (self);
  install_actions (self);
  g_unix_signal_add (SIGINT, on_signal, self);
  g_unix_signal_add (SIGTERM, on_signal, self);
}

static void
pm_application_finalize (GObject *object)
{
  PmApplication *self = PM_APPLICATION (object);

  g_clear_object (&self->demo);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (pm_application_parent_class)->finalize (object);
}

static void
pm_application_class_init (PmApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pm_application_finalize;
  application_class->activate = pm_application_activate;
  application_class->handle_local_options = pm_application_handle_local_options;
  application_class->startup = pm_application_startup;
  GTK_APPLICATION_CLASS (klass)->window_added = pm_application_window_added;
}

static void
pm_application_init (PmApplication *self)
{
  const GOptionEntry options[] = {
    { "demo", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, parse_demo,
      N_ ("Try everything with a private server, with N made-up POCs if given"), N_ ("N") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * pm_application_new:
 *
 * Returns: (transfer full): the application, ready to run
 */
PmApplication *
pm_application_new (void)
{
  return g_object_new (PM_TYPE_APPLICATION, "application-id", PM_APP_ID, "resource-base-path",
                       RESOURCES, "version", PM_VERSION, NULL);
}
