/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "remote/pm-identity.h"

#include "domain/pm-membership.h"

G_DEFINE_BOXED_TYPE (PmIdentity, pm_identity, pm_identity_ref, pm_identity_unref)

static void
clear_identity (gpointer data)
{
  PmIdentity *self = data;

  g_free (self->email);
  g_free (self->full_name);
  g_free (self->tenant_name);
  g_object_unref (self->memberships);
}

/**
 * pm_identity_new:
 *
 * Returns: (transfer full): an identity of nobody
 */
PmIdentity *
pm_identity_new (void)
{
  PmIdentity *self = g_atomic_rc_box_new0 (PmIdentity);

  self->role = PM_ROLE_CUSTOMER;
  self->memberships = g_list_store_new (PM_TYPE_MEMBERSHIP);
  return self;
}

/**
 * pm_identity_ref:
 * @self: an identity
 *
 * Returns: (transfer full): @self
 */
PmIdentity *
pm_identity_ref (PmIdentity *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * pm_identity_unref:
 * @self: (transfer full): an identity
 *
 * Gives up a reference; the last one frees the identity.
 */
void
pm_identity_unref (PmIdentity *self)
{
  g_atomic_rc_box_release_full (self, clear_identity);
}
