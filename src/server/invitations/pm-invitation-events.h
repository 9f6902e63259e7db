/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-event.h"
#include "domain/pm-invitation.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean pm_invitation_events_add (PmDb *db,
                                   gint64 invitation_id,
                                   const char *kind,
                                   gint64 at,
                                   gint64 user_id,
                                   GError **error);
gboolean pm_invitation_events_tell (PmDb *db,
                                    gint64 tenant_id,
                                    PmInvitation *invitation,
                                    const char *kind,
                                    gint64 at,
                                    gint64 user_id,
                                    GError **error);
JsonArray *pm_invitation_events_list (PmDb *db, gint64 invitation_id, GError **error);

G_END_DECLS
