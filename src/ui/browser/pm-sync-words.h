/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

G_BEGIN_DECLS

char *pm_sync_words (PmSyncState state,
                     double progress,
                     const char *problem,
                     gint64 saved_at,
                     gint64 now);

G_END_DECLS
