/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-reply.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void pm_farewell_send (GIOStream *stream, GSocket *socket, PmReply *reply);

G_END_DECLS
