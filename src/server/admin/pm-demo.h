/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server.h"

G_BEGIN_DECLS

DexFuture *pm_demo_fill (PmServer *server, guint n_pocs);

G_END_DECLS
