/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/outbox/pm-operation-row.h"

#include "ui/common/pm-clock.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

struct _PmOperationRow {
  GtkBox parent_instance;

  PmOperation *operation;
};

G_DEFINE_FINAL_TYPE (PmOperationRow, pm_operation_row, GTK_TYPE_BOX)

enum {
  PROP_OPERATION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
closure_title (gpointer scope, PmOperationKind kind, const char *full_name, const char *email)
{
  return pm_operation_row_title (kind, full_name, email);
}

static char *
closure_problem_words (gpointer scope,
                       const char *problem,
                       gint64 attempts,
                       gint64 possible_at,
                       gint64 now)
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
closure_can_send_now (gpointer scope, PmOperationState state)
{
  return state == PM_OPERATION_STATE_HELD || state == PM_OPERATION_STATE_QUEUED;
}

static gboolean
closure_can_retry (gpointer scope, PmOperationState state)
{
  return state == PM_OPERATION_STATE_NEEDS_ATTENTION;
}

static gboolean
closure_can_discard (gpointer scope, PmOperationState state)
{
  return state == PM_OPERATION_STATE_HELD || state == PM_OPERATION_STATE_QUEUED ||
         state == PM_OPERATION_STATE_NEEDS_ATTENTION || state == PM_OPERATION_STATE_PAUSED_AUTH;
}

static gboolean
closure_can_edit (gpointer scope, PmOperationKind kind, PmOperationState state)
{
  return kind == PM_OPERATION_KIND_INVITE && closure_can_discard (scope, state);
}

static const PmClosure closures[] = {
  PM_CLOSURE (title),     PM_CLOSURE (problem_words), PM_CLOSURE (can_send_now),
  PM_CLOSURE (can_retry), PM_CLOSURE (can_edit),      PM_CLOSURE (can_discard),
};

static void
activate_action (PmOperationRow *self, const char *action)
{
  g_assert (PM_IS_OPERATION_ROW (self));

  if (self->operation != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), action, "x",
                                pm_operation_get_id (self->operation));
}

static void
on_send_now (PmOperationRow *self)
{
  activate_action (self, "outbox.send-now");
}

static void
on_retry (PmOperationRow *self)
{
  activate_action (self, "outbox.retry");
}

static void
on_edit (PmOperationRow *self)
{
  activate_action (self, "outbox.edit");
}

static void
on_discard (PmOperationRow *self)
{
  activate_action (self, "outbox.discard");
}

static void
pm_operation_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_OPERATION:
    g_value_set_object (value, PM_OPERATION_ROW (object)->operation);
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
    if (g_set_object (&PM_OPERATION_ROW (object)->operation, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_operation_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_OPERATION_ROW);
  g_clear_object (&PM_OPERATION_ROW (object)->operation);

  G_OBJECT_CLASS (pm_operation_row_parent_class)->dispose (object);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  pm_clock_bind (widget_class);
  pm_closures_bind (widget_class);
  pm_closures_bind_own (widget_class, closures, G_N_ELEMENTS (closures));
  gtk_widget_class_bind_template_callback (widget_class, on_send_now);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_bind_template_callback (widget_class, on_edit);
  gtk_widget_class_bind_template_callback (widget_class, on_discard);
}

static void
pm_operation_row_class_init (PmOperationRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_operation_row_get_property;
  object_class->set_property = pm_operation_row_set_property;
  object_class->dispose = pm_operation_row_dispose;

  properties[PROP_OPERATION] =
      g_param_spec_object ("operation", NULL, NULL, PM_TYPE_OPERATION,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PM_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/outbox/pm-operation-row.ui");
  bind_callbacks (widget_class);
}

static void
pm_operation_row_init (PmOperationRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_operation_row_title:
 * @kind: what the operation does
 * @full_name: (nullable): whom it is about
 * @email: (nullable): their address
 *
 * Returns: (transfer full): the operation in words
 */
char *
pm_operation_row_title (PmOperationKind kind, const char *full_name, const char *email)
{
  const char *who = full_name != NULL && *full_name != '\0' ? full_name : email;

  if (who == NULL)
    return g_strdup ("");
  switch (kind) {
  case PM_OPERATION_KIND_RESEND:
    /* Translators: %s is a person or an e-mail address */
    return g_strdup_printf (_ ("Resend the invitation to %s"), who);
  case PM_OPERATION_KIND_CANCEL:
    /* Translators: %s is a person or an e-mail address */
    return g_strdup_printf (_ ("Cancel the invitation of %s"), who);
  case PM_OPERATION_KIND_INVITE:
  case PM_OPERATION_KIND_REMIND:
  case PM_OPERATION_KIND_REMOVE:
  case PM_OPERATION_KIND_RESTORE:
  case PM_OPERATION_KIND_CREATE:
  case PM_OPERATION_KIND_EDIT:
  case PM_OPERATION_KIND_DELETE:
  default:
    /* Translators: %s is a person or an e-mail address */
    return g_strdup_printf (_ ("Invite %s"), who);
  }
}
