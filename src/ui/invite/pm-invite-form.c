/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-invite-form.h"

#include "domain/pm-text.h"
#include "ui/common/pm-closures.h"
#include "ui/common/pm-hint.h"
#include "ui/common/pm-lacks.h"
#include "ui/invite/pm-draft-words.h"
#include "ui/invite/pm-people-popover.h"

#include <glib/gi18n.h>

struct _PmInviteForm {
  AdwNavigationPage parent_instance;

  PmAddressField *email;
  AdwEntryRow *first_name;
  AdwEntryRow *last_name;
  AdwEntryRow *role_title;
  GtkTextView *message;
  PmHint *name_problem;
  PmHint *profile_lack;
  PmHint *message_problem;
  PmPeoplePopover *popover;

  PmWorkspace *workspace;
  PmPoc *poc;
  PmDraft *draft;
  GBindingGroup *bindings;
  char *note;   /* the template as it was inserted, so that it can follow the name */
  char *picked; /* the address of who was picked last: no need to offer them again */
  guint question;
};

G_DEFINE_FINAL_TYPE (PmInviteForm, pm_invite_form, ADW_TYPE_NAVIGATION_PAGE)

enum {
  PROP_POC_TITLE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* --- Saying what is wrong, and what might be --- */

static gboolean
check_line (PmInviteForm *self, AdwEntryRow *row, GError **error)
{
  const char *field = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  gboolean fits = pm_draft_check_line (field, gtk_editable_get_text (GTK_EDITABLE (row)), error);

  pm_hint_mark (self->name_problem, GTK_EDITABLE (row), !fits);
  return fits;
}

static GtkWidget *
check_names (PmInviteForm *self)
{
  AdwEntryRow *rows[] = { self->first_name, self->last_name, self->role_title };
  g_autoptr (GError) problem = NULL;
  GtkWidget *wrong = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (!check_line (self, rows[i], problem == NULL ? &problem : NULL) && wrong == NULL)
      wrong = GTK_WIDGET (rows[i]);
  pm_hint_show (self->name_problem, problem != NULL ? problem->message : NULL, TRUE, NULL);
  return wrong;
}

static GtkWidget *
check_message (PmInviteForm *self)
{
  g_autoptr (GError) error = NULL;
  gboolean fits = pm_draft_check_message (self->draft, &error);

  pm_hint_show (self->message_problem, fits ? NULL : error->message, TRUE, NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->message), GTK_ACCESSIBLE_STATE_INVALID,
                               fits ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  return fits ? NULL : GTK_WIDGET (self->message);
}

/* --- People who are known already --- */

typedef struct {
  PmInviteForm *form;
  guint question;
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_object_unref (offer->form);
  g_free (offer);
}

static DexFuture *
offer_people (DexFuture *future, gpointer data)
{
  Offer *offer = data;
  PmInviteForm *self = offer->form;
  GListModel *people = g_value_get_object (dex_future_get_value (future, NULL));

  if (offer->question == self->question && self->popover != NULL)
    pm_people_popover_offer (self->popover,
                             pm_address_field_is_typing (self->email) ? people : NULL);
  return NULL;
}

static void
look_for_people (PmInviteForm *self)
{
  const char *typed = pm_draft_get_email (self->draft);
  Offer *offer;

  self->question++;
  if (pm_text_is_blank (typed) || g_strcmp0 (typed, self->picked) == 0) {
    pm_people_popover_offer (self->popover, NULL);
    return;
  }
  offer = g_new0 (Offer, 1);
  offer->form = g_object_ref (self);
  offer->question = self->question;
  dex_future_disown (dex_future_then (
      pm_workspace_suggest_people (self->workspace, pm_poc_get_id (self->poc), typed), offer_people,
      offer, offer_free));
}

static void
on_person_picked (PmInviteForm *self, PmPerson *person)
{
  g_autofree char *first_name = NULL;
  g_autofree char *last_name = NULL;

  g_set_str (&self->picked, pm_person_get_email (person));
  pm_text_split_name (pm_person_get_full_name (person), &first_name, &last_name);
  pm_draft_set_email (self->draft, pm_person_get_email (person));
  pm_draft_set_first_name (self->draft, first_name);
  pm_draft_set_last_name (self->draft, last_name);
  pm_draft_set_title (self->draft, pm_person_get_title (person));
  pm_address_field_look_now (self->email);
}

static gboolean
on_email_key (PmInviteForm *self, guint keyval, guint keycode, GdkModifierType state)
{
  return state == GDK_NO_MODIFIER_MASK && pm_people_popover_handle_key (self->popover, keyval);
}

static void
on_email_left (PmInviteForm *self)
{
  self->question++;
  pm_people_popover_offer (self->popover, NULL);
}

static void
on_better_way (PmInviteForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "invite.resend-instead", NULL);
}

/* --- The message --- */

static char *
expand_note (PmInviteForm *self)
{
  g_autofree char *inviter = NULL;

  g_object_get (self->workspace, "full-name", &inviter, NULL);
  return pm_draft_expand_note (self->draft, self->poc, inviter);
}

/* One step that Ctrl+Z takes back: a template never costs what was typed. */
static void
insert_note (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmInviteForm *self = PM_INVITE_FORM (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->message);
  g_autofree char *note = expand_note (self);

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_at_cursor (buffer, note, -1);
  gtk_text_buffer_end_user_action (buffer);
  g_set_str (&self->note, note);
  gtk_widget_grab_focus (GTK_WIDGET (self->message));
}

/* Inserted before the name was known, and not touched since: it greets by name after all. */
static void
renew_note (PmInviteForm *self)
{
  g_autofree char *note = NULL;

  if (self->note == NULL ||
      g_strcmp0 (pm_draft_get_personal_message (self->draft), self->note) != 0)
    return;
  note = expand_note (self);
  g_set_str (&self->note, note);
  pm_draft_set_personal_message (self->draft, note);
}

/* --- The draft --- */

static void
on_draft_changed (PmInviteForm *self, GParamSpec *pspec)
{
  g_assert (PM_IS_INVITE_FORM (self));

  if (g_str_equal (pspec->name, "email")) {
    look_for_people (self);
  } else if (g_str_equal (pspec->name, "personal-message")) {
    check_message (self);
  } else {
    check_names (self);
    renew_note (self);
  }
}

static gboolean
never_null (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  const char *text = g_value_get_string (from);

  g_value_set_string (to, text != NULL ? text : "");
  return TRUE;
}

static void
bind_field (PmInviteForm *self, const char *name, gpointer target, const char *property)
{
  g_binding_group_bind_full (self->bindings, name, target, property,
                             G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE, never_null,
                             never_null, NULL, NULL);
}

static void
on_entry_activated (PmInviteForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "invite.review", NULL);
}

static void
pm_invite_form_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  PmInviteForm *self = PM_INVITE_FORM (object);

  switch (prop_id) {
  case PROP_POC_TITLE:
    g_value_set_string (value, self->poc != NULL ? pm_poc_get_title (self->poc) : NULL);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_invite_form_dispose (GObject *object)
{
  PmInviteForm *self = PM_INVITE_FORM (object);

  if (self->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->popover)));
  g_clear_object (&self->bindings);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_INVITE_FORM);
  g_clear_object (&self->draft);
  g_clear_object (&self->poc);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->note, g_free);
  g_clear_pointer (&self->picked, g_free);

  G_OBJECT_CLASS (pm_invite_form_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_ADDRESS_FIELD);
  g_type_ensure (PM_TYPE_HINT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/invite/pm-invite-form.ui");
  gtk_widget_class_bind_template_child (widget_class, PmInviteForm, email);
  gtk_widget_class_bind_template_child (widget_class, PmInviteForm, first_name);
  gtk_widget_class_bind_template_child (widget_class, PmInviteForm, last_name);
  gtk_widget_class_bind_template_child (widget_class, PmInviteForm, role_title);
  gtk_widget_class_bind_template_child (widget_class, PmInviteForm, message);
  gtk_widget_class_bind_template_child (widget_class, PmInviteForm, name_problem);
  gtk_widget_class_bind_template_child (widget_class, PmInviteForm, profile_lack);
  gtk_widget_class_bind_template_child (widget_class, PmInviteForm, message_problem);
  gtk_widget_class_bind_template_callback (widget_class, on_better_way);
  gtk_widget_class_bind_template_callback (widget_class, on_email_left);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  pm_closures_bind (widget_class);
}

static void
pm_invite_form_class_init (PmInviteFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_invite_form_get_property;
  object_class->dispose = pm_invite_form_dispose;

  properties[PROP_POC_TITLE] = g_param_spec_string ("poc-title", NULL, NULL, NULL,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "invite.friendly-note", NULL, insert_note);
  bind_template (widget_class);
}

static void
add_popover (PmInviteForm *self)
{
  GtkWidget *row = pm_address_field_get_row (self->email);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_email_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (row, keys);
  self->popover = pm_people_popover_new (row);
  g_signal_connect_object (self->popover, "picked", G_CALLBACK (on_person_picked), self,
                           G_CONNECT_SWAPPED);
}

static void
pm_invite_form_init (PmInviteForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_popover (self);

  self->bindings = g_binding_group_new ();
  bind_field (self, "email", self->email, "address");
  bind_field (self, "first-name", self->first_name, "text");
  bind_field (self, "last-name", self->last_name, "text");
  bind_field (self, "title", self->role_title, "text");
  bind_field (self, "personal-message", gtk_text_view_get_buffer (self->message), "text");
}

/**
 * pm_invite_form_open:
 * @self: the form
 * @workspace: who invites
 * @poc: the POC
 * @draft: what has been written so far; changed in place
 */
void
pm_invite_form_open (PmInviteForm *self, PmWorkspace *workspace, PmPoc *poc, PmDraft *draft)
{
  g_return_if_fail (PM_IS_INVITE_FORM (self));
  g_return_if_fail (self->draft == NULL);

  self->workspace = g_object_ref (workspace);
  pm_hint_show (
      self->profile_lack,
      pm_lack_words (pm_workspace_get_capabilities (workspace), PM_CAPABILITY_INVITEE_PROFILE),
      FALSE, NULL);
  self->poc = g_object_ref (poc);
  self->draft = g_object_ref (draft);
  g_set_str (&self->picked, pm_draft_get_email (draft));
  g_signal_connect_object (draft, "notify", G_CALLBACK (on_draft_changed), self, G_CONNECT_SWAPPED);
  g_binding_group_set_source (self->bindings, draft);
  pm_address_field_open (self->email, workspace, pm_poc_get_id (poc));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POC_TITLE]);
}

/**
 * pm_invite_form_check:
 * @self: the form
 *
 * Looks at everything again, says what is wrong and goes to the first field that is.
 *
 * Returns: whether what is written can be sent, as far as this desktop knows
 */
gboolean
pm_invite_form_check (PmInviteForm *self)
{
  GtkWidget *wrong_message, *wrong_name, *wrong = NULL;

  g_return_val_if_fail (PM_IS_INVITE_FORM (self), FALSE);
  g_return_val_if_fail (self->draft != NULL, FALSE);

  wrong_message = check_message (self);
  wrong_name = check_names (self);
  if (!pm_address_field_check (self->email))
    wrong = pm_address_field_get_row (self->email);
  else
    wrong = wrong_name != NULL ? wrong_name : wrong_message;
  if (wrong != NULL)
    gtk_widget_grab_focus (wrong);
  return wrong == NULL;
}

/**
 * pm_invite_form_get_first_field:
 * @self: the form
 *
 * Returns: (transfer none): where writing begins
 */
GtkWidget *
pm_invite_form_get_first_field (PmInviteForm *self)
{
  g_return_val_if_fail (PM_IS_INVITE_FORM (self), NULL);

  return pm_address_field_get_row (self->email);
}

/**
 * pm_invite_form_get_checker:
 * @self: the form
 *
 * Returns: (transfer none): what looks at the address
 */
PmAddressChecker *
pm_invite_form_get_checker (PmInviteForm *self)
{
  g_return_val_if_fail (PM_IS_INVITE_FORM (self), NULL);

  return pm_address_field_get_checker (self->email);
}
