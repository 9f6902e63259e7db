/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "workspace/pm-workspace.h"

G_BEGIN_DECLS

/**
 * PmDraftSaver:
 *
 * Keeps a draft safe while it is being written: half a second after the last change, and at once
 * when asked. A draft without content is not kept. Signal `failed (GError *)`.
 */
#define PM_TYPE_DRAFT_SAVER (pm_draft_saver_get_type ())
G_DECLARE_FINAL_TYPE (PmDraftSaver, pm_draft_saver, PM, DRAFT_SAVER, GObject)

PmDraftSaver *pm_draft_saver_new (PmWorkspace *workspace, PmDraft *draft);
DexFuture *pm_draft_saver_flush (PmDraftSaver *self);
void pm_draft_saver_stop (PmDraftSaver *self);

gboolean pm_draft_is_blank (PmDraft *draft);

G_END_DECLS
