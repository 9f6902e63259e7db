/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/invitations/pm-invitation-upkeep.h"

#include "server/invitations/pm-invitation-store.h"
#include "server/invitations/pm-invite-remind.h"

/* One transaction's share of the work. */
typedef struct {
  PmServer *server;
  gboolean has_more;
} Share;

static gboolean
expire_work (PmDb *db, gpointer data, GError **error)
{
  Share *share = data;

  return pm_invitation_store_sweep (db, g_get_real_time (), &share->has_more, error);
}

static gboolean
remind_work (PmDb *db, gpointer data, GError **error)
{
  Share *share = data;

  return pm_invite_remind_due (db, share->server, &share->has_more, error);
}

/* In shares, so that others get their turn between them. */
static gboolean
do_all (PmServer *server, PmDbFunc work, GError **error)
{
  Share share = { server, FALSE };

  do {
    if (!dex_await (pm_server_write (server, work, &share, NULL), error))
      return FALSE;
  } while (share.has_more);
  return TRUE;
}

static DexFuture *
upkeep_fiber (gpointer data)
{
  PmServer *server = data;
  GError *error = NULL;

  if (do_all (server, expire_work, &error) && do_all (server, remind_work, &error))
    return dex_future_new_true ();
  return dex_future_new_for_error (error);
}

/**
 * pm_invitation_upkeep:
 * @server: the server, running
 *
 * Stores as expired what is past its life, and reminds by itself of what is due. Main thread.
 *
 * Returns: (transfer full): a future boolean, once there is nothing left to do
 */
DexFuture *
pm_invitation_upkeep (PmServer *server)
{
  return dex_scheduler_spawn (NULL, 0, upkeep_fiber, g_object_ref (server), g_object_unref);
}
