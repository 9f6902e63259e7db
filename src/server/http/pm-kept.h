/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/**
 * PmKept:
 *
 * Answers that are kept for those who ask the same: each with the sequence that its organization
 * had when it was read, and good for just as long as that has not moved. What was not asked for
 * the longest makes way. All functions: any thread.
 */
typedef struct _PmKept PmKept;

PmKept *pm_kept_new (gsize space);
gboolean pm_kept_find (PmKept *self, PmDb *db, PmRequest *request, PmReply **reply, GError **error);
gboolean pm_kept_store (PmKept *self, PmDb *db, PmRequest *request, PmReply *reply, GError **error);
void pm_kept_free (PmKept *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmKept, pm_kept_free)

G_END_DECLS
