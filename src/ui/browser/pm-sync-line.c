/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/browser/pm-sync-line.h"

#include "ui/browser/pm-sync-words.h"
#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"

#include <glib/gi18n.h>

struct _PmSyncLine {
  AdwBin parent_instance;

  PmWorkspace *workspace;
  char *problem;
  gboolean busy;

  GtkToggleButton *again;
  GtkPasswordEntry *password;
};

G_DEFINE_FINAL_TYPE (PmSyncLine, pm_sync_line, ADW_TYPE_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_BUSY,
  PROP_PROBLEM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static gboolean
closure_needs_sign_in (gpointer scope, PmSyncState state)
{
  return state == PM_SYNC_STATE_SIGN_IN;
}

static gboolean
closure_is_syncing (gpointer scope, PmSyncState state)
{
  return state == PM_SYNC_STATE_SYNCING;
}

static gboolean
closure_is_long (gpointer scope, PmSyncState state, double progress)
{
  return state == PM_SYNC_STATE_SYNCING && progress >= 0;
}

static float
closure_bar_fraction (gpointer scope, double progress)
{
  return (float) CLAMP (progress, 0.0, 1.0);
}

static char *
closure_sync_icon (gpointer scope, PmSyncState state)
{
  if (state == PM_SYNC_STATE_OFFLINE)
    return g_strdup ("network-offline-symbolic");
  if (state == PM_SYNC_STATE_PROBLEM || state == PM_SYNC_STATE_NO_ACCESS)
    return g_strdup ("dialog-warning-symbolic");
  return g_strdup ("object-select-symbolic");
}

static char *
closure_sync_words (gpointer scope,
                    PmSyncState state,
                    double progress,
                    const char *problem,
                    gint64 saved_at,
                    gint64 now)
{
  return pm_sync_words (state, progress, problem, saved_at, now);
}

static char *
closure_sign_in_words (gpointer scope, const char *email)
{
  /* Translators: %s is an e-mail address */
  return g_strdup_printf (_ ("The session of %s has ended. Nothing is lost."), email);
}

static const PmClosure closures[] = {
  PM_CLOSURE (needs_sign_in), PM_CLOSURE (is_syncing), PM_CLOSURE (is_long),
  PM_CLOSURE (bar_fraction),  PM_CLOSURE (sync_icon),  PM_CLOSURE (sync_words),
  PM_CLOSURE (sign_in_words),
};

static void
set_busy (PmSyncLine *self, gboolean busy)
{
  g_assert (PM_IS_SYNC_LINE (self));

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
set_problem (PmSyncLine *self, const char *problem)
{
  g_assert (PM_IS_SYNC_LINE (self));

  if (g_set_str (&self->problem, problem))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static DexFuture *
sign_in_fiber (gpointer data)
{
  PmSyncLine *self = data;
  g_autoptr (PmWorkspace) workspace = g_object_ref (self->workspace);
  g_autofree char *password = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->password)));
  g_autoptr (GError) error = NULL;

  set_busy (self, TRUE);
  set_problem (self, NULL);
  dex_await (pm_workspace_sign_in_again (workspace, password), &error);
  set_busy (self, FALSE);

  if (self->password == NULL) /* the window is gone */
    return NULL;
  if (error != NULL) {
    set_problem (self, error->message);
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
  } else {
    gtk_editable_set_text (GTK_EDITABLE (self->password), "");
    gtk_toggle_button_set_active (self->again, FALSE);
  }
  return NULL;
}

static void
on_sign_in (PmSyncLine *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password));

  g_assert (PM_IS_SYNC_LINE (self));

  if (self->busy || self->workspace == NULL)
    return;
  if (*password == '\0')
    set_problem (self, _ ("Enter your password."));
  else
    dex_future_disown (
        dex_scheduler_spawn (NULL, 0, sign_in_fiber, g_object_ref (self), g_object_unref));
}

static void
on_again_toggled (PmSyncLine *self)
{
  g_assert (PM_IS_SYNC_LINE (self));

  set_problem (self, NULL);
  if (gtk_toggle_button_get_active (self->again))
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
pm_sync_line_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmSyncLine *self = PM_SYNC_LINE (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, self->busy);
    break;
  case PROP_PROBLEM:
    g_value_set_string (value, self->problem);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_sync_line_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmSyncLine *self = PM_SYNC_LINE (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    if (g_set_object (&self->workspace, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_sync_line_dispose (GObject *object)
{
  PmSyncLine *self = PM_SYNC_LINE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_SYNC_LINE);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (pm_sync_line_parent_class)->dispose (object);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  pm_clock_bind (widget_class);
  pm_closures_bind (widget_class);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_again_toggled);
}

static void
pm_sync_line_class_init (PmSyncLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_sync_line_get_property;
  object_class->set_property = pm_sync_line_set_property;
  object_class->dispose = pm_sync_line_dispose;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] =
      g_param_spec_string ("problem", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/browser/pm-sync-line.ui");
  gtk_widget_class_bind_template_child (widget_class, PmSyncLine, again);
  gtk_widget_class_bind_template_child (widget_class, PmSyncLine, password);
  bind_callbacks (widget_class);
}

static void
pm_sync_line_init (PmSyncLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
