/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/invite/pm-address-field.h"

#include "domain/pm-invitation-rules.h"
#include "domain/pm-text.h"
#include "ui/common/pm-hint.h"
#include "ui/invite/pm-draft-words.h"

#include <glib/gi18n.h>

struct _PmAddressField {
  GtkBox parent_instance;

  AdwEntryRow *row;
  PmHint *problem;
  PmHint *hint;

  PmWorkspace *workspace;
  PmAddressChecker *checker;
  gboolean insist; /* it is about to be used */
};

G_DEFINE_FINAL_TYPE (PmAddressField, pm_address_field, GTK_TYPE_BOX)

enum {
  PROP_ADDRESS = 1,
  N_PROPS,
};

enum {
  ACTIVATED,
  RESEND,
  LEFT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const char *
get_address (PmAddressField *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->row));
}

static void
set_address (PmAddressField *self, const char *address)
{
  if (g_strcmp0 (get_address (self), address) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->row), address != NULL ? address : "");
}

/* --- What is said of it --- */

static PmVerdict
get_verdict (PmAddressField *self)
{
  return pm_verdict_at (pm_address_checker_get_person (self->checker),
                        pm_workspace_get_server_now (self->workspace));
}

/* Nobody likes to be corrected in the middle of a word. */
static const char *
get_problem (PmAddressField *self)
{
  if (!self->insist && pm_address_field_is_typing (self) &&
      strchr (get_address (self), '@') == NULL)
    return NULL;
  return pm_address_checker_get_problem (self->checker);
}

static void
show_problem (PmAddressField *self)
{
  const char *problem = get_problem (self);
  PmVerdict verdict = get_verdict (self);
  g_autofree char *words =
      pm_draft_words_verdict (verdict, pm_address_checker_get_person (self->checker),
                              pm_workspace_get_server_now (self->workspace));
  gboolean is_wrong = problem != NULL || !pm_verdict_allows (verdict);

  if (problem != NULL)
    pm_hint_show (self->problem, problem, TRUE, NULL);
  else
    pm_hint_show (self->problem, words, is_wrong,
                  verdict == PM_VERDICT_EXPIRED ? _ ("Resend Invitation") : NULL);
  pm_hint_mark (self->problem, GTK_EDITABLE (self->row), is_wrong);
}

static void
show_hint (PmAddressField *self)
{
  const char *suggestion = pm_address_checker_get_suggestion (self->checker);
  const char *domain = suggestion != NULL ? strrchr (suggestion, '@') + 1 : NULL;
  g_autofree char *words = NULL;
  g_autofree char *label = NULL;

  if (domain != NULL) {
    /* Translators: %s is the part of an address after the @ */
    words = g_strdup_printf (_ ("Did you mean %s?"), domain);
    label = g_strdup_printf (_ ("Use %s"), domain);
    pm_hint_show (self->hint, words, FALSE, label);
  } else if (pm_address_checker_is_free_mail (self->checker)) {
    pm_hint_show (self->hint,
                  _ ("This looks like a private address. A business address is usually right."),
                  FALSE, NULL);
  } else {
    pm_hint_show (self->hint, NULL, FALSE, NULL);
  }
}

static void
on_checked (PmAddressField *self)
{
  show_problem (self);
  show_hint (self);
}

/* --- What happens to it --- */

static void
on_changed (PmAddressField *self)
{
  self->insist = FALSE;
  if (self->checker != NULL)
    pm_address_checker_set_address (self->checker, get_address (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ADDRESS]);
}

static void
on_activated (PmAddressField *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
on_left (PmAddressField *self)
{
  g_signal_emit (self, signals[LEFT], 0);
  if (self->checker != NULL && !pm_text_is_blank (get_address (self)))
    pm_address_checker_check_now (self->checker);
}

static void
on_better_way (PmAddressField *self)
{
  g_signal_emit (self, signals[RESEND], 0);
}

static void
on_suggestion_taken (PmAddressField *self)
{
  g_autofree char *suggestion = g_strdup (pm_address_checker_get_suggestion (self->checker));

  if (suggestion == NULL)
    return;
  set_address (self, suggestion);
  pm_address_checker_check_now (self->checker);
  gtk_widget_grab_focus (GTK_WIDGET (self->row));
}

/* --- The object --- */

static void
pm_address_field_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_ADDRESS:
    g_value_set_string (value, get_address (PM_ADDRESS_FIELD (object)));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_address_field_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_ADDRESS:
    set_address (PM_ADDRESS_FIELD (object), g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
pm_address_field_dispose (GObject *object)
{
  PmAddressField *self = PM_ADDRESS_FIELD (object);

  g_clear_object (&self->checker);
  g_clear_object (&self->workspace);
  gtk_widget_dispose_template (GTK_WIDGET (self), PM_TYPE_ADDRESS_FIELD);

  G_OBJECT_CLASS (pm_address_field_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (PM_TYPE_HINT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/poc_manager/PocManager/ui/invite/pm-address-field.ui");
  gtk_widget_class_bind_template_child (widget_class, PmAddressField, row);
  gtk_widget_class_bind_template_child (widget_class, PmAddressField, problem);
  gtk_widget_class_bind_template_child (widget_class, PmAddressField, hint);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_better_way);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_left);
  gtk_widget_class_bind_template_callback (widget_class, on_suggestion_taken);
}

static void
pm_address_field_class_init (PmAddressFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pm_address_field_get_property;
  object_class->set_property = pm_address_field_set_property;
  object_class->dispose = pm_address_field_dispose;

  properties[PROP_ADDRESS] =
      g_param_spec_string ("address", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RESEND] = g_signal_new ("resend", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
pm_address_field_init (PmAddressField *self)
{
  GtkEditable *text;

  gtk_widget_init_template (GTK_WIDGET (self));
  text = gtk_editable_get_delegate (GTK_EDITABLE (self->row));
  gtk_text_set_placeholder_text (GTK_TEXT (text), _ ("Customer's business email"));
}

/**
 * pm_address_field_open:
 * @self: the field
 * @workspace: what is known
 * @poc_id: the POC to which somebody is to be invited
 */
void
pm_address_field_open (PmAddressField *self, PmWorkspace *workspace, gint64 poc_id)
{
  g_return_if_fail (PM_IS_ADDRESS_FIELD (self));
  g_return_if_fail (self->checker == NULL);

  self->workspace = g_object_ref (workspace);
  self->checker = pm_address_checker_new (workspace, poc_id);
  g_signal_connect_object (self->checker, "changed", G_CALLBACK (on_checked), self,
                           G_CONNECT_SWAPPED);
  pm_address_checker_set_address (self->checker, get_address (self));
}

/**
 * pm_address_field_check:
 * @self: the field
 *
 * Looks at the address again, and says what is wrong with it even if it is half typed.
 *
 * Returns: whether a mail can be sent to it. Whether its owner may be invited is known later
 */
gboolean
pm_address_field_check (PmAddressField *self)
{
  g_return_val_if_fail (PM_IS_ADDRESS_FIELD (self), FALSE);

  self->insist = TRUE;
  pm_address_checker_check_now (self->checker);
  return pm_address_checker_get_problem (self->checker) == NULL;
}

/**
 * pm_address_field_look_now:
 * @self: the field
 *
 * Looks at the address without waiting for a pause: nobody is typing it.
 */
void
pm_address_field_look_now (PmAddressField *self)
{
  g_return_if_fail (PM_IS_ADDRESS_FIELD (self));

  gtk_editable_set_position (GTK_EDITABLE (self->row), -1);
  pm_address_checker_check_now (self->checker);
}

/**
 * pm_address_field_is_typing:
 * @self: the field
 *
 * Returns: whether the keyboard is in it
 */
gboolean
pm_address_field_is_typing (PmAddressField *self)
{
  g_return_val_if_fail (PM_IS_ADDRESS_FIELD (self), FALSE);

  return gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->row))));
}

/**
 * pm_address_field_get_row:
 * @self: the field
 *
 * Returns: (transfer none): where one writes
 */
GtkWidget *
pm_address_field_get_row (PmAddressField *self)
{
  g_return_val_if_fail (PM_IS_ADDRESS_FIELD (self), NULL);

  return GTK_WIDGET (self->row);
}

/**
 * pm_address_field_get_checker:
 * @self: the field, once it is open
 *
 * Returns: (transfer none): what looks at the address
 */
PmAddressChecker *
pm_address_field_get_checker (PmAddressField *self)
{
  g_return_val_if_fail (PM_IS_ADDRESS_FIELD (self), NULL);

  return self->checker;
}
