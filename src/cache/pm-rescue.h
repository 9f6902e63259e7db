/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "cache/pm-cache.h"
#include "db/pm-db.h"

G_BEGIN_DECLS

/* A damaged drafts.db is kept, and what can still be read of it goes into a new one, which takes its
 * place when it is whole. */

char *pm_rescue_begin (const char *folder);
gboolean pm_rescue_copy (PmDb *drafts, gpointer path, GError **error);
gboolean pm_rescue_keep (const char *folder, GError **error);
gboolean pm_rescue_finish (const char *folder, char **damaged, GError **error);

G_END_DECLS
