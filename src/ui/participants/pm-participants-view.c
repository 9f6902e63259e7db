/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-participants-view.h"

#include "domain/pm-role.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-status-pill.h"
#include "ui/invite/pm-address-dialog.h"
#include "ui/invite/pm-invitation-actions.h"
#include "ui/participants/pm-invitation-details.h"
#include "ui/participants/pm-people-tally.h"
#include "ui/participants/pm-person-cell.h"
#include "ui/participants/pm-person-menu.h"
#include "ui/participants/pm-person-name.h"
#include "ui/participants/pm-person-row.h"
#include "ui/participants/pm-person-words.h"
#include "ui/participants/pm-status-filter.h"
#include "workspace/pm-workspace.h"

#include <glib/gi18n.h>

struct _PmParticipantsView {
  AdwBin parent_instance;

  GtkDropDown *filter;

  PmWorkspace *workspace;
  PmPoc *poc;
  PmPeopleTally *tally;
  PmPersonList *people; /* those that the filter lets through */
  gboolean roomy;
  GSignalGroup *people_signals;
  GSignalGroup *workspace_signals;
};

G_DEFINE_FINAL_TYPE (PmParticipantsView, pm_participants_view, ADW_TYPE_BIN)

enum {
  PROP_WORKSPACE = 1,
  PROP_POC,
  PROP_TALLY,
  PROP_PEOPLE,
  PROP_N_SHOWN,
  PROP_LOADING,
  PROP_ROOMY,
  PROP_TELLS_ENGAGEMENT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* --- What is shown --- */

static int
get_status (PmParticipantsView *self)
{
  PmStatusFilter *choice = gtk_drop_down_get_selected_item (self->filter);

  return choice != NULL ? pm_status_filter_get_status (choice) : PM_STATUS_FILTER_ALL;
}

static char *
page_name (PmParticipantsView *self, guint n_shown, gboolean loading, guint filter)
{
  if (n_shown > 0)
    return g_strdup ("people");
  if (loading)
    return g_strdup ("loading");
  return g_strdup (filter == 0 || filter == GTK_INVALID_LIST_POSITION ? "nobody" : "no-match");
}

static void
notify_shown (PmParticipantsView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SHOWN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
show_people (PmParticipantsView *self)
{
  g_clear_object (&self->people);
  if (self->workspace != NULL && self->poc != NULL) {
    self->people = pm_workspace_create_person_list (self->workspace, pm_poc_get_id (self->poc));
    g_object_set (self->people, "status", get_status (self), NULL);
  }
  g_signal_group_set_target (self->people_signals, self->people);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PEOPLE]);
  notify_shown (self);
}

static void
on_filter_selected (PmParticipantsView *self)
{
  if (self->people != NULL)
    g_object_set (self->people, "status", get_status (self), NULL);
}

static void
on_show_all (PmParticipantsView *self)
{
  gtk_drop_down_set_selected (self->filter, 0);
}

static guint
count_shown (PmParticipantsView *self)
{
  return self->people != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->people)) : 0;
}

static gboolean
tells_engagement (PmParticipantsView *self)
{
  return self->workspace == NULL ||
         (pm_workspace_get_capabilities (self->workspace) & PM_CAPABILITY_ENGAGEMENT) != 0;
}

static void
notify_told (PmParticipantsView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TELLS_ENGAGEMENT]);
}

/* --- What can be done --- */

/* What the account may not do, and what the server cannot, is not offered. */
static void
allow_actions (PmParticipantsView *self)
{
  static const char *verbs[] = {
    "participants.edit",         "participants.send-now",        "participants.resend",
    "participants.invite-again", "participants.correct-address", "participants.cancel",
    "participants.discard",
  };
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean may_invite = FALSE;
  PmRole role = PM_ROLE_CUSTOMER;
  PmCapabilities capabilities = PM_CAPABILITY_NONE;

  if (self->workspace != NULL)
    g_object_get (self->workspace, "can-invite", &may_invite, "role", &role, "capabilities",
                  &capabilities, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    gtk_widget_action_set_enabled (widget, verbs[i], may_invite);
  gtk_widget_action_set_enabled (widget, "participants.remind",
                                 may_invite && (capabilities & PM_CAPABILITY_REMINDERS));
  gtk_widget_action_set_enabled (widget, "participants.cancel-failed",
                                 may_invite && (capabilities & PM_CAPABILITY_DELIVERY));
  gtk_widget_action_set_enabled (widget, "participants.remove-access",
                                 pm_role_can_remove_access (role));
}

static void
on_capabilities (PmParticipantsView *self)
{
  allow_actions (self);
  notify_told (self);
}

static PmPerson *
ref_person (PmParticipantsView *self, GVariant *id)
{
  guint position;

  g_assert (g_variant_is_of_type (id, G_VARIANT_TYPE_INT64));

  if (self->people == NULL ||
      !pm_key_list_find (PM_KEY_LIST (self->people), g_variant_get_int64 (id), &position))
    return NULL;
  return g_list_model_get_item (G_LIST_MODEL (self->people), position);
}

static const struct {
  const char *name;
  void (*run) (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
} actions[] = {
  { "participants.edit", pm_invitation_edit },
  { "participants.send-now", pm_invitation_send_now },
  { "participants.resend", pm_invitation_resend },
  { "participants.remind", pm_invitation_remind },
  { "participants.correct-address", pm_address_dialog_present },
  { "participants.remove-access", pm_invitation_remove_access },
  { "participants.invite-again", pm_invitation_invite_again },
  { "participants.cancel", pm_invitation_cancel },
  { "participants.cancel-failed", pm_invitation_cancel },
  { "participants.discard", pm_invitation_discard },
  { "participants.details", pm_invitation_details_present },
};

static void
act (GtkWidget *widget, const char *name, GVariant *id)
{
  PmParticipantsView *self = PM_PARTICIPANTS_VIEW (widget);
  g_autoptr (PmPerson) person = ref_person (self, id);

  for (guint i = 0; person != NULL && i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name))
      actions[i].run (widget, self->workspace, person);
}

static void
on_activate (PmParticipantsView *self, guint position)
{
  g_autoptr (PmPerson) person = g_list_model_get_item (G_LIST_MODEL (self->people), position);

  if (person != NULL)
    pm_invitation_details_present (GTK_WIDGET (self), self->workspace, person);
}

/* --- The context menu --- */

static GtkWidget *
find_row (PmParticipantsView *self, GtkWidget *inside)
{
  for (GtkWidget *widget = inside; widget != NULL && widget != GTK_WIDGET (self);
       widget = gtk_widget_get_parent (widget))
    if (g_str_equal (gtk_widget_get_css_name (widget), "row"))
      return widget;
  return NULL;
}

static void
forget_menu (GtkWidget *menu)
{
  /* The menu's action is activated after it has closed. */
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, menu);
}

static void
pop_up_menu (PmParticipantsView *self, GtkWidget *row, const graphene_point_t *point)
{
  PmPerson *person = pm_person_cell_find (row);
  g_autoptr (GMenuModel) lines = person != NULL ? pm_person_menu_new (person) : NULL;
  GtkWidget *menu;

  if (lines == NULL)
    return;
  menu = gtk_popover_menu_new_from_model (lines);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu),
                               &(GdkRectangle) { (int) point->x, (int) point->y, 1, 1 });
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_widget_set_parent (menu, GTK_WIDGET (self));
  g_signal_connect (menu, "closed", G_CALLBACK (forget_menu), NULL);
  gtk_popover_popup (GTK_POPOVER (menu));
}

static void
on_secondary_click (PmParticipantsView *self, int n_press, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *row = find_row (self, gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT));

  pop_up_menu (self, row, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

static void
on_menu_key (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmParticipantsView *self = PM_PARTICIPANTS_VIEW (widget);
  GtkWidget *row = find_row (self, gtk_root_get_focus (gtk_widget_get_root (widget)));
  graphene_point_t point = GRAPHENE_POINT_INIT (24, 24);

  if (row != NULL && gtk_widget_compute_point (row, widget, &point, &point))
    pop_up_menu (self, row, &point);
}

/* --- The object --- */

static void
set_workspace (PmParticipantsView *self, PmWorkspace *workspace)
{
  if (!g_set_object (&self->workspace, workspace))
    return;
  g_signal_group_set_target (self->workspace_signals, workspace);
  on_capabilities (self);
  show_people (self);
}

static void
set_poc (PmParticipantsView *self, PmPoc *poc)
{
  if (!g_set_object (&self->poc, poc))
    return;
  gtk_drop_down_set_selected (self->filter, 0);
  show_people (self);
}

static void
pm_participants_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmParticipantsView *self = PM_PARTICIPANTS_VIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    g_value_set_object (value, self->workspace);
    break;
  case PROP_POC:
    g_value_set_object (value, self->poc);
    break;
  case PROP_TALLY:
    g_value_set_object (value, self->tally);
    break;
  case PROP_PEOPLE:
    g_value_set_object (value, self->people);
    break;
  case PROP_N_SHOWN:
    g_value_set_uint (value, count_shown (self));
    break;
  case PROP_LOADING:
    g_value_set_boolean (value, self->people != NULL &&
                                    pm_key_list_get_loading (PM_KEY_LIST (self->people)));
    break;
  case PROP_ROOMY:
    g_value_set_boolean (value, self->roomy);
    break;
  case PROP_TELLS_ENGAGEMENT:
    g_value_set_boolean (value, tells_engagement (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_participants_view_set_property (GObject *object,
                                   guint prop_id,
                                   const GValue *value,
                                   GParamSpec *pspec)
{
  PmParticipantsView *self = PM_PARTICIPANTS_VIEW (object);

  switch (prop_id) {
  case PROP_WORKSPACE:
    set_workspace (self, g_value_get_object (value));
    break;
  case PROP_POC:
    set_poc (self, g_value_get_object (value));
    break;
  case PROP_TALLY:
    if (g_set_object (&self->tally, g_value_get_object (value)))
      g_object_notify_by_pspec (object, pspec);
    break;
  case PROP_ROOMY:
    self->roomy = g_value_get_boolean (value);
    g_object_notify_by_pspec (object, pspec);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_participants_view_dispose (GObject *object)
{
  PmParticipantsView *self = PM_PARTICIPANTS_VIEW (object);

  g_clear_object (&self->people_signals);
  g_clear_object (&self->workspace_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_PARTICIPANTS_VIEW);
  g_clear_object (&self->people);
  g_clear_object (&self->tally);
  g_clear_object (&self->poc);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (pm_participants_view_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, PM_TYPE_WORKSPACE, writable);
  properties[PROP_POC] = g_param_spec_object ("poc", NULL, NULL, PM_TYPE_POC, writable);
  properties[PROP_TALLY] =
      g_param_spec_object ("tally", NULL, NULL, PM_TYPE_PEOPLE_TALLY, writable);
  properties[PROP_PEOPLE] = g_param_spec_object ("people", NULL, NULL, G_TYPE_LIST_MODEL, readable);
  properties[PROP_N_SHOWN] = g_param_spec_uint ("n-shown", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, readable);
  properties[PROP_ROOMY] = g_param_spec_boolean ("roomy", NULL, NULL, TRUE, writable);
  properties[PROP_TELLS_ENGAGEMENT] =
      g_param_spec_boolean ("tells-engagement", NULL, NULL, TRUE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, "x", act);
  gtk_widget_class_install_action (widget_class, "participants.menu", NULL, on_menu_key);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, GDK_NO_MODIFIER_MASK,
                                       "participants.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK,
                                       "participants.menu", NULL);
}

static void
pm_participants_view_class_init (PmParticipantsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_participants_view_get_property;
  object_class->set_property = pm_participants_view_set_property;
  object_class->dispose = pm_participants_view_dispose;
  install_properties (object_class);
  install_actions (widget_class);

  g_type_ensure (PM_TYPE_PERSON_CELL);
  g_type_ensure (PM_TYPE_PERSON_NAME);
  g_type_ensure (PM_TYPE_PERSON_ROW);
  g_type_ensure (PM_TYPE_STATUS_FILTER);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/participants/pm-participants-view.ui");
  gtk_widget_class_bind_template_child (widget_class, PmParticipantsView, filter);
  gtk_widget_class_bind_template_callback (widget_class, page_name);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_secondary_click);
  pm_closures_bind (widget_class);
  pm_person_words_bind (widget_class);
  pm_person_menu_bind (widget_class);
}

static void
pm_participants_view_init (PmParticipantsView *self)
{
  self->people_signals = g_signal_group_new (PM_TYPE_PERSON_LIST);
  g_signal_group_connect_swapped (self->people_signals, "items-changed", G_CALLBACK (notify_shown),
                                  self);
  g_signal_group_connect_swapped (self->people_signals, "notify::loading",
                                  G_CALLBACK (notify_shown), self);
  self->workspace_signals = g_signal_group_new (PM_TYPE_WORKSPACE);
  g_signal_group_connect_swapped (self->workspace_signals, "notify::can-invite",
                                  G_CALLBACK (allow_actions), self);
  g_signal_group_connect_swapped (self->workspace_signals, "notify::capabilities",
                                  G_CALLBACK (on_capabilities), self);
  self->roomy = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
