/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-remote-private.h"

/**
 * pm_trip_new:
 * @remote: a server
 * @reader: (nullable): what makes something of a success
 * @method: a static string
 * @path: (transfer full): what is called
 *
 * Returns: (transfer full): a call that needs a session
 */
PmTrip *
pm_trip_new (PmRemote *remote, PmReader reader, const char *method, char *path)
{
  PmTrip *self = g_new0 (PmTrip, 1);

  self->remote = g_object_ref (remote);
  self->call = pm_http_call_new (method, path);
  self->reader = reader;
  return self;
}

/**
 * pm_trip_free:
 * @data: (transfer full): a call
 */
void
pm_trip_free (gpointer data)
{
  PmTrip *self = data;

  g_clear_object (&self->remote);
  g_clear_pointer (&self->call, pm_http_call_free);
  g_free (self->since);
  g_free (self);
}

/**
 * pm_resolve_boxed:
 * @type: a boxed type
 * @boxed: (transfer full) (nullable): a value
 * @error: (transfer full) (nullable): why there is none
 *
 * Returns: (transfer full): a future that is already what it will be
 */
DexFuture *
pm_resolve_boxed (GType type, gpointer boxed, GError *error)
{
  if (boxed == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (type, boxed);
}
