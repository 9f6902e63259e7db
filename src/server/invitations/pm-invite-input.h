/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-invitation.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean pm_invite_input_read (PmInvitation *invitation,
                               JsonObject *body,
                               PmRole role,
                               gint64 now,
                               GError **error);

G_END_DECLS
