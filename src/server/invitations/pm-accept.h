/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/invitations/pm-invitation-link.h"

G_BEGIN_DECLS

gint64 pm_accept_add_account (PmDb *db,
                              PmInvitation *invitation,
                              const char *password_hash,
                              gint64 now,
                              GError **error);
gboolean
pm_accept_finish (PmDb *db, const PmLink *link, gint64 user_id, gint64 now, GError **error);

G_END_DECLS
