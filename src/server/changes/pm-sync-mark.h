/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/* A small file beside the database that tells whether it is the one that was here last. */
gboolean pm_sync_mark_meet (PmDb *db, const char *path, GError **error);
gboolean pm_sync_mark_leave (PmDb *db, const char *path, GError **error);

G_END_DECLS
