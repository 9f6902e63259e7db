/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-invitation.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

PmInvitation *
pm_invitation_store_get (PmDb *db, gint64 poc_id, gint64 invitation_id, GError **error);
PmInvitation *
pm_invitation_store_add (PmDb *db, PmInvitation *invitation, gint64 tenant_id, GError **error);
gboolean pm_invitation_store_is_newest (PmDb *db,
                                        PmInvitation *invitation,
                                        gboolean *is_newest,
                                        GError **error);
gboolean pm_invitation_store_takes_part (PmDb *db,
                                         gint64 poc_id,
                                         const char *address,
                                         gboolean *takes_part,
                                         GError **error);

gboolean pm_invitation_store_make_way (PmDb *db,
                                       gint64 poc_id,
                                       const char *address,
                                       gint64 now,
                                       GError **error);
gboolean pm_invitation_store_sweep (PmDb *db, gint64 now, gboolean *has_more, GError **error);

JsonObject *pm_invitation_store_encode (PmInvitation *invitation, gint64 now);

G_END_DECLS
