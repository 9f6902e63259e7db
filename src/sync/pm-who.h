/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "remote/pm-remote.h"

G_BEGIN_DECLS

/**
 * PmWho:
 *
 * Who the account is in its organization. To customers the server does not tell what changes, so
 * that they read in another way than the vendor's people; and somebody may become the one or the
 * other. Main thread. Signal `role-changed (PmRole role)`: the server has said so.
 */
#define PM_TYPE_WHO (pm_who_get_type ())
G_DECLARE_FINAL_TYPE (PmWho, pm_who, PM, WHO, GObject)

PmWho *pm_who_new (PmRemote *remote);
void pm_who_set_role (PmWho *self, PmRole role);
gboolean pm_who_learn (PmWho *self, GError **error);
gboolean pm_who_is_known (PmWho *self);
gboolean pm_who_is_customer (PmWho *self);
gint64 pm_who_get_user_id (PmWho *self);

G_END_DECLS
