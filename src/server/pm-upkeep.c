/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "server/pm-upkeep.h"

#include "server/accounts/pm-sign-in.h"
#include "server/changes/pm-feed.h"
#include "server/http/pm-idempotency.h"

static gboolean
upkeep_work (PmDb *db, gpointer data, GError **error)
{
  gint64 now = g_get_real_time ();

  return pm_sign_in_prune (db, now, error) && pm_idempotency_prune (db, now, error) &&
         pm_feed_prune (db, now, error);
}

static DexFuture *
complain (DexFuture *failed, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (failed, &error) == NULL)
    g_warning ("The upkeep failed: %s", error->message);
  return dex_future_new_for_boolean (FALSE);
}

/**
 * pm_upkeep_run:
 * @server: the server, running
 *
 * Forgets what is over: tokens, stored answers, tombstones.
 */
void
pm_upkeep_run (PmServer *server)
{
  DexFuture *done = pm_server_write (server, upkeep_work, NULL, NULL);

  dex_future_disown (dex_future_catch (done, complain, NULL, NULL));
}
