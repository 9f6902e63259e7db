/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-reply.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What the server calls itself. */
#define PM_REPLY_SERVER "poc-manager-server"

GBytes *pm_reply_get_body (PmReply *self);
void pm_reply_fill_headers (PmReply *self, SoupMessageHeaders *headers);
guint pm_reply_status_of_error (const GError *error);

G_END_DECLS
