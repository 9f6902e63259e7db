/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server.h"

G_BEGIN_DECLS

DexFuture *pm_invitation_upkeep (PmServer *server);

G_END_DECLS
