/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-text.h"
#include "server/demo/pm-demo-private.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-link.h"
#include "server/invitations/pm-invitation-store.h"
#include "server/mail/pm-mail-queue.h"
#include "server/pocs/pm-activity.h"
#include "server/pocs/pm-poc-store.h"

/* A person of the data set is [name, title, state, days ago, what came of it]. */
enum {
  PERSON_NAME,
  PERSON_TITLE,
  PERSON_STATE,
  PERSON_DAYS,
  PERSON_OUTCOME
};

#define LIFE           (7 * G_TIME_SPAN_DAY)
#define SOON           (5 * G_TIME_SPAN_HOUR)
#define TO_MAIL        (4 * G_TIME_SPAN_SECOND)
#define TO_OPEN        (50 * G_TIME_SPAN_MINUTE)
#define TO_ACCEPT      (55 * G_TIME_SPAN_MINUTE)
#define TO_CANCEL      (3 * G_TIME_SPAN_HOUR)
#define N_VISITS       6
#define BETWEEN_VISITS (4 * G_TIME_SPAN_DAY)
#define MAIL_HOST      "poc-manager.example"

/* How an invitation of the data set looks in the database. */
typedef struct {
  const char *state;
  PmInvitationStatus status;
  PmDeliveryState delivery;
  gboolean is_opened;
} Shape;

static const Shape shapes[] = {
  { "accepted", PM_INVITATION_STATUS_ACCEPTED, PM_DELIVERY_STATE_SENT, TRUE },
  { "removed", PM_INVITATION_STATUS_ACCEPTED, PM_DELIVERY_STATE_SENT, TRUE },
  { "pending", PM_INVITATION_STATUS_PENDING, PM_DELIVERY_STATE_SENT, FALSE },
  { "expiring", PM_INVITATION_STATUS_PENDING, PM_DELIVERY_STATE_SENT, TRUE },
  { "expired", PM_INVITATION_STATUS_EXPIRED, PM_DELIVERY_STATE_SENT, FALSE },
  { "cancelled", PM_INVITATION_STATUS_REVOKED, PM_DELIVERY_STATE_SENT, FALSE },
  { "failed", PM_INVITATION_STATUS_FAILED, PM_DELIVERY_STATE_FAILED, FALSE },
};

static const Shape *
find_shape (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    if (g_str_equal (shapes[i].state, state))
      return &shapes[i];
  g_assert_not_reached ();
}

static gint64
invited_at (PmDemo *self, const Shape *shape, JsonArray *person)
{
  if (g_str_equal (shape->state, "expiring"))
    return self->now - LIFE + SOON;
  return pm_demo_ago (self, json_array_get_int_element (person, PERSON_DAYS));
}

static void
set_delivery (PmInvitation *invitation, const Shape *shape, JsonArray *person)
{
  gint64 at = pm_invitation_get_created_at (invitation) + TO_MAIL;

  pm_invitation_set_email_sent (invitation, shape->delivery == PM_DELIVERY_STATE_SENT);
  pm_invitation_set_delivery_state (invitation, shape->delivery);
  if (shape->delivery == PM_DELIVERY_STATE_SENT)
    pm_invitation_set_delivery_sent_at (invitation, at);
  else
    pm_invitation_set_email_error (invitation,
                                   json_array_get_string_element (person, PERSON_OUTCOME));
  if (shape->is_opened)
    pm_invitation_set_delivery_link_opened_at (invitation, at + TO_OPEN);
}

static PmInvitation *
make_invitation (PmDemo *self,
                 PmPoc *poc,
                 const char *address,
                 JsonArray *person,
                 const Shape *shape)
{
  PmInvitation *invitation = pm_invitation_new ();
  const char *name = json_array_get_string_element (person, PERSON_NAME);
  gint64 created_at = invited_at (self, shape, person);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *message = NULL;

  pm_text_split_name (name, &first, &last);
  message = g_strdup_printf ("Hello %s,\nI have set everything up for our %s. Please have a look "
                             "at the tasks; the first one takes ten minutes.",
                             first, pm_poc_get_title (poc));
  pm_invitation_set_poc_id (invitation, pm_poc_get_id (poc));
  pm_invitation_set_email (invitation, address);
  pm_invitation_set_full_name (invitation, name);
  pm_invitation_set_first_name (invitation, first);
  pm_invitation_set_last_name (invitation, last);
  pm_invitation_set_title (invitation, json_array_get_string_element (person, PERSON_TITLE));
  pm_invitation_set_status (invitation, shape->status);
  pm_invitation_set_is_customer (invitation, TRUE);
  pm_invitation_set_personal_message (invitation, message);
  pm_invitation_set_invited_by (invitation, pm_poc_get_created_by (poc));
  pm_invitation_set_created_at (invitation, created_at);
  pm_invitation_set_expires_at (invitation, created_at + LIFE);
  if (shape->status == PM_INVITATION_STATUS_ACCEPTED)
    pm_invitation_set_accepted_at (invitation, created_at + TO_ACCEPT);
  set_delivery (invitation, shape, person);
  return invitation;
}

/* Invited as everybody is, and then what came of it. */
static gboolean
store_invitation (PmDemo *self, PmInvitation *invitation, gint64 user_id, GError **error)
{
  PmInvitationStatus status = (PmInvitationStatus) pm_invitation_get_status (invitation);
  PmDeliveryState delivery = (PmDeliveryState) pm_invitation_get_delivery_state (invitation);
  g_autoptr (PmInvitation) stored =
      pm_invitation_store_add (self->db, invitation, self->tenant_id, error);

  if (stored == NULL)
    return FALSE;
  pm_invitation_set_id (invitation, pm_invitation_get_id (stored));
  return pm_db_run (self->db, error,
                    "UPDATE invitation SET status = ?2, accepted_at = nullif (?3, 0),"
                    " accepted_by = nullif (?4, 0), email_sent = ?5, email_error = ?6,"
                    " delivery_state = ?7, delivery_attempts = 1, delivery_last_error = ?6,"
                    " delivery_sent_at = nullif (?8, 0),"
                    " delivery_link_opened_at = nullif (?9, 0) WHERE id = ?1",
                    "isiiissii", pm_invitation_get_id (invitation),
                    pm_enum_to_nick (PM_TYPE_INVITATION_STATUS, (int) status),
                    pm_invitation_get_accepted_at (invitation), user_id,
                    (gint64) pm_invitation_get_email_sent (invitation),
                    pm_invitation_get_email_error (invitation),
                    pm_enum_to_nick (PM_TYPE_DELIVERY_STATE, (int) delivery),
                    pm_invitation_get_delivery_sent_at (invitation),
                    pm_invitation_get_delivery_link_opened_at (invitation));
}

/* The mail went long ago, and with it the only place where the link stood. */
static gboolean
store_mail (PmDemo *self, PmInvitation *invitation, GError **error)
{
  PmInvitationStatus status = (PmInvitationStatus) pm_invitation_get_status (invitation);
  gint64 id = pm_invitation_get_id (invitation);
  gint64 at = pm_invitation_get_created_at (invitation);
  gboolean is_sent = pm_invitation_get_email_sent (invitation);
  gboolean is_open =
      status == PM_INVITATION_STATUS_PENDING || status == PM_INVITATION_STATUS_FAILED;
  g_autofree char *message_id = g_strdup_printf ("demo-%" G_GINT64_FORMAT "@%s", id, MAIL_HOST);
  g_autofree char *token = pm_link_make (self->db, id, PM_MAIL_KIND_FIRST, at, error);

  return token != NULL && (is_open || pm_link_kill_all (self->db, id, at + TO_ACCEPT, error)) &&
         pm_db_run (
             self->db, error,
             "INSERT INTO mail (tenant_id, invitation_id, kind, recipient, message_id, state,"
             " attempts, not_before, give_up_at, last_error, created_at, sent_at)"
             " VALUES (?1, ?2, 'first', ?3, ?4, ?5, 1, ?6, ?7, ?8, ?6, nullif (?9, 0))",
             "iisssiisi", self->tenant_id, id, pm_invitation_get_email (invitation), message_id,
             is_sent ? "sent" : "failed", at, pm_invitation_get_expires_at (invitation),
             pm_invitation_get_email_error (invitation),
             pm_invitation_get_delivery_sent_at (invitation));
}

static gboolean
add_event (PmDemo *self,
           PmInvitation *invitation,
           const char *kind,
           gint64 after,
           gint64 user_id,
           GError **error)
{
  return pm_invitation_events_add (self->db, pm_invitation_get_id (invitation), kind,
                                   pm_invitation_get_created_at (invitation) + after, user_id,
                                   error);
}

static gboolean
add_history (PmDemo *self,
             PmInvitation *invitation,
             const Shape *shape,
             gint64 user_id,
             GError **error)
{
  gint64 inviter = pm_invitation_get_invited_by (invitation);
  gboolean is_sent = shape->delivery == PM_DELIVERY_STATE_SENT;

  if (!add_event (self, invitation, PM_EVENT_KIND_INVITED, 0, inviter, error) ||
      !add_event (self, invitation, is_sent ? PM_EVENT_KIND_MAIL_SENT : PM_EVENT_KIND_MAIL_FAILED,
                  TO_MAIL, 0, error) ||
      (shape->is_opened &&
       !add_event (self, invitation, PM_EVENT_KIND_LINK_OPENED, TO_OPEN, 0, error)))
    return FALSE;
  if (shape->status == PM_INVITATION_STATUS_EXPIRED)
    return add_event (self, invitation, PM_EVENT_KIND_EXPIRED, LIFE, 0, error);
  if (shape->status == PM_INVITATION_STATUS_REVOKED)
    return add_event (self, invitation, PM_EVENT_KIND_CANCELLED, TO_CANCEL, inviter, error);
  if (shape->status != PM_INVITATION_STATUS_ACCEPTED)
    return TRUE;
  return add_event (self, invitation, PM_EVENT_KIND_ACCEPTED, TO_ACCEPT, user_id, error) &&
         (!g_str_equal (shape->state, "removed") ||
          add_event (self, invitation, PM_EVENT_KIND_REMOVED, LIFE, inviter, error));
}

/* Every few days of the last weeks, and at the very end. */
static gboolean
visit (PmDemo *self, PmPoc *poc, gint64 user_id, gint64 joined, gint64 last_time, GError **error)
{
  gint64 first = MAX (joined, last_time - N_VISITS * BETWEEN_VISITS);

  for (gint64 time = last_time - (last_time - first) / BETWEEN_VISITS * BETWEEN_VISITS;
       time <= last_time; time += BETWEEN_VISITS)
    if (!pm_activity_note (self->db, pm_poc_get_id (poc), user_id, PM_ACTIVITY_VISIT, time, error))
      return FALSE;
  return TRUE;
}

static gboolean
take_part (PmDemo *self,
           PmPoc *poc,
           PmInvitation *invitation,
           JsonArray *person,
           gint64 user_id,
           GError **error)
{
  gint64 seen = pm_demo_ago (self, json_array_get_int_element (person, PERSON_OUTCOME));
  gint64 joined = pm_invitation_get_accepted_at (invitation);

  return pm_poc_store_add_participant (self->db, poc, user_id, TRUE,
                                       pm_invitation_get_created_at (invitation), joined, error) &&
         visit (self, poc, user_id, joined, MAX (seen, joined), error);
}

/**
 * pm_demo_invite:
 * @self: the demo
 * @poc: a POC
 * @address: the person's address
 * @person: the person, as the data set says it
 * @error: return location
 *
 * Invites a person in the past, with everything that came of it.
 */
gboolean
pm_demo_invite (PmDemo *self, PmPoc *poc, const char *address, JsonArray *person, GError **error)
{
  const Shape *shape = find_shape (json_array_get_string_element (person, PERSON_STATE));
  g_autoptr (PmInvitation) invitation = make_invitation (self, poc, address, person, shape);
  gint64 user_id = 0;

  if (shape->status == PM_INVITATION_STATUS_ACCEPTED)
    user_id = pm_demo_add_person (self, pm_invitation_get_full_name (invitation), address,
                                  pm_invitation_get_title (invitation), PM_ROLE_CUSTOMER,
                                  pm_invitation_get_accepted_at (invitation), error);
  return user_id >= 0 && store_invitation (self, invitation, user_id, error) &&
         store_mail (self, invitation, error) &&
         add_history (self, invitation, shape, user_id, error) &&
         (!g_str_equal (shape->state, "accepted") ||
          take_part (self, poc, invitation, person, user_id, error));
}
