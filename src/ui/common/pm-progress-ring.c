/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-progress-ring.h"

#include <glib/gi18n.h>
#include <math.h>

#define RING_SIZE  20
#define RING_WIDTH 3.0f

/* How much of the text colour the part still to do is drawn with. */
#define TRACK_ALPHA 0.15f

struct _PmProgressRing {
  GtkWidget parent_instance;

  double fraction;
};

G_DEFINE_FINAL_TYPE (PmProgressRing, pm_progress_ring, GTK_TYPE_WIDGET)

enum {
  PROP_FRACTION = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
tell_accessible (PmProgressRing *self)
{
  /* Translators: how much of something is done, in percent */
  g_autofree char *words = g_strdup_printf (_ ("%d %% done"), (int) round (self->fraction * 100));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  self->fraction, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, words, -1);
}

static void
set_fraction (PmProgressRing *self, double fraction)
{
  g_assert (PM_IS_PROGRESS_RING (self));

  if (self->fraction == fraction)
    return;
  self->fraction = fraction;
  tell_accessible (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
draw_circle (GtkSnapshot *snapshot, float size, const GdkRGBA *color)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  g_autoptr (GskStroke) stroke = gsk_stroke_new (RING_WIDTH);

  gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (size / 2, size / 2),
                               (size - RING_WIDTH) / 2);
  path = gsk_path_builder_free_to_path (g_steal_pointer (&builder));
  gtk_snapshot_append_stroke (snapshot, path, stroke, color);
}

static void
draw_arc (GtkSnapshot *snapshot, float size, double fraction, const GdkRGBA *color)
{
  g_autoptr (GskPathBuilder) builder = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL;
  g_autoptr (GskStroke) stroke = gsk_stroke_new (RING_WIDTH);
  float radius = (size - RING_WIDTH) / 2;
  double angle = 2 * G_PI * fraction - G_PI_2;

  gsk_path_builder_move_to (builder, size / 2, RING_WIDTH / 2);
  gsk_path_builder_svg_arc_to (builder, radius, radius, 0, fraction > 0.5, TRUE,
                               size / 2 + radius * cosf (angle), size / 2 + radius * sinf (angle));
  path = gsk_path_builder_free_to_path (g_steal_pointer (&builder));
  gsk_stroke_set_line_cap (stroke, GSK_LINE_CAP_ROUND);
  gtk_snapshot_append_stroke (snapshot, path, stroke, color);
}

static void
pm_progress_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PmProgressRing *self = PM_PROGRESS_RING (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  float size = MIN (width, height);
  GdkRGBA color, track;

  gtk_widget_get_color (widget, &color);
  track = color;
  track.alpha *= TRACK_ALPHA;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((width - size) / 2, (height - size) / 2));
  draw_circle (snapshot, size, self->fraction < 1.0 ? &track : &color);
  if (self->fraction > 0.0 && self->fraction < 1.0)
    draw_arc (snapshot, size, self->fraction, &color);
  gtk_snapshot_restore (snapshot);
}

static void
pm_progress_ring_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural = RING_SIZE;
}

static void
pm_progress_ring_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_FRACTION:
    g_value_set_double (value, PM_PROGRESS_RING (object)->fraction);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_progress_ring_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_FRACTION:
    set_fraction (PM_PROGRESS_RING (object), g_value_get_double (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_progress_ring_class_init (PmProgressRingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_progress_ring_get_property;
  object_class->set_property = pm_progress_ring_set_property;
  widget_class->measure = pm_progress_ring_measure;
  widget_class->snapshot = pm_progress_ring_snapshot;

  properties[PROP_FRACTION] =
      g_param_spec_double ("fraction", NULL, NULL, 0.0, 1.0, 0.0,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "progressring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
pm_progress_ring_init (PmProgressRing *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress"), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0, -1);
  tell_accessible (self);
}
