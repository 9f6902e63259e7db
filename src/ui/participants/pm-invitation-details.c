/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-invitation-details.h"

#include "domain/pm-invitation.h"
#include "ui/common/pm-status-pill.h"
#include "ui/common/pm-toast.h"
#include "ui/invite/pm-address-dialog.h"
#include "ui/invite/pm-invitation-actions.h"
#include "ui/participants/pm-detail-row.h"
#include "ui/participants/pm-invitation-story.h"
#include "ui/participants/pm-person-name.h"

#include <glib/gi18n.h>

struct _PmInvitationDetails {
  AdwDialog parent_instance;

  GtkListBox *story_list;
  GtkListBox *checks_list;

  GtkWidget *opener; /* whose window says what became of it */
  PmWorkspace *workspace;
  PmPerson *person;
  PmInvitation *invitation;
};

G_DEFINE_FINAL_TYPE (PmInvitationDetails, pm_invitation_details, ADW_TYPE_DIALOG)

enum {
  PROP_PERSON = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
tell (PmInvitationDetails *self)
{
  PmCapabilities capabilities = pm_workspace_get_capabilities (self->workspace);
  g_autoptr (GListModel) story =
      pm_invitation_story_new (self->person, self->invitation, capabilities);
  g_autoptr (GListModel) checks = pm_invitation_checks_new (self->person, capabilities);

  pm_item_row_show_all (self->story_list, story, PM_TYPE_DETAIL_ROW, NULL);
  pm_item_row_show_all (self->checks_list, checks, PM_TYPE_DETAIL_ROW, NULL);
}

static DexFuture *
keep_invitation (DexFuture *future, gpointer data)
{
  PmInvitationDetails *self = data;

  if (g_set_object (&self->invitation, g_value_get_object (dex_future_get_value (future, NULL))))
    tell (self);
  return NULL;
}

static void
find_invitation (PmInvitationDetails *self)
{
  gint64 invitation_id = pm_person_get_invitation_id (self->person);

  if (invitation_id != 0)
    pm_toast_watch (self->opener,
                    dex_future_then (pm_workspace_find_invitation (self->workspace, invitation_id),
                                     keep_invitation, g_object_ref (self), g_object_unref));
}

static const struct {
  const char *name;
  void (*run) (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person);
} actions[] = {
  { "details.resend", pm_invitation_resend },
  { "details.remind", pm_invitation_remind },
  { "details.correct-address", pm_address_dialog_present },
  { "details.cancel", pm_invitation_cancel },
  { "details.send-now", pm_invitation_send_now },
  { "details.invite-again", pm_invitation_invite_again },
};

static void
act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (PmInvitationDetails) self = g_object_ref (PM_INVITATION_DETAILS (widget));

  adw_dialog_close (ADW_DIALOG (self));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (g_str_equal (actions[i].name, name))
      actions[i].run (self->opener, self->workspace, self->person);
}

static void
pm_invitation_details_get_property (GObject *object,
                                    guint prop_id,
                                    GValue *value,
                                    GParamSpec *pspec)
{
  PmInvitationDetails *self = PM_INVITATION_DETAILS (object);

  switch (prop_id) {
  case PROP_PERSON:
    g_value_set_object (value, self->person);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_invitation_details_dispose (GObject *object)
{
  PmInvitationDetails *self = PM_INVITATION_DETAILS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_INVITATION_DETAILS);
  g_clear_object (&self->opener);
  g_clear_object (&self->workspace);
  g_clear_object (&self->person);
  g_clear_object (&self->invitation);

  G_OBJECT_CLASS (pm_invitation_details_parent_class)->dispose (object);
}

static void
pm_invitation_details_class_init (PmInvitationDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pm_invitation_details_get_property;
  object_class->dispose = pm_invitation_details_dispose;

  properties[PROP_PERSON] = g_param_spec_object ("person", NULL, NULL, PM_TYPE_PERSON, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, act);

  g_type_ensure (PM_TYPE_PERSON_NAME);
  g_type_ensure (PM_TYPE_STATUS_PILL);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/participants/pm-invitation-details.ui");
  gtk_widget_class_bind_template_child (widget_class, PmInvitationDetails, story_list);
  gtk_widget_class_bind_template_child (widget_class, PmInvitationDetails, checks_list);
}

static void
pm_invitation_details_init (PmInvitationDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->story_list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What Happened"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->checks_list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What to Try"), -1);
}

/**
 * pm_invitation_details_present:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: a row of the participants view
 */
void
pm_invitation_details_present (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  PmInvitationDetails *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_WORKSPACE (workspace));
  g_return_if_fail (PM_IS_PERSON (person));

  self = g_object_new (PM_TYPE_INVITATION_DETAILS, NULL);
  self->opener = g_object_ref (widget);
  self->workspace = g_object_ref (workspace);
  self->person = g_object_ref (person);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSON]);
  g_signal_connect_object (person, "notify", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  tell (self);
  find_invitation (self);
  adw_dialog_present (ADW_DIALOG (self), widget);
}
