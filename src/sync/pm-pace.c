/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sync/pm-pace.h"

#define SECOND G_TIME_SPAN_SECOND

/* Between two waits for changes. A hidden window, too, hears of them within a minute. */
#define REST      (30 * SECOND)
#define LONG_REST (50 * SECOND)

/* How much less often what cannot be waited for is read. */
#define SLOWNESS 5

/* How often it is looked what is due by the clock. */
#define TICK      (30 * SECOND)
#define SLOW_TICK (60 * SECOND)

/* Two clocks are not read at once: what is shorter than this is no sleep. */
#define NAP (2 * SECOND)

struct _PmPace {
  GObject parent_instance;

  gboolean hidden;
  gboolean metered;
  gint64 slept; /* how long the machine has in all; -1 when nobody has asked yet */
};

G_DEFINE_FINAL_TYPE (PmPace, pm_pace, G_TYPE_OBJECT)

enum {
  PROP_HIDDEN = 1,
  PROP_METERED,
  N_PROPS,
};

enum {
  CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_flag (PmPace *self, gboolean *flag, GParamSpec *pspec, gboolean value)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
pm_pace_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_HIDDEN:
    g_value_set_boolean (value, PM_PACE (object)->hidden);
    break;
  case PROP_METERED:
    g_value_set_boolean (value, PM_PACE (object)->metered);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_pace_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmPace *self = PM_PACE (object);

  switch (prop_id) {
  case PROP_HIDDEN:
    set_flag (self, &self->hidden, pspec, g_value_get_boolean (value));
    break;
  case PROP_METERED:
    set_flag (self, &self->metered, pspec, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_pace_class_init (PmPaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_pace_get_property;
  object_class->set_property = pm_pace_set_property;
  properties[PROP_HIDDEN] = g_param_spec_boolean ("hidden", NULL, NULL, FALSE, flags);
  properties[PROP_METERED] = g_param_spec_boolean ("metered", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
pm_pace_init (PmPace *self)
{
  self->slept = -1;
}

/**
 * pm_pace_new:
 *
 * Returns: (transfer full): the full pace
 */
PmPace *
pm_pace_new (void)
{
  return g_object_new (PM_TYPE_PACE, NULL);
}

/**
 * pm_pace_get_rest:
 * @self: a pace
 *
 * Returns: how long to rest, in microseconds, after waiting for changes in vain and before waiting
 *   again
 */
gint64
pm_pace_get_rest (PmPace *self)
{
  if (self->hidden && self->metered)
    return LONG_REST;
  return self->hidden || self->metered ? REST : 0;
}

/**
 * pm_pace_stretch:
 * @self: a pace
 * @span: between two readings of the same, at full pace
 *
 * Returns: that span at this pace
 */
gint64
pm_pace_stretch (PmPace *self, gint64 span)
{
  gint64 slowness = (self->hidden ? SLOWNESS : 0) + (self->metered ? SLOWNESS : 0);

  return span * MAX (slowness, 1);
}

/**
 * pm_pace_reads_ahead:
 * @self: a pace
 *
 * Returns: whether to fetch what nobody has asked for yet
 */
gboolean
pm_pace_reads_ahead (PmPace *self)
{
  return !self->metered;
}

/**
 * pm_pace_get_tick:
 * @self: a pace
 *
 * Returns: how long not to look at the clock at most, in microseconds
 */
gint64
pm_pace_get_tick (PmPace *self)
{
  return self->hidden ? SLOW_TICK : TICK;
}

/**
 * pm_pace_hurry:
 * @self: a pace
 *
 * Ends the rest that is being taken: something was done just now, and what becomes of it is waited
 * for.
 */
void
pm_pace_hurry (PmPace *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * pm_pace_has_slept:
 * @self: a pace
 * @steady: a clock that counts the machine's sleep
 * @monotonic: one that does not, read at the same time
 *
 * Returns: whether the machine has slept since this was asked last
 */
gboolean
pm_pace_has_slept (PmPace *self, gint64 steady, gint64 monotonic)
{
  gint64 slept = steady - monotonic;
  gboolean is_news = self->slept >= 0 && slept - self->slept > NAP;

  self->slept = slept;
  return is_news;
}
