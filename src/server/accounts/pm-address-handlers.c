/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "domain/pm-address.h"
#include "domain/pm-error.h"
#include "domain/pm-role.h"
#include "domain/pm-time.h"
#include "server/accounts/pm-account-handlers.h"
#include "server/accounts/pm-account-mail.h"
#include "server/accounts/pm-account.h"
#include "server/accounts/pm-address-change.h"
#include "server/accounts/pm-credentials.h"
#include "server/accounts/pm-limits.h"
#include "server/audit/pm-audit.h"
#include "server/http/pm-body.h"
#include "server/mail/pm-mail-queue.h"

#include <string.h>

/* A person's address: asked for by them or by their organization's admin, changed by a link. */

typedef struct {
  gint64 user_id;
  const char *address;
  gint64 tenant_id; /* whose mail it is; 0: the person's own wish */
} Wish;

static gboolean
refuse (GError **error, PmError code, const char *tag, const char *words)
{
  GError *refusal = g_error_new_literal (PM_ERROR, code, words);

  pm_error_set_tag (refusal, tag);
  g_propagate_error (error, refusal);
  return FALSE;
}

/* Somebody whose address the caller may see anyway is named as the reason. Of all others nobody
 * learns that they have an account: only who reads mail at that address is told, by the link. */
static gboolean
check_free (PmDb *db, PmRequest *request, const Wish *wish, GError **error)
{
  gint64 owner, is_known = 0;

  if (!pm_account_find (db, wish->address, &owner, error))
    return FALSE;
  if (owner == 0 || owner == wish->user_id || !pm_role_is_internal (pm_request_get_role (request)))
    return TRUE;
  if (!pm_db_query_int64 (db, &is_known, error,
                          "SELECT 1 FROM membership WHERE user_id = ?1 AND tenant_id = ?2", "ii",
                          owner, pm_request_get_tenant_id (request)))
    return FALSE;
  return !is_known ||
         refuse (error, PM_ERROR_REFUSED, "taken", "This address belongs to another account.");
}

static gboolean
check_differs (PmDb *db, const Wish *wish, GError **error)
{
  g_autofree char *present = pm_account_get_email (db, wish->user_id, error);

  if (present == NULL)
    return FALSE;
  return strcmp (present, wish->address) != 0 ||
         refuse (error, PM_ERROR_REFUSED, "unchanged", "This is the address already.");
}

static PmReply *
reply_requested (gint64 expires_at)
{
  g_autofree char *moment = pm_time_format (expires_at);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (
      body, "message",
      "A link was mailed to the new address. The address changes when it is followed.");
  json_object_set_string_member (body, "expires_at", moment);
  return pm_reply_new_object (200, body);
}

static PmReply *
request_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  const Wish *wish = data;
  gint64 now = pm_request_get_now (request);
  g_autofree char *token = NULL;
  PmAccountLetter letter = {
    .kind = PM_MAIL_KIND_ADDRESS,
    .tenant_id = wish->tenant_id,
    .user_id = wish->user_id,
    .recipient = wish->address,
    .now = now,
    .expires_at = now + PM_ADDRESS_CONFIRM_SPAN,
  };

  if (!check_differs (db, wish, error) || !check_free (db, request, wish, error))
    return NULL;
  letter.token = token = pm_address_change_request (db, wish->user_id, wish->address,
                                                    pm_request_get_user_id (request), now, error);
  if (token == NULL || !pm_account_mail_add (db, pm_request_get_server (request), &letter, error))
    return NULL;
  return reply_requested (letter.expires_at);
}

/* Every request is a mail to an address that somebody only claims to be theirs. What others ask
 * for the same person tells the caller nothing. */
static PmReply *
apply_wish (PmRequest *request, PmRule rule, Wish *wish, GError **error)
{
  g_autofree char *subject = g_strdup_printf ("%" G_GINT64_FORMAT " for %" G_GINT64_FORMAT,
                                              pm_request_get_user_id (request), wish->user_id);
  PmReply *reply;

  if (!pm_limits_check (request, PM_LIMIT_NEW_ADDRESS, subject, error))
    return NULL;
  reply = pm_request_apply (request, rule, wish, error);
  if (reply != NULL)
    pm_limits_count (request, PM_LIMIT_NEW_ADDRESS, subject);
  return reply;
}

/**
 * pm_address_put_own:
 * @request: `{email, password}`
 * @error: return location
 *
 * The caller wants another address.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_address_put_own (PmRequest *request, GError **error)
{
  g_autofree char *address = NULL;
  Wish wish = { .user_id = pm_request_get_user_id (request) };

  if (!pm_body_get_address (pm_request_get_body (request), "email", &address, error) ||
      !pm_credentials_confirm (request, "password", "Incorrect password", error))
    return NULL;
  wish.address = address;
  return apply_wish (request, request_rule, &wish, error);
}

static gboolean
check_is_ours (PmDb *db, gint64 user_id, gint64 tenant_id, GError **error)
{
  gint64 is_member = 0, n_elsewhere = 0;

  if (!pm_db_query_int64 (db, &is_member, error,
                          "SELECT 1 FROM membership WHERE user_id = ?1 AND tenant_id = ?2", "ii",
                          user_id, tenant_id))
    return FALSE;
  if (!is_member)
    return refuse (error, PM_ERROR_NOT_FOUND, NULL, "User not found");
  if (!pm_db_query_int64 (db, &n_elsewhere, error,
                          "SELECT (SELECT COUNT (*) FROM membership WHERE user_id = ?1 "
                          "  AND (tenant_id <> ?2 OR role <> 'customer')) + "
                          "(SELECT COUNT (*) FROM participant m JOIN poc p ON p.id = m.poc_id "
                          "  WHERE m.user_id = ?1 AND p.tenant_id <> ?2)",
                          "ii", user_id, tenant_id))
    return FALSE;
  return n_elsewhere == 0 ||
         refuse (error, PM_ERROR_CONFLICT, NULL,
                 "This person also works with others and changes the address in their own profile");
}

static PmReply *
customer_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  Wish *wish = data;

  wish->tenant_id = pm_request_get_tenant_id (request);
  return check_is_ours (db, wish->user_id, wish->tenant_id, error)
             ? request_rule (db, request, wish, error)
             : NULL;
}

/**
 * pm_address_put_customer:
 * @request: `{email}`
 * @error: return location
 *
 * The organization's admin corrects the address of one of its customers.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_address_put_customer (PmRequest *request, GError **error)
{
  g_autofree char *address = NULL;
  Wish wish = { .user_id = pm_request_get_id (request, "user") };

  if (!pm_body_get_address (pm_request_get_body (request), "email", &address, error))
    return NULL;
  wish.address = address;
  return apply_wish (request, customer_rule, &wish, error);
}

static PmAddressLink *
find_link (PmDb *db, PmRequest *request, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (PmAddressLink) link = pm_address_change_find (
      db, pm_request_get_segment (request, "token"), pm_request_get_now (request), &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (link == NULL)
    refuse (error, PM_ERROR_NOT_FOUND, "unknown", "This link is not known.");
  else if (link->state == PM_ADDRESS_LINK_EXPIRED)
    refuse (error, PM_ERROR_REFUSED, "expired", "This link has expired.");
  else if (link->state == PM_ADDRESS_LINK_USED)
    refuse (error, PM_ERROR_REFUSED, "used", "This link has been used already.");
  else
    return g_steal_pointer (&link);
  return NULL;
}

/* Nobody learns an address from a link but the one that it was mailed to. */
static JsonObject *
describe (const PmAddressLink *link)
{
  g_autofree char *old_email = pm_address_mask (link->old_email);
  g_autofree char *new_email = pm_address_mask (link->new_email);
  g_autofree char *expires_at = pm_time_format (link->expires_at);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "kind", link->is_undo ? "undo" : "confirm");
  json_object_set_string_member (body, "old_email", old_email);
  json_object_set_string_member (body, "new_email", link->is_undo ? new_email : link->new_email);
  json_object_set_string_member (body, "full_name", link->full_name);
  json_object_set_string_member (body, "expires_at", expires_at);
  return body;
}

static PmReply *
look_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmAddressLink) link = find_link (db, request, error);

  return link != NULL ? pm_reply_new_object (200, describe (link)) : NULL;
}

static PmReply *
look (PmRequest *request, GError **error)
{
  return pm_request_read (request, look_rule, NULL, error);
}

/**
 * pm_address_get_change:
 * @request: a request
 * @error: return location
 *
 * Says what a mailed link does. Changes nothing.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_address_get_change (PmRequest *request, GError **error)
{
  return pm_limits_guard_link (request, look, error);
}

/* What an admin asked for must still be theirs to ask for: the person may have come to work with
 * others since. */
static gboolean
find_asking_tenant (PmDb *db, const PmAddressLink *link, gint64 *tenant_id, GError **error)
{
  *tenant_id = 0;
  if (link->requested_by == link->user_id)
    return TRUE;
  return pm_db_query_int64 (db, tenant_id, error,
                            "SELECT m.tenant_id FROM membership m JOIN membership r "
                            "ON r.tenant_id = m.tenant_id WHERE m.user_id = ?1 AND r.user_id = ?2 "
                            "ORDER BY m.tenant_id LIMIT 1",
                            "ii", link->user_id, link->requested_by) &&
         check_is_ours (db, link->user_id, *tenant_id, error);
}

static gboolean
confirm (PmDb *db, PmRequest *request, const PmAddressLink *link, GError **error)
{
  gint64 now = pm_request_get_now (request);
  g_autofree char *token = NULL;
  PmAccountLetter letter = {
    .kind = PM_MAIL_KIND_ADDRESS_UNDO,
    .user_id = link->user_id,
    .recipient = link->old_email,
    .new_email = link->new_email,
    .now = now,
    .expires_at = now + PM_ADDRESS_UNDO_SPAN,
  };

  if (!find_asking_tenant (db, link, &letter.tenant_id, error))
    return FALSE;
  letter.token = token = pm_address_change_confirm (db, link, now, error);
  return token != NULL && pm_account_mail_add (db, pm_request_get_server (request), &letter, error);
}

static PmReply *
follow_rule (PmDb *db, PmRequest *request, gpointer data, GError **error)
{
  g_autoptr (PmAddressLink) link = find_link (db, request, error);
  JsonObject *body;
  gboolean done;

  if (link == NULL)
    return NULL;
  pm_audit_set_user (db, link->user_id);
  done = link->is_undo ? pm_address_change_undo (db, link, pm_request_get_now (request), error)
                       : confirm (db, request, link, error);
  if (!done)
    return NULL;
  body = describe (link);
  json_object_set_string_member (
      body, "message",
      link->is_undo ? "The change was taken back. Please choose a new password if it was not you "
                      "who wanted it."
                    : "The address was changed. Please sign in with it.");
  return pm_reply_new_object (200, body);
}

static PmReply *
follow (PmRequest *request, GError **error)
{
  return pm_request_apply (request, follow_rule, NULL, error);
}

/**
 * pm_address_post_change:
 * @request: a request; its body says nothing
 * @error: return location
 *
 * Does what a mailed link does.
 *
 * Returns: (transfer full) (nullable): what it has done
 */
PmReply *
pm_address_post_change (PmRequest *request, GError **error)
{
  return pm_limits_guard_link (request, follow, error);
}
