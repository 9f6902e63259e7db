/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-address-dialog.h"

#include "domain/pm-address.h"
#include "domain/pm-invitation-rules.h"
#include "ui/common/pm-toast.h"
#include "ui/invite/pm-address-field.h"
#include "ui/invite/pm-invitation-actions.h"

#include <glib/gi18n.h>

struct _PmAddressDialog {
  AdwDialog parent_instance;

  PmAddressField *field;

  GtkWidget *opener; /* whose window says what became of it */
  PmWorkspace *workspace;
  PmPerson *person;
};

G_DEFINE_FINAL_TYPE (PmAddressDialog, pm_address_dialog, ADW_TYPE_DIALOG)

enum {
  PROP_PERSON = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
explain (PmAddressDialog *self, PmPerson *person)
{
  if (person == NULL)
    return g_strdup ("");
  return g_strdup_printf (
      /* Translators: %s is an e-mail address */
      _ ("The invitation to %s is cancelled, and the same one is sent to the right address."),
      pm_person_get_email (person));
}

static char *
dup_address (PmAddressDialog *self)
{
  char *address;

  g_object_get (self->field, "address", &address, NULL);
  return address;
}

/* --- Correcting --- */

static gboolean
is_same (PmAddressDialog *self)
{
  g_autofree char *address = dup_address (self);
  g_autofree char *one = pm_address_fold (address);
  g_autofree char *other = pm_address_fold (pm_person_get_email (self->person));

  return g_strcmp0 (one, other) == 0;
}

static void
allow_correcting (PmAddressDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "address.correct",
                                 self->person != NULL && !is_same (self));
}

/* Who stands in the way is shown by the field. */
static DexFuture *
correct_if_free (DexFuture *future, gpointer data)
{
  PmAddressDialog *self = data;
  PmPerson *known = g_value_get_object (dex_future_get_value (future, NULL));
  g_autofree char *address = dup_address (self);

  allow_correcting (self);
  if (!pm_verdict_allows (pm_verdict_at (known, pm_workspace_get_server_now (self->workspace))))
    return NULL;
  adw_dialog_close (ADW_DIALOG (self));
  pm_invitation_correct_address (self->opener, self->workspace, self->person, address);
  return NULL;
}

static void
correct (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PmAddressDialog *self = PM_ADDRESS_DIALOG (widget);
  g_autofree char *address = dup_address (self);
  DexFuture *known;

  if (!pm_address_field_check (self->field))
    return;
  gtk_widget_action_set_enabled (widget, "address.correct", FALSE);
  known =
      pm_workspace_check_address (self->workspace, pm_person_get_poc_id (self->person), address);
  pm_toast_watch (GTK_WIDGET (self->field),
                  dex_future_then (known, correct_if_free, g_object_ref (self), g_object_unref));
}

static void
on_activated (PmAddressDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "address.correct", NULL);
}

/* Whom the right address belongs to has an invitation that has expired. */
static void
on_resend (PmAddressDialog *self)
{
  PmPerson *known = pm_address_checker_get_person (pm_address_field_get_checker (self->field));

  if (known == NULL)
    return;
  pm_invitation_resend (self->opener, self->workspace, known);
  adw_dialog_close (ADW_DIALOG (self));
}

/* --- The object --- */

static void
pm_address_dialog_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_PERSON:
    g_value_set_object (value, PM_ADDRESS_DIALOG (object)->person);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_address_dialog_dispose (GObject *object)
{
  PmAddressDialog *self = PM_ADDRESS_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_ADDRESS_DIALOG);
  g_clear_object (&self->opener);
  g_clear_object (&self->workspace);
  g_clear_object (&self->person);

  G_OBJECT_CLASS (pm_address_dialog_parent_class)->dispose (object);
}

static void
pm_address_dialog_class_init (PmAddressDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = pm_address_dialog_get_property;
  object_class->dispose = pm_address_dialog_dispose;

  properties[PROP_PERSON] = g_param_spec_object ("person", NULL, NULL, PM_TYPE_PERSON,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_action (widget_class, "address.correct", NULL, correct);

  g_type_ensure (PM_TYPE_ADDRESS_FIELD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/invite/pm-address-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PmAddressDialog, field);
  gtk_widget_class_bind_template_callback (widget_class, explain);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_resend);
}

static void
pm_address_dialog_init (PmAddressDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->field, "notify::address", G_CALLBACK (allow_correcting), self,
                           G_CONNECT_SWAPPED);
}

/**
 * pm_address_dialog_present:
 * @widget: the widget that asks
 * @workspace: the workspace
 * @person: whose invitation went to a wrong address
 */
void
pm_address_dialog_present (GtkWidget *widget, PmWorkspace *workspace, PmPerson *person)
{
  PmAddressDialog *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PM_IS_WORKSPACE (workspace));
  g_return_if_fail (PM_IS_PERSON (person));

  self = g_object_new (PM_TYPE_ADDRESS_DIALOG, NULL);
  self->opener = g_object_ref (widget);
  self->workspace = g_object_ref (workspace);
  self->person = PM_PERSON (pm_record_copy (PM_RECORD (person)));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSON]);
  g_object_set (self->field, "address", pm_person_get_email (person), NULL);
  pm_address_field_open (self->field, workspace, pm_person_get_poc_id (person));
  allow_correcting (self);
  adw_dialog_set_focus (ADW_DIALOG (self), pm_address_field_get_row (self->field));
  adw_dialog_present (ADW_DIALOG (self), widget);
}
