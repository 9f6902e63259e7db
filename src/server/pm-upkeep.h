/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/pm-server.h"

G_BEGIN_DECLS

/**
 * PmUpkeep:
 *
 * Puts the house in order now and then: what has expired says so, what is over is forgotten.
 * Main thread.
 */
typedef struct _PmUpkeep PmUpkeep;

PmUpkeep *pm_upkeep_new (PmServer *server);
void pm_upkeep_free (PmUpkeep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmUpkeep, pm_upkeep_free)

G_END_DECLS
