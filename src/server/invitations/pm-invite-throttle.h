/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"
#include "domain/pm-invitation.h"

G_BEGIN_DECLS

gboolean pm_invite_throttle_check_count (gint64 oldest,
                                         gint64 window,
                                         const char *words,
                                         gint64 now,
                                         GError **error);
gboolean pm_invite_throttle_check_mail (PmDb *db,
                                        PmInvitation *invitation,
                                        const char *kind,
                                        gint64 now,
                                        GError **error);

G_END_DECLS
