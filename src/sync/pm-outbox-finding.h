/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "sync/pm-outbox-saying.h"

G_BEGIN_DECLS

/* What a server of API 1.0.0 has of what an operation is about. All of these await. */

gboolean pm_saying_find (PmSaying *self, PmRecord **present, gboolean *readable, GError **error);
gboolean pm_saying_find_made (PmSaying *self, PmRecord **made, gboolean *certain, GError **error);
gboolean pm_saying_has_step_gone (PmSaying *self, gint64 task_id, gint64 group_id);
PmRecord *pm_saying_read_poc (PmSaying *self, gint64 poc_id, GError **error);

G_END_DECLS
