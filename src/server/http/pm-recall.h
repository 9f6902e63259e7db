/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "server/http/pm-request.h"

G_BEGIN_DECLS

/**
 * PmRecall:
 *
 * What was just answered, for who asks the same with the same credentials before anything at all
 * has been written: neither their rights nor the answer can be others then, and the database need
 * not be asked. Main thread.
 */
typedef struct _PmRecall PmRecall;

PmRecall *pm_recall_new (gsize space);
PmReply *pm_recall_find (PmRecall *self, PmRequest *request, guint stamp);
void pm_recall_add (PmRecall *self, PmRequest *request, guint stamp, PmReply *reply);
void pm_recall_free (PmRecall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PmRecall, pm_recall_free)

G_END_DECLS
