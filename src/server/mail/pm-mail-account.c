/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-account.h"

#include "domain/pm-error.h"
#include "domain/pm-mail-value.h"
#include "server/mail/pm-mail-queue.h"

typedef struct {
  const char *kind;
  const char *subject;
  const char *text;
  const char *button;
} AccountText;

#define FAREWELL "Best regards,\nThe POC Manager Team\n"

static const AccountText texts[] = {
  { PM_MAIL_KIND_RESET, "Choose a new password for POC Manager",
    "Hello {customer_name},\n"
    "\n"
    "Somebody, most likely you, asked for a new password for the POC Manager account of {address}.\n"
    "\n"
    "To choose a new password, click the link below:\n"
    "{link}\n"
    "\n"
    "The link is yours alone, works once, and expires on {expires}.\n"
    "Until you have chosen a new password, the one you have stays as it is.\n"
    "\n"
    "If it was not you, there is nothing to do: without this mail nobody can change your password.\n"
    "\n" FAREWELL,
    "Choose a New Password" },
  { PM_MAIL_KIND_ADDRESS, "Confirm your new email address for POC Manager",
    "Hello {customer_name},\n"
    "\n"
    "{inviter} asked that your POC Manager account uses this address from now on:\n"
    "\n"
    "New address: {address}\n"
    "\n"
    "To confirm that it is yours, click the link below:\n"
    "{link}\n"
    "\n"
    "The link is yours alone, works once, and expires on {expires}.\n"
    "Until you have confirmed it, you sign in with the address that you had before. Then you will "
    "be asked to sign in again.\n"
    "\n"
    "If you know nothing of this, please ignore this mail: nothing changes.\n"
    "\n" FAREWELL,
    "Confirm This Address" },
  { PM_MAIL_KIND_ADDRESS_UNDO, "Your email address for POC Manager was changed",
    "Hello {customer_name},\n"
    "\n"
    "{inviter} asked that your POC Manager account uses another address, and that address was "
    "confirmed. You sign in with it from now on:\n"
    "\n"
    "New address: {address}\n"
    "\n"
    "If that is right, there is nothing to do.\n"
    "\n"
    "If it is not, take the change back with the link below, and then choose a new password:\n"
    "{link}\n"
    "\n"
    "The link is yours alone, works once, and expires on {expires}.\n"
    "\n" FAREWELL,
    "Take the Change Back" },
  { PM_MAIL_KIND_TEST, "A test mail from POC Manager",
    "Hello,\n"
    "\n"
    "This mail was sent to see whether mails from POC Manager arrive. It did.\n"
    "\n" FAREWELL,
    NULL },
};

static const AccountText *
find_text (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].kind, kind))
      return &texts[i];
  return NULL;
}

static char *
name_who_asked (const PmAccountMail *values)
{
  g_autofree char *name = pm_mail_value_line (values->asked_by);
  g_autofree char *organization = pm_mail_value_line (values->organization);

  if (name == NULL)
    return g_strdup ("You");
  if (organization == NULL)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s (%s)", name, organization);
}

/**
 * pm_account_mail_render:
 * @values: what it is filled with
 * @error: return location
 *
 * Makes a mail about an account; it looks like the invitation's. Any thread.
 *
 * Returns: (transfer full) (nullable): the mail, or %NULL with %PM_ERROR_INVALID if there is no
 *   such kind
 */
PmRenderedMail *
pm_account_mail_render (const PmAccountMail *values, GError **error)
{
  const AccountText *text = find_text (values->kind);
  g_auto (PmMailFilling) filling = { 0 };

  if (text == NULL) {
    g_set_error (error, PM_ERROR, PM_ERROR_INVALID, "There is no mail of the kind “%s”.",
                 values->kind);
    return NULL;
  }
  filling.button = text->button;
  filling.values[PM_MAIL_CUSTOMER_NAME] = pm_mail_value_line (values->name);
  filling.values[PM_MAIL_ADDRESS] = pm_mail_value_line (values->address);
  filling.values[PM_MAIL_INVITER] = name_who_asked (values);
  filling.values[PM_MAIL_LINK] = pm_mail_value_line (values->link);
  filling.values[PM_MAIL_EXPIRES] = pm_mail_value_moment (values->works_until);
  return pm_rendered_mail_new (&(PmMailDraft) { text->subject, text->text, NULL }, &filling, error);
}
