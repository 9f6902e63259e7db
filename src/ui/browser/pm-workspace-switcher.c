/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/browser/pm-workspace-switcher.h"

#include "ui/browser/pm-sync-words.h"
#include "ui/common/pm-closures.h"

#include <glib/gi18n.h>

struct _PmWorkspaceSwitcher {
  AdwBin parent_instance;

  PmSession *session;
  PmWorkspace *workspace;

  GtkMenuButton *button;
};

G_DEFINE_FINAL_TYPE (PmWorkspaceSwitcher, pm_workspace_switcher, ADW_TYPE_BIN)

enum {
  PROP_SESSION = 1,
  PROP_WORKSPACE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* Each by the time of its own server, which need not be that of the one that is shown. */
static char *
closure_sync_state_words (gpointer scope,
                          PmWorkspace *workspace,
                          PmSyncState state,
                          double progress,
                          const char *problem,
                          gint64 saved_at)
{
  gint64 now = workspace != NULL ? pm_workspace_get_server_now (workspace) : 0;

  return pm_sync_words (state, progress, problem, saved_at, now);
}

static char *
closure_sign_out_words (gpointer scope, const char *organization)
{
  /* Translators: %s is an organization */
  return g_strdup_printf (_ ("Sign Out of %s"), organization);
}

static const PmClosure closures[] = {
  PM_CLOSURE (sync_state_words),
  PM_CLOSURE (sign_out_words),
};

static void
set_workspace (PmWorkspaceSwitcher *self, PmWorkspace *workspace)
{
  g_assert (PM_IS_WORKSPACE_SWITCHER (self));

  if (g_set_object (&self->workspace, workspace))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
on_done (PmWorkspaceSwitcher *self)
{
  g_assert (PM_IS_WORKSPACE_SWITCHER (self));

  gtk_menu_button_popdown (self->button);
}

static void
on_activate (PmWorkspaceSwitcher *self, guint position)
{
  g_autoptr (PmWorkspace) workspace = NULL;

  g_assert (PM_IS_WORKSPACE_SWITCHER (self));

  workspace = g_list_model_get_item (G_LIST_MODEL (self->session), position);
  on_done (self);
  if (workspace != NULL)
    set_workspace (self, workspace);
}

static void
pm_workspace_switcher_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  PmWorkspaceSwitcher *self = PM_WORKSPACE_SWITCHER (object);

  switch (prop_id) {
  case PROP_SESSION:
    g_value_set_object (value, self->session);
    break;
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_workspace_switcher_set_property (GObject *object,
                                    guint prop_id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  PmWorkspaceSwitcher *self = PM_WORKSPACE_SWITCHER (object);

  switch (prop_id) {
  case PROP_SESSION:
    if (g_set_object (&self->session, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_WORKSPACE:
    set_workspace (self, g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_workspace_switcher_dispose (GObject *object)
{
  PmWorkspaceSwitcher *self = PM_WORKSPACE_SWITCHER (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_WORKSPACE_SWITCHER);
  g_clear_object (&self->session);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_workspace_switcher_parent_class)->dispose (object);
}

static void
pm_workspace_switcher_class_init (PmWorkspaceSwitcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_workspace_switcher_get_property;
  object_class->set_property = pm_workspace_switcher_set_property;
  object_class->dispose = pm_workspace_switcher_dispose;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, PM_TYPE_SESSION, flags);
  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/browser/pm-workspace-switcher.ui");
  gtk_widget_class_bind_template_child (widget_class, PmWorkspaceSwitcher, button);
  pm_closures_bind (widget_class);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_done);
}

static void
pm_workspace_switcher_init (PmWorkspaceSwitcher *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
