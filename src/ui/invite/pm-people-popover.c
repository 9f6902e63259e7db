/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-people-popover.h"

#include "domain/pm-text.h"

#include <glib/gi18n.h>

struct _PmPeoplePopover {
  GtkPopover parent_instance;

  GtkListView *list;
  GtkSingleSelection *selection;
  GListModel *people;
};

G_DEFINE_FINAL_TYPE (PmPeoplePopover, pm_people_popover, GTK_TYPE_POPOVER)

enum {
  PROP_PEOPLE = 1,
  N_PROPS,
};

enum {
  PICKED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
person_name (gpointer self, const char *full_name, const char *email)
{
  return g_strdup (pm_text_is_blank (full_name) ? email : full_name);
}

static char *
person_line (gpointer self, const char *full_name, const char *email, const char *title)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  const char *all[] = { full_name, email, title };
  g_auto (GStrv) known = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (!pm_text_is_blank (all[i]))
      g_strv_builder_add (parts, all[i]);
  known = g_strv_builder_end (parts);
  return g_strjoinv (" · ", known);
}

static void
pick (PmPeoplePopover *self, guint position)
{
  g_autoptr (PmPerson) person =
      self->people != NULL ? g_list_model_get_item (self->people, position) : NULL;

  gtk_popover_popdown (GTK_POPOVER (self));
  if (person != NULL)
    g_signal_emit (self, signals[PICKED], 0, person);
}

static void
on_activate (PmPeoplePopover *self, guint position)
{
  pick (self, position);
}

static void
move (PmPeoplePopover *self, int step)
{
  guint n_people = g_list_model_get_n_items (self->people);
  guint selected = gtk_single_selection_get_selected (self->selection);
  guint next = step > 0 ? 0 : n_people - 1;

  if (selected != GTK_INVALID_LIST_POSITION)
    next = (selected + n_people + (guint) step) % n_people;
  gtk_list_view_scroll_to (self->list, next, GTK_LIST_SCROLL_SELECT, NULL);
}

static void
pm_people_popover_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PEOPLE:
    g_value_set_object (value, PM_PEOPLE_POPOVER (object)->people);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_people_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PM_TYPE_PEOPLE_POPOVER);
  g_clear_object (&PM_PEOPLE_POPOVER (object)->people);

  G_OBJECT_CLASS (pm_people_popover_parent_class)->dispose (object);
}

static void
pm_people_popover_class_init (PmPeoplePopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_people_popover_get_property;
  object_class->dispose = pm_people_popover_dispose;

  properties[PROP_PEOPLE] = g_param_spec_object ("people", NULL, NULL, G_TYPE_LIST_MODEL,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[PICKED] = g_signal_new ("picked", PM_TYPE_PEOPLE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, PM_TYPE_PERSON);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/invite/pm-people-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, PmPeoplePopover, list);
  gtk_widget_class_bind_template_child (widget_class, PmPeoplePopover, selection);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, person_name);
  gtk_widget_class_bind_template_callback (widget_class, person_line);
}

static void
pm_people_popover_init (PmPeoplePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Known People"), -1);
}

/**
 * pm_people_popover_new:
 * @entry: below which it stands; it has to unparent the popover when it goes
 *
 * Returns: (transfer none): the popover
 */
PmPeoplePopover *
pm_people_popover_new (GtkWidget *entry)
{
  PmPeoplePopover *self;

  g_return_val_if_fail (GTK_IS_WIDGET (entry), NULL);

  self = g_object_new (PM_TYPE_PEOPLE_POPOVER, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self), entry);
  return self;
}

/**
 * pm_people_popover_offer:
 * @self: a popover
 * @people: (nullable): whom to offer, a list of #PmPerson; nobody closes the popover
 */
void
pm_people_popover_offer (PmPeoplePopover *self, GListModel *people)
{
  GtkWidget *entry;

  g_return_if_fail (PM_IS_PEOPLE_POPOVER (self));

  if (g_set_object (&self->people, people))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PEOPLE]);
  if (people == NULL || g_list_model_get_n_items (people) == 0) {
    gtk_popover_popdown (GTK_POPOVER (self));
    return;
  }
  entry = gtk_widget_get_parent (GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), MIN (gtk_widget_get_width (entry), 420), -1);
  gtk_popover_popup (GTK_POPOVER (self));
}

/**
 * pm_people_popover_handle_key:
 * @self: a popover
 * @keyval: a key that was pressed in the entry
 *
 * Up and Down choose, Enter picks, Escape closes.
 *
 * Returns: whether the key was meant for the popover
 */
gboolean
pm_people_popover_handle_key (PmPeoplePopover *self, guint keyval)
{
  guint selected;

  g_return_val_if_fail (PM_IS_PEOPLE_POPOVER (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return FALSE;

  selected = gtk_single_selection_get_selected (self->selection);
  switch (keyval) {
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    move (self, 1);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    move (self, -1);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (selected == GTK_INVALID_LIST_POSITION)
      return FALSE;
    pick (self, selected);
    return TRUE;
  case GDK_KEY_Escape:
    gtk_popover_popdown (GTK_POPOVER (self));
    return TRUE;
  default:
    return FALSE;
  }
}
