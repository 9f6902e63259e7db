/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-account-mail.h"

#include "server/mail/pm-mail-queue.h"
#include "server/mail/pm-mailer.h"
#include "wire/pm-wire.h"

static char *
make_payload (const char *new_email)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "new_email", new_email);
  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}

/**
 * pm_account_mail_add:
 * @db: the connection, in a transaction on the writing thread
 * @server: the server
 * @letter: what is to be mailed
 * @error: return location
 *
 * Puts a mail into the queue.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_account_mail_add (PmDb *db, PmServer *server, const PmAccountLetter *letter, GError **error)
{
  PmMailer *mailer = pm_server_get_mailer (server);
  const char *page = g_str_equal (letter->kind, PM_MAIL_KIND_RESET) ? "/r/" : "/a/";
  g_autofree char *link =
      g_strconcat (pm_server_get_public_url (server), page, letter->token, NULL);
  g_autofree char *payload = letter->new_email != NULL ? make_payload (letter->new_email) : NULL;
  PmMailOrder order = {
    .tenant_id = letter->tenant_id,
    .user_id = letter->user_id,
    .kind = letter->kind,
    .recipient = letter->recipient,
    .payload = payload,
    .link = link,
    .host = pm_mailer_get_host (mailer),
    .now = letter->now,
    .give_up_at = letter->expires_at,
  };

  return pm_mail_queue_add (db, pm_mailer_get_key (mailer), &order, error);
}
