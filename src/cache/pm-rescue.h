/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-cache.h"
#include "db/pm-db.h"

G_BEGIN_DECLS

/* A damaged drafts.db is kept, and what can still be read of it goes into the new one. */

char *pm_rescue_put_aside (const char *folder, GError **error);
gboolean pm_rescue_copy (PmDb *drafts, gpointer data, GError **error);

G_END_DECLS
