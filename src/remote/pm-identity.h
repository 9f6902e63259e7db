/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-enums.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PmIdentity:
 * @user_id: the account
 * @email: its address
 * @full_name: (nullable): its name
 * @tenant_id: the organization that the session works in, 0 while none is chosen
 * @tenant_name: (nullable): its name, where the answer carries it
 * @role: the account's role there
 * @memberships: (element-type PmMembership): the organizations to choose from; empty where the
 *   answer carries none
 *
 * Who is signed in, and where, as the server says.
 */
typedef struct {
  gint64 user_id;
  char *email;
  char *full_name;
  gint64 tenant_id;
  char *tenant_name;
  PmRole role;
  GListStore *memberships;
} PmIdentity;

#define PM_TYPE_IDENTITY (pm_identity_get_type ())
GType pm_identity_get_type (void);

PmIdentity *pm_identity_new (void);
PmIdentity *pm_identity_ref (PmIdentity *self);
void pm_identity_unref (PmIdentity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmIdentity, pm_identity_unref)

G_END_DECLS
