/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/outbox/pm-operation-row.h"

#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-words.h"
#include "ui/outbox/pm-conflict-row.h"
#include "ui/outbox/pm-operation-words.h"
#include "ui/outbox/pm-outbox-dialog.h"

#include <glib/gi18n.h>

/* From then on it says how often it was tried. */
#define MANY_ATTEMPTS 5

struct _PmOperationRow {
  GtkBox parent_instance;

  GtkListBox *conflict_list;

  PmOperation *operation;
  GListModel *conflicts;
  GSignalGroup *operation_signals;
};

G_DEFINE_FINAL_TYPE (PmOperationRow, pm_operation_row, GTK_TYPE_BOX)

enum {
  PROP_OPERATION = 1,
  PROP_N_CONFLICTS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* --- What is said --- */

/* When it is possible again is known apart from why it is not now. */
static char *
closure_problem_words (gpointer scope, const char *problem, gint64 possible_at, gint64 now)
{
  g_autofree char *next = NULL;

  if (problem == NULL || possible_at == 0)
    return g_strdup (problem);
  if (possible_at <= now)
    /* Translators: %s is a sentence that says why it was not possible */
    return g_strdup_printf (_ ("%s It is possible again now."), problem);

  next = pm_words_moment (possible_at, now);
  /* Translators: %1$s is a sentence that says why it is not possible, %2$s a time of day */
  return g_strdup_printf (_ ("%1$s Next possible %2$s."), problem, next);
}

static gboolean
closure_is_refused (gpointer scope, PmOperationState state, const char *problem)
{
  return problem != NULL && state == PM_OPERATION_STATE_NEEDS_ATTENTION;
}

/* What holds up everything, and not just this one, is said once, above. */
static gboolean
closure_is_held_up (gpointer scope, PmOperationState state, const char *problem, gint64 attempts)
{
  return problem != NULL && state != PM_OPERATION_STATE_NEEDS_ATTENTION && attempts > 0;
}

/* It may have been done, so that nobody can take it back or try it anew. */
static char *
closure_held_up_words (gpointer scope, const char *problem, gint64 attempts)
{
  if (problem == NULL || attempts < MANY_ATTEMPTS)
    return g_strdup (problem);
  /* Translators: %1$s is a sentence that says what went wrong */
  return g_strdup_printf (ngettext ("%1$s Tried %2$u time so far; it goes on by itself.",
                                    "%1$s Tried %2$u times so far; it goes on by itself.",
                                    (gulong) attempts),
                          problem, (guint) attempts);
}

static char *
closure_schedule_words (gpointer scope, PmOperationState state, gint64 send_at, gint64 now)
{
  g_autofree char *when = NULL;

  if (state != PM_OPERATION_STATE_SCHEDULED)
    return g_strdup ("");
  when = pm_words_appointment (send_at, now);
  /* Translators: %s is a moment to come, "tomorrow 09:00" */
  return g_strdup_printf (_ ("Send Later: %s"), when);
}

/* --- What is offered --- */

static gboolean
closure_is_not_scheduled (gpointer scope, PmOperationState state)
{
  return state != PM_OPERATION_STATE_SCHEDULED;
}

/* It was to be sent at a time that is over, so that nobody has refused it. */
static gboolean
is_late (PmOperationState state, gint64 send_at, gint64 first_tried_at)
{
  return state == PM_OPERATION_STATE_NEEDS_ATTENTION && send_at != 0 && first_tried_at == 0;
}

static gboolean
closure_can_send_now (gpointer scope, PmOperationState state, gint64 send_at, gint64 first_tried_at)
{
  return state == PM_OPERATION_STATE_HELD || state == PM_OPERATION_STATE_QUEUED ||
         state == PM_OPERATION_STATE_SCHEDULED || is_late (state, send_at, first_tried_at);
}

static gboolean
closure_can_retry (gpointer scope,
                   PmOperationState state,
                   gint64 send_at,
                   gint64 first_tried_at,
                   guint n_conflicts)
{
  return state == PM_OPERATION_STATE_NEEDS_ATTENTION && n_conflicts == 0 &&
         !is_late (state, send_at, first_tried_at);
}

/* What may have reached the server cannot be taken back here. */
static gboolean
closure_can_discard (gpointer scope, PmOperationState state, gint64 first_tried_at)
{
  switch (state) {
  case PM_OPERATION_STATE_NEEDS_ATTENTION:
    return TRUE;
  case PM_OPERATION_STATE_HELD:
  case PM_OPERATION_STATE_QUEUED:
  case PM_OPERATION_STATE_PAUSED_AUTH:
  case PM_OPERATION_STATE_SCHEDULED:
    return first_tried_at == 0;
  case PM_OPERATION_STATE_SENDING:
  case PM_OPERATION_STATE_CONFIRMED:
  case PM_OPERATION_STATE_CANCELLED:
  default:
    return FALSE;
  }
}

static gboolean
closure_can_edit (gpointer scope,
                  PmOperationKind kind,
                  PmOperationState state,
                  gint64 first_tried_at)
{
  return kind == PM_OPERATION_KIND_INVITE && closure_can_discard (scope, state, first_tried_at);
}

static gboolean
closure_can_act (gpointer scope, PmOperationState state)
{
  return state != PM_OPERATION_STATE_SENDING && state != PM_OPERATION_STATE_CONFIRMED;
}

static const PmClosure closures[] = {
  PM_CLOSURE (problem_words), PM_CLOSURE (schedule_words), PM_CLOSURE (is_not_scheduled),
  PM_CLOSURE (can_send_now),  PM_CLOSURE (can_retry),      PM_CLOSURE (can_edit),
  PM_CLOSURE (can_discard),   PM_CLOSURE (can_act),        PM_CLOSURE (is_refused),
  PM_CLOSURE (is_held_up),    PM_CLOSURE (held_up_words),
};

static const struct {
  const char *name;
  const char *wish;
} actions[] = {
  { "row.send-now", "outbox.send-now" },   { "row.retry", "outbox.retry" },
  { "row.edit", "outbox.edit" },           { "row.discard", "outbox.discard" },
  { "row.keep-mine", "outbox.keep-mine" }, { "row.keep-theirs", "outbox.keep-theirs" },
};

static void
act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmOperationRow *self = PM_OPERATION_ROW (widget);

  for (guint i = 0; self->operation != NULL && i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name))
      gtk_widget_activate_action (widget, actions[i].wish, "x",
                                  pm_operation_get_id (self->operation));
}

/* --- Both versions --- */

static GListModel *
list_conflicts (PmOperationRow *self)
{
  PmOutboxDialog *dialog =
      PM_OUTBOX_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (self), PM_TYPE_OUTBOX_DIALOG));
  g_autoptr (PmWorkspace) workspace = NULL;

  if (self->operation == NULL || dialog == NULL)
    return NULL;
  g_object_get (dialog, "workspace", &workspace, NULL);
  return pm_workspace_list_conflicts (workspace, self->operation);
}

static void
show_conflicts (PmOperationRow *self)
{
  g_autoptr (GListModel) conflicts = list_conflicts (self);

  g_set_object (&self->conflicts, conflicts);
  pm_item_row_show_all (self->conflict_list, conflicts, PM_TYPE_CONFLICT_ROW, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_CONFLICTS]);
}

/* The rows of a list are made by themselves: whose outbox it is, is known where they stand. */
static void
pm_operation_row_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pm_operation_row_parent_class)->root (widget);

  show_conflicts (PM_OPERATION_ROW (widget));
}

/* --- The object --- */

static void
set_operation (PmOperationRow *self, PmOperation *operation)
{
  if (!g_set_object (&self->operation, operation))
    return;
  g_signal_group_set_target (self->operation_signals, operation);
  show_conflicts (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION]);
}

static void
pm_operation_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmOperationRow *self = PM_OPERATION_ROW (object);

  switch (prop_id) {
  case PROP_OPERATION:
    g_value_set_object (value, self->operation);
    break;
  case PROP_N_CONFLICTS:
    g_value_set_uint (value,
                      self->conflicts != NULL ? g_list_model_get_n_items (self->conflicts) : 0);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_operation_row_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_OPERATION:
    set_operation (PM_OPERATION_ROW (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_operation_row_dispose (GObject *object)
{
  PmOperationRow *self = PM_OPERATION_ROW (object);

  g_clear_object (&self->operation_signals);
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_OPERATION_ROW);
  g_clear_object (&self->conflicts);
  g_clear_object (&self->operation);

  G_OBJECT_CLASS (pm_operation_row_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_OPERATION);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/outbox/pm-operation-row.ui");
  gtk_widget_class_bind_template_child (widget_class, PmOperationRow, conflict_list);
  pm_clock_bind (widget_class);
  pm_closures_bind (widget_class);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
  pm_operation_words_bind (widget_class);
}

static void
pm_operation_row_class_init (PmOperationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_operation_row_get_property;
  object_class->set_property = pm_operation_row_set_property;
  object_class->dispose = pm_operation_row_dispose;
  widget_class->root = pm_operation_row_root;

  properties[PROP_OPERATION] =
      g_param_spec_object ("operation", NULL, NULL, PM_TYPE_OPERATION,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_CONFLICTS] = g_param_spec_uint ("n-conflicts", NULL, NULL, 0, G_MAXUINT, 0,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, act);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, GDK_NO_MODIFIER_MASK,
                                       "row.discard", NULL);
  bind_template (widget_class);
}

static void
pm_operation_row_init (PmOperationRow *self)
{
  self->operation_signals = g_signal_group_new (PM_TYPE_OPERATION);
  g_signal_group_connect_swapped (self->operation_signals, "notify::conflict",
                                  G_CALLBACK (show_conflicts), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
