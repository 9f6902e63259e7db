/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-send-later-dialog.h"

#include "domain/pm-invitation-rules.h"
#include "ui/common/pm-date-row.h"
#include "ui/common/pm-hint.h"
#include "ui/common/pm-words.h"

#include <glib/gi18n.h>

/* When people begin to work. */
#define MORNING_HOUR 9

struct _PmSendLaterDialog {
  AdwDialog parent_instance;

  PmDateRow *day;
  AdwEntryRow *time;
  PmHint *verdict;

  PmWorkspace *workspace;
};

G_DEFINE_FINAL_TYPE (PmSendLaterDialog, pm_send_later_dialog, ADW_TYPE_DIALOG)

enum {
  PROP_EXPLANATION = 1,
  N_PROPS,
};

enum {
  CHOSEN,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
explain (PmSendLaterDialog *self)
{
  if (self->workspace == NULL)
    return g_strdup ("");
  if (pm_workspace_get_capabilities (self->workspace) & PM_CAPABILITY_SCHEDULE)
    return g_strdup (_ ("The server keeps the invitation and mails it at that time, whether or not "
                        "this computer is on."));
  return g_strjoin (" ", pm_workspace_explain_missing (PM_CAPABILITY_SCHEDULE),
                    _ ("POC Manager must be open then. If it is more than an hour late, you are "
                       "asked before it is sent."),
                    NULL);
}

/* --- The moment --- */

static gint64
get_moment (PmSendLaterDialog *self)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;
  int hour, minute;

  if (!pm_words_read_clock_time (gtk_editable_get_text (GTK_EDITABLE (self->time)), &hour, &minute))
    return 0;
  g_object_get (self->day, "date", &date, NULL);
  text = g_strdup_printf ("%sT%02d:%02d:00", date, hour, minute);
  time = g_date_time_new_from_iso8601 (text, here);
  return time != NULL ? g_date_time_to_unix_usec (time) : 0;
}

static const char *
find_problem (gint64 moment, gint64 now)
{
  if (moment == 0)
    return _ ("Write a time of day, as in 14:30.");
  if (moment <= now)
    return _ ("That time is over already.");
  if (moment > now + PM_SEND_LATER_MAX)
    return _ ("That is too far away: at most 90 days are possible.");
  return NULL;
}

static void
on_changed (PmSendLaterDialog *self)
{
  const char *problem;
  gint64 now, moment;
  g_autofree char *when = NULL;
  g_autofree char *words = NULL;

  if (self->workspace == NULL)
    return;
  now = pm_workspace_get_server_now (self->workspace);
  moment = get_moment (self);
  problem = find_problem (moment, now);
  when = pm_words_appointment (moment, now);
  /* Translators: %s is a moment to come, "tomorrow 09:00" */
  words = problem != NULL ? g_strdup (problem) : g_strdup_printf (_ ("It is sent %s."), when);
  pm_hint_show (self->verdict, words, problem != NULL, NULL);
  pm_hint_mark (self->verdict, GTK_EDITABLE (self->time), problem != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "later.choose", problem == NULL);
}

/* The next morning on which people work. */
static void
suggest_moment (PmSendLaterDialog *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  int weekday = g_date_time_get_day_of_week (now);
  int days = weekday == 5 ? 3 : weekday == 6 ? 2 : 1;
  g_autoptr (GDateTime) next = g_date_time_add_days (now, days);
  g_autofree char *date = g_date_time_format (next, "%Y-%m-%d");
  g_autofree char *morning = pm_words_hour (MORNING_HOUR);

  g_object_set (self->day, "date", date, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->time), morning);
}

static void
choose (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (PmSendLaterDialog) self = g_object_ref (PM_SEND_LATER_DIALOG (widget));

  g_signal_emit (self, signals[CHOSEN], 0, get_moment (self));
  adw_dialog_close (ADW_DIALOG (self));
}

/* --- The object --- */

static void
pm_send_later_dialog_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_EXPLANATION:
    g_value_take_string (value, explain (PM_SEND_LATER_DIALOG (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_send_later_dialog_dispose (GObject *object)
{
  PmSendLaterDialog *self = PM_SEND_LATER_DIALOG (object);

  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_SEND_LATER_DIALOG);

  G_OBJECT_CLASS (pm_send_later_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_DATE_ROW);
  g_type_ensure (PM_TYPE_HINT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/invite/pm-send-later-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmSendLaterDialog, day);
  gtk_widget_class_bind_template_child (widget_class, PmSendLaterDialog, time);
  gtk_widget_class_bind_template_child (widget_class, PmSendLaterDialog, verdict);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
pm_send_later_dialog_class_init (PmSendLaterDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pm_send_later_dialog_get_property;
  object_class->dispose = pm_send_later_dialog_dispose;

  properties[PROP_EXPLANATION] = g_param_spec_string ("explanation", NULL, NULL, NULL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "later.choose", NULL, choose);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
pm_send_later_dialog_init (PmSendLaterDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_send_later_dialog_new:
 * @workspace: who sends
 *
 * Returns: (transfer floating): the dialog, with the next working day's morning chosen
 */
PmSendLaterDialog *
pm_send_later_dialog_new (PmWorkspace *workspace)
{
  PmSendLaterDialog *self;

  g_return_val_if_fail (PM_IS_WORKSPACE (workspace), NULL);

  self = g_object_new (PM_TYPE_SEND_LATER_DIALOG, NULL);
  self->workspace = g_object_ref (workspace);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPLANATION]);
  suggest_moment (self);
  on_changed (self);
  return self;
}
