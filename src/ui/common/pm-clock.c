/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-clock.h"

struct _PmClock {
  GObject parent_instance;

  gint64 now;
  char today[sizeof "0000-00-00"];
};

G_DEFINE_FINAL_TYPE (PmClock, pm_clock, G_TYPE_OBJECT)

enum {
  PROP_NOW = 1,
  PROP_TODAY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* One timer serves all the clocks there are, and only while there are any. */
static GPtrArray *clocks;
static guint tick_source;

/* Whose server all of them go by; %NULL: by this machine. */
static PmWorkspace *followed;

static void
read_time (PmClock *self)
{
  gint64 now = followed != NULL ? pm_workspace_get_server_now (followed) : g_get_real_time ();
  g_autoptr (GDateTime) here = g_date_time_new_from_unix_local_usec (now);
  g_autofree char *today = g_date_time_format (here, "%F");
  gboolean is_new_day = !g_str_equal (self->today, today);

  g_assert (PM_IS_CLOCK (self));

  self->now = now;
  g_strlcpy (self->today, today, sizeof self->today);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOW]);
  if (is_new_day)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TODAY]);
}

static gpointer
keep (gconstpointer clock, gpointer data)
{
  return g_object_ref ((gpointer) clock);
}

static void
read_all (void)
{
  g_autoptr (GPtrArray) ticking = NULL;

  if (clocks == NULL)
    return;
  ticking = g_ptr_array_copy (clocks, keep, NULL);
  g_ptr_array_set_free_func (ticking, g_object_unref);
  for (guint i = 0; i < ticking->len; i++)
    read_time (ticking->pdata[i]);
}

static gboolean
tick (gpointer data)
{
  read_all ();
  return G_SOURCE_CONTINUE;
}

static void
pm_clock_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmClock *self = PM_CLOCK (object);

  switch (prop_id) {
  case PROP_NOW:
    g_value_set_int64 (value, self->now);
    break;
  case PROP_TODAY:
    g_value_set_string (value, self->today);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_clock_dispose (GObject *object)
{
  if (clocks != NULL)
    g_ptr_array_remove_fast (clocks, object);
  if (clocks != NULL && clocks->len == 0) {
    g_clear_pointer (&clocks, g_ptr_array_unref);
    g_clear_handle_id (&tick_source, g_source_remove);
  }

  G_OBJECT_CLASS (pm_clock_parent_class)->dispose (object);
}

static void
pm_clock_class_init (PmClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pm_clock_get_property;
  object_class->dispose = pm_clock_dispose;

  properties[PROP_NOW] = g_param_spec_int64 ("now", NULL, NULL, 0, G_MAXINT64, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TODAY] =
      g_param_spec_string ("today", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_clock_init (PmClock *self)
{
  if (clocks == NULL) {
    clocks = g_ptr_array_new ();
    tick_source = g_timeout_add_seconds (60, tick, NULL);
  }
  g_ptr_array_add (clocks, self);
  read_time (self);
}

/**
 * pm_clock_follow:
 * @workspace: (nullable): the workspace that is shown
 *
 * Lets all clocks go by the time of its server, from now on and through every change of that.
 */
void
pm_clock_follow (PmWorkspace *workspace)
{
  g_return_if_fail (workspace == NULL || PM_IS_WORKSPACE (workspace));

  if (followed != NULL)
    g_signal_handlers_disconnect_by_func (followed, read_all, NULL);
  g_set_object (&followed, workspace);
  if (workspace != NULL)
    g_signal_connect (workspace, "notify::server-now", G_CALLBACK (read_all), NULL);
  read_all ();
}

/**
 * pm_clock_bind:
 * @widget_class: a class whose template has a clock of the name `clock`
 *
 * Keeps the template's clock alive with the widget: expressions alone do not. Call it from
 * class_init, after the template is set.
 */
void
pm_clock_bind (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_CLOCK);
  gtk_widget_class_bind_template_child_full (widget_class, "clock", FALSE, 0);
}

/**
 * pm_clock_get_now:
 * @self: a clock
 *
 * Returns: what time it was at the last tick, in microseconds
 */
gint64
pm_clock_get_now (PmClock *self)
{
  g_return_val_if_fail (PM_IS_CLOCK (self), 0);

  return self->now;
}

/**
 * pm_clock_get_today:
 * @self: a clock
 *
 * Returns: (transfer none): what day it is here, as `YYYY-MM-DD`
 */
const char *
pm_clock_get_today (PmClock *self)
{
  g_return_val_if_fail (PM_IS_CLOCK (self), NULL);

  return self->today;
}
