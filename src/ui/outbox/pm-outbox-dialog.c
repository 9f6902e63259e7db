/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/outbox/pm-outbox-dialog.h"

#include "ui/common/pm-closures.h"
#include "ui/common/pm-toast.h"
#include "ui/outbox/pm-discard.h"
#include "ui/outbox/pm-operation-row.h"
#include "ui/outbox/pm-operation-words.h"
#include "ui/outbox/pm-section-list.h"

#include <glib/gi18n.h>

struct _PmOutboxDialog {
  AdwDialog parent_instance;

  PmWorkspace *workspace;
  PmOperationList *list;

  AdwToastOverlay *toasts;
  GtkAdjustment *heights;
  GSignalGroup *focus_signals; /* of what has the keyboard */
  gboolean was_shown;
};

G_DEFINE_FINAL_TYPE (PmOutboxDialog, pm_outbox_dialog, ADW_TYPE_DIALOG)

enum {
  PROP_WORKSPACE = 1,
  PROP_LIST,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
closure_view_name (gpointer scope, gboolean loading, guint n_items)
{
  if (n_items > 0)
    return g_strdup ("list");
  return g_strdup (loading ? "loading" : "empty");
}

static gboolean
closure_is_paused (gpointer scope, PmSyncState state)
{
  return state == PM_SYNC_STATE_OFFLINE || state == PM_SYNC_STATE_SIGN_IN;
}

static char *
closure_banner_words (gpointer scope, PmSyncState state)
{
  if (state == PM_SYNC_STATE_SIGN_IN)
    return g_strdup (_ ("Sent as soon as you sign in again"));
  return g_strdup (_ ("Offline: sent as soon as the server can be reached"));
}

/* What has gone, or does not show, keeps the keyboard for a while, and nobody hears of any key. */
static gboolean
has_lost_keyboard (GtkRoot *root)
{
  GtkWidget *focus = gtk_root_get_focus (root);

  return focus == NULL || !gtk_widget_get_mapped (focus);
}

static gboolean
find_keyboard (gpointer data)
{
  GtkRoot *root = gtk_widget_get_root (data);

  if (root == NULL || !gtk_widget_get_mapped (data) || !has_lost_keyboard (root))
    return G_SOURCE_REMOVE;
  gtk_root_set_focus (root, NULL); /* or it is looked for from where it was */
  gtk_widget_child_focus (data, GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

/* Without the keyboard, Escape would close nothing. It is back before the next key is looked at. */
static void
keep_keyboard (PmOutboxDialog *self)
{
  g_idle_add_full (G_PRIORITY_HIGH, find_keyboard, g_object_ref (self), g_object_unref);
}

static void
on_focus_moved (PmOutboxDialog *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  g_assert (PM_IS_OUTBOX_DIALOG (self));

  g_signal_group_set_target (self->focus_signals, gtk_root_get_focus (root));
  keep_keyboard (self);
}

static void
begin_at_top (gpointer data)
{
  g_autoptr (GtkAdjustment) heights = data;

  gtk_adjustment_set_value (heights, gtk_adjustment_get_lower (heights));
}

/* Left alone, a list view begins with its first row, and that row's heading lies above what shows. */
static void
on_measured (PmOutboxDialog *self)
{
  if (self->was_shown || gtk_adjustment_get_upper (self->heights) <= 1)
    return;
  self->was_shown = TRUE;
  g_idle_add_once (begin_at_top, g_object_ref (self->heights));
}

static const PmClosure closures[] = {
  PM_CLOSURE (banner_words),
  PM_CLOSURE (is_paused),
  PM_CLOSURE (view_name),
};

static void
send_now (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmOutboxDialog *self = PM_OUTBOX_DIALOG (widget);

  pm_toast_watch (widget, pm_workspace_send_now (self->workspace, g_variant_get_int64 (parameter)));
}

static void
retry (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmOutboxDialog *self = PM_OUTBOX_DIALOG (widget);

  pm_toast_watch (widget, pm_workspace_retry (self->workspace, g_variant_get_int64 (parameter)));
}

static void
keep_mine (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmOutboxDialog *self = PM_OUTBOX_DIALOG (widget);

  pm_toast_watch (widget,
                  pm_workspace_keep_mine (self->workspace, g_variant_get_int64 (parameter)));
}

static void
keep_theirs (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmOutboxDialog *self = PM_OUTBOX_DIALOG (widget);

  pm_toast_watch (widget,
                  pm_workspace_keep_theirs (self->workspace, g_variant_get_int64 (parameter)));
}

static DexFuture *
open_draft (DexFuture *edited, gpointer data)
{
  PmOutboxDialog *self = data;
  PmDraft *draft = g_value_get_object (dex_future_get_value (edited, NULL));
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  gint64 poc_id = pm_draft_get_poc_id (draft);

  adw_dialog_close (ADW_DIALOG (self));
  if (window != NULL)
    gtk_widget_activate_action (window, "win.edit-draft", "x", poc_id);
  return dex_future_new_true ();
}

static void
edit (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PmOutboxDialog *self = PM_OUTBOX_DIALOG (widget);
  DexFuture *edited =
      pm_workspace_edit_operation (self->workspace, g_variant_get_int64 (parameter));

  pm_toast_watch (widget,
                  dex_future_then (edited, open_draft, g_object_ref (self), g_object_unref));
}

static void
discard (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  pm_discard_with_undo (widget, PM_OUTBOX_DIALOG (widget)->workspace,
                        g_variant_get_int64 (parameter));
}

static void
set_workspace (PmOutboxDialog *self, PmWorkspace *workspace)
{
  g_assert (PM_IS_OUTBOX_DIALOG (self));

  if (!g_set_object (&self->workspace, workspace))
    return;
  g_clear_object (&self->list);
  if (workspace != NULL)
    self->list = pm_workspace_create_operation_list (workspace);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIST]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

static void
pm_outbox_dialog_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmOutboxDialog *self = PM_OUTBOX_DIALOG (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_LIST:
    g_value_set_object (value, self->list);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_outbox_dialog_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_WORKSPACE:
    set_workspace (PM_OUTBOX_DIALOG (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_outbox_dialog_dispose (GObject *object)
{
  PmOutboxDialog *self = PM_OUTBOX_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_OUTBOX_DIALOG);
  g_clear_object (&self->focus_signals);
  g_clear_object (&self->list);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_outbox_dialog_parent_class)->dispose (object);
}

static void
pm_outbox_dialog_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pm_outbox_dialog_parent_class)->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget",
                           G_CALLBACK (on_focus_moved), widget, G_CONNECT_SWAPPED);
}

static void
pm_outbox_dialog_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), on_focus_moved, widget);
  g_signal_group_set_target (PM_OUTBOX_DIALOG (widget)->focus_signals, NULL);
  GTK_WIDGET_CLASS (pm_outbox_dialog_parent_class)->unroot (widget);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_OPERATION_ROW);
  g_type_ensure (PM_TYPE_SECTION_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/outbox/pm-outbox-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmOutboxDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, PmOutboxDialog, heights);
  gtk_widget_class_bind_template_callback (widget_class, on_measured);
  pm_closures_bind (widget_class);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
  pm_operation_words_bind (widget_class);
}

static void
pm_outbox_dialog_class_init (PmOutboxDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_outbox_dialog_get_property;
  object_class->set_property = pm_outbox_dialog_set_property;
  object_class->dispose = pm_outbox_dialog_dispose;
  widget_class->root = pm_outbox_dialog_root;
  widget_class->unroot = pm_outbox_dialog_unroot;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, PM_TYPE_OPERATION_LIST,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "outbox.send-now", "x", send_now);
  gtk_widget_class_install_action (widget_class, "outbox.retry", "x", retry);
  gtk_widget_class_install_action (widget_class, "outbox.edit", "x", edit);
  gtk_widget_class_install_action (widget_class, "outbox.discard", "x", discard);
  gtk_widget_class_install_action (widget_class, "outbox.keep-mine", "x", keep_mine);
  gtk_widget_class_install_action (widget_class, "outbox.keep-theirs", "x", keep_theirs);
  bind_template (widget_class);
}

static void
pm_outbox_dialog_init (PmOutboxDialog *self)
{
  self->focus_signals = g_signal_group_new (GTK_TYPE_WIDGET);
  g_signal_group_connect_swapped (self->focus_signals, "unmap", G_CALLBACK (keep_keyboard), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  pm_toast_set_overlay (GTK_WIDGET (self), self->toasts);
}

/**
 * pm_outbox_dialog_new:
 * @workspace: whose outbox
 *
 * Returns: (transfer floating): the dialog
 */
AdwDialog *
pm_outbox_dialog_new (PmWorkspace *workspace)
{
  g_return_val_if_fail (PM_IS_WORKSPACE (workspace), NULL);

  return g_object_new (PM_TYPE_OUTBOX_DIALOG, "workspace", workspace, NULL);
}
