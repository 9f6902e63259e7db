/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "domain/pm-comment.h"
#include "workspace/pm-workspace.h"

G_BEGIN_DECLS

/**
 * PmCommentKeeper:
 *
 * Keeps a comment on a POC safe while it is being written: half a second after the last change, and
 * at once when asked. Signals: `read (PmComment *)` with what was written on a POC before, or %NULL,
 * and `failed (GError *)`.
 */
#define PM_TYPE_COMMENT_KEEPER (pm_comment_keeper_get_type ())
G_DECLARE_FINAL_TYPE (PmCommentKeeper, pm_comment_keeper, PM, COMMENT_KEEPER, GObject)

PmCommentKeeper *pm_comment_keeper_new (void);
void pm_comment_keeper_open (PmCommentKeeper *self, PmWorkspace *workspace, gint64 poc_id);
void pm_comment_keeper_note (PmCommentKeeper *self, PmComment *comment);
void pm_comment_keeper_flush (PmCommentKeeper *self);

G_END_DECLS
