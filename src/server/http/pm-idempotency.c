/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/http/pm-idempotency.h"

#include "domain/pm-error.h"
#include "server/http/pm-reply-private.h"
#include "server/http/pm-request-private.h"

#include <sodium.h>
#include <string.h>

/*
 * One effect for one key. The answer is stored in the transaction of the effect, and all writes
 * go through one thread: a second request with the same key waits there until the first is done,
 * and then finds its answer.
 */

#define KEY_MIN   8
#define KEY_MAX   64
#define KEPT_DAYS 90

/* Sign-in and links answer with tokens, which are never stored. */
static gboolean
takes_key (PmRequest *request)
{
  return request->identity.user_id != 0 && !g_str_equal (request->method, "GET") &&
         !g_str_has_prefix (request->match.route->path, "/auth/") &&
         !g_str_has_prefix (request->match.route->path, "/poc-invitations/") &&
         !g_str_has_prefix (request->match.route->path, "/address-changes/");
}

static gboolean
is_key (const char *text)
{
  gsize length = strlen (text);

  return length >= KEY_MIN && length <= KEY_MAX &&
         strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

/**
 * pm_idempotency_get_key:
 * @request: a request whose caller is known
 * @key: (out) (nullable): its key, %NULL if it has none or takes none
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if the key is malformed
 */
gboolean
pm_idempotency_get_key (PmRequest *request, const char **key, GError **error)
{
  *key = takes_key (request) ? pm_request_get_header (request, "Idempotency-Key") : NULL;
  if (*key == NULL || is_key (*key))
    return TRUE;
  pm_error_refuse_field (error, "header.Idempotency-Key", NULL,
                         "The key must have 8 to 64 letters, digits and dashes.");
  return FALSE;
}

static char *
make_fingerprint (PmRequest *request)
{
  crypto_generichash_state state;
  unsigned char hash[crypto_generichash_BYTES];
  char text[2 * sizeof hash + 1];
  const char *query = g_uri_get_query (soup_server_message_get_uri (request->message));
  g_autofree char *path = g_strjoinv ("/", request->match.segments);
  g_autofree char *head =
      g_strdup_printf ("%s\n%s?%s\n", request->method, path, query != NULL ? query : "");
  gsize length;
  gconstpointer body = g_bytes_get_data (request->raw_body, &length);

  crypto_generichash_init (&state, NULL, 0, sizeof hash);
  crypto_generichash_update (&state, (const unsigned char *) head, strlen (head));
  crypto_generichash_update (&state, body, length);
  crypto_generichash_final (&state, hash, sizeof hash);
  return g_strdup (sodium_bin2hex (text, sizeof text, hash, sizeof hash));
}

/**
 * pm_idempotency_set_sequence:
 * @reply: the answer to a write
 * @sequence: the organization's sequence after it
 *
 * Tells the client which sequence its copy must have reached to have seen the effect.
 */
void
pm_idempotency_set_sequence (PmReply *reply, gint64 sequence)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, sequence);

  if (sequence > 0 && pm_reply_get_status (reply) < 300)
    pm_reply_set_header (reply, "Sync-Seq", text);
}

static PmReply *
read_reply (PmStatement *row)
{
  const char *body = pm_statement_get_text (row, 2);
  PmReply *reply = pm_reply_new_bytes ((guint) pm_statement_get_int64 (row, 1), "application/json",
                                       g_bytes_new (body, strlen (body)));

  pm_idempotency_set_sequence (reply, pm_statement_get_int64 (row, 3));
  pm_reply_set_header (reply, "Idempotency-Replayed", "true");
  return reply;
}

/**
 * pm_idempotency_find:
 * @db: the connection, on the writing thread
 * @request: a request with a key
 * @key: its key
 * @reply: (out) (nullable): the answer that was stored under the key, or %NULL
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_UNPROCESSABLE if the key was used for something else
 */
gboolean
pm_idempotency_find (PmDb *db, PmRequest *request, const char *key, PmReply **reply, GError **error)
{
  g_autofree char *fingerprint = make_fingerprint (request);
  g_autoptr (GError) local = NULL;
  PmStatement *row = pm_db_query (db, error,
                                  "SELECT fingerprint, status, body, sequence FROM idempotency "
                                  "WHERE user_id = ?1 AND key = ?2",
                                  "is", request->identity.user_id, key);

  *reply = NULL;
  if (row == NULL)
    return FALSE;
  if (pm_statement_step (row, &local)) {
    if (g_str_equal (pm_statement_get_text (row, 0), fingerprint))
      *reply = read_reply (row);
    else
      pm_error_refuse_field (&local, "header.Idempotency-Key", "key_reused",
                             "This key belongs to another request.");
    pm_statement_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * pm_idempotency_store:
 * @db: the connection, in the transaction of the effect
 * @request: a request with a key
 * @key: its key
 * @reply: its answer
 * @sequence: the organization's sequence after it
 * @error: return location
 *
 * Keeps the answer for those who ask again.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_idempotency_store (PmDb *db,
                      PmRequest *request,
                      const char *key,
                      PmReply *reply,
                      gint64 sequence,
                      GError **error)
{
  g_autofree char *fingerprint = make_fingerprint (request);
  gsize length;
  const char *data = g_bytes_get_data (pm_reply_get_body (reply), &length);
  g_autofree char *body = g_strndup (data != NULL ? data : "", length);

  return pm_db_run (db, error,
                    "INSERT INTO idempotency (user_id, key, fingerprint, status, body, sequence, "
                    "created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    "issisii", request->identity.user_id, key, fingerprint,
                    (gint64) pm_reply_get_status (reply), body, sequence, request->now);
}

/**
 * pm_idempotency_prune:
 * @db: the connection, on the writing thread
 * @now: the time
 * @error: return location
 *
 * Forgets answers after 90 days.
 *
 * Returns: %FALSE on failure
 */
gboolean
pm_idempotency_prune (PmDb *db, gint64 now, GError **error)
{
  return pm_db_run (db, error, "DELETE FROM idempotency WHERE created_at < ?1", "i",
                    now - KEPT_DAYS * G_TIME_SPAN_DAY);
}
