/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "db/pm-db.h"

G_BEGIN_DECLS

gboolean pm_poc_references_check_criteria (PmDb *db, gint64 poc_id, GArray *ids, GError **error);
gboolean
pm_poc_references_check_participants (PmDb *db, gint64 poc_id, GArray *ids, GError **error);
gboolean pm_poc_references_check_group (PmDb *db, gint64 poc_id, gint64 id, GError **error);

G_END_DECLS
