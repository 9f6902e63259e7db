/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-accept-rules.h"

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-time.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-password.h"
#include "server/changes/pm-changes.h"
#include "server/http/pm-body.h"
#include "server/invitations/pm-accept.h"
#include "server/invitations/pm-invitation-events.h"
#include "wire/pm-wire.h"

#include <string.h>

/* Longer than any token: what is longer is none. */
#define TOKEN_MAX 128

static PmLink *
find_link (PmDb *db, PmRequest *request, const char *token, GError **error)
{
  return pm_link_find (db, token == NULL ? "" : token, pm_request_get_now (request), error);
}

static PmLink *
find_link_of_body (PmDb *db, PmRequest *request, GError **error)
{
  const char *token;

  if (!pm_body_get_text (pm_request_get_body (request), "token", PM_BODY_REQUIRED, PM_TEXT_LINE,
                         TOKEN_MAX, &token, error))
    return NULL;
  return find_link (db, request, token, error);
}

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text == NULL)
    json_object_set_null_member (object, name);
  else
    json_object_set_string_member (object, name, text);
}

static gboolean
add_names (PmDb *db, const PmLink *link, JsonObject *object, GError **error)
{
  PmStatement *row = pm_db_query (db, error,
                                  "SELECT poc.title, organization.name, account.full_name"
                                  " FROM poc JOIN organization ON organization.id = tenant_id"
                                  " JOIN account ON account.id = ?2 WHERE poc.id = ?1",
                                  "ii", pm_invitation_get_poc_id (link->invitation),
                                  pm_invitation_get_invited_by (link->invitation));

  if (row == NULL || !pm_statement_step (row, error))
    return FALSE;
  set_text (object, "poc_title", pm_statement_get_text (row, 0));
  set_text (object, "organization", pm_statement_get_text (row, 1));
  set_text (object, "invited_by_name", pm_statement_get_text (row, 2));
  pm_statement_reset (row);
  return TRUE;
}

static JsonObject *
describe (const PmLink *link)
{
  PmInvitation *invitation = link->invitation;
  g_autofree char *expires_at = pm_time_format (pm_invitation_get_expires_at (invitation));
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "poc_id", pm_invitation_get_poc_id (invitation));
  set_text (object, "email", pm_invitation_get_email (invitation));
  set_text (object, "full_name", pm_invitation_get_full_name (invitation));
  set_text (object, "first_name", pm_invitation_get_first_name (invitation));
  set_text (object, "last_name", pm_invitation_get_last_name (invitation));
  set_text (object, "title", pm_invitation_get_title (invitation));
  json_object_set_boolean_member (object, "is_customer",
                                  pm_invitation_get_is_customer (invitation));
  set_text (object, "expires_at", expires_at);
  set_text (object, "personal_message", pm_invitation_get_personal_message (invitation));
  return object;
}

/**
 * pm_accept_rule_validate:
 * @db: a connection
 * @request: the request: `{token}`
 * @data: (type gboolean): set when the link was not opened before
 * @error: return location
 *
 * What a link is for, as long as it can be accepted. Changes nothing.
 *
 * Returns: (transfer full) (nullable): the answer; the error's tag says why a link is dead
 */
PmReply *
pm_accept_rule_validate (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gboolean *is_first_look = data;
  g_autoptr (PmLink) link =
      find_link (db, request, pm_request_get_segment (request, "token"), error);
  g_autoptr (JsonObject) object = NULL;
  gint64 user_id;

  if (link == NULL || !pm_link_check (link, error) ||
      !pm_account_find (db, pm_invitation_get_email (link->invitation), &user_id, error))
    return NULL;
  object = describe (link);
  json_object_set_boolean_member (object, "user_exists", user_id != 0);
  if (!add_names (db, link, object, error))
    return NULL;
  *is_first_look = pm_invitation_get_delivery_link_opened_at (link->invitation) == 0;
  return pm_reply_new_object (200, g_steal_pointer (&object));
}

/**
 * pm_accept_rule_note_opened:
 * @db: the connection, in a transaction
 * @request: the request: `{token}`
 * @data: unused
 * @error: return location
 *
 * Remembers when a link was looked at first: a hint that the mail was read, by whomever.
 *
 * Returns: (transfer full) (nullable): an answer that nobody needs
 */
PmReply *
pm_accept_rule_note_opened (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  gint64 now = pm_request_get_now (request);
  g_autoptr (PmLink) link =
      find_link (db, request, pm_request_get_segment (request, "token"), error);
  gint64 id;

  if (link == NULL || !pm_link_check (link, error))
    return NULL;
  id = pm_invitation_get_id (link->invitation);
  if (!pm_db_run (db, error,
                  "UPDATE invitation SET delivery_link_opened_at = ?2"
                  " WHERE id = ?1 AND delivery_link_opened_at IS NULL",
                  "ii", id, now) ||
      !pm_invitation_events_add (db, id, PM_EVENT_KIND_LINK_OPENED, now, 0, error) ||
      !pm_changes_note (db, link->tenant_id, "invitation", id, error))
    return NULL;
  return pm_reply_new_message (200, "Noted");
}

static PmReply *
reply_accepted (guint status, const PmLink *link, gint64 created)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "message", "Invitation accepted successfully");
  if (created != 0)
    json_object_set_int_member (object, "user_created", created);
  json_object_set_int_member (object, "poc_id", pm_invitation_get_poc_id (link->invitation));
  return pm_reply_new_object (status, object);
}

static gboolean
refuse_existing (GError **error)
{
  GError *refusal =
      g_error_new (PM_ERROR, PM_ERROR_REFUSED,
                   "User already exists. Please login and use the authenticated acceptance "
                   "endpoint.");

  pm_error_set_tag (refusal, "user_exists");
  g_propagate_error (error, refusal);
  return FALSE;
}

static PmLink *
find_link_for_new (PmDb *db, PmRequest *request, GError **error)
{
  g_autoptr (PmLink) link = find_link_of_body (db, request, error);
  gint64 user_id;

  if (link == NULL || !pm_link_check (link, error) ||
      !pm_account_find (db, pm_invitation_get_email (link->invitation), &user_id, error) ||
      (user_id != 0 && !refuse_existing (error)))
    return NULL;
  return g_steal_pointer (&link);
}

static gboolean
check_password (PmRequest *request, GError **error)
{
  JsonObject *body = pm_request_get_body (request);
  const char *password;

  if (!json_object_has_member (body, "password") ||
      json_object_get_null_member (body, "password")) {
    g_set_error (error, PM_ERROR, PM_ERROR_REFUSED, "Password is required for new users");
    return FALSE;
  }
  return pm_body_get_password (body, "password", &password, error) &&
         pm_password_check_rule ("password", password, error);
}

/**
 * pm_accept_rule_check_new:
 * @db: a connection
 * @request: the request: `token`, `password`
 * @data: unused
 * @error: return location
 *
 * Looks whether it is worth the trouble of hashing the password.
 *
 * Returns: (transfer full) (nullable): an answer that nobody needs
 */
PmReply *
pm_accept_rule_check_new (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmLink) link = find_link_for_new (db, request, error);

  if (link == NULL || !check_password (request, error))
    return NULL;
  return pm_reply_new_message (200, "Possible");
}

/**
 * pm_accept_rule_accept_new:
 * @db: the connection, in a transaction
 * @request: the request: `token`
 * @data: (type utf8): the hash of the password
 * @error: return location
 *
 * A person without an account accepts.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_accept_rule_accept_new (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  const char *hash = data;
  gint64 now = pm_request_get_now (request);
  g_autoptr (PmLink) link = find_link_for_new (db, request, error);
  gint64 user_id;

  if (link == NULL)
    return NULL;
  user_id = pm_accept_add_account (db, link->invitation, hash, now, error);
  if (user_id < 0 || !pm_accept_finish (db, link, user_id, now, error))
    return NULL;
  return reply_accepted (201, link, user_id);
}

static gboolean
check_account (PmRequest *request, const PmLink *link, GError **error)
{
  g_autofree char *invited = pm_address_fold (pm_invitation_get_email (link->invitation));
  g_autofree char *own = pm_address_fold (pm_request_get_email (request));
  GError *refusal;

  if (strcmp (invited, own) == 0)
    return TRUE;
  refusal =
      g_error_new (PM_ERROR, PM_ERROR_FORBIDDEN, "This invitation is not for your email address");
  pm_error_set_tag (refusal, "wrong_account");
  g_propagate_error (error, refusal);
  return FALSE;
}

/**
 * pm_accept_rule_accept_existing:
 * @db: the connection, in a transaction
 * @request: the request: `token`
 * @data: unused
 * @error: return location
 *
 * The person who is signed in accepts. Accepting again leads to the POC as long as the access
 * stands.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_accept_rule_accept_existing (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmLink) link = find_link_of_body (db, request, error);
  gint64 user_id = pm_request_get_user_id (request);

  if (link == NULL)
    return NULL;
  if (link->state == PM_LINK_ACCEPTED && link->accepted_by == user_id)
    return reply_accepted (200, link, 0);
  if (!pm_link_check (link, error) || !check_account (request, link, error) ||
      !pm_accept_finish (db, link, user_id, pm_request_get_now (request), error))
    return NULL;
  return reply_accepted (200, link, 0);
}
