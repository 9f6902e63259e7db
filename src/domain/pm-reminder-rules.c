/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-reminder-rules.h"

#include "domain/pm-invitation-rules.h"

/* By itself an invitation is reminded of when one and two of so many parts of its life are over,
 * unless something was mailed in the last half of such a part. */
#define PARTS       (PM_REMINDERS_MAX + 1)
#define QUIET_PARTS (2 * PARTS)

/**
 * pm_invitation_begins_at:
 * @invitation: an invitation
 *
 * Any thread.
 *
 * Returns: when its present life begins: when it was made, is to be sent, or was resent last
 */
gint64
pm_invitation_begins_at (PmInvitation *invitation)
{
  gint64 made_or_sent =
      MAX (pm_invitation_get_created_at (invitation), pm_invitation_get_send_at (invitation));

  return MAX (made_or_sent, pm_invitation_get_last_resent_at (invitation));
}

static gint64
get_life (PmInvitation *invitation)
{
  return pm_invitation_get_expires_at (invitation) - pm_invitation_begins_at (invitation);
}

/**
 * pm_reminder_verdict_at:
 * @invitation: an invitation
 * @now: the server's time
 *
 * Any thread.
 *
 * Returns: whether it can be reminded of by hand
 */
PmReminderVerdict
pm_reminder_verdict_at (PmInvitation *invitation, gint64 now)
{
  if (pm_invitation_status_at (invitation, now) != PM_INVITATION_STATUS_PENDING)
    return PM_REMINDER_NOT_PENDING;
  if (pm_invitation_get_delivery_state (invitation) != PM_DELIVERY_STATE_SENT)
    return PM_REMINDER_NOT_MAILED;
  if (pm_invitation_get_reminder_count (invitation) >= PM_REMINDERS_MAX)
    return PM_REMINDER_USED_UP;
  return PM_REMINDER_POSSIBLE;
}

/**
 * pm_reminder_next_at:
 * @invitation: an invitation
 * @now: the server's time
 *
 * When to remind of it by itself: at a third and at two thirds of its life, but only so often
 * that with those by hand there are not too many. What was missed is not made up for. Only
 * customers are reminded by itself. Any thread.
 *
 * Returns: the next such moment; 0: never any more
 */
gint64
pm_reminder_next_at (PmInvitation *invitation, gint64 now)
{
  gint64 begins_at = pm_invitation_begins_at (invitation);
  gint64 life = get_life (invitation);
  gint64 done = pm_invitation_get_reminder_count (invitation);

  if (!pm_invitation_get_is_customer (invitation) || life <= 0)
    return 0;
  for (gint64 part = done + 1; part <= PM_REMINDERS_MAX; part++)
    if (begins_at + part * life / PARTS > now)
      return begins_at + part * life / PARTS;
  return 0;
}

/**
 * pm_reminder_quiet_until:
 * @invitation: a pending invitation
 * @now: the server's time
 *
 * Until when it is too early to remind of it by itself, because it was mailed shortly before, or
 * is not mailed yet. Any thread.
 *
 * Returns: the moment, @now or earlier if it is not too early
 */
gint64
pm_reminder_quiet_until (PmInvitation *invitation, gint64 now)
{
  gint64 mailed_at = MAX (pm_invitation_get_delivery_sent_at (invitation),
                          pm_invitation_get_last_reminded_at (invitation));

  if (pm_invitation_get_delivery_state (invitation) != PM_DELIVERY_STATE_SENT)
    mailed_at = now;
  return mailed_at + get_life (invitation) / QUIET_PARTS;
}
