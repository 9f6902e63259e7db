/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-long-text.h"

#include <glib/gi18n.h>

#define DEFAULT_LINES 4
#define SPACING       3

struct _PmLongText {
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *button;

  char *text;
  int lines;
  gboolean expanded;
};

G_DEFINE_FINAL_TYPE (PmLongText, pm_long_text, GTK_TYPE_WIDGET)

enum {
  PROP_TEXT = 1,
  PROP_LINES,
  PROP_EXPANDED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
fold_words (gpointer scope, gboolean expanded)
{
  return g_strdup (expanded ? _ ("Show Less") : _ ("Show More"));
}

static void
set_text (PmLongText *self, const char *text)
{
  if (!g_set_str (&self->text, text))
    return;
  self->expanded = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

static void
set_expanded (PmLongText *self, gboolean expanded)
{
  if (self->expanded == expanded)
    return;
  self->expanded = expanded;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

static void
on_clicked (PmLongText *self)
{
  set_expanded (self, !self->expanded);
}

/* --- Layout: the label is always whole, and cut between two lines where it is folded --- */

/* GtkLabel:lines counts per paragraph, so that it does not limit a text of many. */
static int
measure_fold (PmLongText *self, int width)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->label, self->text);
  g_autoptr (PangoLayoutIter) line = NULL;
  int bottom = 0;

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width < 0 ? -1 : width * PANGO_SCALE);
  if (pango_layout_get_line_count (layout) <= self->lines)
    return -1;
  line = pango_layout_get_iter (layout);
  for (int i = 1; i < self->lines; i++)
    pango_layout_iter_next_line (line);
  pango_layout_iter_get_line_yrange (line, NULL, &bottom);
  return PANGO_PIXELS_CEIL (bottom);
}

static int
measure_height (GtkWidget *child, int width)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static int
measure_label (PmLongText *self, int width, gboolean *is_long)
{
  int fold = measure_fold (self, width);

  *is_long = fold >= 0;
  return fold < 0 || self->expanded ? measure_height (self->label, width) : fold;
}

static void
measure_width (PmLongText *self, int for_height, int *minimum, int *natural)
{
  int button_minimum;

  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, minimum, natural, NULL, NULL);
  gtk_widget_measure (self->button, GTK_ORIENTATION_HORIZONTAL, -1, &button_minimum, NULL, NULL,
                      NULL);
  *minimum = MAX (*minimum, button_minimum);
  *natural = MAX (*natural, *minimum);
}

static void
pm_long_text_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  PmLongText *self = PM_LONG_TEXT (widget);
  gboolean is_long;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    measure_width (self, for_size, minimum, natural);
    return;
  }
  *minimum = measure_label (self, for_size, &is_long);
  if (is_long)
    *minimum += SPACING + measure_height (self->button, for_size);
  *natural = *minimum;
}

static void
pm_long_text_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PmLongText *self = PM_LONG_TEXT (widget);
  GtkAllocation below = { 0, 0, width, 0 };
  gboolean is_long;

  below.y = measure_label (self, width, &is_long) + SPACING;
  below.height = measure_height (self->button, width);
  gtk_widget_size_allocate (
      self->label, &(GtkAllocation) { 0, 0, width, measure_height (self->label, width) }, -1);
  gtk_widget_set_child_visible (self->button, is_long);
  if (is_long)
    gtk_widget_size_allocate (self->button, &below, -1);
}

static void
pm_long_text_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PmLongText *self = PM_LONG_TEXT (widget);
  int width = gtk_widget_get_width (widget);
  gboolean is_long;
  int height = measure_label (self, width, &is_long);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gtk_widget_snapshot_child (widget, self->label, snapshot);
  gtk_snapshot_pop (snapshot);
  if (is_long)
    gtk_widget_snapshot_child (widget, self->button, snapshot);
}

static GtkSizeRequestMode
pm_long_text_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* --- The object --- */

static void
pm_long_text_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmLongText *self = PM_LONG_TEXT (object);

  switch (prop_id) {
  case PROP_TEXT:
    g_value_set_string (value, self->text);
    break;
  case PROP_LINES:
    g_value_set_int (value, self->lines);
    break;
  case PROP_EXPANDED:
    g_value_set_boolean (value, self->expanded);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_long_text_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmLongText *self = PM_LONG_TEXT (object);

  switch (prop_id) {
  case PROP_TEXT:
    set_text (self, g_value_get_string (value));
    break;
  case PROP_LINES:
    self->lines = g_value_get_int (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
    g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_EXPANDED:
    set_expanded (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_long_text_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_LONG_TEXT);

  G_OBJECT_CLASS (pm_long_text_parent_class)->dispose (object);
}

static void
pm_long_text_finalize (GObject *object)
{
  g_free (PM_LONG_TEXT (object)->text);

  G_OBJECT_CLASS (pm_long_text_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_LINES] = g_param_spec_int ("lines", NULL, NULL, 1, 100, DEFAULT_LINES, flags);
  properties[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_long_text_class_init (PmLongTextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_long_text_get_property;
  object_class->set_property = pm_long_text_set_property;
  object_class->dispose = pm_long_text_dispose;
  object_class->finalize = pm_long_text_finalize;
  widget_class->measure = pm_long_text_measure;
  widget_class->size_allocate = pm_long_text_size_allocate;
  widget_class->snapshot = pm_long_text_snapshot;
  widget_class->get_request_mode = pm_long_text_get_request_mode;
  install_properties (object_class);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/common/pm-long-text.ui");
  gtk_widget_class_bind_template_child (widget_class, PmLongText, label);
  gtk_widget_class_bind_template_child (widget_class, PmLongText, button);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
  gtk_widget_class_bind_template_callback (widget_class, fold_words);
  gtk_widget_class_set_css_name (widget_class, "longtext");
}

static void
pm_long_text_init (PmLongText *self)
{
  self->lines = DEFAULT_LINES;
  gtk_widget_init_template (GTK_WIDGET (self));
}
