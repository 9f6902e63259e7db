/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "server/pm-upkeep.h"

#include "server/accounts/pm-address-change.h"
#include "server/accounts/pm-password-reset.h"
#include "server/accounts/pm-sign-in.h"
#include "server/audit/pm-audit.h"
#include "server/changes/pm-feed.h"
#include "server/http/pm-idempotency.h"
#include "server/invitations/pm-invitation-store.h"

#define SWEEP_SECONDS 60
#define PRUNE_SECONDS 3600

struct _PmUpkeep {
  PmServer *server; /* not owned: it owns us */
  guint sweep;
  guint prune;
};

static gboolean
prune_work (PmDb *db, gpointer data, GError **error)
{
  gint64 now = g_get_real_time ();

  return pm_sign_in_prune (db, now, error) && pm_idempotency_prune (db, now, error) &&
         pm_feed_prune (db, now, error) && pm_audit_prune (db, now, error) &&
         pm_password_reset_prune (db, now, error) && pm_address_change_prune (db, now, error);
}

static DexFuture *
complain (DexFuture *failed, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (failed, &error) == NULL)
    g_warning ("The upkeep failed: %s", error->message);
  return dex_future_new_for_boolean (FALSE);
}

static gboolean
do_work (PmUpkeep *self, PmDbFunc work)
{
  DexFuture *done = pm_server_write (self->server, work, NULL, NULL);

  dex_future_disown (dex_future_catch (done, complain, NULL, NULL));
  return G_SOURCE_CONTINUE;
}

static gboolean
on_sweep (gpointer data)
{
  return do_work (data, pm_invitation_store_sweep);
}

static gboolean
on_prune (gpointer data)
{
  return do_work (data, prune_work);
}

/**
 * pm_upkeep_new:
 * @server: the server, running, which owns the upkeep
 *
 * Begins at once.
 *
 * Returns: (transfer full): the upkeep
 */
PmUpkeep *
pm_upkeep_new (PmServer *server)
{
  PmUpkeep *self = g_new0 (PmUpkeep, 1);

  self->server = server;
  self->sweep = g_timeout_add_seconds (SWEEP_SECONDS, on_sweep, self);
  self->prune = g_timeout_add_seconds (PRUNE_SECONDS, on_prune, self);
  on_sweep (self);
  on_prune (self);
  return self;
}

void
pm_upkeep_free (PmUpkeep *self)
{
  g_source_remove (self->sweep);
  g_source_remove (self->prune);
  g_free (self);
}
