/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-queue.h"

#include "domain/pm-time.h"
#include "server/changes/pm-change-log.h"
#include "server/changes/pm-changes.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/mail/pm-mail-message.h"

/* A mail waits for those before it about the same invitation: they arrive in order. An
 * organization's own mail server carries what the organization says; links that lead into accounts
 * are not for its eyes. */
#define WAITING \
  "mail LEFT JOIN mail_server ON mail_server.tenant_id = mail.tenant_id" \
  " AND mail.kind IN ('first', 'resend', 'reminder', 'trial')" \
  " WHERE mail.state IN ('queued', 'deferred') AND NOT EXISTS" \
  " (SELECT 1 FROM mail earlier WHERE earlier.invitation_id = mail.invitation_id" \
  " AND earlier.id < mail.id AND earlier.state IN ('queued', 'deferred'))"

/* Every function works inside the caller's transaction, on the database's thread. */

/**
 * pm_mail_queue_add:
 * @db: the connection
 * @key: seals the link
 * @order: what is to be sent
 * @error: return location
 *
 * Writes the mail's row: once that is durable it is sent, unless it is dropped.
 */
gboolean
pm_mail_queue_add (PmDb *db, PmMailKey *key, const PmMailOrder *order, GError **error)
{
  g_autofree char *message_id = pm_mail_message_make_id (order->host);
  g_autoptr (GBytes) link = order->link != NULL ? pm_mail_key_seal (key, order->link) : NULL;
  PmChangeLog *log = pm_db_get_user_data (db);

  if (log != NULL)
    log->has_mail = TRUE;
  return pm_db_run (db, error,
                    "INSERT INTO mail (tenant_id, invitation_id, user_id, kind, recipient,"
                    " payload, message_id, link, state, attempts, not_before, give_up_at,"
                    " created_at) VALUES (nullif (?1, 0), nullif (?2, 0), nullif (?3, 0), ?4, ?5,"
                    " ?6, ?7, ?8, 'queued', 0, ?9, ?10, ?11)",
                    "iiissssbiii", order->tenant_id, order->invitation_id, order->user_id,
                    order->kind, order->recipient, order->payload, message_id, link,
                    MAX (order->now, order->not_before), order->give_up_at, order->now);
}

/**
 * pm_mail_queue_drop:
 * @db: the connection
 * @invitation_id: an invitation
 * @error: return location
 *
 * Takes the invitation's mails that have not been sent out of the queue: their links are dead.
 */
gboolean
pm_mail_queue_drop (PmDb *db, gint64 invitation_id, GError **error)
{
  return pm_db_run (db, error,
                    "UPDATE mail SET state = 'dropped', link = NULL"
                    " WHERE invitation_id = ?1 AND state IN ('queued', 'deferred')",
                    "i", invitation_id);
}

/**
 * pm_mail_queue_drop_for_user:
 * @db: the connection
 * @user_id: an account
 * @kind: a `PM_MAIL_KIND_` word
 * @error: return location
 *
 * Takes the account's mails of one kind that have not been sent out of the queue: their links are
 * dead.
 */
gboolean
pm_mail_queue_drop_for_user (PmDb *db, gint64 user_id, const char *kind, GError **error)
{
  return pm_db_run (db, error,
                    "UPDATE mail SET state = 'dropped', link = NULL"
                    " WHERE user_id = ?1 AND kind = ?2 AND state IN ('queued', 'deferred')",
                    "is", user_id, kind);
}

/**
 * pm_mail_queue_survey:
 * @db: the connection
 * @lanes: (element-type PmMailDue): is filled with one entry for each way out that mails wait for
 * @error: return location
 */
gboolean
pm_mail_queue_survey (PmDb *db, GArray *lanes, GError **error)
{
  PmStatement *row = pm_db_query (db, error,
                                  "SELECT coalesce (mail_server.tenant_id, 0), min (not_before),"
                                  " max (coalesce (mail_server.updated_at, 0))"
                                  " FROM " WAITING " GROUP BY coalesce (mail_server.tenant_id, 0)",
                                  "");
  g_autoptr (GError) local = NULL;

  if (row == NULL)
    return FALSE;
  while (pm_statement_step (row, &local)) {
    PmMailDue due = { pm_statement_get_int64 (row, 0), pm_statement_get_int64 (row, 1),
                      pm_statement_get_int64 (row, 2) };

    g_array_append_val (lanes, due);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
set_problem (PmMailJob *job, const char *words, const char *fallback)
{
  g_set_str (&job->problem, words != NULL ? words : fallback);
}

/* A link that was sealed with another key is lost; the mail must not hold up others. */
static void
read_link (PmMailJob *job, PmStatement *row, PmMailKey *key)
{
  gsize length;
  gconstpointer link = pm_statement_get_blob (row, 8, &length);

  if (link == NULL)
    return;
  job->link = pm_mail_key_open (key, link, length, NULL);
  if (job->link == NULL)
    job->problem =
        g_strdup ("The server's mail key was replaced before this mail was sent. Please resend.");
}

static PmMailJob *
read_job (PmStatement *row, PmMailKey *key)
{
  PmMailJob *job = g_new0 (PmMailJob, 1);

  job->id = pm_statement_get_int64 (row, 0);
  job->tenant_id = pm_statement_get_int64 (row, 1);
  job->attempts = (guint) pm_statement_get_int64 (row, 2);
  job->give_up_at = pm_statement_get_int64 (row, 3);
  job->created_at = pm_statement_get_int64 (row, 4);
  job->message_id = g_strdup (pm_statement_get_text (row, 5));
  job->kind = g_strdup (pm_statement_get_text (row, 6));
  job->recipient = g_strdup (pm_statement_get_text (row, 7));
  job->organization = g_strdup (pm_statement_get_text (row, 9));
  read_link (job, row, key);
  return job;
}

static gboolean
read_subject (PmMailJob *job,
              PmDb *db,
              gint64 invitation_id,
              gint64 user_id,
              const char *payload,
              GError **error)
{
  if (invitation_id != 0)
    return pm_mail_job_read_invitation (job, db, invitation_id, error);
  if (g_str_equal (job->kind, PM_MAIL_KIND_TRIAL))
    return pm_mail_job_read_trial (job, db, user_id, payload, error);
  return pm_mail_job_read_account (job, db, user_id, payload, error);
}

/**
 * pm_mail_queue_take:
 * @db: the connection
 * @key: opens the link
 * @lane: the way out, as pm_mail_queue_survey() names it
 * @now: the moment
 * @error: return location
 *
 * Looks at the mail that is due first there. It stays in the queue until one of the recording functions
 * says how the attempt ended, so that nothing is lost whenever the process dies.
 *
 * Returns: (transfer full) (nullable): what the mail is made of; %NULL without an error if none
 *   is due
 */
PmMailJob *
pm_mail_queue_take (PmDb *db, PmMailKey *key, gint64 lane, gint64 now, GError **error)
{
  PmStatement *row = pm_db_query (
      db, error,
      "SELECT mail.id, mail.tenant_id, attempts, give_up_at, mail.created_at, message_id, kind,"
      " recipient, link, (SELECT name FROM organization WHERE organization.id = mail.tenant_id),"
      " invitation_id, user_id, payload, last_error"
      " FROM " WAITING " AND not_before <= ?1 AND coalesce (mail_server.tenant_id, 0) = ?2"
      " ORDER BY not_before, mail.id LIMIT 1",
      "ii", now, lane);
  g_autoptr (PmMailJob) job = NULL;
  g_autofree char *payload = NULL;
  gint64 invitation_id, user_id;

  if (row == NULL || !pm_statement_step (row, error))
    return NULL;
  job = read_job (row, key);
  invitation_id = pm_statement_get_int64 (row, 10);
  user_id = pm_statement_get_int64 (row, 11);
  payload = g_strdup (pm_statement_get_text (row, 12));
  if (now >= job->give_up_at)
    set_problem (job, pm_statement_get_text (row, 13), "It was too late to send this mail.");
  pm_statement_reset (row);
  if (!read_subject (job, db, invitation_id, user_id, payload, error))
    return NULL;
  return g_steal_pointer (&job);
}

/**
 * pm_mail_queue_describe:
 * @db: a connection
 * @body: where to
 * @error: return location
 *
 * Adds how many mails wait (`waiting`), how many of these were tried in vain (`deferred`), and
 * when the last one was sent (`last_sent_at`), if one was.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_mail_queue_describe (PmDb *db, JsonObject *body, GError **error)
{
  gint64 now = g_get_real_time (), waiting = 0, deferred = 0, last_sent_at = 0;

  if (!pm_db_query_int64 (db, &waiting, error,
                          "SELECT count (*) FROM mail WHERE state = 'deferred'"
                          " OR (state = 'queued' AND not_before <= ?1)",
                          "i", now) ||
      !pm_db_query_int64 (db, &deferred, error,
                          "SELECT count (*) FROM mail WHERE state = 'deferred'", "") ||
      !pm_db_query_int64 (db, &last_sent_at, error,
                          "SELECT sent_at FROM mail WHERE state = 'sent'"
                          " ORDER BY sent_at DESC LIMIT 1",
                          ""))
    return FALSE;
  json_object_set_int_member (body, "waiting", waiting);
  json_object_set_int_member (body, "deferred", deferred);
  if (last_sent_at != 0) {
    g_autofree char *text = pm_time_format (last_sent_at);

    json_object_set_string_member (body, "last_sent_at", text);
  }
  return TRUE;
}

/* A trial tells of an invitation that does not exist yet. */
static gboolean
is_about_invitation (const PmMailJob *job)
{
  return job->invitation != NULL && !g_str_equal (job->kind, PM_MAIL_KIND_TRIAL);
}

/* A reminder that was refused leaves the invitation as it is: its first link lives. */
static gboolean
carries_invitation (const PmMailJob *job)
{
  return g_str_equal (job->kind, PM_MAIL_KIND_FIRST) ||
         g_str_equal (job->kind, PM_MAIL_KIND_RESEND);
}

/* What the invitation's history tells, and that it has changed. */
static gboolean
note_invitation (PmDb *db, const PmMailJob *job, const char *kind, gint64 now, GError **error)
{
  gint64 id = pm_invitation_get_id (job->invitation);

  return pm_invitation_events_add (db, id, kind, now, 0, error) &&
         pm_changes_note (db, job->tenant_id, "invitation", id, error);
}

/* Whether the mail is still wanted: it may have been dropped while it was on its way. */
static gboolean
settle_row (PmDb *db,
            const PmMailJob *job,
            const char *state,
            const char *words,
            gint64 sent_at,
            gboolean *wanted,
            GError **error)
{
  if (!pm_db_run (db, error,
                  "UPDATE mail SET state = ?2, last_error = ?3, sent_at = nullif (?4, 0),"
                  " attempts = attempts + 1, link = NULL"
                  " WHERE id = ?1 AND state IN ('queued', 'deferred')",
                  "issi", job->id, state, words, sent_at))
    return FALSE;
  *wanted = pm_db_changes (db) > 0;
  return TRUE;
}

/**
 * pm_mail_queue_record_taken:
 * @db: the connection
 * @job: the mail
 * @now: the moment
 * @error: return location
 *
 * A mail server has taken the mail: its link is erased, the invitation that it was about says so.
 */
gboolean
pm_mail_queue_record_taken (PmDb *db, const PmMailJob *job, gint64 now, GError **error)
{
  gboolean wanted;

  if (!settle_row (db, job, "sent", NULL, now, &wanted, error))
    return FALSE;
  if (!wanted || !is_about_invitation (job))
    return TRUE;
  if (!carries_invitation (job))
    return note_invitation (db, job, PM_EVENT_KIND_MAIL_SENT, now, error);
  return pm_db_run (db, error,
                    "UPDATE invitation SET email_sent = 1, email_error = NULL,"
                    " delivery_state = 'sent', delivery_attempts = delivery_attempts + 1,"
                    " delivery_last_error = NULL, delivery_sent_at = ?2 WHERE id = ?1",
                    "ii", pm_invitation_get_id (job->invitation), now) &&
         note_invitation (db, job, PM_EVENT_KIND_MAIL_SENT, now, error);
}

/**
 * pm_mail_queue_record_later:
 * @db: the connection
 * @job: the mail
 * @words: what stood in the way
 * @now: the moment
 * @not_before: when to try again
 * @error: return location
 *
 * The mail will be tried again; when its life is over by then it counts as refused.
 */
gboolean
pm_mail_queue_record_later (PmDb *db,
                            const PmMailJob *job,
                            const char *words,
                            gint64 now,
                            gint64 not_before,
                            GError **error)
{
  if (not_before >= job->give_up_at)
    return pm_mail_queue_record_refused (db, job, words, now, error);
  if (!pm_db_run (db, error,
                  "UPDATE mail SET state = 'deferred', last_error = ?2, not_before = ?3,"
                  " attempts = attempts + 1 WHERE id = ?1 AND state IN ('queued', 'deferred')",
                  "isi", job->id, words, not_before))
    return FALSE;
  if (pm_db_changes (db) == 0 || !carries_invitation (job))
    return TRUE;
  return pm_db_run (db, error,
                    "UPDATE invitation SET delivery_state = 'deferred',"
                    " delivery_attempts = delivery_attempts + 1, delivery_last_error = ?2"
                    " WHERE id = ?1",
                    "is", pm_invitation_get_id (job->invitation), words) &&
         pm_changes_note (db, job->tenant_id, "invitation", pm_invitation_get_id (job->invitation),
                          error);
}

/**
 * pm_mail_queue_record_refused:
 * @db: the connection
 * @job: the mail
 * @words: the mail server's
 * @now: the moment
 * @error: return location
 *
 * The mail will not be tried again: an invitation that it carried has failed.
 */
gboolean
pm_mail_queue_record_refused (PmDb *db,
                              const PmMailJob *job,
                              const char *words,
                              gint64 now,
                              GError **error)
{
  gboolean wanted;

  if (!settle_row (db, job, "failed", words, 0, &wanted, error))
    return FALSE;
  if (!wanted || !is_about_invitation (job))
    return TRUE;
  if (!carries_invitation (job))
    return note_invitation (db, job, PM_EVENT_KIND_MAIL_FAILED, now, error);
  return pm_db_run (db, error,
                    "UPDATE invitation SET email_error = ?2, delivery_state = 'failed',"
                    " delivery_attempts = delivery_attempts + 1, delivery_last_error = ?2,"
                    " status = CASE status WHEN 'pending' THEN 'failed' ELSE status END"
                    " WHERE id = ?1",
                    "is", pm_invitation_get_id (job->invitation), words) &&
         note_invitation (db, job, PM_EVENT_KIND_MAIL_FAILED, now, error);
}
