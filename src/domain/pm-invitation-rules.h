/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"
#include "domain/pm-person.h"

G_BEGIN_DECLS

/* A resend is possible this long after a mail server took the last mail, and so often a day. */
#define PM_RESEND_INTERVAL (10 * G_TIME_SPAN_MINUTE)
#define PM_RESEND_PER_DAY  5

/* An invitation can be written so long before it is sent. */
#define PM_SEND_LATER_MAX (90 * G_TIME_SPAN_DAY)

/**
 * PmPersonActions:
 *
 * What can be done with a row of the participants view. An invitation whose mail failed can be
 * cancelled on our server alone, which is why that is an action of its own.
 */
typedef enum {
  PM_PERSON_CAN_NOTHING = 0,
  PM_PERSON_CAN_RESEND = 1 << 0,
  PM_PERSON_CAN_REMIND = 1 << 1,
  PM_PERSON_CAN_CANCEL = 1 << 2,
  PM_PERSON_CAN_CORRECT_ADDRESS = 1 << 3,
  PM_PERSON_CAN_REMOVE_ACCESS = 1 << 4,
  PM_PERSON_CAN_INVITE_AGAIN = 1 << 5,
  PM_PERSON_CAN_EDIT = 1 << 6,
  PM_PERSON_CAN_SEND_NOW = 1 << 7,
  PM_PERSON_CAN_DISCARD = 1 << 8,
  PM_PERSON_CAN_CANCEL_FAILED = 1 << 9,
} PmPersonActions;

/**
 * PmVerdict:
 * @PM_VERDICT_READY: nothing stands against inviting
 * @PM_VERDICT_PARTICIPANT: takes part already
 * @PM_VERDICT_INVITED: a living invitation exists
 * @PM_VERDICT_EXPIRED: an invitation exists that has expired: resend it instead
 * @PM_VERDICT_FAILED_BEFORE: the last mail was refused; inviting is possible, the address may be wrong
 * @PM_VERDICT_WAITING: an invitation to this address waits in the outbox
 *
 * What is to be said of an address before it is invited to a POC.
 */
typedef enum {
  PM_VERDICT_READY,
  PM_VERDICT_PARTICIPANT,
  PM_VERDICT_INVITED,
  PM_VERDICT_EXPIRED,
  PM_VERDICT_FAILED_BEFORE,
  PM_VERDICT_WAITING,
} PmVerdict;

PmInvitationStatus pm_invitation_status_at (PmInvitation *invitation, gint64 now);
PmPersonStatus pm_person_status_at (PmPerson *person, gint64 now);
PmPersonStatus pm_invitation_status_to_person (PmInvitationStatus status);

PmPersonActions pm_person_actions_at (PmPerson *person, gint64 now);

PmVerdict pm_verdict_at (PmPerson *person, gint64 now);
gboolean pm_verdict_allows (PmVerdict verdict);

gint64
pm_resend_possible_at (gint64 last_taken, const gint64 *resends, gsize n_resends, gint64 now);

G_END_DECLS
