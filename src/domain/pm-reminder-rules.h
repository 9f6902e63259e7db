/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"

G_BEGIN_DECLS

/* In one life of an invitation, by hand and by itself together. A resend begins a new life. */
#define PM_REMINDERS_MAX 2

/**
 * PmReminderVerdict:
 * @PM_REMINDER_POSSIBLE: nothing stands against a reminder
 * @PM_REMINDER_NOT_PENDING: there is nothing left to be reminded of
 * @PM_REMINDER_NOT_MAILED: the invitation itself is not mailed yet
 * @PM_REMINDER_USED_UP: there were as many as there may be
 *
 * What is to be said before an invitation is reminded of.
 */
typedef enum {
  PM_REMINDER_POSSIBLE,
  PM_REMINDER_NOT_PENDING,
  PM_REMINDER_NOT_MAILED,
  PM_REMINDER_USED_UP,
} PmReminderVerdict;

gint64 pm_invitation_begins_at (PmInvitation *invitation);

PmReminderVerdict pm_reminder_verdict_at (PmInvitation *invitation, gint64 now);
gint64 pm_reminder_next_at (PmInvitation *invitation, gint64 now);
gint64 pm_reminder_quiet_until (PmInvitation *invitation, gint64 now);

G_END_DECLS
