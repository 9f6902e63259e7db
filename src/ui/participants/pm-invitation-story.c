/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/participants/pm-invitation-story.h"

#include "domain/pm-text.h"
#include "ui/common/pm-lacks.h"
#include "ui/participants/pm-detail-line.h"

#include <glib/gi18n.h>

static void
tell (GListStore *story,
      const char *icon_name,
      gint64 moment,
      const char *words,
      const char *detail)
{
  g_autoptr (PmDetailLine) line = NULL;

  g_assert (words != NULL);

  line = g_object_new (PM_TYPE_DETAIL_LINE, "icon-name", icon_name, "words", words, "detail",
                       pm_text_is_blank (detail) ? NULL : detail, "moment", moment, NULL);
  g_list_store_append (story, line);
}

static void
advise (GListStore *checks,
        const char *icon_name,
        const char *words,
        const char *action_name,
        const char *action_label)
{
  g_autoptr (PmDetailLine) line = NULL;

  line = g_object_new (PM_TYPE_DETAIL_LINE, "icon-name", icon_name, "words", words, "action-name",
                       action_name, "action-label", action_label, NULL);
  g_list_store_append (checks, line);
}

/* --- What happened --- */

static void
tell_invited (GListStore *story, PmPerson *person)
{
  const char *by = pm_person_get_invited_by_name (person);
  g_autofree char *words = NULL;

  if (pm_person_get_invited_at (person) == 0)
    return;
  if (pm_text_is_blank (by))
    words = g_strdup (_ ("Invited"));
  else
    /* Translators: %s is a person */
    words = g_strdup_printf (_ ("Invited by %s"), by);
  tell (story, "contact-new-symbolic", pm_person_get_invited_at (person), words, NULL);
}

static void
tell_resent (GListStore *story, PmPerson *person, PmInvitation *invitation)
{
  gint64 count = pm_person_get_resend_count (person);
  gint64 last = invitation != NULL ? pm_invitation_get_last_resent_at (invitation) : 0;
  g_autofree char *words = NULL;

  if (count <= 0)
    return;
  words =
      g_strdup_printf (ngettext ("Resent once", "Resent %d times", (gulong) count), (int) count);
  tell (story, "view-refresh-symbolic", last, words, _ ("Only the newest link works."));
}

static void
tell_reminded (GListStore *story, PmInvitation *invitation)
{
  gint64 count = invitation != NULL ? pm_invitation_get_reminder_count (invitation) : 0;
  g_autofree char *words = NULL;

  if (count <= 0)
    return;
  words = g_strdup_printf (ngettext ("Reminded once", "Reminded %d times", (gulong) count),
                           (int) count);
  tell (story, "mail-send-symbolic", pm_invitation_get_last_reminded_at (invitation), words, NULL);
}

/* The server keeps it for the time that was chosen. */
static gboolean
is_kept_for_later (PmInvitation *invitation)
{
  return invitation != NULL && pm_invitation_get_send_at (invitation) != 0 &&
         pm_invitation_get_delivery_sent_at (invitation) == 0;
}

static void
tell_sent (GListStore *story, gint64 sent_at, PmCapabilities capabilities)
{
  tell (story, "mail-send-symbolic", sent_at,
        capabilities & PM_CAPABILITY_DELIVERY ? _ ("Delivered to mail server") : _ ("Mail sent"),
        pm_lack_words (capabilities, PM_CAPABILITY_DELIVERY));
}

static void
tell_delivery (GListStore *story,
               PmPerson *person,
               PmInvitation *invitation,
               PmCapabilities capabilities)
{
  gint64 sent_at = invitation != NULL ? pm_invitation_get_delivery_sent_at (invitation) : 0;
  const char *answer = invitation != NULL ? pm_invitation_get_delivery_last_error (invitation)
                                          : pm_person_get_problem (person);

  switch ((PmDeliveryState) pm_person_get_delivery_state (person)) {
  case PM_DELIVERY_STATE_QUEUED:
    if (is_kept_for_later (invitation))
      tell (story, "pm-clock-symbolic", pm_invitation_get_send_at (invitation),
            _ ("The server sends the mail later"), NULL);
    else
      tell (story, "mail-send-symbolic", 0, _ ("The mail waits on the server"), NULL);
    break;
  case PM_DELIVERY_STATE_DEFERRED:
    tell (story, "mail-send-symbolic", 0, _ ("The mail server put it off and will be asked again"),
          answer);
    break;
  case PM_DELIVERY_STATE_SENT:
    tell_sent (story, sent_at, capabilities);
    break;
  case PM_DELIVERY_STATE_FAILED:
    tell (story, "dialog-warning-symbolic", 0, _ ("The mail server refused the mail"), answer);
    break;
  case PM_DELIVERY_STATE_NONE:
  default:
    break;
  }
}

static void
tell_opened (GListStore *story, PmInvitation *invitation)
{
  gint64 opened_at =
      invitation != NULL ? pm_invitation_get_delivery_link_opened_at (invitation) : 0;

  if (opened_at != 0)
    tell (story, "view-reveal-symbolic", opened_at, _ ("Link opened"),
          _ ("A hint only: mail scanners open links, too."));
}

static void
tell_end (GListStore *story, PmPerson *person)
{
  gint64 expires_at = pm_person_get_expires_at (person);

  switch ((PmPersonStatus) pm_person_get_status (person)) {
  case PM_PERSON_STATUS_PENDING:
  case PM_PERSON_STATUS_FAILED:
    if (expires_at != 0)
      tell (story, "pm-clock-symbolic", expires_at, _ ("Link expires"), NULL);
    break;
  case PM_PERSON_STATUS_EXPIRED:
    tell (story, "pm-hourglass-symbolic", expires_at, _ ("Link expired"), NULL);
    break;
  case PM_PERSON_STATUS_CANCELLED:
    tell (story, "action-unavailable-symbolic", 0, _ ("Cancelled"), NULL);
    break;
  case PM_PERSON_STATUS_REMOVED:
    tell (story, "list-remove-symbolic", 0, _ ("Access removed"), NULL);
    break;
  case PM_PERSON_STATUS_ACCEPTED:
  case PM_PERSON_STATUS_WAITING:
  default:
    break;
  }
}

/* What the organization's own people do is told of nobody. */
static void
tell_seen (GListStore *story, PmPerson *person, PmCapabilities capabilities)
{
  const char *lack = pm_lack_words (capabilities, PM_CAPABILITY_ENGAGEMENT);

  if (pm_person_get_last_seen_at (person) != 0)
    tell (story, "view-reveal-symbolic", pm_person_get_last_seen_at (person), _ ("Last seen"),
          NULL);
  else if (*lack != '\0' && pm_person_get_is_customer (person) &&
           pm_person_get_status (person) == PM_PERSON_STATUS_ACCEPTED)
    tell (story, "view-conceal-symbolic", 0, lack, NULL);
}

static void
tell_waiting (GListStore *story, PmPerson *person)
{
  if (pm_person_get_status (person) == PM_PERSON_STATUS_WAITING)
    tell (story, "pm-outbox-symbolic", 0, _ ("Waits on this desktop to be sent"),
          pm_person_get_problem (person));
  else if (pm_person_get_operation_state (person) == PM_OPERATION_STATE_NEEDS_ATTENTION &&
           pm_person_get_operation_id (person) != 0)
    tell (story, "dialog-warning-symbolic", 0, _ ("The last request was refused"),
          pm_person_get_problem (person));
}

/* --- What to try --- */

static void
advise_resend (GListStore *checks, const char *words)
{
  advise (checks, "view-refresh-symbolic", words, "details.resend", _ ("Resend Invitation"));
}

/* It stands above. */
static void
advise_address (GListStore *checks)
{
  advise (checks, "avatar-default-symbolic", _ ("Is the address right?"), "details.correct-address",
          _ ("Correct Address…"));
}

static void
advise_pending (GListStore *checks, PmCapabilities capabilities)
{
  advise (checks, "mail-mark-junk-symbolic",
          _ ("Ask them to look into the spam folder: the subject names the POC."), NULL, NULL);
  advise_address (checks);
  advise (checks, "web-browser-symbolic",
          _ ("If the link does not open: another browser, or a cleared cache, often helps."), NULL,
          NULL);
  if (capabilities & PM_CAPABILITY_REMINDERS)
    advise (checks, "mail-send-symbolic",
            _ ("Send a reminder. The link that they have goes on working."), "details.remind",
            _ ("Send Reminder"));
  advise_resend (checks, _ ("Send a new mail with a fresh link. The old link stops working."));
  advise (checks, "call-start-symbolic", _ ("No answer? Call them, or write from your own mail."),
          NULL, NULL);
}

/* A server that tells less of mails does not cancel what has failed, either. */
static void
advise_failed (GListStore *checks, PmCapabilities capabilities)
{
  advise_address (checks);
  advise_resend (checks, _ ("If it is right, the trouble may have passed: try again."));
  if (!(capabilities & PM_CAPABILITY_DELIVERY))
    return;
  advise (checks, "action-unavailable-symbolic",
          _ ("If they are not to take part after all, call the invitation off."), "details.cancel",
          _ ("Cancel Invitation"));
}

static void
advise_accepted (GListStore *checks, PmPerson *person)
{
  g_autofree char *words = g_strdup_printf (
      /* Translators: %s is an e-mail address */
      _ ("They have accepted and sign in as %s. A forgotten password can be reset there."),
      pm_person_get_email (person));

  advise (checks, "dialog-password-symbolic", words, NULL, NULL);
  advise (checks, "web-browser-symbolic",
          _ ("If the page does not open: another browser, or a cleared cache, often helps."), NULL,
          NULL);
}

/**
 * pm_invitation_story_new:
 * @person: a row of the participants view
 * @invitation: (nullable): its newest invitation
 * @capabilities: what the server can tell
 *
 * Returns: (transfer full): what happened, oldest first, a list of #PmDetailLine
 */
GListModel *
pm_invitation_story_new (PmPerson *person, PmInvitation *invitation, PmCapabilities capabilities)
{
  GListStore *story = g_list_store_new (PM_TYPE_DETAIL_LINE);

  g_return_val_if_fail (PM_IS_PERSON (person), G_LIST_MODEL (story));

  tell_invited (story, person);
  tell_resent (story, person, invitation);
  tell_reminded (story, invitation);
  tell_delivery (story, person, invitation, capabilities);
  tell_opened (story, invitation);
  if (pm_person_get_accepted_at (person) != 0)
    tell (story, "object-select-symbolic", pm_person_get_accepted_at (person), _ ("Accepted"),
          NULL);
  tell_end (story, person);
  tell_seen (story, person, capabilities);
  tell_waiting (story, person);
  return G_LIST_MODEL (story);
}

/**
 * pm_invitation_checks_new:
 * @person: a row of the participants view
 * @capabilities: what the server can do
 *
 * Returns: (transfer full): what to try when the customer does not get in, a list of
 *   #PmDetailLine
 */
GListModel *
pm_invitation_checks_new (PmPerson *person, PmCapabilities capabilities)
{
  GListStore *checks = g_list_store_new (PM_TYPE_DETAIL_LINE);

  g_return_val_if_fail (PM_IS_PERSON (person), G_LIST_MODEL (checks));

  switch ((PmPersonStatus) pm_person_get_status (person)) {
  case PM_PERSON_STATUS_PENDING:
    advise_pending (checks, capabilities);
    break;
  case PM_PERSON_STATUS_ACCEPTED:
    advise_accepted (checks, person);
    break;
  case PM_PERSON_STATUS_EXPIRED:
    advise_resend (checks, _ ("The link has expired. A new mail brings a fresh one."));
    break;
  case PM_PERSON_STATUS_FAILED:
    advise_failed (checks, capabilities);
    break;
  case PM_PERSON_STATUS_CANCELLED:
  case PM_PERSON_STATUS_REMOVED:
    advise (checks, "contact-new-symbolic", _ ("The link no longer works. A new invitation does."),
            "details.invite-again", _ ("Invite Again"));
    break;
  case PM_PERSON_STATUS_WAITING:
    advise (checks, "mail-send-symbolic", _ ("Nothing has been sent yet."), "details.send-now",
            _ ("Send Now"));
    break;
  default:
    break;
  }
  return G_LIST_MODEL (checks);
}
