/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-limits.h"

#include "domain/pm-error.h"
#include "server/accounts/pm-rate-limit.h"
#include "server/pm-server.h"

#include <gio/gio.h>
#include <string.h>

/* What a proxy calls its client may be anything; this much of it is told apart. */
#define CLIENT_MAX 64

/* One subscriber has a network of this size. */
#define IPV6_PREFIX 8

#define TOO_MANY_SIGN_INS "Too many attempts to sign in. Please wait a few minutes."
#define TOO_MANY_LINKS    "Too many links that do not work. Please wait a few minutes."
#define TOO_MANY_TRIALS   "Too many test mails. Please wait a few minutes."
#define TOO_MANY_RESETS   "Too many mails were asked for. Please look into your mailbox, or wait."

static const struct {
  guint max;
  gint64 span;
  gboolean by_client;
  const char *words;
} limits[PM_N_LIMITS] = {
  [PM_LIMIT_SIGN_IN] = { 10, 5 * G_TIME_SPAN_MINUTE, TRUE, TOO_MANY_SIGN_INS },
  [PM_LIMIT_SIGN_IN_CLIENT] = { 50, 5 * G_TIME_SPAN_MINUTE, TRUE, TOO_MANY_SIGN_INS },
  [PM_LIMIT_LINK] = { 100, 5 * G_TIME_SPAN_MINUTE, TRUE, TOO_MANY_LINKS },
  [PM_LIMIT_RESET] = { 5, G_TIME_SPAN_HOUR, FALSE, TOO_MANY_RESETS },
  [PM_LIMIT_RESET_CLIENT] = { 30, G_TIME_SPAN_HOUR, TRUE, TOO_MANY_RESETS },
  [PM_LIMIT_NEW_ADDRESS] = { 5, G_TIME_SPAN_HOUR, FALSE, TOO_MANY_RESETS },
  [PM_LIMIT_MAIL_TRIAL] = { 20, 10 * G_TIME_SPAN_MINUTE, FALSE, TOO_MANY_TRIALS },
};

struct _PmLimits {
  PmRateLimit *counts[PM_N_LIMITS];
};

/**
 * pm_limits_new:
 *
 * Returns: (transfer full): nothing has been tried yet
 */
PmLimits *
pm_limits_new (void)
{
  PmLimits *self = g_new0 (PmLimits, 1);

  for (guint i = 0; i < PM_N_LIMITS; i++)
    self->counts[i] = pm_rate_limit_new (limits[i].max, limits[i].span);
  return self;
}

void
pm_limits_free (PmLimits *self)
{
  for (guint i = 0; i < PM_N_LIMITS; i++)
    pm_rate_limit_free (self->counts[i]);
  g_free (self);
}

/* An IPv4 address that comes through an IPv6 socket is one all the same. */
static GInetAddress *
parse_client (const char *client)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (client);
  const guint8 *bytes = address != NULL ? g_inet_address_to_bytes (address) : NULL;

  if (address == NULL || g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 ||
      memcmp (bytes, mapped, sizeof mapped) != 0)
    return g_steal_pointer (&address);
  return g_inet_address_new_from_bytes (bytes + sizeof mapped, G_SOCKET_FAMILY_IPV4);
}

/* Whoever has one IPv6 address has a whole network of them. */
static char *
name_client (const char *client)
{
  g_autoptr (GInetAddress) address = parse_client (client);
  g_autoptr (GInetAddress) network = NULL;
  guint8 bytes[16] = { 0 };

  if (address == NULL)
    return g_strndup (client, CLIENT_MAX);
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (address);
  memcpy (bytes, g_inet_address_to_bytes (address), IPV6_PREFIX);
  network = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (network);
}

static gboolean
is_this_machine (PmRequest *request)
{
  g_autoptr (GInetAddress) address = parse_client (pm_request_get_client (request));

  return address != NULL && g_inet_address_get_is_loopback (address) &&
         !pm_server_get_config (pm_request_get_server (request))->trust_proxy;
}

/* NULL: not limited */
static char *
make_key (PmRequest *request, PmLimit limit, const char *subject)
{
  g_autofree char *client = NULL;

  if (!limits[limit].by_client)
    return g_strdup (subject);
  if (subject == NULL && is_this_machine (request))
    return NULL;
  client = name_client (pm_request_get_client (request));
  return g_strdup_printf ("%s\n%s", client, subject != NULL ? subject : "");
}

static PmRateLimit *
get_count (PmRequest *request, PmLimit limit)
{
  return pm_server_get_limits (pm_request_get_server (request))->counts[limit];
}

/**
 * pm_limits_check:
 * @request: a request
 * @limit: what it tries
 * @subject: (nullable): for which address or account; %NULL for limits of a client
 * @error: return location
 *
 * Returns: %FALSE with %PM_ERROR_TOO_MANY, and when it is over, if it was tried too often
 */
gboolean
pm_limits_check (PmRequest *request, PmLimit limit, const char *subject, GError **error)
{
  g_autofree char *key = make_key (request, limit, subject);

  return key == NULL || pm_rate_limit_check (get_count (request, limit), key, limits[limit].words,
                                             g_get_monotonic_time (), error);
}

/**
 * pm_limits_count:
 * @request: a request
 * @limit: what it has tried
 * @subject: (nullable): for which address or account; %NULL for limits of a client
 *
 * Counts one attempt.
 */
void
pm_limits_count (PmRequest *request, PmLimit limit, const char *subject)
{
  g_autofree char *key = make_key (request, limit, subject);

  if (key != NULL)
    pm_rate_limit_count (get_count (request, limit), key, g_get_monotonic_time ());
}

/**
 * pm_limits_forget:
 * @request: a request
 * @limit: what it has tried
 * @subject: (nullable): for which address or account; %NULL for limits of a client
 *
 * Begins anew, after a success.
 */
void
pm_limits_forget (PmRequest *request, PmLimit limit, const char *subject)
{
  g_autofree char *key = make_key (request, limit, subject);

  if (key != NULL)
    pm_rate_limit_forget (get_count (request, limit), key);
}

/* What somebody gets who tries links or passwords, not what befalls the server. */
static gboolean
is_guess (const GError *error)
{
  return g_error_matches (error, PM_ERROR, PM_ERROR_NOT_FOUND) ||
         g_error_matches (error, PM_ERROR, PM_ERROR_REFUSED) ||
         g_error_matches (error, PM_ERROR, PM_ERROR_FORBIDDEN) ||
         g_error_matches (error, PM_ERROR, PM_ERROR_UNPROCESSABLE);
}

/**
 * pm_limits_guard_link:
 * @request: a request that carries a mailed link's token
 * @handler: what answers it
 * @error: return location
 *
 * Answers as @handler does, but not to who tries one token after the other. Awaits: on the
 * request's fiber only.
 *
 * Returns: (transfer full) (nullable): the answer
 */
PmReply *
pm_limits_guard_link (PmRequest *request, PmHandler handler, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  PmReply *reply;

  if (!pm_limits_check (request, PM_LIMIT_LINK, NULL, error))
    return NULL;
  reply = handler (request, &refusal);
  if (reply != NULL)
    return reply;
  if (is_guess (refusal))
    pm_limits_count (request, PM_LIMIT_LINK, NULL);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return NULL;
}
