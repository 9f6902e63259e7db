/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-invitation-rules.h"

#include <stdlib.h>

static gboolean
is_past (gint64 expires_at, gint64 now)
{
  return expires_at != 0 && expires_at <= now;
}

/**
 * pm_invitation_status_at:
 * @invitation: an invitation
 * @now: the server's time
 *
 * The status that holds at a moment: what is stored as pending has expired by itself when its life
 * is over. Any thread.
 *
 * Returns: the status
 */
PmInvitationStatus
pm_invitation_status_at (PmInvitation *invitation, gint64 now)
{
  PmInvitationStatus stored = pm_invitation_get_status (invitation);

  if (stored == PM_INVITATION_STATUS_PENDING &&
      is_past (pm_invitation_get_expires_at (invitation), now))
    return PM_INVITATION_STATUS_EXPIRED;
  return stored;
}

/**
 * pm_person_status_at:
 * @person: a row of the participants view
 * @now: the server's time
 *
 * Any thread.
 *
 * Returns: the row's status at that moment
 */
PmPersonStatus
pm_person_status_at (PmPerson *person, gint64 now)
{
  PmPersonStatus stored = pm_person_get_status (person);

  if (stored == PM_PERSON_STATUS_PENDING && is_past (pm_person_get_expires_at (person), now))
    return PM_PERSON_STATUS_EXPIRED;
  return stored;
}

/**
 * pm_invitation_status_to_person:
 * @status: an invitation's status
 *
 * Any thread.
 *
 * Returns: what the participants view calls it
 */
PmPersonStatus
pm_invitation_status_to_person (PmInvitationStatus status)
{
  switch (status) {
  case PM_INVITATION_STATUS_ACCEPTED:
    return PM_PERSON_STATUS_ACCEPTED;
  case PM_INVITATION_STATUS_EXPIRED:
    return PM_PERSON_STATUS_EXPIRED;
  case PM_INVITATION_STATUS_FAILED:
    return PM_PERSON_STATUS_FAILED;
  case PM_INVITATION_STATUS_REVOKED:
    return PM_PERSON_STATUS_CANCELLED;
  case PM_INVITATION_STATUS_PENDING:
  default:
    return PM_PERSON_STATUS_PENDING;
  }
}

static PmPersonActions
actions_of_status (PmPersonStatus status)
{
  switch (status) {
  case PM_PERSON_STATUS_PENDING:
    return PM_PERSON_CAN_RESEND | PM_PERSON_CAN_REMIND | PM_PERSON_CAN_CANCEL |
           PM_PERSON_CAN_CORRECT_ADDRESS;
  case PM_PERSON_STATUS_ACCEPTED:
    return PM_PERSON_CAN_REMOVE_ACCESS;
  case PM_PERSON_STATUS_EXPIRED:
    return PM_PERSON_CAN_RESEND;
  case PM_PERSON_STATUS_CANCELLED:
  case PM_PERSON_STATUS_REMOVED:
    return PM_PERSON_CAN_INVITE_AGAIN;
  case PM_PERSON_STATUS_FAILED:
    return PM_PERSON_CAN_RESEND | PM_PERSON_CAN_CORRECT_ADDRESS | PM_PERSON_CAN_CANCEL_FAILED;
  case PM_PERSON_STATUS_WAITING:
    return PM_PERSON_CAN_EDIT | PM_PERSON_CAN_SEND_NOW | PM_PERSON_CAN_DISCARD;
  default:
    return PM_PERSON_CAN_NOTHING;
  }
}

static PmPersonActions
actions_of_operation (PmPerson *person)
{
  PmPersonActions unsent = PM_PERSON_CAN_SEND_NOW | PM_PERSON_CAN_DISCARD;

  if (pm_person_get_operation_kind (person) == PM_OPERATION_KIND_INVITE)
    unsent |= PM_PERSON_CAN_EDIT;
  switch ((PmOperationState) pm_person_get_operation_state (person)) {
  case PM_OPERATION_STATE_HELD:
  case PM_OPERATION_STATE_QUEUED:
  case PM_OPERATION_STATE_NEEDS_ATTENTION:
  case PM_OPERATION_STATE_PAUSED_AUTH:
  case PM_OPERATION_STATE_SCHEDULED:
    return unsent;
  case PM_OPERATION_STATE_SENDING:
    /* The server may have acted: whoever changes it now would not know what he changes. */
  case PM_OPERATION_STATE_CONFIRMED:
  case PM_OPERATION_STATE_CANCELLED:
  default:
    return PM_PERSON_CAN_NOTHING;
  }
}

static gboolean
has_open_operation (PmPerson *person)
{
  PmOperationState state = pm_person_get_operation_state (person);

  return pm_person_get_operation_id (person) != 0 && state != PM_OPERATION_STATE_CONFIRMED &&
         state != PM_OPERATION_STATE_CANCELLED;
}

/**
 * pm_person_actions_at:
 * @person: a row of the participants view
 * @now: the server's time
 *
 * What can be done with the row, by its status, or by the state of what the outbox still has to
 * say about it. Whether the account may do it at all is asked of its role. Any thread.
 *
 * Returns: a set of actions
 */
PmPersonActions
pm_person_actions_at (PmPerson *person, gint64 now)
{
  if (has_open_operation (person))
    return actions_of_operation (person);
  return actions_of_status (pm_person_status_at (person, now));
}

/**
 * pm_verdict_at:
 * @person: (nullable): the POC's row of the address, %NULL if there is none
 * @now: the server's time
 *
 * Any thread.
 *
 * Returns: what is to be said before the address is invited
 */
PmVerdict
pm_verdict_at (PmPerson *person, gint64 now)
{
  if (person == NULL)
    return PM_VERDICT_READY;

  switch (pm_person_status_at (person, now)) {
  case PM_PERSON_STATUS_PENDING:
    return PM_VERDICT_INVITED;
  case PM_PERSON_STATUS_ACCEPTED:
    return PM_VERDICT_PARTICIPANT;
  case PM_PERSON_STATUS_EXPIRED:
    return PM_VERDICT_EXPIRED;
  case PM_PERSON_STATUS_FAILED:
    return PM_VERDICT_FAILED_BEFORE;
  case PM_PERSON_STATUS_WAITING:
    return PM_VERDICT_WAITING;
  case PM_PERSON_STATUS_CANCELLED:
  case PM_PERSON_STATUS_REMOVED:
  default:
    return PM_VERDICT_READY;
  }
}

/**
 * pm_verdict_allows:
 * @verdict: a verdict
 *
 * Returns: whether the address can be invited with it. Any thread.
 */
gboolean
pm_verdict_allows (PmVerdict verdict)
{
  return verdict == PM_VERDICT_READY || verdict == PM_VERDICT_FAILED_BEFORE;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first < second) - (first > second);
}

/* The daily limit looks back 24 hours from the moment of the resend, not to midnight. */
static gint64
daily_limit_ends (const gint64 *resends, gsize n_resends)
{
  g_autofree gint64 *sorted = NULL;

  if (n_resends < PM_RESEND_PER_DAY)
    return 0;
  sorted = g_memdup2 (resends, n_resends * sizeof (gint64));
  qsort (sorted, n_resends, sizeof (gint64), compare_newest_first);
  return sorted[PM_RESEND_PER_DAY - 1] + G_TIME_SPAN_DAY;
}

/**
 * pm_resend_possible_at:
 * @last_taken: when a mail server took the invitee's last mail, 0 if none ever did
 * @resends: (array length=n_resends) (nullable): when the invitee was resent mails that a mail
 *   server took, in any order; older ones than a day do no harm
 * @n_resends: how many
 * @now: the server's time
 *
 * A resend is possible 10 minutes after the last mail that a mail server took, and 5 times in 24
 * hours; failures do not count. Any thread.
 *
 * Returns: @now if a resend is possible now, otherwise when it will be
 */
gint64
pm_resend_possible_at (gint64 last_taken, const gint64 *resends, gsize n_resends, gint64 now)
{
  gint64 possible = last_taken == 0 ? 0 : last_taken + PM_RESEND_INTERVAL;

  possible = MAX (possible, daily_limit_ends (resends, n_resends));
  return MAX (possible, now);
}
