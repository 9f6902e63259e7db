/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

gboolean pm_changes_note (PmDb *db, gint64 tenant_id, const char *type, gint64 id, GError **error);
gboolean
pm_changes_note_destroyed (PmDb *db, gint64 tenant_id, const char *type, gint64 id, GError **error);
gboolean pm_changes_note_each (PmDb *db,
                               gint64 tenant_id,
                               const char *type,
                               gboolean are_destroyed,
                               PmStatement *ids,
                               GError **error);

gboolean pm_changes_read_sequence (PmDb *db, gint64 tenant_id, gint64 *sequence, GError **error);

G_END_DECLS
