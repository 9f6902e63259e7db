/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/common/pm-text-area.h"

#include "domain/pm-text.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-hint.h"

#include <glib/gi18n.h>

struct _PmTextArea {
  GtkBox parent_instance;

  GtkWidget *view;
  GtkTextBuffer *buffer;
  PmHint *problem;

  char *title;
  char *placeholder;
  gboolean show_title;
  int min_height;
  gboolean monospace;
};

G_DEFINE_FINAL_TYPE (PmTextArea, pm_text_area, GTK_TYPE_BOX)

enum {
  PROP_TITLE = 1,
  PROP_SHOW_TITLE,
  PROP_PLACEHOLDER,
  PROP_TEXT,
  PROP_MIN_HEIGHT,
  PROP_MONOSPACE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
on_text_changed (PmTextArea *self)
{
  pm_text_area_show_problem (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
set_placeholder (PmTextArea *self, const char *placeholder)
{
  g_set_str (&self->placeholder, placeholder);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER,
                                  placeholder != NULL ? placeholder : "", -1);
}

static gboolean
pm_text_area_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (PM_TEXT_AREA (widget)->view);
}

static void
pm_text_area_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmTextArea *self = PM_TEXT_AREA (object);

  switch (prop_id) {
  case PROP_TITLE:
    g_value_set_string (value, self->title);
    break;
  case PROP_SHOW_TITLE:
    g_value_set_boolean (value, self->show_title);
    break;
  case PROP_PLACEHOLDER:
    g_value_set_string (value, self->placeholder);
    break;
  case PROP_TEXT:
    g_value_take_string (value, pm_text_area_dup_text (self));
    break;
  case PROP_MIN_HEIGHT:
    g_value_set_int (value, self->min_height);
    break;
  case PROP_MONOSPACE:
    g_value_set_boolean (value, self->monospace);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_text_area_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  PmTextArea *self = PM_TEXT_AREA (object);
  const char *text;

  switch (prop_id) {
  case PROP_TITLE:
    g_set_str (&self->title, g_value_get_string (value));
    break;
  case PROP_SHOW_TITLE:
    self->show_title = g_value_get_boolean (value);
    break;
  case PROP_PLACEHOLDER:
    set_placeholder (self, g_value_get_string (value));
    break;
  case PROP_TEXT:
    text = g_value_get_string (value);
    gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", -1);
    return;
  case PROP_MIN_HEIGHT:
    self->min_height = g_value_get_int (value);
    break;
  case PROP_MONOSPACE:
    self->monospace = g_value_get_boolean (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    return;
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
pm_text_area_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_TEXT_AREA);

  G_OBJECT_CLASS (pm_text_area_parent_class)->dispose (object);
}

static void
pm_text_area_finalize (GObject *object)
{
  g_free (PM_TEXT_AREA (object)->title);
  g_free (PM_TEXT_AREA (object)->placeholder);

  G_OBJECT_CLASS (pm_text_area_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SHOW_TITLE] = g_param_spec_boolean ("show-title", NULL, NULL, TRUE, flags);
  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_MIN_HEIGHT] = g_param_spec_int ("min-height", NULL, NULL, 0, 240, 84, flags);
  properties[PROP_MONOSPACE] = g_param_spec_boolean ("monospace", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pm_text_area_class_init (PmTextAreaClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_text_area_get_property;
  object_class->set_property = pm_text_area_set_property;
  object_class->dispose = pm_text_area_dispose;
  object_class->finalize = pm_text_area_finalize;
  widget_class->grab_focus = pm_text_area_grab_focus;
  install_properties (object_class);

  g_type_ensure (PM_TYPE_HINT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/common/pm-text-area.ui");
  gtk_widget_class_bind_template_child (widget_class, PmTextArea, view);
  gtk_widget_class_bind_template_child (widget_class, PmTextArea, buffer);
  gtk_widget_class_bind_template_child (widget_class, PmTextArea, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_text_changed);
  pm_closures_bind (widget_class);
}

static void
pm_text_area_init (PmTextArea *self)
{
  self->show_title = TRUE;
  self->min_height = 84;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pm_text_area_dup_text:
 * @self: the field
 *
 * Returns: (transfer full): what stands in it
 */
char *
pm_text_area_dup_text (PmTextArea *self)
{
  char *text;

  g_return_val_if_fail (PM_IS_TEXT_AREA (self), NULL);

  g_object_get (self->buffer, "text", &text, NULL);
  return text;
}

/**
 * pm_text_area_show_problem:
 * @self: the field
 * @problem: (nullable): why what stands in it cannot stay so
 */
void
pm_text_area_show_problem (PmTextArea *self, const char *problem)
{
  g_return_if_fail (PM_IS_TEXT_AREA (self));

  pm_hint_show (self->problem, problem, TRUE, NULL);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID,
      problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/**
 * pm_text_area_check:
 * @self: the field
 * @required: whether it may not be empty
 * @max_chars: how many characters it may have
 *
 * Says what is wrong with what stands in it.
 *
 * Returns: whether it can be saved
 */
gboolean
pm_text_area_check (PmTextArea *self, gboolean required, gsize max_chars)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (PM_IS_TEXT_AREA (self), FALSE);

  text = pm_text_area_dup_text (self);
  if (required && pm_text_is_blank (text)) {
    pm_text_area_show_problem (self, _ ("Write something first."));
    return FALSE;
  }
  if (pm_text_check (self->title, text, -1, PM_TEXT_LINES, max_chars, &error))
    return TRUE;
  pm_text_area_show_problem (self, error->message);
  return FALSE;
}
