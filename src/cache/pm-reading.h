/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

/* Until when what others said about POCs has been read here: it survives in drafts.db. The writing
 * thread's. */

gboolean pm_reading_find (PmDb *drafts, gint64 poc_id, gint64 *seen_at, GError **error);
gboolean pm_reading_save (PmDb *drafts, gint64 poc_id, gint64 seen_at, GError **error);

G_END_DECLS
