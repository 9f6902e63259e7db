/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "poc-manager-server"

#include "server/pm-upkeep.h"

#include "domain/pm-error.h"
#include "server/accounts/pm-address-change.h"
#include "server/accounts/pm-password-reset.h"
#include "server/accounts/pm-sign-in.h"
#include "server/audit/pm-audit.h"
#include "server/changes/pm-feed.h"
#include "server/http/pm-idempotency.h"
#include "server/invitations/pm-invitation-upkeep.h"

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

  /* At the end of the process the work is left for the next one. */
  if (dex_future_get_value (failed, &error) == NULL &&
      !g_error_matches (error, PM_ERROR, PM_ERROR_CANCELLED))
    g_warning ("The upkeep failed: %s", error->message);
  return dex_future_new_for_boolean (FALSE);
}

static gboolean
go_on (DexFuture *done)
{
  dex_future_disown (dex_future_catch (done, complain, NULL, NULL));
  return G_SOURCE_CONTINUE;
}

static gboolean
on_sweep (gpointer data)
{
  PmUpkeep *self = data;

  go_on (pm_server_leave_mark (self->server));
  return go_on (pm_invitation_upkeep (self->server));
}

static gboolean
on_prune (gpointer data)
{
  PmUpkeep *self = data;

  return go_on (pm_server_write (self->server, prune_work, NULL, NULL));
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
