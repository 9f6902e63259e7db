/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/poc/pm-funnel.h"

#include <glib/gi18n.h>

#define HEIGHT    48
#define MIN_WIDTH 120
#define N_STEPS   3
#define DELIVERED 1     /* the step that not every server tells of */
#define GAP       3     /* between the steps, in pixels */
#define SLOPE     0.35f /* the part of a step in which it narrows to the next one */
#define THINNEST  2.0f  /* a step with nobody in it is still a line */

struct _PmFunnel {
  GtkWidget parent_instance;

  guint counts[N_STEPS];
  gboolean tells_delivery;
};

G_DEFINE_FINAL_TYPE (PmFunnel, pm_funnel, GTK_TYPE_WIDGET)

enum {
  PROP_INVITED = 1,
  PROP_DELIVERED,
  PROP_ACCEPTED,
  PROP_TELLS_DELIVERY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* The counts that are shown, one after the other. */
static guint
list_steps (PmFunnel *self, guint steps[N_STEPS])
{
  guint n_steps = 0;

  for (guint i = 0; i < N_STEPS; i++)
    if (i != DELIVERED || self->tells_delivery)
      steps[n_steps++] = i;
  return n_steps;
}

static float
half_height (PmFunnel *self, guint step, float height)
{
  guint most = MAX (self->counts[0], 1);

  return MAX (height * MIN (self->counts[step], most) / most, THINNEST) / 2;
}

/* A step is as high as its count where it begins, and as the next one's where it ends. */
static GskPath *
trace_step (PmFunnel *self, guint step, guint next, float start, float end, float height)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  float middle = height / 2, bend = end - (end - start) * SLOPE;
  float from = half_height (self, step, height);
  float to = half_height (self, next, height);

  gsk_path_builder_move_to (builder, start, middle - from);
  gsk_path_builder_line_to (builder, bend, middle - from);
  gsk_path_builder_line_to (builder, end, middle - to);
  gsk_path_builder_line_to (builder, end, middle + to);
  gsk_path_builder_line_to (builder, bend, middle + from);
  gsk_path_builder_line_to (builder, start, middle + from);
  gsk_path_builder_close (builder);
  return gsk_path_builder_free_to_path (g_steal_pointer (&builder));
}

static void
pm_funnel_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PmFunnel *self = PM_FUNNEL (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  static const float strengths[N_STEPS] = { 0.35f, 0.6f, 1.0f };
  guint steps[N_STEPS];
  guint n_steps = list_steps (self, steps);

  for (guint i = 0; i < n_steps; i++) {
    float start = width * i / n_steps, end = width * (i + 1) / n_steps - GAP;
    g_autoptr (GskPath) path =
        trace_step (self, steps[i], steps[MIN (i + 1, n_steps - 1)],
                    mirrored ? width - start : start, mirrored ? width - end : end, height);
    GdkRGBA color;

    gtk_widget_get_color (widget, &color);
    color.alpha *= strengths[steps[i]];
    gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &color);
  }
}

static void
pm_funnel_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : MIN_WIDTH;
}

static void
say_counts (PmFunnel *self)
{
  g_autofree char *words = NULL;

  if (self->tells_delivery)
    words = g_strdup_printf (_ ("%u sent, %u delivered, %u accepted"), self->counts[0],
                             self->counts[1], self->counts[2]);
  else
    words = g_strdup_printf (_ ("%u sent, %u accepted"), self->counts[0], self->counts[2]);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
pm_funnel_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_TELLS_DELIVERY)
    g_value_set_boolean (value, PM_FUNNEL (object)->tells_delivery);
  else if (prop_id >= PROP_INVITED && prop_id < PROP_TELLS_DELIVERY)
    g_value_set_uint (value, PM_FUNNEL (object)->counts[prop_id - PROP_INVITED]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
pm_funnel_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmFunnel *self = PM_FUNNEL (object);

  if (prop_id < PROP_INVITED || prop_id >= N_PROPS) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  if (prop_id == PROP_TELLS_DELIVERY)
    self->tells_delivery = g_value_get_boolean (value);
  else
    self->counts[prop_id - PROP_INVITED] = g_value_get_uint (value);
  say_counts (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pm_funnel_class_init (PmFunnelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *names[N_STEPS] = { "invited", "delivered", "accepted" };

  object_class->get_property = pm_funnel_get_property;
  object_class->set_property = pm_funnel_set_property;
  widget_class->measure = pm_funnel_measure;
  widget_class->snapshot = pm_funnel_snapshot;

  for (guint i = 0; i < N_STEPS; i++)
    properties[PROP_INVITED + i] = g_param_spec_uint (names[i], NULL, NULL, 0, G_MAXUINT, 0,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TELLS_DELIVERY] = g_param_spec_boolean (
      "tells-delivery", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "funnel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pm_funnel_init (PmFunnel *self)
{
  self->tells_delivery = TRUE;
  say_counts (self);
}
