/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-error.h"
#include "domain/pm-event.h"
#include "domain/pm-user.h"
#include "server/audit/pm-audit.h"
#include "server/changes/pm-changes.h"
#include "server/http/pm-body.h"
#include "server/invitations/pm-invitation-events.h"
#include "server/invitations/pm-invitation-store.h"
#include "server/invitations/pm-invite-cancel.h"
#include "server/invitations/pm-invite-create.h"
#include "server/invitations/pm-invite-input.h"
#include "server/pm-rows.h"
#include "server/pocs/pm-poc-rules.h"
#include "server/pocs/pm-poc-store.h"

/* Access to a POC: given at once to people of the organization, to others by inviting them, and
 * taken away at once. */

static gboolean
refuse (GError **error, PmError code, const char *words)
{
  g_set_error_literal (error, PM_ERROR, code, words);
  return FALSE;
}

static gboolean
audit (PmDb *db, PmRequest *request, const char *action, const char *address, GError **error)
{
  g_autofree char *target =
      g_strdup_printf ("%s to POC %" G_GINT64_FORMAT, address, pm_request_get_id (request, "poc"));

  return pm_audit_note (db, pm_request_get_tenant_id (request), action, target, error);
}

/* Whoever does not belong to the organization is nobody here. */
static char *
find_member (PmDb *db, PmRequest *request, gint64 user_id, gboolean *is_customer, GError **error)
{
  PmStatement *row =
      pm_db_query (db, error,
                   "SELECT email, role FROM membership JOIN account ON account.id = user_id"
                   " WHERE user_id = ?1 AND tenant_id = ?2 AND membership.is_active = 1"
                   " AND account.is_active = 1",
                   "ii", user_id, pm_request_get_tenant_id (request));
  g_autoptr (GError) local = NULL;
  char *address = NULL;

  if (row == NULL)
    return NULL;
  if (pm_statement_step (row, &local)) {
    address = g_strdup (pm_statement_get_text (row, 0));
    *is_customer = g_strcmp0 (pm_statement_get_text (row, 1),
                              pm_enum_to_nick (PM_TYPE_ROLE, PM_ROLE_CUSTOMER)) == 0;
    pm_statement_reset (row);
  } else if (local == NULL) {
    refuse (error, PM_ERROR_NOT_FOUND, "User not found");
  } else {
    g_propagate_error (error, g_steal_pointer (&local));
  }
  return address;
}

/* On which side they stand their role says, not the request. */
static PmReply *
add_member (PmDb *db, PmRequest *request, gint64 user_id, GError **error)
{
  gint64 poc_id = pm_request_get_id (request, "poc");
  gboolean is_customer = FALSE;
  g_autofree char *address = find_member (db, request, user_id, &is_customer, error);
  g_autoptr (PmPoc) poc = NULL;
  gint64 present;

  if (address == NULL || !pm_poc_store_find_participant (db, poc_id, user_id, &present, error))
    return NULL;
  if (present != 0) {
    refuse (error, PM_ERROR_REFUSED, "User is already a participant");
    return NULL;
  }
  poc = pm_poc_store_get (db, poc_id, error);
  if (poc == NULL || !pm_invite_cancel_open (db, request, address, error) ||
      !pm_poc_store_add_participant (db, poc, user_id, is_customer, 0, pm_request_get_now (request),
                                     error) ||
      !audit (db, request, PM_AUDIT_ACCESS_GIVEN, address, error))
    return NULL;
  return pm_reply_new_message (200, "Participant added successfully");
}

static gboolean
is_given (JsonObject *body, const char *name)
{
  JsonNode *node = body == NULL ? NULL : json_object_get_member (body, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node);
}

/* The base dialect takes the invited for colleagues unless it is told that they are customers. */
static PmInvitation *
read_invitation (PmDb *db, PmRequest *request, GError **error)
{
  JsonObject *body = pm_request_get_body (request);
  g_autoptr (PmInvitation) invitation = pm_invitation_new ();
  gboolean takes_part, ignored;

  if (!is_given (body, "email") || !is_given (body, "full_name")) {
    refuse (error, PM_ERROR_REFUSED, "Email and full_name are required for invitations");
    return NULL;
  }
  pm_invitation_set_is_customer (invitation, FALSE);
  if (!pm_body_get_boolean (body, "is_sales_engineer", PM_BODY_OPTIONAL, &ignored, error) ||
      !pm_invite_input_read (invitation, body, pm_request_get_role (request),
                             pm_request_get_now (request), error) ||
      !pm_invitation_store_takes_part (db, pm_request_get_id (request, "poc"),
                                       pm_invitation_get_email (invitation), &takes_part, error))
    return NULL;
  if (!takes_part)
    return g_steal_pointer (&invitation);
  refuse (error, PM_ERROR_REFUSED, "User is already a participant");
  return NULL;
}

static PmReply *
invite (PmDb *db, PmRequest *request, GError **error)
{
  g_autoptr (PmInvitation) invitation = read_invitation (db, request, error);
  g_autoptr (PmInvitation) stored =
      invitation == NULL ? NULL : pm_invite_create (db, request, invitation, error);
  JsonObject *object;

  if (stored == NULL)
    return NULL;
  object = json_object_new ();
  json_object_set_string_member (object, "message", "Invitation sent successfully");
  json_object_set_int_member (object, "invitation_id", pm_invitation_get_id (stored));
  pm_participant_set_time (object, "expires_at", pm_invitation_get_expires_at (stored));
  return pm_reply_new_object (200, object);
}

/**
 * pm_participant_rule_add:
 * @db: the connection, in a transaction
 * @request: the request: `user_id`, or `email` and `full_name`
 * @data: unused
 * @error: return location
 *
 * Lets somebody take part in a POC: one of the organization's people at once, without a mail,
 * which leaves no invitation open; an address by inviting it.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_participant_rule_add (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  JsonObject *body = pm_request_get_body (request);
  gint64 user_id = 0;

  if (!is_given (body, "user_id"))
    return invite (db, request, error);
  if (!pm_body_get_integer (body, "user_id", PM_BODY_REQUIRED, &user_id, error))
    return NULL;
  return add_member (db, request, user_id, error);
}

/* The history of the invitation that brought the person in, if one did. */
static gboolean
note_in_history (PmDb *db, PmRequest *request, gint64 user_id, GError **error)
{
  gint64 id = 0;

  if (!pm_db_query_int64 (db, &id, error,
                          "SELECT max (id) FROM invitation WHERE poc_id = ?1 AND accepted_by = ?2",
                          "ii", pm_request_get_id (request, "poc"), user_id))
    return FALSE;
  return id == 0 ||
         pm_invitation_events_add (db, id, PM_EVENT_KIND_REMOVED, pm_request_get_now (request),
                                   pm_request_get_user_id (request), error);
}

static gboolean
unassign (PmDb *db, gint64 tenant_id, gint64 participant_id, GError **error)
{
  return pm_changes_note_each (
      db, tenant_id, "task", FALSE,
      pm_db_query (db, error,
                   "DELETE FROM task_assignee WHERE participant_id = ?1 RETURNING task_id", "i",
                   participant_id),
      error);
}

static gboolean
remove_participant (PmDb *db, gint64 tenant_id, gint64 id, GError **error)
{
  return unassign (db, tenant_id, id, error) &&
         pm_db_run (db, error, "DELETE FROM participant WHERE id = ?1", "i", id) &&
         pm_changes_note_destroyed (db, tenant_id, "participant", id, error) &&
         pm_changes_note_destroyed (db, tenant_id, "engagement", id, error);
}

static PmUser *
find_account (PmDb *db, gint64 user_id, GError **error)
{
  return pm_rows_take_record (
      pm_db_query (db, error, "SELECT id, email FROM account WHERE id = ?1", "i", user_id),
      PM_TYPE_USER, error);
}

/**
 * pm_participant_rule_remove:
 * @db: the connection, in a transaction
 * @request: the request
 * @data: unused
 * @error: return location
 *
 * Takes a person's access to a POC away, at once, and whatever could bring it back. Nobody is too
 * important: not the last of the organization's people, nor who asks.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_participant_rule_remove (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 user_id = pm_request_get_id (request, "user");
  g_autoptr (PmUser) user = NULL;
  gint64 id;

  if (!pm_poc_store_find_participant (db, pm_request_get_id (request, "poc"), user_id, &id, error))
    return NULL;
  if (id == 0) {
    refuse (error, PM_ERROR_NOT_FOUND, "Participant not found");
    return NULL;
  }
  user = find_account (db, user_id, error);
  if (user == NULL || !remove_participant (db, pm_request_get_tenant_id (request), id, error) ||
      !pm_invite_cancel_open (db, request, pm_user_get_email (user), error) ||
      !note_in_history (db, request, user_id, error) ||
      !audit (db, request, PM_AUDIT_ACCESS_REMOVED, pm_user_get_email (user), error))
    return NULL;
  return pm_reply_new_message (200, "Participant removed successfully");
}
