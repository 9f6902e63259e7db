/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invite-remind.h"

#include "domain/pm-error.h"
#include "domain/pm-invitation-rules.h"
#include "domain/pm-reminder-rules.h"
#include "server/changes/pm-changes.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-store.h"
#include "server/invitations/pm-invite-mail.h"
#include "server/invitations/pm-invite-reply.h"
#include "server/invitations/pm-invite-rules.h"
#include "server/invitations/pm-invite-throttle.h"
#include "server/mail/pm-mail-queue.h"

/* So many are looked at in one transaction, so that others get their turn. */
#define SWEEP_MAX 200

/* An invitation that may be due to be reminded of by itself. */
typedef struct {
  PmInvitation *invitation;
  gint64 tenant_id;
  gboolean is_wanted;
} Due;

static void
due_clear (gpointer data)
{
  Due *due = data;

  g_clear_object (&due->invitation);
}

static gboolean
refuse (GError **error, const char *tag, const char *words)
{
  GError *refusal = g_error_new_literal (PM_ERROR, PM_ERROR_REFUSED, words);

  pm_error_set_tag (refusal, tag);
  g_propagate_error (error, refusal);
  return FALSE;
}

static gboolean
check_verdict (PmInvitation *invitation, gint64 now, GError **error)
{
  switch (pm_reminder_verdict_at (invitation, now)) {
  case PM_REMINDER_NOT_PENDING:
    return pm_invite_refuse_status ("remind", pm_invitation_status_at (invitation, now), error);
  case PM_REMINDER_NOT_MAILED:
    return refuse (error, "not_mailed", "The invitation has not been mailed yet");
  case PM_REMINDER_USED_UP:
    return refuse (error, "reminders_used_up",
                   "Two reminders were sent already. Resend the invitation instead.");
  case PM_REMINDER_POSSIBLE:
  default:
    return TRUE;
  }
}

/* Two reminders that wait for the same mail server would arrive together. */
static gboolean
check_waiting (PmDb *db, PmInvitation *invitation, GError **error)
{
  gint64 waits = 0;

  if (!pm_db_query_int64 (db, &waits, error,
                          "SELECT 1 FROM mail WHERE invitation_id = ?1"
                          " AND state IN ('queued', 'deferred') LIMIT 1",
                          "i", pm_invitation_get_id (invitation)))
    return FALSE;
  return !waits || refuse (error, "not_mailed", "The last reminder has not been mailed yet");
}

static gboolean
check (PmDb *db, PmInvitation *invitation, gint64 now, GError **error)
{
  gboolean takes_part;

  if (!check_verdict (invitation, now, error) ||
      !pm_invitation_store_takes_part (db, pm_invitation_get_poc_id (invitation),
                                       pm_invitation_get_email (invitation), &takes_part, error))
    return FALSE;
  if (takes_part)
    return refuse (error, NULL, "User is already a participant in this POC");
  return check_waiting (db, invitation, error) &&
         pm_invite_throttle_check_mail (db, invitation, PM_MAIL_KIND_REMINDER, now, error);
}

/* With a link of its own, which dies with the invitation's others. */
static gboolean
remind (PmDb *db,
        PmServer *server,
        gint64 tenant_id,
        PmInvitation *invitation,
        gint64 now,
        gint64 user_id,
        GError **error)
{
  gint64 id = pm_invitation_get_id (invitation);
  gint64 count = pm_invitation_get_reminder_count (invitation) + 1;

  pm_invitation_set_reminder_count (invitation, count);
  return pm_db_run (db, error,
                    "UPDATE invitation SET reminder_count = ?2, last_reminded_at = ?3,"
                    " remind_at = nullif (?4, 0) WHERE id = ?1",
                    "iiii", id, count, now, pm_reminder_next_at (invitation, now)) &&
         pm_invite_mail_add (db, server, tenant_id, invitation, PM_MAIL_KIND_REMINDER, now,
                             error) &&
         pm_invitation_events_tell (db, tenant_id, invitation, PM_EVENT_KIND_REMINDED, now, user_id,
                                    error) &&
         pm_changes_note (db, tenant_id, "invitation", id, error);
}

/**
 * pm_invite_rule_remind:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Mails a reminder of a pending invitation. No link dies by it.
 *
 * Returns: (transfer full) (nullable): the answer; %PM_ERROR_TOO_MANY, tagged `resend_throttled`,
 *   if it is too soon
 */
PmReply *
pm_invite_rule_remind (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 now = pm_request_get_now (request);
  gint64 id = pm_request_get_id (request, "invitation");
  g_autoptr (PmInvitation) invitation =
      pm_invitation_store_get (db, pm_request_get_id (request, "poc"), id, error);

  if (invitation == NULL || !check (db, invitation, now, error) ||
      !remind (db, pm_request_get_server (request), pm_request_get_tenant_id (request), invitation,
               now, pm_request_get_user_id (request), error))
    return NULL;
  return pm_invite_reply (db, request, id, error);
}

static GArray *
find_due (PmDb *db, gint64 now, GError **error)
{
  PmStatement *rows = pm_db_query (
      db, error,
      "SELECT invitation.tenant_id, CASE WHEN reminders = 1 AND is_active = 1"
      " AND poc.status IN ('draft', 'active') AND NOT EXISTS (SELECT 1 FROM participant"
      "   JOIN account ON account.id = user_id WHERE poc_id = poc.id"
      "   AND account.email_folded = invitation.email_folded) THEN 1 ELSE 0 END, invitation.*"
      " FROM invitation JOIN organization ON organization.id = invitation.tenant_id"
      " JOIN poc ON poc.id = poc_id WHERE invitation.status = 'pending' AND remind_at <= ?1"
      " ORDER BY remind_at LIMIT ?2",
      "ii", now, (gint64) SWEEP_MAX);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Due));
  g_autoptr (GError) local = NULL;

  g_array_set_clear_func (found, due_clear);
  if (rows == NULL)
    return NULL;
  while (pm_statement_step (rows, &local)) {
    Due due = { PM_INVITATION (pm_statement_new_record (rows, PM_TYPE_INVITATION)),
                pm_statement_get_int64 (rows, 0), pm_statement_get_int64 (rows, 1) != 0 };

    g_array_append_val (found, due);
  }
  if (local == NULL)
    return g_steal_pointer (&found);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* When to look at it again, if it is not reminded of now; 0: never. */
static gint64
look_again_at (const Due *due, gint64 now)
{
  PmReminderVerdict verdict = pm_reminder_verdict_at (due->invitation, now);
  gint64 quiet_until;

  if (!due->is_wanted || verdict == PM_REMINDER_USED_UP || verdict == PM_REMINDER_NOT_PENDING)
    return pm_reminder_next_at (due->invitation, now);
  quiet_until = pm_reminder_quiet_until (due->invitation, now);
  return quiet_until < pm_invitation_get_expires_at (due->invitation) ? quiet_until : 0;
}

static gboolean
treat (PmDb *db, PmServer *server, const Due *due, gint64 now, GError **error)
{
  gint64 again_at = look_again_at (due, now);

  if (again_at != 0 && again_at <= now)
    return remind (db, server, due->tenant_id, due->invitation, now, 0, error);
  return pm_db_run (db, error, "UPDATE invitation SET remind_at = nullif (?2, 0) WHERE id = ?1",
                    "ii", pm_invitation_get_id (due->invitation), again_at);
}

/**
 * pm_invite_remind_due:
 * @db: the connection, in a transaction
 * @server: the server
 * @has_more: (out): whether there may be more to do, in another transaction
 * @error: return location
 *
 * Reminds by itself of the invitations whose time has come, in organizations that want it, as
 * long as the POC is being worked on.
 */
gboolean
pm_invite_remind_due (PmDb *db, PmServer *server, gboolean *has_more, GError **error)
{
  gint64 now = g_get_real_time ();
  g_autoptr (GArray) found = find_due (db, now, error);

  *has_more = found != NULL && found->len == SWEEP_MAX;
  for (guint i = 0; found != NULL && i < found->len; i++)
    if (!treat (db, server, &g_array_index (found, Due, i), now, error))
      return FALSE;
  return found != NULL;
}
