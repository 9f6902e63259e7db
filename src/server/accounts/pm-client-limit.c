/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/accounts/pm-client-limit.h"

#include "server/accounts/pm-rate-limit.h"
#include "server/pm-server.h"

#include <gio/gio.h>

/* How often one client may fail at something, whoever it says it is. Main thread. */

static gboolean
is_loopback (const char *client)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (client);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

static char *
make_key (PmRequest *request, const char *what)
{
  return g_strdup_printf ("%s\n%s", what, pm_request_get_client (request));
}

/**
 * pm_client_limit_check:
 * @request: a request
 * @what: what its client tries, as `sign-in`
 * @words: what is said when it has failed too often
 * @error: return location
 *
 * Whoever comes from this machine, where a proxy may be that does not say for whom it asks, is not
 * limited.
 *
 * Returns: %FALSE with %PM_ERROR_TOO_MANY if the client has to wait
 */
gboolean
pm_client_limit_check (PmRequest *request, const char *what, const char *words, GError **error)
{
  PmRateLimit *limit = pm_server_get_client_limit (pm_request_get_server (request));
  g_autofree char *key = make_key (request, what);

  return is_loopback (pm_request_get_client (request)) ||
         pm_rate_limit_check (limit, key, words, pm_request_get_now (request), error);
}

/**
 * pm_client_limit_count:
 * @request: a request
 * @what: what its client has failed at
 */
void
pm_client_limit_count (PmRequest *request, const char *what)
{
  PmRateLimit *limit = pm_server_get_client_limit (pm_request_get_server (request));
  g_autofree char *key = make_key (request, what);

  pm_rate_limit_count (limit, key, pm_request_get_now (request));
}
