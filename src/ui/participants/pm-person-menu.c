/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-person-menu.h"

#include "domain/pm-invitation-rules.h"

#include <glib/gi18n.h>

/* The row's status follows the server's time by itself; the menu must not be ahead of it. */
#define AS_SHOWN 0

static const struct {
  PmPersonActions action;
  const char *words;
  const char *name;
} lines[] = {
  { PM_PERSON_CAN_EDIT, N_ ("Edit"), "participants.edit" },
  { PM_PERSON_CAN_SEND_NOW, N_ ("Send Now"), "participants.send-now" },
  { PM_PERSON_CAN_RESEND, N_ ("Resend Invitation"), "participants.resend" },
  { PM_PERSON_CAN_REMIND, N_ ("Send Reminder"), "participants.remind" },
  { PM_PERSON_CAN_INVITE_AGAIN, N_ ("Invite Again"), "participants.invite-again" },
  { PM_PERSON_CAN_CORRECT_ADDRESS, N_ ("Correct Address…"), "participants.correct-address" },
  { PM_PERSON_CAN_CANCEL, N_ ("Cancel Invitation"), "participants.cancel" },
  { PM_PERSON_CAN_CANCEL_FAILED, N_ ("Cancel Invitation"), "participants.cancel-failed" },
  { PM_PERSON_CAN_REMOVE_ACCESS, N_ ("Remove Access"), "participants.remove-access" },
  { PM_PERSON_CAN_DISCARD, N_ ("Discard"), "participants.discard" },
};

static void
append_line (GMenu *menu, const char *words, const char *action, PmPerson *person)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (words, NULL);

  g_menu_item_set_action_and_target (item, action, "x", pm_person_get_id (person));
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

/**
 * pm_person_menu_new:
 * @person: a row of the participants view
 *
 * What can be done with a row, and nothing else: a line is hidden while its action is disabled.
 * Every line's target is the row's id.
 *
 * Returns: (transfer full): the menu
 */
GMenuModel *
pm_person_menu_new (PmPerson *person)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) verbs = g_menu_new ();
  g_autoptr (GMenu) details = g_menu_new ();
  PmPersonActions actions;

  g_return_val_if_fail (PM_IS_PERSON (person), NULL);

  actions = pm_person_actions_at (person, AS_SHOWN);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (actions & lines[i].action)
      append_line (verbs, _ (lines[i].words), lines[i].name, person);
  append_line (details, _ ("Details"), "participants.details", person);

  if (g_menu_model_get_n_items (G_MENU_MODEL (verbs)) == 0)
    return G_MENU_MODEL (g_steal_pointer (&details));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (verbs));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (details));
  return G_MENU_MODEL (g_steal_pointer (&menu));
}

static GMenuModel *
closure_person_menu (gpointer scope,
                     PmPerson *person,
                     PmPersonStatus status,
                     gint64 operation_id,
                     PmOperationState operation_state)
{
  return person != NULL ? pm_person_menu_new (person) : NULL;
}

/**
 * pm_person_menu_bind:
 * @widget_class: a class with a template
 *
 * Lets the template bind to
 * `GMenuModel $person_menu ($PmPerson, status, operation-id, operation-state)`. Call it from
 * class_init, after the template is set.
 */
void
pm_person_menu_bind (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback_full (widget_class, "person_menu",
                                                G_CALLBACK (closure_person_menu));
}
