/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/mail/pm-mail-job.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "server/invitations/pm-invitation-template.h"
#include "server/mail/pm-mail-queue.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-poc-store.h"
#include "wire/pm-wire.h"

#include <sodium.h>
#include <string.h>

/* What a mail is about may have gone meanwhile: that ends the mail, and holds up no other. */
static gboolean
give_up (PmMailJob *job, const char *problem)
{
  if (job->problem == NULL)
    job->problem = g_strdup (problem);
  return TRUE;
}

static gboolean
read_person (PmDb *db, gint64 user_id, char **name, char **email, GError **error)
{
  PmStatement *row =
      pm_db_query (db, error, "SELECT full_name, email FROM account WHERE id = ?1", "i", user_id);
  g_autoptr (GError) local = NULL;

  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    *name = g_strdup (pm_statement_get_text (row, 0));
    *email = g_strdup (pm_statement_get_text (row, 1));
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* The POC, the inviter and the look of an invitation that is known. */
static gboolean
read_surroundings (PmMailJob *job, PmDb *db, gint64 inviter, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!read_person (db, inviter, &job->sender, &job->sender_email, error))
    return FALSE;
  job->poc = pm_poc_store_get (db, pm_invitation_get_poc_id (job->invitation), &local);
  if (g_error_matches (local, PM_ERROR, PM_ERROR_NOT_FOUND))
    g_clear_error (&local);
  if (local == NULL)
    job->template = pm_invitation_template_find (db, job->tenant_id, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (job->poc == NULL || job->template == NULL || job->sender == NULL)
    return give_up (job, "The POC of this invitation does not exist any more.");
  return TRUE;
}

/**
 * pm_mail_job_read_invitation:
 * @job: a mail about an invitation
 * @db: a connection
 * @id: the invitation
 * @error: return location
 *
 * Reads what the mail is made of.
 */
gboolean
pm_mail_job_read_invitation (PmMailJob *job, PmDb *db, gint64 id, GError **error)
{
  g_autoptr (GError) local = NULL;

  job->invitation = pm_rows_take_record (
      pm_db_query (db, &local, "SELECT * FROM invitation WHERE id = ?1", "i", id),
      PM_TYPE_INVITATION, &local);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (job->invitation == NULL)
    return give_up (job, "This invitation does not exist any more.");
  job->recipient_name = g_strdup (pm_invitation_get_full_name (job->invitation));
  return read_surroundings (job, db, pm_invitation_get_invited_by (job->invitation), error);
}

/**
 * pm_mail_job_read_trial:
 * @job: a trial
 * @db: a connection
 * @user_id: who sends it to themselves
 * @payload: the invitation as JSON, with its `poc_id`
 * @error: return location
 *
 * Reads what the mail is made of.
 */
gboolean
pm_mail_job_read_trial (PmMailJob *job,
                        PmDb *db,
                        gint64 user_id,
                        const char *payload,
                        GError **error)
{
  g_autoptr (JsonNode) node = payload == NULL ? NULL : pm_wire_parse (payload, -1, NULL);

  if (node != NULL)
    job->invitation = (PmInvitation *) pm_wire_decode_new (PM_TYPE_INVITATION, node, NULL);
  if (job->invitation == NULL)
    return give_up (job, "The invitation that was to be tried cannot be read.");
  if (!read_surroundings (job, db, user_id, error))
    return FALSE;
  job->recipient_name = g_strdup (job->sender);
  return TRUE;
}

/* Who asked for the change of an address: the person or an administrator. */
static gboolean
read_asker (PmMailJob *job, PmDb *db, gint64 user_id, const char *new_email, GError **error)
{
  g_autofree char *folded = pm_address_fold (new_email);
  gint64 asker = 0;

  if (!pm_db_query_int64 (db, &asker, error,
                          "SELECT requested_by FROM address_change"
                          " WHERE user_id = ?1 AND new_email_folded = ?2"
                          " AND requested_by <> user_id ORDER BY id DESC LIMIT 1",
                          "is", user_id, folded))
    return FALSE;
  return asker == 0 || read_person (db, asker, &job->sender, &job->sender_email, error);
}

/**
 * pm_mail_job_read_account:
 * @job: a mail about an account
 * @db: a connection
 * @user_id: the account
 * @payload: (nullable): what the mail's kind needs besides
 * @error: return location
 *
 * Reads what the mail is made of.
 */
gboolean
pm_mail_job_read_account (PmMailJob *job,
                          PmDb *db,
                          gint64 user_id,
                          const char *payload,
                          GError **error)
{
  g_autofree char *email = NULL;
  g_autoptr (JsonObject) object = payload == NULL ? NULL : pm_wire_parse_object (payload, -1, NULL);
  const char *new_email = object == NULL ? NULL : pm_wire_get_string (object, "new_email");

  if (!read_person (db, user_id, &job->recipient_name, &email, error))
    return FALSE;
  if (email == NULL)
    return give_up (job, "This account does not exist any more.");
  job->address = new_email == NULL ? g_strdup (job->recipient) : pm_address_mask (new_email);
  if (g_str_equal (job->kind, PM_MAIL_KIND_RESET))
    return TRUE;
  return read_asker (job, db, user_id, new_email == NULL ? job->recipient : new_email, error);
}

/**
 * pm_mail_job_free:
 * @job: (transfer full): a mail
 */
void
pm_mail_job_free (PmMailJob *job)
{
  if (job->link != NULL)
    sodium_memzero (job->link, strlen (job->link));
  g_free (job->kind);
  g_free (job->recipient);
  g_free (job->recipient_name);
  g_free (job->message_id);
  g_free (job->link);
  g_free (job->sender);
  g_free (job->sender_email);
  g_free (job->organization);
  g_free (job->address);
  g_free (job->problem);
  g_clear_object (&job->invitation);
  g_clear_object (&job->poc);
  g_clear_object (&job->template);
  g_free (job);
}
