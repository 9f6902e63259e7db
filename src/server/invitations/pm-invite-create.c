/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invite-create.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-store.h"
#include "server/invitations/pm-invite-input.h"
#include "server/invitations/pm-invite-mail.h"
#include "server/invitations/pm-invite-rules.h"
#include "server/invitations/pm-invite-throttle.h"
#include "server/mail/pm-mail-queue.h"
#include "server/mail/pm-mailer.h"
#include "server/pm-server.h"
#include "wire/pm-wire.h"

#define TOO_MANY "Too many invitations were sent. Please try again later."

/* A trial goes to the person who sends it, and only as often as somebody reads it. */
#define TRIALS_PER_HOUR 10
#define TRIAL_LIFE      G_TIME_SPAN_DAY

/* All that decides on a new invitation, looked up in one statement, because many are made at a
 * time. The oldest of the newest so many says when the next one is possible. */
#define LOOK_AROUND \
  "SELECT invitation_days," \
  " (SELECT created_at FROM invitation WHERE invited_by = ?2 AND created_at > ?3" \
  "   ORDER BY created_at DESC LIMIT 1 OFFSET ?4)," \
  " (SELECT created_at FROM invitation WHERE tenant_id = ?1 AND created_at > ?5" \
  "   ORDER BY created_at DESC LIMIT 1 OFFSET ?6)," \
  " (SELECT 1 FROM participant JOIN account ON account.id = user_id" \
  "   WHERE poc_id = ?7 AND email_folded = ?8)," \
  " (SELECT max (id) FROM invitation WHERE poc_id = ?7 AND email_folded = ?8)" \
  " FROM organization WHERE id = ?1"

typedef struct {
  gint64 days;
  gint64 oldest_in_hour;
  gint64 oldest_in_day;
  gboolean takes_part;
  gboolean was_invited;
} Surroundings;

/* Where there is no limit, nothing is counted. */
static gint64
count_since (guint max, gint64 window, gint64 now)
{
  return max == 0 ? G_MAXINT64 : now - window;
}

static gboolean
look_around (PmDb *db,
             PmRequest *request,
             PmInvitation *invitation,
             Surroundings *around,
             GError **error)
{
  PmServerConfig *config = pm_server_get_config (pm_request_get_server (request));
  guint per_hour = config->invitations_per_hour, per_day = config->invitations_per_day;
  gint64 now = pm_request_get_now (request);
  g_autofree char *folded = pm_address_fold (pm_invitation_get_email (invitation));
  PmStatement *row =
      pm_db_query (db, error, LOOK_AROUND, "iiiiiiis", pm_request_get_tenant_id (request),
                   pm_request_get_user_id (request), count_since (per_hour, G_TIME_SPAN_HOUR, now),
                   MAX ((gint64) per_hour - 1, 0), count_since (per_day, G_TIME_SPAN_DAY, now),
                   MAX ((gint64) per_day - 1, 0), pm_request_get_id (request, "poc"), folded);

  if (row == NULL || !pm_statement_step (row, error))
    return FALSE;
  around->days = pm_statement_get_int64 (row, 0);
  around->oldest_in_hour = pm_statement_get_int64 (row, 1);
  around->oldest_in_day = pm_statement_get_int64 (row, 2);
  around->takes_part = pm_statement_get_int64 (row, 3) != 0;
  around->was_invited = pm_statement_get_int64 (row, 4) != 0;
  pm_statement_reset (row);
  return TRUE;
}

static gboolean
check (PmRequest *request, const Surroundings *around, GError **error)
{
  gint64 now = pm_request_get_now (request);

  if (!pm_invite_throttle_check_count (around->oldest_in_hour, G_TIME_SPAN_HOUR, TOO_MANY, now,
                                       error) ||
      !pm_invite_throttle_check_count (around->oldest_in_day, G_TIME_SPAN_DAY, TOO_MANY, now,
                                       error))
    return FALSE;
  if (around->takes_part)
    g_set_error (error, PM_ERROR, PM_ERROR_REFUSED, "User is already a participant in this POC");
  return !around->takes_part;
}

/* Its life begins when it is sent. */
static void
complete (PmInvitation *invitation, PmRequest *request, gint64 days)
{
  gint64 now = pm_request_get_now (request);
  gint64 begins_at = MAX (now, pm_invitation_get_send_at (invitation));

  pm_invitation_set_poc_id (invitation, pm_request_get_id (request, "poc"));
  pm_invitation_set_invited_by (invitation, pm_request_get_user_id (request));
  pm_invitation_set_created_at (invitation, now);
  pm_invitation_set_expires_at (invitation, begins_at + days * G_TIME_SPAN_DAY);
}

static gboolean
follow_up (PmDb *db, PmRequest *request, PmInvitation *stored, GError **error)
{
  gint64 now = pm_request_get_now (request);
  gint64 tenant_id = pm_request_get_tenant_id (request);

  return pm_invitation_events_tell (db, tenant_id, stored, PM_EVENT_KIND_INVITED, now,
                                    pm_request_get_user_id (request), error) &&
         pm_invite_mail_add (db, pm_request_get_server (request), tenant_id, stored,
                             PM_MAIL_KIND_FIRST, now, error);
}

/**
 * pm_invite_create:
 * @db: the connection, in a transaction
 * @request: a request that reaches the POC
 * @invitation: what is said of it from outside
 * @error: return location
 *
 * Invites an address to a POC: invitation, link, mail and history, or nothing of it.
 *
 * Returns: (transfer full) (nullable): what is stored; %NULL with the reason if the address cannot
 *   be invited
 */
PmInvitation *
pm_invite_create (PmDb *db, PmRequest *request, PmInvitation *invitation, GError **error)
{
  g_autoptr (PmInvitation) stored = NULL;
  Surroundings around = { 0 };

  if (!look_around (db, request, invitation, &around, error) || !check (request, &around, error))
    return NULL;
  complete (invitation, request, around.days);
  if (around.was_invited &&
      !pm_invitation_store_make_way (db, pm_invitation_get_poc_id (invitation),
                                     pm_invitation_get_email (invitation),
                                     pm_request_get_now (request), error))
    return NULL;
  stored = pm_invitation_store_add (db, invitation, pm_request_get_tenant_id (request), error);
  if (stored == NULL || !follow_up (db, request, stored, error))
    return NULL;
  return g_steal_pointer (&stored);
}

static PmInvitation *
read_invitation (PmRequest *request, GError **error)
{
  g_autoptr (PmInvitation) invitation = pm_invitation_new ();

  pm_invitation_set_is_customer (invitation, TRUE);
  if (!pm_invite_input_read (invitation, pm_request_get_body (request),
                             pm_request_get_role (request), pm_request_get_now (request), error))
    return NULL;
  return g_steal_pointer (&invitation);
}

/**
 * pm_invite_rule_create:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Invites an address to a POC.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_invite_rule_create (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmInvitation) invitation = read_invitation (request, error);
  g_autoptr (PmInvitation) stored =
      invitation == NULL ? NULL : pm_invite_create (db, request, invitation, error);

  if (stored == NULL)
    return NULL;
  return pm_reply_new_object (201,
                              pm_invitation_store_encode (stored, pm_request_get_now (request)));
}

static gboolean
check_trials (PmDb *db, PmRequest *request, GError **error)
{
  gint64 now = pm_request_get_now (request);
  gint64 oldest = 0;

  return pm_db_query_int64 (db, &oldest, error,
                            "SELECT created_at FROM mail WHERE kind = 'trial' AND user_id = ?1"
                            " AND created_at > ?2 ORDER BY created_at DESC LIMIT 1 OFFSET ?3",
                            "iii", pm_request_get_user_id (request), now - G_TIME_SPAN_HOUR,
                            (gint64) TRIALS_PER_HOUR - 1) &&
         pm_invite_throttle_check_count (oldest, G_TIME_SPAN_HOUR,
                                         "Too many test mails were sent. Please try again later.",
                                         now, error);
}

static gboolean
mail_trial (PmDb *db, PmRequest *request, PmInvitation *invitation, GError **error)
{
  PmMailer *mailer = pm_server_get_mailer (pm_request_get_server (request));
  gint64 now = pm_request_get_now (request);
  g_autoptr (GString) payload = g_string_new (NULL);

  pm_wire_write_record (payload, PM_RECORD (invitation));
  return pm_mail_queue_add (db, pm_mailer_get_key (mailer),
                            &(PmMailOrder) {
                                .tenant_id = pm_request_get_tenant_id (request),
                                .user_id = pm_request_get_user_id (request),
                                .kind = PM_MAIL_KIND_TRIAL,
                                .recipient = pm_request_get_email (request),
                                .payload = payload->str,
                                .host = pm_mailer_get_host (mailer),
                                .now = now,
                                .give_up_at = now + TRIAL_LIFE,
                            },
                            error);
}

/**
 * pm_invite_rule_try:
 * @db: the connection, in a transaction
 * @request: the request, as one that invites
 * @data: unused
 * @error: return location
 *
 * Mails an invitation to the person who would invite, without a link. Nobody is invited.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_invite_rule_try (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmInvitation) invitation = read_invitation (request, error);
  g_autofree char *message = NULL;
  Surroundings around = { 0 };

  if (invitation == NULL || !check_trials (db, request, error) ||
      !look_around (db, request, invitation, &around, error))
    return NULL;
  complete (invitation, request, around.days);
  if (!mail_trial (db, request, invitation, error))
    return NULL;
  message = g_strdup_printf ("A test mail is on its way to %s", pm_request_get_email (request));
  return pm_reply_new_message (200, message);
}
