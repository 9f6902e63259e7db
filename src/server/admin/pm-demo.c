/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "server/admin/pm-demo.h"

/**
 * pm_demo_fill:
 * @server: the server, running
 * @n_pocs: how many POCs
 *
 * Fills an empty database with something to try.
 *
 * Returns: (transfer full): a future boolean
 */
DexFuture *
pm_demo_fill (PmServer *server, guint n_pocs)
{
  return dex_future_new_for_boolean (TRUE);
}
