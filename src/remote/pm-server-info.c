/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-server-info.h"

G_DEFINE_BOXED_TYPE (PmServerInfo, pm_server_info, pm_server_info_ref, pm_server_info_unref)

static void
clear_server_info (gpointer data)
{
  PmServerInfo *self = data;

  g_free (self->name);
  g_free (self->version);
}

/**
 * pm_server_info_new:
 *
 * Returns: (transfer full): what a server says that says nothing
 */
PmServerInfo *
pm_server_info_new (void)
{
  return g_atomic_rc_box_new0 (PmServerInfo);
}

/**
 * pm_server_info_ref:
 * @self: a server's words
 *
 * Returns: (transfer full): @self
 */
PmServerInfo *
pm_server_info_ref (PmServerInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * pm_server_info_unref:
 * @self: (transfer full): a server's words
 *
 * Gives up a reference; the last one frees them.
 */
void
pm_server_info_unref (PmServerInfo *self)
{
  g_atomic_rc_box_release_full (self, clear_server_info);
}
